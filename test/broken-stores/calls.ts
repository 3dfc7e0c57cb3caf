/**
 * Stores with a mistake in how they take a call: promises, refusals and errors that nobody catches.
 *
 * @module
 */
import { OAuthToken, SDKException } from "../../src/sdk.js";
import { BaseStore } from "./base-store.js";

export class ReturnsNoPromise extends BaseStore {
  static override caughtBy = ["store/returns-promises"];
  static override repair = "Declare every method `async`, even where it has nothing to wait for.";
  override deleteTokens() {
    this.write([]);
    return undefined as unknown as Promise<void>;
  }
}

export class ThrowsBeforeThePromise extends BaseStore {
  static override caughtBy = ["store/never-throws-synchronously"];
  static override repair =
    "Check the argument inside an `async` method, so that a refusal becomes a rejection.";
  override saveToken(token: OAuthToken) {
    this.read(token);
    return super.saveToken(token);
  }
}

export class ThrowsInACallback extends BaseStore {
  static override caughtBy = ["store/leaves-no-error-uncaught"];
  static override repair =
    "Call `reject(error)` instead of throwing in a callback, or await the driver's own promise. A " +
    "pool and its clients tell of a cut connection by an event `error`: listen for it on each.";
  override findTokenById(id: string): Promise<OAuthToken | null> {
    return new Promise((resolve, reject) => {
      super.findTokenById(id).then((token) => {
        resolve(token);
        if (token === null) throw new Error("the id is unknown");
      }, reject);
    });
  }
}

export class DeletesInTheBackground extends BaseStore {
  static override caughtBy = ["store/leaves-no-error-uncaught"];
  static override repair =
    "Do all the work, checks included, before the method resolves; leave nothing to " +
    "`setImmediate`.";
  override async deleteToken(id: string) {
    await super.deleteToken(id);
    if (typeof id !== "string" || id === "") {
      setImmediate(() => {
        throw new Error("the id is blank");
      });
    }
  }
}

export class ReturnsSilentlyForAWrongArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens", "store/refuses-foreign-tokens"];
  static override repair =
    "Reject when the argument is no token; an `if (token instanceof OAuthToken)` around the " +
    "body hides the mistake.";
  override async saveToken(token: OAuthToken) {
    if (token instanceof OAuthToken) await super.saveToken(token);
  }
}

export class ReturnsSilentlyForNoArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens"];
  static override repair =
    "Drop the `if (!token) return` at the top: what is missing is refused like anything else " +
    "that is no token.";
  override async saveToken(token: OAuthToken) {
    if (token) await super.saveToken(token);
  }
}

export class FindsNothingForAWrongArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens", "store/refuses-foreign-tokens"];
  static override repair =
    "Reject where you now `return null` for what is no token: a wrong argument is a mistake, " +
    "not a miss.";
  override async findToken(token: OAuthToken) {
    return token instanceof OAuthToken ? super.findToken(token) : null;
  }
}

export class AcceptsWhateverHasTheGetters extends BaseStore {
  static override caughtBy = ["store/refuses-foreign-tokens"];
  static override repair =
    "Ask for `instanceof OAuthToken`, not for the getters: the SDK asks the same of what you " +
    "return.";
  protected override read(token: OAuthToken) {
    if (typeof token?.getAccessToken !== "function") return super.read(token);
    const copy = new OAuthToken(token.getClientId(), token.getClientSecret());
    copy.setGrantToken(token.getGrantToken());
    copy.setRefreshToken(token.getRefreshToken());
    copy.setRedirectURL(token.getRedirectURL());
    copy.setId(token.getId());
    copy.setAccessToken(token.getAccessToken());
    copy.setUserSignature(token.getUserSignature());
    copy.setExpiresIn(token.getExpiresIn());
    copy.setAPIDomain(token.getAPIDomain());
    return super.read(copy);
  }
}

export class SaysOnlyThatItIsNoToken extends BaseStore {
  static override caughtBy = ["store/explains-foreign-tokens"];
  static override repair =
    "Give what has a token's getters a message of its own: it is of another SDK, and a seam " +
    "for that SDK helps.";
  protected override read(token: OAuthToken) {
    if (token instanceof OAuthToken) return super.read(token);
    throw new SDKException("TOKEN_STORE", "not a token.");
  }
}
