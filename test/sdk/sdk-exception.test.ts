import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { SDKException } from "../../src/index.js";

describe("SDKException", () => {
  it("is an error with a code, a message, details and a cause", () => {
    const cause = new Error("the disk is full");
    const error = new SDKException("TOKEN_STORE", "cannot write it.", { file: "a.db" }, cause);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "SDKException",
      code: "TOKEN_STORE",
      message: "cannot write it.",
      details: { file: "a.db" },
      cause,
    });
    expect(error.stack).toContain("cannot write it.");
  });

  it.each([undefined, null])("has no cause when the cause is %s", (cause) => {
    expect("cause" in new SDKException("TOKEN_STORE", "m", null, cause)).toBe(false);
  });

  it("has an empty message when the message is null", () => {
    expect(new SDKException(null, null)).toMatchObject({ code: null, message: "" });
  });

  it("tells code and message as text, without the cause", () => {
    const error = new SDKException("TOKEN_STORE", "m", undefined, new Error("the cause"));
    expect(String(error)).toBe("SDKException: TOKEN_STORE - m");
    expect(String(new SDKException(null, "m"))).toBe("SDKException: m");
    expect(String(new SDKException("TOKEN_STORE", null))).toBe("SDKException: TOKEN_STORE");
  });

  it("shows its cause under util.inspect", () => {
    const error = new SDKException("TOKEN_STORE", "m", undefined, new Error("the cause"));
    expect(inspect(error)).toContain("[cause]: Error: the cause");
  });
});
