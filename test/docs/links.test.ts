import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, linksOf, PAGES, ROOT, read } from "./markdown.js";

/** What a page may name on the web: nothing, so far. */
const WEB = /^https?:/;

describe("every link leads somewhere", () => {
  test.each(PAGES)("%s", (page) => {
    expect(linksOf(read(page)).filter((link) => !resolves(page, link))).toEqual([]);
  });
});

test("no page links to the web, where nothing keeps a link from dying", () => {
  expect(PAGES.filter((page) => linksOf(read(page)).some((link) => WEB.test(link)))).toEqual([]);
});

test("every page is reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    const targets = linksOf(read(page)).map((link) => targetOf(page, link).path);
    for (const path of targets) if (PAGES.includes(path)) reached.add(path);
  }
  expect(PAGES.filter((page) => !reached.has(page))).toEqual([]);
});

function resolves(page: string, link: string): boolean {
  if (WEB.test(link)) return true;
  const { path, anchor } = targetOf(page, link);
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || (path.endsWith(".md") && anchorsOf(read(path)).has(anchor));
}

function targetOf(page: string, link: string): { path: string; anchor: string | undefined } {
  const [path = "", anchor] = link.split("#");
  return { path: path === "" ? page : normalize(join(dirname(page), path)), anchor };
}
