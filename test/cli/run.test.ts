import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clauses } from "../../spec/index.js";
import { run } from "../../src/cli/run.js";
import { all, parseXml } from "../report/parse-xml.js";
import { parseCommands } from "../report/workflow-commands.js";
import { fileWith, project, ROOT } from "./project.js";
import { recorder } from "./recorder.js";

// They import the built package: the sources, loaded a second time in this process by the command,
// would have a second coverage, and the two do not add up.
const HARNESSES = join(ROOT, "test/cli/harnesses");
const MEMORY = join(HARNESSES, "memory.mjs");
const LIST = join(HARNESSES, "list.mjs");
const OFFICIAL = join(HARNESSES, "official-file-store.mjs");

/** A store of which nothing can be expected but that it has the six methods. */
const HOLLOW = `{ findToken: async () => null, saveToken: async () => {}, getTokens: async () => [],
  deleteToken: async () => {}, deleteTokens: async () => {}, findTokenById: async () => null }`;

describe("check", () => {
  test("ends with 0 and the full text for a store that conforms", async () => {
    const io = recorder();
    expect(await run(["check", MEMORY, "--strict"], io)).toBe(0);
    const { stdout, stderr } = io.printed;
    for (const { title, needs = [] } of clauses) {
      const isClaimed = needs.every((capability) => capability === "redactingSdk");
      expect(stdout).toContain(`  ${isClaimed ? "✓" : "·"} ${title}`);
    }
    expect(stdout).toMatch(/MemoryTokenStore conforms to contract .*, SHOULD included; .*\n$/);
    expect(stderr).toBe("");
  });

  test("ends with 1 for a store that breaks a MUST, and tells how to see it again", async () => {
    const io = recorder();
    expect(await run(["check", OFFICIAL, "--clause", "find/by-id", "--seed", "3"], io)).toBe(1);
    expect(io.printed.stdout).toContain('findToken({ id: "2" }) → null');
    const replay = `zoho-token-store check ${OFFICIAL} --clause find/by-id --seed 3\n`;
    expect(io.printed.stdout).toContain(replay);
  });

  test("ends with 1 for a store that breaks a SHOULD only where SHOULD binds", async () => {
    const argv = ["check", OFFICIAL, "--clause", "store/ids-never-reused"];
    expect(await run(argv, recorder())).toBe(0);
    expect(await run([...argv, "--strict"], recorder())).toBe(1);
  });

  test("repeats the seed and the number of runs in the replay, and quotes the file", async () => {
    const file = await fileWith(`export default () => (${HOLLOW});`, "my store's.mjs");
    const io = recorder();
    await run(["check", file, "--clause", "save/inserts", "--runs", "7", "--seed", "5"], io);
    const quoted = `'${file.replace("'", "'\\''")}'`;
    const replay = `check ${quoted} --clause save/inserts --seed 5 --runs 7\n`;
    expect(io.printed.stdout).toContain(replay);
  });

  test("prints one table for several stores, checked on the same examples", async () => {
    const io = recorder();
    const status = await run(["check", MEMORY, LIST, "--clause", "find/by-id"], io);
    expect(status).toBe(0);
    expect(io.printed.stdout).toMatch(/^1 {2}MemoryTokenStore\n2 {2}ListTokenStore\n/);
    expect(io.printed.stdout).toMatch(/^ {2}finds a token by its id +✓ {3}✓$/m);
    expect(io.printed.stdout).toMatch(/ {2}seed \d+$/m);
  });

  test("ends with 1 when one store of several does not conform", async () => {
    const io = recorder();
    expect(await run(["check", MEMORY, OFFICIAL, "--clause", "find/by-id"], io)).toBe(1);
    expect(io.printed.stdout).toMatch(/^ {2}finds a token by its id +✓ {3}✗$/m);
    expect(io.printed.stdout).toContain("(failure 1 of 1)");
  });

  test("writes the reports that were asked for", async () => {
    const folder = await project({});
    const [json, junit] = [join(folder, "report.json"), join(folder, "report.xml")];
    const reports = `json=${json},junit=${junit}`;
    await run(["check", MEMORY, "--clause", "find/by-id", "--report", reports], recorder());
    expect(JSON.parse(await readFile(json, "utf8"))).toMatchObject({
      store: "MemoryTokenStore",
      clauses: [{ id: "find/by-id", verdict: "passed" }],
    });
    expect(all(parseXml(await readFile(junit, "utf8")), "testcase")).toHaveLength(1);
  });

  test("prints a report in the place of the text, and nothing else beside it", async () => {
    const io = recorder({ isTTY: true, columns: 80 });
    const argv = ["check", OFFICIAL, "--clause", "find/by-id", "--report", "json=-"];
    expect(await run(argv, io)).toBe(1);
    expect(JSON.parse(io.printed.stdout)).toMatchObject({ summary: { failed: 1 } });
    expect(io.printed.stderr).toContain("1/1  find/by-id");
  });

  test("annotates the harness file, as the repository knows it", async () => {
    const io = recorder({ env: { GITHUB_WORKSPACE: ROOT } });
    const argv = ["check", OFFICIAL, "--clause", "find/by-id", "--report", "github=-"];
    expect(await run(argv, io)).toBe(1);
    expect(
      parseCommands(io.printed.stdout).map(({ level, properties }) => [level, properties.file]),
    ).toEqual([
      ["error", "test/cli/harnesses/official-file-store.mjs"],
      ["notice", "test/cli/harnesses/official-file-store.mjs"],
    ]);
  });

  test("leads to the pages of a site, in the text and in every report", async () => {
    const [folder, io] = [await project({}), recorder()];
    const formats = ["json", "junit", "markdown", "github"];
    const reports = formats.map((format) => `${format}=${join(folder, format)}`).join();
    const site = ["--docs", "https://example.com/token-store/"];
    await run(["check", OFFICIAL, "--clause", "find/by-id", "--report", reports, ...site], io);
    const page = "https://example.com/token-store/failures/find-by-id.html";
    expect(io.printed.stdout).toContain(`  docs      ${page}\n`);
    for (const format of formats) {
      expect(await readFile(join(folder, format), "utf8"), format).toContain(page);
    }
  });

  test("looks for the reports' folders before it loads a harness", async () => {
    const file = await fileWith("throw new Error('loaded');");
    const io = recorder();
    expect(await run(["check", file, "--report", "json=/no/such/folder/a.json"], io)).toBe(2);
    expect(io.printed.stderr).toMatch(/^zoho-token-store: cannot write the report .*\n$/);
  });

  test("shows its progress and its colours on a terminal only", async () => {
    const argv = ["check", MEMORY, "--clause", "find/by-id"];
    const [terminal, file] = [recorder({ isTTY: true, columns: 80 }), recorder()];
    await run(argv, terminal);
    await run(argv, file);
    expect(terminal.printed.stderr).toBe("\r\u001b[2KMemoryTokenStore  1/1  find/by-id\r\u001b[2K");
    expect(terminal.printed.stdout).toContain("\u001b[32m✓");
    expect(file.printed.stderr).toBe("");
    expect(file.printed.stdout).not.toContain("\u001b");
  });

  test("names the clause under way in the progress, one step a clause", async () => {
    const io = recorder({ isTTY: true, columns: 200 });
    await run(["check", LIST, "--runs", "1"], io);
    const steps = io.printed.stderr.split("\r\u001b[2K").slice(1, -1);
    expect(steps).toEqual(
      clauses.map(({ id }, index) => `ListTokenStore  ${index + 1}/${clauses.length}  ${id}`),
    );
  });

  test("tells the author of a mere function that its store may want other classes", async () => {
    const file = await fileWith(`export default () => (${HOLLOW});`);
    const io = recorder();
    expect(await run(["check", file, "--clause", "save/inserts"], io)).toBe(1);
    expect(io.printed.stderr).toMatch(/exports a mere function, .* export defineHarness\(/);
  });

  test("ends with 1 for a store that left an error uncaught", async () => {
    // A real one would fail this very test, for vitest listens too.
    const raise = 'process.listeners("uncaughtException").at(-1)(new Error("lost"));';
    const file = await fileWith(`${raise} export default () => (${HOLLOW});`);
    const io = recorder();
    expect(await run(["check", file, "--clause", "get/none"], io)).toBe(1);
    expect(io.printed.stdout).toContain("1 passed, 0 failed");
    expect(io.printed.stderr).toBe(
      `zoho-token-store: the store left an error uncaught, first while ${file} was loaded: lost\n`,
    );
  });

  test("says nothing of classes where a harness named its own", async () => {
    const io = recorder();
    const content = `export default { name: "Hollow", open: () => ({ store: ${HOLLOW} }) };`;
    await run(["check", await fileWith(content), "--clause", "save/inserts"], io);
    expect(io.printed.stderr).toBe("");
  });
});

describe("a harness at fault", () => {
  test.each([
    ["throws in open()", "() => { throw new Error('no\\ndatabase'); }", "open() failed: no"],
    ["returns no store", "() => undefined", "the store must be an object, not undefined"],
    ["lacks a method", `() => ({ ...${HOLLOW}, getTokens: 1 })`, "the store has no method getTok"],
    [
      "cannot close",
      `({ name: "x", open: () => ({ store: ${HOLLOW}, close() { throw new Error("busy"); } }) })`,
      "close() failed: busy",
    ],
    [
      "brings classes that are none",
      `({ name: "x", sdk: { OAuthToken: 5 }, open: () => ({ store: ${HOLLOW} }) })`,
      "the harness's sdk must bring the class OAuthToken",
    ],
  ])("ends with 2 and one line that names the file when it %s", async (_, exported, said) => {
    const file = await fileWith(`export default ${exported};`);
    const io = recorder();
    expect(await run(["check", file], io)).toBe(2);
    expect(io.printed.stdout).toBe("");
    expect(io.printed.stderr.split("\n")).toHaveLength(2);
    expect(io.printed.stderr).toContain(`zoho-token-store: ${file}: ${said}`);
  });

  test("is found before any store is checked", async () => {
    const io = recorder({ isTTY: true, columns: 80 });
    expect(await run(["check", MEMORY, "no-such-file.ts"], io)).toBe(2);
    expect(io.printed).toEqual({
      stdout: "",
      stderr: "zoho-token-store: no-such-file.ts: no such file\n",
    });
  });
});

describe("the command line", () => {
  test("prints help and the version on standard output", async () => {
    const [help, version] = [recorder(), recorder()];
    expect(await run(["--help"], help)).toBe(0);
    expect(help.printed.stdout).toMatch(
      /^Usage: zoho-token-store check FILE.*\n.* check --self-test.*\n.* copy STORE/,
    );
    expect(await run(["--version"], version)).toBe(0);
    const manifest: unknown = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    expect(manifest).toMatchObject({ version: version.printed.stdout.trim() });
  });

  test("helps with one command or with all, in lines of at most 80 columns", async () => {
    const [all, check, copy] = await Promise.all(
      [["-h"], ["check", "-h"], ["-h", "copy"]].map(async (argv) => {
        const io = recorder();
        await run(argv, io);
        return io.printed.stdout;
      }),
    );
    expect(check).toMatch(
      /^Usage: zoho-token-store check FILE.*\n {7}zoho-token-store check --self-test.*\n\n/,
    );
    expect(copy).toMatch(
      /^Usage: zoho-token-store copy STORE.*\n {7}zoho-token-store copy --list\n/,
    );
    for (const [name, text = ""] of Object.entries({ check, copy })) {
      const options = text.match(/^ {2}--[\w-]+/gm) ?? [];
      expect(options.length, name).toBeGreaterThan(3);
      for (const option of options) expect(all).toMatch(new RegExp(`^  ${option} `, "m"));
    }
    const lengths = all?.split("\n").map((line) => line.length) ?? [];
    expect(Math.max(...lengths)).toBeLessThanOrEqual(80);
  });

  test("ends with 2 and one line when it is at fault", async () => {
    const io = recorder();
    expect(await run(["check", "a.ts", "--seed", "x\ny"], io)).toBe(2);
    expect(io.printed).toEqual({
      stdout: "",
      stderr: 'zoho-token-store: --seed takes a whole number, 0 or more, not "x\\u000ay"\n',
    });
  });

  test("says so when it is itself at fault", async () => {
    const io = recorder();
    const broken = {
      ...io,
      stdout: {
        ...io.stdout,
        write: () => {
          throw new RangeError("bug");
        },
      },
    };
    expect(await run(["--version"], broken)).toBe(2);
    expect(io.printed.stderr).toBe(
      "zoho-token-store: a mistake of zoho-token-store itself: RangeError: bug\n",
    );
  });
});
