import { describe, expect, test } from "vitest";
import {
  ACROSS_CLIENTS,
  CLIENT_CASES,
  type GuardCase,
  NO_KEY_CASES,
  OUTCOME_CLAUSES,
  OWNER_CASES,
  SECRET_NOT_COMPARED,
} from "../../docs/build/ladder-clauses.js";
import {
  type Case,
  decide,
  IDENTITY,
  type IdentityColumn,
  rowOf,
  type Side,
  sidesOf,
} from "../../docs/site/ladder/decision.js";
import { clauses } from "../../spec/clauses.js";
import { admissible, candidates } from "../../spec/model.js";
import type { Field, StoredFields, TokenFields } from "../../spec/token-fields.js";

/** Every case: 46,875 of them. */
function* everyCase(columns: readonly IdentityColumn[] = IDENTITY): Generator<Partial<Case>> {
  const [column, ...others] = columns;
  if (column === undefined) return yield {};
  for (const rest of everyCase(others)) {
    for (const side of sidesOf(column)) yield { ...rest, [column]: side };
  }
}

const FIELD_OF: Readonly<Record<IdentityColumn, Field>> = {
  user_name: "userName",
  client_id: "clientId",
  client_secret: "clientSecret",
  grant_token: "grantToken",
  refresh_token: "refreshToken",
  access_token: "accessToken",
  id: "id",
};

/** The given token of a case, and the stored one, as the model speaks of them. */
function tokensOf(sides: Case): { given: TokenFields; stored: StoredFields } {
  const fieldsOf = (values: Partial<Record<Side, string>>) => {
    const row = rowOf(sides, values);
    const entries = IDENTITY.map((column) => [FIELD_OF[column], row[column]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== null)) as TokenFields;
  };
  return {
    given: fieldsOf({ same: "x", given: "x", other: "y" }),
    stored: fieldsOf({ same: "x", stored: "x", other: "x" }) as StoredFields,
  };
}

const ALL = [...everyCase()] as Case[];

describe("the ladder that can be set", () => {
  test("decides every case as the model does", () => {
    expect(ALL).toHaveLength(5 ** 6 * 3);
    const wrong = ALL.filter((sides) => !isAsTheModelSays(sides));
    expect(wrong).toEqual([]);
  });

  test("names a clause for whatever it decides, and none that does not exist", () => {
    const known = new Set(clauses.map(({ id }) => id));
    const wrong = ALL.filter((sides) => {
      const { rungs, noKeyClause } = decide(sides);
      const named = rungs.map(({ clauses }) => clauses);
      if (rungs.length === 0) named.push(noKeyClause === null ? [] : [noKeyClause]);
      return named.some((ids) => ids.length === 0 || ids.some((id) => !known.has(id)));
    });
    expect(wrong).toEqual([]);
  });

  const GUARDS = [
    ["owner", "user_name", OWNER_CASES],
    ["client", "client_id", CLIENT_CASES],
  ] as const;
  const ROWS = GUARDS.flatMap(([guard, column, cases]) =>
    cases.map((one) => [guard, sideOf(one), column, one.clauses] as const),
  );

  test.each(ROWS)(
    "names of the %s guard what the table on its page does: %s",
    (_, side, column, ids) => {
      const named = namedIn(ALL.filter((sides) => sides[column] === side));
      expect(ids.filter((id) => !named.has(id))).toEqual([]);
    },
  );

  test("names every clause that the page does", () => {
    const named = namedIn(ALL);
    const { isMeant, isNotMeant, nothingToStore, idTaken } = OUTCOME_CLAUSES;
    const pairs = [SECRET_NOT_COMPARED, isMeant, isNotMeant].flatMap(({ find, save }) => [
      find,
      save,
    ]);
    const noKey = NO_KEY_CASES.map(({ clause }) => clause);
    const all = [...pairs, ...Object.values(ACROSS_CLIENTS), nothingToStore, idTaken, ...noKey];
    expect(all.filter((id) => !named.has(id))).toEqual([]);
  });

  test("names the clause of the very case, and not that of another one", () => {
    const same: Case = { ...NOTHING, refresh_token: "same" };
    const clausesOf = (sides: Case) => decide(sides).rungs.at(-1)?.clauses;
    const plain = ["find/by-refresh-token", "save/updates-by-refresh-token"];
    expect(clausesOf(same)).toEqual(plain);
    expect(clausesOf({ ...same, user_name: "stored" })).toEqual([...plain, "find/owned-by-key"]);
    expect(clausesOf({ ...same, client_id: "given" })).toEqual([
      ...plain,
      "find/client-on-one-side",
    ]);
    expect(clausesOf({ ...same, client_secret: "other" })).toEqual([
      ...plain,
      "find/secret-not-compared",
      "save/rotated-secret",
    ]);
    expect(clausesOf({ ...same, user_name: "other", client_id: "other" })).toEqual([
      "find/never-another-users",
      "save/never-takes-over",
      "find/never-another-clients",
      "save/never-across-clients",
    ]);
  });
});

const NOTHING: Case = {
  user_name: "neither",
  client_id: "neither",
  client_secret: "neither",
  grant_token: "neither",
  refresh_token: "neither",
  access_token: "neither",
  id: "stored",
};

function sideOf({ stored, given }: GuardCase): Side {
  if (stored === null) return given === null ? "neither" : "given";
  if (given === null) return "stored";
  return stored === given ? "same" : "other";
}

/** The clauses that the ladder names in any of these cases. */
function namedIn(cases: readonly Case[]): ReadonlySet<string> {
  const decisions = cases.map(decide);
  return new Set(
    decisions.flatMap(({ rungs, noKeyClause, outcome }) => [
      ...rungs.flatMap(({ clauses }) => clauses),
      ...(noKeyClause === null ? [] : [noKeyClause]),
      outcome.find,
      outcome.save,
    ]),
  );
}

function isAsTheModelSays(sides: Case): boolean {
  const { given, stored } = tokensOf(sides);
  const [saved] = admissible([stored], { method: "saveToken", token: given }, "new");
  const said = saved?.answer.isRefused
    ? "refuses"
    : ["updates", "inserts"][(saved?.rows.length ?? 0) - 1];
  const { isMeant, saving } = decide(sides);
  const isRefused = saving !== "updates" && saving !== "inserts";
  return (
    isMeant === (candidates([stored], given).length === 1) &&
    said === (isRefused ? "refuses" : saving)
  );
}
