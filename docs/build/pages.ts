import { docsPage } from "../../spec/clause.js";
import { contractIndex } from "./contract-index.js";
import { ladderPage } from "./ladder-page.js";
import { CONTRACT_FOLDER } from "./markdown.js";
import { methodPage, SUBJECTS } from "./method-page.js";

/**
 * Writes every generated page.
 *
 * @returns The pages by their names in `docs/contract`. They depend on the sources alone: not on
 *   chance, on the day, or on the version of Node.
 */
export async function contractPages(): Promise<ReadonlyMap<string, string>> {
  const pages = new Map<string, string>();
  pages.set("README.md", contractIndex());
  pages.set("lookup-ladder.md", ladderPage());
  for (const subject of SUBJECTS) {
    const [path = ""] = docsPage({ id: "", method: subject }).split("#");
    pages.set(path.slice(CONTRACT_FOLDER.length + 1), await methodPage(subject));
  }
  return pages;
}
