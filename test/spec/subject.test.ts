import { describe, expect, test, vi } from "vitest";
import { showBoth } from "../../spec/compare.js";
import { nameOf } from "../../spec/harness.js";
import { agreesWithModel } from "../../spec/histories.js";
import { checkTokenStore, HarnessError } from "../../spec/index.js";
import { Subject } from "../../spec/subject.js";
import { show } from "../../spec/transcript.js";
import { UncaughtErrors } from "../../spec/uncaught-errors.js";
import type { OAuthToken } from "../../src/sdk.js";
import type { TokenRow } from "../../src/token-row.js";
import { BaseStore, type BrokenStore, harnessFor } from "../broken-stores/base-store.js";
import memory from "../harnesses/memory.js";

const settings = { seed: 1, runs: 5, callLimitMs: 50 };

/** Checks one clause on a store. */
async function verdictOf(Store: BrokenStore, clause: string) {
  const { clauses } = await checkTokenStore(harnessFor(Store), { ...settings, clause });
  return clauses[0];
}

describe("a store that answers with nonsense", () => {
  test("is told so when its list is no array", async () => {
    class Lists extends BaseStore {
      override async getTokens() {
        return "none" as unknown as OAuthToken[];
      }
    }
    expect(await verdictOf(Lists, "delete-all/removes-all")).toMatchObject({
      verdict: "failed",
      expected: "an array",
      actual: '"none"',
    });
  });

  test("is told so when its list holds something else than tokens", async () => {
    class Lists extends BaseStore {
      override async getTokens() {
        return [7] as unknown as OAuthToken[];
      }
    }
    expect(await verdictOf(Lists, "delete/removes")).toMatchObject({
      verdict: "failed",
      expected: "getTokens() to give tokens",
      actual: "7",
    });
  });

  test("is told so when it finds something else than a token", async () => {
    class Finds extends BaseStore {
      override async findToken() {
        return "found" as unknown as OAuthToken;
      }
    }
    expect(await verdictOf(Finds, "find/by-user")).toMatchObject({
      verdict: "failed",
      expected: "findToken() to give a token or null",
      actual: '"found"',
    });
  });
});

describe("a store that hands out something else than tokens of the SDK", () => {
  test.each([
    ["a string by id", "text", '"text"'],
    ["an object of no class", Object.create(null), "an instance of no class"],
    ["an object of another class", new Map(), "an instance of Map"],
  ])("is told what it hands out: %s", async (_, value, shown) => {
    class HandsOut extends BaseStore {
      override async findTokenById() {
        return value as OAuthToken;
      }
    }
    expect(await verdictOf(HandsOut, "store/gives-sdk-tokens")).toMatchObject({
      verdict: "failed",
      expected: "an OAuthToken from findTokenById()",
      actual: shown,
    });
  });

  test("is told so when it rejects with something else than an error", async () => {
    class Rejects extends BaseStore {
      override async deleteTokens() {
        throw "busy";
      }
    }
    const result = await verdictOf(Rejects, "delete-all/empty");
    expect(result?.actual).toBe('rejects with "busy"');
  });
});

describe("a store that hangs", () => {
  test("is waited for once, not again for each shorter example", async () => {
    let opened = 0;
    class Hangs extends BaseStore {
      override getTokens() {
        return new Promise<OAuthToken[]>(() => undefined);
      }
    }
    const harness = harnessFor(Hangs);
    const counting = {
      ...harness,
      open: () => {
        opened += 1;
        return harness.open();
      },
    };
    const clause = "store/keeps-any-string";
    const { clauses } = await checkTokenStore(counting, { ...settings, clause });
    expect(clauses[0]?.verdict).toBe("failed");
    expect(clauses[0]?.actual).toMatch(/^did not settle within /);
    expect(opened).toBeLessThan(10);
  });

  test("is given a tenth of the time once it has hung", async () => {
    class HangsForNoToken extends BaseStore {
      override async findTokenById(id: string) {
        return (await super.findTokenById(id)) ?? new Promise<null>(() => undefined);
      }
    }
    const outcomes = await Subject.use(harnessFor(HangsForNoToken), settings, async (t) => [
      await t.call("findTokenById", "one"),
      await t.call("getTokens"),
      await t.call("findTokenById", "two"),
    ]);
    expect(outcomes).toEqual([
      { kind: "hung", limitMs: 50 },
      { kind: "resolved", value: [] },
      { kind: "hung", limitMs: 5 },
    ]);
  });
});

