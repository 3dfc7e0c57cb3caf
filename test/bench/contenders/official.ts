/**
 * The stores that the official SDK ships.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import sdk from "@zohocrm/typescript-sdk-8.0";
import { COLUMNS, type StoredRow } from "../../../src/token-row.js";
import { PUBLISHED_COLUMNS } from "../../harnesses/mysql-published-table.js";
import { MARIADB } from "../../services/mariadb.js";
import { rowsOf } from "../tokens.js";
import { measureStore } from "./calls.js";
import type { Contender } from "./contender.js";
import { makeFolder } from "./folder.js";
import { MySqlDatabase } from "./mysql-database.js";

const { DBBuilder, FileStore, OAuthToken, SDKException, UserSignature } = sdk;
const SDK = { OAuthToken, SDKException, UserSignature };

const FILE_STORE: Contender = {
  name: "SDK's FileStore",
  family: "vendor",
  about:
    "a CSV file; every call reads it whole, a save writes it in place and syncs nothing; saves at " +
    "once undo one another, so 100 are made in a row",
  async open(count) {
    const folder = await makeFolder();
    const path = folder.file("sdk_tokens.txt");
    await writeFile(path, toVendorCsv(rowsOf(count)));
    const subject = measureStore(new FileStore(path), SDK, folder.remove);
    return { ...subject, saveAtOnce: subject.save };
  },
};

const DB_STORE: Contender = {
  name: "SDK's DBStore",
  family: "vendor",
  about: "a table on a MySQL server, as its README makes it; a connection for every call, no index",
  async open(count) {
    const database = await MySqlDatabase.make();
    await database.query(`CREATE TABLE oauthtoken ${PUBLISHED_COLUMNS}`);
    await database.fill(rowsOf(count));
    const store = new DBBuilder()
      .host(MARIADB.host)
      .portNumber(MARIADB.port)
      .userName(MARIADB.user)
      .password(MARIADB.password)
      .databaseName(database.name)
      .build();
    return measureStore(store, SDK, () => database.drop());
  },
};

/** The SDK's own stores. */
export const OFFICIAL_STORES = [FILE_STORE, DB_STORE] as const;

/** Writes a file as the SDK's own store does. To save the tokens one by one would take hours. */
function toVendorCsv(rows: readonly StoredRow[]): string {
  const header = COLUMNS.map((column) => (column === "user_name" ? "user_mail" : column));
  const lines = rows.map((row) => COLUMNS.map((column) => row[column]));
  return [header, ...lines].map((cells) => cells.join()).join("\n");
}
