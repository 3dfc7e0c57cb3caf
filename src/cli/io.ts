import { CommandError } from "./command-error.js";

/** A stream to print on: of a process, or of a test. */
export interface Output {
  /** Whether a person looks at it. */
  readonly isTTY?: boolean;

  /** How wide the screen is. */
  readonly columns?: number;

  write(text: string, done?: (error?: Error | null) => void): unknown;
}

/** What the command line reads from, and prints to. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;

  /** Gives the folder from which paths are meant that are not absolute. */
  cwd(): string;
}

/**
 * Prints what was asked for, and waits until it is out, so that the process may end. A reader who
 * leaves early, as `head` does, is no fault.
 *
 * @throws CommandError when it cannot be printed: the disk behind it is full.
 */
export async function print(output: Output, text: string): Promise<void> {
  const error = await write(output, text);
  if (error === null || Reflect.get(error, "code") === "EPIPE") return;
  throw new CommandError(`cannot print the report (${Reflect.get(error, "code")})`);
}

/** Prints what went wrong. Where even that cannot be printed, the exit status has to do. */
export async function complain(output: Output, text: string): Promise<void> {
  await write(output, text);
}

function write(output: Output, text: string): Promise<Error | null> {
  return new Promise((resolve) => {
    output.write(text, (error) => resolve(error ?? null));
  });
}

/**
 * Does something, and lets what the process writes to its standard output meanwhile go to standard
 * error. What a child process writes, or `fs.writeSync`, is not caught.
 */
export async function divertingLogs<T>(work: () => Promise<T>): Promise<T> {
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
}

/**
 * Tells whether to print colours: on a terminal, unless `NO_COLOR` is set. `FORCE_COLOR` decides
 * where it is set.
 */
export function wantsColor({ isTTY }: Output, env: Io["env"]): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  return isTTY === true && TERM !== "dumb";
}
