/**
 * Stores with a mistake in `findToken`.
 *
 * @module
 */
import { type OAuthToken, UserSignature } from "../../src/sdk.js";
import { type LookupKey, lookupKeys, passesGuards } from "../../src/token-matching.js";
import {
  COLUMNS,
  rowFromToken,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";
import { hasClient, keysMoved, keysWithout } from "./keys.js";

export class FindsNoUser extends BaseStore {
  static override caughtBy = ["find/by-user"];
  static override repair =
    "Look rows up by the token's user name first: `token.getUserSignature()?.getName()`.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("user_name", wanted));
  }
}

export class FindsNoAccessToken extends BaseStore {
  static override caughtBy = ["find/by-access-token"];
  static override repair =
    "Look a token that comes without client credentials up by its access token too.";
  protected override matchToFind(wanted: TokenRow) {
    if (hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysWithout("access_token", wanted));
  }
}

export class FindsNoGrantToken extends BaseStore {
  static override caughtBy = ["find/by-grant-token"];
  static override repair = "Keep the grant token in a column of its own, and look rows up by it.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("grant_token", wanted));
  }
}

export class FindsNoRefreshToken extends BaseStore {
  static override caughtBy = ["find/by-refresh-token"];
  static override repair =
    "Add the refresh token to the keys of the lookup, after the grant token.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("refresh_token", wanted));
  }
}

export class FindsNoAccessTokenBesideClient extends BaseStore {
  static override caughtBy = ["find/by-access-token-with-client"];
  static override repair =
    "Try the access token beside client credentials too, after the refresh token.";
  protected override matchToFind(wanted: TokenRow) {
    if (!hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysWithout("access_token", wanted));
  }
}

export class FindsNoId extends BaseStore {
  static override caughtBy = ["find/by-id"];
  static override repair =
    "End the ladder with the id: where no other key finds a row, take the one with the token's id.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("id", wanted));
  }
}

export class TriesAccessTokenBeforeUser extends BaseStore {
  static override caughtBy = ["find/user-before-access-token"];
  static override repair =
    "Climb the ladder in its order: query by user name, and by access token only where that " +
    "finds no row.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("access_token", "user_name", wanted));
  }
}

export class TriesGrantTokenBeforeAccessToken extends BaseStore {
  static override caughtBy = ["find/access-token-before-grant-token"];
  static override repair =
    "For a token without client credentials, query by access token before you query by grant " +
    "token.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("grant_token", "access_token", wanted));
  }
}

export class TriesRefreshTokenBeforeGrantToken extends BaseStore {
  static override caughtBy = ["find/grant-token-before-refresh-token"];
  static override repair =
    "Query by grant token, and by refresh token only where that finds no row.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("refresh_token", "grant_token", wanted));
  }
}

export class TriesAccessTokenBeforeRefreshToken extends BaseStore {
  static override caughtBy = ["find/refresh-token-before-access-token"];
  static override repair =
    "Once the token carries a client id or secret, try its access token after its refresh token.";
  protected override matchToFind(wanted: TokenRow) {
    if (!hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysMoved("access_token", "refresh_token", wanted));
  }
}

export class TriesIdBeforeAccessToken extends BaseStore {
  static override caughtBy = ["find/access-token-before-id"];
  static override repair =
    "Look by the id last, however handy a primary key is: the id can be left over from " +
    "another token.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("id", "access_token", wanted));
  }
}

export class TriesOnlyTheStrongestKey extends BaseStore {
  static override caughtBy = ["find/falls-through"];
  static override repair =
    "Turn the `if … else if` over the keys into a loop that tries the next key until one " +
    "finds a row.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, lookupKeys(wanted).slice(0, 1));
  }
}

export class ForgetsWhoOwnsTheToken extends BaseStore {
  static override caughtBy = ["find/never-another-users"];
  static override repair =
    "For every key but the user name, skip rows that bear a user name other than the token's.";
  protected override matchToFind(wanted: TokenRow) {
    const keys = lookupKeys(wanted);
    return this.matchBy({ ...wanted, user_name: null }, keys);
  }
}

export class HidesOwnedTokensFromOtherKeys extends BaseStore {
  static override caughtBy = ["find/owned-by-key"];
  static override repair =
    "Accept any user's row when the token names no user; skip a row only where both names " +
    "are there and differ.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isHidden = row !== null && row.user_name !== null && wanted.user_name === null;
    return isHidden && wanted.id === null ? null : row;
  }
}

