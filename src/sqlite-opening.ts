import initSqlJs, { type Database, type SqlJsStatic } from "sql.js";
import {
  refuseCutImage,
  refuseDamage,
  refuseForeignTable,
  sqliteRefusal,
} from "./sqlite-refusals.js";
import { KEY_COLUMNS } from "./token-matching.js";
import { refusal } from "./token-row.js";

/**
 * The image that is exported is what is durable, so the database in memory needs no journal file and
 * no syncing of its own, and nobody to lock out: exclusive locking spares each statement a look
 * whether others have changed the file, which makes lookups about seven times faster. What is
 * deleted is overwritten with zeros.
 */
const PRAGMAS = `
  PRAGMA locking_mode = exclusive;
  PRAGMA journal_mode = memory;
  PRAGMA synchronous = off;
  PRAGMA temp_store = memory;
  PRAGMA cache_size = -65536;
  PRAGMA secure_delete = on;
`;

/** The published schema, so that databases travel between this store and the Python sample. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS oauthtoken (
  id varchar(10) NOT NULL, user_name varchar(255), client_id varchar(255),
  client_secret varchar(255), refresh_token varchar(255), access_token varchar(255),
  grant_token varchar(255), expiry_time varchar(20), redirect_url varchar(255),
  api_domain varchar(255), PRIMARY KEY (id)
)`;

/**
 * Opens a database in memory, with the table `oauthtoken` and an index for each key.
 *
 * @param image - The bytes of a database file; `null` for a new, empty database.
 * @param name - Names the database in errors.
 * @throws SDKException when the image is damaged, or its table `oauthtoken` is not the published one.
 */
export async function openDatabase(image: Uint8Array | null, name: string): Promise<Database> {
  if (image !== null) refuseCutImage(image, name);
  const sqlJs = await startSqlJs();
  try {
    return makeReady(new sqlJs.Database(image), image === null, name);
  } catch (error) {
    throw sqliteRefusal(`open ${name}`, error);
  }
}

function makeReady(database: Database, isNew: boolean, name: string): Database {
  try {
    database.run(PRAGMAS);
    if (!isNew) refuseDamage(database, name);
    refuseForeignTable(database, name);
    database.run(CREATE_TABLE);
    addIndexes(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function startSqlJs(): Promise<SqlJsStatic> {
  try {
    return await initSqlJs();
  } catch (error) {
    throw refusal("cannot start sql.js. Install it whole, its .wasm file included.", error);
  }
}

/** Adds an index where none serves; one that another program has made is as good as ours. */
function addIndexes(database: Database): void {
  const indexed = database.exec(
    `SELECT lower(part.name) FROM pragma_index_list('oauthtoken') AS list,
      pragma_index_xinfo(list.name) AS part
      WHERE NOT list.partial AND part.seqno = 0 AND upper(part.coll) = 'BINARY'`,
  )[0];
  const columns = indexed?.values.flat() ?? [];
  for (const column of KEY_COLUMNS) {
    if (columns.includes(column)) continue;
    database.run(`CREATE INDEX oauthtoken_${column} ON oauthtoken (${column} COLLATE BINARY)`);
  }
}
