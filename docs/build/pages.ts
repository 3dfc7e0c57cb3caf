/**
 * The generated pages. They depend on the sources alone: not on chance, on the day, or on the version
 * of Node.
 *
 * @module
 */
import { clauses } from "../../spec/clauses.js";
import { METHODS } from "../../spec/harness.js";
import { contractIndex } from "./contract-index.js";
import type { Counterexamples } from "./counterexample.js";
import { failurePage } from "./failure-page.js";
import { failuresIndex } from "./failures-index.js";
import { ladderPage } from "./ladder-page.js";
import { failureFile, methodFile } from "./markdown.js";
import { methodDiagram } from "./method-diagram.js";
import { methodPage } from "./method-page.js";
import { playScenes } from "./method-scenes.js";
import { SUBJECTS } from "./subjects.js";

/** What a folder holds: the texts by the names of their files. */
export type Pages = ReadonlyMap<string, string>;

/** Writes the pages on the methods, with their diagrams, by their names in `docs/contract`. */
export async function contractPages(counterexamples: Counterexamples): Promise<Pages> {
  const pages = new Map<string, string>();
  pages.set("README.md", contractIndex());
  pages.set("lookup-ladder.md", ladderPage());
  for (const subject of SUBJECTS) {
    pages.set(methodFile(subject), await methodPage(subject, counterexamples));
  }
  for (const method of METHODS) {
    const file = methodFile(method).replace(/md$/, "svg");
    pages.set(file, methodDiagram(method, await playScenes(method)));
  }
  return pages;
}

/** Writes the pages on the failures, one a clause, by their names in `docs/failures`. */
export async function failurePages(counterexamples: Counterexamples): Promise<Pages> {
  const pages = new Map<string, string>();
  pages.set("README.md", await failuresIndex(counterexamples));
  for (const clause of clauses) {
    pages.set(failureFile(clause.id), await failurePage(clause, counterexamples));
  }
  return pages;
}
