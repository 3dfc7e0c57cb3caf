import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sdk6 from "@zohocrm/typescript-sdk-6.0";
import sdk7 from "@zohocrm/typescript-sdk-7.0";
import sdk8 from "@zohocrm/typescript-sdk-8.0";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SdkClasses, SdkToken } from "../../spec/any-sdk.js";
import { buildToken, readFields, type TokenFields } from "../../spec/token-fields.js";
import { FileTokenStore, OAuthToken, SDKException, UserSignature } from "../../src/index.js";
import { freshFolder, refusalOf } from "./arrange.js";

const ours: SdkClasses = { OAuthToken, SDKException, UserSignature };

const ANN: TokenFields = {
  userName: "ann@app.test:1",
  clientId: "1000.C",
  clientSecret: "secret",
  refreshToken: "1000.refresh",
  accessToken: "1000.access",
  grantToken: "1000.grant",
  expiresIn: "1767225600000",
  redirectURL: "https://app.test/callback?a=1",
  apiDomain: "https://www.zohoapis.test",
};
const BOB: TokenFields = { userName: "bob", refreshToken: "of bob" };
const CAT: TokenFields = { refreshToken: "of cat" };

/** A store by the fields of tokens, so that the SDK's stores and ours are told alike. */
interface PlainStore {
  save(fields: TokenFields): Promise<void>;
  find(fields: TokenFields): Promise<TokenFields | null>;
  list(): Promise<TokenFields[]>;
  delete(id: string): Promise<void>;
  deleteAll(): Promise<void>;
}

const freshFile = () => join(freshFolder(), "sdk_tokens.txt");

const headerOf = (file: string) => readFileSync(file, "utf8").split("\n", 1)[0];

const OFFICIAL = { "8.0": sdk8, "7.0": sdk7, "6.0": sdk6 };

/** Opens the SDK's own store, as a newly started app does. */
function official(version: keyof typeof OFFICIAL, file: string): PlainStore {
  const sdk = OFFICIAL[version];
  return plain(new sdk.FileStore(file) as never, sdk as never);
}

/** Opens ours, as a newly started app does. */
async function own(file: string): Promise<PlainStore> {
  const store = await FileTokenStore.open(file);
  onTestFinished(() => store.close());
  return plain(store as never, ours);
}

function plain(
  store: {
    saveToken(token: SdkToken): Promise<void>;
    findToken(token: SdkToken): Promise<SdkToken | null>;
    getTokens(): Promise<SdkToken[]>;
    deleteToken(id: string): Promise<void>;
    deleteTokens(): Promise<void>;
  },
  sdk: SdkClasses,
): PlainStore {
  return {
    save: (fields) => store.saveToken(buildToken(sdk, fields)),
    find: async (fields) => {
      const found = await store.findToken(buildToken(sdk, fields));
      return found === null ? null : readFields(found);
    },
    list: async () => (await store.getTokens()).map(readFields),
    delete: (id) => store.deleteToken(id),
    deleteAll: () => store.deleteTokens(),
  };
}

