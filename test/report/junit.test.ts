import { describe, expect, test } from "vitest";
import { toJunit } from "../../spec/report/index.js";
import { failed, HOSTILE_TEXT, mixed, reportOf, resultOf, SITE } from "./example.js";
import { all, parseXml } from "./parse-xml.js";

describe("toJunit", () => {
  test("gives a test suite a store, and counts its verdicts", () => {
    const root = parseXml(toJunit([mixed, reportOf([resultOf()], "Another")]));
    expect(root.name).toBe("testsuites");
    expect(root.attributes).toMatchObject({ tests: "6", failures: "2", errors: "0", skipped: "2" });
    expect(all(root, "testsuite").map((suite) => suite.attributes)).toEqual([
      { name: "Example store", tests: "5", failures: "2", errors: "0", skipped: "2" },
      { name: "Another", tests: "1", failures: "0", errors: "0", skipped: "0" },
    ]);
    const properties = all(root, "property").map(({ attributes }) => attributes);
    expect(properties).toContainEqual({ name: "seed", value: "7" });
  });

  test("gives a test case a clause: its method as the class, its title as the name", () => {
    const cases = all(parseXml(toJunit(mixed)), "testcase");
    expect(cases.map(({ attributes }) => attributes)).toEqual(
      mixed.clauses.map(({ method, title }) => ({ classname: method, name: title })),
    );
    expect(cases.map(({ children }) => children.map(({ name }) => name))).toEqual([
      [],
      ["failure"],
      ["skipped"],
      ["failure"],
      ["skipped"],
    ]);
  });

  test("tells a failure with its calls, values, reason, page and replay", () => {
    const options = { replay: () => "run it again" };
    const [failure] = all(parseXml(toJunit(reportOf([failed]), options)), "failure");
    expect(failure?.attributes).toEqual({
      message: 'expected { id: "1", refreshToken: "R" }, got null',
      type: "MUST",
    });
    const parts = [
      ...failed.calls,
      failed.expected,
      "null",
      failed.why,
      failed.docs,
      "run it again",
    ];
    for (const part of parts) expect(failure?.text).toContain(part);
  });

  test("leads to the page about a failure on the site that is named", () => {
    const [failure] = all(parseXml(toJunit(mixed, { docsSite: SITE })), "failure");
    expect(failure?.text).toContain(`docs      ${SITE}/failures/find-by-id.html\n`);
  });

  test("says of a failed SHOULD that it is one", () => {
    const [, should] = all(parseXml(toJunit(mixed)), "failure");
    expect(should?.attributes).toEqual({
      message: "SHOULD, not MUST: expected an id never given before, got 1",
      type: "SHOULD",
    });
  });

  test("skips what is blocked or not claimed, with the reason", () => {
    const skipped = all(parseXml(toJunit(mixed)), "skipped");
    expect(skipped.map(({ attributes }) => attributes.message)).toEqual([
      "blocked: mend find/by-id first",
      "not claimed: the harness offers no reopen()",
    ]);
  });

  test("keeps every character that XML can hold, and spells the others out", () => {
    const result = resultOf({ verdict: "blocked", actual: HOSTILE_TEXT });
    const root = parseXml(toJunit(reportOf([result], HOSTILE_TEXT)));
    const spelled = HOSTILE_TEXT.replace("\u0000", "\\u0000")
      .replace("\u0008", "\\u0008")
      .replace("\u001b", "\\u001b")
      .replace("\ud800", "\\ud800")
      .replace("\uffff", "\\uffff");
    expect(all(root, "testsuite")[0]?.attributes.name).toBe(spelled);
    expect(all(root, "skipped")[0]?.attributes.message).toBe(`blocked: ${spelled}`);
  });

  test("stays well-formed whatever a failure shows", () => {
    const changes = { calls: [HOSTILE_TEXT], expected: HOSTILE_TEXT, actual: HOSTILE_TEXT };
    const [failure] = all(parseXml(toJunit(reportOf([{ ...failed, ...changes }]))), "failure");
    expect(failure?.text).toContain("<b>&amp;");
  });
});
