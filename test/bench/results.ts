/**
 * What was measured, as the tables, the chart and the goals read it.
 *
 * @module
 */
import type { Family } from "./contenders/contender.js";
import { growthExponent, type Point } from "./statistics.js";

/** What is known of a contender at one operation and size. */
export type Cell =
  | { readonly kind: "measured"; readonly microseconds: number }
  | { readonly kind: "too slow" }
  | { readonly kind: "not measured"; readonly reason: string };

/** A cell with its place. */
export interface Result {
  readonly operation: string;
  readonly tokens: number;
  readonly contender: string;
  readonly cell: Cell;
}

/** A contender as the page shows it. */
export interface Entry {
  readonly name: string;
  readonly family: Family;
  readonly about: string;
}

/** All that one run has measured. */
export interface Results {
  /** The numbers of tokens, the smallest first. */
  readonly sizes: readonly number[];
  readonly operations: readonly string[];
  readonly contenders: readonly Entry[];
  readonly results: readonly Result[];
}

/** Finds a cell; `undefined` for what this run left out. */
export function cellOf(
  { results }: Results,
  operation: string,
  tokens: number,
  contender: string,
): Cell | undefined {
  return results.find(
    (result) =>
      result.operation === operation && result.tokens === tokens && result.contender === contender,
  )?.cell;
}

/** Gives a contender's median, in microseconds; `null` where there is none. */
export function timeOf(
  results: Results,
  operation: string,
  tokens: number,
  contender: string,
): number | null {
  const cell = cellOf(results, operation, tokens, contender);
  return cell?.kind === "measured" ? cell.microseconds : null;
}

/** Gives what was measured of a contender, the smallest number of tokens first. */
export function pointsOf(results: Results, operation: string, contender: string): Point[] {
  return results.sizes.flatMap((tokens) => {
    const microseconds = timeOf(results, operation, tokens, contender);
    return microseconds === null ? [] : [{ tokens, microseconds }];
  });
}

/** Tells how a contender's time grows with the number of tokens; `null` where it is not known. */
export function exponentOf(results: Results, operation: string, contender: string): number | null {
  return growthExponent(pointsOf(results, operation, contender));
}
