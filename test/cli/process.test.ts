import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { read } from "./copying.js";
import { fileWith, project, ROOT } from "./project.js";
import { spawnCli, spawnShell } from "./spawn-cli.js";

const MEMORY_STORE = 'import { MemoryTokenStore } from "zoho-token-store";';

/** A module of a store that does more than it should in `saveToken`. */
function savingWith(statements: string): string {
  return `${MEMORY_STORE}
    class Saving extends MemoryTokenStore {
      async saveToken(token) { ${statements}; return super.saveToken(token); }
    }
    export default () => new Saving();`;
}

describe.concurrent("zoho-token-store as a process", () => {
  test("passes a TypeScript store of a project that has the package linked", async () => {
    const folder = await project({
      "package.json": '{ "type": "module" }',
      "harness.ts": `import { defineHarness } from "zoho-token-store/spec";
        import { MyStore } from "./my-store.js";
        export default defineHarness({ name: "MyStore", open: () => ({ store: new MyStore() }) });`,
      "my-store.ts": `${MEMORY_STORE}
        export enum Mode { Fast }
        export class MyStore extends MemoryTokenStore { mode: Mode = Mode.Fast; }`,
    });
    const ended = await spawnCli("check", join(folder, "harness.ts"));
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toMatch(/\nMyStore conforms to contract .*\n$/);
    expect(ended.status).toBe(0);
  });

  test.each([
    ["harness.mjs", `${MEMORY_STORE} export default () => new MemoryTokenStore();`],
    [
      "harness.cjs",
      `const { MemoryTokenStore } = require("zoho-token-store");
       module.exports = () => new MemoryTokenStore();`,
    ],
    ["harness.ts", `${MEMORY_STORE} export default () => new MemoryTokenStore();`],
  ])("gives a mere function in %s tokens of the store's own class", async (name, content) => {
    // Nothing in this project says which kind of module a file is: it is CommonJS by default.
    const folder = await project({ "package.json": "{}", [name]: content });
    const ended = await spawnCli("check", join(folder, name), "--clause", "save/inserts");
    expect(ended).toMatchObject({ status: 0, stderr: "" });
  });

  test("prints a report for a program, and beside it nothing that the store logs", async () => {
    const file = await fileWith(savingWith('console.log("saving"); process.stdout.write("…")'));
    const ended = await spawnCli("check", file, "--clause", "find/by-id", "--report", "json=-");
    expect(JSON.parse(ended.stdout)).toMatchObject({ summary: { passed: 1 } });
    expect(ended.stderr).toContain("saving\n…");
    expect(ended.status).toBe(0);
  });

  test("fails a clause for errors that nobody caught, and goes on", async () => {
    const content = savingWith(
      'Promise.reject(new Error("late\\nanswer")); setImmediate(() => { throw 1; })',
    );
    const ended = await spawnCli("check", await fileWith(content), "--runs", "1");
    expect(ended).toMatchObject({ status: 1, stderr: "" });
    expect(ended.stdout).toContain("store/leaves-no-error-uncaught  MUST");
    expect(ended.stdout).toContain('an error that nobody caught: Error: "late\\nanswer"\n');
    expect(ended.stdout).toMatch(/expected {2}every error to reach the caller\n/);
    expect(ended.stdout).toMatch(/passed, 1 failed, 0 blocked/);
  });

  test("never ends with 0 when the store ends the process", async () => {
    const file = await fileWith(savingWith("process.exit(0)"));
    const ended = await spawnCli("check", file);
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(/^zoho-token-store: the process ended before the check: .*\n$/);
  });

  test("ends although the store leaves a timer running, and says so", async () => {
    const file = await fileWith(`setInterval(() => {}, 1000); ${savingWith("")}`);
    const ended = await spawnCli("check", file, "--clause", "save/inserts");
    expect(ended.status).toBe(0);
    expect(ended.stderr).toMatch(/left something open \(.*Timeout.*\); ending anyway\n$/);
  });

  test("says one line without a stack for a harness at fault", async () => {
    const file = await fileWith('export default () => { throw new Error("no database"); };');
    const ended = await spawnCli("check", file);
    expect(ended).toEqual({
      status: 2,
      stdout: "",
      stderr: `zoho-token-store: ${file}: open() failed: no database\n`,
    });
  });

  test.each([
    ["harness.cjs", /: cannot be loaded: SyntaxError: .* \(\/.*harness\.cjs:2\)\n$/],
    ["harness.mjs", /: cannot be loaded: SyntaxError: .* \(to see where: node --check \/.*\)\n$/],
  ])("says where to look for a syntax error in %s", async (name, said) => {
    const ended = await spawnCli("check", await fileWith("\nconst a = ;", name));
    expect(ended.status).toBe(2);
    expect(ended.stderr).toMatch(said);
  });

  test("copies a store from the sources that the package ships", async () => {
    const folder = await project({ "package.json": "{}" });
    const ended = await spawnCli("copy", "list", "--to", join(folder, "tokens"));
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    for (const file of ["stores/list-store.ts", "token-row.ts"]) {
      expect(await read(folder, "tokens", file)).toBe(await read(ROOT, "src", file));
    }
  });

  test("is quiet when the reader of its output leaves early, and keeps its status", async () => {
    // The reader is gone long before anything is printed.
    const ended = await spawnShell("(cli --help; echo $? >&2) | true");
    expect(ended).toMatchObject({ stdout: "", stderr: "0\n" });
  });

  test("ends with 2 and one line when its output cannot be written", async ({ skip }) => {
    skip(process.platform !== "linux", "there is no /dev/full");
    const ended = await spawnShell("cli --help > /dev/full");
    expect(ended).toMatchObject({
      status: 2,
      stderr: "zoho-token-store: cannot print the report (ENOSPC)\n",
    });
  });
});
