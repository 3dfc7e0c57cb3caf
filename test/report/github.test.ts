import { describe, expect, test } from "vitest";
import { toGithub } from "../../spec/report/index.js";
import {
  failed,
  failedShould,
  fullReport,
  HOSTILE_TEXT,
  mixed,
  reportOf,
  SITE,
} from "./example.js";
import { parseCommands } from "./workflow-commands.js";

describe("toGithub", () => {
  test("gives an error for a failed MUST, a warning for a failed SHOULD, and the verdict", () => {
    const commands = parseCommands(toGithub(mixed));
    expect(commands.map(({ level, properties }) => [level, properties.title])).toEqual([
      ["error", "Example store, findToken: finds a token by its id"],
      ["warning", "Example store, whole store: never gives a deleted token's id to another token"],
      ["notice", "Example store"],
    ]);
    expect(commands.at(-1)?.message).toBe(
      "Example store does not conform to contract 1.0.0: 1 MUST clause failed, " +
        "1 MUST clause blocked.\n1 clause not claimed: the harness offers no reopen()",
    );
  });

  test("gives an error for a failed SHOULD where it binds", () => {
    const commands = parseCommands(toGithub(reportOf([failedShould]), { isStrict: true }));
    expect(commands.map(({ level }) => level)).toEqual(["error", "notice"]);
    expect(commands.at(-1)?.message).toMatch(/does not conform.*: 1 SHOULD clause failed/);
  });

  test("tells a failure with its calls, values, reason, page and replay", () => {
    const [error] = parseCommands(toGithub(reportOf([failed]), { replay: () => "run it again" }));
    const { calls, expected, actual, why, docs } = failed;
    for (const part of [...calls, expected, actual, why, docs, "run it again"]) {
      expect(error?.message).toContain(part);
    }
  });

  test("leads to the page about a failure on the site that is named", () => {
    const [error] = parseCommands(toGithub(reportOf([failed]), { docsSite: SITE }));
    expect(error?.message).toContain(`docs      ${SITE}/failures/find-by-id.html\n`);
  });

  test("names the file of each store, where it has one", () => {
    const other = reportOf([failed], "Another");
    const fileOf = (report: unknown) => (report === other ? "stores/a, b: 100%.ts" : null);
    const commands = parseCommands(toGithub([mixed, other], { fileOf }));
    expect(commands.map(({ properties }) => properties.file)).toEqual([
      undefined,
      undefined,
      "stores/a, b: 100%.ts",
      undefined,
      "stores/a, b: 100%.ts",
    ]);
  });

  test("says of a store that conforms nothing but that, and what was not claimed", () => {
    const commands = parseCommands(toGithub(fullReport()));
    expect(commands).toEqual([
      {
        level: "notice",
        properties: { title: "Example store" },
        message: "Example store conforms to contract 1.0.0.",
      },
    ]);
  });

  test("tells the total where GitHub shows only a part", () => {
    const ten = Array.from({ length: 10 }, () => failed);
    expect(toGithub(reportOf(ten))).not.toContain("in all");
    const more = [...ten, failed, failedShould];
    expect(parseCommands(toGithub(reportOf(more))).at(-1)).toEqual({
      level: "notice",
      properties: { title: "zoho-token-store" },
      message:
        "11 errors and 1 warning in all; GitHub shows at most 10 of each, and the log shows all.",
    });
  });

  test("stays on a line a command, whatever a store is called and does", () => {
    const changes = { calls: [HOSTILE_TEXT], expected: HOSTILE_TEXT, actual: "100%0A::error::x" };
    const text = toGithub(reportOf([{ ...failed, ...changes }], HOSTILE_TEXT), {
      replay: () => "check 'a\r\n::stop-commands::x'",
    });
    const [error, notice, ...others] = parseCommands(text);
    expect(others).toEqual([]);
    expect(error?.message).toContain("100%0A::error::x");
    expect(error?.message).toContain("check 'a\r\n::stop-commands::x'");
    expect(notice?.properties.title).toContain("<b>&amp; \"quoted\" 'single' ]]> | a");
  });
});
