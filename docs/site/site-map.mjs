/**
 * The site's pages in reading order: the navigation, and the way from each page to the next.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The parts of the site. A path that ends in `/` is a folder: its README stands in the navigation,
 * and its other pages below that, in the order in which the README links to them.
 */
const PARTS = [
  { title: "Start", paths: ["docs/README.md"] },
  { title: "Learn", paths: ["docs/learn.md", "docs/playground.md"] },
  {
    title: "The contract",
    paths: [
      "docs/contract/README.md",
      "docs/contract/lookup-ladder.md",
      "docs/contract/find-token.md",
      "docs/contract/save-token.md",
      "docs/contract/delete-token.md",
      "docs/contract/get-tokens.md",
      "docs/contract/delete-tokens.md",
      "docs/contract/find-token-by-id.md",
      "docs/contract/whole-store.md",
    ],
  },
  {
    title: "Stores",
    paths: [
      "docs/choosing-a-store.md",
      "docs/stores/list-token-store.md",
      "docs/stores/memory-token-store.md",
      "docs/stores/sqlite-token-store.md",
      "docs/stores/file-token-store.md",
      "docs/stores/mysql-token-store.md",
      "docs/stores/encrypted-token-store.md",
      "docs/durable-files.md",
      "docs/cleaning-up.md",
    ],
  },
  { title: "Use it", paths: ["docs/use-with-the-sdk.md", "docs/copy-a-store.md"] },
  {
    title: "Your own store",
    paths: [
      "docs/writing-your-own-store.md",
      "docs/tutorial/",
      "docs/sql-databases.md",
      "docs/check-your-own.md",
      "docs/failures/",
    ],
  },
  {
    title: "Evidence",
    paths: [
      "docs/vendor-stores.md",
      "docs/conformance.md",
      "docs/broken-stores/",
      "docs/mutation.md",
      "docs/benchmarks.md",
    ],
  },
  { title: "About", paths: ["README.md", "docs/architecture.md", "docs/changelog.md"] },
];

/** What a page is called in the navigation where its heading alone would not tell it. */
export const SHORT_TITLES = new Map([
  ["docs/README.md", "What this is"],
  ["README.md", "README"],
]);

/**
 * The parts with the pages that are there.
 *
 * @returns For each part its title and its entries. An entry is the path of a page, from the root,
 * and the paths of the pages below it.
 */
export function siteMap() {
  const parts = PARTS.map(({ title, paths }) => ({ title, entries: paths.flatMap(entriesOf) }));
  return parts.filter(({ entries }) => entries.length > 0);
}

function entriesOf(path) {
  if (!existsSync(join(ROOT, path))) return [];
  if (!path.endsWith("/")) return [{ path, below: [] }];
  const readme = `${path}README.md`;
  const below = pagesIn(path).filter((page) => page !== readme);
  if (!existsSync(join(ROOT, readme))) return below.map((page) => ({ path: page, below: [] }));
  return [{ path: readme, below: inOrderOf(readme, below) }];
}

function pagesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** Sorts pages as a page links to them. Those that it does not name come last. */
function inOrderOf(readme, pages) {
  const folder = readme.slice(0, -"README.md".length);
  const links = [...readFileSync(join(ROOT, readme), "utf8").matchAll(/\]\(([^)#\s]+\.md)/g)];
  const order = new Map(links.toReversed().map(([, link], at) => [folder + link, -at]));
  return pages.toSorted((a, b) => (order.get(a) ?? 1) - (order.get(b) ?? 1));
}
