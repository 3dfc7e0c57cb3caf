import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HarnessError } from "../../spec/index.js";
import { loadHarness } from "../../src/cli/load-harness.js";
import { fileWith, project } from "./project.js";

/** A function that returns an object with the six methods. */
const PLAIN = `() => ({ findToken() {}, saveToken() {}, deleteToken() {}, getTokens() {},
  deleteTokens() {}, findTokenById() {} })`;

/** Gives what is said of a file that is at fault. */
async function faultOf(file: string): Promise<string> {
  const error: unknown = await loadHarness(file).catch((error: unknown) => error);
  if (!(error instanceof HarnessError)) throw new Error("the file was accepted");
  return error.message;
}

describe("loadHarness", () => {
  test("loads a function, and names the store after the file", async () => {
    const file = await fileWith(`export default ${PLAIN};`, "my-store.mjs");
    const { harness, isPlain } = await loadHarness(file);
    expect(isPlain).toBe(true);
    expect(harness.name).toBe("my-store");
    expect((await harness.open()).store).toHaveProperty("findTokenById");
  });

  test("loads a harness under its own name", async () => {
    const content = `export default { name: "Mine", open: () => ({ store: (${PLAIN})() }) };`;
    const { harness, isPlain } = await loadHarness(await fileWith(content, "my-store.js"));
    expect(isPlain).toBe(false);
    expect(harness.name).toBe("Mine");
  });

  test.each([
    ["TypeScript", "store.ts", `const make: () => unknown = ${PLAIN}; export default make;`],
    ["an ECMAScript module in TypeScript", "store.mts", `export default ${PLAIN};`],
    ["CommonJS", "store.cjs", `module.exports = ${PLAIN};`],
    ["CommonJS in TypeScript", "store.cts", `module.exports = ${PLAIN};`],
    ["an export assignment", "store.ts", `const make = ${PLAIN}; export = make;`],
    [
      "what a compiler made of an ECMAScript module",
      "store.cjs",
      `exports.__esModule = true; exports.default = ${PLAIN};`,
    ],
  ])("loads %s", async (_, name, content) => {
    const { harness } = await loadHarness(await fileWith(content, name));
    expect(harness.name).toBe("store");
    expect((await harness.open()).store).toHaveProperty("saveToken");
  });

  test("loads TypeScript that Node alone cannot: enums, and .js that is really .ts", async () => {
    const folder = await project({
      "harness.ts": `import { Kind, make } from "./store.js";
        if (Kind[Kind.Good] !== "Good") throw new Error("no enum");
        export default make;`,
      "store.ts": `export enum Kind { Good = 1 }
        class Options { constructor(readonly name: string) {} }
        export const make = () => new Options("x") && (${PLAIN})();`,
    });
    const { harness } = await loadHarness(join(folder, "harness.ts"));
    expect((await harness.open()).store).toHaveProperty("getTokens");
  });

  test("gives every TypeScript file the same default import of a compiled package", async () => {
    const compiled =
      "Object.defineProperty(exports, '__esModule', { value: true }); exports.a = 1;";
    const harness = `import sdk from "compiled"; if (sdk.a !== 1) throw 1; export default ${PLAIN};`;
    const folder = await project({
      "node_modules/compiled/index.js": compiled,
      "one.ts": harness,
      "two.ts": harness,
    });
    for (const name of ["one", "two"]) {
      const loaded = await loadHarness(join(folder, `${name}.ts`));
      expect(loaded.harness.name).toBe(name);
    }
  });

  test.each([
    ["no default export", "a.mjs", "export const a = 1;", /^there is no default export/],
    ["no default export in TypeScript", "a.ts", "export const a = 1;", /^there is no default/],
    ["a default export of another kind", "a.mjs", "export default 5;", /^the default export must/],
    ["no export at all", "a.cts", "", /^there is no default export/],
    ["a class", "a.mjs", "export default class Foo {}", /the class Foo; .* => new Foo\(\)$/],
    [
      "an error while loading",
      "a.mjs",
      'throw new Error("no\\nway");',
      /^cannot be loaded: no way$/,
    ],
    ["a value thrown while loading", "a.mjs", 'throw { k: "s3cret" };', /: a thrown object$/],
    [
      "a syntax error that names its place",
      "a.mjs",
      `throw Object.assign(new SyntaxError("bad"), { stack: "/a/b.js:3\\n  at" });`,
      /^cannot be loaded: SyntaxError: bad \(\/a\/b\.js:3\)$/,
    ],
    [
      "a syntax error without a place",
      "a.mjs",
      'throw new SyntaxError("bad");',
      /^cannot be loaded: SyntaxError: bad \(to see where: node --check \/.*a\.mjs\)$/,
    ],
    ["a syntax error in TypeScript", "a.ts", "\nconst a = ;", /^cannot be loaded: .*a\.ts:2:/],
    ["a missing import", "a.mjs", 'import "./gone.mjs";', /^cannot be loaded: .*gone\.mjs/],
  ])("refuses a module with %s", async (_, name, content, said) => {
    const message = await faultOf(await fileWith(content, name));
    expect(message).toMatch(said);
    expect(message).not.toContain("\n");
  });

  test("refuses what is no file, or no module", async () => {
    const folder = await project({ "notes.txt": "" });
    await mkdir(join(folder, "folder.ts"));
    expect(await faultOf(join(folder, "gone.ts"))).toBe("no such file");
    expect(await faultOf(join(folder, "notes.txt", "a.ts"))).toBe("no such file");
    expect(await faultOf(join(folder, "folder.ts"))).toMatch(/^this is a folder/);
    expect(await faultOf(join(folder, "notes.txt"))).toMatch(/^a harness is a module: .*\.cts$/);
  });
});
