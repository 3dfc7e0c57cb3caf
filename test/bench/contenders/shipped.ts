/**
 * The package as it is shipped: built, and loaded as an app loads it.
 *
 * @module
 */
const built = (path: string) => new URL(`../../../dist/src/${path}`, import.meta.url).href;

const stores = await import(built("index.js"));
const csv = await import(built("token-csv.js"));

export const {
  EncryptedTokenStore,
  FileTokenStore,
  ListTokenStore,
  MemoryTokenStore,
  MySqlTokenStore,
  OAuthToken,
  SDKException,
  SqliteTokenStore,
  UserSignature,
} = stores as typeof import("../../../src/index.js");

export const { csvFromRows } = csv as typeof import("../../../src/token-csv.js");
