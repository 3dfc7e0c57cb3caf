/**
 * SQLite without a store around it, in WebAssembly and native.
 *
 * @module
 */
import { open, rename } from "node:fs/promises";
import initSqlJs from "sql.js";
import { KEY_COLUMNS } from "../../../src/token-matching.js";
import { COLUMNS, type StoredRow } from "../../../src/token-row.js";
import { PUBLISHED_COLUMNS } from "../../harnesses/mysql-published-table.js";
import { nameOf, rowsOf } from "../tokens.js";
import { measureCalls } from "./calls.js";
import { type Contender, NotMeasured, type Subject } from "./contender.js";
import { makeFolder } from "./folder.js";

/** How a database is made ready: the published table, and an index for each key. */
const TABLE = [
  `CREATE TABLE oauthtoken ${PUBLISHED_COLUMNS}`,
  ...KEY_COLUMNS.filter((column) => column !== "id").map(
    (column) => `CREATE INDEX by_${column} ON oauthtoken (${column})`,
  ),
].join(";");
const INSERT = `INSERT INTO oauthtoken VALUES (${COLUMNS.map(() => "?")})`;
const BY_ID = "SELECT * FROM oauthtoken WHERE id = ?";
const BY_USER = "SELECT * FROM oauthtoken WHERE user_name = ?";
const ALL = "SELECT * FROM oauthtoken";
const UPDATE = "UPDATE oauthtoken SET access_token = ?, expiry_time = ? WHERE user_name = ?";

/** What an update binds. */
const toUpdate = (row: StoredRow) => [row.access_token, row.expiry_time, row.user_name];

const BARE: Contender = {
  name: "sql.js",
  family: "limit",
  about:
    "bare sql.js: statements that are kept; a save is an update, export, write, fsync and rename",
  open: (count) => openSqlJs(count, "", false),
};

const TUNED: Contender = {
  name: "sql.js, tuned",
  family: "limit",
  about: "the same with the pragmas that *SQLite* sets, and the folder synced after the rename",
  open: (count) =>
    openSqlJs(
      count,
      "PRAGMA locking_mode = exclusive; PRAGMA journal_mode = memory; PRAGMA synchronous = off; " +
        "PRAGMA temp_store = memory; PRAGMA cache_size = -65536; PRAGMA secure_delete = on",
      true,
    ),
};

const BETTER_SQLITE3: Contender = {
  name: "better-sqlite3",
  family: "limit",
  about: "native SQLite on a database file, with kept statements; 100 saves are one transaction",
  async open(count) {
    const Database = await loadBetterSqlite3();
    const folder = await makeFolder();
    const database = new Database(folder.file("zohooauth.db"));
    database.exec(TABLE);
    const insert = database.prepare(INSERT);
    database.transaction(() => {
      for (const row of rowsOf(count)) insert.run(COLUMNS.map((column) => row[column]));
    })();
    const [byId, byUser, all] = [BY_ID, BY_USER, ALL].map((sql) => database.prepare(sql));
    const update = database.prepare(UPDATE);
    return measureCalls({
      toQuestion: nameOf,
      toToken: toUpdate,
      findById: (id) => byId?.get(id),
      findByUser: (name) => byUser?.get(name),
      save: (values) => update.run(values),
      saveAtOnce: database.transaction((all: readonly unknown[][]) => {
        for (const values of all) update.run(values);
      }),
      getTokens: () => all?.all(),
      accessTokenOf: (row) => Reflect.get(row, "access_token"),
      async close() {
        database.close();
        await folder.remove();
      },
    });
  },
};

/** SQLite in both ways. */
export const SQLITE_LIMITS = [BARE, TUNED, BETTER_SQLITE3] as const;

/** Its binary may be missing although the package is there, and is loaded with the first database. */
async function loadBetterSqlite3() {
  try {
    const { default: Database } = await import("better-sqlite3");
    new Database(":memory:").close();
    return Database;
  } catch {
    throw new NotMeasured("better-sqlite3 is not installed in test/bench, or not compiled");
  }
}

/** @param syncsFolder - Whether a save waits until the rename is on the disk, too. */
async function openSqlJs(count: number, pragmas: string, syncsFolder: boolean): Promise<Subject> {
  const folder = await makeFolder();
  const database = await makeSqlJs(count, pragmas);
  const byId = database.prepare(BY_ID);
  const byUser = database.prepare(BY_USER);
  const all = database.prepare(ALL);
  const update = database.prepare(UPDATE);
  const keep = async () => {
    await replace(folder.file("zohooauth.db"), database.export());
    if (syncsFolder) await syncFolder(folder.file("."));
  };
  return measureCalls({
    toQuestion: nameOf,
    toToken: toUpdate,
    findById: (id) => rowsIn(byId, [id])[0],
    findByUser: (name) => rowsIn(byUser, [name])[0],
    save(values) {
      update.run(values);
      return keep();
    },
    saveAtOnce(all) {
      for (const values of all) update.run(values);
      return keep();
    },
    getTokens: () => rowsIn(all, []),
    accessTokenOf: (row) => (row as unknown[])[COLUMNS.indexOf("access_token")],
    async close() {
      database.close();
      await folder.remove();
    },
  });
}

async function makeSqlJs(count: number, pragmas: string): Promise<initSqlJs.Database> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database();
  database.run(`${pragmas}; ${TABLE}; BEGIN`);
  for (const row of rowsOf(count)) {
    const values = COLUMNS.map((column) => row[column]);
    database.run(INSERT, values);
  }
  database.run("COMMIT");
  return database;
}

function rowsIn(statement: initSqlJs.Statement, values: initSqlJs.SqlValue[]): unknown[] {
  const rows: unknown[] = [];
  statement.bind(values);
  while (statement.step()) rows.push(statement.get());
  statement.reset();
  return rows;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  await folder.sync();
  await folder.close();
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.tmp`, "w", 0o600);
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(`${path}.tmp`, path);
}
