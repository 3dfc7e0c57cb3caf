import { join } from "node:path";
import official from "@zohocrm/typescript-sdk-8.0";
import { describe, expect, it, vi } from "vitest";
import {
  isBeyondRenewal,
  ListTokenStore,
  notRenewedFor,
  type OAuthToken,
  purgeTokens,
} from "../../src/index.js";
import { freshFolder, refusalOf, tokenOf } from "./arrange.js";

const NOW_MS = Date.parse("2026-03-01T00:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const ended = String(NOW_MS - MINUTE_MS);
const living = String(NOW_MS + MINUTE_MS);

/** Makes a store with these tokens. */
async function storeOf(...rows: readonly Parameters<typeof tokenOf>[0][]): Promise<ListTokenStore> {
  const store = new ListTokenStore();
  for (const row of rows) await store.saveToken(tokenOf(row));
  return store;
}

async function idsIn(store: ListTokenStore): Promise<(string | null)[]> {
  return (await store.getTokens()).map((token) => token.getId());
}

describe("purgeTokens", () => {
  it("deletes the dead tokens and no other, and gives their ids", async () => {
    const store = await storeOf(
      { id: "a", access_token: "A1", expiry_time: ended },
      { id: "b", access_token: "A2", expiry_time: living },
      { id: "c", access_token: "A3", expiry_time: ended },
    );
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toEqual(["a", "c"]);
    expect(await idsIn(store)).toEqual(["b"]);
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toEqual([]);
  });

  it("hands the predicate the store's tokens and the time", async () => {
    const store = await storeOf({ id: "a", user_name: "ann", access_token: "A" });
    const seen: unknown[] = [];
    await purgeTokens(
      store,
      (token, nowMs) => {
        seen.push(token.getUserSignature()?.getName(), nowMs);
        return false;
      },
      NOW_MS,
    );
    expect(seen).toEqual(["ann", NOW_MS]);
  });

  it("judges by the present when no time is given", async () => {
    const store = await storeOf({ id: "a", access_token: "A" });
    vi.useFakeTimers({ now: NOW_MS });
    try {
      await purgeTokens(store, (_, nowMs) => nowMs === NOW_MS);
    } finally {
      vi.useRealTimers();
    }
    expect(await idsIn(store)).toEqual([]);
  });

  it("spares a token that was renewed since the tokens were listed", async () => {
    const store = await storeOf(
      { id: "a", access_token: "A1", expiry_time: ended },
      { id: "b", user_name: "bob", access_token: "A2", expiry_time: ended },
    );
    vi.spyOn(store, "deleteToken").mockImplementationOnce(async () => {
      await store.saveToken(tokenOf({ user_name: "bob", expiry_time: living }));
      await store.deleteToken("a");
    });
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toEqual(["a"]);
    expect(await idsIn(store)).toEqual(["b"]);
  });

  it("does not count a token that somebody else has deleted meanwhile", async () => {
    const store = await storeOf({ id: "a", access_token: "A1", expiry_time: ended });
    const listed = await store.getTokens();
    await store.deleteTokens();
    vi.spyOn(store, "getTokens").mockResolvedValueOnce(listed);
    const deleting = vi.spyOn(store, "deleteToken");
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toEqual([]);
    expect(deleting).not.toHaveBeenCalled();
  });

  it("refuses a predicate that gives a promise, and deletes nothing", async () => {
    const store = await storeOf({ id: "a", access_token: "A1", expiry_time: living });
    const isDead = (async () => false) as unknown as () => boolean;
    const error = await refusalOf(purgeTokens(store, isDead, NOW_MS));
    expect(error.message).toContain("isDead must give true or false at once");
    expect(await idsIn(store)).toEqual(["a"]);
  });

  it("refuses what is no store, no function or no time, and says which", async () => {
    const store = await storeOf({ id: "a", access_token: "A1", expiry_time: ended });
    const purge = purgeTokens as (...given: unknown[]) => Promise<string[]>;
    const others = { getTokens: async () => [], findTokenById: async () => null };
    for (const [given, message] of [
      [[], "a token store first, and what it got has no getTokens()"],
      [[isBeyondRenewal, store], "has no getTokens()"],
      [[others, isBeyondRenewal], "has no deleteToken()"],
      [[store], "a function that tells which tokens are dead"],
      [[store, 90], "a function that tells"],
      [[store, isBeyondRenewal, "now"], "a number of milliseconds"],
      [[store, isBeyondRenewal, Number.NaN], "a number of milliseconds"],
    ] as const) {
      expect((await refusalOf(purge(...given))).message).toContain(message);
    }
    expect(await idsIn(store)).toEqual(["a"]);
  });

  it("passes on what the store throws, and has deleted what went before", async () => {
    const store = await storeOf(
      { id: "a", access_token: "A1", expiry_time: ended },
      { id: "b", access_token: "A2", expiry_time: ended },
    );
    const failure = new Error("the storage is broken");
    vi.spyOn(store, "findTokenById").mockImplementation(async (id) => {
      if (id === "b") throw failure;
      return tokenOf({ id, access_token: "A1", expiry_time: ended });
    });
    await expect(purgeTokens(store, isBeyondRenewal, NOW_MS)).rejects.toBe(failure);
    expect(await idsIn(store)).toEqual(["b"]);
  });

  it("takes null for none, as the official interface allows", async () => {
    const store = {
      getTokens: async () => null,
      findTokenById: async () => undefined,
      deleteToken: async () => {},
    };
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toEqual([]);
  });

  it("cleans up a store of the official SDK, which holds tokens of its own class", async () => {
    const store = new official.FileStore(join(freshFolder(), "tokens.csv"));
    for (const [access, expiry] of [
      ["A1", ended],
      ["A2", living],
    ] as const) {
      const token = new official.OAuthToken(null, null, null, null, null, null, access, null);
      token.setExpiresIn(expiry);
      await store.saveToken(token);
    }
    expect(await store.getTokens()).toHaveLength(2);
    expect(await purgeTokens(store, isBeyondRenewal, NOW_MS)).toHaveLength(1);
    const [left, ...others] = (await store.getTokens()) ?? [];
    expect(others).toEqual([]);
    expect((left as unknown as OAuthToken).getAccessToken()).toBe("A2");
  });
});

describe("isBeyondRenewal", () => {
  it.each([
    ["ended, with nothing to renew it by", { access_token: "A", expiry_time: ended }, true],
    ["ending this very millisecond", { access_token: "A", expiry_time: String(NOW_MS) }, true],
    ["not ended", { access_token: "A", expiry_time: living }, false],
    ["ended, with a refresh token", { refresh_token: "R", expiry_time: ended }, false],
    ["ended, with a grant token", { grant_token: "G", expiry_time: ended }, false],
    ["of an end that is not known", { access_token: "A" }, false],
  ])("of a token %s", (_, row, isDead) => {
    expect(isBeyondRenewal(tokenOf(row), NOW_MS)).toBe(isDead);
  });

  it.each(["", "soon", "3600", "1700000000", "17e11", "1700000000000.5", " 1700000000000", "-1"])(
    "calls a token alive whose end reads %j",
    (expiry_time) => {
      expect(isBeyondRenewal(tokenOf({ access_token: "A", expiry_time }), NOW_MS)).toBe(false);
      expect(notRenewedFor(1)(tokenOf({ refresh_token: "R", expiry_time }), NOW_MS)).toBe(false);
    },
  );

  it("calls nothing dead where the time to judge by is no number", () => {
    const token = tokenOf({ access_token: "A", expiry_time: ended });
    expect(isBeyondRenewal(token, Number.NaN)).toBe(false);
    expect(notRenewedFor(1)(token, Number.NaN)).toBe(false);
  });
});

describe("notRenewedFor", () => {
  it("calls a token dead once its access token ended longer ago than that", () => {
    const isDead = notRenewedFor(30);
    const endedBefore = (ms: number) =>
      isDead(tokenOf({ refresh_token: "R", expiry_time: String(NOW_MS - ms) }), NOW_MS);
    expect(endedBefore(30 * DAY_MS + 1)).toBe(true);
    expect(endedBefore(30 * DAY_MS)).toBe(false);
    expect(endedBefore(-MINUTE_MS)).toBe(false);
  });

  it("calls a token alive of which no end is known, since nobody knows how old it is", () => {
    expect(notRenewedFor(30)(tokenOf({ refresh_token: "R" }), NOW_MS)).toBe(false);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d days", (days) => {
    expect(() => notRenewedFor(days)).toThrow("days must be a number above 0");
  });
});
