import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { Database, QueryExecResult } from "sql.js";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { DurableFile } from "../../src/durable-file.js";
import { SqliteDatabase } from "../../src/sqlite-database.js";
import { eraseLeftovers } from "../../src/sqlite-leftovers.js";
import type { StoredRow } from "../../src/token-row.js";
import {
  databaseImage,
  freshFolder,
  look,
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

describe("erasing leftovers", () => {
  it.each([
    [512, "none"],
    [512, "full"],
    [1024, "full"],
    [4096, "none"],
    [4096, "incremental"],
    [8192, "none"],
    [65536, "full"],
  ])("keeps all that is stored, with pages of %i bytes and auto_vacuum %s", async (size, mode) => {
    let leftovers = 0;
    for (let seed = 1; seed <= 8; seed++) {
      let gone: string[] = [];
      const image = await databaseImage((database) => {
        database.run(`PRAGMA page_size = ${size}; PRAGMA auto_vacuum = ${mode}`);
        database.run(`PRAGMA secure_delete = on; ${PUBLISHED_TABLE}`);
        database.run("CREATE INDEX by_refresh_token ON oauthtoken (refresh_token)");
        gone = churn(database, seed);
      });
      const before = await contentOf(image);
      expect(before.at(-2)?.values).toEqual([["ok"]]);
      leftovers += found(image, gone).length;
      eraseLeftovers(image);
      expect(await contentOf(image)).toEqual(before);
      expect(found(image, gone)).toEqual([]);
    }
    // That SQLite leaves anything is what this is for; on its default pages it does.
    if (size === 4096) expect(leftovers).toBeGreaterThan(0);
  });

  it("keeps all that is stored where the end of each page is reserved", async () => {
    const empty = await databaseImage((database) => {
      database.run("PRAGMA page_size = 512; PRAGMA auto_vacuum = full; PRAGMA user_version = 1");
    });
    const view = new DataView(empty.buffer, empty.byteOffset);
    view.setUint8(20, 32);
    view.setUint16(105, 512 - 32);
    const image = await look(empty, (database) => {
      database.run(PUBLISHED_TABLE);
      for (let row = 0; row < 400; row++) {
        const values = [`id${row}`, "x".repeat(row % 200)];
        database.run("INSERT INTO oauthtoken (id, api_domain) VALUES (?, ?)", values);
      }
      return database.export();
    });
    expect(image[20]).toBe(32);
    const before = await contentOf(image);
    expect(before.at(-2)?.values).toEqual([["ok"]]);
    eraseLeftovers(image);
    expect(await contentOf(image)).toEqual(before);
  });

  it.each([512, 4096, 65536])("erases freed cells and pages of %i bytes", async (size) => {
    const image = await databaseImage((database) => {
      database.run(`PRAGMA page_size = ${size}; CREATE TABLE some (a); CREATE TABLE none (a)`);
      database.run("INSERT INTO some VALUES ('one'), ('<freed among cells>'), ('three')");
      database.run("INSERT INTO none VALUES ('<freed before the page was empty>')");
      database.run("DELETE FROM some WHERE a LIKE '<%'; DELETE FROM none WHERE true");
      database.run('CREATE TABLE "<dropped>" (a)');
      for (let row = 0; row < 2000; row++) {
        database.run(`INSERT INTO "<dropped>" VALUES ('<freed with its page>')`);
      }
      database.run('DROP TABLE "<dropped>"');
    });
    const marks = ["<freed among", "<freed before", "<freed with", "<dropped>"];
    expect(found(image, marks)).toEqual(marks);
    eraseLeftovers(image);
    expect(found(image, marks)).toEqual([]);
    const read = "SELECT * FROM some; SELECT * FROM none; PRAGMA integrity_check";
    const values = await look(image, (database) => database.exec(read).flatMap((r) => r.values));
    expect(values).toEqual([["one"], ["three"], ["ok"]]);
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

/** Inserts, updates and deletes tokens, and gives the secrets that are gone afterwards. */
function churn(database: Database, seed: number): string[] {
  const random = randomFrom(seed);
  const live = new Map<string, string>();
  const gone: string[] = [];
  for (let step = 0; step < 800; step++) {
    const id = `id${Math.floor(random() * 150)}`;
    const secret = `<${seed}-${step}>`;
    const value = secret.padEnd(random() * 300, "x");
    const stored = live.get(id);
    if (stored !== undefined) gone.push(stored);
    live.set(id, secret);
    if (stored === undefined) {
      database.run("INSERT INTO oauthtoken (id, refresh_token) VALUES (?, ?)", [id, value]);
    } else if (random() < 0.5) {
      database.run("UPDATE oauthtoken SET refresh_token = ? WHERE id = ?", [value, id]);
    } else {
      database.run("DELETE FROM oauthtoken WHERE id = ?", [id]);
      live.delete(id);
    }
  }
  return gone;
}

function contentOf(image: Uint8Array): Promise<QueryExecResult[]> {
  return look(image, (database) =>
    database.exec("SELECT * FROM oauthtoken; PRAGMA integrity_check; PRAGMA freelist_count"),
  );
}
