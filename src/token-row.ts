/**
 * What a stored token is, and how a token becomes a row and a row a token.
 *
 * Every store speaks of rows, so that stores differ only in how they keep them.
 *
 * @module
 */
import { OAuthToken, SDKException, UserSignature } from "./sdk.js";

/** The columns of the published table `oauthtoken`, in the published order. */
export const COLUMNS = [
  "id",
  "user_name",
  "client_id",
  "client_secret",
  "refresh_token",
  "access_token",
  "grant_token",
  "expiry_time",
  "redirect_url",
  "api_domain",
] as const;

/** The name of a column of the published table. */
export type Column = (typeof COLUMNS)[number];

/** A token as plain values. Absence is `null`; a row never holds an empty string. */
export type TokenRow = Readonly<Record<Column, string | null>>;

/** A row in a store: a token that has its id. */
export type StoredRow = TokenRow & { readonly id: string };

/** The longest id that the published column, `varchar(10)`, can hold. */
export const MAX_ID_CHARACTERS = 10;

/**
 * Reads a token into a row, blank fields as `null`.
 *
 * @param token - What the caller passed; it is checked, since callers may be plain JavaScript.
 * @returns A copy: changing the token afterwards does not change the row.
 * @throws SDKException when `token` is not an instance of the seam's `OAuthToken`.
 * @throws SDKException when a field is neither blank nor a well-formed string.
 */
export function rowFromToken(token: unknown): TokenRow {
  if (!(token instanceof OAuthToken)) throw refusal(describeNonToken(token));
  return {
    id: readField("id", () => token.getId()),
    user_name: readField("user name", () => token.getUserSignature()?.getName()),
    client_id: readField("client id", () => token.getClientId()),
    client_secret: readField("client secret", () => token.getClientSecret()),
    refresh_token: readField("refresh token", () => token.getRefreshToken()),
    access_token: readField("access token", () => token.getAccessToken()),
    grant_token: readField("grant token", () => token.getGrantToken()),
    expiry_time: readField("expiry time", () => token.getExpiresIn()),
    redirect_url: readField("redirect URL", () => token.getRedirectURL()),
    api_domain: readField("API domain", () => token.getAPIDomain()),
  };
}

/**
 * Makes a fresh token of the seam's class from a stored row.
 *
 * @returns A token with every field of the row; fields that the row lacks are blank.
 */
export function tokenFromRow(row: StoredRow): OAuthToken {
  return completeToken(new OAuthToken(null, null, null, null, null, null, null, null), row);
}

/**
 * Fills the blank fields of a token from a stored row, in place. Filled fields stay; the id
 * always becomes the row's, because the SDK's `remove()` reads it from the token that it passed in.
 *
 * @returns The same token.
 */
export function completeToken(token: OAuthToken, row: StoredRow): OAuthToken {
  token.setId(row.id);
  fill(token.getUserSignature()?.getName(), row.user_name, (name) =>
    token.setUserSignature(new UserSignature(name)),
  );
  fill(token.getClientId(), row.client_id, (value) => token.setClientId(value));
  fill(token.getClientSecret(), row.client_secret, (value) => token.setClientSecret(value));
  fill(token.getRefreshToken(), row.refresh_token, (value) => token.setRefreshToken(value));
  fill(token.getAccessToken(), row.access_token, (value) => token.setAccessToken(value));
  fill(token.getGrantToken(), row.grant_token, (value) => token.setGrantToken(value));
  fill(token.getExpiresIn(), row.expiry_time, (value) => token.setExpiresIn(value));
  fill(token.getRedirectURL(), row.redirect_url, (value) => token.setRedirectURL(value));
  fill(token.getAPIDomain(), row.api_domain, (value) => token.setAPIDomain(value));
  return token;
}

/**
 * Lays a given row over a stored one: what the given row carries replaces, what it lacks stays.
 *
 * @returns A new row with the stored id, whatever id the given row carries.
 */
