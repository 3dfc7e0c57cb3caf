/**
 * Measures the stores beside others, and prints what it has found: `npm run bench`. With `--quick` it
 * takes less than a minute, and tells less; with `--write` it writes `docs/benchmarks.md` as well.
 *
 * The package is built first: what is measured is what is shipped. The exit status tells nothing of
 * the goals, since no machine is quiet for sure: they are no test.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { benchmarksChart } from "../../docs/build/benchmarks-chart.js";
import {
  BENCHMARKS_CHART,
  BENCHMARKS_PAGE,
  benchmarksPage,
} from "../../docs/build/benchmarks-page.js";
import {
  aligned,
  formatCount,
  goalTable,
  operationTable,
  type Table,
} from "../../docs/build/benchmarks-tables.js";
import { table } from "../../docs/build/markdown.js";
import { checkTimes } from "./check-time.js";
import { outcomes } from "./goals.js";
import { installLimits } from "./install-limits.js";
import { machine } from "./machine.js";
import { FIND_BY_ID, FIND_BY_USER, SAVE } from "./operations.js";
import { type Extent, runAll } from "./run.js";

const FULL: Extent = {
  sizes: [10, 100, 1000, 10_000, 100_000],
  effort: { rounds: [5, 100], totalMs: 12_000, roundMs: 3, warmUpMs: 150, limitMs: 4000 },
};

const QUICK: Extent = {
  sizes: [100, 1000],
  effort: { rounds: [3, 100], totalMs: 1500, roundMs: 2, warmUpMs: 40, limitMs: 1000 },
};

const isQuick = process.argv.includes("--quick");
const extent = isQuick ? QUICK : FULL;

installLimits();
const ranOn = await machine();
console.log(`${ranOn}\n`);
const results = await runAll(extent, ([first]) => {
  if (first === undefined) return;
  console.log(`measured: ${first.operation}, ${formatCount(first.tokens)} tokens`);
});
const goals = outcomes(
  results,
  await checkTimes({ ...extent.effort, rounds: [3, isQuick ? 3 : 15] }),
);

for (const operation of results.operations) show(operation, operationTable(results, operation));
show("goals", goalTable(goals));

if (process.argv.includes("--write")) {
  const findings = {
    results,
    outcomes: goals,
    machine: ranOn,
    limitSeconds: extent.effort.limitMs / 1000,
  };
  const drawn = [FIND_BY_ID, FIND_BY_USER, SAVE].map(({ title }) => title);
  await write(BENCHMARKS_PAGE, benchmarksPage(findings));
  await write(BENCHMARKS_CHART, benchmarksChart(results, drawn));
}

function show(title: string, shown: Table): void {
  const { head, rows } = aligned(shown);
  console.log(`\n${title}\n${table(head, rows)}`);
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(new URL(`../../${path}`, import.meta.url), text);
  console.log(`\n${path} written`);
}
