/**
 * Checks a broken store as a reader would, and prepares what was found for looking at it.
 *
 * @module
 */
import { checkTokenStore } from "../../../spec/check.js";
import type { ClauseResult } from "../../../spec/clause.js";
import { replayedClause } from "../../../spec/report/style.js";
import type { StoredRow } from "../../../src/token-row.js";
import type { BrokenStore } from "../../../test/broken-stores/base-store.js";
import { withCountedIds } from "../../../test/broken-stores/counted-ids.js";
import { type RecordedCall, Recording } from "./recording.js";

/** A clause that failed, with its counterexample step by step. */
export interface Failure {
  readonly result: ClauseResult;

  /** One for each line of the counterexample. */
  readonly frames: readonly Frame[];
}

/** A line of a counterexample, and what it did to the storage. */
export interface Frame {
  readonly line: string;
  readonly before: readonly StoredRow[];
  readonly after: readonly StoredRow[];

  /** Whether it is one of several calls that were in flight together. */
  readonly isTogether: boolean;
}

/** Is told how many of the clauses have been checked. */
export type OnProgress = (count: number, total: number) => void;

/** No call on a store in memory takes this long, in milliseconds, unless it hangs. */
const CALL_LIMIT_MS = 100;

/** Checks a broken store by every clause. @returns What failed, in reading order. */
export async function checkBroken(
  Store: BrokenStore,
  seed: number,
  onProgress: OnProgress,
): Promise<readonly Failure[]> {
  const recording = new Recording(Store);
  const report = await withCountedIds(() =>
    checkTokenStore(recording.harness, {
      seed,
      callLimitMs: CALL_LIMIT_MS,
      onResult: (_, count, total) => onProgress(count, total),
    }),
  );
  const failures: Failure[] = [];
  for (const result of report.clauses.filter(({ verdict }) => verdict === "failed")) {
    failures.push(await seeAgain(Store, seed, result));
  }
  return failures;
}

/** Makes the calls of a counterexample once more, and nothing else, as its replay line does. */
async function seeAgain(Store: BrokenStore, seed: number, result: ClauseResult): Promise<Failure> {
  const recording = new Recording(Store);
  const clause = replayedClause(result);
  const example = result.replay?.example;
  const report = await withCountedIds(() =>
    checkTokenStore(recording.harness, {
      clause,
      seed,
      callLimitMs: CALL_LIMIT_MS,
      ...(example !== undefined && { example }),
    }),
  );
  const again = report.clauses.find(({ verdict }) => verdict === "failed") ?? result;
  return {
    result: { ...result, calls: again.calls, expected: again.expected, actual: again.actual },
    frames: framesOf(again.calls, recording.calls),
  };
}

/**
 * Gives each line the call that it tells of. A line can be no call, such as a store that is opened
 * again; and the spec also makes calls of its own, to see what is stored, which have no line. Calls
 * at once end in some order: each of them shows what all have done.
 */
function framesOf(lines: readonly string[], calls: readonly RecordedCall[]): readonly Frame[] {
  const places = placesOf(lines, calls);
  const rowsAfter = (index: number) => {
    const place = places.slice(0, index + 1).findLast((one) => one !== null) ?? null;
    return place === null ? [] : (calls[place]?.after ?? []);
  };
  let group = { first: 0, last: -1 };
  return lines.map((line, index) => {
    const together = /^at once, (\d+) calls:/.exec(line)?.[1];
    if (together !== undefined) group = { first: index, last: index + Number(together) };
    const isTogether = index > group.first && index <= group.last;
    const before = rowsAfter(isTogether ? group.first : index - 1);
    const after = rowsAfter(isTogether ? Math.min(group.last, lines.length - 1) : index);
    return { line, before, after, isTogether };
  });
}

/** Finds the recorded call of each line; `null` for a line that is none. */
function placesOf(
  lines: readonly string[],
  calls: readonly RecordedCall[],
): readonly (number | null)[] {
  let next = 0;
  return lines.map((line) => {
    const found = calls.findIndex(({ method }, index) => index >= next && isCallOf(line, method));
    if (found === -1) return null;
    next = found + 1;
    return found;
  });
}

/** A line may begin with the name of the instance that is called. */
function isCallOf(line: string, method: string): boolean {
  return new RegExp(`^([\\w ]+: )?${method}\\(`).test(line);
}
