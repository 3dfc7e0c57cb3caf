/**
 * The lookup ladder, watched while it decides.
 *
 * @module
 */
import {
  findMatch,
  type KeyColumn,
  lookupKeys,
  passesGuards,
} from "../../../src/token-matching.js";
import type { StoredRow, TokenRow } from "../../../src/token-row.js";

/** What became of one key that the given token carries. */
export interface Rung {
  readonly column: KeyColumn;
  readonly value: string;

  /** The rows that have this value. */
  readonly candidates: readonly Candidate[];

  /** `not tried`: a stronger key has decided. */
  readonly verdict: "decides" | "withheld" | "finds none" | "not tried";
}

/** A row that a key finds. */
export interface Candidate {
  readonly id: string;

  /** The guards that withhold it; none where it may be given. */
  readonly withheldBy: readonly Guard[];
}

/** What can keep a row from the token that carries a key to it. */
export type Guard = "owner" | "client";

/** How a token climbed the ladder. */
export interface Climb {
  /** The keys that it carries, the strongest first. */
  readonly rungs: readonly Rung[];

  /** The id of the row that is meant; `null` when none is. */
  readonly match: string | null;
}

/** Climbs the ladder as the stores do, and notes which keys were tried. */
export function climb(wanted: TokenRow, rows: readonly StoredRow[]): Climb {
  const tried = new Set<KeyColumn>();
  const match = findMatch(wanted, (column, value) => {
    tried.add(column);
    return rows.filter((row) => row[column] === value);
  });
  const last = [...tried].at(-1);
  const rungs = lookupKeys(wanted).map(({ column, value }): Rung => {
    const candidates = rows
      .filter((row) => row[column] === value)
      .map((row) => ({ id: row.id, withheldBy: guardsOf(row, wanted, column) }));
    const decides = match !== null && column === last;
    const missed = candidates.length === 0 ? "finds none" : "withheld";
    const outcome = decides ? "decides" : missed;
    return { column, value, candidates, verdict: tried.has(column) ? outcome : "not tried" };
  });
  return { rungs, match: match?.id ?? null };
}

/** Asks which guards withhold a row, by what would be if it bore nothing for the other one. */
function guardsOf(row: StoredRow, wanted: TokenRow, column: KeyColumn): readonly Guard[] {
  const isOwner = !passesGuards({ ...row, client_id: null }, wanted, column);
  const isClient = !passesGuards({ ...row, user_name: null }, wanted, column);
  return [...(isOwner ? (["owner"] as const) : []), ...(isClient ? (["client"] as const) : [])];
}
