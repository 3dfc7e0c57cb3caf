import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { SDKException, SqliteTokenStore } from "../../src/index.js";
import {
  databaseImage,
  freshFolder,
  imageWith,
  openStore,
  ordinaryUser,
  pictureOf,
  randomFrom,
  refusalOf,
  runNode,
  tokenOf,
  usersIn,
} from "./arrange.js";

const PAGE_SIZE = 4096;

/** Where the random cuts start; a failure prints it. Set `SEED` to repeat one. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

/** A sound database of several pages, with 60 tokens in it. */
let sound: Uint8Array;

beforeAll(async () => {
  sound = await imageWith(60);
});

/** Expects that opening is refused with one line that names the file, and touches nothing. */
async function refuses(file: string, reason: string | RegExp, hint = ""): Promise<void> {
  const folder = join(file, "..");
  const before = pictureOf(folder);
  const error = await refusalOf(SqliteTokenStore.open(file));
  expect(error.message, hint).toMatch(reason);
  expect(error.message, hint).toContain(file);
  expect(error.message, hint).not.toContain("\n");
  expect(pictureOf(folder), hint).toEqual(before);
}

async function refusesImage(image: Uint8Array, reason: string | RegExp, hint = ""): Promise<void> {
  const file = join(freshFolder(), "zohooauth.db");
  writeFileSync(file, image);
  await refuses(file, reason, hint);
}

function withBytes(image: Uint8Array, offset: number, bytes: Iterable<number>): Uint8Array {
  const changed = Uint8Array.from(image);
  changed.set([...bytes], offset);
  return changed;
}

describe("opening a damaged file is refused, and leaves it as it was", () => {
  it("opens when nothing is damaged", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, sound);
    expect(await usersIn(await openStore(file))).toHaveLength(60);
  });

  it("when it is empty", () => refusesImage(new Uint8Array(), "is an empty file"));

  it("when it has one byte", () => refusesImage(sound.subarray(0, 1), "is not an SQLite database"));

  it("when it ends within its header", async () => {
    await refusesImage(sound.subarray(0, 16), "ends within its header");
    await refusesImage(sound.subarray(0, 99), "ends within its header");
    await refusesImage(sound.subarray(0, 100), "has 100 bytes");
  });

  it("when its last byte is missing, or one is added", async () => {
    await refusesImage(sound.subarray(0, -1), `has ${sound.length - 1} bytes`);
    await refusesImage(Uint8Array.of(...sound, 0), `has ${sound.length + 1} bytes`);
  });

  it("when it is cut at any page boundary", async () => {
    expect(sound.length / PAGE_SIZE).toBeGreaterThan(8);
    for (let end = PAGE_SIZE; end < sound.length; end += PAGE_SIZE) {
      await refusesImage(sound.subarray(0, end), `has ${end} bytes`);
    }
  });

  it("when it is cut anywhere", async () => {
    const random = randomFrom(SEED);
    for (let round = 0; round < 30; round++) {
      const end = Math.floor(random() * sound.length);
      await refusesImage(sound.subarray(0, end), /./, `SEED=${SEED}, cut at ${end}`);
    }
  });

  it("when a page is cut off, and the header agrees", async () => {
    const pages = sound.length / PAGE_SIZE;
    const header = withBytes(sound, 28, [0, 0, 0, pages - 1]);
    await refusesImage(header.subarray(0, -PAGE_SIZE), "damaged");
  });

  it("when any page is overwritten with zeros, ones or garbage", async () => {
    const random = randomFrom(SEED);
    for (let start = 0; start < sound.length; start += PAGE_SIZE) {
      const garbage = Array.from({ length: PAGE_SIZE }, () => Math.floor(random() * 256));
      for (const bytes of [new Uint8Array(PAGE_SIZE), garbage.map(() => 255), garbage]) {
        await refusesImage(withBytes(sound, start, bytes), /./, `SEED=${SEED}, page at ${start}`);
      }
    }
  });

  it("when it is something else", async () => {
    await refusesImage(Buffer.from("id,user_mail,client_id\n"), "is not an SQLite database");
    await refusesImage(new Uint8Array(PAGE_SIZE).fill(7), "is not an SQLite database");
    await refusesImage(withBytes(sound, 0, Buffer.from("encrypted header")), "not an SQLite");
  });

  it("when its header announces an impossible page size", async () => {
    for (const size of [0, 3, 511, 4095, 65535]) {
      await refusesImage(withBytes(sound, 16, [size >> 8, size & 255]), "announces pages of");
    }
  });

  it("when its header announces an unknown format", async () => {
    await refusesImage(withBytes(sound, 18, [9, 9]), "not a database");
    await refusesImage(withBytes(sound, 44, [0, 0, 0, 9]), "cannot open");
  });

  it("when it is encoded in UTF-16, in which SQLite replaces some characters", async () => {
    for (const encoding of ["UTF-16le", "UTF-16be"]) {
      const image = await databaseImage((database) => {
        database.run(`PRAGMA encoding = '${encoding}'; CREATE TABLE other (a)`);
      });
      await refusesImage(image, `is encoded in ${encoding}`);
    }
  });
});

