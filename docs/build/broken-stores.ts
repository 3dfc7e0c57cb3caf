/**
 * Which broken stores a clause catches, and what they look like.
 *
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { brokenStores } from "../../test/broken-stores/index.js";
import { failureLink } from "./markdown.js";

const FOLDER = new URL("../../test/broken-stores/", import.meta.url);

/**
 * Lists the broken stores that a clause catches: first those that it is the first to catch, of them
 * first those in the file on its method, and otherwise as they stand in their files. (The list of all
 * of them has the order of the module loader, and loaders differ.)
 */
export function caughtBy(id: string): readonly BrokenStore[] {
  const [subject = ""] = id.split("/");
  const rank = (Store: BrokenStore) => [
    Store.caughtBy[0] === id ? 0 : 1,
    fileOf(Store).startsWith(subject) ? 0 : 1,
    [...classes.keys()].indexOf(Store.name),
  ];
  const caught = brokenStores.filter((Store) => Store.caughtBy.includes(id));
  return caught.sort((one, other) => compare(rank(one), rank(other)));
}

/** Compares lists of numbers by the first that differs. */
function compare(one: readonly number[], other: readonly number[]): number {
  const differences = one.map((value, index) => value - (other[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/** Where the pages on all broken stores are, in this package. */
export const GALLERY_FOLDER = "docs/broken-stores";

/** What each file of broken stores is about, in reading order, by its name without the ending. */
export const SUBJECT_OF_FILE = new Map([
  ["find-token", "Mistakes in findToken"],
  ["save-token", "Mistakes in saveToken"],
  ["delete-and-list", "Mistakes in deleting, listing and finding by id"],
  ["calls", "Mistakes in taking calls"],
  ["instances", "Mistakes in what is handed out"],
  ["ids", "Mistakes in making ids"],
  ["strings", "Mistakes in keeping strings"],
  ["storage", "Mistakes on storage that outlives the store"],
  ["failing-and-racing", "Mistakes in failing, racing and printing"],
]);

/** Lists the broken stores of one file, as they stand there. */
export function storesIn(file: string): readonly BrokenStore[] {
  const place = (Store: BrokenStore) => [...classes.keys()].indexOf(Store.name);
  return brokenStores
    .filter((Store) => fileOf(Store) === file)
    .sort((one, other) => place(one) - place(other));
}

/**
 * Links to what is said of a broken store, on the page of a clause that catches it.
 *
 * @param path - The way from the page to the folder of the failures; empty for a page that is there.
 * @param id - The clause; the one that the store illustrates when left out.
 */
export function storeLink(Store: BrokenStore, path: string, id = Store.caughtBy[0] ?? ""): string {
  const name = nameInWords(Store.name);
  // Headings have these anchors by themselves, wherever a page is shown.
  const anchor = name.toLowerCase().replaceAll("'", "").replaceAll(" ", "-");
  return failureLink(id, name, path).replace(/\)$/, `#${anchor})`);
}

function fileOf(Store: BrokenStore): string {
  const file = basename(declarationOf(Store).getSourceFile().fileName, ".ts");
  if (!SUBJECT_OF_FILE.has(file)) throw new Error(`say what ${file}.ts is about`);
  return file;
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
  const node = declarationOf(Store);
  const parent = node.heritageClauses?.[0]?.types[0]?.expression.getText() ?? "";
  const base = parent === "BaseStore" ? undefined : classes.get(parent);
  return {
    code: cut(node),
    base: base === undefined ? null : { name: parent, summary: summaryOf(base) },
  };
}

function declarationOf(Store: BrokenStore): ts.ClassDeclaration {
  const node = classes.get(Store.name);
  if (node === undefined) throw new Error(`no file in test/broken-stores declares ${Store.name}`);
  return node;
}

/** Says a class name as words: `FindsNoUser` → `finds no user`. */
export function nameInWords(name: string): string {
  const words = name.match(/[A-Z]?[a-z]+|[A-Z](?![a-z])|\d+/g) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .map((word) => SPELLINGS.get(word) ?? word)
    .join(" ")
    .replace("another users", "another user's")
    .replace("tokens own", "token's own");
}

const SPELLINGS = new Map([
  ["api", "API"],
  ["url", "URL"],
  ["uuids", "UUIDs"],
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

/** Leaves out `export`, and the members that say something of the mistake. */
function cut(node: ts.ClassDeclaration): string {
  const text = node.getSourceFile().text;
  const start = text.indexOf("class ", node.getStart());
  const said = node.members.filter((member) => SAID.includes(member.name?.getText() ?? ""));
  const [first, last] = [said[0], said.at(-1)];
  if (first === undefined || last === undefined) return text.slice(start, node.end);
  const head = text.slice(start, first.getFullStart());
  return head + text.slice(last.end, node.end).replace(/^\n(?=\n)/, "");
}

/** The members of a broken store that are no part of its mistake. They stand first. */
const SAID = ["caughtBy", "repair"];

function summaryOf(node: ts.ClassDeclaration): string {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  return (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
}
