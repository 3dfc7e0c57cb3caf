/**
 * Records the calls made on a store, so that a failure reads as a script.
 *
 * @module
 */
import type { AnyTokenStore, SdkToken } from "./any-sdk.js";
import type { Method } from "./harness.js";
import { FIELDS, isTokenLike, readSetFields } from "./token-fields.js";

/** How a call ended. */
export type Outcome =
  | { readonly kind: "resolved"; readonly value: unknown }
  | { readonly kind: "rejected"; readonly error: unknown }
  /** It threw before it returned a promise. */
  | { readonly kind: "threw"; readonly error: unknown }
  /** It returned something that is not a promise. */
  | { readonly kind: "returned"; readonly value: unknown }
  /** It did not end within the limit. */
  | { readonly kind: "hung"; readonly limitMs: number };

/** The calls of one check, in the order in which they were made. */
export class Transcript {
  readonly #lines: { text: string }[] = [];

  /** The calls as lines of a script, each with its outcome. */
  get calls(): readonly string[] {
    return this.#lines.map((line) => line.text);
  }

  /** Adds a line that is no call, such as "the store is reopened". */
  note(text: string): void {
    this.#lines.push({ text });
  }

  /**
   * Adds a call. Its line is there at once, and is completed with the outcome.
   *
   * @returns Completes the line.
   */
  add(text: string): (outcome: string) => void {
    const line = { text: `${text} → no answer yet` };
    this.#lines.push(line);
    return (outcome) => {
      line.text = `${text} → ${outcome}`;
    };
  }
}

/**
 * Calls a method of a store, whatever the store does: throw, hang, or return no promise.
 *
 * @param limitMs - How long to wait, in milliseconds.
 * @returns How it ended; the promise never rejects.
 */
export async function callStore(
  store: AnyTokenStore,
  method: Method,
  args: readonly unknown[],
  limitMs: number,
): Promise<Outcome> {
  let returned: unknown;
  try {
    returned = (Reflect.get(store, method) as (...args: unknown[]) => unknown).apply(store, [
      ...args,
    ]);
  } catch (error) {
    return { kind: "threw", error };
  }
  if (!isPromiseLike(returned)) return { kind: "returned", value: returned };
  return settleWithin(returned, limitMs);
}

async function settleWithin(promise: PromiseLike<unknown>, limitMs: number): Promise<Outcome> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "hung", limitMs }), limitMs);
  });
  const settled = Promise.resolve(promise).then(
    (value): Outcome => ({ kind: "resolved", value }),
    (error: unknown): Outcome => ({ kind: "rejected", error }),
  );
  try {
    return await Promise.race([settled, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function"
  );
}

/** Shows an outcome in a few words. A save shows the id that its token has afterwards. */
export function showOutcome(method: Method, outcome: Outcome, token?: SdkToken): string {
  switch (outcome.kind) {
    case "resolved":
      if (method === "saveToken" && token !== undefined) return `id ${show(token.getId())}`;
      return outcome.value === undefined || isDelete(method) ? "done" : show(outcome.value);
    case "rejected":
      return `rejects with ${showError(outcome.error)}`;
    case "threw":
      return `throws, before any promise, ${showError(outcome.error)}`;
    case "returned":
      return `${show(outcome.value)}, which is no promise`;
    case "hung":
      return `did not settle within ${outcome.limitMs} ms`;
  }
}

/** What a driver answers to a delete is long, and beside the point in all clauses but one. */
function isDelete(method: Method): boolean {
  return method === "deleteToken" || method === "deleteTokens";
}

/** Shows a value as it would be written in a script: a token by its fields, long text cut. */
export function show(value: unknown): string {
  return showWithin(value, DEEPEST);
}

/** How deep a value is shown. A driver's objects are deep, and hold one another in circles. */
const DEEPEST = 3;

function showWithin(value: unknown, depth: number): string {
  if (typeof value === "string") return showText(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return showError(value);
  if (depth === 0) return "…";
  if (Array.isArray(value)) {
    return `[${value.map((one) => showWithin(one, depth - 1)).join(", ")}]`;
  }
  return showObject(isTokenLike(value) ? readSetFields(value) : value, depth);
}

/** Shows an error by its class, its code and its message. */
export function showError(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const code = Reflect.get(error, "code");
  const kind =
    typeof code === "string" ? `${error.constructor.name} ${code}` : error.constructor.name;
  return `${kind}: ${showText(error.message, LONGEST_MESSAGE)}${placeOf(error)}`;
}

/** The errors that JavaScript itself raises: they tell of a slip, and the reader asks where. */
const SLIPS = ["TypeError", "ReferenceError", "RangeError", "SyntaxError"];

/** Says where a slip happened: `, at my-store.ts:12:5`. */
function placeOf(error: Error): string {
  if (!SLIPS.includes(error.constructor.name)) return "";
  const [, place] = /^ +at .*?([^/\\( ]+:\d+:\d+)\)?$/m.exec(error.stack ?? "") ?? [];
  return place === undefined ? "" : `, at ${place}`;
}

function showObject(value: object, depth: number): string {
  const known = FIELDS.filter((field) => field in value);
  const others = Object.keys(value).filter((key) => !(FIELDS as readonly string[]).includes(key));
  const entries = [...known, ...others].map(
    (key) => `${key}: ${showWithin(Reflect.get(value, key), depth - 1)}`,
  );
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const LONGEST_TEXT = 80;
const LONGEST_MESSAGE = 300;

function showText(text: string, longest = LONGEST_TEXT): string {
  if (text.length <= longest) return quote(text);
  return `${quote(text.slice(0, longest / 2))}… (${text.length} characters)`;
}

/** Tells whether a text is cut so early, where it is shown, that this place is not seen. */
export function isCutBefore(text: string, place: number): boolean {
  return text.length > LONGEST_TEXT && place >= LONGEST_TEXT / 2;
}

/** Quotes a string so that no character hides: controls, marks and odd spaces are escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{M}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
