/**
 * Stores with a mistake in `saveToken`.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import { lookupKeys } from "../../src/token-matching.js";
import { COLUMNS, refusal, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";
import { hasClient, keysMoved, keysWithout } from "./keys.js";

export class DropsTokensWithoutAUser extends BaseStore {
  static override caughtBy = ["save/inserts"];
  protected override insert(given: TokenRow) {
    if (given.user_name !== null) return super.insert(given);
    return { ...given, id: "0" };
  }
}

export class RefusesALoneGrantToken extends BaseStore {
  static override caughtBy = ["save/inserts"];
  protected override insert(given: TokenRow) {
    if (given.access_token === null && given.refresh_token === null) throw refusal("no token.");
    return super.insert(given);
  }
}

export class NeedsAClientOrAUser extends BaseStore {
  static override caughtBy = ["save/inserts-any-token"];
  protected override insert(given: TokenRow) {
    const isKnown = given.user_name !== null || given.client_id !== null;
    if (isKnown || given.access_token !== null) return super.insert(given);
    throw refusal("the token has neither a client nor a user.");
  }
}

export class LosesTheExpiry extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, expiry_time: null });
  }
}

export class LosesTheApiDomain extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, api_domain: null });
  }
}

export class LosesTheGrantTokenOnceThereIsAnother extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, grant_token: given.refresh_token ? null : given.grant_token });
  }
}

export class StoresABlankNameAsAUser extends BaseStore {
  static override caughtBy = ["save/blank-user-is-no-user"];
  #blank: StoredRow | null = null;
  override async saveToken(token: OAuthToken) {
    const isBlank = !this.read(token).user_name && token.getUserSignature() !== null;
    if (isBlank && this.#blank !== null) token.setId(this.#blank.id);
    else await super.saveToken(token);
    if (isBlank) this.#blank = this.rows.find((row) => row.id === token.getId()) ?? null;
  }
}

export class SetsNoIdOnInsert extends BaseStore {
  static override caughtBy = ["save/sets-id-on-insert"];
  override async saveToken(token: OAuthToken) {
    const before = this.read(token).id;
    const isNew = this.match(this.read(token)) === null;
    await super.saveToken(token);
    if (isNew) token.setId(before);
  }
}

export class MakesUuids extends BaseStore {
  static override caughtBy = ["save/ids-fit-the-column"];
  protected override insert(given: TokenRow) {
    const saved = { ...super.insert(given), id: given.id ?? crypto.randomUUID() };
    this.write([...this.rows.slice(0, -1), saved]);
    return saved;
  }
}

export class TakesTheGreatestIdAsText extends BaseStore {
  static override caughtBy = [
    "save/distinct-ids",
    "store/ids-never-reused",
    "store/ids-never-reused-after-delete-all",
    "store/reopen-never-reuses-ids",
  ];
  protected override insert(given: TokenRow) {
    const greatest = this.rows
      .map((row) => row.id)
      .sort()
      .at(-1);
    const saved = { ...super.insert(given), id: given.id ?? String(Number(greatest ?? 0) + 1) };
    this.write([...this.rows.slice(0, -1), saved]);
    return saved;
  }
}

export class IgnoresTheTokensOwnId extends BaseStore {
  static override caughtBy = ["save/own-id"];
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, id: null });
  }
}

export class NamesFilesByIdOnADiskThatIgnoresCase extends BaseStore {
  static override caughtBy = ["save/own-ids-exact"];
  protected override insert(given: TokenRow) {
    const saved = super.insert(given);
    const isOther = (row: StoredRow) => row.id.toLowerCase() !== saved.id.toLowerCase();
    this.write(this.rows.filter((row) => row.id === saved.id || isOther(row)));
    return saved;
  }
}

export class OverwritesTheTokenWhoseIdIsTaken extends BaseStore {
  static override caughtBy = ["save/taken-id-rejects"];
  protected override insert(given: TokenRow) {
    const taken = this.rows.find((row) => row.id === given.id);
    if (taken === undefined) return super.insert(given);
    return this.update(taken, given);
  }
}

export class CutsLongIds extends BaseStore {
  static override caughtBy = ["save/long-id-rejects"];
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, id: given.id?.slice(0, 10) ?? null });
  }
}

export class StoresEmptyTokens extends BaseStore {
  static override caughtBy = ["save/nothing-to-store"];
  protected override insert(given: TokenRow) {
    const saved = super.insert({ ...given, access_token: given.access_token ?? "none" });
    const asGiven = { ...saved, access_token: given.access_token };
    this.write([...this.rows.slice(0, -1), asGiven]);
    return asGiven;
  }
}

export class InsertsTheSameUserAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-user"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("user_name", given));
  }
}

export class InsertsTheSameAccessTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-access-token"];
  protected override matchToSave(given: TokenRow) {
    if (hasClient(given)) return this.match(given);
    return this.matchBy(given, keysWithout("access_token", given));
  }
}

export class InsertsTheSameGrantTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-grant-token"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("grant_token", given));
  }
}

export class InsertsTheSameRefreshTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-refresh-token"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("refresh_token", given));
  }
}

export class InsertsTheSameAccessTokenBesideClientAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-access-token-with-client"];
  protected override matchToSave(given: TokenRow) {
    if (!hasClient(given)) return this.match(given);
    return this.matchBy(given, keysWithout("access_token", given));
  }
}

export class NeverUpdatesById extends BaseStore {
  static override caughtBy = ["save/updates-by-id"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("id", given));
  }
}

export class UpdatesEveryRow extends BaseStore {
  static override caughtBy = ["save/changes-one-row"];
  protected override update(match: StoredRow, given: TokenRow) {
    const saved = this.merge(match, given);
    const others = { ...given, user_name: null };
    this.write(this.rows.map((row) => (row === match ? saved : this.merge(row, others))));
    return saved;
  }
}

export class ErasesWhatTheTokenLacks extends BaseStore {
  static override caughtBy = ["save/blank-keeps-stored"];
  protected override merge(match: StoredRow, given: TokenRow) {
    return { ...given, id: match.id };
  }
}

export class ErasesByEmptyStrings extends BaseStore {
  static override caughtBy = ["save/empty-keeps-stored"];
  override async saveToken(token: OAuthToken) {
    const isErased = this.read(token).refresh_token === null && token.getRefreshToken() === "";
    await super.saveToken(token);
    if (!isErased) return;
    const erase = (row: StoredRow) =>
      row.id === token.getId() ? { ...row, refresh_token: null } : row;
    this.write(this.rows.map(erase));
  }
}

export class NeverUpdatesTheExpiry extends BaseStore {
  static override caughtBy = ["save/updates-every-field"];
  protected override merge(match: StoredRow, given: TokenRow) {
    return super.merge(match, { ...given, expiry_time: match.expiry_time });
  }
}

export class NeverClaims extends BaseStore {
  static override caughtBy = ["save/claims"];
  protected override merge(match: StoredRow, given: TokenRow) {
    return super.merge(match, { ...given, user_name: match.user_name });
  }
}

export class TakesOverAnotherUsersToken extends BaseStore {
  static override caughtBy = ["save/never-takes-over"];
  protected override matchToSave(given: TokenRow) {
    if (given.user_name === null) return this.match(given);
    return this.matchBy({ ...given, user_name: null }, keysWithout("id", given));
  }
}

export class MergesTheTokensOfTwoClients extends BaseStore {
  static override caughtBy = ["save/never-across-clients"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy({ ...given, client_id: null }, lookupKeys(given));
  }
}

export class InsertsAgainAfterASecretIsRotated extends BaseStore {
  static override caughtBy = ["save/rotated-secret"];
  protected override matchToSave(given: TokenRow) {
    const row = this.match(given);
    const [stored, secret] = [row?.client_secret, given.client_secret];
    return given.user_name === null && stored && secret && stored !== secret ? null : row;
  }
}

export class ReplacesTheIdOfTheRow extends BaseStore {
  static override caughtBy = ["save/keeps-row-id"];
  protected override merge(match: StoredRow, given: TokenRow) {
    return { ...super.merge(match, given), id: given.id ?? match.id };
  }
}

export class SetsNoIdOnUpdate extends BaseStore {
  static override caughtBy = ["save/sets-id-on-update"];
  override async saveToken(token: OAuthToken) {
    const before = this.read(token).id;
    const isKnown = this.match(this.read(token)) !== null;
    await super.saveToken(token);
    if (isKnown) token.setId(before);
  }
}

export class GivesTheSavedToken extends BaseStore {
  static override caughtBy = ["store/resolves-to-nothing"];
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    return token as unknown as undefined;
  }
}

export class CompletesTheTokenThatItSaves extends BaseStore {
  static override caughtBy = ["save/only-sets-id"];
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    await this.findToken(token);
  }
}

export class InsertsWhenTheUpdateChangedNothing extends BaseStore {
  static override caughtBy = ["save/again-adds-nothing", "parallel/one-new-user"];
  protected override update(match: StoredRow, given: TokenRow) {
    const saved = this.merge(match, given);
    const changed = COLUMNS.filter((column) => saved[column] !== match[column]).length;
    return changed > 0 ? super.update(match, given) : this.insert({ ...given, id: null });
  }
}

export class ClaimsARowForAUserWhoHasOne extends BaseStore {
  static override caughtBy = ["save/one-row-a-user"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysMoved("refresh_token", "user_name", given));
  }
}

export class MarksTheTokenBeforeItIsSaved extends BaseStore {
  static override caughtBy = ["save/refused-changes-nothing", "failure/broken-changes-nothing"];
  override async saveToken(token: OAuthToken) {
    const before = this.read(token);
    token.setId(before.id ?? "pending");
    try {
      await super.saveToken(token);
    } catch (error) {
      token.setId("failed");
      throw error;
    }
  }
  protected override insert(given: TokenRow) {
    return super.insert(given.id === "pending" ? { ...given, id: null } : given);
  }
}

export class UpdatesByIdBeforeALoneRefreshToken extends BaseStore {
  static override caughtBy = ["save/every-combination"];
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysMoved("id", "refresh_token", given));
  }
}
