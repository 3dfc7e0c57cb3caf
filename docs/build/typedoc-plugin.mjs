/**
 * Makes typedoc build this project's site of the pages as they are.
 *
 * - A page is named by its first heading, and an entry point by what is imported. So the pages need
 *   no front matter, which GitHub would show as a table.
 * - The anchors of clauses, `<a id="…"></a>`, count as places that links may point to.
 * - The router and the theme are the project's own: see `docs/site`.
 *
 * @module
 */
import { cpSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Application, Converter, PageEvent, RendererEvent } from "typedoc";
import { ROOT } from "../site/site-map.mjs";
import { SiteRouter } from "../site/site-router.mjs";
import { SiteTheme } from "../site/site-theme.mjs";

/** What an entry point is imported as, by the name that typedoc derives from its file. */
const IMPORTED_AS = new Map([
  ["src", "zoho-token-store"],
  ["spec", "zoho-token-store/spec"],
  ["spec/vitest", "zoho-token-store/vitest"],
  ["spec/node-test", "zoho-token-store/node-test"],
  ["spec/jest", "zoho-token-store/jest"],
]);

/** What typedoc writes for its own theme. */
const NOT_USED = ["main.js", "style.css", "search.js", "navigation.js", "hierarchy.js"].concat([
  "icons.js",
  "icons.svg",
]);

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.renderer.defineRouter("site", SiteRouter);
  app.renderer.defineTheme("site", SiteTheme);
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => nameByHeading(document));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const child of project.children ?? []) {
      child.name = IMPORTED_AS.get(child.name) ?? child.name;
    }
  });
  keepAnchors(app);
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    writeAssets(join(outputDirectory, "assets"), app.renderer.theme.searchIndex);
    nameSourcesAsText(join(outputDirectory, "media"));
  });
}

function nameByHeading(document) {
  const text = document.content.map((part) => part.text).join("");
  const [, heading] = /^# (.+)$/m.exec(text) ?? [];
  if (heading === undefined) throw new Error(`the page ${document.name} has no heading`);
  document.name = heading;
}

/** Tells typedoc, which checks where links lead, of the anchors that a page has in HTML. */
function keepAnchors(app) {
  let slugger;
  app.renderer.on(PageEvent.BEGIN, ({ model }) => {
    slugger = app.renderer.router?.getSlugger(model);
  });
  // Typedoc resets its options after it has loaded the plugins.
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    app.options.setValue("markdownItLoader", ({ renderer }) => {
      for (const rule of ["html_block", "html_inline"]) {
        renderer.rules[rule] = (tokens, index) => {
          const html = tokens[index].content;
          for (const [, id] of html.matchAll(/<a id="([^"]+)"/g)) slugger.slug(id);
          return html;
        };
      }
    });
  });
}

function writeAssets(folder, searchIndex) {
  for (const name of NOT_USED) rmSync(join(folder, name), { force: true });
  cpSync(join(ROOT, "docs/site/assets"), folder, { recursive: true });
  writeFileSync(join(folder, "search-index.js"), searchIndex.toScript());
}

/** A browser shows a source file that a page links to only where its name says that it is text. */
function nameSourcesAsText(folder) {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".ts"))) {
    renameSync(join(folder, name), join(folder, `${name}.txt`));
  }
}
