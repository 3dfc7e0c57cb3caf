/**
 * The seam: the only module from which stores take the SDK's classes.
 *
 * The official SDK accepts only instances of its *own* `OAuthToken`. To use a store from this
 * repository inside the official SDK, copy the store and put a seam of your own in the place of this
 * file, one that re-exports the SDK's classes under the same four names. The store does not change.
 *
 * @module
 */
export { OAuthToken } from "./sdk/oauth-token.js";
export { SDKException } from "./sdk/sdk-exception.js";
export type { TokenStore } from "./sdk/token-store.js";
export { UserSignature } from "./sdk/user-signature.js";
