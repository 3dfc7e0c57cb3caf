import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AnyTokenStore } from "../../spec/index.js";
import { COPYABLE_STORES } from "../../src/cli/copy/copyable-stores.js";
import { planCopy } from "../../src/cli/copy/plan-copy.js";
import type { StageHarness } from "./scene.js";

/** The stores that are copied. */
export const STORE_NAMES = [
  "ListTokenStore",
  "MemoryTokenStore",
  "SqliteTokenStore",
  "FileTokenStore",
] as const;

/** The name of a store. */
export type StoreName = (typeof STORE_NAMES)[number];

/** A copy of the stores. */
export interface CopyOfStores {
  /** What opens each of them; the last two, on a file. */
  readonly harnesses: Readonly<Record<StoreName, StageHarness>>;

  /** Removes the copied files. */
  remove(): void;
}

/** The classes of a copy, which take the classes of tokens from the SDK that it was made for. */
interface CopiedStores {
  readonly ListTokenStore: new () => AnyTokenStore;
  readonly MemoryTokenStore: new () => AnyTokenStore;
  readonly SqliteTokenStore: StoreOnFile;
  readonly FileTokenStore: StoreOnFile;
}

interface StoreOnFile {
  open(file: string): Promise<AnyTokenStore & { close(): Promise<void> }>;
}

const ROOT = join(import.meta.dirname, "../..");

/**
 * Copies the reference stores beside a seam for an official SDK, as an app does.
 *
 * @param sdkPackage - The SDK's npm package.
 */
export async function copyStores(sdkPackage: string): Promise<CopyOfStores> {
  const folder = temporaryFolder();
  await writeCopies(folder, sdkPackage);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const stores: CopiedStores = {
    ...(await import(join(folder, "stores/list-store.ts"))),
    ...(await import(join(folder, "stores/memory-store.ts"))),
    ...(await import(join(folder, "stores/sqlite-store.ts"))),
    ...(await import(join(folder, "stores/file-store.ts"))),
  };
  return { harnesses: harnessesOf(stores), remove: () => rmSync(folder, { recursive: true }) };
}

/** Writes what `zoho-token-store copy` would, of every store. */
async function writeCopies(folder: string, sdk: string): Promise<void> {
  for (const store of COPYABLE_STORES) {
    const plan = await planCopy(store, { sdk, isModule: true });
    for (const { path, text } of plan.store) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
}

/** What lives in memory offers nothing but the store: a restart of the app's SDK leaves it. */
function harnessesOf(stores: CopiedStores): Record<StoreName, StageHarness> {
  const { ListTokenStore, MemoryTokenStore } = stores;
  return {
    ListTokenStore: { open: () => ({ store: new ListTokenStore() }) },
    MemoryTokenStore: { open: () => ({ store: new MemoryTokenStore() }) },
    SqliteTokenStore: { open: () => openFile(stores.SqliteTokenStore) },
    FileTokenStore: { open: () => openFile(stores.FileTokenStore) },
  };
}

async function openFile(Store: StoreOnFile) {
  const folder = temporaryFolder();
  const file = join(folder, "tokens");
  let store = await Store.open(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await Store.open(file);
      return store;
    },
    breakStorage: () => renameSync(folder, `${folder}-away`),
    mendStorage: () => renameSync(`${folder}-away`, folder),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(`${folder}-away`, { recursive: true, force: true });
    },
  };
}

/** Vitest knows a module by its real path, which that of a temporary folder need not be. */
function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), "token-store-")));
}
