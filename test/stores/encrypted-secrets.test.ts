import { inspect } from "node:util";
import { expect, it } from "vitest";
import {
  EncryptedTokenStore,
  ListTokenStore,
  type OAuthToken,
  SDKException,
  type TokenStore,
} from "../../src/index.js";
import { testKey } from "../harnesses/encrypted.js";
import { refusalOf, tokenOf, valuesOf } from "./arrange.js";

const keys = [testKey(1), testKey(2)];

const SECRETS = {
  client_secret: "<client-secret>",
  refresh_token: "<refresh-token>",
  access_token: "<access-token>",
  grant_token: "<grant-token>",
};

const ANN = {
  id: "a",
  user_name: "ann",
  client_id: "client",
  ...SECRETS,
  expiry_time: "1700000000000",
  redirect_url: "https://app.test/callback",
  api_domain: "https://api.test",
};

/** Gives a text as it looks in the encodings in which storages keep it. */
function encodingsOf(text: string): string[] {
  const bytes = Buffer.from(text, "utf8");
  // In base64, a text looks otherwise behind one or two bytes. What is left is sure to be in each.
  const shifted = [0, 1, 2].map((count) =>
    Buffer.concat([Buffer.alloc(count), bytes])
      .toString("base64")
      .slice(4, -4),
  );
  const all = [text, bytes.toString("hex"), encodeURIComponent(text), ...shifted];
  return all.filter((one) => one !== "");
}

/** Sees every token that a store hands to the wrapped one, and what that answers. */
function watched(inner: TokenStore): { store: TokenStore; seen: string[] } {
  const seen: string[] = [];
  const note = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(note);
    else if (value !== null && typeof value === "object") seen.push(...texts(value as OAuthToken));
  };
  const store = new Proxy(inner, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        args.forEach(note);
        const answer: unknown = await Reflect.apply(method, target, args);
        [...args, answer].forEach(note);
        return answer;
      };
    },
  });
  return { store, seen };
}

const texts = (token: OAuthToken) => valuesOf(token).filter((value) => value !== null);

it("the wrapped store never sees a secret, in a save, a lookup or a rotation", async () => {
  const { store: inner, seen } = watched(new ListTokenStore());
  const store = await EncryptedTokenStore.open(inner, { keys });
  await store.saveToken(tokenOf(ANN));
  await store.saveToken(tokenOf({ user_name: "ann", ...SECRETS }));
  for (const [column, value] of Object.entries(SECRETS)) {
    await store.findToken(tokenOf({ [column]: value }));
    await store.findToken(tokenOf({ [column]: `${value} of nobody` }));
  }
  const turned = await EncryptedTokenStore.open(inner, { keys: [...keys].reverse() });
  expect(await turned.rotate()).toBe(1);
  expect(seen.length).toBeGreaterThan(50);
  expect(seen).toContain("https://app.test/callback");
  for (const secret of Object.values(SECRETS).flatMap(encodingsOf)) {
    expect(seen.filter((text) => text.includes(secret))).toEqual([]);
  }
});

it("user name, client id, id, times and URLs are stored as they are", async () => {
  const inner = new ListTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys });
  await store.saveToken(tokenOf(ANN));
  const [stored] = await inner.getTokens();
  expect(stored && valuesOf(stored)).toEqual([
    "a",
    "ann",
    "client",
    ...Array(4).fill(expect.stringMatching(/^siv1\.[\w-]{12}\.[\w-]{22,}$/)),
    "1700000000000",
    "https://app.test/callback",
    "https://api.test",
  ]);
});

it("equal secrets of one field are stored alike, those of two fields are not", async () => {
  const inner = new ListTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys });
  const secret = { client_secret: "same", refresh_token: "same" };
  await store.saveToken(tokenOf({ id: "a", user_name: "ann", ...secret }));
  await store.saveToken(tokenOf({ id: "b", user_name: "bob", ...secret }));
  const [ann, bob] = await inner.getTokens();
  expect(ann?.getClientSecret()).toMatch(/^siv1/);
  expect(ann?.getClientSecret()).toBe(bob?.getClientSecret());
  expect(ann?.getClientSecret()).not.toBe(ann?.getRefreshToken());
});

it("a secret of up to 161 bytes fits a column of 255 characters, a longer one does not", async () => {
  const inner = new ListTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys });
  const lengthOf = async (bytes: number) => {
    const token = tokenOf({ user_name: "ann", refresh_token: "x".repeat(bytes) });
    await store.saveToken(token);
    return (await inner.findTokenById(token.getId() ?? ""))?.getRefreshToken()?.length;
  };
  expect(await lengthOf(161)).toBe(254);
  expect(await lengthOf(162)).toBe(256);
});

it("no error shows a secret, whatever was refused", async () => {
  const inner = new ListTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys });
  await store.saveToken(tokenOf(ANN));
  await inner.saveToken(tokenOf({ id: "p", user_name: "paul", refresh_token: "<refresh-plain>" }));
  const errors = [
    await refusalOf(store.saveToken(tokenOf({ ...ANN, user_name: "bob" }))),
    await refusalOf(store.saveToken(tokenOf({ ...SECRETS, refresh_token: "<refresh>\ud800" }))),
    await refusalOf(store.findToken(SECRETS as unknown as OAuthToken)),
    await refusalOf(store.findToken(tokenOf({ user_name: "paul" }))),
    await refusalOf(store.getTokens()),
    await refusalOf(store.rotate()),
    await refusalOf(EncryptedTokenStore.open(inner, { keys })),
    await refusalOf(EncryptedTokenStore.open(inner, { keys: [testKey(3)] })),
  ];
  const secrets = [...Object.values(SECRETS), "<refresh-plain>", "<refresh>"].flatMap(encodingsOf);
  for (const error of errors) {
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    const all = shown + error.stack + inspect(error.cause);
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  }
});

it("what the wrapped store rejects with comes through as it is", async () => {
  const inner = new ListTokenStore();
  const store = await EncryptedTokenStore.open(inner, { keys });
  const failure = new SDKException("TOKEN_STORE", "the disk is full.");
  const broken = async () => {
    throw failure;
  };
  for (const name of [
    "findToken",
    "saveToken",
    "deleteToken",
    "getTokens",
    "deleteTokens",
  ] as const) {
    inner[name] = broken;
  }
  inner.findTokenById = broken;
  for (const call of [
    () => store.findToken(tokenOf({ user_name: "ann" })),
    () => store.saveToken(tokenOf(ANN)),
    () => store.deleteToken("a"),
    () => store.getTokens(),
    () => store.deleteTokens(),
    () => store.findTokenById("a"),
    () => store.rotate(),
    () => EncryptedTokenStore.open(inner, { keys }),
  ]) {
    await expect(call()).rejects.toBe(failure);
  }
});
