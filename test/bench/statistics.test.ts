import { describe, expect, test } from "vitest";
import { growthExponent, median } from "./statistics.js";

describe("the median", () => {
  test("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test("is the mean of the two in the middle of an even number of values", () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  test("is no number where there are no values", () => {
    expect(median([])).toBeNaN();
  });
});

describe("the growth exponent", () => {
  const sizes = [10, 100, 1000, 10_000];
  const points = (time: (tokens: number) => number) =>
    sizes.map((tokens) => ({ tokens, microseconds: time(tokens) }));

  test("is 0 for a time that stays, 1 for one in proportion, 2 for its square", () => {
    expect(growthExponent(points(() => 7))).toBeCloseTo(0);
    expect(growthExponent(points((tokens) => 3 * tokens))).toBeCloseTo(1);
    expect(growthExponent(points((tokens) => tokens ** 2))).toBeCloseTo(2);
  });

  test("is of the three largest sizes: a constant cost at the small ones does not count", () => {
    const flatAtFirst = points((tokens) => Math.max(100, tokens));
    expect(growthExponent(flatAtFirst)).toBeCloseTo(1);
  });

  test("is null where there are fewer than two sizes", () => {
    expect(growthExponent([{ tokens: 10, microseconds: 1 }])).toBeNull();
  });
});
