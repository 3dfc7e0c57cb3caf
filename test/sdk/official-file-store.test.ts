import { expect, test } from "vitest";
import { checkTokenStore, type Verdict } from "../../spec/index.js";
import officialFileStore from "../harnesses/official-file-store.js";

/** What the spec says of the file store of SDK 8.0 (npm 3.0.0): a change here is a change of ours. */
const FAILED = [
  "find/by-grant-token",
  "find/by-access-token-with-client",
  "find/by-id",
  "find/falls-through",
  "find/never-another-clients",
  "find/blank-user-is-no-user",
  "find/id-is-the-rows",
  "save/taken-id-rejects",
  "save/long-id-rejects",
  "save/nothing-to-store",
  "save/updates-by-access-token-with-client",
  "save/empty-keeps-stored",
  "save/claims",
  "save/never-across-clients",
  "save/keeps-row-id",
  "save/only-sets-id",
  "save/again-adds-nothing",
  "delete/unknown-id",
  "delete/exact-id",
  "by-id/unknown",
  "by-id/exact",
  "store/refuses-non-tokens",
  "store/refuses-foreign-tokens",
  "store/ids-never-reused",
  "store/ids-never-reused-after-delete-all",
  "store/keeps-hostile-strings",
  "store/refuses-ill-formed-strings",
  "store/reopen-never-reuses-ids",
  "parallel/new-users",
  "parallel/updates",
  "parallel/deletes",
];

const BLOCKED = [
  "find/access-token-before-grant-token",
  "find/grant-token-before-refresh-token",
  "find/refresh-token-before-access-token",
  "find/access-token-before-id",
  "find/id-across-clients",
  "find/secret-not-compared",
  "find/every-combination",
  "save/refused-changes-nothing",
  "save/every-combination",
  "delete/blank-id",
  "by-id/blank",
  "by-id/any-characters",
  "store/explains-foreign-tokens",
  "store/finds-hostile-strings",
  "store/keeps-any-string",
  "parallel/two-instances",
  "store/any-sequence",
  "parallel/serial-order",
];

test("the official file store fails the clauses that it is known to fail, and no other", async () => {
  const { clauses } = await checkTokenStore(officialFileStore, { seed: 1 });
  const having = (wanted: Verdict) =>
    clauses.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
  expect(having("failed")).toEqual(FAILED);
  expect(having("blocked")).toEqual(BLOCKED);
  expect(having("not-claimed")).toEqual(["secrets/tokens-print-redacted"]);
});

test("the official file store keeps one of five users saved at once", async () => {
  const report = await checkTokenStore(officialFileStore, { clause: "parallel/new-users" });
  const [result] = report.clauses;
  expect(result?.verdict).toBe("failed");
  expect(result?.calls.at(-1)).toMatch(/^getTokens\(\) → \[\{ id: "1", userName: "zoe"/);
  expect(result?.actual).toBe('["zoe"]');
});
