import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fill, fillBoth, oneLine } from "../../spec/report/lines.js";

describe("oneLine", () => {
  test("spells out what would move the cursor, hide or break the line", () => {
    expect(oneLine("a\nb\u001b[2J\u202ec\ud800\u{e0001}d")).toBe(
      "a\\u000ab\\u001b[2J\\u202ec\\ud800\\udb40\\udc01d",
    );
  });

  test("leaves ordinary text alone", () => {
    expect(oneLine("Zoë's \u{1f511} → 1")).toBe("Zoë's \u{1f511} → 1");
  });
});

describe("fill", () => {
  test("breaks at commas, but not inside quotes", () => {
    expect(fill('{ a: "x, y, z", b: "1", c: "2" }', 20)).toEqual([
      '{ a: "x, y, z", ',
      'b: "1", c: "2" }',
    ]);
  });

  test("breaks before the arrow to an outcome", () => {
    expect(fill('findToken({ id: "1" }) → null', 24)).toEqual([
      'findToken({ id: "1" }) ',
      "→ null",
    ]);
  });

  test("breaks at spaces where a part is longer than a line", () => {
    expect(fill("rejects with a long message", 13)).toEqual([
      "rejects with ",
      "a long ",
      "message",
    ]);
  });

  test("starts every token of a list on a line where one line does not hold them all", () => {
    const list = '[{ id: "1", a: "x" }, { id: "2" }, { id: "3" }]';
    expect(fill(list, 80)).toEqual([list]);
    expect(fill(list, 30)).toEqual(['[{ id: "1", a: "x" }, ', '{ id: "2" }, ', '{ id: "3" }]']);
  });

  test("gives one empty line for nothing", () => {
    expect(fill("", 20)).toEqual([""]);
  });

  test("keeps every character, in order, whatever the width", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab, →\"\\'{}[]:") });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(fill(text, width).join("")).toBe(text);
      }),
    );
  });

  test("cuts a value that nobody would read to its end", () => {
    const line = fill("x".repeat(5000), 100).join("");
    expect(line.endsWith("… (1000 characters more)")).toBe(true);
    expect(line.length).toBeLessThan(4100);
  });
});

describe("fillBoth", () => {
  test("underlines what the one has and the other has not", () => {
    expect(fillBoth('{ id: "1", a: "x" }', '{ id: "1", a: "y", b: "z" }', 80)).toEqual([
      ['{ id: "1", a: "x" }', "           ^^^^^^"],
      ['{ id: "1", a: "y", b: "z" }', "           ^^^^^^  ^^^^^^"],
    ]);
  });

  test("underlines each line below itself", () => {
    const [, got] = fillBoth('[{ a: "1" }, { b: "2" }]', '[{ a: "1" }, { b: "3" }]', 14);
    expect(got).toEqual(['[{ a: "1" }, ', '{ b: "3" }]', "  ^^^^^^"]);
  });

  test("underlines nothing where little is common, or all", () => {
    expect(fillBoth('{ id: "1" }', "null", 80)).toEqual([['{ id: "1" }'], ["null"]]);
    expect(fillBoth("a, b, c", "x, y, c", 80)).toEqual([["a, b, c"], ["x, y, c"]]);
    expect(fillBoth("a, b", "a, b", 80)).toEqual([["a, b"], ["a, b"]]);
  });

  test("compares even two huge values at once", () => {
    const huge = (text: string) => `${text}, `.repeat(1900);
    expect(fillBoth(huge("a"), huge("b"), 100)).toHaveLength(2);
  });
});
