import { createHash } from "node:crypto";
import type { Pool } from "mysql2/promise";
import type { MySqlSettings } from "./mysql-options.js";
import { codeOf, mysqlRefusal } from "./mysql-refusals.js";
import { LentConnection, type Session } from "./mysql-session.js";
import { refusal } from "./token-row.js";

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
   * The server keeps the lock by its name, and takes it back when the connection ends. It ends a
   * connection that is silent for `silenceLimitMs`: a machine that lost its power, or its network,
   * says no goodbye. The lock binds those who ask for it; nobody else's statement waits.
   *
   * @throws SDKException when others hold the lock for longer than `lockTimeoutMs`.
   */
  async runAlone<T>(verb: string, call: (session: Session) => Promise<T>): Promise<T> {
    const { lockTimeoutMs, silenceLimitMs } = this.#settings;
    const deadlineMs = performance.now() + lockTimeoutMs;
    const locked = async (session: Session) => {
      await this.#lock(session, deadlineMs - performance.now());
      try {
        return await call(session);
      } finally {
        await this.#unlock(session);
      }
    };
    // Only while it may hold the lock: an idle connection harms nobody.
    const greeting = `SET SESSION wait_timeout = ${Math.ceil(silenceLimitMs / 1000)}`;
    return this.#track(() => this.#lend(this.#savePool, verb, locked, greeting));
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

  async #lend<T>(
    pool: Pool,
    verb: string,
    call: (session: Session) => Promise<T>,
    greeting?: string,
  ): Promise<T> {
    try {
      const connection = await LentConnection.from(pool, this.#settings.silenceLimitMs, greeting);
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
    const values = [this.#lockName, seconds];
    const [row] = await session.execute("SELECT GET_LOCK(?, ?)", values, seconds * 1000);
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
      const release = "SET @released = RELEASE_LOCK(?), SESSION wait_timeout = DEFAULT";
      await session.execute(release, [this.#lockName]);
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
