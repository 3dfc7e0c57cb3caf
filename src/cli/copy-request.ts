import { CommandError } from "./command-error.js";
import { COPYABLE_STORES, type CopyableStore } from "./copy/copyable-stores.js";
import type { CommandHelp } from "./help.js";
import { nearest } from "./nearest.js";
import type { OptionValues } from "./options.js";

/** Which store to copy, and how. */
export interface CopyRequest {
  readonly store: CopyableStore;

  /** The folder, as it was typed; left out for the usual one. */
  readonly to?: string;

  /** The package of the SDK, as it was typed; left out for the one that the project lists. */
  readonly sdk?: string;

  /** Whether files with other content are replaced. */
  readonly force: boolean;
}

/** What `--help` says of the command. */
export const COPY_HELP: CommandHelp = {
  usage: ["zoho-token-store copy STORE [options]", "zoho-token-store copy --list"],
  text: `Copies a token store into your project: the store, the files that it imports,
a seam of a few lines that leads to your SDK, and a harness and a test that
check the copy against the contract. Prints what it wrote, what to install,
and the lines that plug the store in.

STORE is one of: ${COPYABLE_STORES.map(({ name }) => name).join(", ")}.

Options:
  --to DIR       the folder to copy into; default src/token-store, or
                 token-store where there is no folder src
  --sdk PACKAGE  the SDK that the seam leads to; default the one that the
                 nearest package.json lists. Where it lists none, the classes
                 of this package are copied too.
  --force        replace files that are there with other content. Without it,
                 nothing at all is written then.
  --list         print a line on each store, and copy none

Exit status:
  0  the store was copied
  2  the command line, or what is in the place of the copy, is at fault
`,
};

/**
 * Reads what `copy` is asked for.
 *
 * @param names - What stands after the command.
 * @returns `null` when it is asked for the list.
 * @throws CommandError when it is not one store that is named.
 */
export function toCopyRequest(
  names: readonly string[],
  { to, sdk, force, list }: OptionValues,
): CopyRequest | null {
  if (list) {
    if (names.length === 0 && to === undefined && sdk === undefined && !force) return null;
    throw new CommandError("copy --list stands alone; leave the rest out, or --list");
  }
  const [name, ...others] = names;
  if (name === undefined) throw new CommandError(`no store; ${LIST_HINT}`);
  if (others.length > 0) {
    throw new CommandError(`copy takes one store at a time, not ${names.join(", ")}`);
  }
  if (to === "") throw new CommandError("--to takes a folder");
  return {
    store: toStore(name),
    force,
    ...(to === undefined ? {} : { to }),
    ...(sdk === undefined ? {} : { sdk }),
  };
}

/** Lists the stores that can be copied, a line each. */
export function listStores(): string {
  const width = (of: (store: CopyableStore) => string) =>
    Math.max(...COPYABLE_STORES.map((store) => of(store).length));
  const [names, classes] = [width(({ name }) => name), width(({ className }) => className)];
  return COPYABLE_STORES.map(
    ({ name, className, summary }) =>
      `${name.padEnd(names)}  ${className.padEnd(classes)}  ${summary}\n`,
  ).join("");
}

const LIST_HINT = "zoho-token-store copy --list names those that there are";

/** Finds a store by its short name, its class or its file. */
function toStore(typed: string): CopyableStore {
  const named = COPYABLE_STORES.flatMap((store) => namesOf(store).map((name) => ({ name, store })));
  const found = named.find(({ name }) => name.toLowerCase() === typed.toLowerCase());
  if (found !== undefined) return found.store;
  const [near] = nearest(
    typed,
    named.map(({ name }) => name),
  );
  throw new CommandError(`there is no store "${typed}"; the nearest is ${near}; ${LIST_HINT}`);
}

function namesOf({ name, className, file }: CopyableStore): string[] {
  return [name, className, file.replace(/^.*\/|\.ts$/g, "")];
}
