import { chmod, mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeFiles } from "../../src/cli/copy/write-files.js";
import { contentOf, copied, faultOf, OFFICIAL, officialProject, read } from "./copying.js";
import { project, ROOT } from "./project.js";

describe("files that are there already", () => {
  test("are left alone when they are the same, so that a second store joins the first", async () => {
    const folder = await officialProject();
    await copied(folder, "sqlite");
    const output = await copied(folder, "memory");
    const outcomes = [
      ...output.matchAll(/^ {2}(written|unchanged|replaced) +token-store\/(.*)$/gm),
    ];
    expect(outcomes.map(([, outcome, file]) => `${outcome} ${file}`)).toEqual([
      "written stores/memory-store.ts",
      "unchanged token-matching.ts",
      "unchanged token-row.ts",
      "unchanged sdk.ts",
      "written memory-store.harness.ts",
      "written memory-store.test.ts",
    ]);
  });

  test("are never overwritten without --force, and then nothing is written at all", async () => {
    const mine = { "token-store/token-row.ts": "mine", "token-store/list-store.test.ts": "mine" };
    const folder = await officialProject(mine);
    expect(await faultOf(folder, "list")).toBe(
      "nothing was written, for these files are there with other content: " +
        "token-store/token-row.ts, token-store/list-store.test.ts; --force replaces them",
    );
    expect(await contentOf(join(folder, "token-store"))).toEqual({
      "token-row.ts": "mine",
      "list-store.test.ts": "mine",
    });
  });

  test("are replaced with --force, those of others excepted", async () => {
    const folder = await officialProject({
      "token-store/token-row.ts": "mine",
      "token-store/my-store.ts": "mine",
    });
    const output = await copied(folder, "list", "--force");
    expect(output).toContain("  replaced   token-store/token-row.ts\n");
    expect(output).toContain("  written    token-store/sdk.ts\n");
    const content = await contentOf(join(folder, "token-store"));
    expect(content["token-row.ts"]).toBe(await read(ROOT, "src/token-row.ts"));
    expect(content["my-store.ts"]).toBe("mine");
  });

  test("are links to elsewhere that --force replaces and does not follow", async () => {
    const folder = await officialProject({ "elsewhere.ts": "mine", "token-store/a": "" });
    await symlink("../elsewhere.ts", join(folder, "token-store/sdk.ts"));
    await symlink("../nowhere.ts", join(folder, "token-store/token-row.ts"));
    expect(await faultOf(folder, "list")).toMatch(/ token-store\/token-row\.ts, .*\/sdk\.ts; /);
    await copied(folder, "list", "--force");
    expect(await read(folder, "elsewhere.ts")).toBe("mine");
    const content = await contentOf(join(folder, "token-store"));
    expect(content["sdk.ts"]).toContain(OFFICIAL);
    expect(content["token-row.ts"]).toContain("export function rowFromToken");
    expect(await readdir(folder)).not.toContain("nowhere.ts");
  });
});

describe("what is in the way", () => {
  test.each([
    ["a file in the place of the folder", "file", "file is in the way: it is a file, not a folder"],
    ["a file above the folder", "file/sub", "cannot make file/sub: ENOTDIR: not a directory"],
    ["a link to nothing", "dangling", "dangling is in the way: it is a link, not a folder"],
    ["a link for a folder in it", "linked", "linked/stores is in the way: it is a link, not a"],
    ["a folder for a file", "folders", "folders/sdk.ts is in the way: it is no file"],
    ["a name that is too long", "n".repeat(300), ": ENAMETOOLONG: name too long"],
    ["node_modules", "node_modules/mine", "node_modules/mine is in node_modules, which npm may"],
    ["this package", "own/src", "own/src is in zoho-token-store itself; copy into a project"],
  ])("%s is named in one line, with --force too, and nothing is written", async (_, to, said) => {
    const folder = await officialProject({ file: "", "folders/sdk.ts/a": "", "linked/a": "" });
    await mkdir(join(folder, "elsewhere"));
    await symlink("nowhere", join(folder, "dangling"));
    await symlink("../elsewhere", join(folder, "linked/stores"));
    await symlink(ROOT, join(folder, "own"));
    const before = await contentOf(folder);
    for (const force of [[], ["--force"]]) {
      expect(await faultOf(folder, "list", "--to", to, ...force)).toContain(said);
    }
    expect(await contentOf(folder)).toEqual(before);
  });

  test("a link that was named as the folder is no hindrance", async () => {
    const folder = await officialProject({ "real/a": "" });
    await symlink("real", join(folder, "link"));
    await copied(folder, "list", "--to", "link");
    expect(await readdir(join(folder, "real"))).toContain("sdk.ts");
  });

  test.skipIf(process.getuid?.() === 0)("a folder that is closed to this user", async () => {
    const folder = await officialProject();
    await chmod(folder, 0o500);
    const said = await faultOf(folder, "list").finally(() => chmod(folder, 0o700));
    expect(said).toBe("cannot make token-store: EACCES: permission denied");
  });

  test("a file that appears after it was looked for is not overwritten, --force or not", async () => {
    const folder = await project({});
    const [first, second] = [
      { path: "a.ts", text: "first" },
      { path: "a.ts", text: "second" },
    ];
    const writing = writeFiles([first, second], { folder, cwd: folder, force: true });
    await expect(writing).rejects.toThrow("cannot write a.ts: EEXIST: file already exists");
    expect(await read(folder, "a.ts")).toBe("first");
  });
});