describe("an error that a store leaves uncaught", () => {
  /** A store whose saves of one user leave such an error, which no clause is about. */
  class LeavesOneForBob extends BaseStore {
    override async saveToken(token: OAuthToken) {
      await super.saveToken(token);
      if (token.getUserSignature()?.getName() !== "bob") return;
      setImmediate(() => {
        throw new Error("too late");
      });
    }
  }

  const ABOUT = "store/leaves-no-error-uncaught";

  test("fails the clause about such errors, and no other, and says when it came", async () => {
    const { clauses } = await checkTokenStore(harnessFor(LeavesOneForBob), settings);
    const failed = clauses.filter(({ verdict }) => verdict !== "passed");
    expect(failed).toMatchObject([
      {
        id: ABOUT,
        verdict: "failed",
        expected: "every error to reach the caller",
        actual: 'Error: "too late"',
        calls: [
          expect.stringMatching(
            /^while \S+ was checked: an error that nobody caught: Error: "too late" \(\d+ times\)$/,
          ),
        ],
      },
    ]);
  });

  test("fails the clause that is checked alone", async () => {
    expect(await verdictOf(LeavesOneForBob, "find/by-user")).toMatchObject({
      verdict: "failed",
      calls: [expect.stringMatching(/^while find\/by-user was checked: .*"too late"$/)],
    });
  });

  test("stands among the calls of the clause about it, where these have raised it", async () => {
    class LeavesOneForAnybody extends BaseStore {
      override async saveToken(token: OAuthToken) {
        await super.saveToken(token);
        Promise.reject(new Error("lost"));
      }
    }
    expect(await verdictOf(LeavesOneForAnybody, ABOUT)).toMatchObject({
      verdict: "failed",
      calls: expect.arrayContaining(['an error that nobody caught: Error: "lost"']),
    });
  });

  test("tells five different ones, and counts the rest", () => {
    const errors = new UncaughtErrors();
    expect(errors.violation).toBe(null);
    for (let n = 1; n <= 8; n++) errors.add(new Error(`error ${n}`), { name: "it was checked" });
    expect(errors.violation?.calls).toHaveLength(6);
    expect(errors.violation?.calls.at(-1)).toBe("and 3 more");
  });

  // The store is opened and closed once before the first clause, to see what its harness offers.
  test.each([
    ["before the first clause", 1],
    ["after the last", 2],
  ])("is told when it comes %s", async (_, closing) => {
    let closed = 0;
    const harness = harnessFor(BaseStore);
    const late = {
      ...harness,
      open: async () => ({
        ...(await harness.open()),
        close: async () => {
          closed += 1;
          if (closed === closing) void Promise.reject(new Error("after closing"));
        },
      }),
    };
    const { clauses } = await checkTokenStore(late, { ...settings, clause: "find/by-user" });
    expect(clauses).toMatchObject([{ verdict: "failed", actual: 'Error: "after closing"' }]);
  });

  test("is kept from the listeners of the process, which have it back afterwards", async () => {
    const listeners = () => [
      ...process.listeners("uncaughtException"),
      ...process.listeners("unhandledRejection"),
    ];
    const before = listeners();
    expect(before.length).toBeGreaterThan(0);
    const once = vi.fn();
    process.once("unhandledRejection", once);
    await verdictOf(LeavesOneForBob, "find/by-user");
    expect(once).not.toHaveBeenCalled();
    process.off("unhandledRejection", once);
    expect(listeners()).toEqual(before);
  });
});

