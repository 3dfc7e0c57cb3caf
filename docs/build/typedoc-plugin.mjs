/**
 * Makes typedoc take the pages as they are.
 *
 * - A page is named by its first heading, and an entry point by what is imported. So the pages need
 *   no front matter, which GitHub would show as a table.
 * - The anchors of clauses, `<a id="…"></a>`, count as places that links may point to.
 * - Every page loads the script that fills the places which are more than text.
 * - Links to the start page name its file, so that the site can be read from a disk too.
 *
 * @module
 */
import { Application, Converter, JSX, PageEvent } from "typedoc";

/** How a page begins that is written from the clauses. */
const GENERATED = "<!-- Written by `npm run docs:pages`";

/** What an entry point is imported as, by the name that typedoc derives from its file. */
const IMPORTED_AS = new Map([
  ["src", "zoho-token-store"],
  ["spec", "zoho-token-store/spec"],
  ["spec/vitest", "zoho-token-store/vitest"],
  ["spec/node-test", "zoho-token-store/node-test"],
  ["spec/jest", "zoho-token-store/jest"],
]);

/** Names the part of the navigation that a page stands in. */
function groupOf(text, heading) {
  if (!text.startsWith(GENERATED)) return "Guides";
  return /^(Broken stores|Mistakes )/.test(heading) ? "Broken stores" : "Contract";
}

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const text = document.content.map((part) => part.text).join("");
    const [, heading] = /^# (.+)$/m.exec(text) ?? [];
    if (heading === undefined) throw new Error(`the page ${document.name} has no heading`);
    document.name = heading;
    document.frontmatter.group = groupOf(text, heading);
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const child of project.children ?? []) {
      child.name = IMPORTED_AS.get(child.name) ?? child.name;
    }
  });
  app.renderer.hooks.on("body.end", (context) =>
    JSX.createElement("script", { defer: true, src: context.relativeURL("assets/interactive.js") }),
  );
  let slugger;
  app.renderer.on(PageEvent.BEGIN, ({ model }) => {
    slugger = app.renderer.router?.getSlugger(model);
  });
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replaceAll('href="../#', 'href="../index.html#');
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
