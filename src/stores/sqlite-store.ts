import { CallQueue } from "../call-queue.js";
import { DurableFile } from "../durable-file.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
import { SqliteDatabase } from "../sqlite-database.js";
import { findMatch } from "../token-matching.js";
import {
  completeToken,
  mergeRows,
  refusal,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/**
 * Keeps tokens in an SQLite database file, in the table that the article publishes: a database
 * made by its Python sample opens here, and the reverse.
 *
 * What a resolved call did is in the file, and survives a crash; a call that rejects has changed
 * nothing. The database is held in memory, and the file is replaced whole: a save costs time in
 * proportion to its size (about 2 ms at 1,000 tokens), calls that are in flight together share one
 * write, and lookups use an index and touch no file.
 *
 * Not promised: several processes, or several instances, that share one file. Lookups answer from
 * what was last read, and a save over somebody else's change rejects when it is noticed; the next
 * call reads the file anew.
 */
export class SqliteTokenStore implements TokenStore {
  /** `null` for a database in memory. */
  readonly #file: DurableFile | null;

  readonly #queue = new CallQueue<SqliteDatabase>({
    begin: () => this.#begin(),
    commit: (database) => this.#keep(database),
    rollback: () => this.#release(),
  });

  /** `null` after a failed write: what was in memory is not what is in the file then. */
  #database: SqliteDatabase | null = null;

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
    store.#database = (await store.#load()) ?? (await store.#create());
    return store;
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const row = await this.#queue.run((database) => this.#match(database, wanted));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const id = await this.#queue.run((database) => this.#upsert(database, given));
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    await this.#queue.run((database) => database.delete(id));
  }

  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#queue.run((database) => database.rows());
    return rows.map(tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    await this.#queue.run((database) => database.deleteAll());
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const [row] = await this.#queue.run((database) => database.rowsWith("id", id));
    return row === undefined ? null : tokenFromRow(row);
  }

  /**
   * Waits for the calls in flight and gives the memory back. Later calls reject; closing again does
   * nothing. Nothing is lost by not closing: every resolved call is in the file.
   */
  async close(): Promise<void> {
    await this.#queue.close();
    this.#release();
  }

  #match(database: SqliteDatabase, wanted: TokenRow): StoredRow | null {
    return findMatch(wanted, (column, value) => database.rowsWith(column, value));
  }

  #upsert(database: SqliteDatabase, given: TokenRow): string {
    const match = this.#match(database, given);
    if (match === null) {
      const row = rowToInsert(given, (id) => database.rowsWith("id", id).length > 0);
      database.insert(row);
      return row.id;
    }
    database.update(match, mergeRows(match, given));
    return match.id;
  }

  async #begin(): Promise<SqliteDatabase> {
    this.#database ??= await this.#load();
    if (this.#database !== null) return this.#database;
    // Starting anew here would answer "no tokens" where the truth is that they cannot be read.
    throw refusal(`${this.#file?.path} is gone since it was opened. Bring it back.`);
  }

  /** Reads the file; `null` when there is none. */
  async #load(): Promise<SqliteDatabase | null> {
    const image = (await this.#file?.read()) ?? null;
    return image === null ? null : SqliteDatabase.open(this.#file?.path ?? null, image);
  }

  async #create(): Promise<SqliteDatabase> {
    const created = await SqliteDatabase.open(this.#file?.path ?? null, null);
    try {
      await this.#keep(created);
      return created;
    } catch (error) {
      created.close();
      // Where somebody else has made the file at the same moment, theirs counts.
      const theirs = await this.#load();
      if (theirs !== null) return theirs;
      throw error;
    }
  }

  async #keep(database: SqliteDatabase): Promise<void> {
    if (this.#file !== null && database.hasChanged) await this.#file.replace(database.export());
  }

  #release(): void {
    const database = this.#database;
    this.#database = null;
    database?.close();
  }
}
