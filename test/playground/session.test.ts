import { describe, expect, test } from "vitest";
import { type Action, advance, type Session, started } from "../../docs/site/playground/session.js";
import { STORIES } from "../../docs/site/playground/stories.js";

function after(...actions: readonly Action[]): Session {
  return actions.reduce(advance, started("saveToken"));
}

const CALL: Action = { kind: "call" };
const LIST: Action = { kind: "draft", draft: { method: "getTokens", token: {}, id: "" } };

describe("a session", () => {
  test("starts with no calls, at the method that is asked for", () => {
    expect(started("deleteToken")).toMatchObject({ calls: [], draft: { method: "deleteToken" } });
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
