import { describe, expect, test } from "vitest";
import { checkTokenStore, type Harness } from "../../spec/index.js";
import list from "../harnesses/list.js";
import memory from "../harnesses/memory.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";
import jsonText from "./json-text-store.js";
import late from "./late-store.js";

const correct: readonly Harness[] = [list, memory, sqliteMemory, late, jsonText];

describe("no clause raises a false alarm on a correct store, from three seeds", () => {
  test.each(correct.map((harness) => [harness.name, harness] as const))(
    "%s",
    async (_, harness) => {
      for (const seed of [1, 2, 3]) {
        const { clauses } = await checkTokenStore(harness, { seed, runs: 50 });
        const alarms = clauses.filter(
          ({ verdict }) => verdict === "failed" || verdict === "blocked",
        );
        expect(alarms).toEqual([]);
      }
    },
  );
});
