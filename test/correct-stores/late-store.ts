import { defineHarness } from "../../spec/index.js";
import type { OAuthToken, TokenStore } from "../../src/sdk.js";
import { lookupKeys, passesGuards } from "../../src/token-matching.js";
import {
  completeToken,
  mergeRows,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../../src/token-row.js";

/**
 * A correct store unlike the reference stores: it answers late, one call after another; it numbers
 * its tokens, lists them newest first, and breaks ties for the newest.
 */
export class LateStore implements TokenStore {
  #rows: StoredRow[] = [];
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();

  findToken(token: OAuthToken): Promise<OAuthToken | null> {
    return this.#inTurn(() => {
      const row = this.#match(rowFromToken(token));
      return row === null ? null : completeToken(token, row);
    });
  }

  saveToken(token: OAuthToken): Promise<void> {
    return this.#inTurn(() => {
      const given = rowFromToken(token);
      const match = this.#match(given);
      const saved = match === null ? this.#numbered(given) : mergeRows(match, given);
      this.#rows = [...this.#rows.filter((row) => row !== match), saved];
      token.setId(saved.id);
    });
  }

  deleteToken(id: string): Promise<void> {
    return this.#inTurn(() => {
      this.#rows = this.#rows.filter((row) => row.id !== id);
    });
  }

  getTokens(): Promise<OAuthToken[]> {
    return this.#inTurn(() => this.#rows.map(tokenFromRow).reverse());
  }

  deleteTokens(): Promise<void> {
    return this.#inTurn(() => {
      this.#rows = [];
    });
  }

  findTokenById(id: string): Promise<OAuthToken | null> {
    return this.#inTurn(() => {
      const row = this.#rows.find((row) => row.id === id);
      return row === undefined ? null : tokenFromRow(row);
    });
  }

  #numbered(given: TokenRow): StoredRow {
    const isTaken = (id: string) => this.#rows.some((row) => row.id === id);
    do this.#count += 1;
    while (isTaken(String(this.#count)));
    const made = rowToInsert(given, isTaken);
    return given.id === null ? { ...made, id: String(this.#count) } : made;
  }

  #match(wanted: TokenRow): StoredRow | null {
    for (const { column, value } of lookupKeys(wanted)) {
      const row = this.#rows.findLast(
        (row) => row[column] === value && passesGuards(row, wanted, column),
      );
      if (row !== undefined) return row;
    }
    return null;
  }

  /** Runs a call after those before it, each a few turns of the event loop later. */
  #inTurn<T>(work: () => T): Promise<T> {
    const turn = this.#last.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export default defineHarness({ name: "LateStore", open: () => ({ store: new LateStore() }) });
