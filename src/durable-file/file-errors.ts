/**
 * What went wrong with a file, in words that a reader can act on.
 *
 * @module
 */
import { SDKException } from "../sdk.js";
import { refusal } from "../token-row.js";

/**
 * Makes the error to throw for what a call on a file threw; a refusal stays as it is.
 *
 * @param attempt - What was tried, to follow "cannot": a verb and a path.
 * @param error - Node's messages name calls and paths, never content.
 */
export function fileRefusal(attempt: string, error: unknown): SDKException {
  if (error instanceof SDKException) return error;
  return refusal(`cannot ${attempt}: ${reasonOf(error)}.`, error);
}

/** Gives the message of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return String(propertyOf(error, "message") ?? error);
}

/** Gives the code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return propertyOf(error, "code");
}

/**
 * Reads a property of whatever was thrown. What Node throws is not always an `instanceof Error`:
 * Jest runs a test in a context that has an `Error` of its own.
 */
function propertyOf(thrown: unknown, name: string): unknown {
  return Reflect.get(Object(thrown), name);
}

/** Tells whether an error says that there is no such file. */
export function isAbsence(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}
