import { CallQueue, type Transactional } from "../call-queue.js";
import { DurableContent, type FileFormat } from "../durable-content.js";
import type { SharingOptions } from "../durable-file.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
import { SqliteDatabase } from "../sqlite-database.js";
import { findMatch } from "../token-matching.js";
import {
  completeToken,
  mergeRows,
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
 * nothing. Any number of processes may share the file: each sees what the others have saved, and
 * none undoes it. The database is held in memory, and the file is replaced whole: a save costs time
 * in proportion to its size (about 2 ms at 1,000 tokens), and saves that are in flight together share
 * one write. A lookup uses an index; it reads the file only when another process has changed it.
 *
 * Not promised: programs that write to the file without its lock, as the Python sample does, while
 * stores are open on it. A save over such a change rejects when it is noticed.
 */
export class SqliteTokenStore implements TokenStore {
  readonly #storage: ClosableStorage;
  readonly #queue: CallQueue<SqliteDatabase>;

  private constructor(storage: ClosableStorage) {
    this.#storage = storage;
    this.#queue = new CallQueue(storage);
  }

  /**
   * Opens a database file, and makes it when there is none, with its folder.
   *
   * @param file - The path of the file, or `":memory:"` for a database that ends with the instance.
   * @param options - How the file is shared with other processes.
   * @throws SDKException when the file is empty, cut, damaged, unreadable or not a database, or when
   *   its table `oauthtoken` is not the published one. It is left as it was.
   * @throws SDKException when a `-wal` or `-journal` file beside it tells that another program has
   *   not finished with it.
   */
  static async open(
    file = "zohooauth.db",
    options: SharingOptions = {},
  ): Promise<SqliteTokenStore> {
    if (file === ":memory:") return new SqliteTokenStore(await openInMemory());
    return new SqliteTokenStore(await DurableContent.open(file, FORMAT, options));
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const row = await this.#queue.read((database) => this.#match(database, wanted));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const id = await this.#queue.change((database) => this.#upsert(database, given));
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    await this.#queue.change((database) => database.delete(id));
  }

  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#queue.read((database) => database.rows());
    return rows.map(tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    await this.#queue.change((database) => database.deleteAll());
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const [row] = await this.#queue.read((database) => database.rowsWith("id", id));
    return row === undefined ? null : tokenFromRow(row);
  }

  /**
   * Waits for the calls in flight and gives the memory back. Later calls reject; closing again does
   * nothing. Nothing is lost by not closing: every resolved call is in the file.
   */
  async close(): Promise<void> {
    await this.#queue.close();
    this.#storage.close();
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
}

interface ClosableStorage extends Transactional<SqliteDatabase> {
  close(): void;
}

const FORMAT: FileFormat<SqliteDatabase> = {
  create: (path) => SqliteDatabase.open(path, null),
  parse: (image, path) => SqliteDatabase.open(path, image),
  changes: (database) => (database.hasChanged ? database.export() : null),
  dispose: (database) => database.close(),
};

/** A database that nobody else sees: there is nothing to wait for, and nothing that can fail. */
async function openInMemory(): Promise<ClosableStorage> {
  const database = await SqliteDatabase.open(null, null);
  return {
    refresh: () => database,
    begin() {},
    commit() {},
    rollback() {},
    end() {},
    close: () => database.close(),
  };
}
