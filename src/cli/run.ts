import { HarnessError } from "../../spec/harness.js";
import { oneLine } from "../../spec/report/lines.js";
import { check } from "./check.js";
import { parseCommand } from "./command.js";
import { CommandError, messageOf } from "./command-error.js";
import { copy } from "./copy/copy.js";
import { listStores } from "./copy-request.js";
import { complain, type Io, print } from "./io.js";
import { ownManifest } from "./manifest.js";
import { StrayErrors } from "./stray-errors.js";

/**
 * Runs one command.
 *
 * @param argv - The arguments, without those that name Node and the program.
 * @param io - Where to print.
 * @returns The exit status: 0 conforms or was copied, 1 does not conform, 2 no verdict was reached or
 *   nothing was copied. The promise never rejects.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const stray = new StrayErrors();
  stray.start();
  const { status, fault } = await perform(argv, io, stray).then(
    (status) => ({ status, fault: [] }),
    (error: unknown) => ({ status: 2, fault: [describeFault(error)] }),
  );
  await stray.stop();
  for (const line of [...stray.lines, ...fault]) {
    await complain(io.stderr, `zoho-token-store: ${oneLine(line)}\n`);
  }
  return stray.lines.length > 0 ? Math.max(1, status) : status;
}

async function perform(argv: readonly string[], io: Io, stray: StrayErrors): Promise<number> {
  const command = parseCommand(argv);
  switch (command.name) {
    case "help":
      await print(io.stdout, command.text);
      return 0;
    case "version":
      await print(io.stdout, `${(await ownManifest()).version}\n`);
      return 0;
    case "list-stores":
      await print(io.stdout, listStores());
      return 0;
    case "copy":
      await copy(command.request, io);
      return 0;
    case "self-test": {
      // Loaded only here: who checks a store of their own does not wait for the broken ones.
      const { selfTest } = await import("./self-test.js");
      return selfTest(command.request, io);
    }
    case "check":
      return check(command.request, io, stray);
  }
}

function describeFault(error: unknown): string {
  if (error instanceof CommandError || error instanceof HarnessError) return error.message;
  return `a mistake of zoho-token-store itself: ${messageOf(error)}`;
}
