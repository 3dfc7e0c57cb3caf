import { existsSync } from "node:fs";
import type { Database, SqlValue, Statement } from "sql.js";
import { CallQueue } from "../call-queue.js";
import { DurableFile } from "../durable-file.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
import { openDatabase } from "../sqlite-database.js";
import { findMatch, type KeyColumn } from "../token-matching.js";
import {
  COLUMNS,
  completeToken,
  isWellFormed,
  mergeRows,
  refusal,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/** sql.js drops a leading U+FEFF when it reads text, so every column is read as its bytes. */
const SELECT = `SELECT ${COLUMNS.map((column) => `CAST(${column} AS BLOB)`)} FROM oauthtoken`;
const INSERT = `INSERT INTO oauthtoken (${COLUMNS}) VALUES (${COLUMNS.map(() => "?")})`;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Keeps tokens in an SQLite database file, in the table that the article publishes: a database
 * made by its Python sample opens here, and the reverse.
 *
 * What a resolved call did is in the file, and survives a crash; a call that rejects has changed
 * nothing. The file is replaced whole, so a save costs time in proportion to its size (about 2 ms at
 * 1,000 tokens); calls that are in flight together share one write. Lookups use an index and touch
 * no file.
 *
 * Not promised: several processes, or several instances, on one file at the same time. A save over
 * somebody else's change is refused when it is noticed, and lookups answer from what was last read.
 */
export class SqliteTokenStore implements TokenStore {
  /** `null` for a database in memory. */
  readonly #file: DurableFile | null;

  readonly #queue = new CallQueue({
    begin: () => this.#begin(),
    commit: () => this.#commit(),
    rollback: () => this.#release(),
  });

  /** Prepared once each, by their SQL. They belong to `#database`, and end with it. */
  readonly #statements = new Map<string, Statement>();

  /** `null` after a failed write: what is in memory is not what is in the file then. */
  #database: Database | null = null;

  /** Tells whether the database in memory holds something that the file does not. */
  #isChanged = false;
  #isClosed = false;

  private constructor(file: DurableFile | null) {
    this.#file = file;
  }

  /**
   * Opens a database file, and makes it when there is none.
   *
   * @param file - The path of the file, or `":memory:"` for a database that ends with the instance.
   * @throws SDKException when the file is empty, cut, damaged, unreadable or not a database, or when
   *   its table `oauthtoken` is not the published one. It is left as it was.
   * @throws SDKException when a `-wal` or `-journal` file beside it tells that another program has
   *   not finished with it.
   */
  static async open(file = "zohooauth.db"): Promise<SqliteTokenStore> {
    const store = new SqliteTokenStore(file === ":memory:" ? null : await DurableFile.at(file));
    const isNew = await store.#load();
    if (isNew) await store.#commit();
    return store;
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const row = await this.#queue.run(() => this.#match(wanted));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const id = await this.#queue.run(() => this.#upsert(given));
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    if (!canBeStored(id)) return;
    await this.#queue.run(() => this.#change("DELETE FROM oauthtoken WHERE id = ?", [id]));
  }

  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#queue.run(() => this.#select(SELECT, []));
    return rows.map(tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    await this.#queue.run(() => this.#change("DELETE FROM oauthtoken", []));
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    if (!canBeStored(id)) return null;
    const [row] = await this.#queue.run(() => this.#rowsWith("id", id));
    return row === undefined ? null : tokenFromRow(row);
  }

  /**
   * Waits for the calls in flight and gives the memory back. Later calls reject; closing again does
   * nothing. Nothing is lost by not closing: every resolved call is in the file.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queue.settled();
    this.#release();
  }

  #match(wanted: TokenRow): StoredRow | null {
    return findMatch(wanted, (column, value) => this.#rowsWith(column, value));
  }

  #upsert(given: TokenRow): string {
    const match = this.#match(given);
    if (match !== null) return this.#update(match, mergeRows(match, given));
    const row = rowToInsert(given, (id) => this.#rowsWith("id", id).length > 0);
    this.#change(
      INSERT,
      COLUMNS.map((column) => row[column]),
    );
    return row.id;
  }

  /** Sets only what differs, so that few pages and indexes change, and often none. */
  #update(stored: StoredRow, merged: StoredRow): string {
    const changed = COLUMNS.filter((column) => merged[column] !== stored[column]);
    if (changed.length > 0) {
      const assignments = changed.map((column) => `${column} = ?`);
      this.#change(`UPDATE oauthtoken SET ${assignments} WHERE id = ?`, [
        ...changed.map((column) => merged[column]),
        stored.id,
      ]);
    }
    return stored.id;
  }

  /** Compares byte by byte, even where the table was made with a collation that ignores case. */
  #rowsWith(column: KeyColumn, value: string): StoredRow[] {
    return this.#select(`${SELECT} WHERE ${column} = ? COLLATE BINARY`, [value]);
  }

  #select(sql: string, values: SqlValue[]): StoredRow[] {
    const statement = this.#prepare(sql);
    const rows: StoredRow[] = [];
    try {
      statement.bind(values);
      while (statement.step()) rows.push(toStoredRow(statement.get()));
    } finally {
      statement.reset();
    }
    return rows;
  }

  #change(sql: string, values: SqlValue[]): void {
    try {
      this.#prepare(sql).run(values);
    } catch (error) {
      throw refusal("the database refused the change.", error);
    }
    if (this.#database?.getRowsModified() !== 0) this.#isChanged = true;
  }

  #prepare(sql: string): Statement {
    if (this.#database === null) throw refusal("the database is not open.");
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  async #begin(): Promise<void> {
    if (this.#isClosed) throw refusal("the store is closed. Open it again.");
    if (this.#database !== null) return;
    const isMissing = await this.#load();
    if (!isMissing) return;
    // Starting anew here would answer "no tokens" where the truth is that they cannot be read.
    this.#release();
    throw refusal(`${this.#file?.path} is gone since it was opened.`);
  }

  /** Reads the file into memory, and tells whether there was none. */
  async #load(): Promise<boolean> {
    if (this.#file !== null) refuseUnfinishedBusiness(this.#file.path);
    const image = (await this.#file?.read()) ?? null;
    this.#database = await openDatabase(image, this.#file?.path ?? ":memory:");
    this.#isChanged = image === null;
    return image === null;
  }

  async #commit(): Promise<void> {
    if (!this.#isChanged || this.#database === null) return;
    await this.#file?.replace(this.#database.export());
    this.#isChanged = false;
  }

  #release(): void {
    this.#database?.close();
    this.#database = null;
    this.#statements.clear();
  }
}

/** sql.js reads the one file only: what these hold would be missing, and then overwritten. */
function refuseUnfinishedBusiness(path: string): void {
  for (const companion of [`${path}-wal`, `${path}-journal`]) {
    if (!existsSync(companion)) continue;
    throw refusal(
      `${companion} exists: another program is using the database, or has crashed. ` +
        "Close it, or open the database once with the sqlite3 command line, and try again.",
    );
  }
}

/** Tells whether a value can be an id at all; SQLite would bind half a surrogate as U+FFFD. */
function canBeStored(id: unknown): boolean {
  return typeof id === "string" && id !== "" && isWellFormed(id);
}

/** Names the ten columns of a result, and takes the empty strings of other writers for blank. */
function toStoredRow(bytes: SqlValue[]): StoredRow {
  const values = bytes.map((value) =>
    value instanceof Uint8Array && value.length > 0 ? utf8.decode(value) : null,
  );
  return Object.fromEntries(COLUMNS.map((column, index) => [column, values[index]])) as StoredRow;
}
