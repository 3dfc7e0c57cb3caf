/**
 * A process that opens a store and makes calls on it, and meanwhile does as it is told to its own
 * file-system calls. Its one argument is the JSON of an `Act` (see `actor.ts`).
 */
import fs from "node:fs";
import { join } from "node:path";
import { tap } from "./tap.mjs";

const act = JSON.parse(process.argv[2]);
const { root, file, built, store: kind, steps, watch, isOpeningWatched } = act;
const { lockTimeoutMs = 60_000, inFlight = 1 } = act;
const { tokenFromRow } = await import(`${built}/token-row.js`);
const { [kind.className]: Store } = await import(`${built}/stores/${kind.module}.js`);
const records = [];

/** What may be done to the calls. */
const WATCHES = {
  /** Kills this process before, in the middle of, or after one of them, by its number or name. */
  kill({ at, when }) {
    return (call) => {
      if (call.number !== at && call.name !== at) return;
      if (when === "before") die();
      if (when === "during") {
        writeHalf(call);
        die();
      }
      return die;
    };
  },

  /** Copies the folder as it is at first, and after each of them: all that a kill can leave. */
  copy({ into }) {
    let count = 0;
    const copy = () => fs.cpSync(root, join(into, String(count++)), { recursive: true });
    copy();
    return (call) => {
      if (call.name === "write") {
        writeHalf(call);
        copy();
      }
      return copy;
    };
  },

  /** Writes them down, with what they write. */
  record() {
    return ({ number, name, path, opened, args }) => {
      const [, target, offset = 0] = args;
      const to = typeof target === "string" ? target : null;
      return (error, count) => {
        const written = name === "write" && !error ? target.subarray(offset, offset + count) : null;
        const bytes = written && Buffer.from(written).toString("base64");
        records.push({ number, name, path, opened: opened ?? null, to, bytes, hasFailed: !!error });
      };
    };
  },

  /** Stops this process before one of them, until somebody lets it go on. */
  stop({ before }) {
    return (call) => {
      if (call.name === before) process.kill(process.pid, "SIGSTOP");
    };
  },
};

/** Does half of a write, as if the rest came later. */
function writeHalf({ args: [open, bytes, offset = 0] }) {
  fs.writeSync(open, bytes, offset, Math.floor((bytes.length - offset) / 2), 0);
}

function die() {
  process.kill(process.pid, "SIGKILL");
  for (;;); // Nothing more happens here, however late the signal comes.
}

function startWatching() {
  if (watch) tap(root, WATCHES[watch.name](watch));
}

if (isOpeningWatched) startWatching();
const store = await Store.open(file, { lockTimeoutMs });
if (!isOpeningWatched) startWatching();
const make = ([method, argument]) =>
  store[method](method === "saveToken" ? tokenFromRow(argument) : argument);
while (steps.length > 0) await Promise.all(steps.splice(0, inFlight).map(make));
// By one call, and without a stream, so that it is told before this process is killed.
fs.writeSync(1, JSON.stringify(records));
process.kill(process.pid, "SIGKILL");
