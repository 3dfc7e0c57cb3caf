/**
 * The pages on the broken stores: which mistakes the spec was tried on, and how surely it found them.
 *
 * @module
 */
import { clauses } from "../../spec/clauses.js";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { countPower, type Power } from "../../test/broken-stores/detection.js";
import {
  caughtBy,
  codeOf,
  nameInWords,
  SUBJECT_OF_FILE,
  storeLink,
  storesIn,
} from "./broken-stores.js";
import { baseOf, repairOf } from "./clause-section.js";
import { counterexample } from "./counterexample.js";
import { capitalize, clauseLink, fence, GENERATED, page, table } from "./markdown.js";

/** The way from these pages to those of the contract. */
const CONTRACT = "../contract/";

/**
 * Writes the pages.
 *
 * @param power - What the broken stores were found to be caught by.
 * @returns The pages by their names in the folder of the gallery.
 */
export async function galleryPages(power: Power): Promise<ReadonlyMap<string, string>> {
  const pages = new Map([["README.md", overview(power)]]);
  for (const [file, title] of SUBJECT_OF_FILE) {
    pages.set(`${file}.md`, await filePage(file, title, power));
  }
  return pages;
}

function overview(power: Power): string {
  return page(
    GENERATED,
    "# Broken stores",
    "A suite that never fails shows nothing. Each store on these pages is a " +
      "[correct store](../../test/broken-stores/base-store.ts) with one mistake in it, some of them " +
      "seen in the SDK's own stores. The spec has to find it, by the clauses that the store names and by no " +
      "other: one mistake, one thing to mend. Clauses that build on a failed one are *blocked*, which " +
      "does not count.",
    figures(power),
    "A *kill* is a seed from which every clause that a store names fails on it, with as many random " +
      "examples as a check tries unless it is told otherwise. `npx zoho-token-store check --self-test` " +
      "repeats these figures, and `--seed` tries other seeds.",
    "## The pages",
    Array.from(
      SUBJECT_OF_FILE,
      ([file, title]) => `- [${title}](${file}.md): ${storesIn(file).length}`,
    ).join("\n"),
    "## Which clause catches which store",
    "A store stands with every clause that it names; where it names this one alone, in **bold**.",
    table(["clause", "level", "stores that it catches", "kills"], clauseRows(power)),
  );
}

function figures(power: Power): string {
  const { stores, exact, kills, pairs, catching, alone } = countPower(power);
  const [first, ...others] = power.seeds;
  return table(
    ["what", "how many"],
    [
      ["broken stores", String(stores)],
      ["caught by exactly the clauses that they name", `${exact} of ${stores}`],
      [
        `kills, from ${power.seeds.length} seeds each (${first} to ${others.at(-1)})`,
        `${kills} of ${pairs}`,
      ],
      ["clauses that catch a store", `${catching} of ${clauses.length}`],
      ["clauses that catch one which no other clause catches", `${alone} of ${clauses.length}`],
      ["false alarms on the correct store, from the same seeds", String(power.alarms.length)],
    ],
  );
}

function clauseRows(power: Power): string[][] {
  return clauses.map(({ id, level }) => {
    const stores = caughtBy(id);
    const links = stores.map((Store) => {
      const link = storeLink(Store, "");
      return Store.caughtBy.length === 1 ? `**${link}**` : link;
    });
    return [clauseLink(id, `\`${id}\``, CONTRACT), level, links.join("; "), killsOf(stores, power)];
  });
}

/** Says from how many of all seeds these stores were killed. */
function killsOf(stores: readonly BrokenStore[], { detections, seeds }: Power): string {
  const found = detections.filter(({ Store }) => stores.includes(Store));
  const kills = found.reduce((sum, { kills }) => sum + kills, 0);
  return `${kills} of ${stores.length * seeds.length}`;
}

async function filePage(file: string, title: string, power: Power): Promise<string> {
  const sections: string[] = [];
  for (const Store of storesIn(file)) sections.push(await section(Store, power));
  return page(
    GENERATED,
    `# ${title}`,
    "Each is a [correct store](../../test/broken-stores/base-store.ts) with one mistake in it. Below the " +
      "mistake stands what the spec prints for it: the shortest calls that show it, with the ids that " +
      "the store made written `id1`, `id2` and so on. [All broken stores](README.md).",
    ...sections,
  );
}

async function section(Store: BrokenStore, power: Power): Promise<string> {
  const [first = ""] = Store.caughtBy;
  const links = Store.caughtBy.map((id) => clauseLink(id, `\`${id}\``, CONTRACT));
  return page(
    `## ${capitalize(nameInWords(Store.name))}`,
    `Caught by ${links.join(", ")}, from ${killsOf([Store], power)} seeds.`,
    fence("ts", codeOf(Store).code),
    baseOf(Store),
    fence("text", await counterexample(Store, first)),
    repairOf(Store),
  ).trimEnd();
}
