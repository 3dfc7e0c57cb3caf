import { createHash } from "node:crypto";
import type { Pool, PoolConnection } from "mysql2/promise";
import type { MySqlSettings } from "./mysql-options.js";
import { codeOf, mysqlRefusal } from "./mysql-refusals.js";
import { refusal } from "./token-row.js";

/** What a parameter or a column of a result can be. */
export type SqlValue = string | number | null;

/** A connection, lent for one call. */
export interface Session {
  /**
   * Runs one statement, which is a transaction of its own.
   *
   * @param sql - Constant text; whatever a caller has passed in is among the values.
   * @returns The rows of the result, each as an array; none for a statement that has no result.
   */
  execute(sql: string, values?: readonly SqlValue[]): Promise<SqlValue[][]>;
}

/**
 * The connections to a server, and what is the same for all calls: whose turn it is, and how they
 * fail.
 *
 * Saves have one connection of their own, so the saves of a process queue for it, and only the
 * first of them waits for other processes. All else has a pool, and waits for no save.
 */
export class MySqlServer {
  readonly #settings: MySqlSettings;
  readonly #lockName: string;
  readonly #pool: Pool;
  readonly #savePool: Pool;
  readonly #running = new Set<Promise<unknown>>();

  /** Ends when all connections are closed; `null` until somebody asks for that. */
  #closing: Promise<void> | null = null;

  private constructor(settings: MySqlSettings, pool: Pool, savePool: Pool) {
    this.#settings = settings;
    this.#lockName = lockNameOf(settings);
    this.#pool = pool;
    this.#savePool = savePool;
  }

  /**
   * Gets ready to connect; the first call does connect.
   *
   * @throws SDKException when mysql2 is not installed, or refuses the options.
   */
  static async prepare(settings: MySqlSettings): Promise<MySqlServer> {
    const { createPool } = await loadDriver();
    const options = toPoolOptions(settings);
    try {
      const savePool = createPool({ ...options, connectionLimit: 1, ...ENDLESS_QUEUE });
      return new MySqlServer(settings, createPool(options), savePool);
    } catch (error) {
      throw mysqlRefusal("use the options", error);
    }
  }

  /**
   * Runs a call that is one statement.
   *
   * @param verb - What the call does, for errors: "read".
   */
  async run<T>(verb: string, call: (session: Session) => Promise<T>): Promise<T> {
    return this.#track(() => this.#lend(this.#pool, verb, call));
  }

  /**
   * Runs a call that reads, decides and writes, while no other store on this table does.
   *
   * The server keeps the lock by its name, and takes it back when the connection ends, however that
   * comes about. It binds those who ask for it; a statement of anybody else does not wait.
   *
   * @throws SDKException when others hold the lock for longer than `lockTimeoutMs`.
   */
  async runAlone<T>(verb: string, call: (session: Session) => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + this.#settings.lockTimeoutMs;
    return this.#track(() =>
      this.#lend(this.#savePool, verb, async (session) => {
        await this.#lock(session, deadlineMs - performance.now());
        try {
          return await call(session);
        } finally {
          await this.#unlock(session);
        }
      }),
    );
  }

  /** Waits for the calls in flight, and closes all connections. Later calls reject. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#running);
    // A connection that cannot be closed properly is lost, which is as good.
    await Promise.allSettled([this.#pool.end(), this.#savePool.end()]);
  }

  async #track<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closing !== null) throw refusal("the store is closed. Open it again.");
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async #lend<T>(pool: Pool, verb: string, call: (session: Session) => Promise<T>): Promise<T> {
    try {
      const connection = await LentConnection.from(pool);
      try {
        return await call(connection);
      } finally {
        connection.giveBack();
      }
    } catch (error) {
      throw mysqlRefusal(`${verb} ${this.#place}`, error);
    }
  }

  async #lock(session: Session, leftMs: number): Promise<void> {
    const seconds = Math.ceil(Math.max(0, leftMs) / 1000);
    const [row] = await session.execute("SELECT GET_LOCK(?, ?)", [this.#lockName, seconds]);
    // Options of the pool can make text of the number.
    if (Number(row?.[0]) === 1) return;
    throw refusal(
      `cannot save to ${this.#place}: others have held the lock "${this.#lockName}" for ` +
        `${this.#settings.lockTimeoutMs} ms. Nothing was saved. Try again, or give it more time ` +
        "with lockTimeoutMs; IS_USED_LOCK() tells which connection holds it.",
    );
  }

  async #unlock(session: Session): Promise<void> {
    try {
      await session.execute("SELECT RELEASE_LOCK(?)", [this.#lockName]);
    } catch {
      // The connection has failed, and ends; the lock ends with it. What the call did stands.
    }
  }

  get #place(): string {
    const { host, port, database, table } = this.#settings;
    return `${table} in ${database} at ${host}:${port}`;
  }
}

/** Names the lock of a table. A server takes names of up to 64 characters. */
function lockNameOf({ database, table }: MySqlSettings): string {
  // On some servers two spellings are one table. Where they are two, sharing a lock does no harm.
  const name = `zoho-token-store ${database}.${table}`.toLowerCase();
  return name.length <= 64 ? name : createHash("sha256").update(name).digest("hex");
}

