import { describe, expect, test } from "vitest";
import { complain, type Output, print, wantsColor } from "../../src/cli/io.js";

/** A stream whose writes fail. */
function failing(code: string): Output {
  return {
    write: (_, done) => done?.(Object.assign(new Error("cannot write"), { code })),
  };
}

describe("wantsColor", () => {
  test.each([
    ["on a terminal", true, {}, true],
    ["not in a file", false, {}, false],
    ["not where NO_COLOR is set", true, { NO_COLOR: "1" }, false],
    ["where NO_COLOR is empty", true, { NO_COLOR: "" }, true],
    ["not on a dumb terminal", true, { TERM: "dumb" }, false],
    ["where FORCE_COLOR is set", false, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["not where FORCE_COLOR is 0", true, { FORCE_COLOR: "0" }, false],
  ])("colours %s", (_, isTTY, env, wanted) => {
    expect(wantsColor({ isTTY, write: () => {} }, env)).toBe(wanted);
  });
});

describe("print", () => {
  test("takes a reader who leaves early for no fault", async () => {
    await expect(print(failing("EPIPE"), "text")).resolves.toBeUndefined();
  });

  test("says why it cannot print", async () => {
    await expect(print(failing("ENOSPC"), "text")).rejects.toThrow(
      "cannot print the report (ENOSPC)",
    );
  });
});

describe("complain", () => {
  test("gives up where even a complaint cannot be printed", async () => {
    await expect(complain(failing("ENOSPC"), "text")).resolves.toBeUndefined();
  });
});
