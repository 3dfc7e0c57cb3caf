/**
 * Builds the site: `npm run docs`, or `npm run docs -- FOLDER` for another folder than `site`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = process.argv[2] ?? "site";

const typedoc = ["node_modules/typedoc/bin/typedoc", "--out", folder];
const { status } = spawnSync(process.execPath, typedoc, { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
