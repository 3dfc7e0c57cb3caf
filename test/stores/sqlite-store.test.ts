import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { DurableFile } from "../../src/durable-file.js";
import { SDKException, SqliteTokenStore } from "../../src/index.js";
import { SqliteDatabase } from "../../src/sqlite-database.js";
import {
  databaseImage,
  freshFolder,
  imageWith,
  openStore,
  ordinaryUser,
  PUBLISHED_TABLE,
  pictureOf,
  refusalOf,
  rowOf,
  runNode,
  tokenOf,
  usersIn,
} from "./arrange.js";

const ann = () => tokenOf({ user_name: "ann", refresh_token: "R1" });
const bob = () => tokenOf({ user_name: "bob", refresh_token: "R2" });

/** Counts how often files are replaced, in one test. */
function countWrites(): { count: () => number } {
  const replace = vi.spyOn(DurableFile.prototype, "replace");
  onTestFinished(() => replace.mockRestore());
  return { count: () => replace.mock.calls.length };
}

/** Says how a script ends whose store cannot write. */
const SAVE_AND_TELL = `
  const outcome = await store.saveToken(token).then(() => "saved", (error) => error);
  console.log(outcome.code, outcome.message);
  console.log((await store.getTokens()).length, token.getId());`;

describe("the file of an SqliteTokenStore", () => {
  it("is made when it is opened, with nothing beside it", async () => {
    const folder = freshFolder();
    const store = await openStore(join(folder, "zohooauth.db"));
    expect(readdirSync(folder)).toEqual(["zohooauth.db"]);
    expect(await usersIn(store)).toEqual([]);
    expect(await usersIn(await openStore(join(folder, "zohooauth.db")))).toEqual([]);
  });

  it("is zohooauth.db in the current folder when no path is given", async () => {
    const folder = freshFolder();
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    await (await SqliteTokenStore.open()).close();
    expect(readdirSync(folder)).toEqual(["zohooauth.db"]);
  });

  it("is none for :memory:, and two of them share nothing", async () => {
    const folder = freshFolder();
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    const [one, other] = [await openStore(":memory:"), await openStore(":memory:")];
    await one.saveToken(ann());
    expect([await usersIn(one), await usersIn(other)]).toEqual([["ann"], []]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(["000", "022", "077"])("belongs to its owner alone under umask %s", (umask) => {
    const file = join(freshFolder(), "zohooauth.db");
    runNode(
      `const store = await SqliteTokenStore.open(${JSON.stringify(file)});
      await store.saveToken(token);`,
      { shell: `umask ${umask};` },
    );
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  });

  it("is reached through a symbolic link, which stays", async () => {
    const folder = freshFolder();
    mkdirSync(join(folder, "real"));
    await (await SqliteTokenStore.open(join(folder, "real", "zohooauth.db"))).close();
    symlinkSync(join("real", "zohooauth.db"), join(folder, "link.db"));
    const store = await openStore(join(folder, "link.db"));
    await store.saveToken(ann());
    expect(lstatSync(join(folder, "link.db")).isSymbolicLink()).toBe(true);
    expect(await usersIn(await openStore(join(folder, "real", "zohooauth.db")))).toEqual(["ann"]);
  });

  it.each([
    ["an empty path", ""],
    ["a path with a NUL", "zoho\0oauth.db"],
  ])("is refused at %s", async (_, path) => {
    expect((await refusalOf(SqliteTokenStore.open(path))).message).toContain("path");
  });

  it("is refused where its name is too long to be replaced, and is not made", async () => {
    const folder = freshFolder();
    const error = await refusalOf(SqliteTokenStore.open(join(folder, "x".repeat(250))));
    expect(error.message).toContain("ENAMETOOLONG");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("gets its folder made, for its owner alone", async () => {
    const folder = join(freshFolder(), "missing");
    await openStore(join(folder, "zohooauth.db"));
    expect((statSync(folder).mode & 0o777).toString(8)).toBe("700");
  });

  it("is refused where a file is in the place of its folder", async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "file"), "theirs");
    const before = pictureOf(folder);
    await refusalOf(SqliteTokenStore.open(join(folder, "file", "zohooauth.db")));
    expect(pictureOf(folder)).toEqual(before);
  });

  it("is not made, nor anything beside it, when it cannot be written", async () => {
    const folder = freshFolder();
    const replace = vi.spyOn(DurableFile.prototype, "replace");
    onTestFinished(() => replace.mockRestore());
    replace.mockRejectedValueOnce(new SDKException("TOKEN_STORE", "the disk is full"));
    const close = vi.spyOn(SqliteDatabase.prototype, "close");
    onTestFinished(() => close.mockRestore());
    const error = await refusalOf(SqliteTokenStore.open(join(folder, "zohooauth.db")));
    expect(error.message).toBe("the disk is full");
    expect(close).toHaveBeenCalledTimes(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is made once when two open it at once, and both can be used", async () => {
    for (let round = 0; round < 10; round++) {
      const file = join(freshFolder(), "zohooauth.db");
      const [one, other] = await Promise.all([openStore(file), openStore(file)]);
      await Promise.all([one.saveToken(ann()), other.saveToken(bob())]);
      expect(await usersIn(await openStore(file))).toEqual(["ann", "bob"]);
    }
  });
});

describe("writing the file", () => {
  it("happens once for all calls in flight together", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    const writes = countWrites();
    const saves = Array.from({ length: 50 }, (_, n) => store.saveToken(tokenOf(rowOf(n))));
    await Promise.all([...saves, store.deleteToken("id7"), store.getTokens()]);
    expect(writes.count()).toBe(1);
    expect(await usersIn(await openStore(file))).toHaveLength(49);
  });

  it("happens once more for all calls that come while it is being written", async () => {
    const store = await openStore(join(freshFolder(), "zohooauth.db"));
    const writes = countWrites();
    const first = store.saveToken(ann());
    while (writes.count() === 0) await null;
    await Promise.all([first, ...[1, 2, 3].map((n) => store.saveToken(tokenOf(rowOf(n))))]);
    expect(writes.count()).toBe(2);
  });

  it("happens each time for calls that wait for one another", async () => {
    const store = await openStore(join(freshFolder(), "zohooauth.db"));
    const writes = countWrites();
    await store.saveToken(ann());
    await store.saveToken(bob());
    expect(writes.count()).toBe(2);
  });

  it("does not happen for calls that change nothing", async () => {
    const store = await openStore(join(freshFolder(), "zohooauth.db"));
    await store.saveToken(ann());
    const writes = countWrites();
    await store.findToken(ann());
    await store.getTokens();
    await store.saveToken(ann());
    await store.deleteToken("unknown");
    await refusalOf(store.saveToken(tokenOf({ user_name: "nobody" })));
    expect(writes.count()).toBe(0);
    await store.deleteTokens();
    await store.deleteTokens();
    expect(writes.count()).toBe(1);
  });

  it("adds missing indexes with the first save, not on opening", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    writeFileSync(file, await databaseImage((database) => database.run(PUBLISHED_TABLE)));
    const before = pictureOf(join(file, ".."));
    const store = await openStore(file);
    await store.getTokens();
    expect(pictureOf(join(file, ".."))).toEqual(before);
    await store.saveToken(ann());
    expect(readFileSync(file).includes("oauthtoken_user_name")).toBe(true);
  });
});

describe("a write that fails", () => {
  it("rejects every save and delete of its batch, and changes nothing", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    await store.saveToken(ann());
    const replace = vi.spyOn(DurableFile.prototype, "replace");
    onTestFinished(() => replace.mockRestore());
    replace.mockRejectedValueOnce(new Error("the disk is full"));
    const token = bob();
    const outcomes = await Promise.allSettled([store.saveToken(token), store.deleteTokens()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(token.getId()).toBeNull();
    expect(await usersIn(store)).toEqual(["ann"]);
    expect(await usersIn(await openStore(file))).toEqual(["ann"]);
  });

  it("is followed by reads that tell the truth, and by saves that work", async () => {
    const folder = freshFolder();
    const [inner, away] = [join(folder, "inner"), join(folder, "away")];
    mkdirSync(inner);
    const store = await openStore(join(inner, "zohooauth.db"));
    await store.saveToken(ann());
    renameSync(inner, away);
    await refusalOf(store.saveToken(bob()));
    for (const call of [store.getTokens(), store.findToken(ann()), store.findTokenById("x")]) {
      expect((await refusalOf(call)).message).toContain("is gone since it was opened");
    }
    expect(existsSync(inner)).toBe(false);
    renameSync(away, inner);
    expect(await usersIn(store)).toEqual(["ann"]);
    await store.saveToken(bob());
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });

  it("is one when the file is gone, which is not made again", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    await store.saveToken(ann());
    rmSync(file);
    await refusalOf(store.saveToken(bob()));
    await refusalOf(store.saveToken(bob()));
    await refusalOf(store.getTokens());
    expect(existsSync(file)).toBe(false);
  });

  it("is one when a program without the lock changes the file at that moment", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    const theirs = await imageWith(2);
    const changes = vi.spyOn(SqliteDatabase.prototype, "export");
    onTestFinished(() => changes.mockRestore());
    changes.mockImplementationOnce(() => {
      writeFileSync(file, theirs);
      return new Uint8Array();
    });
    const error = await refusalOf(store.saveToken(bob()));
    expect(error.message).toContain("changed by a program that does not lock it");
    expect(await usersIn(store)).toEqual(["user_name 0", "user_name 1"]);
    await store.saveToken(bob());
    expect(await usersIn(await openStore(file))).toHaveLength(3);
  });

  it("is one when somebody else has damaged the file, and so is every later call", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    await store.saveToken(ann());
    writeFileSync(file, "damaged");
    await refusalOf(store.saveToken(bob()));
    expect((await refusalOf(store.getTokens())).message).toContain("not an SQLite database");
    expect(readFileSync(file, "utf8")).toBe("damaged");
  });

  it("leaves the file whole, and nothing beside it, where files may not grow", async () => {
    const folder = freshFolder();
    const file = join(folder, "zohooauth.db");
    writeFileSync(file, await imageWith(60));
    const before = pictureOf(folder);
    const told = runNode(
      `const store = await SqliteTokenStore.open(${JSON.stringify(file)}); ${SAVE_AND_TELL}`,
      { shell: 'trap "" XFSZ; ulimit -f 8;' },
    );
    expect(told).toMatch(/^TOKEN_STORE cannot write .*: EFBIG.*\n60 null\n$/);
    expect(pictureOf(folder)).toEqual(before);
  });

  it("leaves the file whole, and nothing beside it, on a full disk", async ({ skip }) => {
    const folder = freshFolder();
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder]);
    if (mount.status !== 0) return skip("a small disk cannot be mounted here");
    try {
      const file = join(folder, "zohooauth.db");
      writeFileSync(file, await imageWith(30));
      const before = pictureOf(folder);
      const store = await SqliteTokenStore.open(file);
      expect((await refusalOf(store.saveToken(bob()))).message).toContain("ENOSPC");
      expect(await store.getTokens()).toHaveLength(30);
      expect(pictureOf(folder)).toEqual(before);
      await store.close();
    } finally {
      spawnSync("umount", [folder]);
    }
  });

  it("is one where the folder may not be written, and reading goes on", async ({ skip }) => {
    const user = ordinaryUser();
    if (user === null) return skip("no ordinary user can read this package");
    const folder = freshFolder();
    const file = join(folder, "zohooauth.db");
    writeFileSync(file, await imageWith(3), { mode: 0o644 });
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const told = runNode(
      `const store = await SqliteTokenStore.open(${JSON.stringify(file)}); ${SAVE_AND_TELL}`,
      user,
    );
    expect(told).toMatch(/^TOKEN_STORE cannot lock .*: EACCES.*\n3 null\n$/);
  });
});