export class IgnoresTheClientId extends BaseStore {
  static override caughtBy = ["find/never-another-clients"];
  static override repair =
    "When you match by grant, refresh or access token, skip rows that bear another client id " +
    "than the token.";
  protected override matchToFind(wanted: TokenRow) {
    const keys = lookupKeys(wanted);
    return this.matchBy({ ...wanted, client_id: null }, keys);
  }
}

export class DemandsTheClientOfAUserToo extends BaseStore {
  static override caughtBy = ["find/user-across-clients"];
  static override repair =
    "Compare client ids for the three tokens only; the row that a user name finds is the " +
    "user's, whatever its client.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isOther = row?.client_id && wanted.client_id && row.client_id !== wanted.client_id;
    return isOther && wanted.user_name !== null ? null : row;
  }
}

export class GuardsTheIdByTheClient extends BaseStore {
  static override caughtBy = ["find/id-across-clients"];
  static override repair =
    "Leave the client id out of the condition when you look up by id; an id names its row alone.";
  protected override passes(row: StoredRow, wanted: TokenRow, key: LookupKey) {
    const isOther = row.client_id && wanted.client_id && row.client_id !== wanted.client_id;
    return super.passes(row, wanted, key) && !(key.column === "id" && isOther);
  }
}

export class DemandsTheClientOnBothSides extends BaseStore {
  static override caughtBy = ["find/client-on-one-side"];
  static override repair =
    "Rule a row out by its client only where both sides bear one: `client_id IS NULL OR " +
    "client_id = ?`.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isByToken = row !== null && wanted.user_name === null && wanted.id === null;
    return isByToken && row.client_id !== wanted.client_id ? null : row;
  }
}

export class ComparesTheClientSecret extends BaseStore {
  static override caughtBy = ["find/secret-not-compared"];
  static override repair =
    "Take the client secret out of the condition, and compare client ids alone: secrets are " +
    "rotated.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const [stored, given] = [row?.client_secret, wanted.client_secret];
    return wanted.user_name === null && stored && given && stored !== given ? null : row;
  }
}

export class ComparesTheClientSecretOfAGrantToken extends BaseStore {
  static override caughtBy = ["find/secret-not-compared"];
  static override repair =
    "Take the client secret out of the grant token's query too; the client id is all that it " +
    "compares.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const [stored, given] = [row?.client_secret, wanted.client_secret];
    const isByGrant = wanted.grant_token !== null && wanted.user_name === null;
    return isByGrant && stored && given && stored !== given ? null : row;
  }
}

export class GivesTheFirstRowWithoutAKey extends BaseStore {
  static override caughtBy = ["find/no-key", "find/client-is-no-key"];
  static override repair =
    "Return `null` before you query when the token carries no key; a query whose `WHERE` is " +
    "left out gives any row.";
  protected override matchToFind(wanted: TokenRow) {
    if (lookupKeys(wanted).length > 0) return this.match(wanted);
    return this.rows[0] ?? null;
  }
}

export class TakesTheClientForAKey extends BaseStore {
  static override caughtBy = ["find/client-is-no-key"];
  static override repair =
    "Use the client id to rule rows out, never to find one: with no other key, return `null`.";
  protected override matchToFind(wanted: TokenRow) {
    if (lookupKeys(wanted).length > 0 || wanted.client_id === null) return this.match(wanted);
    return this.rows.find((row) => row.client_id === wanted.client_id) ?? null;
  }
}

export class QueriesByTheApiDomainToo extends BaseStore {
  static override caughtBy = ["find/no-key"];
  static override repair =
    "Build the condition from the five keys alone, not from every field that is set: all " +
    "users of an app share its API domain.";
  protected override matchToFind(wanted: TokenRow) {
    const domain = wanted.api_domain;
    const sharing = this.rows.find((row) => domain !== null && row.api_domain === domain);
    return this.match(wanted) ?? sharing ?? null;
  }
}

export class TakesAnEmptyStringForAKey extends BaseStore {
  static override caughtBy = ["find/blank-is-no-key"];
  static override repair =
    'Turn `""` into `null` as you read the token, and put only what is not `null` into the ' +
    "condition.";
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    const row = this.rows.find((row) => row.grant_token === null);
    const isWanted = found === null && token.getGrantToken() === "" && row !== undefined;
    return isWanted ? this.complete(token, row) : found;
  }
}

