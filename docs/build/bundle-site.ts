/**
 * Gathers the modules that run in the pages into scripts.
 *
 * They are the same modules as in Node. What they ask of Node is for files, which a page has not.
 *
 * @module
 */
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Plugin, type RolldownOptions, rolldown } from "rolldown";
import { brokenStoreTexts } from "./broken-store-texts.js";

const SITE = new URL("../site/", import.meta.url);

/** The scripts, by their names in the site. */
const ENTRIES: Readonly<Record<string, string>> = {
  "interactive.js": "interactive.ts",
  "playground.js": "main.tsx",
  "check-worker.js": "break-it/check-worker.ts",
};

/**
 * Writes the scripts into a site.
 *
 * @param site - The folder of the site.
 */
export async function bundleSite(site: string): Promise<void> {
  const assets = join(site, "assets");
  await mkdir(assets, { recursive: true });
  for (const [name, entry] of Object.entries(ENTRIES)) {
    await writeFile(join(assets, name), wrap(name, await bundle(entry)));
  }
  const wasm = createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm-inline.js");
  await copyFile(wasm, join(assets, "sql-wasm.js"));
}

/** A page that is opened from a folder may start no worker from a file, but one from a text. */
function wrap(name: string, code: string): string {
  return name.endsWith("-worker.js") ? `self.checkWorker = ${JSON.stringify(code)};\n` : code;
}

async function bundle(entry: string): Promise<string> {
  const options: RolldownOptions = {
    input: fileURLToPath(new URL(entry, SITE)),
    platform: "browser",
    plugins: [withoutNode(), withTexts()],
    resolve: { alias: { "sql.js": fileURLToPath(new URL("browser-sql-js.ts", SITE)) } },
    // What keeps files asks for it as soon as it is loaded.
    transform: { define: { "process.platform": '"browser"' } },
    tsconfig: fileURLToPath(new URL("tsconfig.json", SITE)),
  };
  const built = await rolldown(options);
  // Broken stores and errors are known by the names of their classes.
  const { output } = await built.generate({ format: "iife", minify: true, keepNames: true });
  await built.close();
  return output[0].code;
}

/** Puts functions that refuse into the place of what Node's modules export. */
function withoutNode(): Plugin {
  return {
    name: "without-node",
    resolveId: (id) => (id.startsWith("node:") ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith("\0node:")) return null;
      const module = id.slice(1);
      const names = Object.keys(await import(module)).filter((name) => /^[a-z]\w*$/i.test(name));
      const refuse = `() => { throw new Error("${module} is not in a page"); }`;
      return names
        .map((name) =>
          name === "default" ? `export default {};` : `export const ${name} = ${refuse};`,
        )
        .join("\n");
    },
  };
}

/** The source texts of the broken stores, which are read from files. */
function withTexts(): Plugin {
  return {
    name: "with-texts",
    resolveId: (id) => (id === "virtual:broken-store-texts" ? `\0${id}` : null),
    load: (id) =>
      id === "\0virtual:broken-store-texts"
        ? `export const texts = ${JSON.stringify(brokenStoreTexts())};`
        : null,
  };
}
