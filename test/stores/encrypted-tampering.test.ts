import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { EncryptedTokenStore } from "../../src/index.js";
import type { StoredRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "../broken-stores/base-store.js";
import { testKey } from "../harnesses/encrypted.js";
import { randomFrom, refusalOf, tokenOf } from "./arrange.js";

const keys = [testKey(1)];

const SECRETS = ["client_secret", "refresh_token", "access_token", "grant_token"] as const;

/** A stored token whose secrets are of several lengths, one of a letter among them. */
const ANN = {
  id: "a",
  user_name: "ann",
  client_secret: "s",
  refresh_token: "1000.refresh-token-of-ann",
  access_token: `1000.access-token-${"of-ann-".repeat(10)}`,
  grant_token: "1000.grant-token-of-ann",
};

/** Opens a store that holds one token, and gives a hand on what is stored of it. */
async function storeOfAnn(allowPlain = false) {
  const storage: Storage = { rows: [], isBroken: false, notes: new Map() };
  const inner = new BaseStore(storage);
  const store = await EncryptedTokenStore.open(inner, { keys, allowPlain });
  await store.saveToken(tokenOf(ANN));
  const [stored] = storage.rows;
  if (stored === undefined) throw new Error("nothing was stored");
  const put = (change: Partial<StoredRow>) => {
    storage.rows = [{ ...stored, ...change }];
  };
  return { inner, store, stored, put };
}

/** Asserts that every way to read the token is refused, without a word of what it holds. */
async function refusesToRead(store: EncryptedTokenStore, inner: BaseStore, allowPlain = false) {
  const token = tokenOf({ user_name: "ann" });
  for (const call of [
    store.findToken(token),
    store.findTokenById("a"),
    store.getTokens(),
    EncryptedTokenStore.open(inner, { keys, allowPlain }),
  ]) {
    const error = await refusalOf(call);
    expect(error.message).toMatch(/^the .* of the stored token with id "a" (is|cannot be) /);
    const shown = inspect(error, { depth: null, showHidden: true }) + error.stack;
    for (const secret of [ANN.refresh_token, ANN.access_token, ANN.grant_token]) {
      expect(shown).not.toContain(secret.slice(5, 15));
    }
  }
  expect(token.getId()).toBe(null);
}

/** Changes one bit of one letter. */
function flip(text: string, letter: number, bit: number): string {
  const code = text.charCodeAt(letter) ^ (1 << bit);
  return text.slice(0, letter) + String.fromCharCode(code) + text.slice(letter + 1);
}

describe("a stored secret is refused on every read", () => {
  it("when one of its bits has changed, whichever: 1,000 of them", {
    timeout: 120_000,
  }, async () => {
    const { inner, store, stored, put } = await storeOfAnn();
    await expect(store.getTokens()).resolves.toHaveLength(1);
    const random = randomFrom(1);
    const below = (limit: number) => Math.floor(random() * limit);
    for (let round = 0; round < 1000; round++) {
      const column = SECRETS[below(SECRETS.length)] ?? "refresh_token";
      const text = stored[column] ?? "";
      put({ [column]: flip(text, below(text.length), below(7)) });
      await refusesToRead(store, inner);
    }
    put({});
    await expect(store.getTokens()).resolves.toHaveLength(1);
  });

  it("when any letter of it is another one, the last included, whose bits do not all count", async () => {
    const { inner, store, stored, put } = await storeOfAnn();
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (const column of SECRETS) {
      const text = stored[column] ?? "";
      for (const letter of letters.replace(text.slice(-1), "")) {
        put({ [column]: text.slice(0, -1) + letter });
        await refusesToRead(store, inner);
      }
    }
  });

  it("when it is another field's", async () => {
    const { inner, store, stored, put } = await storeOfAnn();
    for (const from of SECRETS) {
      for (const to of SECRETS.filter((column) => column !== from)) {
        put({ [to]: stored[from] });
        await refusesToRead(store, inner);
      }
    }
  });

  it("when it is cut, at either end, or has more behind it", async () => {
    const { inner, store, stored, put } = await storeOfAnn();
    const text = stored.refresh_token ?? "";
    const parts = Array.from(text, (_, length) => text.slice(0, length)).slice(1);
    const ends = Array.from(text, (_, length) => text.slice(length)).slice(1);
    for (const refresh_token of [
      ...parts,
      ...ends,
      `${text}A`,
      `${text}\n`,
      ` ${text}`,
      `${text}=`,
    ]) {
      put({ refresh_token });
      await refusesToRead(store, inner);
    }
  });

  it.each([
    ["plain text", "1000.plain"],
    ["the first part alone", "siv1."],
    ["no ciphertext", (text: string) => text.slice(0, text.lastIndexOf(".") + 1)],
    ["no key", (text: string) => text.replace(/\..*\./, "..")],
    ["another version", (text: string) => text.replace("siv1", "siv2")],
    ["another letter case", (text: string) => text.replace("siv1", "SIV1")],
    ["an unknown key", (text: string) => text.replace(/\..*\./, ".AAAAAAAAAAAA.")],
  ])("when it has %s", async (_, change) => {
    const { inner, store, stored, put } = await storeOfAnn();
    const text = stored.refresh_token ?? "";
    const refresh_token = typeof change === "string" ? change : change(text);
    expect(refresh_token).not.toBe(text);
    put({ refresh_token });
    await refusesToRead(store, inner);
  });

  it("where plain text is allowed, too, as long as it is not taken for that", async () => {
    const { inner, store, stored, put } = await storeOfAnn(true);
    const text = stored.refresh_token ?? "";
    for (let letter = "siv1.".length; letter < text.length; letter++) {
      put({ refresh_token: flip(text, letter, 0) });
      await refusesToRead(store, inner, true);
    }
    put({ refresh_token: stored.access_token });
    await refusesToRead(store, inner, true);
    put({ refresh_token: text.replace("siv1", "siv2") });
    await refusesToRead(store, inner, true);
  });
});

describe("what is not noticed", () => {
  it("is a secret of the same field of another token", async () => {
    const { inner, store, put } = await storeOfAnn();
    await store.saveToken(tokenOf({ id: "b", user_name: "bob", refresh_token: "of bob" }));
    const ofBob = (await inner.findTokenById("b"))?.getRefreshToken() ?? null;
    put({ refresh_token: ofBob });
    expect((await store.findTokenById("a"))?.getRefreshToken()).toBe("of bob");
  });

  it("is an earlier secret of the same token, or none", async () => {
    const { store, stored, put } = await storeOfAnn();
    await store.saveToken(tokenOf({ user_name: "ann", refresh_token: "renewed" }));
    put({ refresh_token: stored.refresh_token, grant_token: null });
    const ann = await store.findTokenById("a");
    expect(ann?.getRefreshToken()).toBe(ANN.refresh_token);
    expect(ann?.getGrantToken()).toBe(null);
  });
});
