import type { OAuthToken, TokenStore } from "../sdk.js";
import { findMatch, type KeyColumn } from "../token-matching.js";
import {
  COLUMNS,
  completeToken,
  mergeRows,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/** Ten values in the published column order; the first is the id. */
type Row = (string | null)[];

/**
 * Keeps tokens in a list of ten-element rows, and scans it: the simplest code that keeps the whole
 * contract. Read it first, and start from it for a storage of your own.
 *
 * The tokens live as long as the instance. Every lookup costs time in proportion to their number;
 * {@link MemoryTokenStore} does the same with an index.
 *
 * Calls cannot interleave: no method awaits anything between reading the list and changing it.
 */
export class ListTokenStore implements TokenStore {
  #rows: Row[] = [];

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const row = this.#match(rowFromToken(token));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const match = this.#match(given);
    const saved =
      match === null ? rowToInsert(given, (id) => this.#has(id)) : mergeRows(match, given);
    this.#put(saved);
    token.setId(saved.id);
  }

  async deleteToken(id: string): Promise<void> {
    this.#rows = this.#rows.filter((row) => row[0] !== id);
  }

  async getTokens(): Promise<OAuthToken[]> {
    return this.#rows.map((row) => tokenFromRow(toStoredRow(row)));
  }

  async deleteTokens(): Promise<void> {
    this.#rows = [];
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = this.#rows.find((row) => row[0] === id);
    return row === undefined ? null : tokenFromRow(toStoredRow(row));
  }

  #match(wanted: TokenRow): StoredRow | null {
    return findMatch(wanted, (column, value) => this.#rowsWith(column, value));
  }

  #rowsWith(column: KeyColumn, value: string): StoredRow[] {
    const index = COLUMNS.indexOf(column);
    return this.#rows.filter((row) => row[index] === value).map(toStoredRow);
  }

  #has(id: string): boolean {
    return this.#rows.some((row) => row[0] === id);
  }

  /** Replaces the row that has this id in its place, or appends a new one. */
  #put(saved: StoredRow): void {
    const row: Row = COLUMNS.map((column) => saved[column]);
    const index = this.#rows.findIndex((row) => row[0] === saved.id);
    if (index === -1) this.#rows.push(row);
    else this.#rows[index] = row;
  }
}

/** Names the ten values of a row. */
function toStoredRow(row: Row): StoredRow {
  return Object.fromEntries(COLUMNS.map((column, index) => [column, row[index]])) as StoredRow;
}
