import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  EncryptedTokenStore,
  type EncryptionKey,
  MemoryTokenStore,
  type OAuthToken,
} from "../../src/index.js";
import { testKey } from "../harnesses/encrypted.js";
import { refusalOf, tokenOf } from "./arrange.js";

const openWith = (...keys: readonly EncryptionKey[]) =>
  EncryptedTokenStore.open(new MemoryTokenStore(), { keys });

const base64 = (key: Uint8Array) => Buffer.from(key).toString("base64");

/** What is stored of a refresh token under a key. */
async function ciphertextUnder(key: EncryptionKey): Promise<string | null | undefined> {
  const inner = new MemoryTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys: [key] });
  await store.saveToken(tokenOf({ refresh_token: "R" }));
  const [stored] = (await inner.getTokens()) as OAuthToken[];
  return stored?.getRefreshToken();
}

describe("a key", () => {
  it.each([
    ["a Buffer", Buffer.from(testKey(1))],
    ["base64 text", base64(testKey(1))],
    [
      "base64 text in lines, as openssl prints it",
      `${base64(testKey(1)).replace(/.{64}/, "$&\n")}\n`,
    ],
  ])("may be %s: the same bytes are the same key", async (_, key) => {
    const wanted = await ciphertextUnder(testKey(1));
    expect(await ciphertextUnder(key)).toBe(wanted);
    expect(await ciphertextUnder(testKey(2))).not.toBe(wanted);
  });

  it.each([
    ["of 63 bytes", testKey(1).subarray(1), "must have 64 bytes, not 63 bytes"],
    ["of 32 bytes", testKey(1).subarray(32), "must have 64 bytes, not 32 bytes"],
    [
      "of 65 bytes as text",
      base64(Buffer.concat([testKey(1), testKey(2)]).subarray(0, 65)),
      "not 65",
    ],
    ["that was never filled", new Uint8Array(64), "must be random; the halves"],
    [
      "that is a shorter one twice",
      Buffer.concat([testKey(1).subarray(32), testKey(1).subarray(32)]),
      "the halves",
    ],
    ["that is a passphrase", "correct horse battery staple", "must be base64"],
    [
      "in base64url",
      base64(testKey(1)).replaceAll("/", "_").replaceAll("+", "-"),
      "must be base64",
    ],
    ["that is cut in the middle of a letter", base64(testKey(1)).slice(0, -3), "must be base64"],
    ["that is empty text", "", "must have 64 bytes, not 0 bytes"],
    ["that is missing", undefined, "must be bytes or base64 text, not undefined"],
    ["that is an array", Array.from(testKey(1)), "must be bytes or base64 text, not object"],
  ])("%s is refused, without being shown", async (_, key, reason) => {
    const error = await refusalOf(openWith(key as EncryptionKey));
    expect(error.message).toContain(reason);
    expect(error.message).toContain("Make one with: node -p");
    const shown = inspect(error, { depth: null, showHidden: true });
    const secret = typeof key === "string" ? key : Buffer.from(key ?? []).toString("base64");
    for (const part of [secret.slice(0, 8), secret.slice(-12, -2)]) {
      if (part.length > 5) expect(shown).not.toContain(part);
    }
  });

  it("is copied: erasing it afterwards changes nothing", async () => {
    const key = testKey(1);
    const inner = new MemoryTokenStore();
    const store = await EncryptedTokenStore.open(inner, { keys: [key] });
    key.fill(0);
    await store.saveToken(tokenOf({ id: "a", refresh_token: "R" }));
    const again = await EncryptedTokenStore.open(inner, { keys: [testKey(1)] });
    expect((await again.findTokenById("a"))?.getRefreshToken()).toBe("R");
  });

  it("is not to be seen in the store", async () => {
    const store = await openWith(base64(testKey(1)));
    const shown = inspect(store, { depth: null, showHidden: true }) + JSON.stringify(store);
    expect(shown).not.toContain(base64(testKey(1)).slice(0, 8));
    expect(shown).not.toContain(testKey(1).subarray(0, 4).join(", "));
  });
});

