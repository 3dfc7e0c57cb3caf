/**
 * Stores with a mistake in what they keep and hand out: live tokens, or those of another class.
 *
 * @module
 */
import { OAuthToken } from "../../src/sdk.js";
import { rowFromToken, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";

export class HandsOutLookalikes extends BaseStore {
  static override caughtBy = ["store/gives-sdk-tokens"];
  static override repair =
    "Make every token that you return by `new OAuthToken(…)`; a plain object or a clone " +
    "lacks the class.";
  protected override give(row: StoredRow) {
    const token = super.give(row);
    const names = Object.getOwnPropertyNames(OAuthToken.prototype);
    const members = names.map((name) => [name, Reflect.get(token, name).bind(token)]);
    return Object.fromEntries(members) as OAuthToken;
  }
}

export class SetsTheNameForTheSignature extends BaseStore {
  static override caughtBy = [
    "save/keeps-every-field",
    "save/own-id",
    "store/keeps-copies",
    "parallel/new-users",
  ];
  static override repair =
    "Wrap the name, `token.setUserSignature(new UserSignature(row.user_name))`: a bare " +
    "string has no `getName()`.";
  protected override give(row: StoredRow) {
    const token = super.give(row);
    if (row.user_name !== null) token.setUserSignature(row.user_name as unknown as null);
    return token;
  }
}

/** Reads its rows from tokens that somebody else holds too. */
abstract class LiveStore extends BaseStore {
  protected get live(): Map<string, OAuthToken> {
    const { notes } = this.storage;
    if (!notes.has("live")) notes.set("live", new Map());
    return notes.get("live") as Map<string, OAuthToken>;
  }
  protected override get rows(): readonly StoredRow[] {
    return super.rows.map((row) => {
      const token = this.live.get(row.id);
      return token === undefined ? row : { ...rowFromToken(token), id: row.id };
    });
  }
  protected override insert(given: TokenRow) {
    const saved = super.insert(given);
    this.live.delete(saved.id);
    return saved;
  }
  protected override update(match: StoredRow, given: TokenRow) {
    this.live.delete(match.id);
    const saved = this.merge(match, given);
    this.write(this.rows.map((row) => (row.id === match.id ? saved : row)));
    return saved;
  }
}

export class KeepsTheTokenItself extends LiveStore {
  static override caughtBy = ["store/keeps-copies"];
  static override repair = "Copy the token's values into a row of plain strings when it is saved.";
  override async saveToken(token: OAuthToken) {
    const count = this.rows.length;
    const saving = super.saveToken(token);
    if (this.rows.length > count) this.live.set(token.getId() ?? "", token);
    await saving;
  }
}

export class ListsIntoOneArray extends BaseStore {
  static override caughtBy = ["store/leaves-copies-alone"];
  static override repair =
    "Make a new array in every call of `getTokens`; do not empty and refill one.";
  readonly #tokens: OAuthToken[] = [];
  override async getTokens() {
    this.#tokens.length = 0;
    this.#tokens.push(...this.rows.map((row) => this.give(row)));
    return this.#tokens;
  }
}

export class HandsOutItsOwnToken extends LiveStore {
  static override caughtBy = ["store/gives-copies"];
  static override repair =
    "Make a new token from the row in every call; never return an object that you keep.";
  protected override give(row: StoredRow) {
    const token = super.give(row);
    this.live.set(row.id, token);
    return token;
  }
}
