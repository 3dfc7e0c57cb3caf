/**
 * A tap on `node:fs`: it shows every file-system call that is made on one folder, before and after
 * it is made, so that a test can kill the process there, let the call fail, or write it down.
 *
 * How these tests work
 *
 * "No save is ever lost" cannot be shown by trying a few saves. What can go wrong with a file goes
 * wrong *between* two calls to the system, so the tests enumerate those places:
 *
 * - A process is killed before and after each call: `kill-points.test.ts`.
 * - Each call fails: `faults.test.ts`.
 * - The calls are written down with their bytes, and a model of a disk (`disk.ts`) tells every state
 *   in which a power loss may leave it: `power-loss.test.ts`.
 *
 * What is left to chance, many processes that meet, is tried often: `kills.test.ts`,
 * `processes.test.ts`, `dead-locks.test.ts`; and far more often by `npm run test:endurance`.
 *
 * The tap replaces the functions of the module object, and tells the importers of single names. So
 * it sees the calls of all modules that have not kept a function for themselves. It does not see
 * what is done through a `FileHandle`, and refuses to hand one out.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, sep } from "node:path";

/** The calls that take a path, or the number of an open file. */
const NAMES = [
  ...["access", "appendFile", "chmod", "chown", "close", "copyFile", "cp", "exists", "fchmod"],
  ...["fdatasync", "fstat", "fsync", "ftruncate", "futimes", "lchown", "link", "lstat", "lutimes"],
  ...["mkdir", "mkdtemp", "open", "opendir", "read", "readFile", "readdir", "readlink", "readv"],
  ...["realpath", "rename", "rm", "rmdir", "stat", "symlink", "truncate", "unlink", "utimes"],
  ...["write", "writeFile", "writev"],
];

/** Shows the calls on a folder to `watch`, until the returned function is called. */
export function tap(folder, watch) {
  const untap = [];
  const replace = (holder, name, make) => {
    const real = holder[name];
    if (real === undefined) return;
    // What `promisify` has to know about a function is a property of it.
    holder[name] = Object.defineProperties(make(real), Object.getOwnPropertyDescriptors(real));
    untap.push(() => {
      holder[name] = real;
    });
  };
  const calls = new Calls(folder, watch);
  for (const name of NAMES) {
    replace(fs, `${name}Sync`, (real) => tapSync(calls, name, real));
    replace(fs, name, (real) => tapCallback(calls, name, real));
    replace(fs.promises, name, (real) => tapPromise(calls, name, real));
  }
  syncBuiltinESMExports();
  return () => {
    for (const undo of untap) undo();
    syncBuiltinESMExports();
  };
}

/** Tells which calls are on the folder, and numbers them. */
class Calls {
  #folder;
  #watch;
  #count = 0;

  /** The files that are open, by their number: by which call, and at which path. */
  #open = new Map();

  /** Above 0 while a call, or the one who watches, makes calls in its turn: those are not shown. */
  #depth = 0;

  constructor(folder, watch) {
    this.#folder = folder;
    this.#watch = watch;
  }

  /** Tells whether a path, or an open file, is in the folder or is the folder. */
  concerns(target) {
    if (typeof target !== "string") return this.#open.has(target);
    return target === this.#folder || target.startsWith(`${this.#folder}${sep}`);
  }

  /** Shows a call; `null` when it is none to show. Throws what the one who watches throws. */
  begin(name, args) {
    const opened = this.#open.get(args[0]);
    const isOurs = this.concerns(args[0]) || this.concerns(args[1]);
    if (this.#depth > 0 || !isOurs) return null;
    const path = opened?.path ?? args[0];
    const call = { number: this.#count++, name, path, opened: opened?.number, args };
    return { call, ended: this.aside(() => this.#watch(call)) };
  }

  /** Shows how a call has ended. */
  end({ call, ended }, error, result) {
    if (call.name === "close") this.#open.delete(call.args[0]);
    if (call.name === "open" && !error) {
      this.#open.set(result, { path: call.args[0], number: call.number });
    }
    this.aside(() => ended?.(error, result));
  }

  /** Forgets a file that was closed although its closing was to fail. */
  forget(file) {
    this.#open.delete(file);
  }

  aside(work) {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }
}

function tapSync(calls, name, real) {
  return (...args) => {
    const steps = IN_STEPS[name];
    if (steps?.isFor(args) && calls.concerns(args[0])) return steps.run(calls, ...args);
    let step;
    try {
      step = calls.begin(name, args);
    } catch (error) {
      return failSync(calls, name, real, args, error);
    }
    if (step === null) return real(...args);
    try {
      const result = calls.aside(() => real(...step.call.args));
      calls.end(step, null, result);
      return result;
    } catch (error) {
      calls.end(step, error);
      throw error;
    }
  };
}

function failSync(calls, name, real, args, error) {
  // This is how it tells of an error.
  if (name === "exists") return false;
  // The system frees the number of a file even where it reports an error.
  if (name === "close") {
    calls.forget(args[0]);
    real(...args);
  }
  throw error;
}

function tapCallback(calls, name, real) {
  return (...args) => {
    const done = args.pop();
    let step;
    try {
      step = calls.begin(name, args);
    } catch (error) {
      process.nextTick(done, error);
      return;
    }
    if (step === null) return real(...args, done);
    real(...step.call.args, (error, ...results) => {
      calls.end(step, error, results[0]);
      done(error, ...results);
    });
  };
}

function tapPromise(calls, name, real) {
  return async (...args) => {
    const step = calls.begin(name, args);
    if (step === null) return real(...args);
    if (name === "open") throw new Error("The tap cannot see through a FileHandle.");
    try {
      const result = await real(...step.call.args);
      calls.end(step, null, result);
      return result;
    } catch (error) {
      calls.end(step, error);
      throw error;
    }
  };
}

/** Calls of Node that are several of the system, each of which can be the last or fail. */
const IN_STEPS = {
  writeFile: {
    isFor: () => true,
    run(_, target, content, { flag = "w", mode = 0o666 } = {}) {
      const file = typeof target === "number" ? target : fs.openSync(target, flag, mode);
      try {
        const bytes = Buffer.from(content);
        let written = 0;
        while (written < bytes.length) {
          written += fs.writeSync(file, bytes, written, bytes.length - written);
        }
      } finally {
        if (file !== target) fs.closeSync(file);
      }
    },
  },
  mkdir: {
    isFor: ([, options]) => options?.recursive,
    run(calls, path, { mode }) {
      const missing = [];
      const isThere = (folder) => calls.aside(() => fs.existsSync(folder));
      for (let folder = path; !isThere(folder); folder = dirname(folder)) missing.unshift(folder);
      for (const folder of missing) fs.mkdirSync(folder, { mode });
      return missing[0];
    },
  },
};
