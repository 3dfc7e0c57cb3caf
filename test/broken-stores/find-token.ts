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
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("user_name", wanted));
  }
}

export class FindsNoAccessToken extends BaseStore {
  static override caughtBy = ["find/by-access-token"];
  protected override matchToFind(wanted: TokenRow) {
    if (hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysWithout("access_token", wanted));
  }
}

export class FindsNoGrantToken extends BaseStore {
  static override caughtBy = ["find/by-grant-token"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("grant_token", wanted));
  }
}

export class FindsNoRefreshToken extends BaseStore {
  static override caughtBy = ["find/by-refresh-token"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("refresh_token", wanted));
  }
}

export class FindsNoAccessTokenBesideClient extends BaseStore {
  static override caughtBy = ["find/by-access-token-with-client"];
  protected override matchToFind(wanted: TokenRow) {
    if (!hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysWithout("access_token", wanted));
  }
}

export class FindsNoId extends BaseStore {
  static override caughtBy = ["find/by-id"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysWithout("id", wanted));
  }
}

export class TriesAccessTokenBeforeUser extends BaseStore {
  static override caughtBy = ["find/user-before-access-token"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("access_token", "user_name", wanted));
  }
}

export class TriesGrantTokenBeforeAccessToken extends BaseStore {
  static override caughtBy = ["find/access-token-before-grant-token"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("grant_token", "access_token", wanted));
  }
}

export class TriesRefreshTokenBeforeGrantToken extends BaseStore {
  static override caughtBy = ["find/grant-token-before-refresh-token"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("refresh_token", "grant_token", wanted));
  }
}

export class TriesAccessTokenBeforeRefreshToken extends BaseStore {
  static override caughtBy = ["find/refresh-token-before-access-token"];
  protected override matchToFind(wanted: TokenRow) {
    if (!hasClient(wanted)) return this.match(wanted);
    return this.matchBy(wanted, keysMoved("access_token", "refresh_token", wanted));
  }
}

export class TriesIdBeforeAccessToken extends BaseStore {
  static override caughtBy = ["find/access-token-before-id"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("id", "access_token", wanted));
  }
}

export class TriesOnlyTheStrongestKey extends BaseStore {
  static override caughtBy = ["find/falls-through"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, lookupKeys(wanted).slice(0, 1));
  }
}

export class ForgetsWhoOwnsTheToken extends BaseStore {
  static override caughtBy = ["find/never-another-users"];
  protected override matchToFind(wanted: TokenRow) {
    const keys = lookupKeys(wanted);
    return this.matchBy({ ...wanted, user_name: null }, keys);
  }
}

export class HidesOwnedTokensFromOtherKeys extends BaseStore {
  static override caughtBy = ["find/owned-by-key"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isHidden = row !== null && row.user_name !== null && wanted.user_name === null;
    return isHidden && wanted.id === null ? null : row;
  }
}

export class IgnoresTheClientId extends BaseStore {
  static override caughtBy = ["find/never-another-clients"];
  protected override matchToFind(wanted: TokenRow) {
    const keys = lookupKeys(wanted);
    return this.matchBy({ ...wanted, client_id: null }, keys);
  }
}

export class DemandsTheClientOfAUserToo extends BaseStore {
  static override caughtBy = ["find/user-across-clients"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isOther = row?.client_id && wanted.client_id && row.client_id !== wanted.client_id;
    return isOther && wanted.user_name !== null ? null : row;
  }
}

export class GuardsTheIdByTheClient extends BaseStore {
  static override caughtBy = ["find/id-across-clients"];
  protected override passes(row: StoredRow, wanted: TokenRow, key: LookupKey) {
    const isOther = row.client_id && wanted.client_id && row.client_id !== wanted.client_id;
    return super.passes(row, wanted, key) && !(key.column === "id" && isOther);
  }
}

export class DemandsTheClientOnBothSides extends BaseStore {
  static override caughtBy = ["find/client-on-one-side"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const isByToken = row !== null && wanted.user_name === null && wanted.id === null;
    return isByToken && row.client_id !== wanted.client_id ? null : row;
  }
}

export class ComparesTheClientSecret extends BaseStore {
  static override caughtBy = ["find/secret-not-compared"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const [stored, given] = [row?.client_secret, wanted.client_secret];
    return wanted.user_name === null && stored && given && stored !== given ? null : row;
  }
}

export class ComparesTheClientSecretOfAGrantToken extends BaseStore {
  static override caughtBy = ["find/secret-not-compared"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const [stored, given] = [row?.client_secret, wanted.client_secret];
    const isByGrant = wanted.grant_token !== null && wanted.user_name === null;
    return isByGrant && stored && given && stored !== given ? null : row;
  }
}

export class GivesTheFirstRowWithoutAKey extends BaseStore {
  static override caughtBy = ["find/no-key", "find/client-is-no-key"];
  protected override matchToFind(wanted: TokenRow) {
    if (lookupKeys(wanted).length > 0) return this.match(wanted);
    return this.rows[0] ?? null;
  }
}

export class TakesTheClientForAKey extends BaseStore {
  static override caughtBy = ["find/client-is-no-key"];
  protected override matchToFind(wanted: TokenRow) {
    if (lookupKeys(wanted).length > 0 || wanted.client_id === null) return this.match(wanted);
    return this.rows.find((row) => row.client_id === wanted.client_id) ?? null;
  }
}

