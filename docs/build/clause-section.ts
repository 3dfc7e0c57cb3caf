import type { Clause } from "../../spec/clause.js";
import type { Capability } from "../../spec/harness.js";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { caughtBy, codeOf, nameInWords } from "./broken-stores.js";
import { counterexample } from "./counterexample.js";
import { anchor, capitalize, clauseLink, escapeText, fence } from "./markdown.js";

/** Writes the section on one clause: what it says, why, and the broken stores that it catches. */
export async function clauseSection(clause: Clause): Promise<string> {
  const [first, ...others] = caughtBy(clause.id);
  if (first === undefined) throw new Error(`no broken store shows what ${clause.id} is for`);
  return [
    anchor(clause.id),
    `### ${capitalize(escapeText(clause.title))}`,
    `\`${clause.id}\` · **${clause.level}** · ${escapeText(clause.source)}`,
    escapeText(clause.why),
    needs(clause),
    buildsOn(clause),
    `*Broken by* a store that **${nameInWords(first.name)}**:`,
    fence("ts", codeOf(first).code),
    base(first),
    fence("text", await counterexample(first, clause.id)),
    ...alsoCaught(others),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const NEEDED: Readonly<Record<Capability, string>> = {
  reopen: "the harness offers `reopen`",
  share: "the harness offers `share`",
  breakStorage: "the harness offers `breakStorage`",
  redactingSdk: "the SDK's own `OAuthToken` prints no secret",
};

function needs(clause: Clause): string {
  if (clause.needs === undefined || clause.needs.length === 0) return "";
  const all = clause.needs.map((capability) => NEEDED[capability]).join(" and ");
  return `*Claimed only where* ${all}.`;
}

/** More names than these are no help to a reader. */
const MOST_NAMES = 5;

function buildsOn({ after = [] }: Clause): string {
  if (after.length === 0) return "";
  if (after.length > MOST_NAMES) {
    return `*Builds on* ${after.length} other clauses: it is blocked while one of them fails.`;
  }
  return `*Builds on* ${after.map((id) => clauseLink(id)).join(", ")}.`;
}

function base(Store: BrokenStore): string {
  const { base } = codeOf(Store);
  return base === null ? "" : `What a \`${base.name}\` does: ${escapeText(base.summary)}`;
}

function alsoCaught(others: readonly BrokenStore[]): string[] {
  if (others.length === 0) return [];
  const names = others.map((Store) => nameInWords(Store.name)).join("; ");
  return [
    `<details><summary>Caught too: a store that ${names}</summary>`,
    ...others.flatMap((Store) => [fence("ts", codeOf(Store).code), base(Store)]),
    "</details>",
  ];
}
