import { refusal } from "./token-row.js";

/**
 * Where the tokens are, and how to get there. Every default is that of the SDK's own MySQL store.
 *
 * No type of mysql2 is named here: the package need not be installed for the types to be read.
 */
export interface MySqlOptions {
  /** The server's name or address; `"localhost"` by default. */
  readonly host?: string | undefined;

  /** The server's port; 3306 by default. */
  readonly port?: number | undefined;

  /** Whom to log in as; `"root"` by default. */
  readonly user?: string | undefined;

  /** The user's password; empty by default. */
  readonly password?: string | undefined;

  /** A database that exists; `"zohooauth"` by default. */
  readonly database?: string | undefined;

  /** The table, made when missing: 1 to 64 of `A-Z a-z 0-9 _ $`; `"oauthtoken"` by default. */
  readonly table?: string | undefined;

  /** How to encrypt the connection, as mysql2 takes it, such as `{ ca }`; not at all by default. */
  readonly ssl?: string | object | undefined;

  /**
   * How long a save waits for those of other processes, in milliseconds; 10,000 by default. The
   * server counts whole seconds: it is rounded up.
   */
  readonly lockTimeoutMs?: number | undefined;

  /**
   * How long store and server wait for one another, in milliseconds; 60,000 by default. A statement
   * that the server does not answer until then rejects. A save of which the server hears nothing
   * until then, since its machine has vanished, loses the lock. The server counts whole seconds: it
   * is rounded up.
   */
  readonly silenceLimitMs?: number | undefined;

  /**
   * Further options of mysql2's `createPool`, such as `{ connectionLimit: 5 }`; none by default,
   * but for a `connectTimeout` of 5,000 milliseconds. Those that the store relies on are its own.
   */
  readonly poolOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** The same with nothing left out but encryption. */
export interface MySqlSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly table: string;
  readonly ssl: string | object | undefined;
  readonly lockTimeoutMs: number;
  readonly silenceLimitMs: number;
  readonly poolOptions: Readonly<Record<string, unknown>>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Fills in what was left out.
 *
 * @throws SDKException when the table's name or a time limit is not what {@link MySqlOptions} says.
 */
export function toSettings(options: MySqlOptions): MySqlSettings {
  const { host = "localhost", port = 3306, user = "root", password = "" } = options;
  const { database = "zohooauth", table = "oauthtoken", ssl } = options;
  const { lockTimeoutMs = 10_000, silenceLimitMs = 60_000, poolOptions = {} } = options;
  // A table is named in the SQL itself, where no parameter can stand.
  if (!/^[A-Za-z0-9_$]{1,64}$/.test(table)) {
    throw refusal("the option table must be a name of 1 to 64 of the characters A-Z a-z 0-9 _ $.");
  }
  // The server takes a negative number for "without end".
  if (!Number.isFinite(lockTimeoutMs) || lockTimeoutMs < 0) {
    throw refusal("the option lockTimeoutMs must be a number of milliseconds, 0 or more.");
  }
  if (!(silenceLimitMs > 0 && silenceLimitMs <= DAY_MS)) {
    throw refusal("the option silenceLimitMs must be a number of milliseconds, at most a day.");
  }
  const limits = { lockTimeoutMs, silenceLimitMs };
  return { host, port, user, password, database, table, ssl, ...limits, poolOptions };
}
