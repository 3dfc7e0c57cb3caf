/**
 * The tokens that are stored and looked for. Values are as long as real ones.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { SdkClasses, SdkToken } from "../../spec/index.js";
import type { StoredRow } from "../../src/token-row.js";

/** Gives the id of a user's token. Users are numbers, from 0. */
export function idOf(user: number): string {
  return String(user + 1);
}

/** Gives the name under which a user's token is stored. */
export function nameOf(user: number): string {
  return `user${user}@example.test:${70_000_000 + user}`;
}

/**
 * Gives what is stored of a user.
 *
 * @param version - How often the access token was refreshed: each time it is another one.
 */
export function rowOf(user: number, version = 0): StoredRow {
  return {
    id: idOf(user),
    user_name: nameOf(user),
    client_id: "1000.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
    client_secret: "0123456789abcdef0123456789abcdef0123456789",
    refresh_token: secret(`refresh ${user}`),
    access_token: secret(`access ${user} ${version}`),
    grant_token: null,
    expiry_time: String(1_700_000_000_000 + version),
    redirect_url: null,
    api_domain: "https://www.zohoapis.eu",
  };
}

/** Gives the rows of so many users. */
export function rowsOf(count: number): StoredRow[] {
  return Array.from({ length: count }, (_, user) => rowOf(user));
}

/** Makes the token with which an app asks for a user's token. */
export function questionOf(sdk: SdkClasses, user: number): SdkToken {
  const token = new sdk.OAuthToken(null, null, null, null, null, null, null, null);
  token.setUserSignature(new sdk.UserSignature(nameOf(user)));
  return token;
}

/** Makes the token that holds a row, as the SDK saves it: it carries its id once it is stored. */
export function tokenOf(sdk: SdkClasses, row: StoredRow): SdkToken {
  const token = new sdk.OAuthToken(null, null, null, null, null, null, null, null);
  token.setId(row.id);
  token.setUserSignature(new sdk.UserSignature(row.user_name ?? ""));
  token.setClientId(row.client_id);
  token.setClientSecret(row.client_secret);
  token.setRefreshToken(row.refresh_token);
  token.setAccessToken(row.access_token);
  token.setExpiresIn(row.expiry_time);
  token.setAPIDomain(row.api_domain);
  return token;
}

/** Real tokens are random; these are the same in every run. */
function secret(seed: string): string {
  const digits = createHash("sha256").update(seed).digest("hex");
  return `1000.${digits.slice(0, 32)}.${digits.slice(32)}`;
}
