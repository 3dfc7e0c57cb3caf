import { execFile } from "node:child_process";
import { access, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toFrozenFile } from "../../src/cli/freeze.js";
import { run } from "../../src/cli/run.js";
import { project, ROOT } from "./project.js";
import { recorder } from "./recorder.js";

/** A store that keeps what it is told to delete once it holds four tokens. */
const BROKEN = `
import { MemoryTokenStore } from "zoho-token-store";
import { defineHarness } from "zoho-token-store/spec";

class MyStore extends MemoryTokenStore {
  async deleteToken(id) {
    if ((await this.getTokens()).length < 4) await super.deleteToken(id);
  }
}

export default defineHarness({ name: "MyStore", open: () => ({ store: new MyStore() }) });
`;

const MENDED = BROKEN.replace("if ((await this.getTokens()).length < 4) ", "");

/** Runs a test file with vitest, as a user would. */
function runVitest(folder: string, file: string): Promise<{ status: number; printed: string }> {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--root", folder, file];
  const env = { ...process.env, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ status: Number(error?.code ?? 0), printed: stdout + stderr });
    });
  });
}

describe("check --freeze", () => {
  test("writes a test of just the failure, by its shortest calls, which fails until the store is mended", async () => {
    const folder = await project({ "my.harness.mjs": BROKEN });
    await symlink(join(ROOT, "node_modules/vitest"), join(folder, "node_modules/vitest"));
    const [harness, file] = [join(folder, "my.harness.mjs"), join(folder, "frozen.test.ts")];

    const io = recorder();
    expect(await run(["check", harness, "--freeze", file], io)).toBe(1);
    expect(io.printed.stderr).toContain(`1 failure frozen in ${file}; try: npx vitest run`);
    const text = await readFile(file, "utf8");
    expect(text).toContain('import harness from "./my.harness.mjs";');
    expect(text).toMatch(/\{\n {2}clause: "store\/any-sequence",\n {2}example: \[\n/);
    expect(text.match(/^ {4}\{ method: "\w+", \w+/gm)).toEqual([
      ...Array(4).fill('    { method: "saveToken", token'),
      '    { method: "deleteToken", id',
    ]);

    const broken = await runVitest(folder, "frozen.test.ts");
    expect(broken).toMatchObject({ status: 1 });
    expect(broken.printed).toMatch(/Tests {2}1 failed \(1\)/);
    expect(broken.printed).toContain("store/any-sequence  MUST");

    await writeFile(harness, MENDED);
    const mended = await runVitest(folder, "frozen.test.ts");
    expect(mended.printed).toMatch(/Tests {2}1 passed \(1\)/);
  });

  test("overwrites nothing, and says so before it checks anything", async () => {
    const folder = await project({ "my.harness.mjs": BROKEN, "frozen.test.js": "kept" });
    const [harness, file] = [join(folder, "my.harness.mjs"), join(folder, "frozen.test.js")];
    const io = recorder();
    expect(await run(["check", harness, "--freeze", file], io)).toBe(2);
    expect(io.printed.stderr).toMatch(/would overwrite .*frozen\.test\.js; name a new file/);
    expect(io.printed.stdout).toBe("");
    expect(await readFile(file, "utf8")).toBe("kept");
  });

  test("writes no file where nothing has failed", async () => {
    const folder = await project({ "my.harness.mjs": MENDED });
    const [harness, file] = [join(folder, "my.harness.mjs"), join(folder, "frozen.test.ts")];
    const io = recorder();
    const argv = ["check", harness, "--clause", "delete/removes", "--freeze", file];
    expect(await run(argv, io)).toBe(0);
    expect(io.printed.stderr).toContain("nothing failed, so ");
    await expect(access(file)).rejects.toThrow("ENOENT");
  });

  test("is for one store, and for a file that vitest takes for a test", () => {
    expect(() => toFrozenFile("frozen.ts", ["a.ts"])).toThrow(/takes a test file.*"frozen\.ts"/);
    expect(() => toFrozenFile("a.test.ts", ["a.ts", "b.ts"])).toThrow("one harness file");
    expect(toFrozenFile("a.spec.mjs", ["a.ts"])).toBe("a.spec.mjs");
  });
});
