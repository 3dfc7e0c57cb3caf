import { describe, expect, test } from "vitest";
import { type Capability, clauses, toBadge } from "../../spec/index.js";
import { fullReport, HOSTILE_TEXT, mixed, reportOf, resultOf } from "./example.js";
import { all, type Element, parseXml } from "./parse-xml.js";

/** What the clauses that need one of these have instead of "passed". */
function withoutClaim(...needs: Capability[]) {
  const unclaimed = clauses.filter((clause) => clause.needs?.some((need) => needs.includes(need)));
  return Object.fromEntries(unclaimed.map(({ id }) => [id, { verdict: "not-claimed" as const }]));
}

const textsOf = (badge: Element) => all(badge, "text").map(({ text }) => text);
const colorOf = (badge: Element) => all(badge, "rect")[0]?.attributes.fill;
const sizeOf = (need?: Capability) =>
  clauses.filter(({ needs = [] }) => (need === undefined ? needs.length === 0 : needs[0] === need))
    .length;

const core = sizeOf();
const [durability, sharing] = [sizeOf("reopen"), sizeOf("share")];
const [broken, redaction] = [sizeOf("breakStorage"), sizeOf("redactingSdk")];

describe("toBadge", () => {
  test("counts what passed, group by group", () => {
    expect(textsOf(parseXml(toBadge(fullReport())))).toEqual([
      "token store contract 1.0.0",
      `core ${core}/${core}, durability ${durability}/${durability}, ` +
        `sharing ${sharing}/${sharing}, broken storage ${broken}/${broken}, ` +
        `redaction ${redaction}/${redaction}`,
    ]);
  });

  test.each([
    [["reopen"], /^core .*, sharing .*; durability not claimed$/],
    [["reopen", "share"], /^core .*; durability and sharing not claimed$/],
    [["reopen", "share", "breakStorage"], /; durability, sharing and broken storage not claimed$/],
  ] as const)("names what was not claimed: %s", (needs, said) => {
    expect(textsOf(parseXml(toBadge(fullReport(withoutClaim(...needs)))))[1]).toMatch(said);
  });

  test("says that a store does not conform, and counts no failed or blocked clause", () => {
    const report = fullReport({
      "find/by-id": { verdict: "failed" },
      "find/falls-through": { verdict: "blocked" },
    });
    const said = `does not conform: core ${core - 2}/${core}, durability `;
    expect(textsOf(parseXml(toBadge(report)))[1]).toContain(said);
  });

  test("names the SHOULD clauses that failed, which does not conform where SHOULD binds", () => {
    const report = fullReport({ "store/ids-never-reused": { level: "SHOULD", verdict: "failed" } });
    const lenient = textsOf(parseXml(toBadge(report)))[1];
    expect(lenient).toMatch(new RegExp(`^core ${core - 1}/${core}, .*; 1 SHOULD failed$`));
    const strict = textsOf(parseXml(toBadge(report, { isStrict: true })))[1];
    expect(strict).toBe(`does not conform: ${lenient}`);
  });

  test("never lets a part of the contract look like all of it", () => {
    const said = (count: number) => `only ${count} of ${clauses.length} clauses checked`;
    expect(textsOf(parseXml(toBadge(reportOf([resultOf()]))))[1]).toBe(said(1));
    const failing = `does not conform: ${said(3)}; 1 SHOULD failed`;
    expect(textsOf(parseXml(toBadge(mixed)))[1]).toBe(failing);
  });

  test("has one colour where all passed, another where there is a limit, and a third", () => {
    const should = { level: "SHOULD", verdict: "failed" } as const;
    const limited = [
      fullReport(withoutClaim("share")),
      fullReport({ "store/ids-never-reused": should }),
      reportOf([resultOf()]),
    ].map((report) => colorOf(parseXml(toBadge(report))));
    expect(new Set(limited).size).toBe(1);
    const others = [fullReport(), mixed].map((report) => colorOf(parseXml(toBadge(report))));
    expect(new Set([limited[0], ...others]).size).toBe(3);
  });

  test("says all of it to those who do not see it, whatever the store is called", () => {
    const badge = parseXml(toBadge(fullReport({}, HOSTILE_TEXT)));
    const [label, message] = textsOf(badge);
    expect(badge.attributes.role).toBe("img");
    expect(badge.attributes["aria-label"]).toMatch(/^<b>&amp; "quoted" 'single' \]\]> \| a/);
    expect(badge.attributes["aria-label"]?.endsWith(`, ${label}: ${message}`)).toBe(true);
    expect(all(badge, "title")[0]?.text).toBe(badge.attributes["aria-label"]);
  });

  test("is as wide as its words, and loads nothing", () => {
    const text = toBadge(fullReport());
    const badge = parseXml(text);
    const ends = all(badge, "text").map(({ attributes }) => {
      return Number(attributes.x) + Number(attributes.textLength);
    });
    expect(Number(badge.attributes.width)).toBe(6 + Math.max(...ends));
    const links = text.match(/https?:[^"]*/g);
    expect(links).toEqual(["http://www.w3.org/2000/svg"]);
  });
});
