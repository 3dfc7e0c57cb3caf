import { DefaultTheme, DefaultThemeRenderContext, JSX, PageKind, ReflectionKind } from "typedoc";
import { escapeHtml } from "./html.mjs";
import { navigationOf } from "./navigation.mjs";
import { layOut } from "./page-layout.mjs";
import { SearchIndex } from "./search-index.mjs";

/** Signs stand where typedoc has pictures, which a page on a disk may not load. */
class SiteContext extends DefaultThemeRenderContext {
  get icons() {
    const nothing = () => JSX.createElement(JSX.Fragment, null);
    const anchor = () => JSX.createElement("span", { "aria-hidden": "true" }, "#");
    return new Proxy({}, { get: (_, name) => (name === "anchor" ? anchor : nothing) });
  }

  /** The list of a page's headings stands beside the text already. */
  index = () => JSX.createElement(JSX.Fragment, null);
}

/** Typedoc's text in this project's frame. */
export class SiteTheme extends DefaultTheme {
  /** What the search looks through, of the pages that have been rendered. */
  searchIndex = new SearchIndex();
  ContextClass = SiteContext;
  #parts;

  render(page) {
    const context = this.getRenderContext(page);
    this.#parts ??= navigationOf(page.project);
    const body = this.#bodyOf(page, context);
    this.searchIndex.add({ page: page.model, url: page.url, body, parts: this.#parts });
    return layOut({
      page: page.model,
      body,
      parts: this.#parts,
      urlTo: context.urlTo,
      base: context.relativeURL("./").replace(/^\.\/$/, ""),
      version: page.project.packageVersion,
    });
  }

  #bodyOf(page, context) {
    if (page.pageKind === PageKind.Document) {
      return finish(JSX.renderElement(context.documentTemplate(page)));
    }
    if (page.model.isProject()) hideDocuments(page.model);
    const text = JSX.renderElement(context.reflectionTemplate(page));
    const heading = `<h1 id="page-title">${headingOf(page.model)}</h1>`;
    return finish(closeRanks(heading + unfold(text)));
  }
}

/** The page on what can be imported lists that, and not every guide as well. */
function hideDocuments(project) {
  project.groups = project.groups.filter(
    ({ children }) => !children.some((child) => child.isDocument()),
  );
}

function headingOf(model) {
  if (model.isProject()) return "What can be imported";
  const kind = ReflectionKind.singularString(model.kind);
  return `<small>${kind}</small> ${escapeHtml(model.name)}`;
}

/** Opens what typedoc lets the reader fold by a heading: links may not stand in such a heading. */
function unfold(html) {
  return html
    .replace(/<summary[^>]*>|<\/summary>/g, "")
    .replace(/<details[^>]*>/g, "<section>")
    .replaceAll("</details>", "</section>");
}

/** Leaves out no level between a heading and those below it: who listens counts on that. */
function closeRanks(html) {
  const above = [];
  return html.replace(/<h([1-6])\b([^>]*)>([\s\S]*?)<\/h\1>/g, (_, level, attributes, title) => {
    while (above.length > 0 && above.at(-1) >= level) above.pop();
    above.push(level);
    return `<h${above.length}${attributes}>${title}</h${above.length}>`;
  });
}

/** Turns typedoc's HTML into what the style sheet and a screen reader want. */
function finish(html) {
  return html
    .replace(
      /<pre>(<code(?: class="(\w+)")?>[\s\S]*?<\/code>)<button[^>]*>Copy<\/button><\/pre>/g,
      (_, code, language = "ts") => blockOf(code, language),
    )
    .replace(/<table>/g, '<div class="table"><table>')
    .replace(/<\/table>/g, "</table></div>")
    .replace(/<th([^>]*)><\/th>/g, "<td$1></td>")
    .replace(/<strong>(MUST|SHOULD)<\/strong>/g, (_, level) => tagOf(level))
    .replace(/<td>(MUST|SHOULD)<\/td>/g, (_, level) => `<td>${tagOf(level)}</td>`)
    .replace(/ · (MUST|SHOULD)(?= ·)/g, (_, level) => ` · ${tagOf(level)}`)
    .replace(/(<code class="tsd-tag">[^<]*<\/code>)/g, "$1 ")
    .replaceAll('aria-label="Permalink"', 'aria-label="Link to this section"')
    .replace(/href="((?:\.\.\/)*media\/[^"]+\.ts)"/g, 'href="$1.txt"');
}

/** A line ends with its character, not with a tag: what is copied has to have its lines. */
function blockOf(code, language) {
  const lines = code.replace(/<br\s*\/?>/g, "\n");
  return `<div class="code code-${language}"><pre>${lines}</pre></div>`;
}

function tagOf(level) {
  return `<span class="level ${level.toLowerCase()}">${level}</span>`;
}
