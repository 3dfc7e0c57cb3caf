import fc from "fast-check";
import { expect, test } from "vitest";
import { explain, type Made, make, toCall } from "../../spec/histories.js";
import { candidates } from "../../spec/model.js";
import { histories, type PlannedCall } from "../../spec/random-calls.js";
import { Subject } from "../../spec/subject.js";
import { FIELDS, type StoredFields, withoutBlanks } from "../../spec/token-fields.js";
import list from "../harnesses/list.js";
import memory from "../harnesses/memory.js";
import sqliteFile from "../harnesses/sqlite-file.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";

const settings = { seed: 0, runs: 0, callLimitMs: 5000 };

/** One of the stores, and what it holds by the reference model, in the order of insertion. */
interface Side {
  readonly store: Subject;
  rows: readonly StoredFields[];

  /** The ids that the store has made, and the names that they have on every side. */
  readonly names: Map<string, string>;
}

test("the four reference stores answer alike to the same random calls", async () => {
  const property = fc.asyncProperty(histories(false), (plans) =>
    withStores(async (sides) => {
      for (const plan of plans) {
        if (!(await answerAlike(sides, plan))) return;
      }
    }),
  );
  await fc.assert(property, { numRuns: 150 });
});

async function withStores(work: (sides: readonly Side[]) => Promise<void>): Promise<void> {
  const open = ([harness, ...others]: readonly (typeof list)[], sides: readonly Side[]) =>
    harness === undefined
      ? work(sides)
      : Subject.use(
          harness,
          settings,
          (store): Promise<void> => open(others, [...sides, { store, rows: [], names: new Map() }]),
        );
  await open([list, memory, sqliteMemory, sqliteFile], []);
}

/** Makes one call on every side. @returns Whether to go on: after a tie the sides may differ. */
async function answerAlike(sides: readonly Side[], plan: PlannedCall): Promise<boolean> {
  const answers: unknown[] = [];
  for (const side of sides) {
    const call = toCall(plan, side.rows);
    if ("token" in call && candidates(side.rows, withoutBlanks(call.token)).length > 1) {
      return false;
    }
    const made = await make(side.store, call);
    side.rows = explain(side.rows, made)[0]?.rows ?? side.rows;
    for (const { id } of side.rows) {
      if (!side.names.has(id)) side.names.set(id, `id ${side.names.size + 1}`);
    }
    answers.push(renamed(side, made));
  }
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  return true;
}

/** Gives the ids of an answer the names that they have on every side. */
function renamed({ names }: Side, { answer }: Made): unknown {
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename).sort(byId);
    if (typeof value !== "object" || value === null) return value;
    const fields = FIELDS.filter((field) => field in value).map((field) => {
      const text: unknown = Reflect.get(value, field);
      return [field, field === "id" ? (names.get(String(text)) ?? text) : text];
    });
    return Object.fromEntries(fields);
  };
  return { ...answer, value: rename(answer.value), argument: rename(answer.argument) };
}

function byId(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
