/**
 * The clauses that say what becomes of a key.
 *
 * @module
 */
import type { StoredRow, TokenRow } from "../../../src/token-row.js";
import {
  ACROSS_CLIENTS,
  CLIENT_CASES,
  FALLS_THROUGH,
  type GuardCase,
  keyClauses,
  OWNER_CASES,
  orderClause,
  SECRET_NOT_COMPARED,
} from "../../build/ladder-clauses.js";
import type { Guard, Rung } from "../playground/climb.js";

/** Names the clauses on one of the keys that a given token carries, where one token is stored. */
export function clausesOn(
  rung: Rung,
  rungs: readonly Rung[],
  wanted: TokenRow,
  stored: StoredRow,
): readonly string[] {
  switch (rung.verdict) {
    case "decides":
      return [...new Set(deciding(rung, wanted, stored))];
    case "withheld":
      return rung.candidates.flatMap(({ withheldBy }) => withheldBy.flatMap(withholding));
    case "finds none":
      return [FALLS_THROUGH];
    case "not tried": {
      const winner = rungs.find(({ verdict }) => verdict === "decides");
      return winner === undefined ? [] : [orderClause(winner.column, rung.column)];
    }
  }
}

/** What the key does by itself, and then what might have kept it from that, but does not. */
function* deciding({ column }: Rung, wanted: TokenRow, stored: StoredRow): Generator<string> {
  const hasClient = wanted.client_id !== null || wanted.client_secret !== null;
  const { find, save } = keyClauses(column, hasClient);
  yield find;
  yield save;
  if (column !== "user_name") yield* oneSided(OWNER_CASES, stored.user_name, wanted.user_name);
  const clients = [stored.client_id, wanted.client_id] as const;
  const across = ACROSS_CLIENTS[column];
  if (across === undefined) yield* oneSided(CLIENT_CASES, ...clients);
  else if (differ(...clients)) yield across;
  if (differ(stored.client_secret, wanted.client_secret)) {
    yield SECRET_NOT_COMPARED.find;
    yield SECRET_NOT_COMPARED.save;
  }
}

/** The clauses of a guard's case in which one of the two sides bears nothing. */
function oneSided(
  cases: readonly GuardCase[],
  stored: string | null,
  given: string | null,
): readonly string[] {
  if ((stored === null) === (given === null)) return [];
  const found = cases.find(
    (one) =>
      (one.stored === null) !== (one.given === null) && (one.stored === null) === (stored === null),
  );
  return found?.clauses ?? [];
}

/** The last case of each guard is the one in which the two sides differ. */
function withholding(guard: Guard): readonly string[] {
  const cases = guard === "client" ? CLIENT_CASES : OWNER_CASES;
  return cases.at(-1)?.clauses.slice(0, 2) ?? [];
}

function differ(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}
