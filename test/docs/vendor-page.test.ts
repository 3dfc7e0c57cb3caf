import { beforeAll, describe, expect, test } from "vitest";
import { storeSection, VENDOR_PAGE, vendorPage } from "../../docs/build/vendor-page.js";
import { measure, OWN_STORES, sdkVersion, VENDOR_STORES } from "../../docs/build/vendor-stores.js";
import { clauses, type Report } from "../../spec/index.js";
import { serverName, WHY_SKIPPED } from "../services/mariadb.js";
import { read } from "./markdown.js";

const PAGE = read(VENDOR_PAGE);
const STALE = `${VENDOR_PAGE} is stale: run npm run docs:vendor`;

/** The server that the page was measured on. */
const measuredOn = /^Measured on ([\w.]+ [\d.]+),/m.exec(PAGE)?.[1] ?? "";

const [fileStore, mysqlStore] = VENDOR_STORES;
if (fileStore === undefined || mysqlStore === undefined) throw new Error("a store is missing");

let fileReport: Report;
beforeAll(async () => {
  fileReport = await measure(fileStore.harness);
});

describe("the page on the SDK's own stores", () => {
  test("shows what the spec says of the file store today", () => {
    expect(PAGE.includes(storeSection(fileStore, fileReport)), STALE).toBe(true);
  });

  test("is what the spec says of all the stores today", async ({ skip }) => {
    const server = await serverName();
    if (server === null) return skip(WHY_SKIPPED);
    if (server !== measuredOn) {
      return skip(`the page was measured on ${measuredOn}; here is ${server}`);
    }
    const vendor = [fileReport, await measure(mysqlStore.harness)];
    // Our own stores are checked elsewhere: any report stands for theirs, in columns left out here.
    const own = OWN_STORES.map(() => fileReport);
    const text = vendorPage({ vendor, own, server, sdkVersion: sdkVersion() });
    const comparable = (page: string) => withoutRaces(withoutOwnStores(page));
    expect(comparable(PAGE), STALE).toBe(comparable(text));
  });

  test("shows no failure of our own stores", () => {
    const cells = OWN_STORES.map(() => " ([✓·]) \\|").join("");
    const rows = PAGE.match(/^\| \[.*\]\(contract\/.*$/gm) ?? [];
    expect(rows).toHaveLength(clauses.length);
    for (const row of rows) expect(row).toMatch(new RegExp(`${cells}$`));
  });

  test("names, with its version, the SDK that is installed", () => {
    expect(PAGE).toContain(`\`@zohocrm/typescript-sdk-8.0\` ${sdkVersion()}`);
  });

  test("shows no folder and no database of the machine that made it", () => {
    expect(PAGE).not.toMatch(/token-store-\w{6}|zoho_token_store|\/tmp\//);
  });
});

/** Takes the rows and the columns of our own stores out of the tables. */
function withoutOwnStores(page: string): string {
  const cells = OWN_STORES.map(() => " [^|]* \\|").join("");
  return page
    .replace(/^\| our .*\n/gm, "")
    .replace(new RegExp(`^(\\| (?:\\[|clause|---).*?)${cells}$`, "gm"), "$1");
}

/** Clauses of which a server shows now these calls, now those: each fails all the same. */
const RACING = [
  // Which of several calls at once is refused, and for which id, is chance.
  /parallel\/\w/,
  // The store goes on with an insert after it has rejected the save; the next save may meet its row.
  /failure\/refusals-are-sdk-exceptions|save\/nothing-to-store/,
];

/** Takes the transcripts of racing clauses out of what the page shows of the MySQL store. */
function withoutRaces(page: string): string {
  const [before, ofServer = ""] = page.split(/(?=^## DBStore)/m);
  const sections = ofServer.split(/(?=^### )/m);
  const isRacing = (section: string) => RACING.some((id) => id.test(section.split("```")[0] ?? ""));
  return before + sections.map((one) => (isRacing(one) ? one.split("```")[0] : one)).join("");
}
