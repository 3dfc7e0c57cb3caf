/**
 * Stores with a mistake in `deleteToken`, `getTokens`, `deleteTokens` or `findTokenById`.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import { refusal, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";

export class DeletesNothing extends BaseStore {
  static override caughtBy = ["delete/removes"];
  static override repair =
    "Write back the rows that are left; building the filtered list changes nothing.";
  override async deleteToken(id: string) {
    this.rows.filter((row) => row.id !== id);
  }
}

export class DeletesFromThatRowOn extends BaseStore {
  static override caughtBy = ["delete/only-that-one"];
  static override repair =
    "Remove one row: `splice(index, 1)`. Without the count it removes all that follow.";
  override async deleteToken(id: string) {
    const index = this.rows.findIndex((row) => row.id === id);
    if (index !== -1) this.write(this.rows.slice(0, index));
  }
}

export class DeletesTheLastForAnUnknownId extends BaseStore {
  static override caughtBy = ["delete/unknown-id", "delete/exact-id"];
  static override repair =
    "Return when `findIndex` gives -1: `splice(-1, 1)` removes the last row.";
  override async deleteToken(id: string) {
    const index = this.rows.findIndex((row) => row.id === id);
    this.write(this.rows.toSpliced(index, 1));
  }
}

export class RejectsToDeleteAnUnknownId extends BaseStore {
  static override caughtBy = ["delete/unknown-id"];
  static override repair =
    "Resolve when no row had the id: `affectedRows === 0` and `ENOENT` are no errors here.";
  override async deleteToken(id: string) {
    if (!this.rows.some((row) => row.id === id)) throw refusal("there is no such token.");
    await super.deleteToken(id);
  }
}

export class DeletesAllForABlankId extends BaseStore {
  static override caughtBy = ["delete/blank-id"];
  static override repair =
    "Return at once for a blank id, and never leave out the condition of a delete.";
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => id && row.id !== id));
  }
}

export class DeletesByNumber extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  static override repair =
    "Keep ids as text, and bind the id as a string; do not convert either side by `Number()`.";
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => row.id !== id && Number(row.id) !== Number(id || "-1")));
  }
}

export class DeletesWhateverTheCase extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  static override repair =
    "Delete where `row.id === id`, without `toLowerCase()`; in SQL, give the id a binary " +
    "collation.";
  override async deleteToken(id: string) {
    const wanted = String(id).toLowerCase();
    this.write(
      this.rows.filter((row) => row.id.toLowerCase() !== wanted || typeof id !== "string"),
    );
  }
}

export class TakesAnObjectForACondition extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  static override repair =
    "Return when the id is not a string, before a driver takes an object such as `{ $ne: " +
    "null }` for an operator.";
  override async deleteToken(id: string) {
    const isCondition = typeof id === "object" && id !== null && "$ne" in id;
    this.write(this.rows.filter((row) => row.id !== id && !isCondition));
  }
}

export class RunsTheIdAsACondition extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  static override repair =
    "Bind the id as a parameter, `WHERE id = ?`, instead of joining it into the SQL.";
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => row.id !== id && !/\bOR\b.*=/.test(id ?? "")));
  }
}

export class ListsOnlyTheFirstTen extends BaseStore {
  static override caughtBy = ["get/all"];
  static override repair = "Take the `LIMIT` out of the query: `getTokens` gives every row.";
  override async getTokens() {
    return (await super.getTokens()).slice(0, 10);
  }
}

export class ListsOnlyTheFirstPage extends BaseStore {
  static override caughtBy = ["get/all"];
  static override repair =
    "Follow the cursor until no page is left (in DynamoDB `LastEvaluatedKey`), and resolve " +
    "only then.";
  override async getTokens() {
    return (await super.getTokens()).slice(0, 100);
  }
}

export class ListsTokensTwice extends BaseStore {
  static override caughtBy = ["get/all"];
  static override repair =
    "Begin each page after the last row of the page before, and add each row once.";
  override async getTokens() {
    const tokens = await super.getTokens();
    return tokens.length > 10 ? [...tokens, ...tokens] : tokens;
  }
}

export class ListsWithoutTheClientSecret extends BaseStore {
  static override caughtBy = ["get/complete"];
  static override repair =
    "Select all ten columns, secrets included; hide them where tokens are printed, not where " +
    "they are read.";
  override async getTokens() {
    return this.rows.map((row) => this.give({ ...row, client_secret: null }));
  }
}

export class GivesNullWhenThereAreNone extends BaseStore {
  static override caughtBy = ["get/none"];
  static override repair =
    "Return the array as it is, `[]` included; drop the branch that gives `null` for an empty one.";
  override async getTokens() {
    const tokens = await super.getTokens();
    return tokens.length === 0 ? (null as unknown as OAuthToken[]) : tokens;
  }
}

export class ListsAnIterator extends BaseStore {
  static override caughtBy = ["get/none", "store/gives-sdk-tokens"];
  static override repair =
    "Return `[...map.values()]`: what `values()` gives is no array, and is used up once it " +
    "is looped over.";
  override async getTokens() {
    return (await super.getTokens()).values() as unknown as OAuthToken[];
  }
}

export class SkipsEveryOtherTokenWhenDeletingAll extends BaseStore {
  static override caughtBy = ["delete-all/removes-all"];
  static override repair =
    "Replace the whole list at once: a loop that removes while it counts up skips every other row.";
  override async deleteTokens() {
    const left = [...this.rows];
    for (let index = 0; index < left.length; index++) left.splice(index, 1);
    this.write(left);
  }
}

export class DeletesOnlyTheFirstBatch extends BaseStore {
  static override caughtBy = ["delete-all/removes-all"];
  static override repair =
    "Go on deleting until no row is left: a batch takes so many rows (in DynamoDB 25), and " +
    "the rest is yours to repeat.";
  override async deleteTokens() {
    this.write(this.rows.slice(25));
  }
}

export class RejectsToDeleteAllOfNone extends BaseStore {
  static override caughtBy = ["delete-all/empty"];
  static override repair =
    "Resolve when there was nothing to delete: no rows removed is a success.";
  override async deleteTokens() {
    if (this.rows.length === 0) throw refusal("there is nothing to delete.");
    await super.deleteTokens();
  }
}

export class DropsTheTableWhenDeletingAll extends BaseStore {
  static override caughtBy = ["delete-all/stays-usable"];
  static override repair =
    "Run `DELETE FROM oauthtoken` instead of `DROP TABLE`, and empty the file instead of " +
    "removing its folder.";
  #isDropped = false;
  override async deleteTokens() {
    await super.deleteTokens();
    this.#isDropped = true;
  }
  protected override write(rows: readonly StoredRow[]) {
    if (this.#isDropped && rows.length > 0) throw refusal("there is no such table.");
    super.write(rows);
  }
}

export class KeepsTheNameOfADeletedUserTaken extends BaseStore {
  static override caughtBy = ["delete/lets-in-again"];
  static override repair =
    "Leave rows with `deleted_at` out of the unique index on the user name: who has logged out " +
    "logs in again.";
  override async deleteToken(id: string) {
    this.#taken.push(...this.rows.filter((row) => row.id === id).map((row) => row.user_name));
    await super.deleteToken(id);
  }
  protected override insert(given: TokenRow) {
    if (given.user_name !== null && this.#taken.includes(given.user_name)) {
      throw refusal("UNIQUE constraint failed: oauthtoken.user_name.");
    }
    return super.insert(given);
  }
  get #taken(): (string | null)[] {
    const { notes } = this.storage;
    if (!notes.has("taken")) notes.set("taken", []);
    return notes.get("taken") as (string | null)[];
  }
}

export class UpdatesTheSoftDeletedRowOfAUser extends BaseStore {
  static override caughtBy = ["delete/lets-in-again", "delete-all/stays-usable"];
  static override repair =
    "Set `deleted_at` back to `NULL` when a save updates a row that was deleted: who has " +
    "logged out logs in again.";
  override async deleteToken(id: string) {
    this.#delete(this.rows.filter((row) => row.id === id));
    await super.deleteToken(id);
  }
  override async deleteTokens() {
    this.#delete(this.rows);
    await super.deleteTokens();
  }
  protected override insert(given: TokenRow) {
    const name = given.user_name;
    const row = this.#deleted.find((row) => name !== null && row.user_name === name);
    return row === undefined ? super.insert(given) : this.merge(row, given);
  }
  get #deleted(): readonly StoredRow[] {
    return (this.storage.notes.get("deleted") ?? []) as StoredRow[];
  }
  #delete(rows: readonly StoredRow[]) {
    this.storage.notes.set("deleted", [...this.#deleted, ...rows]);
  }
}

export class LosesTheApiDomainById extends BaseStore {
  static override caughtBy = ["by-id/complete"];
  static override repair =
    "Turn rows into tokens in one function for all methods, which sets every field, the API " +
    "domain too.";
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => row.id === id);
    return row === undefined ? null : this.give({ ...row, api_domain: null });
  }
}

export class GivesTheRawRowById extends BaseStore {
  static override caughtBy = [
    "by-id/complete",
    "by-id/any-characters",
    "store/gives-sdk-tokens",
    "secrets/tokens-print-redacted",
  ];
  static override repair =
    "Make an `OAuthToken` of the row that the driver gives, and return that: a row has none " +
    "of a token's methods.";
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => row.id === id) ?? null;
    return row as unknown as OAuthToken | null;
  }
}

export class RejectsAnUnknownId extends BaseStore {
  static override caughtBy = ["by-id/unknown"];
  static override repair =
    "Return `null` when no row has the id; reject only when the storage fails.";
  override async findTokenById(id: string) {
    const token = await super.findTokenById(id);
    if (token === null) throw refusal("there is no such token.");
    return token;
  }
}

export class KeepsIdsInAPlainObject extends BaseStore {
  static override caughtBy = ["by-id/unknown", "by-id/exact"];
  static override repair =
    "Keep rows by id in a `Map`: a plain object also answers to `toString` and `__proto__`.";
  override async findTokenById(id: string) {
    const byId: Record<string, OAuthToken> = {};
    for (const row of this.rows) byId[row.id] = this.give(row);
    return byId[id] ?? null;
  }
}

export class QuotesIdsInVain extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  static override repair =
    "Bind the id as it is, without `replaceAll`: a bound parameter that is quoted besides is " +
    "another string.";
  override async findTokenById(id: string) {
    return super.findTokenById(id?.replaceAll("'", "''"));
  }
}

export class NamesFilesById extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  static override repair =
    "Encode the id into the file's name, as hex for example: a slash in it leads into " +
    "another folder.";
  override async getTokens() {
    const inFolder = this.rows.filter((row) => !row.id.includes("/"));
    return inFolder.map((row) => this.give(row));
  }
}

export class CannotDeleteIdsWithAComma extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  static override repair =
    "Pass each id on whole; do not join ids into one string to split it again.";
  override async deleteToken(id: string) {
    await super.deleteToken(id?.split(",")[0] ?? id);
  }
}

export class NeverSettlesForAnUnknownId extends BaseStore {
  static override caughtBy = ["by-id/unknown"];
  static override repair =
    "Settle the promise on every path: call `resolve(null)` where the driver's callback " +
    "brings no row.";
  override async findTokenById(id: string) {
    const token = await super.findTokenById(id);
    return token ?? new Promise<null>(() => undefined);
  }
}

export class GivesTheFirstForABlankId extends BaseStore {
  static override caughtBy = ["by-id/blank"];
  static override repair =
    "Return `null` for a blank id before you query; do not leave the condition out.";
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => !id || row.id === id);
    return row === undefined ? null : this.give(row);
  }
}

export class ComparesIdsLoosely extends BaseStore {
  static override caughtBy = ["by-id/exact"];
  static override repair =
    "Look the id up as the exact string: bind it as a parameter, and compare with `===`.";
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => row.id === id || Number(row.id) === Number(id || "-1"));
    return row === undefined ? null : this.give(row);
  }
}
