import { CONTRACT_VERSION, clauses } from "../../spec/index.js";
import {
  countPower,
  type Detection,
  isExact,
  measurePower,
  type Power,
  seedsFrom,
} from "../../test/broken-stores/detection.js";
import { type Io, print } from "./io.js";
import { Progress } from "./progress.js";

/** From where to check the broken stores, and how thoroughly. */
export interface SelfTestRequest {
  /** The first of the seeds; 1 when left out. */
  readonly seed?: number;

  /** How many random examples a clause tries that speaks of all; the usual number when left out. */
  readonly runs?: number;
}

/**
 * Runs the spec against every broken store, and prints how surely it finds their mistakes.
 *
 * @returns 0 when nothing is to be said against the spec, otherwise 1.
 */
export async function selfTest({ seed = 1, ...budget }: SelfTestRequest, io: Io): Promise<number> {
  const progress = new Progress(io.stderr);
  const power = await measurePower(seedsFrom(seed), budget, (name, place, total) =>
    progress.show(`${place}/${total}  ${name}`),
  );
  progress.erase();
  const faults = faultsOf(power);
  await print(io.stdout, `${[...sayPower(power), "", ...faults].join("\n").trimEnd()}\n`);
  return faults.length === 0 ? 0 : 1;
}

/** Says in a few lines how surely the spec finds mistakes. */
export function sayPower(power: Power): string[] {
  const { stores, exact, kills, pairs, catching, alone } = countPower(power);
  const [first, ...others] = power.seeds;
  return [
    `Contract ${CONTRACT_VERSION} against ${stores} broken stores, each with one mistake in it:`,
    "",
    `  ${exact} of ${stores} stores are caught by the clauses that they name, and by no other`,
    `  ${kills} of ${pairs} kills: each store from ${power.seeds.length} seeds, ${first} to ${others.at(-1)}`,
    `  ${catching} of ${clauses.length} clauses catch a store, ${alone} of them one that no other catches`,
    `  ${power.alarms.length} false alarms on the correct store, from the same seeds`,
  ];
}

/** Says what there is against the spec: a line each. */
export function faultsOf({ detections, seeds, alarms }: Power): string[] {
  const caught = new Set(detections.flatMap(({ Store }) => Store.caughtBy));
  return [
    ...detections
      .filter((found) => !isExact(found) || found.kills < seeds.length)
      .map((found) => sayDetection(found, seeds.length)),
    ...clauses.filter(({ id }) => !caught.has(id)).map(({ id }) => `✗ ${id} catches no store`),
    ...alarms.map((id) => `✗ ${id} fails on the correct store`),
  ];
}

function sayDetection({ Store, failed, kills }: Detection, seeds: number): string {
  const [named, found] = [Store.caughtBy, failed].map((ids) => [...ids].sort().join(", "));
  return `✗ ${Store.name}: ${kills} kills from ${seeds} seeds; it names ${named}; there failed ${found}`;
}