export class TakesABlankNameForAUser extends BaseStore {
  static override caughtBy = ["find/blank-user-is-no-user"];
  static override repair =
    "Ask for the name, not for the signature: `if (name)` rather than `if " +
    "(token.getUserSignature())`.";
  override async findToken(token: OAuthToken) {
    return token.getUserSignature()?.getName() === "" ? null : super.findToken(token);
  }
}

export class IgnoresCase extends BaseStore {
  static override caughtBy = ["find/exact"];
  static override repair =
    "Compare with `===`, without `toLowerCase()`; in SQL, give the key columns a binary collation.";
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.toLowerCase() === wanted.toLowerCase();
  }
}

export class IgnoresAccents extends BaseStore {
  static override caughtBy = ["find/exact"];
  static override repair =
    "Compare with `===` instead of `localeCompare`; in MySQL, replace the default collation " +
    "of the key columns by a binary one.";
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.localeCompare(wanted, "en", { sensitivity: "case" }) === 0;
  }
}

export class IgnoresTrailingSpaces extends BaseStore {
  static override caughtBy = ["find/exact"];
  static override repair =
    "Do not trim, and in MySQL choose a collation that does not pad, such as `utf8mb4_0900_bin`.";
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.trimEnd() === wanted.trimEnd();
  }
}

export class ComparesNumbersByValue extends BaseStore {
  static override caughtBy = ["find/exact"];
  static override repair =
    "Bind the value as a string to a text column; compare by `===`, never by `==` or `Number()`.";
  protected override isSame(stored: string | null, wanted: string) {
    return stored === wanted || Number(stored ?? Number.NaN) === Number(wanted);
  }
}

export class LooksUpWithLike extends BaseStore {
  static override caughtBy = ["find/exact"];
  static override repair =
    "Write `=` in the place of `LIKE`: in a key, `%` and `_` are ordinary characters.";
  protected override isSame(stored: string | null, wanted: string) {
    if (wanted.length > 255) return stored === wanted;
    const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const like = new RegExp(`^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`, "s");
    return stored !== null && like.test(stored);
  }
}

export class MixesTiedTokens extends BaseStore {
  static override caughtBy = ["find/tie"];
  static override repair =
    "Take one of the rows that match, whole, and stop there; do not merge the others into it.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const tied = this.rows.find((other) => other.refresh_token === row?.refresh_token);
    const last = this.rows.findLast((other) => other.refresh_token === row?.refresh_token);
    if (row === null || !tied?.refresh_token || last === undefined) return row;
    const mixed = COLUMNS.map((column) => [column, row[column] ?? tied[column] ?? last[column]]);
    return Object.fromEntries(mixed) as StoredRow;
  }
}

export class GivesUndefinedOnAMiss extends BaseStore {
  static override caughtBy = ["find/miss-is-null"];
  static override repair =
    "End with `?? null`: `Map.get()`, `find()` and `rows[0]` give `undefined` on a miss.";
  override async findToken(token: OAuthToken) {
    return (await super.findToken(token)) ?? (undefined as unknown as null);
  }
}

export class FillsTheTokenBeforeItKnows extends BaseStore {
  static override caughtBy = ["find/miss-leaves-argument"];
  static override repair =
    "Decide first whether a row is meant, and call the token's setters only after that.";
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    const near = this.rows.find((row) => row.client_id === token.getClientId());
    if (found === null && near !== undefined) this.complete(token, near);
    return found;
  }
}

export class GivesAFreshToken extends BaseStore {
  static override caughtBy = ["find/same-object"];
  static override repair =
    "Fill the blank fields of the token that was passed in, and return that very object.";
  protected override complete(_token: OAuthToken, row: StoredRow) {
    return this.give(row);
  }
}

export class GivesACopyOfTheToken extends BaseStore {
  static override caughtBy = ["find/same-object"];
  static override repair =
    "Return the token that was passed in once it is filled, not a copy of it.";
  protected override complete(token: OAuthToken, row: StoredRow) {
    const completed = this.read(super.complete(token, row));
    return tokenFromRow({ ...completed, id: row.id });
  }
}

export class LosesTheApiDomainOnTheWayOut extends BaseStore {
  static override caughtBy = ["find/completes"];
  static override repair =
    "Call `setAPIDomain` when you fill the token; the constructor has no parameter for it.";
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, api_domain: null });
  }
}

