import { expect, test } from "vitest";
import type { SdkToken } from "../../spec/any-sdk.js";
import { show } from "../../spec/transcript.js";

test("an object that holds itself is shown to a depth", () => {
  const statement: Record<string, unknown> = { sql: "DELETE" };
  statement.self = statement;
  expect(show(statement)).toBe(
    '{ sql: "DELETE", self: { sql: "DELETE", self: { sql: "DELETE", self: … } } }',
  );
});

test("a token whose getter is missing or throws shows the error in the field's place", () => {
  const token = {
    getId: () => "1",
    getUserSignature: () => {
      throw new Error("no signature");
    },
  } as unknown as SdkToken;
  expect(show(token)).toContain(
    '{ id: "1", userName: Error: "no signature", clientId: TypeError: ',
  );
});
