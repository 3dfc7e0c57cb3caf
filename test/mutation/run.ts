/**
 * Changes the stores in small ways, and tells whether the spec notices: `npm run test:mutation`, or
 * for some of them `npm run test:mutation -- list memory`.
 *
 * It ends with 1 when a mutant lives that `survivors.ts` does not list, when the list names one that
 * does not live, and when the spec notices less than it should.
 *
 * @module
 */
import { figures } from "../../docs/build/mutation-page.js";
import { mutateAll } from "./stryker.js";
import { describe, LEAST_SCORE, staleFor, tallies, unlistedAmong } from "./tally.js";
import { targetsNamed } from "./targets.js";

const results = await mutateAll(targetsNamed(process.argv.slice(2)));
const mutants = results.flatMap((result) => result.mutants);
const all = tallies(mutants);
console.log(`\n${figures(all)}\n`);
for (const { target, seconds } of results) console.log(`${target.name} took ${seconds} s`);

const complaints = [
  ...unlistedAmong(mutants).map((mutant) => `lives, and is not listed: ${describe(mutant)}`),
  ...staleFor(mutants).map((name) => `is listed, and does not live: ${name}`),
  ...all
    .filter(({ scoreOfUnlisted }) => scoreOfUnlisted < LEAST_SCORE)
    .map(({ file }) => `is noticed by less than ${LEAST_SCORE} %: ${file}`),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