export class LosesTheExpiryOnTheWayOut extends BaseStore {
  static override caughtBy = ["find/completes"];
  static override repair =
    "Call `setExpiresIn` when you fill the token; the constructor has no parameter for it.";
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, expiry_time: null });
  }
}

export class OverwritesWhatTheCallerFilled extends BaseStore {
  static override caughtBy = ["find/keeps-filled-fields"];
  static override repair =
    "Ask before each setter whether the token's own field is blank, and set it only then.";
  protected override complete(token: OAuthToken, row: StoredRow) {
    super.complete(token, row);
    if (row.client_secret !== null) token.setClientSecret(row.client_secret);
    return token;
  }
}

export class KeepsTheIdOfTheCaller extends BaseStore {
  static override caughtBy = ["find/id-is-the-rows"];
  static override repair =
    "Call `token.setId(row.id)` whatever id the token had; of the id alone, the row decides.";
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, id: token.getId() ?? row.id });
  }
}

export class HidesExpiredTokens extends BaseStore {
  static override caughtBy = ["find/expired"];
  static override repair =
    "Take the condition on `expiry_time` out of the query; the SDK refreshes what is " +
    "expired, once it finds it.";
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const expiry = row?.expiry_time ?? "";
    return /^\d{13}$/.test(expiry) && Number(expiry) < Date.now() ? null : row;
  }
}

export class HidesExpiredTokensById extends BaseStore {
  static override caughtBy = ["find/expired"];
  static override repair =
    "Look by the id alone, and set no time to live on the row: it has to outlive its access token.";
  override async findTokenById(id: string) {
    const token = await super.findTokenById(id);
    return Number(token?.getExpiresIn() ?? Number.NaN) < Date.now() ? null : token;
  }
}

export class SavesWhatItLooksFor extends BaseStore {
  static override caughtBy = ["find/changes-nothing"];
  static override repair =
    "Read only in `findToken`; whether to save what it gave is the caller's decision.";
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    if (found !== null) await this.saveToken(found);
    return found;
  }
}

export class TriesIdBeforeALoneRefreshToken extends BaseStore {
  static override caughtBy = ["find/every-combination"];
  static override repair =
    "Put the id at the end of the ladder for every token, with and without client credentials.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("id", "refresh_token", wanted));
  }
}

export class ForgetsTheClientIdWhenItChoosesTheOrder extends BaseStore {
  static override caughtBy = ["find/every-combination"];
  static override repair =
    "Choose the order of the keys by id or secret: either of them is a client credential.";
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, lookupKeys({ ...wanted, client_id: null }));
  }
}

export class ReplacesTheUserOfTheCaller extends BaseStore {
  static override caughtBy = ["find/miss-leaves-argument"];
  static override repair =
    "Keep a normalized user name in a local variable, and leave the token as it was when you " +
    "return `null`.";
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    if (found === null) token.setUserSignature(new UserSignature(""));
    return found;
  }
}

export class KeepsOldValuesInItsIndex extends BaseStore {
  static override caughtBy = ["find/replaced-value"];
  static override repair =
    "When a save replaces a value, remove the old value from the index in the same step.";
  readonly #byRefreshToken = new Map<string, string>();
  protected override matchToFind(wanted: TokenRow) {
    const id = this.#byRefreshToken.get(wanted.refresh_token ?? "");
    const row = this.rows.find((row) => row.id === id);
    const isMeant = row !== undefined && passesGuards(row, wanted, "refresh_token");
    return this.match(wanted) ?? (isMeant ? row : null);
  }
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    const { refresh_token, id } = rowFromToken(token);
    if (refresh_token !== null && id !== null) this.#byRefreshToken.set(refresh_token, id);
  }
}

export class KeepsDeletedTokensInItsCache extends BaseStore {
  static override caughtBy = ["find/deleted"];
  static override repair =
    "Clear the cache in `deleteToken` and `deleteTokens` as you do in `saveToken`.";
  readonly #cache = new Map<string, StoredRow>();
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted) ?? this.#cache.get(wanted.refresh_token ?? "") ?? null;
    if (row?.refresh_token && !wanted.user_name) this.#cache.set(row.refresh_token, row);
    return row;
  }
  override async saveToken(token: OAuthToken) {
    this.#cache.clear();
    await super.saveToken(token);
  }
}
