import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isWithin, pathFrom, pathInRepository, realPath, shellWord } from "../../src/cli/paths.js";
import { project } from "./project.js";

test.each([
  ["/a/b", "/a/b", true],
  ["/a/b", "/a/b/c/d", true],
  ["/a/b", "/a/b/..c", true],
  ["/a/b", "/a", false],
  ["/a/b", "/a/bc", false],
])("isWithin: in %s there is %s: %s", (folder, path, isIn) => {
  expect(isWithin(folder, path)).toBe(isIn);
});

test("pathFrom names a folder seen from itself, and one beside it", () => {
  expect(pathFrom("/a/b", "/a/b")).toBe(".");
  expect(pathFrom("/a/b", "/a/c/d.ts")).toBe("../c/d.ts");
});

test.each([
  ["stores/a.ts", undefined, "stores/a.ts"],
  ["stores/a.ts", "", "stores/a.ts"],
  ["stores/a.ts", "/work", "app/stores/a.ts"],
  ["/work/a.ts", "/work", "a.ts"],
  ["../../a.ts", "/work", null],
])("pathInRepository: %s, in /work/app, of the repository in %s, is %s", (file, root, path) => {
  const io = { env: { GITHUB_WORKSPACE: root }, cwd: () => "/work/app" };
  expect(pathInRepository(file, io)).toBe(path);
});

test.each([
  ["src/@me/a-b.ts", "src/@me/a-b.ts"],
  ["my stores", "'my stores'"],
  ["it's", "'it'\\''s'"],
])("shellWord writes %s as %s", (path, word) => {
  expect(shellWord(path)).toBe(word);
});

describe("realPath", () => {
  test("follows a link, and keeps what is not there yet behind it", async () => {
    const folder = await realPath(await project({ "real/file": "" }));
    await symlink("real", join(folder, "link"));
    expect(await realPath(join(folder, "link/file"))).toBe(join(folder, "real/file"));
    expect(await realPath(join(folder, "link/new/file"))).toBe(join(folder, "real/new/file"));
  });
});
