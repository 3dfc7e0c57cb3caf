import type { UserSignature } from "./user-signature.js";

/** Stands in for a secret wherever a token is printed. */
const REDACTED = "[redacted]";

/**
 * One user's OAuth tokens, and the client that they were issued to.
 *
 * It has the getters, setters and constructor order of the official SDK's class, casing included, so
 * that a store written against it works on the official class without a change. It holds values
 * and makes no request. Every field is `null` until it is set.
 *
 * A token prints redacted: `console.log`, `util.inspect`, `String` and `JSON.stringify` show who and
 * which, never a secret. The getters give the values.
 *
 * @see K192, "Understanding the token object"; official SDK, `models/authenticator/oauth_token`
 */
export class OAuthToken {
  #clientId: string | null;
  #clientSecret: string | null;
  #grantToken: string | null;
  #refreshToken: string | null;
  #redirectURL: string | null;
  #id: string | null;
  #accessToken: string | null;
  #userSignature: UserSignature | null;
  #expiresIn: string | null = null;
  #apiDomain: string | null = null;

  /**
   * All arguments may be left out; the order is the official one.
   *
   * @param clientId - The OAuth client's id.
   * @param clientSecret - The OAuth client's secret.
   * @param grantToken - The authorization code of a first login.
   * @param refreshToken - The long-lived token that buys access tokens.
   * @param redirectURL - The redirect URL that was registered for the client.
   * @param id - The id under which a store keeps this token.
   * @param accessToken - The token that authorizes requests for one hour.
   * @param userSignature - Whose token it is.
   */
  constructor(
    clientId: string | null = null,
    clientSecret: string | null = null,
    grantToken: string | null = null,
    refreshToken: string | null = null,
    redirectURL: string | null = null,
    id: string | null = null,
    accessToken: string | null = null,
    userSignature: UserSignature | null = null,
  ) {
    this.#clientId = clientId;
    this.#clientSecret = clientSecret;
    this.#grantToken = grantToken;
    this.#refreshToken = refreshToken;
    this.#redirectURL = redirectURL;
    this.#id = id;
    this.#accessToken = accessToken;
    this.#userSignature = userSignature;
  }

  /** Gives the id under which a store keeps this token; `null` before it is stored. */
  getId(): string | null {
    return this.#id;
  }

  /**
   * Sets the id under which a store keeps this token.
   *
   * @param id - The store's id: 1 to 10 characters, or `null` for a token not yet stored.
   */
  setId(id: string | null): void {
    this.#id = id;
  }

  /** Gives whose token this is; `null` when it is not known. */
  getUserSignature(): UserSignature | null {
    return this.#userSignature;
  }

  /**
   * Sets whose token this is.
   *
   * @param userSignature - Whose token this is; `null` when it is not known.
   */
  setUserSignature(userSignature: UserSignature | null): void {
    this.#userSignature = userSignature;
  }

  /** Gives the OAuth client's id; `null` when it is not known. */
  getClientId(): string | null {
    return this.#clientId;
  }

  /**
   * Sets the OAuth client's id.
   *
   * @param clientId - The OAuth client's id.
   */
  setClientId(clientId: string | null): void {
    this.#clientId = clientId;
  }

  /** Gives the OAuth client's secret; `null` when it is not known. */
  getClientSecret(): string | null {
    return this.#clientSecret;
  }

  /**
   * Sets the OAuth client's secret.
   *
   * @param clientSecret - The OAuth client's secret. It may be rotated while tokens live on.
   */
  setClientSecret(clientSecret: string | null): void {
    this.#clientSecret = clientSecret;
  }

  /** Gives the long-lived token that buys access tokens; `null` when there is none. */
  getRefreshToken(): string | null {
    return this.#refreshToken;
  }

  /**
   * Sets the long-lived token that buys access tokens.
   *
   * @param refreshToken - The long-lived token that buys access tokens.
   */
  setRefreshToken(refreshToken: string | null): void {
    this.#refreshToken = refreshToken;
  }

  /** Gives the token that authorizes requests for one hour; `null` when there is none. */
  getAccessToken(): string | null {
    return this.#accessToken;
  }

  /**
   * Sets the token that authorizes requests for one hour.
   *
   * @param accessToken - The token that authorizes requests for one hour.
   */
  setAccessToken(accessToken: string | null): void {
    this.#accessToken = accessToken;
  }

  /** Gives the authorization code of the first login; `null` when there is none. */
  getGrantToken(): string | null {
    return this.#grantToken;
  }

  /**
   * Sets the authorization code of the first login.
   *
   * @param grantToken - The authorization code, kept so that a restart can match on it.
   */
  setGrantToken(grantToken: string | null): void {
    this.#grantToken = grantToken;
  }

  /**
   * Gives when the access token ends, in milliseconds since the Unix epoch, as a decimal string;
   * `null` when it is not known. (The name is the official one; it is not a duration.)
   */
  getExpiresIn(): string | null {
    return this.#expiresIn;
  }

  /**
   * Sets when the access token ends.
   *
   * @param expiresIn - Milliseconds since the Unix epoch, as a decimal string.
   */
  setExpiresIn(expiresIn: string | null): void {
    this.#expiresIn = expiresIn;
  }

  /** Gives the redirect URL that was registered for the client; `null` when it is not known. */
  getRedirectURL(): string | null {
    return this.#redirectURL;
  }

  /**
   * Sets the redirect URL that was registered for the client.
   *
   * @param redirectURL - The redirect URL that was registered for the client.
   */
  setRedirectURL(redirectURL: string | null): void {
    this.#redirectURL = redirectURL;
  }

  /** Gives the URL of the data centre that issued the token; `null` when it is not known. */
  getAPIDomain(): string | null {
    return this.#apiDomain;
  }

  /**
   * Sets the URL of the data centre that issued the token.
   *
   * @param apiDomain - The data centre's URL. Losing it sends the token to the wrong one.
   */
  setAPIDomain(apiDomain: string | null): void {
    this.#apiDomain = apiDomain;
  }

  /** Gives what a log may show: the fields by name, every secret that is set as `[redacted]`. */
  toJSON(): Record<string, string | null> {
    const redact = (secret: string | null) => (secret === null ? null : REDACTED);
    return {
      id: this.#id,
      userName: this.#userSignature?.getName() ?? null,
      clientId: this.#clientId,
      clientSecret: redact(this.#clientSecret),
      refreshToken: redact(this.#refreshToken),
      accessToken: redact(this.#accessToken),
      grantToken: redact(this.#grantToken),
      expiresIn: this.#expiresIn,
      redirectURL: this.#redirectURL,
      apiDomain: this.#apiDomain,
    };
  }

  /** Gives the redacted fields on one line. */
  toString(): string {
    return `OAuthToken ${JSON.stringify(this)}`;
  }

  /** Gives the redacted fields; `console.log` and `util.inspect` print what this returns. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
