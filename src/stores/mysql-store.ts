import { type MySqlOptions, toSettings } from "../mysql-options.js";
import { MySqlServer } from "../mysql-server.js";
import type { Session } from "../mysql-session.js";
import { MySqlTable } from "../mysql-table.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
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

export type { MySqlOptions };

/**
 * Keeps tokens in a table of MySQL or MariaDB, for any number of processes and servers at once. The
 * table is the SDK's own: where its `DBStore` has kept tokens, this store goes on with them.
 *
 * What a resolved call did is committed. A save reads, decides and writes under a lock that is
 * named after the table; every other call is one statement, and waits for no save.
 *
 * Not promised: what a call did whose connection broke off, or fell silent, before the answer came;
 * that saves are safe beside writers that do not ask for the lock, such as a `DBStore` or another node of a
 * cluster; encryption at rest.
 */
export class MySqlTokenStore implements TokenStore {
  readonly #server: MySqlServer;
  readonly #table: MySqlTable;

  private constructor(server: MySqlServer, table: MySqlTable) {
    this.#server = server;
    this.#table = table;
  }

  /**
   * Connects, and makes the table when it is missing.
   *
   * @throws SDKException when mysql2 is not installed, an option is of no use, the server cannot be
   *   reached or does not let the user in, the database is missing, or the table is not the
   *   published one. It is left as it was, and no connection stays open.
   */
  static async open(options: MySqlOptions = {}): Promise<MySqlTokenStore> {
    const settings = toSettings(options);
    const server = await MySqlServer.prepare(settings);
    const table = new MySqlTable(settings.table);
    try {
      await server.run("open", (session) => table.prepare(session));
    } catch (error) {
      await server.close();
      throw error;
    }
    return new MySqlTokenStore(server, table);
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const rows = await this.#server.run("read", (session) =>
      this.#table.candidates(session, wanted),
    );
    const row = matchAmong(rows, wanted);
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const id = await this.#server.runAlone("save to", (session) => this.#upsert(session, given));
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    await this.#server.run("delete from", (session) => this.#table.delete(session, id));
  }

  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#server.run("read", (session) => this.#table.rows(session));
    return rows.map(tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    await this.#server.run("delete from", (session) => this.#table.deleteAll(session));
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = await this.#server.run("read", (session) => this.#table.rowWithId(session, id));
    return row === null ? null : tokenFromRow(row);
  }

  /**
   * Waits for the calls in flight and closes all connections, which keep the process alive until
   * then. Later calls reject; closing again does nothing. A statement that the server does not
   * answer ends after `silenceLimitMs`.
   */
  async close(): Promise<void> {
    await this.#server.close();
  }

  async #upsert(session: Session, given: TokenRow): Promise<string> {
    const rows = await this.#table.candidates(session, given);
    const match = matchAmong(rows, given);
    if (match === null) {
      // The primary key refuses an id that is taken: a new one would have to meet 1 in 2 to the 50.
      const row = rowToInsert(given, (id) => rows.some((row) => row.id === id));
      await this.#table.insert(session, row);
      return row.id;
    }
    await this.#table.update(session, match, mergeRows(match, given));
    return match.id;
  }
}

/** Climbs the lookup ladder over rows that were read before: here, values compare exactly. */
function matchAmong(rows: readonly StoredRow[], wanted: TokenRow): StoredRow | null {
  return findMatch(wanted, (column, value) => rows.filter((row) => row[column] === value));
}
