import type { Io, Output } from "../../src/cli/io.js";

/** What a test says of the terminal. */
interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: Io["env"];

  /** Where the command is given; left out for the folder of the tests. */
  readonly cwd?: string;
}

/** An {@link Io} that keeps what is printed. */
export interface Recorder extends Io {
  readonly printed: { stdout: string; stderr: string };
}

/** Records what a command prints. */
export function recorder({ env = {}, cwd = process.cwd(), ...screen }: Screen = {}): Recorder {
  const printed = { stdout: "", stderr: "" };
  const output = (name: keyof typeof printed): Output => ({
    ...screen,
    write(text, done) {
      printed[name] += text;
      done?.();
    },
  });
  return { stdout: output("stdout"), stderr: output("stderr"), env, cwd: () => cwd, printed };
}
