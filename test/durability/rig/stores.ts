/**
 * The file-backed stores that these tests are about, and what they keep in them.
 *
 * @module
 */
import type { SharingOptions } from "../../../src/durable-file.js";
import { FileTokenStore, SqliteTokenStore, type TokenStore } from "../../../src/index.js";
import { COLUMNS, rowFromToken, type StoredRow, tokenFromRow } from "../../../src/token-row.js";

/** A store on a file that can be closed. */
export interface OpenStore extends TokenStore {
  close(): Promise<void>;
}

/** A file-backed store. */
export interface StoreKind {
  /** The name of its class. */
  readonly className: string;

  /** Where its class is, in `src/stores`. */
  readonly module: string;

  /** How its file is called here. */
  readonly fileName: string;

  open(file: string, options?: SharingOptions): Promise<OpenStore>;
}

/** The one that starts faster: for what does not depend on the store. */
export const FILE_STORE: StoreKind = {
  className: "FileTokenStore",
  module: "file-store",
  fileName: "sdk_tokens.txt",
  open: FileTokenStore.open,
};

const SQLITE_STORE: StoreKind = {
  className: "SqliteTokenStore",
  module: "sqlite-store",
  fileName: "zohooauth.db",
  open: SqliteTokenStore.open,
};

/** Every file-backed store. To put another one to the same tests, add it here. */
export const STORES: readonly StoreKind[] = [SQLITE_STORE, FILE_STORE];

/** Gives a token of which every value says whose it is, and of which version. Its id is the user. */
export function rowOf(user: string, version: number | string = 0): StoredRow {
  const values = COLUMNS.map((column) => [column, `<${column} ${user} ${version}>`]);
  return { ...(Object.fromEntries(values) as StoredRow), id: user, user_name: user };
}

/** Saves a token. */
export async function saveRow(store: OpenStore, row: StoredRow): Promise<void> {
  await store.saveToken(tokenFromRow(row));
}

/** Gives all that is in a store, in an order that does not depend on the store. */
export async function rowsIn(store: OpenStore): Promise<StoredRow[]> {
  const rows = (await store.getTokens()).map((token) => rowFromToken(token) as StoredRow);
  return inOrder(rows);
}

/** Gives what is in a file. */
export async function rowsInFile(kind: StoreKind, file: string): Promise<StoredRow[]> {
  const store = await kind.open(file);
  try {
    return await rowsIn(store);
  } finally {
    await store.close();
  }
}

/** Makes a file with these tokens. */
export async function writeRows(
  kind: StoreKind,
  file: string,
  rows: readonly StoredRow[],
): Promise<void> {
  const store = await kind.open(file);
  await Promise.all(rows.map((row) => saveRow(store, row)));
  await store.close();
}

function inOrder(rows: readonly StoredRow[]): StoredRow[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
