import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { freshFolder, openStore, rowOf, tokenOf } from "./arrange.js";

vi.mock("../../src/sqlite-leftovers.js", () => ({ eraseLeftovers: () => {} }));

it("SQLite itself overwrites a deleted token, in memory too, before leftovers are erased", async () => {
  const file = join(freshFolder(), "zohooauth.db");
  const store = await openStore(file);
  for (const number of [1, 2, 3]) await store.saveToken(tokenOf(rowOf(number)));
  expect(readFileSync(file).includes("refresh_token 2")).toBe(true);
  await store.deleteToken("id2");
  expect(readFileSync(file).includes("refresh_token 2")).toBe(false);
  expect(readFileSync(file).includes("refresh_token 3")).toBe(true);
});
