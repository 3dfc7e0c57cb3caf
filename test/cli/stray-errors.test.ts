import { describe, expect, test } from "vitest";
import { StrayErrors } from "../../src/cli/stray-errors.js";

/** Raises an event of the process as Node does, on the listeners that were added since. */
function raise(stray: StrayErrors, ...reasons: readonly unknown[]): void {
  const before = new Set(process.listeners("unhandledRejection"));
  stray.start();
  for (const listener of process.listeners("unhandledRejection")) {
    if (before.has(listener)) continue;
    for (const reason of reasons) listener(reason, Promise.resolve());
  }
}

describe("StrayErrors", () => {
  test("names what was being done when an error first came, and counts it", async () => {
    const stray = new StrayErrors();
    stray.activity = "find/by-id was checked";
    raise(stray, new TypeError("no\n  row"), new TypeError("no\n  row"));
    await stray.stop();
    expect(stray.lines).toEqual([
      "the store left an error uncaught, first while find/by-id was checked: " +
        "TypeError: no row (2 times)",
    ]);
  });

  test("shows nothing of a value that is no error", async () => {
    const stray = new StrayErrors();
    raise(stray, { secret: "s3cret" });
    await stray.stop();
    expect(stray.lines.join()).toMatch(/: a thrown object$/);
  });

  test("tells five different errors, and counts the rest", async () => {
    const stray = new StrayErrors();
    raise(stray, ...Array.from({ length: 8 }, (_, index) => `error ${index}`));
    await stray.stop();
    expect(stray.lines).toHaveLength(6);
    expect(stray.lines.at(-1)).toBe("and 3 other errors uncaught");
  });

  test("leaves no listener behind", async () => {
    const count = () =>
      process.listenerCount("unhandledRejection") + process.listenerCount("uncaughtException");
    const before = count();
    const stray = new StrayErrors();
    stray.start();
    expect(count()).toBe(before + 2);
    await stray.stop();
    expect(count()).toBe(before);
  });
});
