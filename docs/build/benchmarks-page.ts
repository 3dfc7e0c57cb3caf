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
    "shorter. *SQLite*, *File* and *Encrypted* write the whole file, so that later its size decides; " +
    "to write 1,000 tokens as CSV alone takes about as long as a save of *SQLite*. " +
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

**Does it matter?** A request to Zoho goes over the internet, and takes tens of milliseconds at the
least: beside it, a find of 1 ms is nothing. What matters is what grows. With 10,000 users, a store
that reads its whole file for each request is all that an app is busy with: nothing else runs meanwhile.`;
}

const GOALS = `At 1,000 tokens, unless a goal says otherwise. One that is missed fails no test: it is here to be
seen. What a missed one has to do with, a promise of [the contract](contract/README.md) or a choice:

- **Finds.** A third of *SQLite*'s find is a look at the file, whether another process has saved; of
  *File*'s find by id it is half. Most of the rest is SQLite itself (with its pragmas set, a bare
  statement alone takes as long as that look), and making a token, since what is given out is a copy.
  *SQLite* is flat, so its lead over the SDK's FileStore grows with the number of tokens. *File* has
  no index, on purpose: its lookups scan, which costs far less than its saves.
- **Saves.** The SDK's FileStore writes its file and does not wait for the disk. A save that outlasts a
  power loss waits, whoever makes it. Saves that are made at once share the wait.
- **Saves beside bare sql.js.** A rename can be lost in a power loss unless the folder is synced, so
  *SQLite* waits for the disk twice. Beside that, it locks the file against other processes, and keeps the
  old file under a second name until the new one is safe.
- **\`check\`.** Its process is measured beside one that loads the same packages and does nothing. A
  harness in TypeScript is compiled by jiti once, and kept; the one that is measured imports all
  sources of this project, where one in an app imports a store and the built package.`;

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
