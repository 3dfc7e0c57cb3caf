import official from "@zohocrm/typescript-sdk-8.0";
import { describe, expect, it } from "vitest";
import * as ours from "../../src/index.js";

/** The values that the constructor is called with, in its order. */
const GIVEN = ["one", "two", "three", "four", "five", "six", "seven"] as const;

/** A class whose instances hold tokens. */
type TokenClass = new (...given: [...typeof GIVEN, never]) => object;

const accessorsOf = (classOfTokens: { prototype: object }): string[] =>
  Object.getOwnPropertyNames(classOfTokens.prototype).filter((name) => /^[gs]et[A-Z]/.test(name));

/** What each getter gives after the constructor was called with `GIVEN` and a user. */
function gettersAfter(classOfTokens: TokenClass, user: unknown): Record<string, unknown> {
  const token = new classOfTokens(...GIVEN, user as never);
  const getters = accessorsOf(ours.OAuthToken).filter((name) => name.startsWith("get"));
  return Object.fromEntries(getters.map((name) => [name, call(token, name)]));
}

/** Unset fields are `undefined` in the official class and `null` in ours: blank, both of them. */
function call(token: object, name: string, ...given: unknown[]): unknown {
  const value: unknown = Reflect.get(token, name).apply(token, given);
  if (typeof value !== "object" || value === null) return value ?? null;
  return `user ${call(value, "getName")}`;
}

describe("the seam, beside the official SDK", () => {
  it("has getters and setters of the official names only", () => {
    const names = accessorsOf(ours.OAuthToken);
    expect(names).toHaveLength(20);
    expect(accessorsOf(official.OAuthToken)).toEqual(expect.arrayContaining(names));
  });

  it("lacks no official getter or setter that a store can need", () => {
    // These two make requests, or read their response.
    const requests = ["getToken", "getResponse", "getTokenExpiry", "getTokenExpiryTime"];
    const names = accessorsOf(official.OAuthToken).filter((name) => !requests.includes(name));
    expect(accessorsOf(ours.OAuthToken).sort()).toEqual(names.sort());
  });

  it("takes the constructor's arguments in the official order", () => {
    const found = gettersAfter(ours.OAuthToken as TokenClass, new ours.UserSignature("eight"));
    const expected = gettersAfter(
      official.OAuthToken as unknown as TokenClass,
      new official.UserSignature("eight"),
    );
    expect(Object.values(expected)).toEqual(expect.arrayContaining([...GIVEN, "user eight"]));
    expect(found).toEqual(expected);
  });

  it("sets through a setter what the getter of the same name gives, as the official one", () => {
    for (const classOfTokens of [ours.OAuthToken, official.OAuthToken]) {
      const token: object = Reflect.construct(classOfTokens, new Array(8).fill(null));
      const setters = accessorsOf(ours.OAuthToken).filter((name) => name.startsWith("set"));
      for (const setter of setters) {
        const getter = setter.replace("set", "get");
        const value = setter === "setUserSignature" ? new ours.UserSignature("ann") : setter;
        call(token, setter, value);
        expect(call(token, getter)).toBe(setter === "setUserSignature" ? "user ann" : setter);
      }
    }
  });

  it("has an exception with the official order and properties", () => {
    const cause = new Error("cause");
    for (const Exception of [ours.SDKException, official.SDKException]) {
      const error = new Exception("CODE", "message", { a: 1 }, cause);
      expect(error).toMatchObject({ code: "CODE", details: { a: 1 }, cause });
      expect(error.message).toContain("message");
    }
  });

  it("has a user signature with the official name", () => {
    for (const Signature of [ours.UserSignature, official.UserSignature]) {
      expect(new Signature("ann")).toMatchObject({ name: "ann" });
      expect(new Signature("ann").getName()).toBe("ann");
    }
  });
});
