/**
 * A process that takes a lock when it is told to, and writes down when it has it. It is told the
 * file to lock and the file to write to. With `isLast` it dies while it has the lock.
 */
import fs from "node:fs";
import { promisify } from "node:util";

const { DurableFile } = await import(`${process.argv[2]}/durable-file.js`);

process.on("message", async ({ file, log, isLast }) => {
  const locked = await DurableFile.at(file, { lockTimeoutMs: 60_000 });
  await locked.lock();
  if (isLast) process.kill(process.pid, "SIGKILL");
  const notes = fs.openSync(log, "a");
  fs.writeSync(notes, `${process.pid} has it\n`);
  // Long enough for another one to come in, if it could.
  await promisify(fs.fsync)(notes);
  fs.writeSync(notes, `${process.pid} lets go\n`);
  fs.closeSync(notes);
  locked.unlock();
  process.send("done");
});
