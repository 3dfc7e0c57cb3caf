/**
 * How the errors of the MySQL driver are passed on: by their code alone. Their messages quote
 * values, and they carry the whole statement.
 *
 * @module
 */
import { SDKException } from "./sdk.js";
import { refusal } from "./token-row.js";

const UNREACHABLE = "Nothing was changed. Start the server, or correct host and port.";

const LOST =
  "The connection broke off. If that was in the middle of a change, whether it was made is not " +
  "known; read, before you make it again.";

const SILENT =
  "The server did not answer within silenceLimitMs. If that was in the middle of a change, whether " +
  "it was made is not known; read, before you make it again.";

const LOGIN = "Correct user and password; or the server wants the connection encrypted (ssl).";

const RIGHTS =
  "Grant the user SELECT, INSERT, UPDATE and DELETE on the table, and CREATE until it is made.";

const READ_ONLY = "Nothing was changed: the server only reads. Connect to the one that writes.";

/** What to do, by the code of the error. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOENT: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  PROTOCOL_CONNECTION_LOST: LOST,
  ECONNRESET: LOST,
  EPIPE: LOST,
  PROTOCOL_SEQUENCE_TIMEOUT: SILENT,
  ER_SERVER_SHUTDOWN: LOST,
  ER_SESSION_WAS_KILLED: LOST,
  ER_CLIENT_INTERACTION_TIMEOUT: LOST,
  HANDSHAKE_SSL_ERROR: "Pass the authority that signed the server's certificate, as ssl: { ca }.",
  ER_ACCESS_DENIED_ERROR: LOGIN,
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: LOGIN,
  ER_BAD_DB_ERROR: "Create the database first, with CREATE DATABASE, or correct its name.",
  ER_DBACCESS_DENIED_ERROR: RIGHTS,
  ER_TABLEACCESS_DENIED_ERROR: RIGHTS,
  ER_COLUMNACCESS_DENIED_ERROR: RIGHTS,
  ER_OPTION_PREVENTS_STATEMENT: READ_ONLY,
  ER_READ_ONLY_MODE: READ_ONLY,
  ER_LOCK_WAIT_TIMEOUT: "Nothing was changed: somebody's transaction holds the row. Try again.",
  ER_NO_SUCH_TABLE: "The table is gone since it was opened. Bring it back, or open the store anew.",
  ER_DUP_ENTRY:
    "Nothing was saved: another token has the same id, or the same value in a column that must " +
    "be unique. A collation can take two spellings for one.",
};

const NO_ADVICE = "The manual of the server, or of mysql2, says what that means.";

/**
 * Makes the error to throw for what the driver threw; a refusal stays as it is.
 *
 * @param attempt - What was tried, to follow "cannot".
 * @param error - What was thrown. Nothing of it but its code is told.
 */
export function mysqlRefusal(attempt: string, error: unknown): SDKException {
  if (error instanceof SDKException) return error;
  const code = codeOf(error);
  if (code === null) {
    return refusal(
      `cannot ${attempt}: mysql2 failed, and its message is withheld because it can quote a token.`,
    );
  }
  const advice = isMidway(error) ? LOST : (ADVICE[code] ?? NO_ADVICE);
  return refusal(`cannot ${attempt}: ${code}. ${advice}`);
}

/** Tells whether a network failed that had connected before: what was sent may have arrived. */
function isMidway(error: unknown): boolean {
  return ["read", "write"].includes(String(Reflect.get(Object(error), "syscall")));
}

/** Gives the code of an error, such as `ER_DUP_ENTRY`; `null` when it has none. */
export function codeOf(error: unknown): string | null {
  const code: unknown = Reflect.get(Object(error), "code");
  return typeof code === "string" ? code : null;
}

/** Tells whether a statement was refused because a column lacks a character of a value. */
export function isIncomparable(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ER_CANT_AGGREGATE_2COLLATIONS" || code === "ER_CANNOT_CONVERT_STRING";
}
