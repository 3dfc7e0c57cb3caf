/**
 * Counts what became of mutants, and holds it against the list of those that may live.
 *
 * @module
 */
import { type Fate, isAlive, type JudgedMutant, type Mutant } from "./mutants.js";
import { SURVIVORS, type Survivors } from "./survivors.js";

/** The least part of the mutants within the contract, in percent, that has to be noticed. */
const LEAST_SCORE = 95;

/** How many mutants there are of a file, and what became of them. */
export interface Tally {
  readonly file: string;
  readonly count: number;
  readonly fates: Readonly<Record<Fate, number>>;

  /** How many of those that live differ in nothing of which the contract speaks. */
  readonly outside: number;

  /** The part that was noticed, in percent: killed, or given up because the tests did not end. */
  readonly score: number;

  /** The same without those outside the contract; those that change nothing at all count as missed. */
  readonly scoreWithin: number;
}

/** Counts the mutants of each file, and last of all files; nothing where there is no mutant. */
export function tallies(mutants: readonly JudgedMutant[]): Tally[] {
  if (mutants.length === 0) return [];
  const files = [...new Set(mutants.map(({ file }) => file))];
  const each = files.map((name) =>
    tally(
      name,
      mutants.filter(({ file }) => file === name),
    ),
  );
  return [...each, tally("all", mutants)];
}

/** Lists what is amiss, a line each; nothing when all is as the list says, and enough is noticed. */
export function complaintsOn(mutants: readonly JudgedMutant[], all: readonly Tally[]): string[] {
  const unlisted = mutants.filter((mutant) => isAlive(mutant) && !isListed(mutant));
  const low = all.slice(-1).filter(({ scoreWithin }) => scoreWithin < LEAST_SCORE);
  return [
    ...unlisted.map((mutant) => `lives, and is not listed: ${describe(mutant)}`),
    ...staleFor(mutants).map((name) => `is listed, and does not live: ${name}`),
    ...low.map(() => `the spec notices less than ${LEAST_SCORE} % within the contract`),
  ];
}

/** Says a mutant in one line. */
export function describe({ file, member, original, replacement }: Mutant): string {
  return `${file}, ${member}: ${original} → ${replacement}`;
}

function tally(file: string, mutants: readonly JudgedMutant[]): Tally {
  const fates = { killed: 0, "timed out": 0, survived: 0, "no coverage": 0 };
  for (const { fate } of mutants) fates[fate] += 1;
  const outside = mutants.filter(
    (mutant) => isAlive(mutant) && isListed(mutant, "outside the contract"),
  ).length;
  const noticed = fates.killed + fates["timed out"];
  return {
    file,
    count: mutants.length,
    fates,
    outside,
    score: (100 * noticed) / mutants.length,
    // A file that is wholly outside leaves nothing to notice.
    scoreWithin: mutants.length === outside ? 100 : (100 * noticed) / (mutants.length - outside),
  };
}

/**
 * Gives what the list says of the files of these mutants, and does not hold any more. A mutant that
 * timed out may stay there: it can be merely slow, and live on another machine.
 */
function staleFor(mutants: readonly JudgedMutant[]): string[] {
  const files = new Set(mutants.map(({ file }) => file));
  const notKilled = mutants.filter(({ fate }) => fate !== "killed");
  return SURVIVORS.filter(({ file }) => files.has(file)).flatMap((listed) =>
    [...partsOf(listed)].flatMap(([name, covers]) => (notKilled.some(covers) ? [] : [name])),
  );
}

function isListed(mutant: Mutant, licence?: Survivors["licence"]): boolean {
  return SURVIVORS.some(
    (listed) =>
      (licence ?? listed.licence) === listed.licence &&
      [...partsOf(listed).values()].some((covers) => covers(mutant)),
  );
}

/** What an entry of the list names, each with the mutants that it stands for. */
function partsOf({ file, mutants = [], members = [] }: Survivors) {
  const parts = new Map<string, (mutant: Mutant) => boolean>();
  for (const member of members) {
    parts.set(`${file}, ${member}`, (one) => one.file === file && one.member === member);
  }
  for (const [member, original, replacement] of mutants) {
    const name = describe({ file, member, original, replacement });
    parts.set(name, (one) => describe(one) === name);
  }
  return parts;
}
