import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { codeOf, isAbsence, reasonOf } from "../../src/durable-file/file-errors.js";

describe("what a call on a file threw", () => {
  test("is read alike where it was made beside another Error, as under Jest", () => {
    const error: unknown = runInNewContext(
      'Object.assign(new Error("no such file"), { code: "ENOENT" })',
    );
    expect(error).not.toBeInstanceOf(Error);
    expect(isAbsence(error)).toBe(true);
    expect(reasonOf(error)).toBe("no such file");
  });

  test("is told whatever it is", () => {
    for (const thrown of [null, undefined, "text", 7]) {
      expect(reasonOf(thrown)).toBe(String(thrown));
      expect(codeOf(thrown)).toBeUndefined();
    }
  });
});
