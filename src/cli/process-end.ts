import type { Writable } from "node:stream";
import { oneLine } from "../../spec/report/lines.js";
import { messageOf } from "./command-error.js";

/** Long enough for a connection pool, too short to be taken for a hang; in milliseconds. */
const PATIENCE_MS = 1000;

/** What is used of Node's `process`. */
export interface EndingProcess {
  readonly stdout: Writable;
  readonly stderr: Writable;
  exitCode?: number | string | null | undefined;
  on(event: "exit", listener: () => void): unknown;
  on(event: "uncaughtException", listener: (error: Error) => void): unknown;
  on(event: "unhandledRejection", listener: (reason: unknown) => void): unknown;
  exit(): void;
  getActiveResourcesInfo(): string[];
}

/**
 * Sees to it that the process ends with the run's status, and never before the run without a word.
 *
 * A store under test can call `process.exit(0)`, and a promise of a harness that never settles lets
 * Node end with status 0: neither may look like a store that conforms. The reverse, a store that
 * leaves a timer or a connection open, must not keep the process alive.
 *
 * @param process - Node's process, or a stand-in.
 * @param patienceMs - How long what is still open may take to close by itself, in milliseconds.
 * @returns Is told the run's status when it has ended.
 */
export function watchProcess(
  process: EndingProcess,
  patienceMs = PATIENCE_MS,
): (status: number) => void {
  let hasEnded = false;
  const complain = (line: string) => process.stderr.write(`zoho-token-store: ${oneLine(line)}\n`);
  // A write that fails tells its caller; without a listener it would end the process besides.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  process.on("exit", () => {
    if (hasEnded) return;
    process.exitCode = 2;
    complain(
      "the process ended before the check: the store or the harness called process.exit(), " +
        "or waits for something that never comes",
    );
  });
  return (status) => {
    hasEnded = true;
    process.exitCode = status;
    const told = new Set<string>();
    const late = (error: unknown) => {
      process.exitCode = Math.max(1, status);
      const message = messageOf(error);
      if (told.has(message)) return;
      told.add(message);
      complain(`an error that nobody caught, after the check: ${message}`);
    };
    process.on("uncaughtException", late);
    process.on("unhandledRejection", late);
    endWithin(patienceMs, process, complain);
  };
}

/** Ends a process that something keeps alive. */
function endWithin(limitMs: number, process: EndingProcess, complain: (line: string) => void) {
  const end = () => {
    const open = [...new Set(process.getActiveResourcesInfo())].join(", ");
    complain(`the store or its close() left something open (${open}); ending anyway`);
    process.exit();
  };
  // This timer alone keeps nothing alive.
  setTimeout(end, limitMs).unref();
}
