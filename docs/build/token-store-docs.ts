/**
 * Reads what the TSDoc on the interface `TokenStore` promises, so that the pages say it in the
 * same words.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Method } from "../../spec/harness.js";

/** The TSDoc of a declaration, every part on one line a paragraph. */
export interface Docs {
  /** The paragraphs before the first tag. */
  readonly paragraphs: readonly string[];

  /** The declaration without its comment, as it stands in the source. */
  readonly signature: string;

  /** What `@param` says of each parameter. */
  readonly parameters: readonly Parameter[];

  /** What the promise resolves to, as a type; empty for what is no method. */
  readonly result: string;

  /** What `@returns` says. */
  readonly returns: string | undefined;

  /** What each `@throws` says. */
  readonly throws: readonly string[];
}

/** A parameter of a method. */
export interface Parameter {
  readonly name: string;
  readonly type: string;

  /** What it stands for. */
  readonly meaning: string;
}

const FILE = new URL("../../src/sdk/token-store.ts", import.meta.url);

/** Reads the TSDoc of the interface (`null`) or of one of its methods. */
export function readDocs(method: Method | null): Docs {
  const source = ts.createSourceFile(
    "token-store.ts",
    readFileSync(FILE, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const store = source.statements.find(ts.isInterfaceDeclaration);
  const node =
    method === null ? store : store?.members.find((one) => one.name?.getText() === method);
  if (node === undefined) throw new Error(`token-store.ts declares no ${method ?? "interface"}`);
  return toDocs(node);
}

/** Reads the comment at the top of a file, the one that ends with `@module`. */
export function readModuleDocs(file: URL): readonly string[] {
  const source = ts.createSourceFile(
    file.pathname,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const [first] = source.statements;
  const comment = first && ts.getJSDocCommentsAndTags(first).find(ts.isJSDoc);
  return paragraphsOf(comment?.comment);
}

function toDocs(node: ts.Node): Docs {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc);
  const tags = ts.getJSDocTags(node);
  const textsOf = (name: string) =>
    tags.filter((tag) => tag.tagName.text === name).map((tag) => oneLine(tag.comment));
  return {
    paragraphs: paragraphsOf(comment?.comment),
    signature: node.getText(),
    parameters: parametersOf(node, tags.filter(ts.isJSDocParameterTag)),
    result: /Promise<(.*)>;$/.exec(node.getText())?.[1] ?? "",
    returns: textsOf("returns")[0],
    throws: textsOf("throws"),
  };
}

function parametersOf(node: ts.Node, tags: readonly ts.JSDocParameterTag[]): readonly Parameter[] {
  if (!ts.isMethodSignature(node)) return [];
  return node.parameters.map((parameter) => {
    const name = parameter.name.getText();
    const tag = tags.find((tag) => tag.name.getText() === name);
    if (tag === undefined) throw new Error(`token-store.ts says nothing of ${name}`);
    const meaning = oneLine(tag.comment).replace(/^-\s*/, "");
    return { name, type: parameter.type?.getText() ?? "", meaning };
  });
}

function paragraphsOf(comment: ts.JSDoc["comment"]): readonly string[] {
  const text = ts.getTextOfJSDocComment(comment) ?? "";
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, " ").trim());
}

function oneLine(comment: ts.JSDoc["comment"]): string {
  return paragraphsOf(comment).join(" ");
}
