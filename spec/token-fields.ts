/**
 * Tokens as plain values, so that clauses and reports can be read.
 *
 * @module
 */
import type { SdkClasses, SdkToken } from "./any-sdk.js";

/** The ten fields of a token, in the order of the published table. */
export const FIELDS = [
  "id",
  "userName",
  "clientId",
  "clientSecret",
  "refreshToken",
  "accessToken",
  "grantToken",
  "expiresIn",
  "redirectURL",
  "apiDomain",
] as const;

/** The name of a field of a token. */
export type Field = (typeof FIELDS)[number];

/** A token by its fields. A field that is left out is blank. */
export type TokenFields = Readonly<Partial<Record<Field, string>>>;

/** A stored token by its fields: it has an id. */
export type StoredFields = TokenFields & { readonly id: string };

/** The getter and the setter of each field, on the official class. */
const ACCESS: Readonly<
  Record<
    Field,
    { get(token: SdkToken): unknown; set(token: SdkToken, value: string, sdk: SdkClasses): void }
  >
> = {
  id: { get: (token) => token.getId(), set: (token, value) => token.setId(value) },
  userName: {
    get: (token) => token.getUserSignature()?.getName(),
    set: (token, value, sdk) => token.setUserSignature(new sdk.UserSignature(value)),
  },
  clientId: {
    get: (token) => token.getClientId(),
    set: (token, value) => token.setClientId(value),
  },
  clientSecret: {
    get: (token) => token.getClientSecret(),
    set: (token, value) => token.setClientSecret(value),
  },
  refreshToken: {
    get: (token) => token.getRefreshToken(),
    set: (token, value) => token.setRefreshToken(value),
  },
  accessToken: {
    get: (token) => token.getAccessToken(),
    set: (token, value) => token.setAccessToken(value),
  },
  grantToken: {
    get: (token) => token.getGrantToken(),
    set: (token, value) => token.setGrantToken(value),
  },
  expiresIn: {
    get: (token) => token.getExpiresIn(),
    set: (token, value) => token.setExpiresIn(value),
  },
  redirectURL: {
    get: (token) => token.getRedirectURL(),
    set: (token, value) => token.setRedirectURL(value),
  },
  apiDomain: {
    get: (token) => token.getAPIDomain(),
    set: (token, value) => token.setAPIDomain(value),
  },
};

/** Makes a token of the given SDK. Fields that are left out stay as the SDK's constructor has them. */
export function buildToken(sdk: SdkClasses, fields: TokenFields): SdkToken {
  const token = new sdk.OAuthToken(null, null, null, null, null, null, null, null);
  setFields(sdk, token, fields);
  return token;
}

/** Sets the given fields of a token, and leaves the others. */
export function setFields(sdk: SdkClasses, token: SdkToken, fields: TokenFields): void {
  for (const field of FIELDS) {
    const value = fields[field];
    if (value !== undefined) ACCESS[field].set(token, value, sdk);
  }
}

/** Reads a token's fields through its getters; blank ones are left out. */
export function readFields(token: SdkToken): TokenFields {
  return fieldsOf(token, (value) => !isBlank(value));
}

/** Reads a token's fields as they are; only those that are unset are left out. */
export function readSetFields(token: SdkToken): TokenFields {
  return fieldsOf(token, (value) => value !== null && value !== undefined);
}

/** Reads a field. Where its getter is missing or throws, that error is what is there to see. */
function readField(token: SdkToken, field: Field): unknown {
  try {
    return ACCESS[field].get(token);
  } catch (error) {
    return error;
  }
}

/** Tells whether a value looks like a token: an object with the getters, of whatever class. */
export function isTokenLike(value: unknown): value is SdkToken {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "getId") === "function" &&
    typeof Reflect.get(value, "getUserSignature") === "function"
  );
}

/** Leaves out the fields that are blank. */
export function withoutBlanks(fields: TokenFields): TokenFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isBlank(value)));
}

/** Reads the fields that count. It is what a check does most. */
function fieldsOf(token: SdkToken, counts: (value: unknown) => boolean): TokenFields {
  const fields: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const value = readField(token, field);
    if (counts(value)) fields[field] = value as string;
  }
  return fields;
}

/** Blank is `null`, `undefined` or the empty string. */
function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}
