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
    const comparable = (page: string) => withoutRaces(withoutOwnStores(page));
    const pageToday = async () => {
      const vendor = [fileReport, await measure(mysqlStore.harness)];
      // Our own stores are checked elsewhere: any report stands for theirs, which is left out here.
      const own = OWN_STORES.map(() => fileReport);
      return comparable(vendorPage({ vendor, own, server, sdkVersion: sdkVersion() }));
    };
    // A busy server can show one more race; a page that is stale differs every time.
    let today = await pageToday();
    if (today !== comparable(PAGE)) today = await pageToday();
    expect(comparable(PAGE), STALE).toBe(today);
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

/**
 * Clauses of which the MySQL store shows now this, now that: of several saves at once, which is
 * refused is chance; and it goes on with an insert after it has rejected the save, so that the next
 * call may meet the row, or not.
 */
const RACING = [
  "parallel/new-users",
  "parallel/one-new-user",
  "save/nothing-to-store",
  "save/refused-changes-nothing",
  "failure/refusals-are-sdk-exceptions",
  "secrets/refusals",
];

/** A heading, and the anchor above it where it has one. */
const START_OF_SECTION = /(?=^<a id=)|(?<!^<a id=.*\n\n)(?=^### )/m;

/** Takes out what the page says of racing clauses, and the counts that depend on them. */
function withoutRaces(page: string): string {
  const names = RACING.flatMap((id) => [`#${id.replace("/", "-")})`, `| \`${id}\` |`]);
  const isRow = (line: string) => line.startsWith("|") && names.some((name) => line.includes(name));
  const isCount = (line: string) => /^(\| DBStore \||## DBStore: \d)/.test(line);
  const lines = page.split("\n").filter((line) => !isRow(line) && !isCount(line));
  const sections = lines.join("\n").split(START_OF_SECTION);
  const isRacing = (section: string) => RACING.some((id) => section.includes(`[\`${id}\`]`));
  return sections.filter((section) => !isRacing(section)).join("");
}
