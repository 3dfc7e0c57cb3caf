/**
 * The lookup ladder: which stored token a given token means. Every store decides by it.
 *
 * Try the keys that the given token carries, the strongest first. The first key that finds a row
 * decides; a key that finds none falls through to the next. Two guards keep a weak key from handing
 * one user's token to another.
 *
 * @see `docs/contract/lookup-ladder.md`, the same as a table
 * @module
 */
import type { StoredRow, TokenRow } from "./token-row.js";

/** The columns by which a stored token can be looked up, each of them worth an index. */
export const KEY_COLUMNS = [
  "user_name",
  "access_token",
  "grant_token",
  "refresh_token",
  "id",
] as const;

/** The name of a column by which a stored token can be looked up. */
export type KeyColumn = (typeof KEY_COLUMNS)[number];

/** A rung of the ladder: rows whose `column` is exactly `value` are candidates. */
export interface LookupKey {
  readonly column: KeyColumn;
  readonly value: string;
}

/**
 * Finds the stored row that a token means.
 *
 * @param wanted - The given token, as a row.
 * @param rowsWith - Gives the stored rows whose column is exactly this value, in any order.
 * @returns The row; `null` when no key finds one. Where rows tie on a key, the first that
 *   `rowsWith` gave.
 */
export function findMatch(
  wanted: TokenRow,
  rowsWith: (column: KeyColumn, value: string) => Iterable<StoredRow>,
): StoredRow | null {
  for (const { column, value } of lookupKeys(wanted)) {
    for (const row of rowsWith(column, value)) {
      if (passesGuards(row, wanted, column)) return row;
    }
  }
  return null;
}

/**
 * Lists the keys that a token carries, the strongest first.
 *
 * An access token is a strong key only when it comes alone: it rotates hourly, and a token that also
 * carries client credentials has a better key to be known by, or is new.
 *
 * @returns The keys; none for a token that carries no key. Client credentials are not a key: they
 *   are shared by every user of an app.
 */
export function lookupKeys(wanted: TokenRow): LookupKey[] {
  const hasClientCredentials = wanted.client_id !== null || wanted.client_secret !== null;
  const order: KeyColumn[] = hasClientCredentials
    ? ["user_name", "grant_token", "refresh_token", "access_token", "id"]
    : ["user_name", "access_token", "grant_token", "refresh_token", "id"];
  return order.flatMap((column) => {
    const value = wanted[column];
    return value === null ? [] : [{ column, value }];
  });
}

/**
 * Tells whether a row that a key has found may be given to the token that carries the key.
 *
 * - **Owner**: a row that bears a user name is never matched by a token that bears a different one.
 * - **Client**: for the three tokens, where both sides bear a client id they must be equal. The
 *   secret is not compared: it can be rotated, and comparing it would store the token twice.
 *
 * @param column - The key's column. Neither guard applies to the user name itself.
 */
export function passesGuards(row: StoredRow, wanted: TokenRow, column: KeyColumn): boolean {
  if (column === "user_name") return true;
  if (differ(row.user_name, wanted.user_name)) return false;
  return column === "id" || !differ(row.client_id, wanted.client_id);
}

/** Two values differ when both are there and are not the same. */
function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}