export function mergeRows(stored: StoredRow, given: TokenRow): StoredRow {
  const merged = { ...stored } as Record<Column, string | null>;
  for (const column of COLUMNS) merged[column] = given[column] ?? stored[column];
  return { ...merged, id: stored.id };
}

/**
 * Makes the row to insert for a token that matches nothing stored.
 *
 * @param isTaken - Tells whether a stored row has this id.
 * @returns The given row under its own id where it carries a free one, else under a new id.
 * @throws SDKException when the row has no access, refresh or grant token.
 * @throws SDKException when the row's own id is taken, or longer than 10 characters.
 */
export function rowToInsert(given: TokenRow, isTaken: (id: string) => boolean): StoredRow {
  if (given.access_token === null && given.refresh_token === null && given.grant_token === null) {
    throw refusal(
      "nothing to store: the token matches no stored token and carries no access, refresh or " +
        "grant token. Set one of them before saving it.",
    );
  }
  return { ...given, id: given.id === null ? freeId(isTaken) : ownId(given.id, isTaken) };
}

/**
 * Makes the error with which a store refuses a call.
 *
 * @param message - What was tried, what failed and what to do. Never a secret.
 * @param cause - The error that led here, if there is one. Never one that can hold a secret.
 */
export function refusal(message: string, cause?: unknown): SDKException {
  return new SDKException("TOKEN_STORE", message, undefined, cause);
}

/** Tells whether a string can be stored at all: one with a lone surrogate has no UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Reads one field. A getter that throws belongs to no usable token; its error may hold anything. */
function readField(name: string, read: () => unknown): string | null {
  let value: unknown;
  try {
    value = read();
  } catch {
    throw refusal(`the token's ${name} cannot be read: its getter throws. Pass a whole token.`);
  }
  if (value === null || value === undefined || value === "") return null;
  if (typeof value !== "string") {
    throw refusal(`the token's ${name} must be a string, not a ${typeof value}.`);
  }
  if (!isWellFormed(value)) {
    throw refusal(
      `the token's ${name} is not a well-formed string (it holds half a surrogate pair), ` +
        "so no storage would give it back unchanged.",
    );
  }
  return value;
}

function fill(current: unknown, stored: string | null, set: (value: string) => void): void {
  const isBlank = current === null || current === undefined || current === "";
  if (isBlank && stored !== null) set(stored);
}

/** Says what was passed in the place of a token, by its kind alone: its content may be secret. */
function describeNonToken(value: unknown): string {
  const looksLikeToken =
    typeof value === "object" &&
    value !== null &&
    "getAccessToken" in value &&
    "getUserSignature" in value;
  if (looksLikeToken) {
    return (
      "the token is of another SDK, or of another copy of this one, and would come back as a " +
      "class that its SDK does not know. Copy this store beside a seam (sdk.ts) that re-exports " +
      "the classes of that SDK."
    );
  }
  return `expected an OAuthToken, got ${value === null ? "null" : `a value of type ${typeof value}`}.`;
}

function ownId(id: string, isTaken: (id: string) => boolean): string {
  if ([...id].length > MAX_ID_CHARACTERS) {
    throw refusal(`the token's own id is longer than ${MAX_ID_CHARACTERS} characters.`);
  }
  if (isTaken(id)) {
    throw refusal(
      "the token's own id belongs to a stored token that this one does not match. " +
        "Save it without an id, and it is given a free one.",
    );
  }
  return id;
}

/** 32 characters, so that five bits of a random byte choose one without bias. */
const ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/**
 * Makes an id at random. A counter would need a place of its own in every storage to never give a
 * deleted token's id to another one; 50 random bits give the same with no state, across restarts
 * and processes.
 */
function freeId(isTaken: (id: string) => boolean): string {
  for (;;) {
    const bytes = crypto.getRandomValues(new Uint8Array(MAX_ID_CHARACTERS));
    const id = Array.from(bytes, (byte) => ID_ALPHABET.charAt(byte & 31)).join("");
    if (!isTaken(id)) return id;
  }
}
