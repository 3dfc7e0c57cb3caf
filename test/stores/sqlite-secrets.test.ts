import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Database } from "sql.js";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { DurableFile } from "../../src/durable-file.js";
import { SqliteDatabase } from "../../src/sqlite-database.js";
import type { StoredRow } from "../../src/token-row.js";
import {
  databaseImage,
  freshFolder,
  openStore,
  PUBLISHED_TABLE,
  randomFrom,
  refusalOf,
  rowOf,
  tokenOf,
} from "./arrange.js";

/** Four secrets that occur nowhere else. */
const secretsOf = (user: number, version = 0) => ({
  client_secret: `<client-secret-${user}-${version}>`,
  refresh_token: `<refresh-${user}-${version}>`,
  access_token: `<access-${user}-${version}>`,
  grant_token: `<grant-${user}-${version}>`,
});

const secretsIn = (row: object): string[] =>
  Object.values(row).filter((value) => String(value).startsWith("<"));

/** Tells which of the texts are in the bytes. */
function found(bytes: Uint8Array, texts: Iterable<string>): string[] {
  const all = Buffer.from(bytes).toString("latin1");
  return [...texts].filter((text) => all.includes(text));
}

async function storeOfHundred() {
  const file = join(freshFolder(), "zohooauth.db");
  const store = await openStore(file);
  const tokens = Array.from({ length: 100 }, (_, user) =>
    tokenOf({ id: `id${user}`, user_name: `user ${user}`, ...secretsOf(user) }),
  );
  await Promise.all(tokens.map((token) => store.saveToken(token)));
  return { file, store };
}

describe("no byte of the file shows a secret", () => {
  it("of a token that was deleted", async () => {
    const { file, store } = await storeOfHundred();
    const secrets = Object.values(secretsOf(42));
    expect(found(readFileSync(file), secrets)).toEqual(secrets);
    await store.deleteToken("id42");
    expect(found(readFileSync(file), secrets)).toEqual([]);
  });

  it("after all tokens were deleted", async () => {
    const { file, store } = await storeOfHundred();
    expect(readFileSync(file).includes("<refresh-99-0>")).toBe(true);
    await store.deleteTokens();
    expect(readFileSync(file).includes("<")).toBe(false);
  });

  it("that an update has replaced", async () => {
    const { file, store } = await storeOfHundred();
    const old = Object.values(secretsOf(42));
    expect(found(readFileSync(file), old)).toEqual(old);
    const renewed = secretsOf(42, 1);
    await store.saveToken(tokenOf({ user_name: "user 42", ...renewed }));
    expect(found(readFileSync(file), old)).toEqual([]);
    expect(found(readFileSync(file), Object.values(renewed))).toHaveLength(4);
  });

  it("that is gone, whatever was saved and deleted before and after", async () => {
    const random = randomFrom(1);
    const database = await SqliteDatabase.open(null, null);
    onTestFinished(() => database.close());
    const live = new Map<string, StoredRow>();
    const gone: string[] = [];
    for (let step = 0; step < 3000; step++) {
      const id = `id${Math.floor(random() * 200)}`;
      const [stored, row] = [live.get(id), { ...rowOf(step), ...secretsOf(step), id }];
      if (stored === undefined) database.insert(row);
      else gone.push(...secretsIn(stored));
      if (stored !== undefined && random() < 0.5) database.update(stored, row);
      else if (stored !== undefined) database.delete(id);
      const [now] = database.rowsWith("id", id);
      if (now === undefined) live.delete(id);
      else live.set(id, now);
    }
    const image = database.export();
    const kept = [...live.values()].flatMap(secretsIn);
    expect(kept.length).toBeGreaterThan(200);
    expect(found(image, kept)).toEqual(kept);
    expect(gone.length).toBeGreaterThan(5000);
    expect(found(image, gone)).toEqual([]);
  });

  it("of a long token, whose pages are used again", async () => {
    const { file, store } = await storeOfHundred();
    const long = (mark: string, length: number) => mark.padEnd(length, mark);
    const first = tokenOf({ access_token: "A", api_domain: long("<gone>", 50_000) });
    await store.saveToken(first);
    expect(readFileSync(file).includes("<gone>")).toBe(true);
    await store.deleteToken(first.getId() ?? "");
    await store.saveToken(tokenOf({ access_token: "B", api_domain: long("<here>", 10_000) }));
    expect(readFileSync(file).includes("<here>")).toBe(true);
    expect(readFileSync(file).includes("<gone>")).toBe(false);
  });

  it("of a deleted token of which another program had left traces", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, await databaseImage(writeCarelessly));
    const traces = readFileSync(file).toString("latin1").split("<refresh-7-0>").length - 1;
    expect(traces).toBeGreaterThan(1);
    const store = await openStore(file);
    await store.deleteToken("id7");
    expect(readFileSync(file).includes("<refresh-7-0>")).toBe(false);
    expect(readFileSync(file).includes("<refresh-8-0>")).toBe(true);
  });
});

describe("no error shows a secret", () => {
  it("when the file cannot be written, whatever the cause carries", async () => {
    const { store } = await storeOfHundred();
    const replace = vi.spyOn(DurableFile.prototype, "replace");
    onTestFinished(() => replace.mockRestore());
    const errors: Error[] = [];
    for (const call of [
      () => store.saveToken(tokenOf({ user_name: "user 1", ...secretsOf(1, 1) })),
      () => store.deleteTokens(),
    ]) {
      const cannot = { code: "EIO", syscall: "write", path: "/p" };
      replace.mockRejectedValueOnce(Object.assign(new Error("EIO: i/o error, write"), cannot));
      errors.push(
        await call().then(
          () => new Error("resolved"),
          (error) => error,
        ),
      );
    }
    for (const error of errors) expect(inspect(error, { depth: null })).not.toMatch(/<|resolved/);
  });

  it("when the database refuses a change", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const table = PUBLISHED_TABLE.replace("primary key", "UNIQUE (grant_token), primary key");
    writeFileSync(file, await databaseImage((database) => database.run(table)));
    const store = await openStore(file);
    await store.saveToken(tokenOf({ user_name: "ann", ...secretsOf(1) }));
    const error = await refusalOf(
      store.saveToken(tokenOf({ user_name: "bob", grant_token: secretsOf(1).grant_token })),
    );
    expect(error.message).toContain("UNIQUE constraint failed: oauthtoken.grant_token");
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("<grant");
  });
});

/** Writes tokens and changes them with SQLite's own settings: old cells stay behind. */
function writeCarelessly(database: Database): void {
  database.run(PUBLISHED_TABLE);
  const random = randomFrom(2);
  for (let user = 0; user < 60; user++) {
    const row = { ...rowOf(user), ...secretsOf(user) };
    database.run(
      "INSERT INTO oauthtoken VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      Object.values(row),
    );
  }
  for (let step = 0; step < 600; step++) {
    database.run("UPDATE oauthtoken SET api_domain = ? WHERE id = ?", [
      "a".repeat(random() * 300),
      `id${Math.floor(random() * 60)}`,
    ]);
  }
}
