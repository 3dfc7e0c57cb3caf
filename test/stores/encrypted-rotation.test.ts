import { describe, expect, it, vi } from "vitest";
import { EncryptedTokenStore, type OAuthToken, type TokenStore } from "../../src/index.js";
import { refusal, type StoredRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "../broken-stores/base-store.js";
import { testKey } from "../harnesses/encrypted.js";
import { randomFrom, refusalOf, tokenOf, valuesOf } from "./arrange.js";

const [NEW, OLD] = [testKey(1), testKey(2)];

/** A store whose process is killed at some save, right before it or right after it. */
class MortalStore extends BaseStore {
  /** The saves that are left, the last one included; without end at first. */
  savesLeft = Number.POSITIVE_INFINITY;
  diesAfterSaving = false;

  override async saveToken(token: OAuthToken): Promise<void> {
    this.savesLeft -= 1;
    if (this.savesLeft > 0 || this.diesAfterSaving) await super.saveToken(token);
    if (this.savesLeft === 0) throw refusal("the process was killed.");
  }
}

function emptyStore() {
  const storage: Storage = { rows: [], isBroken: false, notes: new Map() };
  return { storage, inner: new MortalStore(storage) };
}

/** Opens a store that has a new key, and reads what is under the old one. */
const openTurned = (inner: TokenStore) => EncryptedTokenStore.open(inner, { keys: [NEW, OLD] });

/** Makes a store with these tokens, under the old key. */
async function storeOf(...rows: readonly Parameters<typeof tokenOf>[0][]) {
  const { storage, inner } = emptyStore();
  const old = await EncryptedTokenStore.open(inner, { keys: [OLD] });
  for (const row of rows) await old.saveToken(tokenOf(row));
  return { storage, inner, old };
}

/** What a store holds, in the order of the ids. */
async function contentOf(store: TokenStore): Promise<unknown[]> {
  return ((await store.getTokens()) ?? []).map(valuesOf).sort();
}

/** Tells how many of the rows have a secret that is under another key than the given store's. */
async function countNotUnder(key: Uint8Array, rows: readonly StoredRow[]): Promise<number> {
  const opened = await Promise.allSettled(
    rows.map((row) => {
      const storage = { rows: [row], isBroken: false, notes: new Map() };
      return EncryptedTokenStore.open(new BaseStore(storage), { keys: [key] });
    }),
  );
  return opened.filter(({ status }) => status === "rejected").length;
}

it("re-encrypts 1,000 tokens although it is killed 50 times, and loses none", {
  timeout: 120_000,
}, async () => {
  const COUNT = 1000;
  const { storage, inner } = emptyStore();
  const old = await EncryptedTokenStore.open(inner, { keys: [OLD] });
  for (let at = 0; at < COUNT; at++) {
    // Half of them have no user name: their secrets are all there is to find them by.
    const user = at % 2 === 0 ? { user_name: `user ${at}` } : {};
    await old.saveToken(tokenOf({ ...user, refresh_token: `R${at}`, access_token: `A${at}` }));
  }
  const before = await contentOf(old);
  expect(before).toHaveLength(COUNT);

  const random = randomFrom(1);
  const below = (limit: number) => Math.floor(random() * limit);
  const findsSome = async (store: EncryptedTokenStore) => {
    for (let round = 0; round < 20; round++) {
      const at = below(COUNT);
      const found = await store.findToken(tokenOf({ client_id: "C", refresh_token: `R${at}` }));
      expect(found?.getAccessToken()).toBe(`A${at}`);
    }
  };

  for (let kill = 0; kill < 50; kill++) {
    inner.savesLeft = 1 + below(19);
    inner.diesAfterSaving = random() < 0.5;
    const store = await openTurned(inner);
    await findsSome(store);
    await expect(store.rotate()).rejects.toThrow("the process was killed.");
    await findsSome(store);
  }
  const left = await countNotUnder(NEW, storage.rows);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(COUNT);

  inner.savesLeft = Number.POSITIVE_INFINITY;
  const store = await openTurned(inner);
  expect(await contentOf(store)).toEqual(before);
  expect(await store.rotate()).toBe(left);
  expect(await store.rotate()).toBe(0);
  const alone = await EncryptedTokenStore.open(inner, { keys: [NEW] });
  expect(await contentOf(alone)).toEqual(before);
  await findsSome(alone);
});

describe("rotate", () => {
  it("has nothing to do in a store that is empty, or under its key", async () => {
    const { inner } = await storeOf();
    expect(await (await openTurned(inner)).rotate()).toBe(0);
    const store = await openTurned(inner);
    await store.saveToken(tokenOf({ user_name: "ann", refresh_token: "R" }));
    const saving = vi.spyOn(inner, "saveToken");
    expect(await store.rotate()).toBe(0);
    expect(saving).not.toHaveBeenCalled();
  });

  it("changes nothing of a token but the form of its secrets", async () => {
    const row = {
      id: "a",
      user_name: "ann",
      client_id: "C",
      client_secret: "S",
      refresh_token: "R",
      expiry_time: "1",
      redirect_url: "https://app.test",
      api_domain: "https://api.test",
    };
    const { inner, storage } = await storeOf(row);
    const [before] = storage.rows;
    const store = await openTurned(inner);
    expect(await store.rotate()).toBe(1);
    const [after] = storage.rows;
    expect(after?.client_secret).not.toBe(before?.client_secret);
    const { client_secret, refresh_token } = before ?? {};
    expect({ ...after, client_secret, refresh_token }).toEqual(before);
    expect(await contentOf(store)).toEqual([valuesOf(tokenOf(row))]);
  });

  it("moves a store that was never encrypted", async () => {
    const { inner, storage } = emptyStore();
    const plain = new BaseStore(storage);
    await plain.saveToken(tokenOf({ id: "a", user_name: "ann", refresh_token: "R1" }));
    await plain.saveToken(tokenOf({ id: "b", access_token: "A2", client_secret: "S" }));
    const before = await contentOf(plain);
    const refused = await refusalOf(EncryptedTokenStore.open(inner, { keys: [NEW] }));
    expect(refused.message).toContain("is not encrypted");
    const store = await EncryptedTokenStore.open(inner, { keys: [NEW], allowPlain: true });
    expect(await contentOf(store)).toEqual(before);
    expect(await store.rotate()).toBe(2);
    const alone = await EncryptedTokenStore.open(inner, { keys: [NEW] });
    expect(await contentOf(alone)).toEqual(before);
    expect(JSON.stringify(storage.rows)).not.toMatch(/"(R1|A2|S)"/);
  });

  it("keeps what the same instance saves and deletes meanwhile", async () => {
    const rows = Array.from({ length: 10 }, (_, at) => ({
      id: `id${at}`,
      refresh_token: `R${at}`,
    }));
    const { inner } = await storeOf(...rows);
    const store = await openTurned(inner);
    const rotation = store.rotate();
    await Promise.all([
      store.saveToken(tokenOf({ refresh_token: "R3", access_token: "renewed" })),
      store.saveToken(tokenOf({ refresh_token: "new" })),
      store.deleteToken("id7"),
    ]);
    await rotation;
    expect((await store.findTokenById("id3"))?.getAccessToken()).toBe("renewed");
    expect(await store.findTokenById("id7")).toBe(null);
    expect(await store.getTokens()).toHaveLength(10);
    expect(await store.rotate()).toBe(0);
  });

  it("keeps what another process has saved or deleted before the token's turn came", async () => {
    const { inner } = await storeOf(
      { id: "a", user_name: "ann", refresh_token: "R1" },
      { id: "b", user_name: "bob", refresh_token: "R2" },
      { id: "c", user_name: "eve", refresh_token: "R3" },
    );
    const [store, other] = [await openTurned(inner), await openTurned(inner)];
    vi.spyOn(inner, "findTokenById").mockImplementationOnce(async (id) => {
      await other.saveToken(tokenOf({ user_name: "bob", access_token: "renewed" }));
      await other.deleteToken("c");
      return inner.findTokenById(id);
    });
    expect(await store.rotate()).toBe(2);
    expect((await store.findTokenById("b"))?.getAccessToken()).toBe("renewed");
    expect(await store.findTokenById("c")).toBe(null);
  });

  it("undoes what another process saves between its reading and its writing, as it says", async () => {
    const { inner } = await storeOf({ id: "a", user_name: "ann", access_token: "A1" });
    const [store, other] = [await openTurned(inner), await openTurned(inner)];
    vi.spyOn(inner, "findToken").mockImplementationOnce(async (token) => {
      await other.saveToken(tokenOf({ user_name: "ann", access_token: "A2" }));
      return inner.findToken(token);
    });
    expect(await store.rotate()).toBe(1);
    expect((await store.findTokenById("a"))?.getAccessToken()).toBe("A1");
  });
});

describe("a token that the ladder cannot tell from another one", () => {
  /** Two rows with one refresh token: whichever is saved second would be taken for the first. */
  async function storeOfTwins() {
    const { inner, storage } = await storeOf(
      { id: "x", user_name: "ann", access_token: "A", refresh_token: "R" },
      { id: "y", access_token: "B" },
      { id: "z", user_name: "zoe", refresh_token: "Z" },
    );
    const old = await EncryptedTokenStore.open(inner, { keys: [OLD] });
    await old.saveToken(tokenOf({ access_token: "B", refresh_token: "R" }));
    return { inner, storage, before: await contentOf(old) };
  }

  it("is left as it is, and named; all others are re-encrypted", async () => {
    const { inner, storage, before } = await storeOfTwins();
    const store = await openTurned(inner);
    const error = await refusalOf(store.rotate());
    expect(error.message).toMatch(/^cannot re-encrypt the stored tokens with the ids "y": /);
    expect(error.message).toContain("Delete the one of each pair that is not needed");
    expect(await contentOf(store)).toEqual(before);
    expect(await countNotUnder(NEW, storage.rows)).toBe(1);
    expect((await store.findToken(tokenOf({ access_token: "B" })))?.getId()).toBe("y");
  });

  it("is re-encrypted once the other one is gone", async () => {
    const { inner, storage } = await storeOfTwins();
    const store = await openTurned(inner);
    await refusalOf(store.rotate());
    await store.deleteToken("x");
    expect(await store.rotate()).toBe(1);
    expect(await countNotUnder(NEW, storage.rows)).toBe(0);
  });
});
