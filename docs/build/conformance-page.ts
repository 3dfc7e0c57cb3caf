/**
 * The page on what each store of this project was checked for.
 *
 * @module
 */
import { CONTRACT_VERSION, type Harness, type Report } from "../../spec/index.js";
import encrypted from "../../test/harnesses/encrypted.js";
import file from "../../test/harnesses/file.js";
import list from "../../test/harnesses/list.js";
import memory from "../../test/harnesses/memory.js";
import mysql from "../../test/harnesses/mysql.js";
import publishedTable from "../../test/harnesses/mysql-published-table.js";
import sqlite from "../../test/harnesses/sqlite-file.js";
import { clauseTables, LEGEND } from "./clause-tables.js";
import { page, table } from "./markdown.js";

/** Where the page is, in this package. */
export const CONFORMANCE_PAGE = "docs/conformance.md";

/** A store of this project, by the name of a narrow column, and how it is checked. */
export interface OwnStore {
  readonly name: string;
  readonly harness: Harness;
}

/** Every store of this project, the simplest first. */
export const STORES: readonly OwnStore[] = [
  { name: "List", harness: list },
  { name: "Memory", harness: memory },
  { name: "SQLite", harness: sqlite },
  { name: "File", harness: file },
  { name: "MySQL", harness: mysql },
  { name: "MySQL, SDK's table", harness: publishedTable },
  { name: "Encrypted", harness: encrypted },
];

/**
 * Writes the page.
 *
 * @param reports - A report for each of {@link STORES}.
 * @param server - The database server, such as `MariaDB 10.11`.
 */
export function conformancePage(reports: readonly Report[], server: string): string {
  const names = STORES.map(({ name }) => name);
  return page(
    "<!-- Written by `npm run docs:conformance` from a run of the spec. Do not edit. -->",
    "# What each store was checked for",
    introduction(server),
    summary(names, reports),
    "## Clause by clause",
    LEGEND,
    ...clauseTables(names, reports),
  );
}

function introduction(server: string): string {
  return `Every store of this project is checked with every clause of [the contract](contract/README.md),
version ${CONTRACT_VERSION}. Where a store's tokens end with the process, what needs reopening, sharing or
breaking its storage is not claimed, and was not checked.

*SQLite* and *File* are on files, *MySQL* on a table that the store has made, on ${server}, *Encrypted* in
memory. *MySQL, SDK's table* is the same store on the table that the SDK's README tells to create. Its
columns take 255 characters, and its ids ignore case: what that table cannot keep is refused, and so
three clauses fail. [Its page](stores/mysql-token-store.md) tells how to mend the table.

\`npm run docs:conformance\` measures again and writes this page anew. [The SDK's own
stores](vendor-stores.md) are on a page of their own.`;
}

function summary(names: readonly string[], reports: readonly Report[]): string {
  const rows = reports.map((report, index) => [
    names[index] ?? "",
    ...["passed", "failed", "blocked", "not-claimed"].map((verdict) =>
      String(report.clauses.filter((one) => one.verdict === verdict).length),
    ),
  ]);
  return table(["store", "passed", "failed", "blocked", "not claimed"], rows);
}
