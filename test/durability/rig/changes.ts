import { join } from "node:path";
import type { StoredRow } from "../../../src/token-row.js";
import type { Act, Step } from "./actor.js";
import { isEndurance } from "./figures.js";
import { newFolder } from "./folders.js";
import { FILE_STORE, rowOf, type StoreKind, writeRows } from "./stores.js";

/** A change that a process is killed in. */
export interface Change {
  readonly title: string;

  /** The calls on the store. */
  readonly steps: readonly Step[];

  /** Whether there is neither the file nor its folder before. */
  readonly isFirst?: boolean;

  /** What is in the file before. */
  readonly before: readonly StoredRow[];

  /** What is in it after the calls. */
  readonly after: readonly StoredRow[];
}

const [ann, bob, carl] = [rowOf("ann"), rowOf("bob"), rowOf("carl")];
const newAnn = rowOf("ann", 1);

/** A save into a file that holds this user already. */
export const KNOWN_TOKEN: Change = {
  title: "a save of a known token",
  steps: [["saveToken", newAnn]],
  before: [ann, bob],
  after: [newAnn, bob],
};

/** The first save into a file that is made for it, in a folder that is made for it. */
export const FIRST_SAVE: Change = {
  title: "the first save",
  steps: [["saveToken", ann]],
  isFirst: true,
  before: [],
  after: [ann],
};

/** The opening that makes the file, and the folder that it is in. */
export const FIRST_OPENING: Change = {
  title: "the first opening",
  steps: [],
  isFirst: true,
  before: [],
  after: [],
};

/** One of each kind. Ids and rows are in alphabetical order, as `rowsIn` gives them. */
export const CHANGES: readonly Change[] = [
  {
    title: "a save of a new token",
    steps: [["saveToken", carl]],
    before: [ann, bob],
    after: [ann, bob, carl],
  },
  KNOWN_TOKEN,
  {
    title: "a delete",
    steps: [["deleteToken", ann.id]],
    before: [ann, bob],
    after: [bob],
  },
  { title: "a delete of all", steps: [["deleteTokens"]], before: [ann, bob], after: [] },
];

/**
 * Gives the changes to try on a store: all of them, where there is time or the store is fast. Both
 * stores change their files by the same calls, so that of the slower one, one stands for all.
 */
export function changesOf(kind: StoreKind): readonly Change[] {
  return isEndurance || kind === FILE_STORE ? CHANGES : [KNOWN_TOKEN];
}

/**
 * Makes a folder in which a change can be made.
 *
 * @returns What a process has to be told to make the change there.
 */
export async function stageFor(change: Change, kind: StoreKind): Promise<Act> {
  const root = newFolder();
  const file = fileOf(change, kind, root);
  if (!change.isFirst) await writeRows(kind, file, change.before);
  const isOpeningWatched = change.isFirst === true;
  return { root, file, store: kind, steps: change.steps, isOpeningWatched };
}

/** Where the file is: in the root itself, or in folders that the first opening makes. */
export function fileOf(change: Change, kind: StoreKind, root: string): string {
  return join(root, change.isFirst ? "outer/inner" : "", kind.fileName);
}
