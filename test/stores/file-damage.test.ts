import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { FileTokenStore, SDKException } from "../../src/index.js";
import { csvFromRows } from "../../src/token-csv.js";
import { freshFolder, pictureOf, randomFrom, refusalOf, rowOf, tokenOf } from "./arrange.js";

/** Where what is random starts; a failure prints it. Set `SEED` to repeat one. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

/** A sound file with 60 tokens in it, some of whose values are quoted. */
const SOUND = csvFromRows(
  Array.from({ length: 60 }, (_, number) => ({
    ...rowOf(number),
    grant_token: `"${number}",\n\n`,
  })),
);

const HEADER_SIZE = Buffer.from(SOUND).indexOf("\n");

/** The size of the header of older versions, which lacks the last column. */
const OLD_HEADER_SIZE = Buffer.from(SOUND).indexOf(",api_domain");

async function open(file: string): Promise<FileTokenStore> {
  const store = await FileTokenStore.open(file);
  onTestFinished(() => store.close());
  return store;
}

function fileWith(bytes: Uint8Array): string {
  const file = join(freshFolder(), "sdk_tokens.txt");
  writeFileSync(file, bytes);
  return file;
}

/** Expects that opening is refused with one line that names the file, and touches nothing. */
async function refuses(file: string, reason: string | RegExp, hint = ""): Promise<void> {
  const folder = join(file, "..");
  const before = pictureOf(folder);
  const error = await refusalOf(FileTokenStore.open(file));
  expect(error.message, hint).toMatch(reason);
  expect(error.message, hint).toContain(file);
  expect(error.message, hint).not.toContain("\n");
  expect(pictureOf(folder), hint).toEqual(before);
}

const refusesBytes = (bytes: Uint8Array, reason: string | RegExp, hint = "") =>
  refuses(fileWith(bytes), reason, hint);

function withBytes(offset: number, bytes: Iterable<number>): Uint8Array {
  const changed = Uint8Array.from(SOUND);
  changed.set([...bytes], offset);
  return changed;
}

describe("opening a damaged file is refused, and leaves it as it was", () => {
  it("opens when nothing is damaged", async () => {
    expect(await (await open(fileWith(SOUND))).getTokens()).toHaveLength(60);
  });

  it("when it is empty, as after a crash of the SDK's store", () =>
    refusesBytes(new Uint8Array(), "is empty"));

  it("when it has one byte", () => refusesBytes(SOUND.subarray(0, 1), "does not begin with"));

  it("when its last byte is missing, or one is added", async () => {
    await refusesBytes(SOUND.subarray(0, -1), "was cut");
    await refusesBytes(Uint8Array.of(...SOUND, 0), "has 1 of 10 cells");
  });

  it("when it is cut anywhere within its header or its tokens", async () => {
    const random = randomFrom(SEED);
    for (let round = 0; round < 50; round++) {
      const end = Math.floor(random() * (round % 5 === 0 ? HEADER_SIZE : SOUND.length));
      if ([OLD_HEADER_SIZE, HEADER_SIZE, HEADER_SIZE + 1].includes(end)) continue;
      await refusesBytes(SOUND.subarray(0, end), /./, `SEED=${SEED}, cut at ${end}`);
    }
  });

  it("when its end is lost, and its size is not", async () => {
    for (let start = 0; start < SOUND.length; start += 997) {
      await refusesBytes(Uint8Array.from(SOUND).fill(0, start), /./, `zeros from ${start}`);
    }
  });

  it("when garbage stands in it anywhere", async () => {
    const random = randomFrom(SEED);
    for (let start = 0; start < SOUND.length - 512; start += 512) {
      const garbage = Array.from({ length: 512 }, () => Math.floor(random() * 256));
      await refusesBytes(withBytes(start, garbage), /./, `SEED=${SEED}, garbage at ${start}`);
    }
  });

  it("when it is something else", async () => {
    await refusesBytes(Buffer.from("id,user_name,client_id\n"), "does not begin with the header");
    await refusesBytes(Buffer.from('{"tokens": []}'), "does not begin with the header");
    await refusesBytes(Buffer.from([0x89, 0x50, 0x4e, 0x47]), "is not UTF-8 text");
  });

  it("when it is a folder, a pipe, or a link to nothing", async () => {
    const path = () => join(freshFolder(), "sdk_tokens.txt");
    const [folder, pipe, link] = [path(), path(), path()];
    mkdirSync(folder);
    await refuses(folder, "is not a regular file");
    execFileSync("mkfifo", [pipe]);
    await refuses(pipe, "is not a regular file");
    symlinkSync("nowhere", link);
    await refuses(link, "is a link to nothing");
  });
});

it("a file of which the header alone is left looks like one without tokens", async () => {
  for (const size of [OLD_HEADER_SIZE, HEADER_SIZE, HEADER_SIZE + 1]) {
    expect(await (await open(fileWith(SOUND.subarray(0, size)))).getTokens()).toEqual([]);
  }
});

it("a file in which some bytes are wrong is refused or read, and no error holds a value", async () => {
  const random = randomFrom(SEED);
  let opened = 0;
  for (let round = 0; round < 200; round++) {
    const offset = Math.floor(random() * (SOUND.length - 2));
    const bytes = [Math.floor(random() * 256), Math.floor(random() * 256)];
    const hint = `SEED=${SEED}, round ${round}`;
    try {
      const store = await open(fileWith(withBytes(offset, bytes)));
      expect(await store.getTokens(), hint).toHaveLength(60);
      opened++;
    } catch (error) {
      expect(error, hint).toBeInstanceOf(SDKException);
      expect(inspect(error, { depth: 9 }), hint).not.toMatch(/(token|secret|user_name) \d/);
    }
  }
  expect(opened).toBeGreaterThan(0);
  expect(opened).toBeLessThan(200);
});

describe("a file that is damaged while a store is open", () => {
  it("is refused by every call, not written, and read again once it is mended", async () => {
    const file = fileWith(SOUND);
    const store = await open(file);
    expect(await store.getTokens()).toHaveLength(60);
    const damaged = SOUND.subarray(0, -1);
    writeFileSync(file, damaged);
    for (const call of [
      () => store.findToken(tokenOf({ user_name: "user_name 7" })),
      () => store.saveToken(tokenOf({ refresh_token: "new" })),
      () => store.deleteToken("id7"),
      () => store.getTokens(),
      () => store.deleteTokens(),
      () => store.findTokenById("id7"),
    ]) {
      expect((await refusalOf(call())).message).toContain("was cut");
    }
    expect(readFileSync(file)).toEqual(Buffer.from(damaged));
    writeFileSync(file, SOUND);
    expect(await store.getTokens()).toHaveLength(60);
    await store.saveToken(tokenOf({ refresh_token: "new" }));
    expect(await (await open(file)).getTokens()).toHaveLength(61);
  });
});
