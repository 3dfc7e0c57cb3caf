/**
 * The way in which the article's sample works, in its own language: a process of Python.
 *
 * @module
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { StoredRow } from "../../../src/token-row.js";
import { idOf, nameOf, rowsOf } from "../tokens.js";
import { type Contender, NotMeasured, type Round, type Subject } from "./contender.js";
import { makeFolder } from "./folder.js";

const SCRIPT = fileURLToPath(new URL("article-way.py", import.meta.url));

/** The article's way. */
export const ARTICLE: Contender = {
  name: "Article's way",
  family: "article",
  about:
    "Python, with its module sqlite3: a database file, a connection for every call, no index; " +
    "100 saves are made in a row",
  async open(count) {
    if (spawnSync("python3", ["-c", "import sqlite3"]).status !== 0) {
      throw new NotMeasured("there is no python3 with sqlite3 here");
    }
    const folder = await makeFolder();
    const script = new Script(folder.file("zohooauth.db"));
    await script.ask({ fill: rowsOf(count).map((row) => Object.values(row)) });
    return measureScript(script, folder.remove);
  },
};

function measureScript(script: Script, cleanUp: () => Promise<void>): Subject {
  const run = (call: string, given: readonly unknown[]) => script.ask({ call, given });
  const save = (rows: readonly StoredRow[]) => run("save", rows);
  return {
    findById: (users) => run("findById", users.map(idOf)),
    findByUser: (users) => run("findByUser", users.map(nameOf)),
    save,
    saveAtOnce: save,
    getTokens: (times) => run("getTokens", new Array(times).fill(null)),
    async close() {
      await script.end();
      await cleanUp();
    },
  };
}

/** The script, running. The way to it and back is not part of the times that it measures. */
class Script {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(path: string) {
    this.#process = spawn("python3", [SCRIPT, path]);
    this.#process.stderr.pipe(process.stderr);
    this.#answers = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** Sends a request, and waits for its answer. One at a time. */
  async ask(request: object): Promise<Round> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.#answers.next();
    if (answer.done === true) throw new Error("the Python script has ended before its time");
    return JSON.parse(answer.value) as Round;
  }

  async end(): Promise<void> {
    this.#process.stdin.end();
    await new Promise((resolve) => this.#process.once("exit", resolve));
  }
}
