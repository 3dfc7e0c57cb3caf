/**
 * A process that saves one user again and again, until it is killed. It notes the version of each
 * save that was acknowledged, and gives a sign: the first one when it has opened the store. Its
 * argument is the JSON of a `Writing` (see `kills.ts`).
 */
import fs from "node:fs";

const { file, log, row, built, store: kind } = JSON.parse(process.argv[2]);
const { tokenFromRow } = await import(`${built}/token-row.js`);
const { [kind.className]: Store } = await import(`${built}/stores/${kind.module}.js`);
const store = await Store.open(file, { lockTimeoutMs: 60_000 });
const notes = fs.openSync(log, "a");
fs.writeSync(1, ".");
for (let version = 0; ; version++) {
  await store.saveToken(tokenFromRow(JSON.parse(row.replaceAll("VERSION", String(version)))));
  // What the system has taken is kept, whatever happens to this process.
  fs.writeSync(notes, `${version}\n`);
  fs.writeSync(1, ".");
}
