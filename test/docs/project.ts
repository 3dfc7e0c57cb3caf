import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { ROOT } from "./markdown.js";

/** How a command ended. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the readers' files are. In memory where there is such a place: stores sync what they write. */
const TEMPORARY = isWritable("/dev/shm") ? "/dev/shm" : tmpdir();

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Makes an empty folder. */
export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(TEMPORARY, "docs-test-")));
}

/** The scripts behind the commands that packages bring. */
const COMMANDS: Readonly<Record<string, string>> = {
  jest: "node_modules/jest/bin/jest.js",
  vitest: "node_modules/vitest/vitest.mjs",
  "zoho-token-store": "dist/src/cli/main.js",
};

/** A reader's project in a temporary folder, with vitest installed. */
export class Project {
  readonly #folder = temporaryFolder();
  readonly #name: string;
  readonly #states: States;
  readonly #dependencies: Record<string, string> = {};

  /** What is in `node_modules`, listed by the project or not. */
  readonly #linked = new Set<string>();

  /** @param name - Names the project where its types are wrong. */
  constructor(name: string, states: States) {
    this.#name = name;
    this.#states = states;
    this.#list();
    this.#link("vitest");
  }

  /** Writes a file of the reader. */
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), text);
  }

  /** Reads a file of the reader. */
  read(path: string): string {
    return readFileSync(join(this.#folder, path), "utf8");
  }

  /** Does what `npm install` does, with what is installed here, and the package as it is built. */
  install(name: string): void {
    if (name in this.#dependencies) return;
    this.#link(name);
    this.#dependencies[name] = "*";
    this.#list();
  }

  /** Runs a command in the project. */
  run(command: string): Promise<Ended> {
    if (/^(npx|node) /.test(command)) this.#states.keep(this.#folder, this.#name);
    // Finding the command in node_modules/.bin takes npx as long as a check takes.
    return runIn(this.#folder, command.replace(/(?<=^|^\S+=\S+ )npx /, "sh node_modules/.bin/"));
  }

  /** Removes the project. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #list(): void {
    const dependencies = this.#dependencies;
    // Jest's own folder for this is the system's temporary one, where it would stay behind.
    const jest = { cacheDirectory: "node_modules/.cache/jest" };
    const manifest = { name: "reader", private: true, type: "module", dependencies, jest };
    this.write("package.json", JSON.stringify(manifest));
  }

  /** Links a package that is installed here, or this one, and its command where it brings one. */
  #link(name: string): void {
    if (this.#linked.has(name)) return;
    this.#linked.add(name);
    link(this.#folder, name, name === "zoho-token-store" ? "." : `node_modules/${name}`);
    const script = COMMANDS[name];
    if (script === undefined) return;
    const path = join(this.#folder, "node_modules/.bin", name);
    const text = `exec "${process.execPath}" "${join(ROOT, script)}" "$@"\n`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Every state that a project was in when something was run in it, for one type check of all. */
export class States {
  readonly #folder = temporaryFolder();
  #count = 0;

  /** Keeps a copy of a project's files, under a name that a type error can be read by. */
  keep(project: string, name: string): void {
    this.#count += 1;
    const filter = (path: string) => basename(path) !== "node_modules";
    cpSync(project, join(this.#folder, `${name}-${this.#count}`), { recursive: true, filter });
  }

  /** Checks the types of all the files in all the states. */
  async checkTypes(): Promise<Ended> {
    const packages = ["@noble/ciphers", "csv", "mysql2", "redis", "sql.js", "vitest", SDK];
    for (const name of [...packages, "@types/node", "@types/sql.js"]) {
      link(this.#folder, name, `node_modules/${name}`);
    }
    link(this.#folder, "zoho-token-store", ".");
    const compilerOptions = {
      module: "NodeNext",
      target: "ES2022",
      strict: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    };
    writeFileSync(join(this.#folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    return runIn(this.#folder, `node ${join(ROOT, "node_modules/typescript/bin/tsc")} -p .`);
  }

  /** Removes the copies. */
  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const SDK = "@zohocrm/typescript-sdk-8.0";

/** Makes a package of this repository, or the repository itself, one that a folder has installed. */
function link(folder: string, name: string, target: string): void {
  accessSync(join(ROOT, target)); // A link to nothing is no error.
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, target), path);
}

/** Runs a command in a folder, in an environment that tells nothing of the test that runs it. */
export function runIn(cwd: string, command: string): Promise<Ended> {
  const { PATH = "", HOME } = process.env;
  const env = {
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME,
    TMPDIR: TEMPORARY,
    NODE_DISABLE_COMPILE_CACHE: "1", // It would stay behind.
    npm_config_loglevel: "silent",
  };
  return new Promise((resolve) => {
    execFile("sh", ["-c", command], { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
