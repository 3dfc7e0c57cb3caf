import { posix } from "node:path";
import type { CopyableStore } from "./copyable-stores.js";
import { harnessText, seamText, type Target, testText } from "./generated-files.js";
import { followImports, readSource, SEAM } from "./imports.js";

/** A file to write. */
export interface PlannedFile {
  /** Where it belongs, from the folder of the copy, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** All that one copy consists of. */
export interface CopyPlan {
  /** What the app runs with: the store first, then what it imports or wraps, and the seam. */
  readonly store: readonly PlannedFile[];
  readonly harness: PlannedFile;
  readonly test: PlannedFile;
}

/** Plans the copy of a store: reads everything, and writes nothing. */
export async function planCopy(store: CopyableStore, target: Target): Promise<CopyPlan> {
  const name = posix.basename(store.file, ".ts");
  // The spec is an ECMAScript module. TypeScript before 5.8 lets no .ts file import one in a
  // CommonJS project; a .mts file is an ECMAScript module in any project.
  const extension = target.isModule ? "ts" : "mts";
  const harness = `${name}.harness.${extension}`;
  return {
    store: [...(await storeFiles(store)), ...(await seamFiles(target.sdk))],
    harness: { path: harness, text: harnessText(store, target) },
    test: { path: `${name}.test.${extension}`, text: testText(harness) },
  };
}

/** A store that wraps others comes with one to wrap, which imports some of the same files. */
async function storeFiles({ file, inner }: CopyableStore): Promise<PlannedFile[]> {
  const own = await readAll(file);
  const others = inner === undefined ? [] : await readAll(inner);
  return [...own, ...others.filter(({ path }) => !own.some((one) => one.path === path))];
}

/** The seam for an SDK is a file of a few lines; ours comes with the classes that it leads to. */
async function seamFiles(sdk: string | null): Promise<PlannedFile[]> {
  return sdk === null ? readAll(SEAM) : [{ path: SEAM, text: seamText(sdk) }];
}

/** Reads a file and what it imports. Their places are kept, so that they find each other. */
async function readAll(file: string): Promise<PlannedFile[]> {
  const paths = await followImports(file);
  return Promise.all(paths.map(async (path) => ({ path, text: await readSource(path) })));
}
