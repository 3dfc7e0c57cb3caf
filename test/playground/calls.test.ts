import { describe, expect, test } from "vitest";
import { parseCalls, toCall } from "../../docs/site/playground/call.js";
import { isLink, readLink, toLink } from "../../docs/site/playground/link.js";
import { STORIES } from "../../docs/site/playground/stories.js";

describe("a link", () => {
  test.each(STORIES.map(({ slug, scenes }) => [slug, scenes] as const))(
    "holds the calls of %s, and which of them is looked at",
    (_, scenes) => {
      const calls = scenes.map(({ call }) => call);
      const link = toLink({ calls, shown: 1 });
      expect(isLink(link)).toBe(true);
      expect(readLink(link)).toEqual({ calls, shown: 1 });
    },
  );

  test("holds any text", () => {
    const calls = [toCall("saveToken", { userName: '"ä& =#+%\u2028', refreshToken: "" }, "")];
    expect(readLink(toLink({ calls, shown: 0 }))).toEqual({ calls, shown: 0 });
  });

  test.each(["-1", "2", "1.5", "x"])("that looks at call %s of one looks at the last", (at) => {
    const [calls] = ['[{"method":"getTokens"}]'];
    expect(readLink(`#${new URLSearchParams({ calls, at })}`)).toMatchObject({ shown: 1 });
  });

  test("to a place on the page holds no calls", () => {
    expect(isLink("#break-it")).toBe(false);
    expect(isLink("#at=1&calls=[]")).toBe(true);
  });

  test.each([
    ["{", "the calls in the link are not JSON"],
    ["{}", "the calls in the link are not a list"],
    ['[{"method":"drop"}]', "call 1 in the link is of none of the six methods"],
    ['[{"method":"getTokens"},7]', "call 2 in the link is of none of the six methods"],
    ['[{"method":"deleteToken"}]', "call 1 in the link has no id"],
    ['[{"method":"saveToken"}]', "call 1 in the link has no token"],
    ['[{"method":"saveToken","token":[]}]', "call 1 in the link has no token"],
    ['[{"method":"saveToken","token":{"colour":"red"}}]', 'has "colour", which is no field'],
    ['[{"method":"saveToken","token":{"id":7}}]', 'has "id", which is no field with a text'],
    [JSON.stringify(Array(201).fill({ method: "getTokens" })), "more than 200 calls"],
  ])("that holds %s says what is wrong", (calls, complaint) => {
    expect(() => parseCalls(calls)).toThrow(complaint);
    const restored = readLink(`#${new URLSearchParams({ calls })}`);
    expect(restored).toEqual({ complaint: expect.stringContaining(complaint) });
  });
});