describe("a premise that does not come about", () => {
  class RefusesApiDomains extends BaseStore {
    protected override insert(given: TokenRow) {
      if (given.api_domain !== null) throw new Error("too long");
      return super.insert(given);
    }
  }

  test("is blamed on the clause that speaks of it", async () => {
    const { clauses } = await checkTokenStore(harnessFor(RefusesApiDomains), settings);
    const found = clauses.find(({ id }) => id === "find/completes");
    expect(found?.verdict).toBe("blocked");
    expect(found?.actual).toMatch(/^mend save\/keeps-every-field first; expected saveToken/);
  });

  test("is the clause's own failure where no other one speaks of it", async () => {
    const result = await verdictOf(RefusesApiDomains, "find/completes");
    expect(result?.verdict).toBe("failed");
    expect(result?.calls.at(-1)).toMatch(/^saveToken\(.*→ rejects with Error: "too long"$/);
  });
});

describe("the harness is at fault", () => {
  test("when a clause uses what it does not offer", async () => {
    for (const name of ["reopen", "share", "breakStorage"] as const) {
      const using = Subject.use(memory, settings, async (subject) => {
        await subject[name]();
      });
      await expect(using).rejects.toThrow(new HarnessError(`the harness offers no ${name}`));
    }
  });

  test("when it brings no SDK", async () => {
    const { sdk: _, ...bare } = memory;
    const using = Subject.use(bare, settings, async () => undefined);
    await expect(using).rejects.toThrow(new HarnessError("the harness has no sdk"));
  });

  test.each([
    ["brings null for a store", { store: null }, "the store must be an object, not null"],
    ["brings text for a store", { store: "x" }, "the store must be an object, not string"],
    ["brings a store without a method", { store: {} }, "the store has no method findToken()"],
    ["brings nothing", undefined, "open() must return an object with a store: { store, … }"],
  ])("when it %s", async (_, opened, message) => {
    const harness = { ...memory, open: () => opened as unknown as ReturnType<typeof memory.open> };
    await expect(checkTokenStore(harness)).rejects.toThrow(new HarnessError(message));
  });

  test("when it throws, whatever it throws", async () => {
    const throwing = (thrown: unknown) => ({
      ...memory,
      open: () => {
        throw thrown;
      },
    });
    await expect(checkTokenStore(throwing(new Error("down")))).rejects.toThrow(
      "open() failed: down",
    );
    await expect(checkTokenStore(throwing(Symbol("s")))).rejects.toThrow(
      "open() failed: Symbol(s)",
    );
  });

  test("when a clause is named that there is not", async () => {
    const checking = checkTokenStore(memory, { clause: "find/nothing" });
    await expect(checking).rejects.toThrow('there is no clause "find/nothing"');
  });
});

describe("a history against the model", () => {
  const call = { id: "", token: {} };

  test("fails when the content is wrong though the answer is right", async () => {
    class Forgets extends BaseStore {
      protected override write() {
        this.storage.rows = [];
      }
    }
    const history = [{ ...call, method: "saveToken" as const, token: { accessToken: "A" } }];
    const using = Subject.use(harnessFor(Forgets), settings, (t) => agreesWithModel(t, history));
    await expect(using).rejects.toMatchObject({ actual: "stored []" });
  });

  test("fails when a call hangs, and when a list holds no tokens", async () => {
    class Hangs extends BaseStore {
      override findTokenById() {
        return new Promise<null>(() => undefined);
      }
      override async getTokens() {
        return this.rows.map(() => 7) as unknown as OAuthToken[];
      }
    }
    const byId = [{ ...call, method: "findTokenById" as const }];
    const hanging = Subject.use(harnessFor(Hangs), settings, (t) => agreesWithModel(t, byId));
    await expect(hanging).rejects.toMatchObject({ expected: "null", actual: '"hung"' });
    const listed = ["saveToken", "getTokens"].map((method) => ({
      ...call,
      method: method as "saveToken",
      token: { accessToken: "A" },
    }));
    const listing = Subject.use(harnessFor(Hangs), settings, (t) => agreesWithModel(t, listed));
    await expect(listing).rejects.toMatchObject({ actual: "stored []" });
  });

  test("fails when a call is refused that must be taken, and says what was to come", async () => {
    class Refuses extends BaseStore {
      override async deleteTokens() {
        throw new Error("busy");
      }
    }
    const history = [{ ...call, method: "deleteTokens" as const }];
    const using = Subject.use(harnessFor(Refuses), settings, (t) => agreesWithModel(t, history));
    await expect(using).rejects.toMatchObject({ expected: "it resolves", actual: "a rejection" });
  });
});

describe("naming what was brought", () => {
  test("takes no name that the language or a bundler has made", () => {
    expect(nameOf({ name: "default" })).toBe("token store");
    expect(nameOf({ name: "__vite_ssr_export_default__" })).toBe("token store");
    expect(nameOf({ name: "makeStore" })).toBe("makeStore");
  });
});

describe("showing a value", () => {
  test.each([
    [new Error("no"), 'Error: "no"'],
    [new TypeError("no"), /^TypeError: "no", at subject\.test\.ts:\d+:\d+$/],
    [Symbol("s"), "Symbol(s)"],
    [Object.create(null), "{}"],
    [[undefined, null], "[undefined, null]"],
    ["\u0000\ufeffe\u0301", '"\\u0000\\ufeffe\\u0301"'],
    ["x".repeat(81), `"${"x".repeat(40)}"… (81 characters)`],
  ])("%o is shown as it would be written, a slip with its place", (value, shown) => {
    if (typeof shown === "string") expect(show(value)).toBe(shown);
    else expect(show(value)).toMatch(shown);
  });

  test("two long texts are shown where they part", () => {
    const [long, name] = ["0123456789".repeat(50), "the longest name of all"];
    expect(
      showBoth({ id: "1", userName: long + name }, { id: "1", userName: `${long}The` }),
    ).toEqual([
      'userName, 523 characters, with "01234567890123456789the longest name of " at character 501',
      'userName, 503 characters, with "01234567890123456789The" at character 501',
    ]);
    expect(showBoth(["a"], ["b"])).toEqual(['["a"]', '["b"]']);
  });
});
