import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { METHODS } from "../../spec/index.js";
import { ROOT, read } from "./markdown.js";
import { States, temporaryFolder } from "./project.js";
import { stepsOf } from "./steps.js";

const GUIDE = read("docs/choosing-a-store.md");

/** The rows of the table "What to copy": a store, its files, its packages. */
const rows = [...GUIDE.matchAll(/^\| `(\w+)` \| (`stores\/.*) \| (.*)\|$/gm)].map(
  ([, store = "", files = "", packages = ""]) => ({
    store,
    files: namesIn(files),
    packages: namesIn(packages),
  }),
);

const states = new States();
afterAll(() => states.remove());

describe("the table of what to copy", () => {
  test("has a row for every store that the package exports", () => {
    const exported = read("src/index.ts").match(/\w+TokenStore(?= \})/g);
    expect(rows.map(({ store }) => store)).toEqual(exported);
  });

  test.each(rows)("names what $store imports, and no more", ({ files, packages }) => {
    const needed = importsOf(files[0] ?? "");
    expect({ files, packages }).toEqual(needed);
  });

  test("names files that have no type error beside the seam for the official SDK", async () => {
    for (const { store, files } of rows) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
      for (const file of files) copy(file, folder);
      writeFileSync(join(folder, "sdk.ts"), seam());
      states.keep(folder, store);
      rmSync(folder, { recursive: true });
    }
    expect((await states.checkTypes()).stdout).toBe("");
  });
});

test("the README lists the six methods in the contract's order", () => {
  const listed = [...read("README.md").matchAll(/^\| \[`(\w+)\(/gm)].map(([, name]) => name);
  expect(listed).toEqual([...METHODS]);
});

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

/** Follows the imports of a file: the store first, then files and packages in order. */
function importsOf(store: string): { files: string[]; packages: string[] } {
  const files = new Set([store]);
  const packages = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(ROOT, "src", file), "utf8");
    for (const [, name = ""] of text.matchAll(/^(?:import|export|\}).* from "([^"]+)";$/gm)) {
      if (name.startsWith(".")) {
        files.add(normalize(join(dirname(file), name)).replace(/\.js$/, ".ts"));
      } else if (!name.startsWith("node:")) {
        packages.add(name);
      }
    }
    files.delete("sdk.ts"); // What it leads to is the seam's business.
  }
  const [, ...others] = files;
  return { files: [store, ...others.sort()], packages: [...packages].sort() };
}

function copy(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), read(`src/${file}`));
}

/** The seam that the README shows. */
function seam(): string {
  const file = stepsOf(read("README.md")).find(
    (step) => step.kind === "file" && step.path.endsWith("/sdk.ts"),
  );
  return file?.kind === "file" ? file.text : "";
}
