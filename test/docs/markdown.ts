import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of this repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Reads a file of this repository. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Every page, as a path in this repository: the README, the guides and the contract. */
export const PAGES: readonly string[] = ["README.md", ...markdownIn("docs")];

/** The pages that are written by hand. */
export const GUIDES = PAGES.filter(
  (page) =>
    !page.startsWith("docs/contract/") &&
    !["docs/vendor-stores.md", "docs/conformance.md", "docs/mutation.md"].includes(page),
);

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** A fenced block of code. */
export interface Block {
  /** The first word behind the fence, such as `ts`. */
  readonly language: string;

  /** The rest of that line, such as `exit=1`. */
  readonly attributes: string;

  readonly text: string;

  /** The line of the fence, from 1. */
  readonly line: number;
}

/** Lists the fenced blocks of a page. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const [, ticks, language = "", attributes = ""] =
      /^(`{3,})(\S*) ?(.*)$/.exec(lines[at] ?? "") ?? [];
    if (ticks === undefined) continue;
    const end = lines.indexOf(ticks, at + 1);
    if (end === -1) throw new Error(`line ${at + 1}: a block of code does not end`);
    const text = lines.slice(at + 1, end).join("\n");
    blocks.push({ language, attributes, text, line: at + 1 });
    at = end;
  }
  return blocks;
}

/** The page without its blocks of code, line by line. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^(`{3,})[^`].*\n[\s\S]*?^\1$/gm, "");
}

/** Lists where the links of a page point to. */
export function linksOf(markdown: string): string[] {
  const prose = proseOf(markdown);
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
}

/** Lists the anchors of a page: those of its headings, as GitHub makes them, and its own. */
export function anchorsOf(markdown: string): Set<string> {
  const prose = proseOf(markdown);
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading ?? ""));
  const own = [...prose.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id ?? "");
  return new Set([...headings, ...own]);
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, "")
    .replaceAll(" ", "-");
}
