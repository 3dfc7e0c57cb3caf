import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { COPYABLE_STORES } from "../../src/cli/copy/copyable-stores.js";
import { installCommands } from "../../src/cli/copy/install-commands.js";
import { planCopy } from "../../src/cli/copy/plan-copy.js";
import { type Manifest, ownManifest } from "../../src/cli/manifest.js";
import * as exported from "../../src/index.js";
import { ROOT } from "./project.js";

const SDK = "@zohocrm/typescript-sdk-8.0";
const OFFICIAL = { sdk: SDK, isModule: true };
const OURS = { sdk: null, isModule: true };

const source = (file: string) => readFileSync(join(ROOT, "src", file), "utf8");

/** All that a file of `src` needs, as the compiler sees it; what the seam needs only if it is that. */
function needs(file: string, seen = new Set<string>()): Set<string> {
  seen.add(file);
  if (file === "sdk.ts" && seen.size > 1) return seen;
  for (const { fileName } of ts.preProcessFile(source(file), true, true).importedFiles) {
    const imported = posix.join(posix.dirname(file), fileName).replace(/\.js$/, ".ts");
    if (fileName.startsWith(".") && !seen.has(imported)) needs(imported, seen);
  }
  return seen;
}

const paths = (files: readonly { path: string }[]) => files.map(({ path }) => path).sort();

test("there is an entry for every store that the package exports, and no other", () => {
  const stores = Object.keys(exported).filter((name) => name.endsWith("TokenStore"));
  expect(COPYABLE_STORES.map(({ className }) => className).sort()).toEqual(stores.sort());
});

describe.each(COPYABLE_STORES)("the plan for $className", (store) => {
  const used = new Set([store.file, store.inner ?? store.file].flatMap((file) => [...needs(file)]));

  test("has what the store imports or wraps, and nothing else, beside a seam to the SDK", async () => {
    const { store: files } = await planCopy(store, OFFICIAL);
    expect(files[0]?.path).toBe(store.file);
    expect(paths(files)).toEqual([...used].sort());
  });

  test("has our seam, and the classes that it leads to, where there is no SDK", async () => {
    const { store: files } = await planCopy(store, OURS);
    const wanted = new Set([...used, ...needs("sdk.ts")]);
    expect(paths(files)).toEqual([...wanted].sort());
    for (const { path, text } of files) expect(text, path).toBe(source(path));
  });

  test("changes no byte of what it copies", async () => {
    const { store: files } = await planCopy(store, OFFICIAL);
    for (const { path, text } of files) {
      if (path !== "sdk.ts") expect(text, path).toBe(source(path));
    }
  });

  test("has a harness and a test named like the store, as modules in any project", async () => {
    const name = posix.basename(store.file, ".ts");
    for (const [isModule, extension] of [
      [true, "ts"],
      [false, "mts"],
    ] as const) {
      const { harness, test } = await planCopy(store, { sdk: SDK, isModule });
      expect(harness.path).toBe(`${name}.harness.${extension}`);
      expect(test.path).toBe(`${name}.test.${extension}`);
      expect(test.text).toContain(`from "./${name}.harness.${extension.replace("ts", "js")}"`);
    }
  });
});

test("the seam re-exports the classes of the SDK under the four names", async () => {
  const [store] = COPYABLE_STORES;
  if (store === undefined) throw new Error("there are no stores");
  const { store: files } = await planCopy(store, OFFICIAL);
  const seam = files.find(({ path }) => path === "sdk.ts")?.text ?? "";
  expect(seam.slice(seam.indexOf("import"))).toBe(`import {
  OAuthToken,
  SDKException,
  type TokenStore as Stores,
  UserSignature,
} from "${SDK}";

export { OAuthToken, SDKException, UserSignature };
export type TokenStore = Stores.MasterModel;
`);
});

describe("installCommands", () => {
  const listing = (...names: readonly string[]): Manifest => ({
    folder: "/",
    version: "",
    isModule: true,
    packages: new Map(names.map((name) => [name, "*"])),
  });
  const named = (name: string) => {
    const store = COPYABLE_STORES.find((one) => one.name === name);
    if (store === undefined) throw new Error(`there is no store ${name}`);
    return store;
  };

  test("names the tested version of all that is needed where nothing is listed", async () => {
    const plan = await planCopy(named("sqlite"), OFFICIAL);
    const own = await ownManifest();
    const version = (name: string) => `${name}@${own.packages.get(name)}`;
    const types = [version("@types/node"), version("@types/sql.js")];
    expect(installCommands(plan, null, own)).toEqual([
      `npm install ${version(SDK)} ${version("sql.js")}`,
      `npm install --save-dev ${types.join(" ")} ${version("typescript")} ${version("vitest")} ` +
        `zoho-token-store@${own.version}`,
    ]);
  });

  test("leaves out what the project lists, for whatever purpose", async () => {
    const plan = await planCopy(named("sqlite"), OFFICIAL);
    const own = await ownManifest();
    const project = listing(SDK, "@types/node", "typescript", "vitest", "zoho-token-store");
    expect(installCommands(plan, project, own).map((line) => line.replace(/@\d\S*/g, ""))).toEqual([
      "npm install sql.js",
      "npm install --save-dev @types/sql.js",
    ]);
  });

  test("asks for nothing where all is listed, and for no package of a store that needs none", async () => {
    const project = listing("typescript", "vitest", "zoho-token-store");
    expect(installCommands(await planCopy(named("memory"), OURS), project, project)).toEqual([]);
  });

  test("names a package alone where no single version of it was tested", async () => {
    const plan = await planCopy(named("memory"), { sdk: "@me/sdk", isModule: true });
    const own = { ...listing(), packages: new Map([["vitest", "^3 || ^4"]]), version: "1.2.3" };
    expect(installCommands(plan, null, own)).toEqual([
      "npm install @me/sdk",
      "npm install --save-dev typescript vitest zoho-token-store@1.2.3",
    ]);
  });
});
