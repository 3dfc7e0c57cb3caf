import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/**
 * Installs better-sqlite3 beside the benchmarks where it is missing. It is compiled where there is no
 * binary for it, which takes a compiler and a minute; so the project itself does without. Where it
 * cannot be installed, it is not measured.
 */
export function installLimits(): void {
  if (existsSync(new URL("node_modules/better-sqlite3/build/Release", import.meta.url))) return;
  console.log(
    "Installing better-sqlite3 in test/bench, once. Where it is compiled, this takes long.",
  );
  spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: FOLDER,
    stdio: "inherit",
    // npm is a script on Windows.
    shell: process.platform === "win32",
  });
}
