/**
 * The same store files, unchanged, compile under `strict` and pass the whole spec with the official
 * SDK's own classes: those of 8.0 and of 7.0, which are those of 6.0 too.
 *
 * What is compiled and checked is what `copy` writes, and the lines that it tells to plug in.
 */
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Capability, clauses, type Report } from "../../spec/index.js";
import { COPYABLE_STORES, type CopyableStore } from "../../src/cli/copy/copyable-stores.js";
import { temporaryFolder } from "../docs/project.js";
import { serverName, WHY_SKIPPED } from "../services/mariadb.js";
import { copied, listing, read } from "./copying.js";
import { project, ROOT } from "./project.js";
import { spawnCli, spawnNode } from "./spawn-cli.js";

const EIGHT = "@zohocrm/typescript-sdk-8.0";
const SEVEN = "@zohocrm/typescript-sdk-7.0";
const SIX = "@zohocrm/typescript-sdk-6.0";

/** `null` stands for the classes of this package. */
const SDKS = [EIGHT, SEVEN, SIX, null];

/** Names the folder of a project, into which every store is copied. */
function folderOf(sdk: string | null, isModule: boolean): string {
  const name = sdk === null ? "ours" : sdk.replace(/^.*-/, "official-");
  return `${isModule ? "module" : "commonjs"}/${name}`;
}

const hasServer = (await serverName()) !== null;

/** The stores that can be checked here. */
const CHECKED = COPYABLE_STORES.filter(({ name }) => name !== "mysql" || hasServer);

/** Holds all projects, and what they have installed. */
let root: string;

/** Where the tests of stores write: in memory where there is such a place, since stores sync. */
let temporary: string;

beforeAll(async () => {
  temporary = temporaryFolder();
  vi.stubEnv("TMPDIR", temporary);
  root = await project({});
  for (const name of PACKAGES) await link(name);
  for (const sdk of SDKS) {
    if (sdk !== null) await link(sdk);
    await copyAll(sdk, true);
  }
  // The versions of the SDK are laid out alike, so one of them stands for all.
  for (const sdk of [EIGHT, null]) await copyAll(sdk, false);
});

afterAll(() => rm(temporary, { recursive: true, force: true }));

/** What the stores and their checks import, and the types of it. */
const PACKAGES = [
  "@noble/ciphers",
  "@types/node",
  "@types/sql.js",
  "csv",
  "mysql2",
  "sql.js",
  "vitest",
];

