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

  test("takes a clause's title for its id", () => {
    expect(parseCommand(["check", "a.ts", "--clause", "finds a token by its id"])).toMatchObject({
      request: { clause: "find/by-id" },
    });
  });

  test("helps and names the version whatever else is asked for", () => {
    expect(parseCommand(["check", "-h"])).toEqual({ name: "help" });
    expect(parseCommand(["--version"])).toEqual({ name: "version" });
  });

  test.each([
    [[], /^no command; try: zoho-token-store check FILE/],
    [["chek", "a.ts"], /^unknown command "chek"/],
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
    [["check", "a.ts", "--report", "json"], /FORMAT one of json, junit, markdown; not "json"$/],
    [["check", "a.ts", "--report", "json="], /not "json="$/],
    [["check", "a.ts", "--report", "toString=x"], /not "toString=x"$/],
    [["check", "a.ts", "--report", "json=x,junit=./x"], /would overwrite \.\/x/],
    [["check", "a.ts", "--report", "json=./a.ts"], /would overwrite \.\/a\.ts/],
  ])("refuses %j", (argv, said) => {
    expect(faultOf(...argv)).toMatch(said);
  });

  test("suggests the nearest clauses for an unknown one", () => {
    expect(faultOf("check", "a.ts", "--clause", "find/by-usr")).toMatch(
      /^there is no clause "find\/by-usr"; the nearest are find\/by-user, /,
    );
  });
});
