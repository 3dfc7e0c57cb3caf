/**
 * The page on how fast the stores are.
 *
 * @module
 */
import type { Outcome } from "../../test/bench/goals.js";
import type { Cell, Results } from "../../test/bench/results.js";
import { goalTable, operationTable, STANDARD, type Table } from "./benchmarks-tables.js";
import { page, table } from "./markdown.js";

/** Where the page is, in this package. */
export const BENCHMARKS_PAGE = "docs/benchmarks.md";

/** Where the chart is. */
export const BENCHMARKS_CHART = "docs/benchmarks.svg";

/** What a reader should know of an operation's table. */
const READING: Readonly<Record<string, string>> = {
  "find by id":
    "The SDK's hot path: what it asks before each request, once a token has an id. The SDK's own file " +
    "store reads and splits its whole file for it, its database store connects anew.",
  "find by user":
    "What an app asks for a user who comes back. What has no index grows in proportion: *List*, *File*, " +
    "both stores of the SDK, and the article's way.",
  save:
    "A token that is stored already, with a new access token, as the SDK saves it each hour. A save that " +
    "is kept waits for the disk: with few tokens, that is nearly all of the time, and no code makes it " +
    "shorter. *SQLite*, *File* and *Encrypted* write the whole file, so that later its size decides. " +
    "*List*, *Memory* and *Map* keep nothing, and the SDK's FileStore does not wait for the disk: after " +
    "a power loss its file can be old, or cut.",
  "100 saves at once, each":
    "Tokens of many users that are refreshed at the same time. *SQLite*, *File* and *Encrypted* write and " +
    "sync once for all that wait; *MySQL* saves under its lock, one after another.",
  getTokens: "All tokens, as a cleanup lists them. *Encrypted* decrypts each of their secrets.",
};

/** What a run has found, for the page. */
export interface Findings {
  readonly results: Results;
  readonly outcomes: readonly Outcome[];

  /** What it ran on. */
  readonly machine: string;

  /** A contender whose round would take longer was left out, in seconds. */
  readonly limitSeconds: number;
}

/** Writes the page. */
export function benchmarksPage(findings: Findings): string {
  const { results, outcomes } = findings;
  return page(
    "<!-- Written by `npm run docs:bench` from what it has measured. Do not edit. -->",
    "# How fast the stores are",
    introduction(findings),
    `![Time of a call over the number of tokens, for each contender](benchmarks.svg)`,
    "## Who is compared",
    "Blue in the chart are the stores of this project, red those of the SDK, yellow the article's way, " +
      "and grey the limits: what the stores are made of, without what the contract promises.",
    toMarkdown({
      head: ["", "how it works"],
      rows: results.contenders.map(({ name, about }) => [name, about]),
    }),
    "## Goals",
    GOALS,
    toMarkdown(goalTable(outcomes)),
    "## The times",
    legend(findings),
    ...results.operations.flatMap((operation) => [
      `### ${operation}`,
      READING[operation] ?? "",
      toMarkdown(operationTable(results, operation)),
    ]),
    ...absences(results),
  );
}

function introduction({ machine }: Findings): string {
  return `Measured on ${machine}.
The built package is measured, with tokens as long as real ones, all files on one disk.

\`npm run bench\` repeats it (\`npm run bench -- --quick\` in less than a minute), and
\`npm run docs:bench\` writes this page and its chart anew. It uses a MariaDB and a Python where they
are, and compiles better-sqlite3 once.

**Compare ratios, not times.** A machine is never quiet, and disks differ a hundredfold in how long they take to
sync. So all contenders take turns: a round of one, a round of the next, again and again, and
each number is the median of the rounds. What slows one slows all.

**Does it matter?** A request to Zoho takes 100 ms or more, so a find of 1 ms is lost in it. What
matters is what grows: with 10,000 users, an app that reads the whole file for each request is busy with that,
and with nothing else.`;
}

const GOALS = `At 1,000 tokens, unless a goal says otherwise. A goal that is missed is no failure of a test: it is
here to be seen.

A save can be 100 times faster than one of the SDK's FileStore only where neither keeps it: that one
writes a file without waiting for the disk, and a save that is durable waits. Saves that
are made at once share the wait.`;

function legend({ limitSeconds }: Findings): string {
  return `In parentheses: the time as a multiple of *${STANDARD}*'s in the same column. *Growth* is the slope of log time
over log size at the three largest sizes measured: 0 is flat, 1 is in proportion. *Too slow* was left
out, since a round would have taken more than ${limitSeconds} s, or, for *List*, filling it minutes.`;
}

/** Says why contenders were not measured. */
function absences({ results }: Results): string[] {
  const reasons = results.flatMap(({ contender, cell }) =>
    cell.kind === "not measured" ? [`- *${contender}* was not measured: ${reasonOf(cell)}.`] : [],
  );
  return reasons.length === 0 ? [] : [[...new Set(reasons)].join("\n")];
}

function reasonOf(cell: Cell & { kind: "not measured" }): string {
  return cell.reason;
}

function toMarkdown({ head, rows }: Table): string {
  return table(head, rows);
}
