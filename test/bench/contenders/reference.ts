/**
 * The stores of this project.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import type { AnyTokenStore } from "../../../spec/index.js";
import { MARIADB } from "../../services/mariadb.js";
import { rowsOf, tokenOf } from "../tokens.js";
import { measureStore } from "./calls.js";
import type { Contender } from "./contender.js";
import { makeFolder } from "./folder.js";
import { MySqlDatabase } from "./mysql-database.js";
import {
  csvFromRows,
  EncryptedTokenStore,
  FileTokenStore,
  ListTokenStore,
  MemoryTokenStore,
  MySqlTokenStore,
  OAuthToken,
  SDKException,
  SqliteTokenStore,
  UserSignature,
} from "./shipped.js";

const SDK = { OAuthToken, SDKException, UserSignature };

const LIST: Contender = {
  name: "List",
  family: "reference",
  about: "in memory; a list that every call scans",
  mostTokens: 10_000,
  async open(count) {
    const store = new ListTokenStore();
    await fill(store, count);
    return measureStore(store, SDK);
  },
};

const MEMORY: Contender = {
  name: "Memory",
  family: "reference",
  about: "in memory; a `Map` with an index for each key",
  async open(count) {
    const store = new MemoryTokenStore();
    await fill(store, count);
    return measureStore(store, SDK);
  },
};

const SQLITE: Contender = {
  name: "SQLite",
  family: "reference",
  about: "a database file, held in memory by sql.js; a save replaces the file and syncs it",
  async open(count) {
    const folder = await makeFolder();
    const store = await SqliteTokenStore.open(folder.file("zohooauth.db"));
    await fill(store, count);
    return measureStore(store, SDK, async () => {
      await store.close();
      await folder.remove();
    });
  },
};

const FILE: Contender = {
  name: "File",
  family: "reference",
  about: "the SDK's CSV file, held in memory; a save replaces the file and syncs it",
  async open(count) {
    const folder = await makeFolder();
    const path = folder.file("sdk_tokens.txt");
    await writeFile(path, csvFromRows(rowsOf(count)));
    const store = await FileTokenStore.open(path);
    return measureStore(store, SDK, async () => {
      await store.close();
      await folder.remove();
    });
  },
};

const MYSQL: Contender = {
  name: "MySQL",
  family: "reference",
  about: "a table on a server, with an index for each key; a save is under a lock",
  async open(count) {
    const database = await MySqlDatabase.make();
    const store = await MySqlTokenStore.open({ ...MARIADB, database: database.name });
    await database.fill(rowsOf(count));
    return measureStore(store, SDK, async () => {
      await store.close();
      await database.drop();
    });
  },
};

const ENCRYPTED: Contender = {
  name: "Encrypted",
  family: "reference",
  about: "encrypts the secrets of a *SQLite* store",
  async open(count) {
    const folder = await makeFolder();
    const inner = await SqliteTokenStore.open(folder.file("zohooauth.db"));
    const keys = [Uint8Array.from({ length: 64 }, (_, index) => index * 7)];
    const store = await EncryptedTokenStore.open(inner, { keys });
    await fill(store, count);
    return measureStore(store, SDK, async () => {
      await inner.close();
      await folder.remove();
    });
  },
};

/** The stores of this project, the simplest first. */
export const REFERENCE_STORES = [LIST, MEMORY, SQLITE, FILE, MYSQL, ENCRYPTED] as const;

async function fill(store: AnyTokenStore, count: number): Promise<void> {
  const tokens = rowsOf(count).map((row) => tokenOf(SDK, row));
  await Promise.all(tokens.map((token) => store.saveToken(token as never)));
}
