import type { Database, SqlValue, Statement } from "sql.js";
import { openDatabase } from "./sqlite-opening.js";
import { refuseCompanions, sqliteRefusal } from "./sqlite-refusals.js";
import { KEY_COLUMNS, type KeyColumn } from "./token-matching.js";
import { COLUMNS, type Column, isWellFormed, refusal, type StoredRow } from "./token-row.js";

/** sql.js drops a leading U+FEFF when it reads text, so every column is read as its bytes. */
const SELECT = `SELECT ${COLUMNS.map((column) => `CAST(${column} AS BLOB)`)} FROM oauthtoken`;

/** Made once: a statement is looked up by its SQL, and a long text made anew is slow to look up. */
const SELECT_WITH = Object.fromEntries(
  KEY_COLUMNS.map((column) => [column, `${SELECT} WHERE ${column} = ? COLLATE BINARY`]),
) as Readonly<Record<KeyColumn, string>>;

/** `OR ABORT` outranks the table's own conflict clauses, which can drop rows in silence. */
const INSERT = `INSERT OR ABORT INTO oauthtoken (${COLUMNS}) VALUES (${COLUMNS.map(() => "?")})`;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The tokens in an SQLite database file, as rows in memory. All SQL is here.
 *
 * Values are bound, never written into the SQL, and compared byte by byte, even where the table was
 * made with a collation that ignores case. A change is made whole or, when it throws, not at all.
 */
export class SqliteDatabase {
  readonly #database: Database;

  /** `null` for a database that is in memory only. */
  readonly #path: string | null;

  /** Prepared once each, by their SQL. They end with the database. */
  readonly #statements = new Map<string, Statement>();
  #hasChanged: boolean;

  /** Tells whether rows were removed since the last export. */
  #hasRemoved = false;

  private constructor(database: Database, path: string | null, isNew: boolean) {
    this.#database = database;
    this.#path = path;
    this.#hasChanged = isNew;
  }

  /**
   * Opens the content of a database file, with its table and an index for each key.
   *
   * @param path - Where the file is; `null` for a database in memory only.
   * @param image - The bytes of the file; `null` for a new, empty database.
   * @throws SDKException when the image is damaged, its table `oauthtoken` is not the published one,
   *   or another program is using the file.
   */
  static async open(path: string | null, image: Uint8Array | null): Promise<SqliteDatabase> {
    if (path !== null) refuseCompanions(path);
    const database = await openDatabase(image, path ?? "the database");
    return new SqliteDatabase(database, path, image === null);
  }

  /** Tells whether it holds something that neither the opened nor the last exported image does. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }

  /** Gives the rows whose column is exactly this value. */
  rowsWith(column: KeyColumn, value: string): StoredRow[] {
    if (!canBeStored(value)) return [];
    return this.#select(SELECT_WITH[column], [value]);
  }

  /** Gives every row. */
  rows(): StoredRow[] {
    return this.#select(SELECT, []);
  }

  /** Adds a row, whose id is free. */
  insert(row: StoredRow): void {
    const values = COLUMNS.map((column) => row[column]);
    this.#change(INSERT, values);
  }

  /** Sets what differs between two versions of a row: few pages and indexes change, often none. */
  update(stored: StoredRow, merged: StoredRow): void {
    const changed = COLUMNS.filter((column) => merged[column] !== stored[column]);
    if (changed.length === 0) return;
    const assignments = changed.map((column) => `${column} = ?`);
    this.#change(`UPDATE OR ABORT oauthtoken SET ${assignments} WHERE id = ? COLLATE BINARY`, [
      ...changed.map((column) => merged[column]),
      stored.id,
    ]);
  }

  /** Removes the row with this id, if there is one. */
  delete(id: string): void {
    if (!canBeStored(id)) return;
    this.#remove("DELETE FROM oauthtoken WHERE id = ? COLLATE BINARY", [id]);
  }

  /** Removes every row. */
  deleteAll(): void {
    this.#remove("DELETE FROM oauthtoken", []);
  }

  /**
   * Gives the bytes to keep as the file. No row that was removed is in any of them.
   *
   * `secure_delete` overwrites a removed row, but not the copies that stay behind when SQLite moves
   * rows from page to page, about one in a thousand: after a removal, the file is made anew. A value
   * that an update has replaced can stay in such a copy until then.
   *
   * @throws SDKException when another program has begun to use the file.
   */
  export(): Uint8Array {
    if (this.#path !== null) refuseCompanions(this.#path);
    return this.#attempt("export", () => {
      if (this.#hasRemoved) this.#database.run("VACUUM");
      const image = this.#database.export();
      this.#hasRemoved = false;
      this.#hasChanged = false;
      return image;
    });
  }

  /** Gives the memory back. The database is not usable afterwards. */
  close(): void {
    this.#attempt("close", () => this.#database.close());
  }

  #select(sql: string, values: SqlValue[]): StoredRow[] {
    return this.#attempt("read", () => {
      const statement = this.#prepare(sql);
      const rows: StoredRow[] = [];
      try {
        statement.bind(values);
        while (statement.step()) rows.push(toStoredRow(statement.get()));
      } finally {
        statement.reset();
      }
      return rows;
    });
  }

  #remove(sql: string, values: SqlValue[]): void {
    if (this.#change(sql, values) > 0) this.#hasRemoved = true;
  }

  /** Changes rows, and tells how many. */
  #change(sql: string, values: SqlValue[]): number {
    return this.#attempt("change", () => {
      const statement = this.#prepare(sql);
      try {
        statement.run(values);
      } finally {
        statement.reset();
      }
      const count = this.#database.getRowsModified();
      if (count > 0) this.#hasChanged = true;
      return count;
    });
  }

  #prepare(sql: string): Statement {
    const kept = this.#statements.get(sql);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #attempt<T>(verb: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw sqliteRefusal(`${verb} ${this.#path ?? "the database"}`, error, "Nothing was changed.");
    }
  }
}

/** Tells whether any row can hold a value. SQLite would bind half a surrogate as U+FFFD. */
function canBeStored(value: unknown): boolean {
  return typeof value === "string" && isWellFormed(value);
}

/** Names the ten columns of a result, and takes the empty strings of other writers for blank. */
function toStoredRow(bytes: SqlValue[]): StoredRow {
  const row = {} as Record<Column, string | null>;
  COLUMNS.forEach((column, index) => {
    row[column] = toText(bytes[index], column);
  });
  return row as StoredRow;
}

function toText(bytes: SqlValue | undefined, column: string): string | null {
  if (!(bytes instanceof Uint8Array) || bytes.length === 0) return null;
  try {
    return utf8.decode(bytes);
  } catch {
    throw refusal(`a stored token has a ${column} that is not UTF-8 text. Delete or mend its row.`);
  }
}
