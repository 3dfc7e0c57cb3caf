/**
 * One case of the lookup ladder: what a given token and a stored one bear, and what comes of it.
 *
 * @module
 */
import { COLUMNS, type StoredRow, type TokenRow } from "../../../src/token-row.js";
import { NO_KEY_CASES, OUTCOME_CLAUSES } from "../../build/ladder-clauses.js";
import { climb, type Rung } from "../playground/climb.js";
import { clausesOn } from "./rung-clauses.js";

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

/** What `saveToken` can do; in the last two cases it rejects. */
export type Saving = "updates" | "inserts" | "has nothing to store" | "finds the id taken";

/** What comes of a case. */
export interface Decision {
  readonly isMeant: boolean;

  /** What `saveToken` does then. */
  readonly saving: Saving;
  /** The clauses that say what the two methods do then. */
  readonly outcome: { readonly find: string; readonly save: string };
  readonly rungs: readonly DecidedRung[];

  /** The clause on a token without a key; `null` where it carries one. */
  readonly noKeyClause: string | null;
}

/** Lets the ladder decide a case. */
export function decide(sides: Case): Decision {
  const wanted = rowOf(sides, { same: "x", given: "x", other: "y" });
  const stored = { ...rowOf(sides, { same: "x", stored: "x", other: "x" }) } as StoredRow;
  const { rungs, match } = climb(wanted, [stored]);
  const isMeant = match !== null;
  const saving = isMeant ? "updates" : insertion(wanted, stored);
  const { find } = isMeant ? OUTCOME_CLAUSES.isMeant : OUTCOME_CLAUSES.isNotMeant;
  return {
    isMeant,
    saving,
    outcome: { find, save: SAVE_CLAUSES[saving] },
    rungs: rungs.map((rung) => ({ rung, clauses: clausesOn(rung, rungs, wanted, stored) })),
    noKeyClause: rungs.length === 0 ? noKeyClause(wanted) : null,
  };
}

const SAVE_CLAUSES: Readonly<Record<Saving, string>> = {
  updates: OUTCOME_CLAUSES.isMeant.save,
  inserts: OUTCOME_CLAUSES.isNotMeant.save,
  "has nothing to store": OUTCOME_CLAUSES.nothingToStore,
  "finds the id taken": OUTCOME_CLAUSES.idTaken,
};

/** A token is inserted where it has something to store, and its own id is free. */
function insertion(wanted: TokenRow, stored: StoredRow): Saving {
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

function noKeyClause({ client_id, client_secret }: TokenRow): string | null {
  const hasClient = client_id !== null || client_secret !== null;
  const known = NO_KEY_CASES.find(({ fields }) => "client_id" in fields === hasClient);
  return known?.clause ?? null;
}
