import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./project.js";

/** How a process ended, and what it printed. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MAIN = join(ROOT, "dist/src/cli/main.js");

/** Runs the built command line as a process. */
export function spawnCli(...args: readonly string[]): Promise<Ended> {
  return spawnNode(MAIN, ...args);
}

/** Runs a script with Node. */
export function spawnNode(script: string, ...args: readonly string[]): Promise<Ended> {
  return ended(process.execPath, [script, ...args]);
}

/** Runs a script of the shell, whose first `cli` stands for the built command line. */
export function spawnShell(script: string): Promise<Ended> {
  return ended("/bin/sh", ["-c", script.replace(/\bcli\b/, `'${process.execPath}' '${MAIN}'`)]);
}

function ended(program: string, args: readonly string[]): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(program, args, { env });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...printed }));
  });
}
