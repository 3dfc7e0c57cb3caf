/**
 * Checks the official SDK's own stores, beside those of this project.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { checkTokenStore, type Harness, type Report } from "../../spec/index.js";
import file from "../../test/harnesses/file.js";
import mysql from "../../test/harnesses/mysql.js";
import fileStore from "../../test/harnesses/official-file-store.js";
import mysqlStore from "../../test/harnesses/official-mysql-store.js";

/** A store of the official SDK, and what the page says of it. */
export interface VendorStore {
  /** The class, as the SDK exports it. */
  readonly name: string;

  /** Where it keeps the tokens, and how it was set up to be checked. */
  readonly setting: string;

  readonly harness: Harness;
}

/** The npm package that the stores come from, with its version. */
export const SDK = "@zohocrm/typescript-sdk-8.0";

/** The stores that the SDK ships. */
export const VENDOR_STORES: readonly VendorStore[] = [
  {
    name: "FileStore",
    setting: "keeps the tokens in a CSV file: here, a new file in a new folder for every check",
    harness: fileStore,
  },
  {
    name: "DBStore",
    setting:
      "keeps the tokens in a MySQL table: here, a new one for every check, created as the SDK's " +
      "README says, in a database of the character set `utf8mb4` with its default collation",
    harness: mysqlStore,
  },
];

/** The stores of this project that keep tokens in the same places, by the name of a narrow column. */
export const OWN_STORES: readonly { readonly name: string; readonly harness: Harness }[] = [
  { name: "our File", harness: file },
  { name: "our MySQL", harness: mysql },
];

/** Reads the version of the SDK that is installed. */
export function sdkVersion(): string {
  const file = new URL(`../../node_modules/${SDK}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

/** How long one call may take before it counts as hanging, in milliseconds. */
export const CALL_LIMIT_MS = 2000;

/** Where the random choices start. Any other would do; one is chosen to stay the same. */
export const SEED = 1;

/** Checks a store as the page shows it. */
export async function measure(harness: Harness): Promise<Report> {
  const report = await checkTokenStore(harness, { seed: SEED, callLimitMs: CALL_LIMIT_MS });
  return JSON.parse(withoutNames(JSON.stringify(report))) as Report;
}

/** Error messages name the folder or the table that a run has made; the next one makes another. */
function withoutNames(text: string): string {
  return text
    .replace(/zoho_token_store_\d+\.oauthtoken_\d+/g, "zohooauth.oauthtoken")
    .replace(/\/[\w./-]*token-store-\w{6}\//g, "/folder/");
}
