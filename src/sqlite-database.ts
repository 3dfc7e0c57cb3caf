/**
 * Opens a database for {@link SqliteTokenStore}: refuses damage, tunes, and makes the table.
 *
 * @module
 */
import initSqlJs, { type Database } from "sql.js";
import { SDKException } from "./sdk.js";
import { KEY_COLUMNS } from "./token-matching.js";
import { COLUMNS, refusal } from "./token-row.js";

/** The published schema, so that databases travel between this store and the Python sample. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS oauthtoken (
  id varchar(10) NOT NULL, user_name varchar(255), client_id varchar(255),
  client_secret varchar(255), refresh_token varchar(255), access_token varchar(255),
  grant_token varchar(255), expiry_time varchar(20), redirect_url varchar(255),
  api_domain varchar(255), PRIMARY KEY (id)
)`;

/**
 * The image that is exported is what is durable, so the database in memory needs no journal file, no
 * lock and no syncing of its own. The locking mode comes first: with it a file that was left in
 * WAL mode opens without shared memory. Deleted secrets are overwritten with zeros.
 */
const PRAGMAS = `
  PRAGMA locking_mode = exclusive;
  PRAGMA journal_mode = memory;
  PRAGMA synchronous = off;
  PRAGMA temp_store = memory;
  PRAGMA cache_size = -65536;
  PRAGMA secure_delete = on;
`;

/**
 * Opens a database in memory.
 *
 * @param image - The bytes of a database file; `null` for a new, empty database.
 * @param name - Names the database in errors.
 * @throws SDKException when the image is damaged, or its table `oauthtoken` is not the published one.
 */
export async function openDatabase(image: Uint8Array | null, name: string): Promise<Database> {
  const sqlJs = await initSqlJs();
  if (image !== null) refuseCutImage(image, name);
  const database = new sqlJs.Database(image);
  try {
    database.run(PRAGMAS);
    if (image !== null) refuseDamage(database, name);
    refuseForeignSchema(database, name);
    database.run(CREATE_TABLE);
    for (const column of KEY_COLUMNS) {
      if (column === "id") continue; // The primary key is an index already.
      database.run(
        `CREATE INDEX IF NOT EXISTS oauthtoken_${column} ON oauthtoken (${column} COLLATE BINARY)`,
      );
    }
    return database;
  } catch (error) {
    database.close();
    if (error instanceof SDKException) throw error;
    throw refusal(`${name} is a damaged database.${ADVICE}`, error);
  }
}

/**
 * SQLite itself would open a file of 0 bytes as an empty database, and answer from a cut one: the
 * header tells how many pages there must be.
 */
function refuseCutImage(image: Uint8Array, name: string): void {
  const header = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const magic = new TextDecoder("latin1").decode(image.subarray(0, 16));
  if (image.byteLength === 0) throw refusal(`${name} is an empty file, not a database.${ADVICE}`);
  if (magic !== "SQLite format 3\0") throw refusal(`${name} is not an SQLite database.${ADVICE}`);
  if (image.byteLength < 100) throw refusal(`${name} ends within its header.${ADVICE}`);
  const pageSize = header.getUint16(16) === 1 ? 65536 : header.getUint16(16);
  // Writers before SQLite 3.7 leave the page count stale; these two counters tell.
  const isCounted = header.getUint32(24) === header.getUint32(92);
  const pages = isCounted ? header.getUint32(28) : Math.ceil(image.byteLength / pageSize);
  const expected = pageSize * pages;
  if (image.byteLength !== expected) {
    throw refusal(
      `${name} has ${image.byteLength} bytes where its header announces ${expected}.${ADVICE}`,
    );
  }
}

const ADVICE = " It was left as it is; restore it from a copy, or move it away to start anew.";

function refuseDamage(database: Database, name: string): void {
  const verdict = database.exec("PRAGMA integrity_check(1)")[0]?.values[0]?.[0];
  if (verdict !== "ok") throw refusal(`${name} is a damaged database: ${verdict}.${ADVICE}`);
}

function refuseForeignSchema(database: Database, name: string): void {
  const kind = database.exec("SELECT type FROM sqlite_schema WHERE name = 'oauthtoken'")[0];
  if (kind === undefined) return;
  const columns = database.exec("SELECT name, type FROM pragma_table_info('oauthtoken')")[0];
  const names = columns?.values.map(([column]) => column).join();
  const areText = columns?.values.every(([, type]) => /CHAR|TEXT|CLOB/i.test(String(type)));
  if (kind.values[0]?.[0] === "table" && names === COLUMNS.join() && areText) return;
  throw refusal(
    `${name} has an "oauthtoken" that is not the published table of ten text columns ` +
      `(${COLUMNS.join(", ")}).${ADVICE}`,
  );
}
