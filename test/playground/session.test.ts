import { describe, expect, test } from "vitest";
import { readLink, toLink } from "../../docs/site/playground/link.js";
import { replay } from "../../docs/site/playground/replay.js";
import { type Action, advance, type Session, started } from "../../docs/site/playground/session.js";
import { STORIES } from "../../docs/site/playground/stories.js";
import { METHODS } from "../../spec/index.js";

function after(...actions: readonly Action[]): Session {
  return actions.reduce(advance, started(null));
}

const CALL: Action = { kind: "call" };
const LIST: Action = { kind: "draft", draft: { method: "getTokens", token: {}, id: "" } };

describe("a session", () => {
  test("starts with empty stores", () => {
    expect(started(null)).toMatchObject({ calls: [], shown: 0 });
  });

  test.each(METHODS)("starts at a call of %s that has something to act on", async (method) => {
    const { calls, shown, draft } = started(method);
    expect(shown).toBe(calls.length);
    expect(draft.method).toBe(method);
    const step = (await replay(calls)).at(-1);
    expect(step?.call.method).toBe(method);
    for (const { before, after, outcome } of step?.effects ?? []) {
      expect(before).toHaveLength(2);
      expect(outcome).not.toMatch(/^null|rejects/);
      if (/save|delete/.test(method)) expect(after).not.toEqual(before);
    }
  });

  test("makes no more calls than a link may hold", () => {
    const calls = Array(200).fill({ method: "getTokens" });
    const full = after({ kind: "restore", calls, shown: 200 }, CALL);
    expect(full.calls).toHaveLength(200);
    expect(full.complaint).toContain("200 calls are the most");
    expect(readLink(toLink(full))).toEqual({ calls, shown: 200 });
    expect(advance(full, { kind: "show", shown: 1 }).complaint).toBeNull();
  });

  test("makes the call of the draft, and shows what it did", () => {
    const { calls, shown } = after(CALL, LIST, CALL);
    expect(calls.map(({ method }) => method)).toEqual(["saveToken", "getTokens"]);
    expect(shown).toBe(2);
  });

  test("steps back, and goes another way from there", () => {
    const { calls, shown } = after(CALL, CALL, { kind: "show", shown: 1 }, LIST, CALL);
    expect(calls.map(({ method }) => method)).toEqual(["saveToken", "getTokens"]);
    expect(shown).toBe(2);
  });

  test("shows in the form the call that is looked at", () => {
    const { draft } = after(LIST, CALL, CALL, { kind: "show", shown: 1 });
    expect(draft.method).toBe("getTokens");
  });

  test.each(STORIES.map(({ slug, scenes }) => [slug, scenes] as const))(
    "tells %s, from its first call",
    (slug, scenes) => {
      const session = after(CALL, { kind: "tell", slug });
      expect(session.calls).toEqual(scenes.map(({ call }) => call));
      expect(session).toMatchObject({ shown: 1, story: slug });
    },
  );

  test("tells no story any more when the reader makes a call of their own", () => {
    expect(after({ kind: "tell", slug: "restart" }, CALL).story).toBeNull();
  });

  test("restores a link, and the words of the story in it", () => {
    const { calls } = after({ kind: "tell", slug: "log-out" });
    expect(after({ kind: "restore", calls, shown: 3 })).toMatchObject({
      story: "log-out",
      shown: 3,
    });
    const [first] = calls;
    if (first === undefined) throw new Error("the story has no calls");
    expect(after({ kind: "restore", calls: [first], shown: 1 }).story).toBeNull();
  });

  test("says what is wrong with a link, and keeps what was there", () => {
    const session = after(CALL, { kind: "restore", complaint: "not JSON" });
    expect(session).toMatchObject({ complaint: "not JSON", shown: 1 });
    expect(advance(session, CALL).complaint).toBeNull();
  });
});
