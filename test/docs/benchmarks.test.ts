import { describe, expect, test } from "vitest";
import { benchmarksChart, spread } from "../../docs/build/benchmarks-chart.js";
import { BENCHMARKS_PAGE, benchmarksPage } from "../../docs/build/benchmarks-page.js";
import {
  aligned,
  formatTime,
  goalTable,
  operationTable,
} from "../../docs/build/benchmarks-tables.js";
import { CONTENDERS } from "../bench/contenders/index.js";
import { outcomes } from "../bench/goals.js";
import { OPERATIONS } from "../bench/operations.js";
import type { Cell, Results } from "../bench/results.js";
import { read } from "./markdown.js";

const SIZES = [10, 100, 1000];

/** What a run might have found: times in microseconds, by contender, for each size. */
function resultsOf(times: Readonly<Record<string, readonly (number | Cell)[]>>): Results {
  const contenders = Object.keys(times).map((name) => ({
    name,
    family: "reference" as const,
    about: `how ${name} works`,
  }));
  const operations = OPERATIONS.map(({ title }) => title);
  return {
    sizes: SIZES,
    operations,
    contenders,
    results: operations.flatMap((operation) =>
      Object.entries(times).flatMap(([contender, cells]) =>
        cells.map((cell, index) => ({
          operation,
          tokens: SIZES[index] ?? 0,
          contender,
          cell:
            typeof cell === "number" ? ({ kind: "measured", microseconds: cell } as const) : cell,
        })),
      ),
    ),
  };
}

const RESULTS = resultsOf({
  SQLite: [10, 10, 10],
  "SDK's FileStore": [20, 200, 2000],
  List: [1, { kind: "too slow" }],
  MySQL: Array(3).fill({ kind: "not measured", reason: "no server" }),
});

const CHECK = { typescript: 1400, javascript: 800, loading: { typescript: 200, javascript: 150 } };

describe("a table of times", () => {
  test("shows each time, how it compares with SQLite's, and how it grows", () => {
    expect(operationTable(RESULTS, "find by id")).toEqual({
      head: ["", "10", "100", "1,000", "growth"],
      rows: [
        ["SQLite", "10 µs (1×)", "10 µs (1×)", "10 µs (1×)", "0.0"],
        ["SDK's FileStore", "20 µs (2×)", "200 µs (20×)", "2 ms (200×)", "1.0"],
        ["List", "1 µs (0.1×)", "too slow", "", ""],
        ["MySQL", "not measured", "not measured", "not measured", ""],
      ],
    });
  });

  test.each([
    [0.1234, "0.12 µs"],
    [12.34, "12 µs"],
    [123.4, "123 µs"],
    [999.9, "1000 µs"],
    [1000, "1 ms"],
    [15_600, "16 ms"],
    [2_000_000, "2 s"],
  ])("writes %f microseconds as %s", (microseconds, text) => {
    expect(formatTime(microseconds)).toBe(text);
  });

  test("is filled up for a terminal, so that its columns are straight", () => {
    const table = { head: ["a", "bb"], rows: [["ccc", "d"]] };
    expect(aligned(table)).toEqual({ head: ["a  ", "bb"], rows: [["ccc", "d "]] });
  });
});

describe("the goals", () => {
  test("are met, missed or not measured", () => {
    const { rows } = goalTable(outcomes(RESULTS, CHECK));
    const verdictOn = (start: string) => rows.find(([goal]) => goal?.startsWith(start))?.slice(1);
    expect(verdictOn("find by id: *SQLite* 100 times")).toEqual(["200 times", "met"]);
    expect(verdictOn("100 saves at once: *SQLite* 20")).toEqual(["1.00 times", "**missed**"]);
    expect(verdictOn("find by id: *Memory*")).toEqual(["not measured", "not measured"]);
  });

  test("count what Node and packages take to load as not our own", () => {
    const met = outcomes(RESULTS, CHECK).slice(-4);
    expect(met.map(({ measured, isMet }) => [measured, isMet])).toEqual([
      ["1.40 s", true],
      ["1.20 s", false],
      ["0.80 s", true],
      ["0.65 s", true],
    ]);
  });
});

describe("the chart", () => {
  const chart = benchmarksChart(RESULTS, ["find by id", "save"]);

  test("has a line and a name for each contender that was measured, in each panel", () => {
    expect(chart.match(/<polyline/g)).toHaveLength(2 * 3);
    expect(chart.match(/>SDK's FileStore<\/text>/g)).toHaveLength(2);
    expect(chart).not.toContain("MySQL");
  });

  test("tells what it shows to those who cannot see it", () => {
    expect(chart).toContain('role="img"');
    expect(chart).toMatch(/<title id="title">.+<\/title>\n<desc id="description">.+<\/desc>/);
  });

  test("loads nothing, and has colours for a dark page", () => {
    expect(chart.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
    expect(chart).toContain("prefers-color-scheme: dark");
  });

  test("moves names apart, and none below the bottom", () => {
    expect(spread([0, 50, 52, 99], 10, 100)).toEqual([0, 50, 60, 99]);
    expect(spread([95, 98, 99], 10, 100)).toEqual([80, 90, 100]);
  });
});

describe("the page", () => {
  test("says why something was not measured", () => {
    const findings = { results: RESULTS, outcomes: [], machine: "a machine", limitSeconds: 2 };
    expect(benchmarksPage(findings)).toContain("*MySQL* was not measured: no server.");
  });

  test("names every contender and every operation that there is", () => {
    const page = read(BENCHMARKS_PAGE);
    const stale = `${BENCHMARKS_PAGE} is stale: run npm run docs:bench`;
    for (const { name, about } of CONTENDERS)
      expect(page, stale).toContain(`| ${name} | ${about} |`);
    for (const { title } of OPERATIONS) expect(page, stale).toContain(`### ${title}\n`);
  });
});
