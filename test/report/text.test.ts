import { describe, expect, test } from "vitest";
import {
  describeFailure,
  type TextOptions,
  toComparison,
  toText,
} from "../../spec/report/index.js";
import {
  blocked,
  failed,
  failedShould,
  fullReport,
  HOSTILE_TEXT,
  mixed,
  notClaimed,
  reportOf,
  resultOf,
  SITE,
} from "./example.js";

const ESCAPE = "\u001b";

describe("toText", () => {
  test("prints the contract method by method, then the failures, then the verdict", () => {
    expect(toText(mixed, { replay: ({ id }, { seed }) => `again ${id} ${seed}` })).toBe(
      `Example store  contract 1.0.0, seed 7

findToken
  ✓ finds a token by its user name
  ✗ finds a token by its id  find/by-id
  – tries the next key when a key finds no token
      blocked: mend find/by-id first

whole store
  ✗ never gives a deleted token's id to another token  SHOULD  store/ids-never-reused
  · holds after reopening what was saved

✗ findToken: finds a token by its id  (failure 1 of 2)
  find/by-id  MUST

    saveToken({ refreshToken: "R" }) → id "1"
    findToken({ id: "1" }) → null

  expected  { id: "1", refreshToken: "R" }
  got       null

  why       An app would have to send its user to log in again.
  docs      docs/failures/find-by-id.md
  replay    again find/by-id 7

✗ whole store: never gives a deleted token's id to another token  (failure 2 of 2)
  store/ids-never-reused  SHOULD

    deleteToken("1") → done

  expected  an id never given before
  got       1

  why       An app would have to send its user to log in again.
  docs      docs/failures/find-by-user.md
  replay    again store/ids-never-reused 7

5 clauses: 1 passed, 2 failed (1 MUST, 1 SHOULD), 1 blocked, 1 not claimed
· 1 clause not claimed: the harness offers no reopen()
Example store does not conform to contract 1.0.0: 1 MUST clause failed, 1 MUST clause blocked.
`,
    );
  });

  test("tells how to replay a failure in code where no command is given", () => {
    expect(toText(reportOf([failed]))).toContain(
      'replay    checkTokenStore(harness, { clause: "find/by-id", seed: 7 })',
    );
  });

  test("leads to the page about a failure below a folder, or on the site that is named", () => {
    const docsOf = (options: TextOptions) =>
      /^ {2}docs {6}(.*)$/m.exec(toText(reportOf([failed]), options))?.[1];
    const docsRoot = "node_modules/zoho-token-store/";
    expect(docsOf({ docsRoot })).toBe(`${docsRoot}docs/failures/find-by-id.md`);
    for (const docsSite of [SITE, `${SITE}/`]) {
      expect(docsOf({ docsRoot, docsSite })).toBe(`${SITE}/failures/find-by-id.html`);
    }
  });

  test("colours only when asked to, and prints the same words then", () => {
    const plain = toText(mixed);
    const colored = toText(mixed, { isColored: true });
    expect(plain).not.toContain(ESCAPE);
    expect(colored).toContain(`${ESCAPE}[31m✗${ESCAPE}[39m finds a token by its id`);
    expect(colored).toContain(`${ESCAPE}[33m✗${ESCAPE}[39m never gives`);
    expect(colored.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "")).toBe(plain);
  });

  test("keeps to the width, but for what must be copied whole", () => {
    const long = `{ id: "1", ${'refreshToken: "R", '.repeat(12)}}`;
    const text = toText(reportOf([{ ...failed, calls: [long], expected: long, actual: long }]), {
      width: 60,
    });
    const lines = text.split("\n").filter((line) => !/replay|docs|failure 1|does not/.test(line));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test("lets no store write to the terminal", () => {
    const result = { ...failed, calls: [HOSTILE_TEXT], expected: HOSTILE_TEXT, actual: "" };
    const text = toText(reportOf([result, { ...blocked, actual: HOSTILE_TEXT }], HOSTILE_TEXT));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]/u);
  });
});

describe("the verdict", () => {
  const last = (text: string) => text.trimEnd().split("\n").at(-1);

  test("says that a store conforms where every clause passed", () => {
    expect(last(toText(fullReport()))).toBe("Example store conforms to contract 1.0.0.");
  });

  test("says what was not claimed and which SHOULD failed of a store that conforms", () => {
    const report = fullReport({
      "store/reopen-keeps-saves": { verdict: "not-claimed", actual: notClaimed.actual },
      [failedShould.id]: { verdict: "failed" },
    });
    expect(last(toText(report))).toBe(
      "Example store conforms to contract 1.0.0; 1 SHOULD clause failed, 1 clause not claimed.",
    );
  });

  test("counts SHOULD where it binds", () => {
    const report = fullReport({ [failedShould.id]: { verdict: "failed" } });
    expect(last(toText(report, { isStrict: true }))).toBe(
      "Example store does not conform to contract 1.0.0: 1 SHOULD clause failed.",
    );
    expect(last(toText(fullReport(), { isStrict: true }))).toBe(
      "Example store conforms to contract 1.0.0, SHOULD included.",
    );
  });

  test("never says of a single clause that the store conforms", () => {
    expect(last(toText(reportOf([resultOf()])))).toMatch(
      /^Only 1 of \d+ clauses: this does not show that Example store conforms\.$/,
    );
  });

  test("names each missing capability once, with the number of clauses that need it", () => {
    const text = toText(
      reportOf([
        notClaimed,
        notClaimed,
        { ...notClaimed, actual: "the harness offers no share()" },
      ]),
    );
    expect(text).toContain("· 2 clauses not claimed: the harness offers no reopen()\n");
    expect(text).toContain("· 1 clause not claimed: the harness offers no share()\n");
  });
});

describe("describeFailure", () => {
  test("aligns expected and got, and marks where they part", () => {
    const result = {
      ...failed,
      expected: '[{ id: "1", userName: "ann", refreshToken: "R", accessToken: "A" }]',
      actual: '[{ id: "1", userName: "ann", refreshToken: "R" }]',
    };
    expect(describeFailure(result)).toContain(`
expected  [{ id: "1", userName: "ann", refreshToken: "R", accessToken: "A" }]
                                                          ^^^^^^^^^^^^^^^^
got       [{ id: "1", userName: "ann", refreshToken: "R" }]
`);
  });

  test("hangs the rest of a long call below its first line", () => {
    const call = `saveToken({ ${'accessToken: "AAAAAAAAAA", '.repeat(4)}}) → id "1"`;
    const lines = describeFailure({ ...failed, calls: [call] }, { width: 70 }).split("\n");
    expect(lines[2]).toMatch(/^ {2}saveToken\(/);
    expect(lines[3]).toMatch(/^ {6}accessToken/);
  });

  test("says nothing of a replay where none is given", () => {
    expect(describeFailure(failed)).not.toContain("replay");
  });
});

describe("toComparison", () => {
  test("prints the table, the failures of each store, and a verdict a store", () => {
    const text = toComparison([
      fullReport({}, "Good"),
      fullReport({ "find/by-id": failed }, "Bad"),
    ]);
    const order = ["1  Good", "conforms", "Bad  contract 1.0.0", "(failure 1 of 1)"];
    const positions = order.map((part) => text.indexOf(part));
    expect(positions).toEqual([...positions].sort((one, other) => one - other));
    expect(positions).not.toContain(-1);
    expect(text).not.toContain("Good  contract 1.0.0");
    expect(text.trimEnd().split("\n").slice(-2)).toEqual([
      "Good conforms to contract 1.0.0.",
      "Bad does not conform to contract 1.0.0: 1 MUST clause failed.",
    ]);
  });
});
