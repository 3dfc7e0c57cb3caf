import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { type OAuthToken, SDKException } from "../../src/index.js";
import { tokenFromRow } from "../../src/token-row.js";
import { freshFolder } from "../stores/arrange.js";
import { columnsShownBy, SECRET_COLUMNS, tightLippedRefusalOf } from "./rig/secrets.js";
import { type OpenStore, rowOf, STORES, type StoreKind, saveRow } from "./rig/stores.js";
import { tap } from "./rig/tap.mjs";

async function openWithAnn(kind: StoreKind): Promise<{ file: string; store: OpenStore }> {
  const file = join(freshFolder(), kind.fileName);
  const store = await kind.open(file);
  onTestFinished(() => store.close());
  await saveRow(store, rowOf("ann"));
  return { file, store };
}

describe.each(STORES)("no way of printing shows a secret of a $className", (kind) => {
  it("when the store is printed, or a token of it", async () => {
    const { store } = await openWithAnn(kind);
    const [token] = await store.getTokens();
    expect(token?.getAccessToken()).toBe("<access_token ann 0>");
    expect(columnsShownBy(store)).toEqual([]);
    expect(columnsShownBy(token).filter((column) => SECRET_COLUMNS.includes(column))).toEqual([]);
    // The rest tells whose token it is: a print that showed nothing at all would prove nothing.
    expect(columnsShownBy(token)).toContain("redirect_url");
  });

  it("when the lock is read", async () => {
    const { file, store } = await openWithAnn(kind);
    const locks = new Set<string>();
    const untap = tap(join(file, ".."), ({ name, path }) => {
      if (name === "unlink" && path.endsWith(".lock")) locks.add(readFileSync(path, "utf8"));
      return undefined;
    });
    await saveRow(store, rowOf("bob"));
    untap();
    expect([...locks]).toEqual([expect.stringContaining(`"pid":${process.pid}`)]);
    expect(columnsShownBy([...locks])).toEqual([]);
  });

  it("when a call is refused for its argument", async () => {
    const { store } = await openWithAnn(kind);
    const half = tokenFromRow({ ...rowOf("bob"), access_token: "<access_token bob 0>\ud800" });
    await tightLippedRefusalOf(store.saveToken(half));
    await tightLippedRefusalOf(store.findToken(half));
    const taken = tokenFromRow({ ...rowOf("carl"), id: "ann" });
    await tightLippedRefusalOf(store.saveToken(taken));
    const long = tokenFromRow({ ...rowOf("carl"), id: "<client_id carl 0>" });
    await tightLippedRefusalOf(store.saveToken(long));
    const other = { ...rowOf("dora"), getAccessToken: () => "<access_token dora 0>" };
    await tightLippedRefusalOf(store.saveToken(other as unknown as OAuthToken));
  });

  it("when the file is damaged in the middle of one, or gone", async () => {
    const { file, store } = await openWithAnn(kind);
    const whole = readFileSync(file);
    const place = whole.indexOf("<access_token ann 0>");
    expect(place).toBeGreaterThan(0);
    for (const bytes of [[0xff], [0x22], [0x2c], [0x0a], [0x00], [0x0d, 0x22]]) {
      const damaged = Uint8Array.from(whole);
      damaged.set(bytes, place + 4);
      writeFileSync(file, damaged);
      await expectTightLips(() => store.getTokens());
      await expectTightLips(() => saveRow(store, rowOf("ann", 1)));
      await expectTightLips(() => kind.open(file).then((other) => other.close()));
    }
    rmSync(file);
    await tightLippedRefusalOf(store.getTokens());
    await tightLippedRefusalOf(saveRow(store, rowOf("ann")));
  });

  it("when the store is closed", async () => {
    const { store } = await openWithAnn(kind);
    await store.close();
    await tightLippedRefusalOf(saveRow(store, rowOf("bob")));
    expect(columnsShownBy(store)).toEqual([]);
  });
});

describe("what looks for secrets", () => {
  it("finds one in a message, in a cause, and in a property that is hidden", () => {
    const { access_token } = rowOf("ann");
    const hidden = Object.defineProperty({}, "row", { value: access_token, enumerable: false });
    const caused = new SDKException("X", "Y", undefined, new Error(`${access_token}`));
    for (const value of [new Error(`${access_token}`), caused, hidden, { access_token }]) {
      expect(columnsShownBy(value), inspect(value)).toEqual(["access_token"]);
    }
  });
});

/** A damage need not be seen: one value may have become another. Where it is seen, none is told. */
async function expectTightLips(call: () => Promise<unknown>): Promise<void> {
  const outcome = call();
  const isRefused = await outcome.then(
    () => false,
    () => true,
  );
  if (isRefused) await tightLippedRefusalOf(outcome);
}
