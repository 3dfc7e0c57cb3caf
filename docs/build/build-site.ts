/**
 * Builds the site: `npm run docs`, or `npm run docs -- FOLDER` for another folder than `site`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleSite } from "./bundle-site.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = process.argv[2] ?? "site";

const typedoc = ["node_modules/typedoc/bin/typedoc", "--out", folder];
const { status } = spawnSync(process.execPath, typedoc, { cwd: root, stdio: "inherit" });
if (status === 0) await bundleSite(resolve(root, folder));
else process.exitCode = status ?? 1;
