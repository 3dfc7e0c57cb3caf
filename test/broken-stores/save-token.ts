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
  static override repair =
    "Insert a token without a user too, its user name `NULL`; do not key the rows by user name.";
  protected override insert(given: TokenRow) {
    if (given.user_name !== null) return super.insert(given);
    return { ...given, id: "0" };
  }
}

export class RefusesALoneGrantToken extends BaseStore {
  static override caughtBy = ["save/inserts"];
  static override repair =
    "Refuse a token only if access, refresh and grant token are all blank; any one of them " +
    "will do.";
  protected override insert(given: TokenRow) {
    if (given.access_token === null && given.refresh_token === null) throw refusal("no token.");
    return super.insert(given);
  }
}

export class NeedsAClientOrAUser extends BaseStore {
  static override caughtBy = ["save/inserts-any-token"];
  static override repair =
    "Let the columns of user and client be `NULL`: a new token needs one of its three " +
    "tokens, and nothing else.";
  protected override insert(given: TokenRow) {
    const isKnown = given.user_name !== null || given.client_id !== null;
    if (isKnown || given.access_token !== null) return super.insert(given);
    throw refusal("the token has neither a client nor a user.");
  }
}

export class StoresNullAsText extends BaseStore {
  static override caughtBy = ["save/inserts-any-token", "save/own-id", "store/keeps-copies"];
  static override repair =
    "Bind values as parameters, and absent ones as `NULL`: a template that puts every value in " +
    'quotes writes the text "null".';
  protected override insert(given: TokenRow) {
    const saved = super.insert(given);
    const text = COLUMNS.map((column) => [column, `${saved[column]}`]);
    this.write([...this.rows.slice(0, -1), Object.fromEntries(text) as StoredRow]);
    return saved;
  }
}

export class LosesTheExpiry extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  static override repair =
    "Write `getExpiresIn()` into the row: name all ten columns in the `INSERT`.";
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, expiry_time: null });
  }
}

export class KeepsTheExpiryInSeconds extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  static override repair =
    "Store the expiry as the string that it is, or in a column for milliseconds; `DATETIME` " +
    "and Unix time keep whole seconds.";
  protected override insert(given: TokenRow) {
    const seconds = Math.floor(Number(given.expiry_time) / 1000);
    return super.insert({ ...given, expiry_time: given.expiry_time && `${seconds}000` });
  }
}

export class LosesTheApiDomain extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  static override repair =
    "Write `getAPIDomain()` into the row, and add the column where an older table lacks it.";
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, api_domain: null });
  }
}

export class LosesTheGrantTokenOnceThereIsAnother extends BaseStore {
  static override caughtBy = ["save/keeps-every-field"];
  static override repair =
    "Store the grant token although it is spent: after a restart the row is looked up by it.";
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, grant_token: given.refresh_token ? null : given.grant_token });
  }
}

export class StoresABlankNameAsAUser extends BaseStore {
  static override caughtBy = ["save/blank-user-is-no-user"];
  static override repair =
    "Store a blank name as `NULL`, and look rows up by name only where the token bears one.";
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
  static override repair =
    "Call `token.setId(id)` once the row is inserted, with the id that it is stored under.";
  override async saveToken(token: OAuthToken) {
    const before = this.read(token).id;
    const isNew = this.match(this.read(token)) === null;
    await super.saveToken(token);
    if (isNew) token.setId(before);
  }
}

export class SetsANumberForTheId extends BaseStore {
  static override caughtBy = ["save/sets-id-on-insert"];
  static override repair =
    "Set the id by `token.setId(String(result.insertId))`: a driver gives a number, which " +
    "equals no stored id.";
  override async saveToken(token: OAuthToken) {
    const isNew = this.match(this.read(token)) === null && token.getId() === null;
    await super.saveToken(token);
    if (isNew) token.setId(this.rows.length as unknown as string);
  }
}

export class MakesUuids extends BaseStore {
  static override caughtBy = ["save/ids-fit-the-column"];
  static override repair =
    "Draw ten random characters instead of a UUID: it has 36, and the column takes 10.";
  protected override insert(given: TokenRow) {
    const saved = { ...super.insert(given), id: given.id ?? crypto.randomUUID() };
    this.write([...this.rows.slice(0, -1), saved]);
    return saved;
  }
}

export class IgnoresTheTokensOwnId extends BaseStore {
  static override caughtBy = ["save/own-id"];
  static override repair =
    "Insert under `token.getId()` where it is set and free; make an id only where it is blank.";
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, id: null });
  }
}

export class KeepsIdsInAnIntegerColumn extends BaseStore {
  static override caughtBy = ["save/own-id"];
  static override repair =
    "Make the id column `varchar(10)`: the ids that other stores have made hold letters and " +
    "leading zeros.";
  protected override insert(given: TokenRow) {
    if (given.id !== null && !/^[1-9]\d*$/.test(given.id)) throw refusal("datatype mismatch.");
    return super.insert(given);
  }
}

