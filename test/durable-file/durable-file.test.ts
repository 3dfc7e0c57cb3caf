import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it, type MockInstance, onTestFinished, vi } from "vitest";
import { holderHere } from "../../src/durable-file/lock-holder.js";
import { DurableFile } from "../../src/durable-file.js";
import { freshFolder, refusalOf } from "../stores/arrange.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Points to a file with some content, and has read it. */
async function readFileOf(folder: string, content = "old"): Promise<DurableFile> {
  const path = join(folder, "file");
  fs.writeFileSync(path, content);
  const file = await DurableFile.at(path);
  await file.read();
  return file;
}

/** Takes spies back after the test, and lets modules see those on `node:fs` until then. */
function restoreAfterTest(...spies: { mockRestore: () => void }[]): void {
  syncBuiltinESMExports();
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
    syncBuiltinESMExports();
  });
}

/** Leaves a lock beside a file as a process does that is killed. */
function writeDeadLock(path: string): void {
  // No system gives a process such a number.
  const holder = { ...holderHere(randomUUID()), pid: 2 ** 30 };
  fs.writeFileSync(`${path}.lock`, JSON.stringify(holder));
}

/** An error as the system gives it. */
function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: device`), { code });
}

function failRenameOnce(): void {
  const rename = vi.spyOn(fs, "renameSync").mockImplementationOnce(() => {
    throw systemError("EIO");
  });
  restoreAfterTest(rename);
}

/** Lets the system fail to sync: the first time of a replacement the bytes, the second the folder. */
function failSync(time: number, code: string): void {
  const { fsync } = fs;
  let calls = 0;
  const spy = vi.spyOn(fs, "fsync").mockImplementation((file, done) => {
    calls += 1;
    if (calls === time) done(systemError(code));
    else fsync(file, done);
  });
  restoreAfterTest(spy);
}

/** Replaces the content as a store does: under the lock. */
async function replace(file: DurableFile, content: string): Promise<void> {
  await file.lock();
  try {
    await file.replace(bytes(content));
  } finally {
    file.unlock();
  }
}

describe("a durable file", () => {
  it("gives null when there is no file", async () => {
    const file = await DurableFile.at(join(freshFolder(), "file"));
    await expect(file.read()).resolves.toBeNull();
  });

  it("gives the bytes that are in the file", async () => {
    const file = await readFileOf(freshFolder(), "old");
    expect(Buffer.from((await file.read()) ?? []).toString()).toBe("old");
  });

  it("replaces the bytes, again and again, and leaves nothing beside them", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    for (const content of ["one", "another", ""]) {
      await replace(file, content);
      expect(fs.readFileSync(file.path, "utf8")).toBe(content);
    }
    expect(fs.readdirSync(folder)).toEqual(["file"]);
  });

  it("makes a file that was not there", async () => {
    const file = await DurableFile.at(join(freshFolder(), "file"));
    await file.read();
    await replace(file, "new");
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("replaces the file, never writes into it", async () => {
    const file = await readFileOf(freshFolder());
    const reader = fs.openSync(file.path, "r");
    onTestFinished(() => fs.closeSync(reader));
    await replace(file, "new");
    expect(fs.readFileSync(reader, "utf8")).toBe("old");
  });

  it("belongs to its owner alone, even where the replaced file did not", async () => {
    const file = await readFileOf(freshFolder());
    fs.chmodSync(file.path, 0o644);
    await file.read();
    await replace(file, "new");
    expect(fs.statSync(file.path).mode & 0o777).toBe(0o600);
  });

  it.skipIf(process.getuid?.() !== 0)("keeps its owner (only root can try)", async () => {
    const file = await readFileOf(freshFolder());
    fs.chownSync(file.path, 65_534, 65_533);
    await file.read();
    await replace(file, "new");
    expect(fs.statSync(file.path)).toMatchObject({ uid: 65_534, gid: 65_533 });
  });

  it("is left as it is when its owner cannot be kept", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    const { fstatSync } = fs;
    const stat = vi
      .spyOn(fs, "fstatSync")
      .mockImplementation(((fd: number, options?: object) =>
        Object.assign(fstatSync(fd, options), { uid: -1 })) as typeof fstatSync);
    const chown = vi.spyOn(fs, "fchownSync").mockImplementation(() => {
      throw systemError("EPERM");
    });
    restoreAfterTest(stat, chown);
    expect((await refusalOf(replace(file, "new"))).message).toContain("belongs to another user");
    expect(fs.readFileSync(file.path, "utf8")).toBe("old");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
  });

  it("follows a symbolic link, and keeps it", async () => {
    const folder = freshFolder();
    fs.mkdirSync(join(folder, "real"));
    fs.writeFileSync(join(folder, "real", "file"), "old");
    fs.symlinkSync(join("real", "file"), join(folder, "link"));
    const file = await DurableFile.at(join(folder, "link"));
    await file.read();
    await replace(file, "new");
    expect(fs.lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(join(folder, "real", "file"), "utf8")).toBe("new");
    expect(fs.readdirSync(join(folder, "real"))).toEqual(["file"]);
  });

  it("stays at its place when the current folder changes", async () => {
    const folder = freshFolder();
    const before = process.cwd();
    onTestFinished(() => process.chdir(before));
    process.chdir(folder);
    const file = await DurableFile.at("file");
    process.chdir(before);
    expect(file.path).toBe(join(fs.realpathSync(folder), "file"));
  });
});

describe("the path of a durable file", () => {
  it.each([
    ["empty", ""],
    ["with a NUL", "a\0b"],
    ["that is a number", 7],
    ["that is missing", undefined],
  ])("is refused when it is one %s", async (_, path) => {
    const error = await refusalOf(DurableFile.at(path as string));
    expect(error.message).toMatch(/^the path of a file must be a string/);
  });

  it("gets the folders that are missing, for their owner alone", async () => {
    const folder = freshFolder();
    await DurableFile.at(join(folder, "missing", "too", "file"));
    for (const made of ["missing", "missing/too"]) {
      expect(fs.statSync(join(folder, made)).mode & 0o777).toBe(0o700);
    }
  });

  it("is refused when a file is in the place of its folder", async () => {
    const file = await readFileOf(freshFolder());
    const error = await refusalOf(DurableFile.at(join(file.path, "file")));
    expect(error.message).toContain("ENOTDIR");
  });

  it("is refused when it is a link to nothing, and the link stays", async () => {
    const link = join(freshFolder(), "link");
    fs.symlinkSync("nothing", link);
    const error = await refusalOf(DurableFile.at(link));
    expect(error.message).toContain("link to nothing");
    expect(fs.readlinkSync(link)).toBe("nothing");
  });

  it("is refused when it ends in a slash, and nothing is made", async () => {
    const folder = freshFolder();
    const error = await refusalOf(DurableFile.at(`${join(folder, "file")}/`));
    expect(error.message).toContain("it ends in a slash");
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("is refused when it is a link to itself", async () => {
    const link = join(freshFolder(), "link");
    fs.symlinkSync("link", link);
    expect((await refusalOf(DurableFile.at(link))).message).toContain("ELOOP");
  });
});

describe("reading a durable file", () => {
  it("refuses a folder", async () => {
    const file = await DurableFile.at(freshFolder());
    expect((await refusalOf(file.read())).message).toContain("not a regular file");
  });

  it("refuses a pipe without waiting for its writer", async () => {
    const path = join(freshFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const file = await DurableFile.at(path);
    expect((await refusalOf(file.read())).message).toContain("not a regular file");
  });

  it("refuses a file that changes while it is being read", async () => {
    const file = await readFileOf(freshFolder());
    const { readFile } = fs;
    const spy = vi.spyOn(fs, "readFile").mockImplementationOnce((...call) => {
      fs.appendFileSync(file.path, " and more");
      Reflect.apply(readFile, fs, call);
    });
    restoreAfterTest(spy);
    const error = await refusalOf(file.read());
    expect(error.message).toContain("was changed while it was being read");
  });
});

describe("locking a durable file", () => {
  it("gives turns in the order of asking, however many ask in one process", async () => {
    const path = join(freshFolder(), "file");
    const owners = await Promise.all(Array.from({ length: 300 }, () => DurableFile.at(path)));
    const order: number[] = [];
    await Promise.all(
      owners.map(async (owner, index) => {
        await owner.lock();
        order.push(index);
        owner.unlock();
      }),
    );
    expect(order).toEqual(owners.map((_, index) => index));
  });

  it("leaves the turn to others when the wait was too long", async () => {
    const path = join(freshFolder(), "file");
    const [one, other, third] = await Promise.all([
      DurableFile.at(path),
      DurableFile.at(path, { lockTimeoutMs: 5 }),
      DurableFile.at(path, { lockTimeoutMs: Number.POSITIVE_INFINITY }),
    ]);
    await one?.lock();
    const waiting = third?.lock();
    expect((await refusalOf(other?.lock() as Promise<void>)).message).toContain("within 5 ms");
    one?.unlock();
    await waiting;
    third?.unlock();
    await other?.lock();
    other?.unlock();
  });

  it("leaves alone a lock that somebody else has taken by then", async () => {
    const file = await readFileOf(freshFolder());
    await file.lock();
    fs.rmSync(`${file.path}.lock`);
    writeDeadLock(file.path);
    file.unlock();
    expect(fs.existsSync(`${file.path}.lock`)).toBe(true);
  });

  it("syncs the folder in the place of a holder that has ended", async () => {
    const file = await readFileOf(freshFolder());
    const sync = vi.spyOn(fs, "fsync");
    restoreAfterTest(sync);
    await file.lock();
    file.unlock();
    expect(sync).toHaveBeenCalledTimes(0);
    writeDeadLock(file.path);
    await file.lock();
    file.unlock();
    expect(sync).toHaveBeenCalledTimes(1);
  });

  it("is refused, and nothing stays locked, when that folder cannot be synced", async () => {
    const file = await readFileOf(freshFolder());
    writeDeadLock(file.path);
    failSync(1, "EIO");
    const error = await refusalOf(file.lock());
    expect(error.message).toBe(`cannot lock ${file.path}: EIO: device.`);
    expect(fs.readdirSync(dirname(file.path))).toEqual(["file"]);
  });
});

describe("replacing a durable file", () => {
  it("is refused when somebody else has replaced it, until it is read again", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    fs.writeFileSync(join(folder, "theirs"), "their");
    fs.renameSync(join(folder, "theirs"), file.path);
    const error = await refusalOf(replace(file, "new"));
    expect(error.message).toContain("changed by a program");
    expect(fs.readFileSync(file.path, "utf8")).toBe("their");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
    await file.read();
    await replace(file, "new");
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("is refused when somebody else has written into it", async () => {
    const file = await readFileOf(freshFolder());
    fs.appendFileSync(file.path, " and theirs");
    await refusalOf(replace(file, "new"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("old and theirs");
  });

  it("is refused when somebody else's file has the same size and time", async () => {
    const folder = freshFolder();
    const [path, theirs] = [join(folder, "file"), join(folder, "theirs")];
    for (const [name, content] of [
      [path, "old"],
      [theirs, "own"],
    ] as const) {
      fs.writeFileSync(name, content);
      fs.utimesSync(name, 1, 1);
    }
    const file = await DurableFile.at(path);
    await file.read();
    fs.renameSync(theirs, path);
    await refusalOf(replace(file, "new"));
    expect(fs.readFileSync(path, "utf8")).toBe("own");
  });

  it("is refused when somebody else has removed it", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    fs.rmSync(file.path);
    await refusalOf(replace(file, "new"));
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("is refused when somebody else has made it first", async () => {
    const file = await DurableFile.at(join(freshFolder(), "file"));
    await file.read();
    fs.writeFileSync(file.path, "theirs");
    await refusalOf(replace(file, "new"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("theirs");
  });

  it("is refused when the file is read-only", async () => {
    const file = await readFileOf(freshFolder());
    fs.chmodSync(file.path, 0o444);
    expect((await refusalOf(replace(file, "new"))).message).toContain("is read-only");
    expect(fs.readFileSync(file.path, "utf8")).toBe("old");
  });

  it("succeeds for each of several owners who read it again under the lock", async () => {
    const path = join(freshFolder(), "file");
    fs.writeFileSync(path, "");
    const owners = await Promise.all(Array.from({ length: 5 }, () => DurableFile.at(path)));
    const append = async (owner: DurableFile, text: string) => {
      await owner.lock();
      const content = Buffer.from((await owner.read()) ?? []).toString();
      await owner.replace(bytes(content + text));
      owner.unlock();
    };
    await Promise.all(owners.map((owner, index) => append(owner, String(index))));
    expect([...fs.readFileSync(path, "utf8")].sort().join("")).toBe("01234");
  });

  it("is refused when the folder is gone", async () => {
    const folder = freshFolder();
    fs.mkdirSync(join(folder, "inner"));
    const file = await readFileOf(join(folder, "inner"));
    fs.renameSync(join(folder, "inner"), join(folder, "away"));
    const error = await refusalOf(replace(file, "new"));
    expect(error.message).toContain(`cannot lock ${file.path}: ENOENT`);
    expect(fs.readdirSync(join(folder, "away"))).toEqual(["file"]);
  });

  it("writes all bytes where the system takes some of them at a time", async () => {
    const file = await readFileOf(freshFolder());
    const { write } = fs;
    const short = vi.spyOn(fs, "write") as unknown as MockInstance<ShortWrite>;
    short.mockImplementation((target, content, offset, done) =>
      write(target, content, offset, Math.min(300, content.length - offset), done),
    );
    restoreAfterTest(short);
    await replace(file, `${"x".repeat(899)}y`);
    expect(short).toHaveBeenCalledTimes(3);
    expect(fs.readFileSync(file.path, "utf8")).toBe(`${"x".repeat(899)}y`);
  });

  it("leaves the old content, and nothing beside it, when the rename fails", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    failRenameOnce();
    const error = await refusalOf(replace(file, "new"));
    expect(error.message).toBe(`cannot write ${file.path}: EIO: device.`);
    expect(fs.readFileSync(file.path, "utf8")).toBe("old");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
    await replace(file, "new");
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it.each([
    ["bytes", 1],
    ["folder", 2],
  ])(
    "leaves the old content, and nothing beside it, when the %s cannot be synced",
    async (_, time) => {
      const folder = freshFolder();
      const file = await readFileOf(folder);
      failSync(time, "EIO");
      const error = await refusalOf(replace(file, "new"));
      expect(error.message).toBe(`cannot write ${file.path}: EIO: device.`);
      expect(fs.readFileSync(file.path, "utf8")).toBe("old");
      expect(fs.readdirSync(folder)).toEqual(["file"]);
      await file.read();
      await replace(file, "newer");
      expect(fs.readFileSync(file.path, "utf8")).toBe("newer");
    },
  );

  it("leaves no file where there was none, when the folder cannot be synced", async () => {
    const folder = freshFolder();
    const file = await DurableFile.at(join(folder, "file"));
    failSync(2, "EIO");
    await refusalOf(replace(file, "new"));
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("tells that the new content is in place when the old one cannot be brought back", async () => {
    const file = await readFileOf(freshFolder());
    failSync(2, "EIO");
    const { renameSync } = fs;
    const rename = vi.spyOn(fs, "renameSync").mockImplementation((from, to) => {
      if (rename.mock.calls.length === 2) throw systemError("EIO");
      renameSync(from, to);
    });
    restoreAfterTest(rename);
    const error = await refusalOf(replace(file, "new"));
    expect(error.message).toContain("has its new content");
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it.each(["EINVAL", "ENOTSUP"])(
    "succeeds where the file system cannot sync folders (%s)",
    async (code) => {
      const file = await readFileOf(freshFolder());
      failSync(2, code);
      await replace(file, "new");
      expect(fs.readFileSync(file.path, "utf8")).toBe("new");
    },
  );
});

/** `fs.write` as it is called here: the sources give no length. */
type ShortWrite = (
  file: number,
  content: Uint8Array,
  offset: number,
  done: (error: Error | null, written: number, content: Uint8Array) => void,
) => void;
