import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Every source file of these folders, as a path from the root. */
function filesIn(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => posix.join(folder, name.replaceAll("\\", "/"))),
  );
}

/** What a file imports: packages by name, files as paths from the root. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), "utf8"), true, true);
  return importedFiles.map(({ fileName }) =>
    fileName.startsWith(".")
      ? relative(root, join(root, dirname(file), fileName)).replace(/\.js$/, ".ts")
      : fileName,
  );
}

/** The imports of some files that a rule does not allow, as "file → import". */
function offences(files: readonly string[], isAllowed: (name: string, file: string) => boolean) {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !isAllowed(name, file))
      .map((name) => `${file} → ${name}`),
  );
}

const isFile = (name: string) => /^(src|spec|test|docs)\//.test(name);
const isPackage = (name: string) => !isFile(name) && !name.startsWith("node:");
const stores = filesIn("src/stores");
const ADAPTERS: Readonly<Record<string, string>> = {
  "spec/vitest.ts": "vitest",
  "spec/node-test.ts": "node:test",
  "spec/jest.ts": "@jest/globals",
};
const shared = filesIn("src").filter((file) => !/^src\/(stores|cli)\/|^src\/index\.ts/.test(file));

describe("what a store may import", () => {
  test("there are stores and helpers to look at", () => {
    expect(stores.length).toBeGreaterThanOrEqual(3);
    expect(shared).toContain("src/token-matching.ts");
  });

  test("a store imports the seam, the shared helpers, node: and packages, never another store", () => {
    const isOurs = (name: string) => name === "src/sdk.ts" || shared.includes(name);
    expect(offences(stores, (name) => !isFile(name) || isOurs(name))).toEqual([]);
  });

  test("a store, with its helpers, needs at most one package", () => {
    const packagesOf = (file: string): string[] =>
      importsOf(file).flatMap((name) => {
        if (isPackage(name)) return [name];
        return shared.includes(name) ? packagesOf(name) : [];
      });
    for (const store of stores) {
      expect(new Set(packagesOf(store)).size, store).toBeLessThanOrEqual(1);
    }
  });

  test("stores take the SDK's classes from the seam alone", () => {
    const isPast = (name: string) => name.startsWith("src/sdk/") || name.startsWith("@zohocrm/");
    const files = [...stores, ...shared].filter((file) => !file.startsWith("src/sdk"));
    expect(offences(files, (name) => !isPast(name))).toEqual([]);
  });
});

describe("what stands apart", () => {
  test("stores and what they share never import spec, test or the command line", () => {
    const isAllowed = (name: string) => !/^(spec|test|docs|src\/cli)\//.test(name);
    expect(offences([...stores, ...shared], isAllowed)).toEqual([]);
  });

  test("the broken stores, which are shipped, import what is shipped alone", () => {
    const gallery = filesIn("test/broken-stores").filter((file) => !file.endsWith(".test.ts"));
    expect(gallery.length).toBeGreaterThanOrEqual(3);
    const isShipped = (name: string) => /^(src|spec|test\/broken-stores)\//.test(name);
    expect(offences(gallery, isShipped)).toEqual([]);
  });

  test("of the tests, the command line imports the broken stores alone", () => {
    const isAllowed = (name: string) => !/^test\/(?!broken-stores\/)/.test(name);
    expect(offences(filesIn("src/cli"), isAllowed)).toEqual([]);
  });

  test("the spec imports nothing of src but the seam, and nothing of test", () => {
    const isAllowed = (name: string) =>
      !isFile(name) || name.startsWith("spec/") || name === "src/sdk.ts";
    expect(offences(filesIn("spec"), isAllowed)).toEqual([]);
  });

  test("the spec knows no test runner outside the adapter to it", () => {
    const isRunner = (name: string) => /^(vitest|node:test|@?jest)\b/.test(name);
    const isAllowed = (name: string, file: string) => !isRunner(name) || ADAPTERS[file] === name;
    expect(offences(filesIn("spec"), isAllowed)).toEqual([]);
    const known = Object.keys(ADAPTERS).map((file) => importsOf(file).filter(isRunner));
    expect(known).toEqual(Object.values(ADAPTERS).map((runner) => [runner]));
  });

  test("the spec runs in a browser: it imports no node: module outside its reports", () => {
    const isAllowed = (name: string, file: string) =>
      !name.startsWith("node:") || file.startsWith("spec/report/") || ADAPTERS[file] === name;
    expect(offences(filesIn("spec"), isAllowed)).toEqual([]);
  });

  test("the reference model shares no code with the stores' matching", () => {
    const isAllowed = (name: string) => !/token-(matching|row)/.test(name);
    expect(offences(filesIn("spec"), isAllowed)).toEqual([]);
  });
});