export class NamesFilesByIdOnADiskThatIgnoresCase extends BaseStore {
  static override caughtBy = ["save/own-ids-exact"];
  static override repair =
    "Encode the id into the file's name, as hex for example, so that `a1` and `A1` are two files.";
  protected override insert(given: TokenRow) {
    const saved = super.insert(given);
    const isOther = (row: StoredRow) => row.id.toLowerCase() !== saved.id.toLowerCase();
    this.write(this.rows.filter((row) => row.id === saved.id || isOther(row)));
    return saved;
  }
}

export class OverwritesTheTokenWhoseIdIsTaken extends BaseStore {
  static override caughtBy = ["save/taken-id-rejects"];
  static override repair =
    "Insert by a plain `INSERT`, not by `REPLACE` or an upsert on the id, and reject when " +
    "the id is in use.";
  protected override insert(given: TokenRow) {
    const taken = this.rows.find((row) => row.id === given.id);
    if (taken === undefined) return super.insert(given);
    return this.update(taken, given);
  }
}

export class CutsLongIds extends BaseStore {
  static override caughtBy = ["save/long-id-rejects"];
  static override repair =
    "Reject an id of more than 10 characters before you write; neither `slice` it nor let " +
    "the column cut it.";
  protected override insert(given: TokenRow) {
    return super.insert({ ...given, id: given.id?.slice(0, 10) ?? null });
  }
}

export class StoresEmptyTokens extends BaseStore {
  static override caughtBy = ["save/nothing-to-store"];
  static override repair =
    "Reject a token that matches no row and has neither access, refresh nor grant token, " +
    "before you insert.";
  protected override insert(given: TokenRow) {
    const saved = super.insert({ ...given, access_token: given.access_token ?? "none" });
    const asGiven = { ...saved, access_token: given.access_token };
    this.write([...this.rows.slice(0, -1), asGiven]);
    return asGiven;
  }
}

export class InsertsTheSameUserAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-user"];
  static override repair =
    "Look for the user's row before you insert, and update it where there is one.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("user_name", given));
  }
}

export class InsertsTheSameAccessTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-access-token"];
  static override repair =
    "Look a token without client credentials up by its access token before you insert it.";
  protected override matchToSave(given: TokenRow) {
    if (hasClient(given)) return this.match(given);
    return this.matchBy(given, keysWithout("access_token", given));
  }
}

export class InsertsTheSameGrantTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-grant-token"];
  static override repair =
    "Look for a row with the same grant token before you insert; it gets its refresh token " +
    "by an update.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("grant_token", given));
  }
}

export class InsertsTheSameRefreshTokenAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-refresh-token"];
  static override repair =
    "Look for a row with the same refresh token before you insert: each refresh brings it again.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("refresh_token", given));
  }
}

export class InsertsTheSameAccessTokenBesideClientAgain extends BaseStore {
  static override caughtBy = ["save/updates-by-access-token-with-client"];
  static override repair =
    "Let `saveToken` call the same lookup as `findToken`, which ends with the access token " +
    "and the id.";
  protected override matchToSave(given: TokenRow) {
    if (!hasClient(given)) return this.match(given);
    return this.matchBy(given, keysWithout("access_token", given));
  }
}

export class NeverUpdatesById extends BaseStore {
  static override caughtBy = ["save/updates-by-id"];
  static override repair =
    "Where no other key finds a row, look for the token's id, and update that row instead of " +
    "inserting.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysWithout("id", given));
  }
}

export class UpdatesEveryRow extends BaseStore {
  static override caughtBy = ["save/changes-one-row"];
  static override repair =
    "Give the `UPDATE` its `WHERE id = ?`, with the id of the row that matched.";
  protected override update(match: StoredRow, given: TokenRow) {
    const saved = this.merge(match, given);
    const others = { ...given, user_name: null };
    this.write(this.rows.map((row) => (row === match ? saved : this.merge(row, others))));
    return saved;
  }
}

export class ErasesWhatTheTokenLacks extends BaseStore {
  static override caughtBy = ["save/blank-keeps-stored"];
  static override repair =
    "Write only the fields that the token carries: merge it over the row, or set " +
    "`COALESCE(?, column)`.";
  protected override merge(match: StoredRow, given: TokenRow) {
    return { ...given, id: match.id };
  }
}

export class ErasesByEmptyStrings extends BaseStore {
  static override caughtBy = ["save/empty-keeps-stored"];
  static override repair =
    'Take `""` for absent when you merge: `given || stored`, not `given ?? stored`.';
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
  static override repair =
    "Add `expiry_time` to the columns that the `UPDATE` sets: it changes with every access token.";
  protected override merge(match: StoredRow, given: TokenRow) {
    return super.merge(match, { ...given, expiry_time: match.expiry_time });
  }
}

export class NeverClaims extends BaseStore {
  static override caughtBy = ["save/claims"];
  static override repair =
    "Set the user name like any other column, so that a row without a user becomes the user's.";
  protected override merge(match: StoredRow, given: TokenRow) {
    return super.merge(match, { ...given, user_name: match.user_name });
  }
}

