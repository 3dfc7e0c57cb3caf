import { describe, expect, test } from "vitest";
import { parseCommand } from "../../src/cli/command.js";
import { CommandError } from "../../src/cli/command-error.js";

/** Gives what is said of a command line that is at fault. */
function faultOf(...argv: string[]): string {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
  throw new Error("the command line was accepted");
}

describe("parseCommand", () => {
  test("reads files and options in any order", () => {
    const argv = ["check", "a.ts", "--seed", "0", "--runs=5", "b.js", "--strict", "--clause"];
    expect(parseCommand([...argv, "find/by-id"])).toEqual({
      name: "check",
      request: {
        files: ["a.ts", "b.js"],
        seed: 0,
        runs: 5,
        strict: true,
        clause: "find/by-id",
        reports: [],
      },
    });
  });

  test("reads reports from one option or from several", () => {
    const argv = [
      "check",
      "a.ts",
      "--report",
      "json=a.json,junit=b.xml",
      "--report",
      "markdown=c=d",
    ];
    expect(parseCommand(argv)).toMatchObject({
      request: {
        reports: [
          { format: "json", file: "a.json" },
          { format: "junit", file: "b.xml" },
          { format: "markdown", file: "c=d" },
        ],
      },
    });
  });

  test("tells the report that is printed from those that are written", () => {
    const argv = ["check", "a.ts", "--report", "json=a.json,github=-", "--report=badge=b.svg"];
    expect(parseCommand(argv)).toMatchObject({
      request: {
        printed: "github",
        reports: [
          { format: "json", file: "a.json" },
          { format: "badge", file: "b.svg" },
        ],
      },
    });
  });

  test("takes a clause's title for its id", () => {
    expect(parseCommand(["check", "a.ts", "--clause", "finds a token by its id"])).toMatchObject({
      request: { clause: "find/by-id" },
    });
  });

  test("helps and names the version whatever else is asked for", () => {
    expect(parseCommand(["check", "-h"])).toMatchObject({ name: "help" });
    expect(parseCommand(["copy", "--seed", "1", "--help"])).toMatchObject({ name: "help" });
    expect(parseCommand(["--version"])).toEqual({ name: "version" });
  });

  test.each(["sqlite", "SqliteTokenStore", "sqlite-store", "SQLite"])(
    "takes %s for the name of a store to copy",
    (name) => {
      expect(parseCommand(["copy", name])).toEqual({
        name: "copy",
        request: { store: expect.objectContaining({ name: "sqlite" }), force: false },
      });
    },
  );

  test("reads a self-test, and refuses what belongs to a check of stores", () => {
    expect(parseCommand(["check", "--self-test", "--seed", "3"])).toEqual({
      name: "self-test",
      request: { seed: 3 },
    });
    const others = [["a.ts"], ["--strict"], ["--clause", "get/all"], ["--freeze", "a.test.ts"]];
    const reports = [
      ["--report", "json=a"],
      ["--docs", "https://example.com"],
    ];
    for (const other of [...others, ...reports]) {
      expect(faultOf("check", "--self-test", ...other)).toContain("takes --seed and --runs");
    }
  });

  test("reads where to copy, for which SDK, and whether to overwrite", () => {
    const argv = ["--to=lib", "copy", "--sdk", "@me/sdk", "list", "--force"];
    expect(parseCommand(argv)).toMatchObject({
      request: { to: "lib", sdk: "@me/sdk", force: true },
    });
  });

  test("reads the wish for a list of the stores", () => {
    expect(parseCommand(["copy", "--list"])).toEqual({ name: "list-stores" });
  });

  test.each([
    [[], /^no command; try: zoho-token-store check FILE/],
    [["chek", "a.ts"], /^unknown command "chek"; the nearest is check; see .* --help$/],
    [["copies"], /^unknown command "copies"; the nearest is copy; /],
    [["check"], /^no harness file/],
    [["check", "a.ts", "--sed", "1"], /^Unknown option '--sed'; see zoho-token-store --help$/],
    [["check", "a.ts", "--seed"], /^--seed needs a value/],
    [["check", "a.ts", "--seed", "-5"], /^--seed needs a value/],
    [["check", "a.ts", "--strict=yes"], /^Option '--strict' does not take an argument/],
    [["check", "a.ts", "--seed", "1.5"], /^--seed takes a whole number, 0 or more, not "1.5"$/],
    [["check", "a.ts", "--seed", "1e3"], /^--seed takes a whole number/],
    [["check", "a.ts", "--seed", "9007199254740993"], /^--seed takes a whole number/],
    [["check", "a.ts", "--runs", "0"], /^--runs takes a whole number, 1 or more, not "0"$/],
    [["check", "a.ts", "--runs", ""], /^--runs takes a whole number/],
    [["check", "a.ts", "--report", "json"], /one of json, .*, badge; not "json"$/],
    [["check", "a.ts", "--report", "json="], /not "json="$/],
    [["check", "a.ts", "--report", "toString=x"], /not "toString=x"$/],
    [["check", "a.ts", "--report", "json=x,junit=./x"], /would overwrite \.\/x/],
    [["check", "a.ts", "--report", "json=./a.ts"], /would overwrite \.\/a\.ts/],
    [["check", "a.ts", "--report", "json=-,junit=-"], /^one report can go to standard output; /],
    [["check", "a.ts", "b.ts", "--report", "badge=x"], /^a badge shows one store; check one FILE /],
    [["check", "a.ts", "--docs", "docs"], /^--docs takes the address of a site, .*; not "docs"$/],
    [["check", "a.ts", "--docs", "https://a.test/?page="], /^--docs takes the address of a site/],
    [["check", "a.ts", "--docs", "javascript://a"], /^--docs takes the address of a site/],
    [["check", "a.ts", "--to", "x"], /^--to is an option of copy, not of check$/],
    [["check", "a.ts", "--seed", "1", "--seed=2"], /^--seed is given twice, and takes one value$/],
    [["check", "a.ts", "--clause", "x", "--clause", "x"], /^--clause is given twice/],
    [["copy"], /^no store; zoho-token-store copy --list names those that there are$/],
    [["copy", "sqlit"], /^there is no store "sqlit"; the nearest is sqlite; .* copy --list names/],
    [["copy", "MemoryStore"], /^there is no store "MemoryStore"; the nearest is memory-store; /],
    [["copy", "list", "memory"], /^copy takes one store at a time, not list, memory$/],
    [["copy", "list", "--seed", "1"], /^--seed is an option of check, not of copy$/],
    [["copy", "list", "--sdk", "a", "--sdk", "b"], /^--sdk is given twice/],
    [["copy", "list", "--to"], /^--to needs a value; see zoho-token-store --help$/],
    [["copy", "list", "--to", ""], /^--to takes a folder$/],
    [["copy", "--list", "sqlite"], /^copy --list stands alone/],
    [["copy", "--list", "--to", "x"], /^copy --list stands alone/],
  ])("refuses %j", (argv, said) => {
    expect(faultOf(...argv)).toMatch(said);
  });

  test("suggests the nearest clauses for an unknown one", () => {
    expect(faultOf("check", "a.ts", "--clause", "find/by-usr")).toMatch(
      /^there is no clause "find\/by-usr"; the nearest are find\/by-user, /,
    );
  });
});
