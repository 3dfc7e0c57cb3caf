import { spawnSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import initSqlJs from "sql.js";
import { serverName } from "../services/mariadb.js";

/** Says what the benchmarks run on, without naming anything of one machine alone. */
export async function machine(): Promise<string> {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const parts = [
    `Node ${process.versions.node}`,
    await sqlJsVersion(),
    pythonVersion(),
    await serverName(),
    `${process.platform} on ${process.arch}, ${cpus().length} cores and ${gigabytes} GB of memory`,
  ];
  return parts.filter((part) => part !== null).join("; ");
}

async function sqlJsVersion(): Promise<string> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database();
  const [answer] = database.exec("SELECT sqlite_version()");
  database.close();
  return `sql.js with SQLite ${String(answer?.values[0]?.[0])}`;
}

function pythonVersion(): string | null {
  const script = "import sqlite3, sys; print(sys.version.split()[0], sqlite3.sqlite_version)";
  const { status, stdout } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  if (status !== 0) return null;
  const [python, sqlite] = stdout.trim().split(" ");
  return `Python ${python} with SQLite ${sqlite}`;
}
