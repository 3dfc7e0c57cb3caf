import { describe, expect, test } from "vitest";
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
});

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
