import type { Clause } from "../../spec/clause.js";
import type { Capability } from "../../spec/harness.js";
import { caughtBy } from "./broken-stores.js";
import type { Counterexamples } from "./counterexample.js";
import { clauseLink, escapeText, failureLink, fence, GENERATED, page } from "./markdown.js";
import { mistakeSection } from "./mistake-section.js";
import { vendorLinks } from "./vendor-failures.js";

/**
 * Writes the page on what to do where a clause fails, in the order in which the owner of a red build
 * needs it: what it is, what it costs, the usual mistakes, and what else may be behind it.
 */
export async function failurePage(
  clause: Clause,
  counterexamples: Counterexamples,
): Promise<string> {
  return page(
    GENERATED,
    `# ${failureTitle(clause)}`,
    `\`${clause.id}\` · **${clause.level}** · ${whereItIs(clause)}`,
    `*What goes wrong without it*: ${escapeText(clause.why)}`,
    ...(await usualMistakes(clause, counterexamples)),
    alsoTheSdk(clause),
    ...mendFirst(clause),
    ...seeOnlyThis(clause),
    `*Source*: ${escapeText(clause.source)}. *More*: [how to read a failure](README.md).`,
  );
}

/** Says what fails as one sentence, by which the page is called. */
export function failureTitle({ method, title }: Clause): string {
  return `${method === "whole store" ? "The store" : method} ${escapeText(title)}`;
}

function whereItIs({ id, method }: Clause): string {
  const name = method === "whole store" ? "the whole store" : `\`${method}\``;
  return `in the contract of ${clauseLink(id, name, "../contract/")}`;
}

async function usualMistakes(
  { id }: Clause,
  counterexamples: Counterexamples,
): Promise<readonly string[]> {
  const stores = caughtBy(id);
  if (stores.length === 0) throw new Error(`no broken store shows what ${id} is for`);
  const sections: string[] = [];
  for (const Store of stores) sections.push(await mistakeSection(Store, id, counterexamples));
  return [
    stores.length === 1 ? "## The usual mistake" : "## The usual mistakes",
    `A [correct store](../../test/broken-stores/base-store.ts) with ${
      stores.length === 1 ? "this" : "one"
    } mistake in it, and what the spec prints of it.`,
    ...sections,
  ];
}

/** Says which of the SDK's own stores break the clause. They need not make the mistakes above. */
function alsoTheSdk({ id }: Clause): string {
  const links = vendorLinks(id, "../");
  if (links.length === 0) return "";
  const breaks = links.length === 1 ? "breaks" : "break";
  return `The SDK's own ${links.join(" and ")} ${breaks} this clause too.`;
}

/** More names than these are no help to a reader. */
const MOST_NAMES = 5;

function mendFirst({ after = [] }: Clause): readonly string[] {
  if (after.length === 0) return [];
  const links = after.map((id) => failureLink(id));
  const names = after.length > MOST_NAMES ? `${after.length} other clauses` : links.join(", ");
  const one = after.length === 1 ? "it" : "one of them";
  return [
    "## Where it is blocked",
    `It builds on ${names}. While ${one} fails, this clause is *blocked*: the report names the clause ` +
      "to mend first.",
  ];
}

function seeOnlyThis(clause: Clause): readonly string[] {
  return [
    "## See only this failure",
    fence("sh", `npx zoho-token-store check FILE --clause ${clause.id}`),
    needs(clause),
  ];
}

const OFFERS = "[the harness offers](../writing-your-own-store.md#reopening-sharing-breaking)";

const NEEDED: Readonly<Record<Capability, string>> = {
  reopen: `${OFFERS} \`reopen\``,
  share: `${OFFERS} \`share\``,
  breakStorage: `${OFFERS} \`breakStorage\``,
  redactingSdk: "the SDK's own `OAuthToken` prints no secret",
};

function needs({ needs = [] }: Clause): string {
  if (needs.length === 0) return "";
  const all = needs.map((capability) => NEEDED[capability]).join(" and ");
  return `It is checked only where ${all}; elsewhere the report says *not claimed*.`;
}
