/** Says that the command line is at fault. The message fits on one line and says what to do. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Says what an error says, on one line. An object that is no error is not shown: it could hold
 * anything.
 */
export function messageOf(error: unknown): string {
  if (typeof error === "string") return joinLines(error);
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const message = joinLines(error.message);
  return error.name === "Error" ? message : `${error.name}: ${message}`;
}

/** Says why something could not be done with a file, without the path that Node appends. */
export function reasonOf(error: unknown): string {
  const message = messageOf(error);
  return codeOf(error) === "" ? message : message.replace(/, .*/, "");
}

/** Tells whether an error says that there is no such file. */
export function isAbsence(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return String(Reflect.get(Object(error), "code") ?? "");
}

function joinLines(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
