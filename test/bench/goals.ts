/**
 * How fast the stores are meant to be, and whether they are. All goals but the last compare what was
 * measured side by side: they hold on any machine.
 *
 * @module
 */
import type { CheckTimes } from "./check-time.js";
import { FIND_BY_ID, FIND_BY_USER, type Operation, SAVE, SAVE_AT_ONCE } from "./operations.js";
import { exponentOf, type Results, timeOf } from "./results.js";

/** Whether a goal is met. */
export interface Outcome {
  readonly goal: string;

  /** What was measured, as text. */
  readonly measured: string;

  /** `null` when something that it needs was not measured. */
  readonly isMet: boolean | null;
}

/** The number of tokens that goals are about, unless they say otherwise. */
const TOKENS = 1000;

/** How much steeper than a level line still counts as flat. */
const FLAT = 0.1;

/** Compares what was measured with each goal. */
export function outcomes(results: Results, check: CheckTimes): Outcome[] {
  const ratio = (operation: Operation, one: string, other: string) =>
    ratioOf(results, [operation, one], [operation, other]);
  return [
    atMost(
      "find by id: *Memory* within 3 times an awaited `Map.get`",
      3,
      ratio(FIND_BY_ID, "Memory", "Map"),
    ),
    atMost(
      "find by user: *SQLite* within 1.5 times a kept statement on bare sql.js",
      1.5,
      ratio(FIND_BY_USER, "SQLite", "sql.js"),
    ),
    flat(results),
    ...(["SQLite", "File"] as const).flatMap((store) =>
      [FIND_BY_ID, FIND_BY_USER, SAVE].map((operation) => vendorGoal(results, operation, store)),
    ),
    atMost(
      "save: *SQLite* within 1.2 times export, write, fsync and rename on bare sql.js",
      1.2,
      ratio(SAVE, "SQLite", "sql.js"),
    ),
    atMost(
      "save: *SQLite* within 1.2 times the same with the folder synced",
      1.2,
      ratio(SAVE, "SQLite", "sql.js, tuned"),
    ),
    atLeast(
      "100 saves at once: *SQLite* 20 times cheaper, each, than a single save",
      20,
      ratioOf(results, [SAVE, "SQLite"], [SAVE_AT_ONCE, "SQLite"]),
    ),
    ...checkGoals(check),
  ];
}

function flat(results: Results): Outcome {
  const exponent = exponentOf(results, FIND_BY_USER.title, "SQLite");
  const largest = results.sizes.at(-1) ?? 0;
  return {
    goal: `find by user: *SQLite* flat to ${largest.toLocaleString("en")} tokens (exponent of at most ${FLAT})`,
    measured: exponent === null ? "not measured" : exponent.toFixed(2),
    isMet: exponent === null ? null : exponent <= FLAT,
  };
}

/** At more tokens the ratio is another one, so that at the most is told, too. */
function vendorGoal(results: Results, operation: Operation, store: string): Outcome {
  const of = (tokens: number) =>
    ratioOf(results, [operation, "SDK's FileStore"], [operation, store], tokens);
  const goal = `${operation.title}: *${store}* 100 times faster than the SDK's FileStore`;
  const outcome = atLeast(goal, 100, of(TOKENS));
  const most = results.sizes.findLast((tokens) => of(tokens) !== null) ?? TOKENS;
  if (most <= TOKENS) return outcome;
  const more = `${toText(of(most))} at ${most.toLocaleString("en")}`;
  return { ...outcome, measured: `${outcome.measured}; ${more}` };
}

function checkGoals(check: CheckTimes): Outcome[] {
  return (["typescript", "javascript"] as const).flatMap((kind) => {
    const harness = kind === "typescript" ? "TypeScript" : "JavaScript";
    const totalMs = check[kind];
    const ownMs = totalMs - check.loading[kind];
    return [
      within(
        `\`check\` of *Memory*, harness in ${harness}: the process under 1.5 s`,
        1500,
        totalMs,
      ),
      within("of which without starting Node and loading packages under 0.7 s", 700, ownMs),
    ];
  });
}

function within(goal: string, limitMs: number, measuredMs: number): Outcome {
  return { goal, measured: `${(measuredMs / 1000).toFixed(2)} s`, isMet: measuredMs < limitMs };
}

function atMost(goal: string, limit: number, ratio: number | null): Outcome {
  return { goal, measured: toText(ratio), isMet: ratio === null ? null : ratio <= limit };
}

function atLeast(goal: string, limit: number, ratio: number | null): Outcome {
  return { goal, measured: toText(ratio), isMet: ratio === null ? null : ratio >= limit };
}

/** Divides the time of one by that of another; `null` where one of them was not measured. */
function ratioOf(
  results: Results,
  [operation, contender]: readonly [Operation, string],
  [otherOperation, other]: readonly [Operation, string],
  tokens = TOKENS,
): number | null {
  const time = timeOf(results, operation.title, tokens, contender);
  const otherTime = timeOf(results, otherOperation.title, tokens, other);
  return time === null || otherTime === null ? null : time / otherTime;
}

function toText(ratio: number | null): string {
  if (ratio === null) return "not measured";
  return ratio >= 100 ? `${Math.round(ratio)} times` : `${ratio.toPrecision(3)} times`;
}
