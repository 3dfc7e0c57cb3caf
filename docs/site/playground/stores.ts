/**
 * The three stores of the page: the very classes that the package exports.
 *
 * @module
 */
import type { TokenStore } from "../../../src/sdk.js";
import { ListTokenStore } from "../../../src/stores/list-store.js";
import { MemoryTokenStore } from "../../../src/stores/memory-store.js";
import { SqliteTokenStore } from "../../../src/stores/sqlite-store.js";

/** A store that the page shows. */
export interface ShownStore {
  readonly name: "ListTokenStore" | "MemoryTokenStore" | "SqliteTokenStore";

  /** How it keeps rows, in a few words. */
  readonly keeps: string;

  /** Opens it, empty. */
  open(): Promise<OpenedStore>;
}

/** A store, and how it is given up. */
export interface OpenedStore {
  readonly store: TokenStore;
  close(): Promise<void>;
}

/** The stores in the order in which they stand on the page. */
export const SHOWN_STORES: readonly ShownStore[] = [
  {
    name: "ListTokenStore",
    keeps: "a list of rows of ten values",
    open: async () => endless(new ListTokenStore()),
  },
  {
    name: "MemoryTokenStore",
    keeps: "a map from the id to the row, with an index for each key",
    open: async () => endless(new MemoryTokenStore()),
  },
  {
    name: "SqliteTokenStore",
    keeps: "the table oauthtoken of an SQLite database",
    async open() {
      const store = await SqliteTokenStore.open(":memory:");
      return { store, close: () => store.close() };
    },
  },
];

function endless(store: TokenStore): OpenedStore {
  return { store, close: async () => undefined };
}
