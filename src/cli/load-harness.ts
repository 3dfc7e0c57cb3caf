import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Harness, HarnessError, toHarness } from "../../spec/harness.js";
import { messageOf } from "./command-error.js";
import { HARNESS_LIMIT_MS, within } from "./guard-harness.js";

/** A harness with the file that brought it. */
export interface LoadedHarness {
  /** The file, as it was typed. */
  readonly file: string;
  readonly harness: Harness;

  /** Whether the file exports a mere function, which cannot tell the SDK of its store. */
  readonly isPlain: boolean;
}

const JAVASCRIPT = [".js", ".mjs", ".cjs"];
const TYPESCRIPT = [".ts", ".mts", ".cts"];

/**
 * What is compiled of all that a harness in TypeScript imports; Node itself loads the rest. jiti tries
 * each of these endings many times for each import, so that leaving some out halves the waiting.
 */
const COMPILED = [".js", ".ts", ".tsx", ".mts", ".cts"];

/**
 * Loads a harness module.
 *
 * @param file - A path, absolute or from the current folder.
 * @throws HarnessError when there is no such file, it cannot be loaded, or it exports no harness.
 */
export async function loadHarness(file: string): Promise<LoadedHarness> {
  await checkFile(file);
  const path = resolve(file);
  const module = await within("loading", HARNESS_LIMIT_MS, () => importModule(path));
  const exported = defaultOf(module);
  const harness = toHarness(exported, basename(file, extname(file)));
  return { file, harness, isPlain: typeof exported === "function" };
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: Error) => {
    const isMissing = ["ENOENT", "ENOTDIR"].includes(String(Reflect.get(error, "code")));
    throw new HarnessError(isMissing ? "no such file" : messageOf(error));
  });
  if (found.isDirectory()) throw new HarnessError("this is a folder; name a harness file");
  const extensions = [...JAVASCRIPT, ...TYPESCRIPT];
  if (extensions.includes(extname(file))) return;
  throw new HarnessError(`a harness is a module: its name ends in ${extensions.join(", ")}`);
}

async function importModule(path: string): Promise<object> {
  try {
    if (JAVASCRIPT.includes(extname(path))) return await import(pathToFileURL(path).href);
    // Loaded only here: those who write JavaScript do not wait for a compiler.
    const { createJiti } = await import("jiti");
    const jiti = createJiti(import.meta.url, {
      fsCache: cacheFolder(path),
      extensions: COMPILED,
      // A second copy of this package would bring a second OAuthToken.
      nativeModules: ["zoho-token-store"],
    });
    return await jiti.import<object>(path);
  } catch (error) {
    throw new HarnessError(`cannot be loaded: ${messageOf(error)}${place(error, path)}`, {
      cause: error,
    });
  }
}

/**
 * Names the folder for compiled files: the project's own, since others can write to the system's
 * temporary folder. Without one, nothing is kept.
 */
function cacheFolder(path: string): string | false {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const modules = join(folder, "node_modules");
    if (existsSync(modules)) return join(modules, ".cache", "zoho-token-store");
  }
  return false;
}

/** Node names the place of a syntax error in the first line of the stack, or keeps it to itself. */
function place(error: unknown, path: string): string {
  if (!(error instanceof SyntaxError)) return "";
  const first = String(error.stack).replace(/\n.*/s, "");
  return /:\d+$/.test(first) ? ` (${first})` : ` (to see where: node --check ${path})`;
}

/**
 * Gives the default export, whichever way it was written: as an ECMAScript module, as one compiled
 * to CommonJS, or as `module.exports =`.
 */
function defaultOf(module: object): unknown {
  const isModule = Reflect.get(module, Symbol.toStringTag) === "Module" || isCompiled(module);
  if (!isModule) return module;
  if (!("default" in module)) {
    throw new HarnessError("there is no default export; export default a harness");
  }
  const exported = module.default;
  return isCompiled(exported) ? defaultOf(exported) : exported;
}

/** Compilers to CommonJS leave this mark. */
function isCompiled(value: unknown): value is object {
  return typeof value === "object" && value !== null && Reflect.get(value, "__esModule") === true;
}
