import { Duplex } from "node:stream";
import type { Pool, PoolConnection } from "mysql2/promise";
import { codeOf } from "./mysql-refusals.js";

/** What a parameter or a column of a result can be. */
export type SqlValue = string | number | null;

/** A connection, lent for one call. */
export interface Session {
  /**
   * Runs one statement, which is a transaction of its own.
   *
   * @param sql - Constant text; whatever a caller has passed in is among the values.
   * @param waitMs - How long the statement itself may wait for others, beyond `silenceLimitMs`.
   * @returns The rows of the result, each as an array; none for a statement that has no result.
   */
  execute(sql: string, values?: readonly SqlValue[], waitMs?: number): Promise<SqlValue[][]>;
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

/** Node ends a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const readyConnections = new WeakSet<object>();

/**
 * A connection that is lent. One on which something has failed, or which has fallen silent, is not
 * used again.
 */
export class LentConnection implements Session {
  readonly #connection: PoolConnection;
  readonly #silenceLimitMs: number;
  #hasFailed = false;

  private constructor(connection: PoolConnection, silenceLimitMs: number) {
    this.#connection = connection;
    this.#silenceLimitMs = silenceLimitMs;
  }

  /**
   * Takes a connection from a pool, and makes it ready.
   *
   * @param silenceLimitMs - How long a statement waits for its answer.
   * @param greeting - A statement to begin with, which does no harm when it is run twice. A
   *   connection that lay idle and does not answer it, as the server has closed it, is replaced.
   */
  static async from(
    pool: Pool,
    silenceLimitMs: number,
    greeting?: string,
  ): Promise<LentConnection> {
    for (;;) {
      const connection = new LentConnection(await pool.getConnection(), silenceLimitMs);
      const isNew = !connection.#isReady;
      try {
        if (isNew) await connection.#setUp();
        if (greeting !== undefined) await connection.execute(greeting);
        return connection;
      } catch (error) {
        connection.giveBack();
        if (isNew) throw error;
      }
    }
  }

  async execute(sql: string, values: readonly SqlValue[] = [], waitMs = 0): Promise<SqlValue[][]> {
    for (let tries = 1; ; tries++) {
      try {
        const answer = this.#connection.execute(sql, [...values]);
        const [result] = await this.#within(this.#silenceLimitMs + waitMs, answer);
        return Array.isArray(result) ? (result as unknown as SqlValue[][]) : [];
      } catch (error) {
        // A statement that gives way in a deadlock is undone whole.
        if (codeOf(error) === "ER_LOCK_DEADLOCK" && tries < MAX_TRIES) continue;
        this.#hasFailed = true;
        throw error;
      }
    }
  }

  /** Lets others have the connection, or ends it. */
  giveBack(): void {
    if (this.#hasFailed) this.#connection.destroy();
    else this.#connection.release();
  }

  get #isReady(): boolean {
    // mysql2 wraps the same connection anew each time that it lends it.
    return readyConnections.has(this.#connection.connection);
  }

  async #setUp(): Promise<void> {
    for (const statement of SESSION_SETUP) await this.execute(statement);
    readyConnections.add(this.#connection.connection);
  }

  /** Waits for an answer. The time limit of mysql2 itself leaves out preparing a statement. */
  async #within<T>(limitMs: number, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const giveUp = () => {
        this.#breakOff();
        reject(Object.assign(new Error("no answer"), { code: "PROTOCOL_SEQUENCE_TIMEOUT" }));
      };
      timer = setTimeout(giveUp, Math.min(limitMs, LONGEST_TIMER_MS));
    });
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  #breakOff(): void {
    this.#connection.destroy();
    // That says goodbye, and would keep the process alive until the network gives up on the answer.
    const stream: unknown = Reflect.get(this.#connection.connection, "stream");
    if (stream instanceof Duplex) stream.destroy();
  }
}
