/**
 * Changes the stores in small ways, and tells whether the spec notices: `npm run test:mutation`, or
 * for some of them `npm run test:mutation -- list memory`. With `--page` it writes the page on that,
 * too: `npm run docs:mutation`.
 *
 * It ends with 1 when a mutant lives that `survivors.ts` does not list, when the list names one that
 * does not live, and when the spec notices less than it should.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { figures, MUTATION_PAGE, mutationPage } from "../../docs/build/mutation-page.js";
import { mutateAll } from "./stryker.js";
import { complaintsOn, tallies } from "./tally.js";
import { TARGETS, targetsNamed } from "./targets.js";

const { values, positionals } = parseArgs({
  options: { page: { type: "boolean", default: false } },
  allowPositionals: true,
});

const results = await mutateAll(targetsNamed(positionals));
const mutants = results.flatMap((result) => result.mutants);
const all = tallies(mutants);
console.log(`\n${figures(all)}\n`);
for (const { target, seconds } of results) console.log(`${target.name} took ${seconds} s`);

// What is asked of all stores together need not hold of some.
const complaints = complaintsOn(mutants, positionals.length === 0 ? all : []);
if (values.page && results.length < TARGETS.length) complaints.push("the page is about all stores");
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) {
  process.exitCode = 1;
} else if (values.page) {
  await writeFile(new URL(`../../${MUTATION_PAGE}`, import.meta.url), mutationPage(all));
  console.log(`${MUTATION_PAGE} written`);
}