export class TakesOverAnotherUsersToken extends BaseStore {
  static override caughtBy = ["save/never-takes-over"];
  static override repair =
    "Before you update a row, compare its user name with the token's; where both are there " +
    "and differ, insert.";
  protected override matchToSave(given: TokenRow) {
    if (given.user_name === null) return this.match(given);
    return this.matchBy({ ...given, user_name: null }, keysWithout("id", given));
  }
}

export class UpsertsByAnIndexThatIgnoresTrailingSpaces extends BaseStore {
  static override caughtBy = ["save/exact"];
  static override repair =
    "Give the unique index on the user name a binary collation that does not pad: an upsert " +
    "compares by the index's, not by yours.";
  protected override insert(given: TokenRow) {
    const name = given.user_name?.trimEnd();
    const same = this.rows.find((row) => name !== undefined && row.user_name?.trimEnd() === name);
    return same === undefined ? super.insert(given) : this.update(same, given);
  }
}

export class MergesTheTokensOfTwoClients extends BaseStore {
  static override caughtBy = ["save/never-across-clients"];
  static override repair =
    "Match tokens together with their client id, and let no upsert rest on a token column alone.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy({ ...given, client_id: null }, lookupKeys(given));
  }
}

export class InsertsAgainAfterASecretIsRotated extends BaseStore {
  static override caughtBy = ["save/rotated-secret"];
  static override repair =
    "Take the client secret out of the condition that finds the row to update; set it like " +
    "any other value.";
  protected override matchToSave(given: TokenRow) {
    const row = this.match(given);
    const [stored, secret] = [row?.client_secret, given.client_secret];
    return given.user_name === null && stored && secret && stored !== secret ? null : row;
  }
}

export class ReplacesTheIdOfTheRow extends BaseStore {
  static override caughtBy = ["save/keeps-row-id"];
  static override repair =
    "Leave `id` out of the `SET` list: the row keeps its id, whatever id the token carries.";
  protected override merge(match: StoredRow, given: TokenRow) {
    return { ...super.merge(match, given), id: given.id ?? match.id };
  }
}

export class SetsNoIdOnUpdate extends BaseStore {
  static override caughtBy = ["save/sets-id-on-update"];
  static override repair = "Call `token.setId(row.id)` after an update as you do after an insert.";
  override async saveToken(token: OAuthToken) {
    const before = this.read(token).id;
    const isKnown = this.match(this.read(token)) !== null;
    await super.saveToken(token);
    if (isKnown) token.setId(before);
  }
}

export class GivesTheSavedToken extends BaseStore {
  static override caughtBy = ["store/resolves-to-nothing"];
  static override repair =
    "Await the write, and return nothing: no `return token`, and no driver's result.";
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    return token as unknown as undefined;
  }
}

export class CompletesTheTokenThatItSaves extends BaseStore {
  static override caughtBy = ["save/only-sets-id"];
  static override repair =
    "Merge token and row into a new row; the only setter to call on the given token is `setId`.";
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    await this.findToken(token);
  }
}

export class InsertsWhenTheUpdateChangedNothing extends BaseStore {
  static override caughtBy = ["save/again-adds-nothing"];
  static override repair =
    "Decide by whether a row matches, not by `affectedRows`: MySQL counts only rows that " +
    "have changed.";
  protected override update(match: StoredRow, given: TokenRow) {
    const saved = this.merge(match, given);
    const changed = COLUMNS.filter((column) => saved[column] !== match[column]).length;
    return changed > 0 ? super.update(match, given) : this.insert({ ...given, id: null });
  }
}

export class ClaimsARowForAUserWhoHasOne extends BaseStore {
  static override caughtBy = ["save/one-row-a-user"];
  static override repair =
    "Look by user name before any other key, so that a user who has a row keeps it.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysMoved("refresh_token", "user_name", given));
  }
}

export class MarksTheTokenBeforeItIsSaved extends BaseStore {
  static override caughtBy = ["save/refused-changes-nothing", "failure/broken-changes-nothing"];
  static override repair = "Set the id on the token last, when nothing can fail any more.";
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

export class MarksTheTokenBeforeItIsChecked extends BaseStore {
  static override caughtBy = ["save/refused-changes-nothing"];
  static override repair =
    "Check first whether the token can be stored, then make its id, and set it once the row " +
    "is written.";
  override async saveToken(token: OAuthToken) {
    const given = this.read(token);
    if (this.match(given) === null) token.setId(given.id ?? crypto.randomUUID().slice(-10));
    await super.saveToken(token);
  }
}

export class UpdatesByIdBeforeALoneRefreshToken extends BaseStore {
  static override caughtBy = ["save/every-combination"];
  static override repair =
    "Try the id after all other keys; do not begin `saveToken` with `if (token.getId())`.";
  protected override matchToSave(given: TokenRow) {
    return this.matchBy(given, keysMoved("id", "refresh_token", given));
  }
}
