import type { Clause } from "../../spec/clause.js";
import { clauses } from "../../spec/clauses.js";
import { METHODS } from "../../spec/harness.js";
import { clauseSection } from "./clause-section.js";
import { fence, GENERATED, page } from "./markdown.js";
import { readDocs } from "./token-store-docs.js";

/** A method, or what holds of all of them. */
export type Subject = Clause["method"];

/** What has a page of its own, in reading order. */
export const SUBJECTS: readonly Subject[] = [...METHODS, "whole store"];

/** Says the title of a page. */
export function titleOf(subject: Subject): string {
  return subject === "whole store" ? "The whole store" : subject;
}

/** Gives the clauses of a page, in reading order. */
export function clausesOf(subject: Subject): readonly Clause[] {
  return clauses.filter((clause) => clause.method === subject);
}

/** Writes the page on one method, or on the whole store: the promise, then each clause. */
export async function methodPage(subject: Subject): Promise<string> {
  const all = clausesOf(subject);
  const sections: string[] = [];
  for (const clause of all) sections.push(await clauseSection(clause));
  return page(
    GENERATED,
    `# ${titleOf(subject)}`,
    ...promise(subject),
    "## Clauses",
    "Each clause is shown with a *broken store* that it catches: a " +
      "[correct store](../../test/broken-stores/base-store.ts) with one mistake in it. Below the " +
      "mistake stands what the spec prints for it: the shortest calls that show it, with the ids " +
      "that the store made written `id1`, `id2` and so on.",
    ...sections,
  );
}

/** What the TSDoc of the interface says. */
function promise(subject: Subject): string[] {
  if (subject === "whole store") return [...readDocs(null).paragraphs];
  const { paragraphs, signature, parameters, returns, throws } = readDocs(subject);
  const facts = [
    ...parameters.map(([name, meaning]) => `- \`${name}\`: ${meaning}`),
    ...(returns === undefined ? [] : [`- Resolves to: ${returns}`]),
    ...throws.map((condition) => `- Rejects with ${condition.replace(/^\w+/, "`$&`")}`),
  ];
  return [
    fence("ts", signature),
    ...withLadder(subject, paragraphs),
    facts.join("\n"),
    "What holds of every method, such as promises, copies and errors, and what *blank* means: " +
      "[the whole store](whole-store.md). All clauses: [the contract](README.md).",
  ];
}

/** Links to the ladder where it is mentioned, or where it goes without saying. */
function withLadder(subject: Subject, paragraphs: readonly string[]): string[] {
  const linked = paragraphs.map((paragraph) =>
    paragraph.replace(
      /The lookup ladder( \(`token-matching`\))?/,
      "[The lookup ladder](lookup-ladder.md)",
    ),
  );
  if (subject !== "saveToken" || linked.some((paragraph) => paragraph.includes("ladder")))
    return linked;
  return [...linked, "Which stored token is meant: [the lookup ladder](lookup-ladder.md)."];
}
