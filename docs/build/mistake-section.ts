import type { BrokenStore } from "../../test/broken-stores/base-store.js";
import { codeOf, nameInWords } from "./broken-stores.js";
import type { Counterexamples } from "./counterexample.js";
import { capitalize, escapeText, fence } from "./markdown.js";
import { transcriptBlock } from "./transcript-block.js";

/**
 * Writes the section on a mistake: its name, the wrong lines, what the spec prints for them, and the
 * repair.
 *
 * @param id - The clause that is shown to catch it.
 * @param because - Why it is shown, as Markdown; nothing is said of it when left out.
 */
export async function mistakeSection(
  Store: BrokenStore,
  id: string,
  counterexamples: Counterexamples,
  because = "",
): Promise<string> {
  return [
    `### ${capitalize(nameInWords(Store.name))}`,
    because,
    fence("ts", codeOf(Store).code),
    baseOf(Store),
    fence("text", transcriptBlock(await counterexamples.find(Store, id))),
    `*Repair*: ${escapeText(Store.repair)}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Says what the class does that a broken store extends, where that is not the correct store. */
function baseOf(Store: BrokenStore): string {
  const { base } = codeOf(Store);
  return base === null ? "" : `What a \`${base.name}\` does: ${escapeText(base.summary)}`;
}
