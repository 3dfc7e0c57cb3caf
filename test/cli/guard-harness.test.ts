import { describe, expect, test } from "vitest";
import { checkTokenStore, HarnessError, type OpenedStore } from "../../spec/index.js";
import { guardHarness, within } from "../../src/cli/guard-harness.js";
import { MemoryTokenStore } from "../../src/index.js";

const never = () => new Promise<never>(() => {});

/** A harness that opens what it is given. */
const opening = (opened: Partial<OpenedStore>) => ({
  name: "guarded",
  open: async (): Promise<OpenedStore> => ({ store: new MemoryTokenStore(), ...opened }),
});

describe("guardHarness", () => {
  test("names open() when it does not end within the limit", async () => {
    const guarded = guardHarness({ name: "slow", open: never }, 1);
    await expect(guarded.open()).rejects.toThrow(
      new HarnessError("open() did not end within 0.001 s"),
    );
  });

  test.each(["reopen", "share", "breakStorage", "close"] as const)(
    "names %s() when it does not end within the limit",
    async (name) => {
      const opened = await guardHarness(opening({ [name]: never }), 1).open();
      await expect(opened[name]?.()).rejects.toThrow(`${name}() did not end within 0.001 s`);
    },
  );

  test("claims nothing that the harness does not offer", async () => {
    const opened = await guardHarness(opening({})).open();
    expect(Object.keys(opened)).toEqual(["store"]);
  });

  test("passes on what the harness gives, and calls its functions on what it opened", async () => {
    const second = new MemoryTokenStore();
    const source = opening({
      share(this: OpenedStore) {
        expect(this.store).toBeInstanceOf(MemoryTokenStore);
        return second;
      },
    });
    const opened = await guardHarness(source).open();
    expect(await opened.share?.()).toBe(second);
  });

  test("leaves what is no opened store to the spec's own words", async () => {
    const harness = { name: "wrong", open: () => 7 as never };
    await expect(checkTokenStore(guardHarness(harness))).rejects.toThrow(
      "open() must return an object with a store",
    );
  });

  test("tells a harness that throws from a store that fails", async () => {
    const failing = opening({
      close: () => {
        throw new Error("the folder is not empty");
      },
    });
    await expect(checkTokenStore(guardHarness(failing))).rejects.toThrow(
      new HarnessError("close() failed: the folder is not empty"),
    );
  });
});

describe("within", () => {
  test("gives what the work gives, and its error", async () => {
    expect(await within("it", 60_000, async () => 5)).toBe(5);
    const failure = new Error("failed");
    await expect(within("it", 60_000, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});
