/**
 * The few pieces of Markdown that the generated pages are made of.
 *
 * @module
 */
import { type Clause, clauseAnchor } from "../../spec/clause.js";
import { clauses } from "../../spec/clauses.js";

/** Where the generated pages on the methods are, in this package. */
export const CONTRACT_FOLDER = "docs/contract";

/** Where the generated pages on the failures are, in this package: a page a clause. */
export const FAILURES_FOLDER = "docs/failures";

/** Says on every page that it is not to be edited, and how it is made. */
export const GENERATED =
  "<!-- Written by `npm run docs:pages` from the clauses and the broken stores. Do not edit. -->";

/** Makes a table. Cells are Markdown without line breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Makes a block of code, fenced by more backticks than it holds. */
export function fence(language: string, text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const ticks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** Puts paragraphs, tables and blocks an empty line apart, and ends the last line. */
export function page(...parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/**
 * Links to what the page of its method says of a clause.
 *
 * @param id - The clause's id.
 * @param text - The text of the link; the id when left out.
 * @param path - The way from the page to the folder of the contract; empty for a page that is there.
 * @throws Error when there is no such clause: a page must not point at nothing.
 */
export function clauseLink(id: string, text = `\`${id}\``, path = ""): string {
  const { method } = findClause(id);
  return `[${text}](${path}${methodFile(method)}#${clauseAnchor(id)})`;
}

/**
 * Links to the page on what to do where a clause fails.
 *
 * @param path - The way from the page to the folder of the failures; empty for a page that is there.
 * @throws Error when there is no such clause.
 */
export function failureLink(id: string, text = `\`${id}\``, path = ""): string {
  return `[${text}](${path}${failureFile(findClause(id).id)})`;
}

/** Names the page on a method, or on the whole store, in the folder of the contract. */
export function methodFile(method: Clause["method"]): string {
  const name = method.replace(/[A-Z ]/g, (letter) => `-${letter.trim().toLowerCase()}`);
  return `${name}.md`;
}

/** Names the page on what to do where a clause fails, in the folder of the failures. */
export function failureFile(id: string): string {
  return `${clauseAnchor(id)}.md`;
}

/**
 * Finds a clause by its id.
 *
 * @throws Error when there is none.
 */
export function findClause(id: string): Clause {
  const clause = clauses.find((clause) => clause.id === id);
  if (clause === undefined) throw new Error(`a page names the clause ${id}, which does not exist`);
  return clause;
}

/** Marks the place that {@link clauseLink} points to, wherever the page is shown. */
export function anchor(id: string): string {
  return `<a id="${clauseAnchor(id)}"></a>`;
}

/** Escapes what Markdown and HTML would take for markup, outside of backticks. */
export function escapeText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*[\]<>#&~]|\b_|_\b/g, "\\$&")))
    .join("");
}

/** Starts a sentence with a capital letter, unless it starts with code. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