/** What the store relies on, whatever the options and the server's configuration say. */
const SESSION_SETUP = [
  "SET NAMES utf8mb4",
  // In any other mode a value that does not fit can be changed until it does.
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES', autocommit = 1",
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
];

/** How often the server may choose a statement as the one that gives way in a deadlock. */
const MAX_TRIES = 5;

const readyConnections = new WeakSet<object>();

/** A connection that is lent; one on which something has failed is not used again. */
class LentConnection implements Session {
  readonly #connection: PoolConnection;
  #hasFailed = false;

  private constructor(connection: PoolConnection) {
    this.#connection = connection;
  }

  static async from(pool: Pool): Promise<LentConnection> {
    const connection = new LentConnection(await pool.getConnection());
    try {
      await connection.#setUp();
      return connection;
    } catch (error) {
      connection.giveBack();
      throw error;
    }
  }

  async execute(sql: string, values: readonly SqlValue[] = []): Promise<SqlValue[][]> {
    for (let tries = 1; ; tries++) {
      try {
        const [result] = await this.#connection.execute(sql, [...values]);
        return Array.isArray(result) ? (result as unknown as SqlValue[][]) : [];
      } catch (error) {
        // A statement that gives way in a deadlock is undone whole.
        if (codeOf(error) === "ER_LOCK_DEADLOCK" && tries < MAX_TRIES) continue;
        this.#hasFailed = true;
        throw error;
      }
    }
  }

  giveBack(): void {
    if (this.#hasFailed) this.#connection.destroy();
    else this.#connection.release();
  }

  async #setUp(): Promise<void> {
    // mysql2 wraps the same connection anew each time that it lends it.
    const { connection } = this.#connection;
    if (readyConnections.has(connection)) return;
    for (const statement of SESSION_SETUP) await this.execute(statement);
    readyConnections.add(connection);
  }
}

/** What mysql2 must do for the pool to be the queue of saves. */
const ENDLESS_QUEUE = { waitForConnections: true, queueLimit: 0 };

function toPoolOptions({ poolOptions, ...settings }: MySqlSettings) {
  const { host, port, user, password, database, ssl } = settings;
  return {
    connectTimeout: 5000,
    ...poolOptions,
    ...{ host, port, user, password, database },
    ...(ssl === undefined ? {} : { ssl }),
    // The rest is what this file relies on.
    charset: "utf8mb4",
    namedPlaceholders: false,
    nestTables: false,
    resetOnRelease: false,
    rowsAsArray: true,
    typeCast: true,
  };
}

async function loadDriver(): Promise<typeof import("mysql2/promise")> {
  try {
    return await import("mysql2/promise");
  } catch (error) {
    if (!codeOf(error)?.endsWith("MODULE_NOT_FOUND")) throw error;
    throw refusal("MySqlTokenStore needs the package mysql2. Install it: npm install mysql2");
  }
}
