import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { copied, faultOf, listing, OFFICIAL, officialProject, read } from "./copying.js";
import { project, ROOT } from "./project.js";

describe("the SDK of the copy", () => {
  test.each(["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])(
    "is the one among the %s of the package.json nearest to the copy",
    async (kind) => {
      const folder = await officialProject({
        "app/package.json": JSON.stringify({ [kind]: { "@zohocrm/typescript-sdk-7.0": "2" } }),
      });
      await copied(folder, "list", "--to", "app/src/deep/tokens");
      const seam = await read(folder, "app/src/deep/tokens/sdk.ts");
      expect(seam).toContain('"@zohocrm/typescript-sdk-7.0"');
    },
  );

  test("is the one that is named, whatever is listed", async () => {
    const folder = await officialProject();
    const output = await copied(folder, "list", "--sdk", "@zohocrm/typescript-sdk-6.0");
    expect(await read(folder, "token-store/sdk.ts")).toContain('"@zohocrm/typescript-sdk-6.0"');
    expect(output).toMatch(/npm install @zohocrm\/typescript-sdk-6\.0@\d/);
  });

  test("is ours where none is listed, and that is said plainly", async () => {
    const folder = await project({ "package.json": listing({}) });
    const output = await copied(folder, "memory");
    expect(output).toMatch(/^MemoryTokenStore in token-store, with classes of its own:\n/);
    expect(output).toContain("the official one will not accept this copy's tokens. For it:\n");
    expect(output).toContain('  import { OAuthToken } from "./token-store/sdk.js";\n');
    expect(output).not.toContain("InitializeBuilder");
    for (const file of ["sdk.ts", "sdk/oauth-token.ts"]) {
      expect(await read(folder, "token-store", file)).toBe(await read(ROOT, "src", file));
    }
  });

  test("can be added by the command that is printed where none is listed", async () => {
    const folder = await project({ "package.json": listing({}) });
    const output = await copied(folder, "memory", "--to", "my tokens");
    const [, command = ""] = /npx zoho-token-store (copy .*--force)\n/.exec(output) ?? [];
    const argv = command.replace("'my tokens'", "my-tokens").split(" ").slice(1);
    await copied(folder, ...argv.map((word) => word.replace("my-tokens", "my tokens")));
    expect(await read(folder, "my tokens/sdk.ts")).toContain(`"${OFFICIAL}"`);
  });

  test("is that of the store that is there already, where none is listed yet", async () => {
    const folder = await project({ "package.json": listing({}) });
    await copied(folder, "sqlite", "--sdk", OFFICIAL);
    expect(await copied(folder, "memory")).toContain("  unchanged  token-store/sdk.ts\n");
  });

  test("is asked for where several are listed", async () => {
    const folder = await officialProject({
      "package.json": listing({ [OFFICIAL]: "3", "@zohocrm/typescript-sdk-7.0": "2" }),
    });
    expect(await faultOf(folder, "list")).toBe(
      `package.json lists ${OFFICIAL}, @zohocrm/typescript-sdk-7.0; choose one with --sdk PACKAGE`,
    );
  });

  test("is the only one that fits where several are listed", async () => {
    const folder = await project({
      "package.json": listing({ "@zohocrm/typescript-sdk-2.1": "1", [OFFICIAL]: "3" }),
    });
    expect(await copied(folder, "list")).toContain(`for ${OFFICIAL}:`);
  });

  test.each([
    ["@zohocrm/typescript-sdk-2.1", /its TokenStore has other methods/],
    ["@zohocrm/typescript-sdk", /its TokenStore has other methods/],
    ["@zohocrm/nodejs-sdk-8.0", /only stores that extend its own class/],
  ])("is never %s, be it listed or named", async (sdk, reason) => {
    const folder = await project({ "package.json": listing({ [sdk]: "1" }) });
    for (const argv of [["list"], ["list", "--sdk", sdk]]) {
      const said = await faultOf(folder, ...argv);
      expect(said).toMatch(reason);
      expect(said).toContain(`try --sdk ${OFFICIAL}`);
    }
  });

  test("is doubted where it is none that the stores were tested with", async () => {
    const folder = await project({});
    const output = await copied(folder, "list", "--sdk", "@zohocrm/typescript-sdk-9.0");
    expect(output).toMatch(/^This package was tested with .*-8\.0.*, not with this SDK: check/m);
    expect(output).toContain("npm install @zohocrm/typescript-sdk-9.0\n");
  });

  test.each([
    [`${OFFICIAL}@3.0.0`, `takes a package without a version: ${OFFICIAL}, not`],
    ["zoho@latest", "takes a package without a version: zoho, not"],
    ['zoho"; process.exit(); "', "takes the name of a package"],
    ["zoho sdk", "takes the name of a package"],
    ["./sdk.js", "takes the name of a package"],
    ["../zoho", "takes the name of a package"],
    ["@zohocrm/typescript-sdk-8.0/dist", "takes the name of a package"],
    ["C:\\zoho", "takes the name of a package"],
    ["zoho\nsdk", "takes the name of a package"],
    ["", "takes the name of a package"],
    ["zoho-token-store", "it is no SDK"],
  ])("is refused when it is named %j", async (name, said) => {
    const folder = await project({});
    expect(await faultOf(folder, "list", "--sdk", name)).toContain(said);
    expect(await readdir(folder)).toEqual(["node_modules"]);
  });

  test("is not guessed from a package.json that cannot be read", async () => {
    const folder = await project({ "package.json": '{ "dependencies": ' });
    expect(await faultOf(folder, "list")).toMatch(/^cannot read package\.json: SyntaxError: /);
    expect(await readdir(folder)).toEqual(["node_modules", "package.json"]);
    const other = await project({ "package.json/file": "" });
    expect(await faultOf(other, "list")).toMatch(/^cannot read package\.json: EISDIR: [^/]*$/);
  });

  test.each(["[]", "null", '"text"', '{ "dependencies": 5, "type": 7 }', '\uFEFF{ "a": 1 }'])(
    "is ours for the odd package.json %j",
    async (text) => {
      const folder = await project({ "package.json": text });
      expect(await copied(folder, "list")).toContain("with classes of its own");
    },
  );
});