describe.each(["8.0", "7.0", "6.0"] as const)("the SDK's own store, version %s", (version) => {
  it("reads what was written here", async () => {
    const file = freshFile();
    const store = await own(file);
    for (const fields of [ANN, BOB, CAT]) await store.save(fields);
    const theirs = official(version, file);
    expect(await theirs.list()).toEqual(await store.list());
    expect(await theirs.find({ userName: "bob" })).toMatchObject(BOB);
    expect(await theirs.find({ refreshToken: "of cat" })).toMatchObject(CAT);
    expect(await theirs.find({ userName: "dan" })).toBeNull();
  });

  it("takes a file that was made here for a new one, with the same header", async () => {
    const [file, theirFile] = [freshFile(), freshFile()];
    await own(file);
    expect(await official(version, file).list()).toEqual([]);
    official(version, theirFile);
    expect(headerOf(file)).toBe(readFileSync(theirFile, "utf8"));
  });

  it("has written what is read here", async () => {
    const file = freshFile();
    const theirs = official(version, file);
    expect(await (await own(file)).list()).toEqual([]);
    for (const fields of [ANN, BOB, { ...CAT, id: "77" }]) await theirs.save(fields);
    const store = await own(file);
    expect(await store.list()).toEqual([
      { ...ANN, id: "1" },
      { ...BOB, id: "2" },
      { ...CAT, id: "77" },
    ]);
    expect(await store.find({ userName: "bob" })).toMatchObject(BOB);
  });

  it("works in turns with ours on one file", async () => {
    const file = freshFile();
    const expectBoth = async (...expected: TokenFields[]) => {
      for (const store of [official(version, file), await own(file)]) {
        expect((await store.list()).map(({ id, ...fields }) => fields)).toEqual(expected);
      }
    };
    // The SDK's store counts on from the first digit of the last id: from a 9 it comes to "10" again
    // and again. So the ids here are not left to chance.
    await (await own(file)).save({ ...ANN, id: "1" });
    await official(version, file).save(BOB);
    await expectBoth(ANN, BOB);
    await (await own(file)).save({ ...BOB, accessToken: "new" });
    await official(version, file).save({ ...ANN, accessToken: "newer" });
    await expectBoth({ ...ANN, accessToken: "newer" }, { ...BOB, accessToken: "new" });
    await official(version, file).save(CAT);
    await official(version, file).delete((await official(version, file).list())[0]?.id ?? "");
    await expectBoth({ ...BOB, accessToken: "new" }, CAT);
    await official(version, file).deleteAll();
    await expectBoth();
    await (await own(file)).save({ ...BOB, id: "1" });
    await expectBoth(BOB);
    await (await own(file)).deleteAll();
    await official(version, file).save(CAT);
    await expectBoth(CAT);
  });

  it("is seen by a store that stays open, when it writes between two calls", async () => {
    const file = freshFile();
    const store = await own(file);
    await store.save(ANN);
    await official(version, file).save(BOB);
    expect(await store.find({ userName: "bob" })).toMatchObject(BOB);
    await store.save(CAT);
    expect(await official(version, file).list()).toHaveLength(3);
  });

  it("has broken a row by a comma, which is refused here, and told without the value", async () => {
    const file = freshFile();
    await official(version, file).save(ANN);
    await official(version, file).save({ ...BOB, refreshToken: "secret,comma" });
    const before = readFileSync(file);
    const error = await refusalOf(FileTokenStore.open(file));
    expect(error.message).toContain("line 3 of ");
    expect(error.message).toContain("has 11 instead of 10 cells");
    expect(error.message).not.toContain("secret");
    expect(readFileSync(file)).toEqual(before);
  });

  it("adds the column api_domain to an older file, and reads the same from it as ours", async () => {
    const [file, theirFile] = [freshFile(), freshFile()];
    const old = "id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,";
    const rows = "1,ann,c,s,r,a,g,17,u\n2,,c,s,r2,,,,";
    for (const path of [file, theirFile]) {
      writeFileSync(path, `${old}expiry_time,redirect_url\n${rows}`);
    }
    const [store, theirs] = [await own(file), official(version, theirFile)];
    expect(await store.list()).toEqual(await theirs.list());
    expect(await store.list()).toHaveLength(2);
    await store.save({ userName: "ann", apiDomain: "https://www.zohoapis.test" });
    expect(headerOf(file)).toBe(headerOf(theirFile));
    expect(readFileSync(file, "utf8")).toContain(
      "\n1,ann,c,s,r,a,g,17,u,https://www.zohoapis.test\n",
    );
  });
});

it.each(["7.0", "6.0"] as const)(
  "two tokens to which version %s has given one id are refused",
  async (version) => {
    const file = freshFile();
    const theirs = official(version, file);
    for (let number = 1; number <= 11; number++)
      await theirs.save({ ...BOB, userName: `u${number}` });
    const error = await refusalOf(FileTokenStore.open(file));
    expect(error.message).toContain("line 12 of ");
    expect(error.message).toContain("has the id of an earlier line");
  },
);

it("a file of the SDK that was cut within its last value, or between lines, looks whole", async () => {
  const file = freshFile();
  await official("8.0", file).save(BOB);
  await official("8.0", file).save(ANN);
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.slice(0, -5));
  expect((await (await own(file)).find({ userName: "ann@app.test:1" }))?.apiDomain).toBe(
    "https://www.zohoapis",
  );
  writeFileSync(file, whole.slice(0, whole.lastIndexOf("\n")));
  expect(await (await own(file)).list()).toHaveLength(1);
});
