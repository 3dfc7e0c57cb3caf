/**
 * One case of the lookup ladder: what a given token and a stored one bear, and what comes of it.
 *
 * @module
 */
import { COLUMNS, type StoredRow, type TokenRow } from "../../../src/token-row.js";
import {
  CLIENT_CASES,
  FALLS_THROUGH,
  keyClauses,
  NO_KEY_CASES,
  OWNER_CASES,
  orderClause,
} from "../../build/ladder-clauses.js";
import { type Climb, climb, type Rung } from "../playground/climb.js";

/** The columns that can decide which stored token is meant. The other three never do. */
export const IDENTITY = [
  "user_name",
  "client_id",
  "client_secret",
  "grant_token",
  "refresh_token",
  "access_token",
  "id",
] as const satisfies readonly (keyof TokenRow)[];

/** The name of such a column. */
export type IdentityColumn = (typeof IDENTITY)[number];

/** Which of the two tokens bears a value, and whether it is the same one. */
export type Side = "neither" | "given" | "stored" | "same" | "other";

/** The sides that a column can have. A stored token always has its id. */
export function sidesOf(column: IdentityColumn): readonly Side[] {
  return column === "id"
    ? ["stored", "same", "other"]
    : ["neither", "given", "stored", "same", "other"];
}

/** A case: for each column, which token bears it. */
export type Case = Readonly<Record<IdentityColumn, Side>>;

/** A key that was tried, or not, and the clauses that say so. */
export interface DecidedRung {
  readonly rung: Rung;
  readonly clauses: readonly string[];
}

/** What comes of a case. */
export interface Decision {
  readonly isMeant: boolean;

  /** What `saveToken` does then. */
  readonly saving: "updates" | "inserts" | "has nothing to store" | "finds the id taken";
  readonly rungs: readonly DecidedRung[];

  /** The clause on a token without a key; `null` where it carries one. */
  readonly noKeyClause: string | null;
}

/** Lets the ladder decide a case. */
export function decide(sides: Case): Decision {
  const wanted = rowOf(sides, { same: "x", given: "x", other: "y" });
  const stored = { ...rowOf(sides, { same: "x", stored: "x", other: "x" }) } as StoredRow;
  const climbed = climb(wanted, [stored]);
  const hasClient = wanted.client_id !== null || wanted.client_secret !== null;
  return {
    isMeant: climbed.match !== null,
    saving: climbed.match === null ? insertion(wanted, stored) : "updates",
    rungs: climbed.rungs.map((rung) => ({ rung, clauses: clausesOn(rung, climbed, hasClient) })),
    noKeyClause: climbed.rungs.length === 0 ? noKeyClause(hasClient) : null,
  };
}

/** A token is inserted where it has something to store, and its own id is free. */
function insertion(wanted: TokenRow, stored: StoredRow): Decision["saving"] {
  const { grant_token, refresh_token, access_token, id } = wanted;
  if ([grant_token, refresh_token, access_token].every((token) => token === null)) {
    return "has nothing to store";
  }
  return id === stored.id ? "finds the id taken" : "inserts";
}

/** Makes one of the two tokens of a case: each side that it bears has a value. */
export function rowOf(sides: Case, values: Partial<Record<Side, string>>): TokenRow {
  const row = Object.fromEntries(COLUMNS.map((column) => [column, null as string | null]));
  for (const column of IDENTITY) row[column] = values[sides[column]] ?? null;
  return row as TokenRow;
}

function clausesOn(rung: Rung, { rungs }: Climb, hasClient: boolean): readonly string[] {
  switch (rung.verdict) {
    case "decides": {
      const { find, save } = keyClauses(rung.column, hasClient);
      return [find, save];
    }
    case "withheld":
      return withholding(rung);
    case "finds none":
      return [FALLS_THROUGH];
    case "not tried": {
      const winner = rungs.find(({ verdict }) => verdict === "decides");
      return winner === undefined ? [] : [orderClause(winner.column, rung.column)];
    }
  }
}

/** The last case of each guard is the one in which the two sides differ. */
function withholding({ candidates }: Rung): readonly string[] {
  const cases = candidates[0]?.withheldBy === "client" ? CLIENT_CASES : OWNER_CASES;
  const [find, save] = cases.at(-1)?.clauses ?? [];
  return [find, save].filter((id) => id !== undefined);
}

function noKeyClause(hasClient: boolean): string | null {
  const known = NO_KEY_CASES.find(({ fields }) => "client_id" in fields === hasClient);
  return known?.clause ?? null;
}
