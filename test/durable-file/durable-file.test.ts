import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
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

function failFolderSyncOnce(code: string): void {
  const fsync = vi.spyOn(fs, "fsync").mockImplementationOnce((_, done) => done(systemError(code)));
  restoreAfterTest(fsync);
}

/** What all file handles have in common: the place to watch and to break them. */
async function prototypeOfHandles(folder: string): Promise<FileHandle> {
  const handle = await open(folder, "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

interface Writer {
  write(this: Writer, content: Uint8Array, offset: number): Promise<unknown>;
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
      await file.replace(bytes(content));
      expect(fs.readFileSync(file.path, "utf8")).toBe(content);
    }
    expect(fs.readdirSync(folder)).toEqual(["file"]);
  });

  it("makes a file that was not there", async () => {
    const file = await DurableFile.at(join(freshFolder(), "file"));
    await file.read();
    await file.replace(bytes("new"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("replaces the file, never writes into it", async () => {
    const file = await readFileOf(freshFolder());
    const reader = fs.openSync(file.path, "r");
    onTestFinished(() => fs.closeSync(reader));
    await file.replace(bytes("new"));
    expect(fs.readFileSync(reader, "utf8")).toBe("old");
  });

  it("belongs to its owner alone, even where the replaced file did not", async () => {
    const file = await readFileOf(freshFolder());
    fs.chmodSync(file.path, 0o644);
    await file.read();
    await file.replace(bytes("new"));
    expect(fs.statSync(file.path).mode & 0o777).toBe(0o600);
  });

  it("follows a symbolic link, and keeps it", async () => {
    const folder = freshFolder();
    fs.mkdirSync(join(folder, "real"));
    fs.writeFileSync(join(folder, "real", "file"), "old");
    fs.symlinkSync(join("real", "file"), join(folder, "link"));
    const file = await DurableFile.at(join(folder, "link"));
    await file.read();
    await file.replace(bytes("new"));
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

  it("is refused when its folder is missing, with the remedy", async () => {
    const path = join(freshFolder(), "missing", "file");
    const error = await refusalOf(DurableFile.at(path));
    expect(error.message).toBe(`the folder of ${path} does not exist. Make it first.`);
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
    const spy = vi.spyOn(await prototypeOfHandles(file.path), "readFile");
    restoreAfterTest(spy);
    spy.mockImplementationOnce(async () => {
      fs.appendFileSync(file.path, " and more");
      return Buffer.from("old");
    });
    const error = await refusalOf(file.read());
    expect(error.message).toContain("was changed while it was being read");
  });
});

describe("replacing a durable file", () => {
  it("is refused when somebody else has replaced it, until it is read again", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    fs.writeFileSync(join(folder, "theirs"), "their");
    fs.renameSync(join(folder, "theirs"), file.path);
    const error = await refusalOf(file.replace(bytes("new")));
    expect(error.message).toContain("changed by somebody else");
    expect(fs.readFileSync(file.path, "utf8")).toBe("their");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
    await file.read();
    await file.replace(bytes("new"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("is refused when somebody else has written into it", async () => {
    const file = await readFileOf(freshFolder());
    fs.appendFileSync(file.path, " and theirs");
    await refusalOf(file.replace(bytes("new")));
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
    await refusalOf(file.replace(bytes("new")));
    expect(fs.readFileSync(path, "utf8")).toBe("own");
  });

  it("is refused when somebody else has removed it", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    fs.rmSync(file.path);
    await refusalOf(file.replace(bytes("new")));
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it("is refused when somebody else has made it first", async () => {
    const file = await DurableFile.at(join(freshFolder(), "file"));
    await file.read();
    fs.writeFileSync(file.path, "theirs");
    await refusalOf(file.replace(bytes("new")));
    expect(fs.readFileSync(file.path, "utf8")).toBe("theirs");
  });

  it("succeeds for one of two owners in one process, however their steps interleave", async () => {
    const path = join(freshFolder(), "file");
    for (let round = 0; round < 20; round++) {
      const owners = [await DurableFile.at(path), await DurableFile.at(path)];
      for (const owner of owners) await owner.read();
      const contents = [`first ${round}`, `second ${round}`.padEnd(round * 5000)];
      const outcomes = await Promise.allSettled(
        owners.map((owner, index) => owner.replace(bytes(contents[index] ?? ""))),
      );
      const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(fs.readFileSync(path, "utf8")).toBe(contents[winner]);
    }
  });

  it("is refused when the folder is gone", async () => {
    const folder = freshFolder();
    fs.mkdirSync(join(folder, "inner"));
    const file = await readFileOf(join(folder, "inner"));
    fs.renameSync(join(folder, "inner"), join(folder, "away"));
    const error = await refusalOf(file.replace(bytes("new")));
    expect(error.message).toContain(`cannot write ${file.path}: ENOENT`);
    expect(fs.readdirSync(join(folder, "away"))).toEqual(["file"]);
  });

  it("writes all bytes where the system takes some of them at a time", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    const handles: Writer = await prototypeOfHandles(folder);
    const { write } = handles;
    const short = vi.spyOn(handles, "write").mockImplementation(function (
      this: Writer,
      content,
      offset,
    ) {
      return Reflect.apply(write, this, [content, offset, Math.min(300, content.length - offset)]);
    });
    restoreAfterTest(short);
    await file.replace(bytes(`${"x".repeat(899)}y`));
    expect(short).toHaveBeenCalledTimes(3);
    expect(fs.readFileSync(file.path, "utf8")).toBe(`${"x".repeat(899)}y`);
  });

  it("writes and syncs the bytes before the rename, and syncs the folder after it", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    const handles = await prototypeOfHandles(folder);
    const steps = [
      vi.spyOn(handles, "write"),
      vi.spyOn(handles, "sync"),
      vi.spyOn(fs, "renameSync"),
      vi.spyOn(fs, "fsync"),
    ];
    restoreAfterTest(...steps);
    await file.replace(bytes("new"));
    expect(steps.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 1]);
    const order = steps.map(({ mock }) => mock.invocationCallOrder[0] ?? 0);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it("does without syncing the folder on Windows, where it cannot be opened", async () => {
    const file = await readFileOf(freshFolder());
    const { platform } = process;
    onTestFinished(() => void Object.defineProperty(process, "platform", { value: platform }));
    Object.defineProperty(process, "platform", { value: "win32" });
    const openFolder = vi.spyOn(fs, "openSync");
    restoreAfterTest(openFolder);
    await file.replace(bytes("new"));
    expect(openFolder).not.toHaveBeenCalled();
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("leaves the old content, and nothing beside it, when the rename fails", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    failRenameOnce();
    const error = await refusalOf(file.replace(bytes("new")));
    expect(error.message).toBe(`cannot write ${file.path}: EIO: device.`);
    expect(fs.readFileSync(file.path, "utf8")).toBe("old");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
    await file.replace(bytes("new"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
  });

  it("leaves the old content, and nothing beside it, when the bytes cannot be synced", async () => {
    const folder = freshFolder();
    const file = await readFileOf(folder);
    const sync = vi.spyOn(await prototypeOfHandles(folder), "sync");
    restoreAfterTest(sync);
    sync.mockRejectedValueOnce(systemError("EIO"));
    await refusalOf(file.replace(bytes("new")));
    expect(fs.readFileSync(file.path, "utf8")).toBe("old");
    expect(fs.readdirSync(folder)).toEqual(["file"]);
  });

  it("tells that the new content is in place when only the folder cannot be synced", async () => {
    const file = await readFileOf(freshFolder());
    failFolderSyncOnce("EIO");
    const error = await refusalOf(file.replace(bytes("new")));
    expect(error.message).toContain("has its new content");
    expect(fs.readFileSync(file.path, "utf8")).toBe("new");
    await file.replace(bytes("newer"));
    expect(fs.readFileSync(file.path, "utf8")).toBe("newer");
  });

  it.each(["EINVAL", "ENOTSUP"])(
    "succeeds where the file system cannot sync folders (%s)",
    async (code) => {
      const file = await readFileOf(freshFolder());
      failFolderSyncOnce(code);
      await file.replace(bytes("new"));
      expect(fs.readFileSync(file.path, "utf8")).toBe("new");
    },
  );
});
