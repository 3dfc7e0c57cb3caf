import type { Clause } from "../../spec/clause.js";
import type { Capability } from "../../spec/harness.js";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { caughtBy, codeOf, nameInWords, storeLink } from "./broken-stores.js";
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
    baseOf(first),
    fence("text", await counterexample(first, clause.id)),
    repairOf(first),
    alsoCaught(others),
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

/** Says what the class does that a broken store extends, where that is not the correct store. */
export function baseOf(Store: BrokenStore): string {
  const { base } = codeOf(Store);
  return base === null ? "" : `What a \`${base.name}\` does: ${escapeText(base.summary)}`;
}

/** Says how a mistake is mended. */
export function repairOf({ repair }: BrokenStore): string {
  return `*Repair*: ${escapeText(repair)}`;
}

function alsoCaught(others: readonly BrokenStore[]): string {
  const links = others.map((Store) => storeLink(Store, "../broken-stores/"));
  return links.length === 0 ? "" : `*Caught too*: a store that ${links.join("; ")}.`;
}
