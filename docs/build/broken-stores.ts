/**
 * Which broken stores a clause catches, and what they look like.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { brokenStores } from "../../test/broken-stores/index.js";

const FOLDER = new URL("../../test/broken-stores/", import.meta.url);

/**
 * Lists the broken stores that a clause catches, those that it is the first to catch first, and
 * otherwise as they stand in their files. (The list of all of them has the order of the module
 * loader, and loaders differ.)
 */
export function caughtBy(id: string): readonly BrokenStore[] {
  const place = (Store: BrokenStore) => [...classes.keys()].indexOf(Store.name);
  const isFirst = (Store: BrokenStore) => (Store.caughtBy[0] === id ? 0 : 1);
  return brokenStores
    .filter((Store) => Store.caughtBy.includes(id))
    .sort((one, other) => isFirst(one) - isFirst(other) || place(one) - place(other));
}

/** How a broken store reads. */
export interface BrokenCode {
  /** Its class, without what only the tests need. */
  readonly code: string;

  /** What the class that it extends does, where that is not the correct store itself. */
  readonly base: { readonly name: string; readonly summary: string } | null;
}

/** Cuts a broken store out of its source file. */
export function codeOf(Store: BrokenStore): BrokenCode {
  const node = classes.get(Store.name);
  if (node === undefined) throw new Error(`no file in test/broken-stores declares ${Store.name}`);
  const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "";
  const base = parent === "BaseStore" ? undefined : classes.get(parent);
  return {
    code: cut(node),
    base: base === undefined ? null : { name: parent, summary: summaryOf(base) },
  };
}

/** Says a class name as words: `FindsNoUser` → `finds no user`. */
export function nameInWords(name: string): string {
  const words = name.match(/[A-Z]?[a-z]+|[A-Z](?![a-z])|\d+/g) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .map((word) => SPELLINGS.get(word) ?? word)
    .join(" ");
}

const SPELLINGS = new Map([
  ["api", "API"],
  ["nul", "NUL"],
  ["unicode", "Unicode"],
  ["storages", "storage's"],
  ["drivers", "driver's"],
]);

const classes: ReadonlyMap<string, ts.ClassDeclaration> = new Map(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(new URL(file, FOLDER), "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      return source.statements.filter(ts.isClassDeclaration);
    })
    .map((node) => [node.name?.text ?? "", node]),
);

/** Leaves out `export`, and the member `caughtBy`. */
function cut(node: ts.ClassDeclaration): string {
  const text = node.getSourceFile().text;
  const caught = node.members.find((member) => member.name?.getText() === "caughtBy");
  const start = text.indexOf("class ", node.getStart());
  if (caught === undefined) return text.slice(start, node.end);
  const head = text.slice(start, caught.getFullStart());
  return head + text.slice(caught.end, node.end).replace(/^\n(?=\n)/, "");
}

function summaryOf(node: ts.ClassDeclaration): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
}
