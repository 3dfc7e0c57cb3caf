/**
 * What the spec uses of an SDK, and of a store: whichever it is, correct or not.
 *
 * @module
 */

/** A token of any SDK with the official getters and setters, as far as the spec uses them. */
export interface SdkToken {
  /** Gives the id under which a store keeps this token. */
  getId(): string | null;

  /** Sets the id under which a store keeps this token. */
  setId(id: string | null): void;

  /** Gives whose token this is. */
  getUserSignature(): { getName(): string } | null;

  /** Sets whose token this is. */
  setUserSignature(userSignature: { getName(): string } | null): void;

  /** Gives the OAuth client's id. */
  getClientId(): string | null;

  /** Sets the OAuth client's id. */
  setClientId(clientId: string | null): void;

  /** Gives the OAuth client's secret. */
  getClientSecret(): string | null;

  /** Sets the OAuth client's secret. */
  setClientSecret(clientSecret: string | null): void;

  /** Gives the long-lived token. */
  getRefreshToken(): string | null;

  /** Sets the long-lived token. */
  setRefreshToken(refreshToken: string | null): void;

  /** Gives the token that authorizes requests. */
  getAccessToken(): string | null;

  /** Sets the token that authorizes requests. */
  setAccessToken(accessToken: string | null): void;

  /** Gives the authorization code of the first login. */
  getGrantToken(): string | null;

  /** Sets the authorization code of the first login. */
  setGrantToken(grantToken: string | null): void;

  /** Gives when the access token ends. */
  getExpiresIn(): string | null;

  /** Sets when the access token ends. */
  setExpiresIn(expiresIn: string | null): void;

  /** Gives the redirect URL of the client. */
  getRedirectURL(): string | null;

  /** Sets the redirect URL of the client. */
  setRedirectURL(redirectURL: string | null): void;

  /** Gives the URL of the data centre. */
  getAPIDomain(): string | null;

  /** Sets the URL of the data centre. */
  setAPIDomain(apiDomain: string | null): void;
}

/** The classes of the SDK that a store works with: this package's, or the official ones. */
export interface SdkClasses {
  /** Constructed with eight `null`s, in the official order, and filled through its setters. */
  readonly OAuthToken: new (
    clientId: null,
    clientSecret: null,
    grantToken: null,
    refreshToken: null,
    redirectURL: null,
    id: null,
    accessToken: null,
    userSignature: null,
  ) => SdkToken;

  /** Constructed with the user's name. */
  readonly UserSignature: new (
    name: string,
  ) => { getName(): string };

  /** Never constructed by the spec; rejections are compared with it. */
  readonly SDKException: abstract new (
    ...args: never[]
  ) => object;
}

/** Any object with the six methods, whichever SDK it was written for, correct or not. */
export interface AnyTokenStore {
  /** Completes a token from the stored one that it means. */
  findToken(token: never): unknown;

  /** Stores a token. */
  saveToken(token: never): unknown;

  /** Removes a stored token. */
  deleteToken(id: never): unknown;

  /** Lists the stored tokens. */
  getTokens(): unknown;

  /** Removes all stored tokens. */
  deleteTokens(): unknown;

  /** Reads a stored token. */
  findTokenById(id: never): unknown;
}
