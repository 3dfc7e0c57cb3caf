/**
 * The page on what the spec notices of small changes to the stores.
 *
 * @module
 */
import { CONTRACT_VERSION } from "../../spec/index.js";
import { SURVIVORS, type Survivors } from "../../test/mutation/survivors.js";
import type { Tally } from "../../test/mutation/tally.js";
import { escapeText, fence, page, table } from "./markdown.js";

/** Where the page is, in this package. */
export const MUTATION_PAGE = "docs/mutation.md";

/** Where the part begins that depends on no run. */
export const SURVIVORS_HEADING = "## What it lets live";

/** Writes the page from the figures of every file. */
export function mutationPage(tallies: readonly Tally[]): string {
  return page(
    "<!-- Written by `npm run docs:mutation` from a run of Stryker. Do not edit. -->",
    "# What the spec notices",
    INTRODUCTION,
    figures(tallies),
    ABOUT_FIGURES,
    SURVIVORS_HEADING,
    ABOUT_SURVIVORS,
    ...survivors(),
  );
}

const INTRODUCTION = `That the stores of this project conform says nothing of what the spec would say if they did not. So
Stryker, a tool for mutation testing, changes their code in one small place at a time: a condition
is turned round, a call left out, a string emptied. Each such *mutant* is checked with every clause
of [the contract](contract/README.md), version ${CONTRACT_VERSION}, SHOULD included, and with no other test. The mutants of a
store are judged on the storage of its row in [what each store was checked for](conformance.md): those of the SQLite store in
memory as well, those of the encrypted store over rows under two keys and in plain text as well. The lookup
ladder in \`src/token-matching.ts\`, which all stores share, is judged by the list store.`;

const ABOUT_FIGURES = `A mutant is *killed* when a clause fails on it, and *timed out* when the check does not end.
*Survived*: every clause that reaches it passes. *No coverage*: no clause reaches it. The *score* is the
part that was killed or timed out. The *score within* the contract leaves out the mutants that differ in nothing of
which the contract speaks (the wording of a message, a default file, a method of a store's own); those that
change nothing at all are left in, and count as missed. Every mutant that lives is listed below.

It is evidence, not proof. Stryker makes small mistakes of a few kinds; those that people make are in
\`test/broken-stores\`. \`npm run test:mutation\` measures again, and fails when a mutant lives that is not
listed, or the reverse; \`npm run test:mutation -- list memory\` does so for some of the stores.`;

const ABOUT_SURVIVORS = `Each of these is *equivalent*, when it answers every call of the six methods as the store does, or
*outside the contract*, when it differs in something of which the contract does not speak. The
tests in \`test/stores\` speak of several. On each line stand the member that holds the mutant, its
code there, and what that is changed to.`;

/** Makes a table of figures: a row a file. */
export function figures(tallies: readonly Tally[]): string {
  const head = ["file", "mutants", "killed", "timed out", "survived", "no coverage", "score"];
  const rows = tallies.map(({ file, count, fates, outside, score, scoreWithin }) => [
    file,
    ...[count, ...Object.values(fates)].map(String),
    percent(score),
    String(outside),
    percent(scoreWithin),
  ]);
  return table([...head, "outside the contract", "score within"], rows);
}

/** Rounded down: what is not all must not read as all. */
function percent(score: number): string {
  return `${(Math.floor(score * 10) / 10).toFixed(1)} %`;
}

function survivors(): string[] {
  const files = [...new Set(SURVIVORS.map(({ file }) => file))];
  return files.flatMap((name) => [
    `### ${name}`,
    ...SURVIVORS.filter(({ file }) => file === name).flatMap(section),
  ]);
}

function section({ licence, reason, mutants = [], members = [] }: Survivors): string[] {
  const lines = [
    ...members.map((member) => `${member}: all that live`),
    ...mutants.map(([member, original, replacement]) => `${member}: ${original} → ${replacement}`),
  ];
  return [`${escapeText(reason)} (*${licence}*)`, fence("text", lines.join("\n"))];
}
