/**
 * Changes the stores in small ways, and writes the page on what the spec notices of it:
 * `npm run docs:mutation`. It needs a MariaDB or MySQL server on which it may make a database.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { mutateAll } from "../../test/mutation/stryker.js";
import { tallies } from "../../test/mutation/tally.js";
import { TARGETS } from "../../test/mutation/targets.js";
import { MUTATION_PAGE, mutationPage } from "./mutation-page.js";

const results = await mutateAll(TARGETS);
if (results.length < TARGETS.length) {
  console.error("nothing is written: the page is about all stores");
  process.exit(1);
}
const text = mutationPage(tallies(results.flatMap(({ mutants }) => mutants)));
await writeFile(new URL(`../../${MUTATION_PAGE}`, import.meta.url), text);
console.log(`${MUTATION_PAGE} written`);
