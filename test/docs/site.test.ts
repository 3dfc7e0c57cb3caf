import { dirname, join, normalize } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BuiltSite } from "../site/built-site.js";
import { blocksOf, PAGES, read } from "./markdown.js";

let site: BuiltSite;
beforeAll(async () => {
  site = await BuiltSite.build();
});
afterAll(() => site.remove());

describe("the site", () => {
  test("is built without a warning: every export is documented", () => {
    expect(site.output).not.toMatch(/warning|error/i);
  });

  test("has the tree of the docs, and the API beside it", () => {
    const documents = site.pages.filter((page) => !page.startsWith("api/"));
    expect(documents).toEqual(PAGES.map(addressOf).sort());
    expect(site.pages).toContain("api/zoho-token-store/TokenStore.html");
  });

  test("names each page by its heading", () => {
    for (const page of PAGES.slice(1).filter((path) => path !== "docs/README.md")) {
      expect(titleOf(addressOf(page))).toBe(/^# (.+)$/m.exec(read(page))?.[1]);
    }
  });

  test("shows, and lets copy, each block of code as it stands in its page, line by line", () => {
    for (const page of PAGES) {
      const written = blocksOf(read(page)).map(({ text }) => text.trimEnd());
      expect(codeOn(addressOf(page)), page).toEqual(written);
    }
  });

  test("has every page in its navigation", () => {
    const reached = new Set<string>();
    for (const page of site.pages) for (const link of navigationOf(page)) reached.add(link);
    expect(site.pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  test("leads from the first page to the last, and past each on the way", () => {
    const passed: string[] = [];
    for (let page: string | undefined = "index.html"; page !== undefined; page = nextOf(page)) {
      expect(passed).not.toContain(page);
      passed.push(page);
    }
    expect(passed.sort()).toEqual(site.pages);
  });

  test("has no link that leads nowhere", () => {
    expect(site.pages.length).toBeGreaterThan(PAGES.length);
    expect(site.pages.flatMap(deadLinks)).toEqual([]);
  });

  test("copies no page as a mere file, which happens to links out of the site", () => {
    expect(site.files().filter((file) => file.endsWith(".md"))).toEqual([]);
  });
});

/** Where a page of the docs is on the site. */
function addressOf(path: string): string {
  if (path === "README.md") return "readme.html";
  return path
    .slice("docs/".length)
    .replace(/README\.md$/, "index.md")
    .replace(/md$/, "html");
}

function titleOf(page: string): string {
  const [, title = ""] = /<title>(.*?) \| /.exec(site.read(page)) ?? [];
  return title;
}

/** The pages that the navigation of a page leads to. */
function navigationOf(page: string): string[] {
  const [navigation = ""] = /<nav id="site-navigation"[\s\S]*?<\/nav>/.exec(site.read(page)) ?? [];
  return [...navigation.matchAll(/href="([^"]+)"/g)].map(([, link = ""]) => targetOf(page, link));
}

function nextOf(page: string): string | undefined {
  const [, link] = /<a rel="next" href="([^"]+)"/.exec(site.read(page)) ?? [];
  return link && targetOf(page, link);
}

function targetOf(page: string, link: string): string {
  const [path = ""] = link.split(/[?#]/);
  return path === "" ? page : normalize(join(dirname(page), path));
}

function deadLinks(page: string): string[] {
  const links = [...site.read(page).matchAll(/(?:href|src)="([^"]*)"/g)];
  return links
    .map(([, link = ""]) => link)
    .filter((link) => !/^(https?|data):/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page}: ${link}`);
}

function leadsSomewhere(page: string, link: string): boolean {
  const target = targetOf(page, decodeURIComponent(link));
  if (!files().has(target)) return false;
  const [, anchor = ""] = decodeURIComponent(link).split("#");
  return anchor === "" || idsOf(target).has(anchor);
}

let known: ReadonlySet<string> | undefined;

function files(): ReadonlySet<string> {
  known ??= new Set(site.files());
  return known;
}

const idsByFile = new Map<string, ReadonlySet<string>>();

function idsOf(page: string): ReadonlySet<string> {
  const ids =
    idsByFile.get(page) ??
    new Set([...site.read(page).matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));
  idsByFile.set(page, ids);
  return ids;
}

/** The text of each block of code on a page, which is what its button copies. */
function codeOn(page: string): string[] {
  const blocks = site.read(page).matchAll(/<pre><code[^>]*>([\s\S]*?)<\/code><\/pre>/g);
  return [...blocks].map(([, html = ""]) => unescapeHtml(html.replace(/<[^>]+>/g, "")).trimEnd());
}

function unescapeHtml(html: string): string {
  const characters: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', amp: "&" };
  return html
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) =>
      String.fromCodePoint(Number.parseInt(code, hex === "" ? 10 : 16)),
    )
    .replace(/&(lt|gt|quot|amp);/g, (_, name) => characters[name] ?? "");
}
