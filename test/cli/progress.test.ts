import { describe, expect, test } from "vitest";
import { Progress } from "../../src/cli/progress.js";
import { recorder } from "./recorder.js";

const ERASE = "\r\u001b[2K";

describe("Progress", () => {
  test("rewrites one line on a terminal, and erases it at the end", () => {
    const { stderr, printed } = recorder({ isTTY: true, columns: 20 });
    const progress = new Progress(stderr);
    progress.show("one");
    progress.show("two");
    progress.erase();
    progress.erase();
    expect(printed.stderr).toBe(`${ERASE}one${ERASE}two${ERASE}`);
  });

  test("cuts what the terminal would break in two", () => {
    const { stderr, printed } = recorder({ isTTY: true, columns: 10 });
    new Progress(stderr).show("0123456789");
    expect(printed.stderr).toBe(`${ERASE}012345678`);
  });

  test("takes a terminal of unknown width for one of 80 columns", () => {
    const { stderr, printed } = recorder({ isTTY: true });
    new Progress(stderr).show("x".repeat(100));
    expect(printed.stderr).toBe(`${ERASE}${"x".repeat(79)}`);
  });

  test("prints nothing where nobody looks", () => {
    const { stderr, printed } = recorder();
    const progress = new Progress(stderr);
    progress.show("one");
    progress.erase();
    expect(printed.stderr).toBe("");
  });
});
