import type { OAuthToken, TokenStore } from "../sdk.js";
import { findMatch, KEY_COLUMNS, type KeyColumn } from "../token-matching.js";
import {
  completeToken,
  mergeRows,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/** The rows that hold a value, by that value. */
type Index = Map<string, Set<StoredRow>>;

/**
 * Keeps tokens in a `Map` by id, with an index for each key, so that no lookup scans.
 *
 * The tokens live as long as the instance: for tests, for short-lived processes, and for apps whose
 * users may log in again after a restart.
 *
 * Calls cannot interleave: no method awaits anything between reading the map and changing it.
 */
export class MemoryTokenStore implements TokenStore {
  readonly #rows = new Map<string, StoredRow>();

  /** Holds every non-blank key value of every row in `#rows`, and nothing else. */
  readonly #indexes = new Map<KeyColumn, Index>(KEY_COLUMNS.map((column) => [column, new Map()]));

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const row = this.#match(rowFromToken(token));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const match = this.#match(given);
    const saved =
      match === null ? rowToInsert(given, (id) => this.#rows.has(id)) : mergeRows(match, given);
    this.#remove(saved.id);
    this.#add(saved);
    token.setId(saved.id);
  }

  async deleteToken(id: string): Promise<void> {
    this.#remove(id);
  }

  async getTokens(): Promise<OAuthToken[]> {
    return Array.from(this.#rows.values(), tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    this.#rows.clear();
    for (const index of this.#indexes.values()) index.clear();
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = this.#rows.get(id);
    return row === undefined ? null : tokenFromRow(row);
  }

  #match(wanted: TokenRow): StoredRow | null {
    return findMatch(wanted, (column, value) => this.#rowsWith(column, value));
  }

  #rowsWith(column: KeyColumn, value: string): Iterable<StoredRow> {
    return this.#indexes.get(column)?.get(value) ?? [];
  }

  #add(row: StoredRow): void {
    this.#rows.set(row.id, row);
    for (const [column, index] of this.#indexes) {
      const value = row[column];
      if (value === null) continue;
      const rows = index.get(value);
      if (rows === undefined) index.set(value, new Set([row]));
      else rows.add(row);
    }
  }

  #remove(id: string): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    for (const [column, index] of this.#indexes) {
      const value = row[column];
      if (value === null) continue;
      const rows = index.get(value);
      rows?.delete(row);
      if (rows?.size === 0) index.delete(value);
    }
  }
}
