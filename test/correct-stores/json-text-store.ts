import { defineHarness } from "../../spec/index.js";
import { OAuthToken, SDKException, type TokenStore, UserSignature } from "../../src/sdk.js";

/** What the store keeps: a text, as a file or a remote value would be. */
interface Text {
  content: string;
  isBroken: boolean;
}

type Fields = Record<(typeof NAMES)[number], string | null>;
const NAMES = [
  "id",
  "user",
  "client",
  "secret",
  "refresh",
  "access",
  "grant",
  "expiry",
  "redirect",
  "domain",
] as const;

/**
 * A correct store unlike the reference stores: it keeps JSON text, reads all of it for every call,
 * decides by code of its own, and shares nothing with the others but the SDK's classes.
 */
export class JsonTextStore implements TokenStore {
  readonly #text: Text;

  constructor(text: Text) {
    this.#text = text;
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = fieldsOf(token);
    const found = match(this.#read().tokens, wanted);
    if (found === undefined) return null;
    write(token, { ...found, ...present(wanted), id: found.id });
    return token;
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = fieldsOf(token);
    const { tokens, nextId } = this.#read();
    const found = match(tokens, given);
    const id = found?.id ?? given.id ?? `t${nextId}`;
    if (found === undefined) refuseToInsert(tokens, given);
    const saved = { ...(found ?? given), ...present(given), id };
    this.#write([...tokens.filter((one) => one !== found), saved], nextId + 1);
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    const { tokens, nextId } = this.#read();
    this.#write(
      tokens.filter((one) => one.id !== id),
      nextId,
    );
  }

  async getTokens(): Promise<OAuthToken[]> {
    return this.#read().tokens.map((fields) => write(new OAuthToken(), fields));
  }

  async deleteTokens(): Promise<void> {
    this.#write([], this.#read().nextId);
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const found = this.#read().tokens.find((one) => one.id === id);
    return found === undefined ? null : write(new OAuthToken(), found);
  }

  #read(): { tokens: Fields[]; nextId: number } {
    if (this.#text.isBroken) throw new SDKException("TOKEN_STORE", "the text cannot be read.");
    return JSON.parse(this.#text.content);
  }

  #write(tokens: Fields[], nextId: number): void {
    this.#text.content = JSON.stringify({ tokens, nextId });
  }
}

function fieldsOf(token: OAuthToken): Fields {
  if (!(token instanceof OAuthToken)) {
    const isForeign = typeof (token as OAuthToken | undefined)?.getAccessToken === "function";
    throw new SDKException("TOKEN_STORE", isForeign ? "a token of another SDK." : "not a token.");
  }
  const values = [
    token.getId(),
    token.getUserSignature()?.getName(),
    token.getClientId(),
    token.getClientSecret(),
    token.getRefreshToken(),
    token.getAccessToken(),
    token.getGrantToken(),
    token.getExpiresIn(),
    token.getRedirectURL(),
    token.getAPIDomain(),
  ];
  if (values.some((value) => value && /\p{Surrogate}/u.test(value))) {
    throw new SDKException("TOKEN_STORE", "a string that is not well-formed.");
  }
  return Object.fromEntries(NAMES.map((name, at) => [name, values[at] || null])) as Fields;
}

function write(token: OAuthToken, fields: Fields): OAuthToken {
  token.setId(fields.id);
  if (fields.user !== null) token.setUserSignature(new UserSignature(fields.user));
  if (fields.client !== null) token.setClientId(fields.client);
  if (fields.secret !== null) token.setClientSecret(fields.secret);
  if (fields.refresh !== null) token.setRefreshToken(fields.refresh);
  if (fields.access !== null) token.setAccessToken(fields.access);
  if (fields.grant !== null) token.setGrantToken(fields.grant);
  if (fields.expiry !== null) token.setExpiresIn(fields.expiry);
  if (fields.redirect !== null) token.setRedirectURL(fields.redirect);
  if (fields.domain !== null) token.setAPIDomain(fields.domain);
  return token;
}

function match(tokens: readonly Fields[], wanted: Fields): Fields | undefined {
  const clashes = (one: Fields, name: "user" | "client") =>
    one[name] !== null && wanted[name] !== null && one[name] !== wanted[name];
  const by = (name: keyof Fields, isMeant: (one: Fields) => boolean) =>
    wanted[name] === null
      ? undefined
      : tokens.find((one) => one[name] === wanted[name] && isMeant(one));
  const isTokenMeant = (one: Fields) => !clashes(one, "user") && !clashes(one, "client");
  const isAlone = wanted.client === null && wanted.secret === null;
  return (
    by("user", () => true) ??
    (isAlone ? by("access", isTokenMeant) : undefined) ??
    by("grant", isTokenMeant) ??
    by("refresh", isTokenMeant) ??
    by("access", isTokenMeant) ??
    by("id", (one) => !clashes(one, "user"))
  );
}

function present(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function refuseToInsert(tokens: readonly Fields[], given: Fields): void {
  const isEmpty = given.access === null && given.refresh === null && given.grant === null;
  const isTaken = tokens.some((one) => one.id === given.id);
  const isLong = [...(given.id ?? "")].length > 10;
  if (isEmpty || isTaken || isLong) throw new SDKException("TOKEN_STORE", "cannot insert this.");
}

export default defineHarness({
  name: "JsonTextStore",
  open() {
    const text: Text = { content: '{"tokens":[],"nextId":1}', isBroken: false };
    return {
      store: new JsonTextStore(text),
      reopen: () => new JsonTextStore(text),
      share: () => new JsonTextStore(text),
      breakStorage: () => {
        text.isBroken = true;
      },
    };
  },
});