describe("two stores on one file", () => {
  it("see what the other has saved, updated and deleted", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const [one, other] = [await openStore(file), await openStore(file)];
    await one.saveToken(ann());
    expect(await usersIn(other)).toEqual(["ann"]);
    await other.saveToken(bob());
    await other.deleteToken((await one.findToken(ann()))?.getId() ?? "");
    expect(await usersIn(one)).toEqual(["bob"]);
  });

  it("read the file again only when the other has changed it", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const [one, other] = [await openStore(file), await openStore(file)];
    const reads = vi.spyOn(DurableFile.prototype, "read");
    onTestFinished(() => reads.mockRestore());
    await one.saveToken(ann());
    for (let n = 0; n < 3; n++) expect(await usersIn(one)).toEqual(["ann"]);
    expect(reads).toHaveBeenCalledTimes(0);
    for (let n = 0; n < 3; n++) expect(await usersIn(other)).toEqual(["ann"]);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("lose nothing of many saves at once, and keep one user once", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(file)));
    await Promise.all(
      stores.map(async (store, index) => {
        for (let n = 0; n < 5; n++) {
          await store.saveToken(tokenOf(rowOf(10 * index + n)));
          await store.saveToken(ann());
        }
      }),
    );
    expect(await usersIn(stores[0] as SqliteTokenStore)).toHaveLength(21);
  });

  it("read on while the other holds the lock, and save when it lets go", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await openStore(file);
    await store.saveToken(ann());
    const other = await DurableFile.at(file);
    await other.lock();
    const save = store.saveToken(bob());
    expect(await usersIn(store)).toEqual(["ann"]);
    other.unlock();
    await save;
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });

  it("tell who holds the lock when it is held for too long, and save nothing", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await SqliteTokenStore.open(file, { lockTimeoutMs: 20 });
    onTestFinished(() => store.close());
    const other = await DurableFile.at(file);
    await other.lock();
    const error = await refusalOf(store.saveToken(bob()));
    expect(error.message).toContain(`zohooauth.db.lock within 20 ms: process ${process.pid} on `);
    other.unlock();
    expect(await usersIn(store)).toEqual([]);
    await store.saveToken(bob());
  });

  it.each([-1, Number.NaN, "10"])("refuse a lockTimeoutMs of %s", async (lockTimeoutMs) => {
    const file = join(freshFolder(), "zohooauth.db");
    const options = { lockTimeoutMs: lockTimeoutMs as number };
    expect((await refusalOf(SqliteTokenStore.open(file, options))).message).toContain(
      "lockTimeoutMs",
    );
  });
});

