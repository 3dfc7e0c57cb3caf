/**
 * The navigation, written into every page: it works without a script, and for a screen reader.
 *
 * @module
 */
import { escapeHtml } from "./html.mjs";
import { SHORT_TITLES, siteMap } from "./site-map.mjs";
import { sourceOf } from "./site-router.mjs";

/** More pages than this below another are shown beside themselves only: that one lists them. */
const MANY = 25;

/**
 * Puts the site's pages in their places.
 *
 * @returns The parts in reading order, each with its title and its entries. An entry is a page,
 * with the pages below it.
 * @throws Error for a page that the site map leaves out.
 */
export function navigationOf(project) {
  const documents = new Map(project.documents.map((document) => [sourceOf(document), document]));
  const toPage = (path) => take(documents, path);
  const parts = siteMap().map(({ title, entries }) => ({
    title,
    entries: entries.map(({ path, below }) => ({ page: toPage(path), below: below.map(toPage) })),
  }));
  const [left] = documents.keys();
  if (left !== undefined) throw new Error(`${left} has no place in docs/site/site-map.mjs`);
  return [...parts, apiPart(project)];
}

/** Lists the pages in reading order. */
export function readingOrder(parts) {
  return parts.flatMap(({ entries }) => entries.flatMap(({ page, below }) => [page, ...below]));
}

/**
 * Finds where a page stands.
 *
 * @returns Its part and, for a page below another, that other; `undefined` for none.
 */
export function placeOf(page, parts) {
  for (const part of parts) {
    for (const entry of part.entries) {
      if (entry.page === page) return { part, above: undefined };
      if (entry.below.includes(page)) return { part, above: entry.page };
    }
  }
  return undefined;
}

/**
 * Writes the navigation of a page. The pages below an entry are left out elsewhere: nobody looks
 * for one failure in a list of a hundred and thirty that is always there.
 */
export function renderNavigation(page, parts, urlTo) {
  const link = (to) => {
    const current = to === page ? ' aria-current="page"' : "";
    return `<a href="${urlTo(to) || "#content"}"${current}>${escapeHtml(titleOf(to))}</a>`;
  };
  const item = ({ page: to, below }) => {
    const isOpen = below.includes(page) || (to === page && below.length <= MANY);
    const list = isOpen && below.length > 0 ? listOf(below.map((each) => link(each))) : "";
    return link(to) + list;
  };
  return parts
    .map(({ title, entries }) => `<h2>${escapeHtml(title)}</h2>${listOf(entries.map(item))}`)
    .join("");
}

/** What a page is called in the navigation. */
export function titleOf(page) {
  if (page.isProject()) return "What can be imported";
  return (page.isDocument() && SHORT_TITLES.get(sourceOf(page))) || page.name;
}

function take(documents, path) {
  const document = documents.get(path);
  if (document === undefined) throw new Error(`typedoc has not read ${path}`);
  documents.delete(path);
  return document;
}

function apiPart(project) {
  const modules = project.children.map((module) => ({
    page: module,
    // What one entry point exports from another has its page there.
    below: module.children.filter((child) => !child.isReference()),
  }));
  return { title: "API", entries: [{ page: project, below: [] }, ...modules] };
}

function listOf(items) {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}
