/**
 * Checks the stores of this project, and writes the page on them: `npm run docs:conformance`. It needs
 * a MariaDB or MySQL server on which it may make a database.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import type { Report } from "../../spec/index.js";
import { serverName, WHY_SKIPPED } from "../../test/services/mariadb.js";
import { CONFORMANCE_PAGE, conformancePage, STORES } from "./conformance-page.js";
import { measure } from "./vendor-stores.js";

const server = await serverName();
if (server === null) {
  console.error(`${WHY_SKIPPED}; nothing is written`);
  process.exit(1);
}
const reports: Report[] = [];
for (const { harness } of STORES) reports.push(await measure(harness));
const text = conformancePage(reports, server);
await writeFile(new URL(`../../${CONFORMANCE_PAGE}`, import.meta.url), text);
console.log(`${CONFORMANCE_PAGE} written`);
