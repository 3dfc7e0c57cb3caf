/**
 * Serves the site that `npm run docs` has built: `npm run docs:serve`, or
 * `npm run docs:serve -- 8080` for another port.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { serveFolder } from "./site-server.js";

const DEFAULT_PORT = 4173;

const site = fileURLToPath(new URL("../../site", import.meta.url));
const port = Number(process.argv[2] ?? DEFAULT_PORT);
if (!existsSync(site)) {
  console.error("There is no site yet: run npm run docs first.");
  process.exitCode = 1;
} else if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`"${process.argv[2]}" is not a port: give a number from 0 to 65535.`);
  process.exitCode = 2;
} else {
  const { url } = await serveFolder(site, port);
  console.log(`The site is at ${url} (Ctrl+C ends it)`);
}
