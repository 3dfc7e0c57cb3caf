import { describe, expect, test } from "vitest";
import { nearest } from "../../src/cli/nearest.js";

describe("nearest", () => {
  test("puts the word of the fewest changed letters first", () => {
    const words = ["delete/removes", "get/all", "get/none", "save/own-id"];
    expect(nearest("get/al", words)[0]).toBe("get/all");
    expect(nearest("gte/none", words)[0]).toBe("get/none");
    expect(nearest("svae/own-id", words)[0]).toBe("save/own-id");
  });

  test("takes a part of a word for near", () => {
    expect(nearest("removes", ["abcdefg", "delete/removes"])).toEqual([
      "delete/removes",
      "abcdefg",
    ]);
  });

  test("suggests three words, not all", () => {
    expect(nearest("x", ["a", "b", "c", "d"])).toEqual(["a", "b", "c"]);
  });

  test("suggests something for nothing", () => {
    expect(nearest("", ["abc", "a"])).toEqual(["a", "abc"]);
  });
});
