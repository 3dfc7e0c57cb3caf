/**
 * Writes the pages in `docs/contract`, and removes what is left over there: `npm run docs:pages`.
 *
 * @module
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { CONTRACT_FOLDER } from "./markdown.js";
import { contractPages } from "./pages.js";

const folder = new URL(`../../${CONTRACT_FOLDER}/`, import.meta.url);
const pages = await contractPages();
await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) {
  if (!pages.has(name)) await rm(new URL(name, folder), { recursive: true });
}
for (const [name, text] of pages) await writeFile(new URL(name, folder), text);
console.log(`${pages.size} pages written to ${CONTRACT_FOLDER}`);
