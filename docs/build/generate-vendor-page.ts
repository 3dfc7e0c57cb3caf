/**
 * Checks the official SDK's stores, and writes the page on them: `npm run docs:vendor`. It needs a
 * MariaDB or MySQL server on which it may make a database.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import type { Report } from "../../spec/index.js";
import { serverName, WHY_SKIPPED } from "../../test/services/mariadb.js";
import { VENDOR_PAGE, vendorPage } from "./vendor-page.js";
import { measure, OWN_STORES, sdkVersion, VENDOR_STORES } from "./vendor-stores.js";

const server = await serverName();
if (server === null) {
  console.error(`${WHY_SKIPPED}; nothing is written`);
  process.exit(1);
}
const vendor: Report[] = [];
for (const { harness } of VENDOR_STORES) vendor.push(await measure(harness));
const own: Report[] = [];
for (const { harness } of OWN_STORES) own.push(await measure(harness));
const text = vendorPage({ vendor, own, server, sdkVersion: sdkVersion() });
await writeFile(new URL(`../../${VENDOR_PAGE}`, import.meta.url), text);
console.log(`${VENDOR_PAGE} written`);
process.exit(0);
