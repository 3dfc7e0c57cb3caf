import { median } from "./statistics.js";

/** One of those that are compared: makes so many calls, and tells how long one took. */
export interface Entrant {
  readonly name: string;

  /** @returns Microseconds a call. */
  round(calls: number): Promise<number>;

  /** How long a round is expected to take at least; left out, not known. */
  readonly expectedMs?: number;
}

/** How long to measure. */
export interface Effort {
  /** The fewest and the most rounds. */
  readonly rounds: readonly [least: number, most: number];

  /** When to stop between the two, for all who are compared together. */
  readonly totalMs: number;

  /** How long a round should be, so that the clock is exact enough. */
  readonly roundMs: number;

  /** How long each entrant runs before it is measured: until then, Node compiles it. */
  readonly warmUpMs: number;

  /** An entrant whose round is expected to take longer is too slow. */
  readonly limitMs: number;
}

/** What was measured of one entrant. */
export interface Measurement {
  readonly name: string;

  /** The median of the rounds, a call; `null` for what is too slow. */
  readonly microseconds: number | null;
}

/** An entrant with the number of calls in its rounds, and what they took. */
interface Running {
  readonly entrant: Entrant;
  readonly calls: number;
  readonly times: number[];
}

/**
 * Measures some entrants side by side: a round of each, again and again, in another order each time,
 * since one can leave work behind that the next has to wait for. What the machine does besides slows
 * them all alike, so that their ratios hold where their times do not.
 *
 * It is a loop of our own: tinybench runs a task to its end before the next, and times each single
 * call, where a call can be shorter than a look at the clock. Arranged to go round by round, many
 * calls a round, all that would be left of it is that look.
 *
 * @param calls - The fewest and the most calls in a round.
 */
export async function sideBySide(
  entrants: readonly Entrant[],
  calls: readonly [least: number, most: number],
  effort: Effort,
): Promise<Measurement[]> {
  const running: Running[] = [];
  for (const entrant of entrants) {
    if ((entrant.expectedMs ?? 0) > effort.limitMs) continue;
    running.push({ entrant, calls: await callsInRound(entrant, calls, effort), times: [] });
  }
  const [least, most] = effort.rounds;
  const endMs = performance.now() + effort.totalMs;
  for (let round = 0; round < most && (round < least || performance.now() < endMs); round++) {
    for (const one of shuffled(running)) one.times.push(await one.entrant.round(one.calls));
  }
  return entrants.map(({ name }) => {
    const times = running.find(({ entrant }) => entrant.name === name)?.times;
    return { name, microseconds: times === undefined ? null : median(times) };
  });
}

/** Warms an entrant up, and doubles the number of calls until a round is long enough. */
async function callsInRound(
  entrant: Entrant,
  [least, most]: readonly [number, number],
  { roundMs, warmUpMs }: Effort,
): Promise<number> {
  let calls = least;
  for (let warmMs = 0; ; ) {
    const tookMs = ((await entrant.round(calls)) * calls) / 1000;
    warmMs += tookMs;
    if (tookMs < roundMs && calls * 2 <= most) calls *= 2;
    else if (warmMs >= warmUpMs) return calls;
  }
}

/** Puts them in an order by chance. */
function shuffled<T>(values: readonly T[]): T[] {
  const left = [...values];
  return values.flatMap(() => left.splice(Math.floor(Math.random() * left.length), 1));
}
