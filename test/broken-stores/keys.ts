/**
 * Ladders with a rung missing or misplaced.
 *
 * @module
 */
import { type KeyColumn, type LookupKey, lookupKeys } from "../../src/token-matching.js";
import type { TokenRow } from "../../src/token-row.js";

/** The keys that a token carries, without one. */
export function keysWithout(column: KeyColumn, wanted: TokenRow): LookupKey[] {
  return lookupKeys(wanted).filter((key) => key.column !== column);
}

/** The keys that a token carries, one of them moved before another. */
export function keysMoved(first: KeyColumn, second: KeyColumn, wanted: TokenRow): LookupKey[] {
  const keys = lookupKeys(wanted);
  const moved = keys.find((key) => key.column === first);
  const rest = keys.filter((key) => key !== moved);
  const at = rest.findIndex((key) => key.column === second);
  return moved === undefined || at === -1 ? keys : rest.toSpliced(at, 0, moved);
}

/** Tells whether a token carries client credentials. */
export function hasClient(wanted: TokenRow): boolean {
  return wanted.client_id !== null || wanted.client_secret !== null;
}
