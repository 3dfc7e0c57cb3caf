/**
 * The page on what the spec notices of small changes to the stores.
 *
 * @module
 */
import { SURVIVORS, type Survivors } from "../../test/mutation/survivors.js";
import type { Tally } from "../../test/mutation/tally.js";
import { fence, page, table } from "./markdown.js";

/** Where the page is, in this package. */
export const MUTATION_PAGE = "docs/mutation.md";

/** Writes the page from the figures of every file. */
export function mutationPage(tallies: readonly Tally[]): string {
  return page(
    "<!-- Written by `npm run docs:mutation` from a run of Stryker. Do not edit. -->",
    "# What the spec notices",
    INTRODUCTION,
    figures(tallies),
    ABOUT_FIGURES,
    "## What it does not notice",
    ABOUT_SURVIVORS,
    ...survivors(),
  );
}

const INTRODUCTION = `The tests of a store show that it keeps the contract. Whether they would show that it does
not is another question, and this page is about it. Stryker changes the code of the
stores in one small place at a time: a condition the other way round, a call left out, a string made
empty. Each such *mutant* is then checked with every clause of [the contract](contract/README.md),
SHOULD included, and with no other test. A mutant is *killed* when a clause fails on it.`;

const ABOUT_FIGURES = "";
const ABOUT_SURVIVORS = "";

/** Makes a table of figures: a row a file. */
export function figures(tallies: readonly Tally[]): string {
  const head = ["file", "mutants", "killed", "timed out", "survived", "no coverage", "score"];
  const rows = tallies.map(({ file, count, fates, score, scoreOfUnlisted }) => [
    file,
    ...[count, ...Object.values(fates)].map(String),
    percent(score),
    percent(scoreOfUnlisted),
  ]);
  return table([...head, "without the listed"], rows);
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
    ...members.map((member) => `${member}: every mutant`),
    ...mutants.map(([member, original, replacement]) => `${member}: ${original} → ${replacement}`),
  ];
  return [`*${licence}*: ${reason}`, fence("text", lines.join("\n"))];
}
