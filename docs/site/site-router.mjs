import { relative } from "node:path";
import { BaseRouter, PageKind, ProjectReflection } from "typedoc";
import { ROOT } from "./site-map.mjs";

/**
 * Gives the site the tree of the repository's docs: `docs/contract/find-token.md` becomes
 * `contract/find-token.html`, the README of a folder its `index.html`, and the API stands in `api`.
 */
export class SiteRouter extends BaseRouter {
  buildPages(project) {
    const pages = super.buildPages(project);
    // Without a readme, the first page is that of the project: the list of what can be imported.
    const [api] = pages;
    pages[0] = { ...api, url: "api/index.html", kind: PageKind.Reflection };
    this.fullUrls.set(project, "api/index.html");
    return pages.filter((page) => page.kind !== PageKind.Hierarchy);
  }

  getIdealBaseName(reflection) {
    if (reflection.isDocument()) return baseNameOf(sourceOf(reflection));
    const names = [];
    for (let at = reflection; !(at instanceof ProjectReflection); at = at.parent) {
      names.unshift(at.name.split("/").at(-1));
    }
    return ["api", ...names.map((name) => this.getUrlSafeName(name))].join("/");
  }

  /** The start page is a document, and would find its name taken by the project's. */
  getFileName(baseName) {
    return baseName === "index" ? "index.html" : super.getFileName(baseName);
  }
}

/**
 * Tells which file a page was written in.
 *
 * @returns Its path from the root of the repository.
 */
export function sourceOf(document) {
  return relative(ROOT, document.project.files.getReflectionPath(document));
}

function baseNameOf(path) {
  if (path === "README.md") return "readme";
  return path
    .replace(/^docs\//, "")
    .replace(/README\.md$/, "index")
    .replace(/\.md$/, "");
}
