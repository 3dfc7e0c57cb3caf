/**
 * Which clauses the official SDK's own stores were found to break.
 *
 * It is read from the page on them, since measuring needs a database server.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { clauseAnchor } from "../../spec/clause.js";
import { MARKS } from "../../spec/report/style.js";

const PAGE = new URL("../vendor-stores.md", import.meta.url);

/** The SDK's stores, in the order of their columns on the page. */
const STORES = ["FileStore", "DBStore"] as const;

/** Lists those of the SDK's stores that break a clause. One that another failure blocks is not among them. */
export function vendorFailures(id: string): readonly string[] {
  const row = rows.find((row) => row.includes(`#${clauseAnchor(id)})`));
  if (row === undefined)
    throw new Error(`vendor-stores.md has no row for ${id}: npm run docs:vendor`);
  const [, ...cells] = row.split(" | ").map((cell) => cell.replace(/ \|$/, ""));
  return STORES.filter((_, index) => cells[index] === MARKS.failed);
}

/** Names the place where the page shows how a store breaks a clause. */
export function vendorAnchor(store: string, id: string): string {
  return `${store.toLowerCase()}-${clauseAnchor(id)}`;
}

/**
 * Links to how the SDK's stores break a clause, a link for each that does.
 *
 * @param path - The way from the page to the folder `docs`.
 */
export function vendorLinks(id: string, path: string): readonly string[] {
  return vendorFailures(id).map(
    (store) => `[\`${store}\`](${path}vendor-stores.md#${vendorAnchor(store, id)})`,
  );
}

const rows = readFileSync(PAGE, "utf8").match(/^\| \[.*$/gm) ?? [];
