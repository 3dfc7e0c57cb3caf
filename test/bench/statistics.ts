/**
 * What is made of the times that were measured.
 *
 * @module
 */

/** A time at a number of tokens. */
export interface Point {
  readonly tokens: number;
  readonly microseconds: number;
}

/** Gives the middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = Math.floor(sorted.length / 2);
  const lower = Math.ceil(sorted.length / 2) - 1;
  return ((sorted[lower] ?? Number.NaN) + (sorted[upper] ?? Number.NaN)) / 2;
}

/** How many of the largest sizes an exponent is taken from: below, constant costs hide growth. */
const SIZES = 3;

/**
 * Tells how a time grows with the number of tokens: 0 not at all, 1 in proportion.
 *
 * @param points - By size, the smallest first.
 * @returns The slope of the line that fits best through the last three points, both axes
 *   logarithmic; `null` for fewer than two points.
 */
export function growthExponent(points: readonly Point[]): number | null {
  if (points.length < 2) return null;
  const last = points.slice(-SIZES);
  const xs = last.map(({ tokens }) => Math.log(tokens));
  const ys = last.map(({ microseconds }) => Math.log(microseconds));
  const [meanX, meanY] = [mean(xs), mean(ys)];
  const products = xs.map((x, index) => (x - meanX) * ((ys[index] ?? 0) - meanY));
  const squares = xs.map((x) => (x - meanX) ** 2);
  return mean(products) / mean(squares);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
