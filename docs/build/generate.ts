/**
 * Writes the pages that are made from the clauses and the broken stores, and removes what is left over
 * there: `npm run docs:pages`.
 *
 * @module
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { measurePower, seedsFrom } from "../../test/broken-stores/detection.js";
import { GALLERY_FOLDER } from "./broken-stores.js";
import { Counterexamples } from "./counterexample.js";
import { galleryPage } from "./gallery-page.js";
import { CONTRACT_FOLDER, FAILURES_FOLDER } from "./markdown.js";
import { contractPages, failurePages, type Pages } from "./pages.js";

const counterexamples = new Counterexamples();
await write(CONTRACT_FOLDER, await contractPages(counterexamples));
await write(FAILURES_FOLDER, await failurePages(counterexamples));
const power = await measurePower(seedsFrom(1), {});
await write(GALLERY_FOLDER, new Map([["README.md", galleryPage(power)]]));

async function write(name: string, pages: Pages): Promise<void> {
  const folder = new URL(`../../${name}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    if (!pages.has(file)) await rm(new URL(file, folder), { recursive: true });
  }
  for (const [file, text] of pages) await writeFile(new URL(file, folder), text);
  console.log(`${pages.size} files written to ${name}`);
}
