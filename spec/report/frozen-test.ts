/**
 * The failures of a report as tests that stay.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { describeFailure } from "./failure.js";
import { fill, WIDTH } from "./lines.js";
import { INSTALLED, pageOf, replayedClause } from "./style.js";

/**
 * Writes a vitest file with a test for each failure of a report: of that clause alone, and where the
 * clause speaks of many examples, of the one that failed. The calls stand above it.
 *
 * @param harness - From where the file imports the harness, such as `./my-store.harness.js`.
 * @returns A module, in JavaScript that is TypeScript too; without a failure, one without a test.
 */
export function toFrozenTest(report: Report, harness: string): string {
  const failed = report.clauses.filter(({ verdict }) => verdict === "failed");
  return [
    ...comment(
      `What ${report.store} was found to break of contract ${report.contract}. Each test repeats ` +
        "the calls that showed it, which stand above it as they were then. Where all pass, check " +
        "the whole contract: another example may still fail.",
    ),
    'import { describeTokenStore } from "zoho-token-store/vitest";',
    `import harness from ${JSON.stringify(harness)};`,
    ...failed.flatMap((result) => ["", ...frozen(result)]),
    "",
  ].join("\n");
}

const PREFIX = "// ";

function frozen(result: ClauseResult): string[] {
  const docs = pageOf(result, { docsRoot: INSTALLED });
  const described = describeFailure(result, { width: WIDTH - PREFIX.length, docs });
  return [
    ...comment(`${result.method}: ${result.title}`),
    ...described.split("\n").flatMap(comment),
    `describeTokenStore(harness, ${optionsFor(result)});`,
  ];
}

/** Every line becomes a comment of its own, so that nothing in it can end the comment. */
function comment(text: string): string[] {
  const lines = text === "" ? [""] : fill(text, WIDTH - PREFIX.length);
  return lines.map((line) => `${PREFIX}${line}`.trimEnd());
}

/** A failed SHOULD binds here: a test that is skipped would show nothing. */
function optionsFor(result: ClauseResult): string {
  const { level, replay } = result;
  const options = [
    `clause: ${JSON.stringify(replayedClause(result))}`,
    ...(level === "SHOULD" ? ["strict: true"] : []),
    ...(replay?.example === undefined ? [] : [`example: ${literal(replay.example)}`]),
  ];
  const line = `{ ${options.join(", ")} }`;
  const isShort = line.length <= WIDTH / 2 && !line.includes("\n");
  return isShort ? line : `{\n${options.map((option) => `  ${option},\n`).join("")}}`;
}

/** Writes plain values as code: a list with an element a line, everything else on one. */
function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return `[\n${value.map((element) => `    ${inline(element)},\n`).join("")}  ]`;
  }
  return inline(value);
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, member]) => `${name}: ${inline(member)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
