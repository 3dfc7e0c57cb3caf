import { sectionsOf, statementsOf, textOf } from "./html.mjs";
import { placeOf, titleOf } from "./navigation.mjs";
import { SYNONYMS } from "./search-synonyms.mjs";

/** How much of a section is in the index, in characters. Only tables of all clauses are longer. */
const MAX_LENGTH = 4000;

/**
 * Collects what the search looks through: every section of every page, and every clause, by its
 * title and its words. So a clause is found by its id and by its sentence. How is written in
 * `assets/search-ranking.js`.
 */
export class SearchIndex {
  #pages = [];

  /** Takes in a page. */
  add({ page, url, body, parts }) {
    const part = placeOf(page, parts)?.part.title ?? "API";
    const found = [...sectionsOf(body), ...statementsOf(body)];
    const sections = found.map(({ anchor, level, title, html }) => [
      level === 1 ? "" : anchor,
      title,
      wordsOf(html),
    ]);
    this.#pages.push({ url, part, title: titleOf(page), sections });
  }

  /** The script that brings the index: unlike JSON, a page on a disk may load it. */
  toScript() {
    const pages = this.#pages.toSorted((a, b) => (a.url < b.url ? -1 : 1));
    return `window.searchIndex=${JSON.stringify({ pages, synonyms: SYNONYMS })};\n`;
  }
}

/** The prose of a section. Code is left out: it would bury what is said about it. */
function wordsOf(html) {
  return textOf(html.replace(/<pre>[\s\S]*?<\/pre>/g, " ")).slice(0, MAX_LENGTH);
}
