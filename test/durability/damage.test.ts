import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder, pictureOf, randomFrom } from "../stores/arrange.js";
import { tightLippedRefusalOf } from "./rig/secrets.js";
import {
  type OpenStore,
  rowOf,
  rowsIn,
  STORES,
  type StoreKind,
  saveRow,
  writeRows,
} from "./rig/stores.js";

/** Where the random cuts start; a failure prints it. Set `SEED` to repeat one. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

/** Makes a file with some tokens in a folder of its own. */
async function fileWithTokens(kind: StoreKind, count: number): Promise<string> {
  const file = join(freshFolder(), kind.fileName);
  const rows = Array.from({ length: count }, (_, number) => rowOf(`user ${number}`));
  await writeRows(kind, file, rows);
  return file;
}

async function openFor(kind: StoreKind, file: string): Promise<OpenStore> {
  const store = await kind.open(file);
  onTestFinished(() => store.close());
  return store;
}

/** The sizes at which a cut file is a whole one of another kind; see `rowsFromCsv`. */
function sizesThatLookWhole(bytes: Buffer): number[] {
  const header = bytes.indexOf("\n");
  return [bytes.indexOf(",api_domain"), header, header + 1, bytes.length];
}

describe.each(STORES)("a $className", (kind) => {
  it("refuses a file that was cut, wherever it was, and leaves it as it is", async () => {
    const whole = readFileSync(await fileWithTokens(kind, 40));
    const random = randomFrom(SEED);
    const sizes = Array.from({ length: 100 }, () => Math.floor(random() * whole.length));
    const pages = Array.from({ length: whole.length / 4096 }, (_, page) => page * 4096);
    for (const size of [0, 1, whole.length - 1, ...pages, ...sizes]) {
      if (sizesThatLookWhole(whole).includes(size)) continue;
      const folder = freshFolder();
      const file = join(folder, kind.fileName);
      writeFileSync(file, whole.subarray(0, size));
      const before = pictureOf(folder);
      await tightLippedRefusalOf(kind.open(file));
      expect(pictureOf(folder), `SEED=${SEED}, cut at ${size}`).toEqual(before);
    }
  });

  it("refuses calls on a file that was damaged since it was opened, and leaves it as it is", async () => {
    const file = await fileWithTokens(kind, 2);
    const store = await openFor(kind, file);
    const whole = readFileSync(file);
    const damaged = whole.subarray(0, -1);
    writeFileSync(file, damaged);
    for (const call of [
      () => store.getTokens(),
      () => store.findTokenById("user 1"),
      () => saveRow(store, rowOf("ann")),
      () => store.deleteToken("user 1"),
      () => store.deleteTokens(),
    ]) {
      await tightLippedRefusalOf(call());
      expect(readFileSync(file)).toEqual(damaged);
    }
    writeFileSync(file, whole);
    expect(await rowsIn(store)).toHaveLength(2);
  });

  it("reads a file that is read-only, and refuses to change it", async () => {
    const file = await fileWithTokens(kind, 2);
    chmodSync(file, 0o444);
    const before = pictureOf(join(file, ".."));
    const store = await openFor(kind, file);
    for (const call of [
      () => saveRow(store, rowOf("ann")),
      () => store.deleteToken("user 1"),
      () => store.deleteTokens(),
    ]) {
      expect((await tightLippedRefusalOf(call())).message).toContain("is read-only");
    }
    expect(await rowsIn(store)).toHaveLength(2);
    expect(pictureOf(join(file, ".."))).toEqual(before);
    chmodSync(file, 0o600);
    await saveRow(store, rowOf("ann"));
    expect(await rowsIn(store)).toHaveLength(3);
  });

  it("removes nothing but its own scratch files, and follows no link among them", async () => {
    const file = await fileWithTokens(kind, 1);
    const [folder, outside] = [join(file, ".."), freshFolder()];
    const scratch = (digit: number) =>
      join(folder, `.${kind.fileName}.${`${digit}`.repeat(8)}-0000-0000-0000-000000000000.tmp`);
    writeFileSync(join(outside, "kept"), "kept");
    writeFileSync(scratch(1), "left behind by a process that was killed");
    symlinkSync(join(outside, "kept"), scratch(2));
    symlinkSync(outside, scratch(3));
    mkdirSync(scratch(4));
    const others = [
      `.${kind.fileName}.tmp`,
      `.${kind.fileName}.1-2.tmp`,
      `.x${scratch(1).slice(-40)}`,
    ];
    for (const name of others) writeFileSync(join(folder, name), "of another program");
    const store = await openFor(kind, file);
    await saveRow(store, rowOf("ann"));
    const kept = [kind.fileName, scratch(4).slice(folder.length + 1), ...others];
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
    expect(readFileSync(join(outside, "kept"), "utf8")).toBe("kept");
    expect(await rowsIn(store)).toHaveLength(2);
  });
});
