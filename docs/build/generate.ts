/**
 * Writes the pages that are made from the clauses and the broken stores, and removes what is left over
 * there: `npm run docs:pages`.
 *
 * @module
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { measurePower, seedsFrom } from "../../test/broken-stores/detection.js";
import { GALLERY_FOLDER } from "./broken-stores.js";
import { galleryPages } from "./gallery-pages.js";
import { CONTRACT_FOLDER } from "./markdown.js";
import { contractPages } from "./pages.js";

await write(CONTRACT_FOLDER, await contractPages());
await write(GALLERY_FOLDER, await galleryPages(await measurePower(seedsFrom(1), {})));

async function write(name: string, pages: ReadonlyMap<string, string>): Promise<void> {
  const folder = new URL(`../../${name}/`, import.meta.url);
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) {
    if (!pages.has(file)) await rm(new URL(file, folder), { recursive: true });
  }
  for (const [file, text] of pages) await writeFile(new URL(file, folder), text);
  console.log(`${pages.size} pages written to ${name}`);
}
