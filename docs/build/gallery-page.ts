import { clauses } from "../../spec/clauses.js";
import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { countPower, type Power } from "../../test/broken-stores/detection.js";
import { caughtBy, SUBJECT_OF_FILE, storeLink, storesIn } from "./broken-stores.js";
import { failureLink, GENERATED, page, table } from "./markdown.js";

/** The way from this page to those of the failures. */
const FAILURES = "../failures/";

/**
 * Writes the page on the broken stores: how surely the spec finds them, and by which clause.
 *
 * What each of them looks like, with its calls and its repair, stands on the page of the clause that
 * catches it. It is not shown here once more: one who looks for a mistake comes from its failure.
 *
 * @param power - What the broken stores were found to be caught by.
 */
export function galleryPage(power: Power): string {
  return page(
    GENERATED,
    "# Broken stores",
    "A suite that never fails shows nothing. Each of these stores is a " +
      "[correct store](../../test/broken-stores/base-store.ts) with one mistake in it, some of them " +
      "seen in the SDK's own stores. The spec has to find it, by the clauses that the store names and by no " +
      "other: one mistake, one thing to mend. Clauses that build on a failed one are *blocked*, which " +
      "does not count.",
    figures(power),
    "A *kill* is a seed from which every clause that a store names fails on it, with as many random " +
      "examples as a check tries unless it is told otherwise. `npx zoho-token-store check --self-test` " +
      "repeats these figures, and `--seed` tries other seeds.",
    "## Where they are",
    Array.from(
      SUBJECT_OF_FILE,
      ([file, title]) =>
        `- [${title}](../../test/broken-stores/${file}.ts): ${storesIn(file).length}`,
    ).join("\n"),
    "## Which clause catches which store",
    "A store stands with every clause that it names; where it names this one alone, in **bold**. A link " +
      "leads to its wrong lines, to the shortest calls that show it, and to its repair.",
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
      const link = storeLink(Store, FAILURES);
      return Store.caughtBy.length === 1 ? `**${link}**` : link;
    });
    return [
      failureLink(id, `\`${id}\``, FAILURES),
      level,
      links.join("; "),
      killsOf(stores, power),
    ];
  });
}

/** Says from how many of all seeds these stores were killed. */
function killsOf(stores: readonly BrokenStore[], { detections, seeds }: Power): string {
  const found = detections.filter(({ Store }) => stores.includes(Store));
  const kills = found.reduce((sum, { kills }) => sum + kills, 0);
  return `${kills} of ${stores.length * seeds.length}`;
}
