/**
 * How surely the spec finds a mistake: the broken stores, checked from many seeds.
 *
 * @module
 */
import { type CheckOptions, checkTokenStore } from "../../spec/index.js";
import { BaseStore, type BrokenStore, harnessFor } from "./base-store.js";
import { brokenStores } from "./index.js";

/** What was found of all broken stores. */
export interface Power {
  readonly seeds: readonly number[];
  readonly detections: readonly Detection[];

  /** What failed on the correct store that the broken ones start from, from any of the seeds. */
  readonly alarms: readonly string[];
}

/** What was found of one broken store. */
export interface Detection {
  readonly Store: BrokenStore;

  /** The clauses that failed in a check of all, from the first seed. */
  readonly failed: readonly string[];

  /** From how many of the seeds every clause that the store names has failed, checked alone. */
  readonly kills: number;
}

/** From where the random choices start: twenty seeds. */
export function seedsFrom(first: number): readonly number[] {
  return Array.from({ length: 20 }, (_, index) => first + index);
}

/** How thoroughly to check; the default budget of a check where nothing is said. */
export type Budget = Pick<CheckOptions, "runs">;

/** No call on a store in memory takes this long, in milliseconds, unless it hangs. */
const CALL_LIMIT_MS = 100;

/**
 * Checks every broken store, and the correct one.
 *
 * @param onStore - Is told the name of each store before it is checked, with its place.
 */
export async function measurePower(
  seeds: readonly number[],
  budget: Budget,
  onStore: (name: string, place: number, total: number) => void = () => undefined,
): Promise<Power> {
  const total = brokenStores.length + 1;
  const detections: Detection[] = [];
  for (const Store of brokenStores) {
    onStore(Store.name, detections.length + 1, total);
    detections.push(await detect(Store, seeds, budget));
  }
  onStore(BaseStore.name, total, total);
  const alarms: string[] = [];
  for (const seed of seeds) alarms.push(...(await failuresOf(BaseStore, { ...budget, seed })));
  return { seeds, detections, alarms };
}

/** The figures in what was found. */
export interface PowerFigures {
  /** Broken stores. */
  readonly stores: number;

  /** Those that are caught by the clauses that they name, and by no other. */
  readonly exact: number;

  /** Pairs of a store and a seed in which every clause that the store names has failed. */
  readonly kills: number;

  /** All pairs of a store and a seed. */
  readonly pairs: number;

  /** Clauses that catch a store. */
  readonly catching: number;

  /** Clauses that catch a store which no other clause catches. */
  readonly alone: number;
}

/** Counts what was found. */
export function countPower({ seeds, detections }: Power): PowerFigures {
  const caughtBy = detections.map(({ Store }) => Store.caughtBy);
  return {
    stores: detections.length,
    exact: detections.filter(isExact).length,
    kills: detections.reduce((sum, { kills }) => sum + kills, 0),
    pairs: detections.length * seeds.length,
    catching: new Set(caughtBy.flat()).size,
    alone: new Set(caughtBy.filter(({ length }) => length === 1).flat()).size,
  };
}

/**
 * Checks one broken store: all clauses from the first seed, those that it names from each.
 *
 * A clause that fails when it is checked alone fails or is blocked by a failure in a check of all, so
 * that a kill is a store that does not conform.
 */
export async function detect(
  Store: BrokenStore,
  seeds: readonly number[],
  budget: Budget = {},
): Promise<Detection> {
  const [seed = 1] = seeds;
  const failed = await failuresOf(Store, { ...budget, seed });
  return { Store, failed, kills: await countKills(Store, seeds, budget) };
}

/** Counts the seeds from which every clause that a store names fails on it, checked alone. */
export async function countKills(
  Store: BrokenStore,
  seeds: readonly number[],
  budget: Budget = {},
): Promise<number> {
  let kills = 0;
  for (const seed of seeds) kills += (await isKilled(Store, seed, budget)) ? 1 : 0;
  return kills;
}

async function isKilled(Store: BrokenStore, seed: number, budget: Budget): Promise<boolean> {
  for (const clause of Store.caughtBy) {
    const failed = await failuresOf(Store, { ...budget, seed, clause });
    if (failed.length === 0) return false;
  }
  return true;
}

/** Tells whether a store was caught by the clauses that it names, and by no other. */
export function isExact({ Store, failed }: Detection): boolean {
  return [...failed].sort().join() === [...Store.caughtBy].sort().join();
}

async function failuresOf(Store: BrokenStore, options: CheckOptions): Promise<readonly string[]> {
  const report = await checkTokenStore(harnessFor(Store), {
    callLimitMs: CALL_LIMIT_MS,
    ...options,
  });
  return report.clauses.filter(({ verdict }) => verdict === "failed").map(({ id }) => id);
}