async function link(name: string): Promise<void> {
  const path = join(root, "node_modules", name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(join(ROOT, "node_modules", name), path);
}

/** Copies every store into one project, and makes an app of what is printed for each. */
async function copyAll(sdk: string | null, isModule: boolean): Promise<void> {
  const folder = join(root, folderOf(sdk, isModule));
  await mkdir(folder, { recursive: true });
  const type = isModule ? "module" : "commonjs";
  const manifest = listing(sdk === null ? {} : { [sdk]: "*" }, { type });
  await writeFile(join(folder, "package.json"), manifest);
  for (const { name } of COPYABLE_STORES) {
    await writeFile(join(folder, `app-${name}.ts`), toApp(await copied(folder, name)));
  }
}

/** Puts the lines that plug a store in where an app would have them. */
function toApp(output: string): string {
  const [, lines = ""] = /\nPlug it in, .*:\n\n((?: {2}.*\n|\n)+)/.exec(output) ?? [];
  const [imports = "", statements = ""] = lines.trimEnd().split("\n\n");
  const [, wrapping] = /(\w+)\.open\(inner,/.exec(statements) ?? [];
  const given = [
    statements.includes("InitializeBuilder")
      ? `environment: Parameters<InitializeBuilder["environment"]>[0],
         token: Parameters<InitializeBuilder["token"]>[0]`
      : "clientId: string, clientSecret: string, grantToken: string",
    ...(wrapping === undefined ? [] : [`inner: Parameters<typeof ${wrapping}.open>[0]`]),
  ].join();
  return `${imports}\nexport async function start(${given}) {\n${statements}\n}\n`;
}

/** Compiles many projects in one go, and gives the errors. */
async function compile(folders: readonly string[], options: object): Promise<string> {
  const compilerOptions = {
    target: "ES2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true, // The official SDK's own declarations have errors.
    types: ["node"],
    noEmit: true,
    ...options,
  };
  const include = folders.map((folder) => `${folder}/**/*`);
  const config = join(root, `tsconfig.${Math.random()}.json`);
  await writeFile(config, JSON.stringify({ compilerOptions, include }));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  return (await spawnNode(compiler, "-p", config)).stdout;
}

/** Runs the spec on stores of some projects, through the copied harnesses. */
async function check(
  projects: readonly { sdk: string | null; isModule: boolean }[],
  stores: readonly CopyableStore[],
  ...options: readonly string[]
): Promise<Report[]> {
  const harnesses = projects.flatMap(({ sdk, isModule }) =>
    stores.map(({ file }) => {
      const extension = isModule ? "harness.ts" : "harness.mts";
      const name = basename(file).replace(/ts$/, extension);
      return join(root, folderOf(sdk, isModule), "token-store", name);
    }),
  );
  const report = join(root, `${Math.random()}.json`);
  await spawnCli("check", ...harnesses, ...options, "--report", `json=${report}`);
  // Of a single store, the file holds the report itself.
  return [JSON.parse(await readFile(report, "utf8"))].flat();
}

function toVerdicts({ store, clauses }: Report) {
  return { store, verdicts: Object.fromEntries(clauses.map(({ id, verdict }) => [id, verdict])) };
}

function wantedOf(store: CopyableStore, sdk: string) {
  return { store: `${store.className} with ${sdk}`, verdicts: verdictsFor(store) };
}

/** The verdicts that a correct store gets, by the ids of the clauses. */
function verdictsFor({ harness }: CopyableStore): Record<string, string> {
  const capabilities: readonly Capability[] = ["reopen", "share", "breakStorage"];
  const offered = capabilities.filter((name) => harness.open.includes(`${name}: `));
  return Object.fromEntries(
    clauses.map(({ id, needs = [] }) => {
      const isClaimed = needs.every((capability) => offered.includes(capability));
      return [id, isClaimed ? "passed" : "not-claimed"];
    }),
  );
}

describe.concurrent("the copied stores", { timeout: 180_000 }, () => {
  test("compile under strict, as Node resolves modules", async () => {
    const folders = ["module/official-8.0", "module/official-7.0", "module/ours", "commonjs/*"];
    expect(await compile(folders, { module: "NodeNext" })).toBe("");
  });

  test("compile under strict, as bundlers resolve modules", async () => {
    // The official SDK beside it is compiled so where the packed package is tried.
    const folders = ["module/ours"];
    const options = { module: "ESNext", moduleResolution: "bundler", verbatimModuleSyntax: true };
    expect(await compile(folders, options)).toBe("");
  });

  test("pass the whole spec with the classes of the official SDK", async () => {
    const stores = CHECKED.filter(({ name }) => name !== "mysql");
    // Fewer random examples than by default: whether the stores are right, other tests say.
    const found = await check([{ sdk: EIGHT, isModule: true }], stores, "--runs", "1");
    // One store stands for all: what differs from 8.0 are the classes.
    const older = stores.filter(({ name }) => name === "list");
    found.push(...(await check([{ sdk: SEVEN, isModule: true }], older, "--runs", "1")));
    expect(found.map(toVerdicts)).toEqual([
      ...stores.map((store) => wantedOf(store, EIGHT)),
      ...older.map((store) => wantedOf(store, SEVEN)),
    ]);
  });

  test("pass a clause of each kind on a server, where each takes long", async ({ skip }) => {
    const stores = CHECKED.filter(({ name }) => name === "mysql");
    skip(stores.length === 0, WHY_SKIPPED);
    for (const id of ["save/every-combination", "store/shares-saves", "secrets/refusals"]) {
      const [report] = await check([{ sdk: EIGHT, isModule: true }], stores, "--clause", id);
      expect(report?.summary, id).toMatchObject({ passed: 1, failed: 0, blocked: 0 });
    }
  });

  test("are all of them", ({ skip }) => {
    skip(!hasServer, WHY_SKIPPED);
    expect(CHECKED).toEqual(COPYABLE_STORES);
  });

  test("need not pass it again with 6.0, whose classes are those of 7.0 to the letter", async () => {
    const folder = (sdk: string) => join(ROOT, "node_modules", sdk, "dist");
    for (const file of [
      "models/authenticator/oauth_token",
      "models/authenticator/store/token_store",
      "routes/user_signature",
      "core/com/zoho/crm/api/exception/sdk_exception",
    ]) {
      for (const name of [`${file}.js`, `${file}.d.ts`]) {
        expect(await read(folder(SIX), name), name).toBe(await read(folder(SEVEN), name));
      }
    }
  });

  test("work with 6.0, and in CommonJS with the classes of this package", async () => {
    // A copy with our classes is what this package is itself, and on that the spec runs anyway.
    const projects = [
      { sdk: SIX, isModule: true },
      { sdk: null, isModule: false },
    ];
    const reports = await check(projects, CHECKED, "--clause", "save/inserts");
    expect(reports.map(({ summary }) => summary.passed)).toEqual(Array(reports.length).fill(1));
    expect(reports).toHaveLength(projects.length * CHECKED.length);
  });
});