describe("a file in which some bytes are wrong", () => {
  it("is refused when opening or in single calls, always as the contract says", async () => {
    const random = randomFrom(SEED);
    let opened = 0;
    for (let round = 0; round < 200; round++) {
      const file = join(freshFolder(), "zohooauth.db");
      const offset = Math.floor(random() * sound.length);
      const bytes = [Math.floor(random() * 256), Math.floor(random() * 256)];
      writeFileSync(file, withBytes(sound, Math.min(offset, sound.length - 2), bytes));
      const hint = `SEED=${SEED}, round ${round}`;
      const store = await answer(SqliteTokenStore.open(file), hint);
      if (store === undefined) continue;
      opened++;
      await answer(store.getTokens(), hint);
      await answer(store.findToken(tokenOf({ user_name: "user_name 7" })), hint);
      await answer(store.saveToken(tokenOf({ refresh_token: "new" })), hint);
      await answer(store.deleteTokens(), hint);
      await store.close();
    }
    expect(opened).toBeGreaterThan(0);
    expect(opened).toBeLessThan(200);
  });

  it("is read up to a value that is not UTF-8, which is never changed in silence", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const offset = Buffer.from(sound).indexOf("client_secret 7");
    expect(offset).toBeGreaterThan(0);
    writeFileSync(file, withBytes(sound, offset, [0xff]));
    const store = await openStore(file);
    for (const call of [
      store.getTokens(),
      store.findTokenById("id7"),
      store.saveToken(tokenOf({ user_name: "user_name 7", access_token: "new" })),
    ]) {
      expect((await refusalOf(call)).message).toContain("client_secret that is not UTF-8 text");
    }
    expect((await store.findTokenById("id8"))?.getClientSecret()).toBe("client_secret 8");
    await store.deleteToken("id7");
    expect(await usersIn(store)).toHaveLength(59);
  });
});

/** What a call resolves with; `undefined` when it is refused as the contract says. */
async function answer<T>(call: Promise<T>, hint: string): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    expect(error, hint).toBeInstanceOf(SDKException);
    expect(error, hint).toHaveProperty("code", "TOKEN_STORE");
    return undefined;
  }
}

describe("opening what is not a readable file is refused, and leaves it as it was", () => {
  it("when it is a folder", async () => {
    const folder = freshFolder();
    const file = join(folder, "zohooauth.db");
    mkdirSync(file);
    await refuses(file, "is not a regular file");
  });

  it("when it is a pipe, without waiting for its writer", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    execFileSync("mkfifo", [file]);
    await refuses(file, "is not a regular file");
  });

  it("when it is a link to nothing", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    symlinkSync("nothing", file);
    await refuses(file, "is a link to nothing");
  });

  it("when it may not be read", ({ skip }) => {
    const user = ordinaryUser();
    if (user === null) return skip("no ordinary user can read this package");
    const folder = freshFolder();
    const file = join(folder, "zohooauth.db");
    writeFileSync(file, sound);
    chmodSync(folder, 0o777);
    const before = pictureOf(folder);
    chmodSync(file, 0);
    const message = runNode(
      `await SqliteTokenStore.open(${JSON.stringify(file)}).catch((error) =>
        console.log(error.code, error.message));`,
      user,
    );
    expect(message).toMatch(`TOKEN_STORE cannot read ${file}: EACCES`);
    chmodSync(file, 0o600);
    expect(pictureOf(folder)).toEqual(before);
  });
});

describe("opening a file that another program has not finished with is refused", () => {
  it.each(["-wal", "-journal"])("when there is a %s file beside it", async (companion) => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, sound);
    writeFileSync(`${file}${companion}`, "unfinished");
    await refuses(file, `${companion} exists`);
  });

  it("when there is a write-ahead log, and the database itself is missing", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(`${file}-wal`, "unfinished");
    await refuses(file, "-wal exists");
  });

  it("but not when the journal is empty, as SQLite can leave it", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, sound);
    writeFileSync(`${file}-journal`, "");
    expect(await usersIn(await openStore(file))).toHaveLength(60);
  });

  it("and so is writing, when the other program came later", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, sound);
    const store = await openStore(file);
    writeFileSync(`${file}-wal`, "unfinished");
    const before = pictureOf(join(file, ".."));
    expect((await refusalOf(store.deleteToken("id7"))).message).toContain("-wal exists");
    expect(pictureOf(join(file, ".."))).toEqual(before);
    rmSync(`${file}-wal`);
    expect((await store.findTokenById("id7"))?.getId()).toBe("id7");
    await store.deleteToken("id7");
    expect(await store.findTokenById("id7")).toBeNull();
  });
});
