import { setImmediate } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { FieldCipher } from "../../src/encryption/field-cipher.js";
import { EncryptedTokenStore, MemoryTokenStore, type OAuthToken } from "../../src/index.js";
import { type Column, refusal, rowFromToken, type StoredRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "../broken-stores/base-store.js";
import { testKey } from "../harnesses/encrypted.js";
import { refusalOf, tokenOf } from "./arrange.js";

const [CURRENT, OLD] = [testKey(1), testKey(2)];

const ciphers = {
  current: await FieldCipher.load([CURRENT], false),
  old: await FieldCipher.load([OLD], false),
};

/** How the secrets of a stored row are stored. */
type Form = "current" | "old" | "plain";

type Columns = Partial<Record<Column, string>> & { readonly id: string };

/** Gives a row as it is stored. */
function stored(form: Form, columns: Columns): StoredRow {
  const row = { ...rowFromToken(tokenOf(columns)), id: columns.id };
  return form === "plain" ? row : { ...ciphers[form].encrypt(row), id: row.id };
}

/** Tells how a secret of a stored row is stored. */
function formOf(row: StoredRow | undefined, column: Column): Form {
  const only = { ...stored("plain", { id: "" }), [column]: row?.[column] ?? null };
  if (ciphers.current.isCurrent(only)) return "current";
  return ciphers.old.isCurrent(only) ? "old" : "plain";
}

/** Opens a store over such rows, and gives a hand on them. */
async function storeOver(...rows: readonly StoredRow[]) {
  const storage: Storage = { rows: [...rows], isBroken: false, notes: new Map() };
  const inner = new BaseStore(storage);
  const store = await EncryptedTokenStore.open(inner, { keys: [CURRENT, OLD], allowPlain: true });
  /** Finds a token by its columns. */
  const idOf = async (columns: Partial<Columns>) =>
    (await store.findToken(tokenOf(columns)))?.getId() ?? null;
  return { storage, inner, store, idOf };
}

/** Lists the calls that a store gets from now on. */
function callsOf(store: BaseStore): () => string[] {
  const calls: string[] = [];
  for (const name of ["findToken", "saveToken", "deleteToken", "findTokenById"] as const) {
    const method = store[name].bind(store) as (argument: unknown) => Promise<never>;
    vi.spyOn(store, name).mockImplementation((argument: unknown) => {
      calls.push(name);
      return method(argument);
    });
  }
  return () => calls.splice(0);
}

const KEYS = {
  user_name: "ann",
  access_token: "A",
  grant_token: "G",
  refresh_token: "R",
};

describe.each<Form>(["current", "old", "plain"])(
  "a token that is stored in the form: %s",
  (form) => {
    it.each(Object.entries(KEYS))("is found by its %s", async (column, value) => {
      const { idOf, store } = await storeOver(
        stored(form, { id: "a", [column]: value, client_secret: "S" }),
      );
      expect(await idOf({ [column]: value })).toBe("a");
      expect(await idOf({ [column]: `${value}.` })).toBe(null);
      expect(await idOf({ id: "a" })).toBe("a");
      expect((await store.findTokenById("a"))?.getClientSecret()).toBe("S");
    });

    it.each(Object.entries(KEYS))(
      "is updated when a token with its %s is saved",
      async (column, value) => {
        const row = stored(form, { id: "a", [column]: value, client_secret: "S" });
        const { store, storage } = await storeOver(row);
        const token = tokenOf({ [column]: value, client_secret: "S2", expiry_time: "1" });
        await store.saveToken(token);
        expect(token.getId()).toBe("a");
        expect(token.getClientSecret()).toBe("S2");
        expect(storage.rows).toHaveLength(1);
        const found = await store.findToken(tokenOf({ [column]: value }));
        expect([found?.getClientSecret(), found?.getExpiresIn()]).toEqual(["S2", "1"]);
        expect(formOf(storage.rows[0], "client_secret")).toBe("current");
      },
    );
  },
);

describe("the ladder, over rows in several forms", () => {
  it("tries all forms of a key before a weaker key, whatever form that is in", async () => {
    const { idOf } = await storeOver(
      stored("current", { id: "x", access_token: "A" }),
      stored("old", { id: "y", refresh_token: "R" }),
      stored("plain", { id: "z", grant_token: "G" }),
    );
    const client = { client_id: "C", access_token: "A" };
    expect(await idOf({ ...client, refresh_token: "R", grant_token: "G" })).toBe("z");
    expect(await idOf({ ...client, refresh_token: "R" })).toBe("y");
    expect(await idOf({ refresh_token: "R", access_token: "A" })).toBe("x");
  });

  it("keeps both guards in every form", async () => {
    for (const form of ["current", "old", "plain"] as const) {
      const row = { id: "x", user_name: "ann", client_id: "C", refresh_token: "R" };
      const { idOf } = await storeOver(stored(form, row));
      expect(await idOf({ user_name: "bob", refresh_token: "R" })).toBe(null);
      expect(await idOf({ client_id: "D", refresh_token: "R" })).toBe(null);
      expect(await idOf({ client_id: "C", refresh_token: "R" })).toBe("x");
    }
  });

  it("finds nothing by a ciphertext: who has read the storage cannot log in by that", async () => {
    for (const form of ["current", "old"] as const) {
      const row = stored(form, { id: "x", refresh_token: "R" });
      const { idOf, store, storage } = await storeOver(row);
      expect(row.refresh_token).toMatch(/^siv1\./);
      expect(await idOf({ refresh_token: row.refresh_token ?? "" })).toBe(null);
      await store.saveToken(tokenOf({ refresh_token: row.refresh_token ?? "" }));
      expect(storage.rows).toHaveLength(2);
      expect(await idOf({ refresh_token: row.refresh_token ?? "" })).not.toBe("x");
    }
  });

  it("asks nothing for a token that carries no key", async () => {
    const { inner, idOf } = await storeOver(stored("old", { id: "x", refresh_token: "R" }));
    const calls = callsOf(inner);
    expect(await idOf({ client_id: "C", client_secret: "S" })).toBe(null);
    expect(calls()).toEqual([]);
  });
});

describe("a save", () => {
  it("leaves the key that found the row in its form, and stores all else in the current one", async () => {
    const row = { id: "x", refresh_token: "R", access_token: "A", grant_token: "G" };
    const { store, storage } = await storeOver(stored("old", row));
    await store.saveToken(tokenOf({ client_id: "C", refresh_token: "R", access_token: "A2" }));
    const [saved] = storage.rows;
    expect(formOf(saved, "refresh_token")).toBe("old");
    expect(formOf(saved, "access_token")).toBe("current");
    expect(formOf(saved, "grant_token")).toBe("old");
    expect(await store.rotate()).toBe(1);
    const [rotated] = storage.rows;
    expect(rotated && ciphers.current.isCurrent(rotated)).toBe(true);
    const token = await store.findTokenById("x");
    expect([token?.getRefreshToken(), token?.getAccessToken()]).toEqual(["R", "A2"]);
  });

  // Re-encrypted whole, the first row would be known to the wrapped store by its refresh token:
  // the second one has that in the current form already, and would be overwritten.
  it.each<Form>(["old", "plain"])("changes no row that shares a weaker key (%s)", async (form) => {
    const ofAnn = stored("current", { id: "y", user_name: "ann", refresh_token: "R" });
    const { store, storage } = await storeOver(
      stored(form, { id: "x", refresh_token: "R", access_token: "A" }),
      ofAnn,
    );
    await store.saveToken(tokenOf({ access_token: "A", expiry_time: "1" }));
    await store.saveToken(tokenOf({ access_token: "A", refresh_token: "R", expiry_time: "2" }));
    expect(storage.rows.find(({ id }) => id === "y")).toEqual(ofAnn);
    expect((await store.findTokenById("x"))?.getExpiresIn()).toBe("2");
  });

  it("changes nothing else of the given token, whatever it is stored as", async () => {
    const { store } = await storeOver(
      stored("old", { id: "x", user_name: "ann", refresh_token: "R" }),
    );
    const token = tokenOf({ id: "mine", user_name: "ann", refresh_token: "R2", access_token: "A" });
    await store.saveToken(token);
    const wanted = { id: "x", user_name: "ann", refresh_token: "R2", access_token: "A" };
    expect(rowFromToken(token)).toEqual(rowFromToken(tokenOf(wanted)));
  });
});

describe("the calls of the wrapped store", () => {
  it("are one for each call, with one key and no plain text", async () => {
    const inner = new BaseStore({ rows: [], isBroken: false, notes: new Map() });
    const store = await EncryptedTokenStore.open(inner, { keys: [CURRENT] });
    const calls = callsOf(inner);
    const token = tokenOf({ user_name: "ann", client_secret: "S", refresh_token: "R" });
    await store.saveToken(token);
    await store.findToken(tokenOf({ user_name: "bob", grant_token: "G", refresh_token: "R" }));
    await store.findTokenById("x");
    await store.deleteToken("x");
    expect(calls()).toEqual(["saveToken", "findToken", "findTokenById", "deleteToken"]);
  });

  it("are one for each form of each secret that a lookup needs, and one save", async () => {
    const { inner, store, idOf } = await storeOver(stored("old", { id: "x", refresh_token: "R" }));
    const calls = callsOf(inner);
    await idOf({ user_name: "bob", grant_token: "G" });
    expect(calls()).toHaveLength(1 + 3);
    await store.saveToken(tokenOf({ refresh_token: "R" }));
    expect(calls()).toEqual(["findToken", "findToken", "saveToken"]);
  });

  it("go on after one that was refused", async () => {
    const { storage, store, idOf } = await storeOver(
      stored("old", { id: "x", refresh_token: "R" }),
    );
    storage.isBroken = true;
    const failing = [idOf({ refresh_token: "R" }), store.deleteTokens(), store.deleteToken("x")];
    for (const call of failing) await refusalOf(call);
    storage.isBroken = false;
    expect(await idOf({ refresh_token: "R" })).toBe("x");
  });
});

describe("calls of one instance that are in flight together", () => {
  const row = stored("old", { id: "x", user_name: "ann", refresh_token: "R", access_token: "A1" });

  /** Makes other calls while the wrapped store is at a call, and gives them all the time they like. */
  function during(
    inner: BaseStore,
    name: "findToken" | "findTokenById",
    make: () => unknown,
  ): void {
    const method = inner[name].bind(inner) as (argument: unknown) => Promise<never>;
    vi.spyOn(inner, name).mockImplementationOnce(async (argument: unknown) => {
      const answer = await method(argument);
      make();
      await setImmediate();
      return answer;
    });
  }

  it("lose nothing that is saved while its token is re-encrypted", async () => {
    const { inner, store } = await storeOver(row);
    const saves: Promise<void>[] = [];
    during(inner, "findTokenById", () =>
      saves.push(store.saveToken(tokenOf({ user_name: "ann", access_token: "A2" }))),
    );
    expect(await store.rotate()).toBe(1);
    await Promise.all(saves);
    expect(saves).toHaveLength(1);
    expect((await store.findTokenById("x"))?.getAccessToken()).toBe("A2");
  });

  it.each(["deleteToken", "deleteTokens"] as const)(
    "end with %s, when that was called in the middle of a save",
    async (name) => {
      const { inner, store } = await storeOver(row);
      const deletes: Promise<void>[] = [];
      during(inner, "findToken", () => deletes.push(store[name]("x")));
      await store.saveToken(tokenOf({ user_name: "ann", access_token: "A2" }));
      await Promise.all(deletes);
      expect(deletes).toHaveLength(1);
      expect(await store.getTokens()).toEqual([]);
    },
  );

  it("find a token though another key leads to another token by the time", async () => {
    const { inner, store, idOf } = await storeOver(row);
    const calls: Promise<void>[] = [];
    during(inner, "findToken", () =>
      calls.push(store.saveToken(tokenOf({ id: "y", grant_token: "G" })), store.deleteToken("x")),
    );
    // At no moment did neither of both keys lead to a token.
    expect(await idOf({ grant_token: "G", refresh_token: "R" })).toBe("x");
    await Promise.all(calls);
    expect(await idOf({ grant_token: "G", refresh_token: "R" })).toBe("y");
  });
});

describe("another process that re-encrypts a token in the middle of a call", () => {
  /** Lets another instance rotate right before the wrapped store is called so for the nth time. */
  async function storeWithOther(name: "findToken" | "saveToken", nth: number) {
    const row = stored("old", { id: "x", refresh_token: "R", access_token: "A" });
    const { storage, inner, store, idOf } = await storeOver(row);
    const other = await EncryptedTokenStore.open(new BaseStore(storage), { keys: [CURRENT, OLD] });
    const method = inner[name].bind(inner) as (token: OAuthToken) => Promise<never>;
    let count = 0;
    vi.spyOn(inner, name).mockImplementation(async (token) => {
      count += 1;
      if (count === nth) expect(await other.rotate()).toBe(1);
      return method(token);
    });
    return { storage, store, idOf, wasRotated: () => count >= nth };
  }

  it("does not hide it from a lookup", async () => {
    for (const nth of [1, 2]) {
      const { idOf, wasRotated } = await storeWithOther("findToken", nth);
      expect(await idOf({ refresh_token: "R" })).toBe("x");
      expect(await idOf({ refresh_token: "R" })).toBe("x");
      expect(wasRotated()).toBe(true);
    }
  });

  it("does not make a save store it twice", async () => {
    const { store, storage, wasRotated } = await storeWithOther("saveToken", 1);
    await store.saveToken(tokenOf({ refresh_token: "R", access_token: "A2" }));
    expect(wasRotated()).toBe(true);
    expect(storage.rows).toHaveLength(1);
    expect((await store.findTokenById("x"))?.getAccessToken()).toBe("A2");
  });
});

describe("a token of the caller", () => {
  it("is not touched when what it means cannot be decrypted", async () => {
    const row = stored("current", { id: "x", user_name: "ann", refresh_token: "R" });
    const { storage, store } = await storeOver(row);
    storage.rows = [{ ...row, access_token: row.refresh_token }];
    const token = tokenOf({ user_name: "ann" });
    await refusalOf(store.findToken(token));
    expect(rowFromToken(token)).toEqual(rowFromToken(tokenOf({ user_name: "ann" })));
  });
});

describe("a wrapped store", () => {
  const wrapping = (change: Partial<MemoryTokenStore>) =>
    EncryptedTokenStore.open(Object.assign(new MemoryTokenStore(), change), { keys: [CURRENT] });

  it("may say undefined, or null, for nothing, as the official interface allows", async () => {
    const nothing = async () => undefined as never;
    const store = await wrapping({
      getTokens: nothing,
      findTokenById: nothing,
      findToken: nothing,
    });
    expect(await store.getTokens()).toEqual([]);
    expect(await store.findTokenById("x")).toBe(null);
    expect(await store.findToken(tokenOf({ id: "x" }))).toBe(null);
  });

  it("that gives tokens of another SDK, or without an id, is refused", async () => {
    const foreign = { getAccessToken: () => "A", getUserSignature: () => null };
    const gives = (token: unknown) => async () => [token as OAuthToken];
    expect((await refusalOf(wrapping({ getTokens: gives(foreign) }))).message).toContain(
      "another SDK",
    );
    const nameless = gives(tokenOf({ refresh_token: "R" }));
    expect((await refusalOf(wrapping({ getTokens: nameless }))).message).toContain("without an id");
  });

  it("that cannot be read is not opened as an empty one", async () => {
    const failure = refusal("the disk is gone.");
    const getTokens = () => Promise.reject(failure);
    await expect(wrapping({ getTokens })).rejects.toBe(failure);
  });
});