describe("keys", () => {
  it("are at least one", async () => {
    expect((await refusalOf(openWith())).message).toContain("keys is empty");
  });

  it.each([
    ["one text", base64(testKey(1))],
    ["the bytes of one", testKey(1)],
    ["one behind another in an object", { 0: testKey(1), length: 1 }],
    ["left out", undefined],
    ["null", null],
  ])("are an array, and refused when they are %s", async (_, keys) => {
    const options = { keys } as unknown as { keys: EncryptionKey[] };
    const error = await refusalOf(EncryptedTokenStore.open(new MemoryTokenStore(), options));
    expect(error.message).toBe(
      "the option keys must be an array of encryption keys: { keys: [key] }.",
    );
  });

  it("are refused, not missed, when the options are left out", async () => {
    const open = EncryptedTokenStore.open as (inner: unknown) => Promise<unknown>;
    expect((await refusalOf(open(new MemoryTokenStore()))).message).toContain("{ keys: [key] }");
  });

  it("are not the same twice, in whatever form", async () => {
    const error = await refusalOf(openWith(testKey(1), base64(testKey(1))));
    expect(error.message).toContain("the same encryption key twice");
  });
});

it.each(["false", "true", 0, 1, null].map((value) => [value]))(
  "allowPlain is true or false: %j is refused, or false",
  async (value) => {
    const inner = new MemoryTokenStore();
    await inner.saveToken(tokenOf({ refresh_token: "R" }));
    const allowPlain = value as unknown as boolean;
    const keys = [testKey(1)];
    const { message } = await refusalOf(EncryptedTokenStore.open(inner, { keys, allowPlain }));
    expect(message).toContain(
      value === null ? "is not encrypted" : "allowPlain must be true or false",
    );
    expect(await EncryptedTokenStore.open(inner, { keys, allowPlain: true })).toBeDefined();
  },
);

it.each([
  ["nothing", undefined, "findToken"],
  ["options", { keys: [testKey(1)] }, "findToken"],
  [
    "a store that cannot delete",
    Object.assign(new MemoryTokenStore(), { deleteToken: null }),
    "deleteToken",
  ],
])("what is wrapped is a store: %s is refused", async (_, inner, method) => {
  const open = EncryptedTokenStore.open(inner as unknown as MemoryTokenStore, {
    keys: [testKey(1)],
  });
  expect((await refusalOf(open)).message).toContain(`it has no method ${method}. Pass a store`);
});

describe("a wrong key", () => {
  it("is refused on opening, and changes nothing", async () => {
    const inner = new MemoryTokenStore();
    const store = await EncryptedTokenStore.open(inner, { keys: [testKey(1)] });
    await store.saveToken(tokenOf({ id: "a", user_name: "ann", refresh_token: "secret-R" }));
    const before = inspect(await inner.getTokens());
    const error = await refusalOf(EncryptedTokenStore.open(inner, { keys: [testKey(2)] }));
    expect(error.message).toMatch(
      /^the refresh token of the stored token with id "a" is encrypted under key [\w-]{12}, which is/,
    );
    expect(inspect(await inner.getTokens())).toBe(before);
    await EncryptedTokenStore.open(inner, { keys: [testKey(2), testKey(1)] });
  });

  it("is refused on every read of a token that came later", async () => {
    const inner = new MemoryTokenStore();
    const [mine, other] = [
      await EncryptedTokenStore.open(inner, { keys: [testKey(1)] }),
      await EncryptedTokenStore.open(inner, { keys: [testKey(2)] }),
    ];
    await other.saveToken(tokenOf({ id: "a", user_name: "ann", refresh_token: "secret-R" }));
    const token = tokenOf({ user_name: "ann" });
    for (const call of [mine.getTokens(), mine.findTokenById("a"), mine.findToken(token)]) {
      expect((await refusalOf(call)).message).toContain("which is not among the keys given");
    }
    expect(token.getId()).toBe(null);
    await refusalOf(mine.rotate());
  });
});
