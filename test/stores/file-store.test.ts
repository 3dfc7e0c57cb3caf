import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { describeTokenStore } from "../../spec/vitest.js";
import { DurableContent } from "../../src/durable-content.js";
import { DurableFile } from "../../src/durable-file.js";
import { FileTokenStore } from "../../src/index.js";
import file from "../harnesses/file.js";
import { freshFolder, pictureOf, refusalOf, rowOf, tokenOf } from "./arrange.js";

// SHOULD binds the reference stores like MUST.
describeTokenStore(file, { strict: true, runs: 25 });

const ann = () => tokenOf({ user_name: "ann", refresh_token: "of ann" });
const bob = () => tokenOf({ user_name: "bob", refresh_token: "of bob" });

const freshFile = () => join(freshFolder(), "sdk_tokens.txt");

async function open(path: string): Promise<FileTokenStore> {
  const store = await FileTokenStore.open(path);
  onTestFinished(() => store.close());
  return store;
}

/** Counts how often a file is written, from now on. */
function countWrites(): () => number {
  const replace = vi.spyOn(DurableFile.prototype, "replace");
  onTestFinished(() => replace.mockRestore());
  return () => replace.mock.calls.length;
}

async function usersIn(path: string): Promise<(string | undefined)[]> {
  const tokens = await (await open(path)).getTokens();
  return tokens.map((token) => token.getUserSignature()?.getName()).sort();
}

describe("opening", () => {
  it("makes a file without tokens where there is none", async () => {
    const path = freshFile();
    await open(path);
    expect(readFileSync(path, "utf8")).toMatch(/^id,user_mail,\S+,api_domain\n\n\n$/);
  });

  it("leaves a file as it is until something changes, an older one of the SDK too", async () => {
    const header = "id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token";
    for (const text of [
      `${header},expiry_time,redirect_url,api_domain\n1,ann,,,of ann,,,,,`,
      `${header},expiry_time,redirect_url\n1,ann,,,of ann,,,,`,
    ]) {
      const path = freshFile();
      writeFileSync(path, text, { mode: 0o644 });
      const before = pictureOf(join(path, ".."));
      const store = await open(path);
      await store.saveToken(ann());
      expect(await store.getTokens()).toHaveLength(1);
      expect(pictureOf(join(path, ".."))).toEqual(before);
      await store.saveToken(bob());
      expect(readFileSync(path, "utf8")).toMatch(
        /,api_domain\n\n1,ann,,,of ann,,,,,\n.*bob.*\n\n$/,
      );
    }
  });

  it("refuses a waiting time that is none", async () => {
    const path = freshFile();
    const call = FileTokenStore.open(path, { lockTimeoutMs: -1 });
    expect((await refusalOf(call)).message).toContain("lockTimeoutMs");
    await FileTokenStore.open(path, { lockTimeoutMs: 0 }).then((store) => store.close());
  });
});

describe("writing the file", () => {
  it("happens once for all calls in flight together", async () => {
    const path = freshFile();
    const store = await open(path);
    const writes = countWrites();
    const saves = Array.from({ length: 50 }, (_, n) => store.saveToken(tokenOf(rowOf(n))));
    await Promise.all([...saves, store.deleteToken("id7"), store.getTokens()]);
    expect(writes()).toBe(1);
    expect(await usersIn(path)).toHaveLength(49);
  });

  it("does not happen for calls that change nothing", async () => {
    const store = await open(freshFile());
    const writes = countWrites();
    await store.deleteTokens();
    expect(writes()).toBe(0);
    await store.saveToken(ann());
    expect(writes()).toBe(1);
    await store.saveToken(ann());
    await store.findToken(ann());
    await store.getTokens();
    await store.deleteToken("unknown");
    await refusalOf(store.saveToken(tokenOf({ user_name: "nobody" })));
    expect(writes()).toBe(1);
  });

  it("that fails rejects the call, and the next one works on what is in the file", async () => {
    const path = freshFile();
    const store = await open(path);
    await store.saveToken(ann());
    const replace = vi.spyOn(DurableFile.prototype, "replace");
    onTestFinished(() => replace.mockRestore());
    replace.mockRejectedValueOnce(new Error("the disk is full"));
    const token = bob();
    await expect(store.saveToken(token)).rejects.toThrow("the disk is full");
    expect(token.getId()).toBeNull();
    expect(await store.getTokens()).toHaveLength(1);
    await store.saveToken(token);
    expect(await usersIn(path)).toEqual(["ann", "bob"]);
  });
});

describe("several stores on one file", () => {
  it("keep every user that they save at once, and each user once", async () => {
    const path = freshFile();
    const stores = await Promise.all(Array.from({ length: 4 }, () => open(path)));
    await Promise.all(
      stores.flatMap((store, n) => [
        store.saveToken(ann()),
        ...[1, 2, 3].map((k) => store.saveToken(tokenOf(rowOf(10 * n + k)))),
      ]),
    );
    const users = await usersIn(path);
    expect(users).toHaveLength(13);
    expect(new Set(users)).toHaveLength(13);
    for (const store of stores) expect(await store.getTokens()).toHaveLength(13);
  });
});

describe("closing the store", () => {
  it("answers the calls made before, rejects those made after, and lets go of the file", async () => {
    const path = freshFile();
    const store = await FileTokenStore.open(path);
    const close = vi.spyOn(DurableContent.prototype, "close");
    onTestFinished(() => close.mockRestore());
    const saving = store.saveToken(ann());
    await Promise.all([store.close(), store.close()]);
    expect(close).toHaveBeenCalled();
    await saving;
    expect(await usersIn(path)).toEqual(["ann"]);
    for (const call of [() => store.getTokens(), () => store.saveToken(bob())]) {
      expect((await refusalOf(call())).message).toBe("the store is closed. Open it again.");
    }
  });
});