describe("closing the store", () => {
  it("answers the calls made before, and keeps what they did", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const store = await SqliteTokenStore.open(file);
    const token = ann();
    const calls = [store.saveToken(token), store.findToken(ann()), store.getTokens()];
    await store.close();
    await Promise.all(calls);
    expect(await usersIn(await openStore(file))).toEqual(["ann"]);
    expect(token.getId()).not.toBeNull();
  });

  it("answers them in memory too, where nothing can be read again", async () => {
    const store = await SqliteTokenStore.open(":memory:");
    const calls = [store.saveToken(ann()), store.getTokens()];
    await store.close();
    expect(await Promise.all(calls)).toHaveLength(2);
  });

  it("rejects every call made after, and says that the store is closed", async () => {
    const store = await SqliteTokenStore.open(join(freshFolder(), "zohooauth.db"));
    const closing = store.close();
    for (const call of [
      store.findToken(ann()),
      store.saveToken(ann()),
      store.deleteToken("1"),
      store.deleteToken(""),
      store.getTokens(),
      store.deleteTokens(),
      store.findTokenById("1"),
      store.findTokenById(""),
    ]) {
      expect((await refusalOf(call)).message).toBe("the store is closed. Open it again.");
    }
    await closing;
    await refusalOf(store.getTokens());
  });

  it("does nothing the second time", async () => {
    const store = await SqliteTokenStore.open(":memory:");
    await Promise.all([store.close(), store.close()]);
    await expect(store.close()).resolves.toBeUndefined();
  });

  it("leaves other stores alone", async () => {
    const [one, other] = [await SqliteTokenStore.open(":memory:"), await openStore(":memory:")];
    await other.saveToken(ann());
    await one.close();
    expect(await usersIn(other)).toEqual(["ann"]);
  });

  it("is not needed for what was saved to be there", async () => {
    const file = join(freshFolder(), "zohooauth.db");
    const told = runNode(
      `const store = await SqliteTokenStore.open(${JSON.stringify(file)});
      await store.saveToken(token);
      console.log("saved");
      process.kill(process.pid, "SIGKILL");
      console.log("not reached");`,
    );
    expect(told).toBe("saved\n");
    expect(await (await openStore(file)).getTokens()).toHaveLength(1);
  });
});
