import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.js";
import { contentOf, copied, OFFICIAL, officialProject, read } from "./copying.js";
import { project } from "./project.js";
import { recorder } from "./recorder.js";

describe("copy", () => {
  test("writes what it says, and says what to do with it", async () => {
    const folder = await officialProject({ "src/app.ts": "" });
    const lines = (await copied(folder, "memory")).replace(/@\d[\w.-]*(?=\s)/g, "@…").split("\n");
    expect(lines).toEqual([
      `MemoryTokenStore in src/token-store, for ${OFFICIAL}:`,
      "",
      "  written    src/token-store/stores/memory-store.ts",
      "  written    src/token-store/token-matching.ts",
      "  written    src/token-store/token-row.ts",
      "  written    src/token-store/sdk.ts",
      "  written    src/token-store/memory-store.harness.ts",
      "  written    src/token-store/memory-store.test.ts",
      "",
      "Install:",
      "",
      "  npm install --save-dev typescript@… vitest@… zoho-token-store@…",
      "",
      "Check the copy, with vitest or without:",
      "",
      "  npx vitest run src/token-store/memory-store.test.ts",
      "  npx zoho-token-store check src/token-store/memory-store.harness.ts",
      "",
      "Plug it in, from a file in src:",
      "",
      `  import { InitializeBuilder } from "${OFFICIAL}";`,
      '  import { MemoryTokenStore } from "./token-store/stores/memory-store.js";',
      "",
      "  const store = new MemoryTokenStore();",
      "  await new InitializeBuilder().environment(environment).token(token).store(store).initialize();",
      "",
      'The SDK\'s own types need "skipLibCheck": true in tsconfig.json.',
      'Leave memory-store.harness.ts and memory-store.test.ts out of what tsc builds ("exclude").',
      "",
    ]);
    const said = lines.flatMap((line) => /^ {2}written +(.*)$/.exec(line)?.[1] ?? []);
    const written = Object.entries(await contentOf(join(folder, "src/token-store")));
    const files = written.filter(([, content]) => content !== "no file");
    expect(files.map(([name]) => `src/token-store/${name}`).sort()).toEqual(said.sort());
  });

  test("writes to token-store where there is no folder src, and to --to where it says so", async () => {
    const folder = await officialProject({ src: "" });
    const output = await copied(folder, "list");
    expect(output).toContain("  written    token-store/sdk.ts\n");
    expect(output).toContain("Plug it in, from a file in this folder:");
    expect(output).toContain(' from "./token-store/stores/list-store.js";');
    expect(await copied(folder, "list", "--to", "lib/my tokens")).toMatch(
      / lib\/my tokens\/sdk\.ts\n.*vitest run 'lib\/my tokens\/list-store\.test\.ts'\n.* from ".\/lib\/my tokens\/stores/s,
    );
    expect(await read(folder, "lib/my tokens/sdk.ts")).toContain(OFFICIAL);
  });

  test("writes to the folder that it is given in, and to one beside it", async () => {
    const folder = await officialProject({ "app/src/main.ts": "" });
    const app = join(folder, "app");
    expect(await copied(app, "list", "--to", ".")).toContain(' from "./stores/list-store.js";');
    const output = await copied(app, "memory", "--to", "../tokens");
    expect(output).toContain("  written    ../tokens/sdk.ts\n");
    expect(output).toContain(' from "../tokens/stores/memory-store.js";');
    expect(output).toContain("\nInstall, in ..:\n");
  });

  test("says how to use it in CommonJS, where nothing awaits outside of functions", async () => {
    const folder = await project({ "package.json": "{}" });
    const output = await copied(folder, "sqlite", "--sdk", OFFICIAL);
    expect(output).toContain(
      "Plug it in, from a file in this folder, the last two lines in an async function:",
    );
    expect(output).toContain("check token-store/sqlite-store.harness.mts\n");
  });

  test("lists the stores, a line each", async () => {
    const io = recorder();
    expect(await run(["copy", "--list"], io)).toBe(0);
    expect(io.printed.stdout).toMatch(
      /^list +ListTokenStore +\S.*\nmemory +MemoryTokenStore +\S.*\nsqlite +SqliteTokenStore +\S.*\n/,
    );
    for (const line of io.printed.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.runIf(process.platform !== "win32")("writes files as the umask says", async () => {
    const folder = await officialProject();
    const before = process.umask(0o027);
    await copied(folder, "list").finally(() => process.umask(before));
    expect((await lstat(join(folder, "token-store/sdk.ts"))).mode & 0o777).toBe(0o640);
  });
});
