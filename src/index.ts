/**
 * Stores for the OAuth tokens of the Zoho CRM SDK, to read, to copy and to use.
 *
 * @module
 */

// The seam: the SDK's classes, and the interface that every store implements.
export { OAuthToken, SDKException, type TokenStore, UserSignature } from "./sdk.js";

// The stores, the simplest first.
export { ListTokenStore } from "./stores/list-store.js";
export { MemoryTokenStore } from "./stores/memory-store.js";
export { SqliteTokenStore } from "./stores/sqlite-store.js";
export { FileTokenStore } from "./stores/file-store.js";
export type { SharingOptions } from "./durable-file.js";
export { type MySqlOptions, MySqlTokenStore } from "./stores/mysql-store.js";

// A store around any other store.
export { type EncryptionOptions, EncryptedTokenStore } from "./stores/encrypted-store.js";
export type { EncryptionKey } from "./encryption/encryption-key.js";

// Cleaning up, in any store.
export {
  type IdentifiedToken,
  isBeyondRenewal,
  notRenewedFor,
  type PurgeableStore,
  purgeTokens,
  type RenewableToken,
} from "./purge-tokens.js";
