/**
 * What {@link SqliteDatabase} refuses to open, and how SQLite's own errors are passed on.
 *
 * SQLite is lenient: it opens a file of 0 bytes as an empty database, and answers from one that was
 * cut. A store that did the same would forget tokens, so everything is looked at first.
 *
 * @module
 */
import { existsSync, statSync } from "node:fs";
import type { Database } from "sql.js";
import { SDKException } from "./sdk.js";
import { COLUMNS, refusal } from "./token-row.js";

const ADVICE = "It was left as it is; restore it from a copy, or move it away to start anew.";

/**
 * What may be told of SQLite's messages: they name tables, columns and constraints. The rest can
 * quote a value, as a function in a CHECK constraint does, or whatever a damaged schema points to.
 */
const TELLABLE = new RegExp(
  [
    "^(NOT NULL|UNIQUE|CHECK) constraint failed: .*$",
    "^no such (function|module|collation sequence): .*$",
    "^(index .* already exists|there is already (a|an) .*)$",
    "^(database disk image is malformed|file is not a database|out of memory)$",
    "^attempt to write a readonly database$",
    "^(malformed database schema|unsupported file format)",
  ].join("|"),
);

/**
 * Makes the error to throw for what SQLite threw; a refusal stays as it is.
 *
 * @param attempt - What was tried, to follow "cannot".
 * @param error - What was thrown. It becomes the cause where all of its message may be told.
 * @param advice - What to do, as a sentence.
 */
export function sqliteRefusal(attempt: string, error: unknown, advice = ADVICE): SDKException {
  if (error instanceof SDKException) return error;
  const message = error instanceof Error ? error.message : "";
  const told = TELLABLE.exec(message)?.[0];
  const reason = told ?? "SQLite failed, and its message is withheld because it can quote a token";
  return refusal(`cannot ${attempt}: ${reason}. ${advice}`, told === message ? error : undefined);
}

/**
 * Refuses a file that another program is changing, or crashed while changing: sql.js reads the one
 * file only, and what its companions hold would be missing, and then overwritten.
 *
 * @param path - The database file.
 * @throws SDKException when a `-wal` file or a filled `-journal` file is beside it.
 */
export function refuseCompanions(path: string): void {
  // SQLite can keep an empty journal; it removes a write-ahead log when the last program is done.
  const journal = `${path}-journal`;
  const isJournalFilled =
    existsSync(journal) && statSync(journal, { throwIfNoEntry: false })?.size !== 0;
  if (!isJournalFilled && !existsSync(`${path}-wal`)) return;
  throw refusal(
    `${path}-${isJournalFilled ? "journal" : "wal"} exists: another program is using the ` +
      "database, or has crashed. Close it, run PRAGMA journal_mode = DELETE on the database with " +
      "the sqlite3 command line, and try again.",
  );
}

/**
 * Refuses an image that is no database, or not a whole one.
 *
 * @param image - The bytes of the file.
 * @param name - Names the database in errors.
 * @throws SDKException when the header is not SQLite's, or announces another size.
 */
export function refuseCutImage(image: Uint8Array, name: string): void {
  if (image.byteLength === 0) throw refusal(`${name} is an empty file, not a database. ${ADVICE}`);
  const magic = new TextDecoder("latin1").decode(image.subarray(0, 16));
  if (magic !== "SQLite format 3\0") throw refusal(`${name} is not an SQLite database. ${ADVICE}`);
  if (image.byteLength < 100) throw refusal(`${name} ends within its header. ${ADVICE}`);
  const header = new DataView(image.buffer, image.byteOffset, 100);
  const pageSize = header.getUint16(16) === 1 ? 65536 : header.getUint16(16);
  // Writers before SQLite 3.7 leave the page count stale; then these two counters differ.
  const isCounted = header.getUint32(28) > 0 && header.getUint32(24) === header.getUint32(92);
  const pages = isCounted ? header.getUint32(28) : Math.ceil(image.byteLength / pageSize);
  if (image.byteLength === pages * pageSize) return;
  throw refusal(
    `${name} has ${image.byteLength} bytes, but its header announces pages of ${pageSize} bytes` +
      `${isCounted ? `, ${pages} of them` : ""}. ${ADVICE}`,
  );
}

/**
 * Refuses a database that is damaged, or that cannot keep every string as it is.
 *
 * @throws SDKException when the integrity check finds something, or the encoding is UTF-16, in which
 *   SQLite replaces some characters.
 */
export function refuseDamage(database: Database, name: string): void {
  const verdict = String(valuesOf(database, "PRAGMA integrity_check(1)")[0]);
  const finding = verdict.split("\n").at(-1);
  if (verdict !== "ok") throw refusal(`${name} is a damaged database: ${finding}. ${ADVICE}`);
  const encoding = valuesOf(database, "PRAGMA encoding")[0];
  if (encoding === "UTF-8") return;
  throw refusal(
    `${name} is encoded in ${encoding}, which changes some characters. It was left as it is; ` +
      "convert it: sqlite3 OLD .dump | sqlite3 NEW",
  );
}

/**
 * Refuses a table `oauthtoken` on which the contract cannot be kept. None at all is fine.
 *
 * @throws SDKException when its columns are not the ten published ones as text, when `id` alone is
 *   not its primary key, when it has a trigger, which could change other rows, or when it holds
 *   something that is neither text nor `NULL`.
 */
export function refuseForeignTable(database: Database, name: string): void {
  const columns = valuesOf(database, COLUMNS_AND_KEY);
  if (columns.length === 0) return;
  const published = COLUMNS.map((column) => `${column} ${column === "id" ? 1 : 0}`);
  if (columns.join() !== published.join() || !valuesOf(database, TYPES).every(keepsText)) {
    throw refusal(
      `${name} has an "oauthtoken" that is not the published table of ten text columns ` +
        `(${COLUMNS.join(", ")}), the first its primary key. ${ADVICE}`,
    );
  }
  if (valuesOf(database, TRIGGERS).length > 0) {
    throw refusal(`${name} has a trigger on its table oauthtoken. Drop it. ${ADVICE}`);
  }
  if (valuesOf(database, UNUSABLE_ROW).length > 0) {
    throw refusal(`${name} has a token without an id, or with a value that is no text. ${ADVICE}`);
  }
}

/** Hidden columns, such as generated ones, count too: an insert can fail because of them. */
const COLUMNS_AND_KEY = "SELECT lower(name) || ' ' || pk FROM pragma_table_xinfo('oauthtoken')";

const TYPES = "SELECT type FROM pragma_table_xinfo('oauthtoken')";

const TRIGGERS =
  "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND lower(tbl_name) = 'oauthtoken'";

const UNUSABLE_ROW = `SELECT 1 FROM oauthtoken WHERE id IS NULL OR id = ''
  OR ${COLUMNS.map((column) => `typeof(${column}) NOT IN ('text', 'null')`).join(" OR ")} LIMIT 1`;

/** SQLite's own rule: columns of the other types can turn text into numbers. */
function keepsText(type: unknown): boolean {
  return /CHAR|CLOB|TEXT/i.test(String(type)) && !/INT/i.test(String(type));
}

/** Gives the first column of a query. */
function valuesOf(database: Database, sql: string): unknown[] {
  return database.exec(sql)[0]?.values.map(([value]) => value) ?? [];
}
