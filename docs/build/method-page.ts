import { METHODS, type Method } from "../../spec/harness.js";
import { brokenStores } from "../../test/broken-stores/index.js";
import { CHOSEN_MISTAKES } from "./chosen-mistakes.js";
import { clauseEntry } from "./clause-entry.js";
import { clauseGroups } from "./clause-groups.js";
import type { Counterexamples } from "./counterexample.js";
import { escapeText, failureLink, fence, GENERATED, methodFile, page, table } from "./markdown.js";
import { describeScenes } from "./method-diagram.js";
import { playScenes } from "./method-scenes.js";
import { mistakeSection } from "./mistake-section.js";
import { clausesOf, type Subject, titleOf } from "./subjects.js";
import { readDocs } from "./token-store-docs.js";
import { vendorLinks } from "./vendor-failures.js";

/** The way from these pages to those on the failures. */
const FAILURES = "../failures/";

/**
 * Writes the page from which a method, or what holds of all of them, is learned: what it promises, what
 * that looks like, a place to try it, each clause, and the mistakes that people make.
 */
export async function methodPage(
  subject: Subject,
  counterexamples: Counterexamples,
): Promise<string> {
  return page(
    GENERATED,
    `# ${titleOf(subject)}`,
    ...(subject === "whole store" ? wholeStore() : await method(subject)),
    "## The clauses",
    ...clauseGroups(subject).flatMap(({ heading, clauses }) => [
      heading === null ? "" : `### ${heading}`,
      ...clauses.map(clauseEntry),
    ]),
    ...(await mistakes(subject, counterexamples)),
  );
}

function wholeStore(): readonly string[] {
  return [
    ...readDocs(null).paragraphs,
    `What holds of one method stands on its page: ${METHODS.map(methodLink).join(", ")}. ` +
      "[All clauses](README.md).",
  ];
}

function methodLink(method: Method): string {
  return `[\`${method}\`](${methodFile(method)})`;
}

/** What the TSDoc of the interface says, with the diagram and the place to try it. */
async function method(method: Method): Promise<readonly string[]> {
  const { paragraphs, signature } = readDocs(method);
  return [
    ...paragraphs.map(withLadder),
    fence("ts", signature),
    shapes(method),
    "A token is an `OAuthToken` with [ten fields](README.md#a-token). What holds of every method, such as promises, copies and " +
      "errors, and what *blank* means: [the whole store](whole-store.md).",
    "## What it does",
    await image(method),
    ...tryIt(method),
  ];
}

/** Links to the ladder where it is mentioned. */
function withLadder(paragraph: string): string {
  return paragraph.replace(
    "the lookup ladder (`token-matching`)",
    "[the lookup ladder](lookup-ladder.md)",
  );
}

/** What goes in, what comes out, and when neither happens. */
function shapes(method: Method): string {
  const { parameters, result, returns, throws } = readDocs(method);
  const type = result === "void" ? "nothing" : `\`${result}\``;
  const rows = [
    ...parameters.map(({ name, type, meaning }) => [`takes \`${name}\``, `\`${type}\``, meaning]),
    ["resolves to", type, returns ?? ""],
    ...throws.map((condition) => {
      const [error = "", ...when] = condition.split(" ");
      return ["rejects with", `\`${error}\``, when.join(" ")];
    }),
  ];
  return table(["", "shape", "meaning"], rows);
}

/** Shows the diagram, and says the same in words. */
async function image(method: Method): Promise<string> {
  const alt = describeScenes(await playScenes(method)).replace(/[[\]\\]/g, "\\$&");
  return `![${alt}](${methodFile(method).replace(/md$/, "svg")})`;
}

/** On the site, a script turns this into the playground; elsewhere it stays a link. */
function tryIt(method: Method): readonly string[] {
  return [
    "## Try it",
    `<div data-playground="${method}">`,
    `[Open the playground at \`${method}\`](../playground.md)`,
    "</div>",
  ];
}

async function mistakes(
  subject: Subject,
  counterexamples: Counterexamples,
): Promise<readonly string[]> {
  const sections: string[] = [];
  const shown = new Set<string>();
  for (const { store, because } of CHOSEN_MISTAKES[subject]) {
    const Store = brokenStores.find(({ name }) => name === store);
    const [id] = Store?.caughtBy ?? [];
    if (Store === undefined || id === undefined) throw new Error(`there is no store ${store}`);
    shown.add(id);
    const said = `${escapeText(because)} ${caught(id)}`;
    sections.push(await mistakeSection(Store, id, counterexamples, said));
  }
  return [
    "## Mistakes people make",
    "Each is a [correct store](../../test/broken-stores/base-store.ts) with one mistake in it, and below it " +
      "what the spec prints. Ids that the store made are written `id1`, `id2` and so on.",
    ...sections,
    ...otherMistakes(subject, shown),
  ];
}

function caught(id: string): string {
  const vendor = vendorLinks(id, "../");
  const breaks = vendor.length === 1 ? "breaks" : "break";
  const also = vendor.length === 0 ? "" : `, which the SDK's own ${vendor.join(" and ")} ${breaks}`;
  return `Caught by ${failureLink(id, `\`${id}\``, FAILURES)}${also}.`;
}

function otherMistakes(subject: Subject, shown: ReadonlySet<string>): readonly string[] {
  const others = clausesOf(subject).filter(({ id }) => !shown.has(id));
  if (others.length === 0) return [];
  const links = others.map(({ id }) => failureLink(id, `\`${id}\``, FAILURES));
  return [`*Other mistakes* break ${links.join(", ")}.`];
}
