import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PAGES, ROOT, read } from "./markdown.js";
import { type Ended, runIn } from "./project.js";

const site = mkdtempSync(join(tmpdir(), "docs-site-"));
let ended: Ended;
let files: readonly string[];

beforeAll(async () => {
  ended = await runIn(ROOT, `node node_modules/typedoc/bin/typedoc --out ${site}`);
  files = readdirSync(site, { recursive: true, encoding: "utf8" }).map((file) => join(site, file));
});
afterAll(() => rmSync(site, { recursive: true, force: true }));

describe("the site", () => {
  test("is built without a warning: every export is documented", () => {
    expect(ended.stdout + ended.stderr).not.toMatch(/warning|error/i);
    expect(ended.status).toBe(0);
  });

  test("has a page for every page but the README, which it starts with", () => {
    const documents = files.filter((file) => file.startsWith(join(site, "documents/")));
    expect(documents).toHaveLength(PAGES.length - 1);
    const titles = PAGES.map((page) => /^# (.+)$/m.exec(read(page))?.[1]);
    for (const file of documents) expect(titles).toContain(titleOf(file));
  });

  test("has no link that leads nowhere", () => {
    const pages = files.filter((file) => file.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(PAGES.length);
    expect(pages.flatMap(deadLinks)).toEqual([]);
  });

  test("copies no page as a mere file, which happens to links out of the site", () => {
    expect(files.filter((file) => file.endsWith(".md"))).toEqual([]);
  });
});

function titleOf(file: string): string {
  const [, title = ""] = /<title>(.*?) \| /.exec(readFileSync(file, "utf8")) ?? [];
  return title.replaceAll("&#39;", "'");
}

function deadLinks(page: string): string[] {
  const html = readFileSync(page, "utf8");
  const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = ""]) => link);
  return links
    .filter((link) => !/^(https?|data|javascript):/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${relative(site, page)}: ${link}`);
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = decodeURIComponent(link).split("#");
  const target = path === "" ? page : resolve(dirname(page), path.replace(/\?.*/, ""));
  if (statSync(target, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return anchor === undefined || anchor === "" || idsOf(target).has(anchor);
}

const idsByFile = new Map<string, ReadonlySet<string>>();

function idsOf(file: string): ReadonlySet<string> {
  const known = idsByFile.get(file);
  if (known !== undefined) return known;
  const html = readFileSync(file, "utf8");
  const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id));
  idsByFile.set(file, ids);
  return ids;
}
