/**
 * Helpers for text that becomes part of a page, and for pages that are read as text.
 *
 * @module
 */

/** Makes text safe to stand in HTML, between tags and in quotes. */
export function escapeHtml(text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'", nbsp: " " };

/** What a reader sees of HTML: no tags, no permalinks, one space between words. */
export function textOf(html) {
  return html
    .replace(/<a [^>]*class="tsd-anchor-icon"[\s\S]*?<\/a>/g, "")
    .replace(/<\/?(?:code|em|strong|span|a|wbr)\b[^>]*>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim();
}

/** A heading with the anchor of its own that a page can put before it. */
const HEADING =
  /(?:<p><a id="([^"]+)"><\/a><\/p>\s*)?<h([1-4])\b[^>]*? id="([^"]+)"[^>]*>([\s\S]*?)<\/h\2>/g;

/**
 * Splits a page at its headings.
 *
 * @returns In the order of the page: the anchor, level and title of each heading, and the HTML from
 * there to the next one. What stands before the first heading is left out.
 */
export function sectionsOf(html) {
  const headings = [...html.matchAll(HEADING)];
  return headings.map((match, at) => {
    const [whole, own, level, id, title] = match;
    const end = headings[at + 1]?.index ?? html.length;
    return {
      anchor: own ?? id,
      level: Number(level),
      title: textOf(title),
      html: html.slice(match.index + whole.length, end),
    };
  });
}

/** A paragraph, or a point of a list, that has an anchor of its own and a title in bold. */
const STATEMENT =
  /<(p|li)>\s*<a id="([^"]+)"><\/a>\s*<strong>([\s\S]*?)<\/strong>([\s\S]*?)<\/\1>/g;

/**
 * Finds the statements of a page that can be linked to, such as clauses.
 *
 * @returns As {@link sectionsOf} does, without a level.
 */
export function statementsOf(html) {
  return [...html.matchAll(STATEMENT)].map(([, , anchor, title, rest]) => ({
    anchor,
    title: textOf(title).replace(/[.:]$/, ""),
    html: rest,
  }));
}
