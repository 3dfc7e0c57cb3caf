import { readFileSync } from "node:fs";
import { join } from "node:path";
import initSqlJs, { type Database } from "sql.js";
import { expect, it, onTestFinished, vi } from "vitest";
import { COLUMNS } from "../../src/token-row.js";
import { freshFolder, look, openStore, rowOf, tokenOf } from "./arrange.js";

/** Collects the SQL that is prepared in one test. */
async function preparedSql(): Promise<() => string[]> {
  const { Database } = await initSqlJs();
  const prepare = vi.spyOn(Database.prototype, "prepare");
  onTestFinished(() => prepare.mockRestore());
  return () => prepare.mock.calls.map(([sql]) => sql);
}

/** How SQLite runs a statement, in its own words. */
function planOf(database: Database, sql: string): unknown[] {
  return database.exec(`EXPLAIN QUERY PLAN ${sql}`)[0]?.values.map(([, , , step]) => step) ?? [];
}

it("every lookup, update and delete of one token searches an index", async () => {
  const file = join(freshFolder(), "zohooauth.db");
  const prepared = await preparedSql();
  const store = await openStore(file);
  await store.saveToken(tokenOf(rowOf(1)));
  for (const column of COLUMNS) await store.findToken(tokenOf({ [column]: "unknown" }));
  await store.saveToken(tokenOf({ user_name: "user_name 1", access_token: "new" }));
  await store.deleteToken("unknown");
  const onOneToken = prepared().filter((sql) => sql.includes("WHERE"));
  expect(onOneToken).toHaveLength(7);
  const plans = await look(readFileSync(file), (database) =>
    onOneToken.map((sql) => planOf(database, sql)),
  );
  for (const plan of plans) {
    expect(plan).toEqual([expect.stringMatching(/^SEARCH oauthtoken USING (COVERING )?INDEX /)]);
  }
});

it("a statement is prepared once, however often it is run", async () => {
  const store = await openStore(":memory:");
  await store.saveToken(tokenOf(rowOf(1)));
  const prepared = await preparedSql();
  for (let round = 0; round < 5; round++) await store.findToken(tokenOf({ user_name: "ann" }));
  for (let round = 0; round < 5; round++) {
    await store.saveToken(tokenOf({ user_name: "user_name 1", access_token: `A${round}` }));
  }
  expect(new Set(prepared()).size).toBe(prepared().length);
  expect(prepared().length).toBeLessThan(3);
});

it("a value is bound, never written into the SQL", async () => {
  const prepared = await preparedSql();
  const store = await openStore(":memory:");
  const hostile = "'); DROP TABLE oauthtoken; --";
  const token = tokenOf({ user_name: hostile, refresh_token: hostile });
  await store.saveToken(token);
  await store.findToken(tokenOf({ refresh_token: hostile }));
  await store.findTokenById(hostile);
  await store.deleteToken(hostile);
  expect(prepared().length).toBeGreaterThan(3);
  expect(prepared().filter((sql) => sql.includes("DROP"))).toEqual([]);
  expect(await store.getTokens()).toHaveLength(1);
});