export class TakesAnEmptyStringForAKey extends BaseStore {
  static override caughtBy = ["find/blank-is-no-key"];
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    const row = this.rows.find((row) => row.grant_token === null);
    const isWanted = found === null && token.getGrantToken() === "" && row !== undefined;
    return isWanted ? this.complete(token, row) : found;
  }
}

export class TakesABlankNameForAUser extends BaseStore {
  static override caughtBy = ["find/blank-user-is-no-user"];
  override async findToken(token: OAuthToken) {
    return token.getUserSignature()?.getName() === "" ? null : super.findToken(token);
  }
}

export class IgnoresCase extends BaseStore {
  static override caughtBy = ["find/exact"];
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.toLowerCase() === wanted.toLowerCase();
  }
}

export class IgnoresAccents extends BaseStore {
  static override caughtBy = ["find/exact"];
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.localeCompare(wanted, "en", { sensitivity: "case" }) === 0;
  }
}

export class IgnoresTrailingSpaces extends BaseStore {
  static override caughtBy = ["find/exact"];
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.trimEnd() === wanted.trimEnd();
  }
}

export class ComparesNumbersByValue extends BaseStore {
  static override caughtBy = ["find/exact"];
  protected override isSame(stored: string | null, wanted: string) {
    return stored === wanted || Number(stored ?? Number.NaN) === Number(wanted);
  }
}

export class LooksUpWithLike extends BaseStore {
  static override caughtBy = ["find/exact"];
  protected override isSame(stored: string | null, wanted: string) {
    if (wanted.length > 255) return stored === wanted;
    const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const like = new RegExp(`^${escaped.replaceAll("%", ".*").replaceAll("_", ".")}$`, "s");
    return stored !== null && like.test(stored);
  }
}

export class MixesTiedTokens extends BaseStore {
  static override caughtBy = ["find/tie"];
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
  override async findToken(token: OAuthToken) {
    return (await super.findToken(token)) ?? (undefined as unknown as null);
  }
}

export class FillsTheTokenBeforeItKnows extends BaseStore {
  static override caughtBy = ["find/miss-leaves-argument"];
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    const near = this.rows.find((row) => row.client_id === token.getClientId());
    if (found === null && near !== undefined) this.complete(token, near);
    return found;
  }
}

export class GivesAFreshToken extends BaseStore {
  static override caughtBy = ["find/same-object", "find/completes"];
  protected override complete(_token: OAuthToken, row: StoredRow) {
    return this.give(row);
  }
}

export class GivesACopyOfTheToken extends BaseStore {
  static override caughtBy = ["find/same-object"];
  protected override complete(token: OAuthToken, row: StoredRow) {
    const completed = this.read(super.complete(token, row));
    return tokenFromRow({ ...completed, id: row.id });
  }
}

export class LosesTheApiDomainOnTheWayOut extends BaseStore {
  static override caughtBy = ["find/completes"];
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, api_domain: null });
  }
}

export class LosesTheExpiryOnTheWayOut extends BaseStore {
  static override caughtBy = ["find/completes"];
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, expiry_time: null });
  }
}

export class OverwritesWhatTheCallerFilled extends BaseStore {
  static override caughtBy = ["find/keeps-filled-fields"];
  protected override complete(token: OAuthToken, row: StoredRow) {
    super.complete(token, row);
    if (row.client_secret !== null) token.setClientSecret(row.client_secret);
    return token;
  }
}

export class KeepsTheIdOfTheCaller extends BaseStore {
  static override caughtBy = ["find/id-is-the-rows"];
  protected override complete(token: OAuthToken, row: StoredRow) {
    return super.complete(token, { ...row, id: token.getId() ?? row.id });
  }
}

export class HidesExpiredTokens extends BaseStore {
  static override caughtBy = ["find/expired"];
  protected override matchToFind(wanted: TokenRow) {
    const row = this.match(wanted);
    const expiry = row?.expiry_time ?? "";
    return /^\d{13}$/.test(expiry) && Number(expiry) < Date.now() ? null : row;
  }
}

export class SavesWhatItLooksFor extends BaseStore {
  static override caughtBy = ["find/changes-nothing"];
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    if (found !== null) await this.saveToken(found);
    return found;
  }
}

export class TriesIdBeforeALoneRefreshToken extends BaseStore {
  static override caughtBy = ["find/every-combination"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, keysMoved("id", "refresh_token", wanted));
  }
}

export class ForgetsTheClientIdWhenItChoosesTheOrder extends BaseStore {
  static override caughtBy = ["find/every-combination"];
  protected override matchToFind(wanted: TokenRow) {
    return this.matchBy(wanted, lookupKeys({ ...wanted, client_id: null }));
  }
}

export class ReplacesTheUserOfTheCaller extends BaseStore {
  static override caughtBy = ["find/miss-leaves-argument"];
  override async findToken(token: OAuthToken) {
    const found = await super.findToken(token);
    if (found === null) token.setUserSignature(new UserSignature(""));
    return found;
  }
}

export class KeepsOldValuesInItsIndex extends BaseStore {
  static override caughtBy = ["find/replaced-value"];
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
