/**
 * The frame of every page: what stands around the text.
 *
 * @module
 */
import { escapeHtml, sectionsOf, textOf } from "./html.mjs";
import { placeOf, readingOrder, renderNavigation, titleOf } from "./navigation.mjs";

/**
 * Sets the reader's colours before anything is painted. What is stored may be anything, since other
 * pages of the same host can write there, and a page that is read from a disk may have no storage.
 */
const THEME_SCRIPT = `try{const theme=localStorage.getItem("theme");
if(theme==="light"||theme==="dark")document.documentElement.dataset.theme=theme}catch{}`;

/**
 * Frames a page.
 *
 * @param page - What the page is about.
 * @param body - Its text as HTML, with the heading.
 * @param parts - The navigation.
 * @param urlTo - Gives the address of another page, as seen from this one.
 * @param base - The way to the root of the site: empty, `../` and so on.
 */
export function layOut({ page, body, parts, urlTo, base, version }) {
  return `<!DOCTYPE html>
<html lang="en" data-base="${base}" data-theme="system">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(titleOf(page))} | zoho-token-store</title>
<meta name="description" content="${escapeHtml(summaryOf(body))}">
<link rel="icon" href="${base}assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${base}assets/highlight.css" media="screen">
<link rel="stylesheet" href="${base}assets/site.css">
${interactive(body, base)}<script>${THEME_SCRIPT}</script>
<script defer src="${base}assets/site.js"></script>
<script defer src="${base}assets/search.js"></script>
</head>
<body>
<a class="skip-link" href="#content">Skip to the text</a>
${header(base, version)}
<div class="columns">
<nav id="site-navigation" class="site-navigation" aria-label="All pages">
${renderNavigation(page, parts, urlTo)}
</nav>
<main id="content" tabindex="-1">
${trail(page, parts, urlTo)}
${body}
${neighbours(page, parts, urlTo)}
</main>
${onThisPage(body)}
</div>
<footer class="site-footer">
<p>MIT licence. Not affiliated with Zoho; “Zoho” is a trademark of its owner.</p>
</footer>
${SEARCH_DIALOG}
</body>
</html>
`;
}

/** Loads what fills the places on a page that are more than text, where there is one. */
function interactive(body, base) {
  const hasPlace = /<div data-(playground|break-it|ladder)\b/.test(body);
  if (!hasPlace) return "";
  return `<link rel="stylesheet" href="${base}assets/interactive.css">
<script defer src="${base}assets/interactive.js"></script>
`;
}

const SEARCH_DIALOG = `<dialog id="search" class="search" aria-label="Search">
<input id="search-input" type="text" role="combobox" aria-label="Search clauses, guides and the API"
 aria-controls="search-results" aria-expanded="false" aria-autocomplete="list" autocomplete="off"
 spellcheck="false" placeholder="A clause, a sentence, a word">
<div id="search-results" role="listbox" aria-label="Results"></div>
<p id="search-status" role="status"></p>
</dialog>`;

/** The link to the navigation is for narrow screens without a script, which makes a menu of it. */
function header(base, version) {
  return `<header class="site-header">
<a class="site-title" href="${base}index.html"
><span class="mark" aria-hidden="true"></span>zoho-token-store</a>
<span class="version">${version}</span>
<button type="button" id="search-button" class="search-button" aria-keyshortcuts="/" hidden
>Search <kbd aria-hidden="true">/</kbd></button>
<button type="button" id="theme-button" class="theme-button" hidden
><span aria-hidden="true">◐</span> <span></span></button>
<button type="button" id="menu-button" class="menu-button" aria-expanded="false"
 aria-controls="site-navigation" hidden>Menu</button>
<a class="menu-link" href="#site-navigation">Menu</a>
</header>`;
}

/** Tells which part a page belongs to. */
function trail(page, parts, urlTo) {
  const place = placeOf(page, parts);
  if (place === undefined || place.part === parts[0]) return "";
  if (place.part.title === titleOf(page)) return "";
  const above =
    place.above && `<a href="${urlTo(place.above)}">${escapeHtml(titleOf(place.above))}</a>`;
  const steps = [escapeHtml(place.part.title), above].filter(Boolean);
  return `<p class="trail">${steps.join(' <span aria-hidden="true">›</span> ')}</p>`;
}

/** Leads to the page before and the page after, in reading order. */
function neighbours(page, parts, urlTo) {
  const pages = readingOrder(parts);
  const at = pages.indexOf(page);
  const link = (to, rel, label) => {
    if (to === undefined || at === -1) return "<span></span>";
    const title = escapeHtml(titleOf(to));
    return `<a rel="${rel}" href="${urlTo(to)}"><small>${label}</small> ${title}</a>`;
  };
  const [before, after] = [pages[at - 1], pages[at + 1]];
  return `<nav class="neighbours" aria-label="Before and after">
${link(before, "prev", "Before")}${link(after, "next", "Next")}
</nav>`;
}

/** Lists the headings of a page that has several. */
function onThisPage(body) {
  const sections = sectionsOf(body).filter(({ level }) => level === 2 || level === 3);
  if (sections.length < 2) return '<div class="page-navigation"></div>';
  const items = sections.map(
    ({ anchor, level, title }) =>
      `<li class="level-${level}"><a href="#${anchor}">${escapeHtml(title)}</a></li>`,
  );
  return `<nav class="page-navigation" aria-labelledby="on-this-page">
<h2 id="on-this-page">On this page</h2>
<ul>${items.join("")}</ul>
</nav>`;
}

/** The first paragraph, for search engines. */
function summaryOf(body) {
  const [, paragraph = ""] = /<p>(?!<a id=)([\s\S]*?)<\/p>/.exec(body) ?? [];
  return textOf(paragraph).slice(0, 200);
}
