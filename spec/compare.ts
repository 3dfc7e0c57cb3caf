/**
 * Compares plain values, and shows two so that their difference is seen.
 *
 * @module
 */
import type { TokenFields } from "./token-fields.js";
import { isCutBefore, quote, show } from "./transcript.js";

/** Orders rows by their id, so that lists compare whatever order a store keeps. */
export function sortById(rows: readonly TokenFields[]): TokenFields[] {
  return [...rows].sort((one, other) => ((one.id ?? "") < (other.id ?? "") ? -1 : 1));
}

/** Compares plain values by their content, exactly. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return false;
  }
  const keys = Object.keys(one);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && same(Reflect.get(one, key), Reflect.get(other, key)))
  );
}

/**
 * Shows two values that differ. Where the difference lies in what {@link show} cuts away, the part
 * of the text around it is all that is shown.
 */
export function showBoth(one: unknown, other: unknown): [string, string] {
  const found = findDifference(one, other, "the text");
  const isHidden = found?.texts.some((text) => isCutBefore(text, found.place)) === true;
  return isHidden ? [around(found, 0), around(found, 1)] : [show(one), show(other)];
}

/** Two texts that differ, from which place on, and the name of the field that holds them. */
interface Difference {
  readonly name: string;
  readonly texts: readonly [string, string];
  readonly place: number;
}

/** Finds the first texts that differ in two values of the same shape. */
function findDifference(one: unknown, other: unknown, name: string): Difference | null {
  if (typeof one === "string" && typeof other === "string") {
    return one === other ? null : { name, texts: [one, other], place: partingOf(one, other) };
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return null;
  }
  for (const key of Object.keys(one)) {
    const field = Array.isArray(one) ? name : key;
    const found = findDifference(Reflect.get(one, key), Reflect.get(other, key), field);
    if (found !== null) return found;
  }
  return null;
}

function partingOf(one: string, other: string): number {
  let place = 0;
  while (place < one.length && one[place] === other[place]) place += 1;
  return place;
}

/** How much is shown before and after the place where two texts part, in characters. */
const [BEFORE, AFTER] = [20, 20];

function around({ name, texts, place }: Difference, side: 0 | 1): string {
  const part = texts[side].slice(Math.max(0, place - BEFORE), place + AFTER);
  return `${name}, ${texts[side].length} characters, with ${quote(part)} at character ${place + 1}`;
}
