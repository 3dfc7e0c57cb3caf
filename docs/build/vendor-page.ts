/**
 * The page on the official SDK's own stores.
 *
 * @module
 */
import { type ClauseResult, clauses, type Report } from "../../spec/index.js";
import { clauseTables, LEGEND } from "./clause-tables.js";
import { clauseLink, escapeText, fence, page, table } from "./markdown.js";
import { transcriptBlock } from "./transcript-block.js";
import { vendorAnchor } from "./vendor-failures.js";
import {
  CALL_LIMIT_MS,
  OWN_STORES,
  SDK,
  SEED,
  VENDOR_STORES,
  type VendorStore,
} from "./vendor-stores.js";

/** Where the page is, in this package. */
export const VENDOR_PAGE = "docs/vendor-stores.md";

/** What the page is written from. */
export interface Measured {
  /** A report for each of {@link VENDOR_STORES}. */
  readonly vendor: readonly Report[];

  /** A report for each of {@link OWN_STORES}. */
  readonly own: readonly Report[];

  /** The database server, such as `MariaDB 10.11`. */
  readonly server: string;

  /** The version of the SDK's package. */
  readonly sdkVersion: string;
}

/** Writes the page. */
export function vendorPage({ vendor, own, server, sdkVersion }: Measured): string {
  const names = [...VENDOR_STORES, ...OWN_STORES].map(({ name }) => name);
  const reports = [...vendor, ...own];
  return page(
    "<!-- Written by `npm run docs:vendor` from a run of the spec. Do not edit. -->",
    "# The SDK's own stores",
    introduction(server, sdkVersion),
    summary(names, reports),
    FAIRNESS,
    "## Clause by clause",
    LEGEND,
    ...clauseTables(names, reports),
    ...VENDOR_STORES.map((store, index) => storeSection(store, vendor[index])),
  );
}

function introduction(server: string, sdkVersion: string): string {
  const stores = VENDOR_STORES.map(({ name, setting }) => `- \`${name}\` ${setting}.`);
  return `The official SDK ships two stores. This page shows what the spec prints of them, as they are in
\`${SDK}\` ${sdkVersion}, with the SDK's own classes, beside the stores of this project:

${stores.join("\n")}

Measured on ${server}, with the seed ${SEED}, and ${CALL_LIMIT_MS / 1000} s for a call before it
counts as hanging. Our own stores run with the classes of this package; [all of them](conformance.md) are
on another page. \`npm run docs:vendor\` measures
again and writes this page anew, and \`npm run vendor\` prints the same on a terminal; \`MYSQL_HOST\`,
\`MYSQL_PORT\`, \`MYSQL_USER\` and \`MYSQL_PASSWORD\` name another server.`;
}

function summary(names: readonly string[], reports: readonly Report[]): string {
  const head = ["store", "MUST passed", "MUST failed", "MUST blocked", "SHOULD failed"];
  const rows = reports.map((report, index) => [
    names[index] ?? "",
    String(count(report, "MUST", "passed")),
    failedOf(report),
    String(count(report, "MUST", "blocked")),
    String(count(report, "SHOULD", "failed")),
  ]);
  return table(head, rows);
}

function count(report: Report, level: string, verdict: string): number {
  return report.clauses.filter((one) => one.level === level && one.verdict === verdict).length;
}

/** Says how many of the failed clauses this project alone asks for. */
function failedOf(report: Report): string {
  const failed = report.clauses.filter((one) => one.level === "MUST" && one.verdict === "failed");
  const ours = failed.filter(({ id }) => isOurs(id));
  const asked = failed.length - ours.length;
  return failed.length === 0 ? "0" : `${failed.length} (${asked} asked)`;
}

function isOurs(id: string): boolean {
  const clause = clauses.find((clause) => clause.id === id);
  return clause?.source.startsWith("this project") ?? false;
}

const FAIRNESS = `A clause is *asked* where its source is the article (*Kaizen #192*, cited as K192) or the SDK
itself. The others are decisions of
this project, most of them where the two are silent: a store that was written before them cannot have
kept them, and an app may never meet them. A blocked clause was not judged. What counts for one app
need not count for another: read the transcripts, each of which is a few calls that anybody can
make.`;

/** Writes what one store shows: each failure with its calls, then what was blocked by them. */
export function storeSection({ name }: VendorStore, report: Report | undefined): string {
  if (report === undefined) throw new Error(`there is no report on ${name}`);
  const failed = report.clauses.filter(({ verdict }) => verdict === "failed");
  const blocked = report.clauses.filter(({ verdict }) => verdict === "blocked");
  return [
    `## ${name}: ${failed.length} failures`,
    ...failed.flatMap((result) => failure(name, result)),
    `### ${name}: blocked`,
    "Each could not be judged for the clause that it names.",
    table(
      ["clause", "for"],
      blocked.map(({ id, actual }) => [`\`${id}\``, `\`${causeOf(actual)}\``]),
    ),
  ].join("\n\n");
}

function failure(store: string, result: ClauseResult): string[] {
  const asked = isOurs(result.id) ? "" : ", asked";
  return [
    `<a id="${vendorAnchor(store, result.id)}"></a>`,
    `### ${escapeText(result.title)}`,
    `${clauseLink(result.id, `\`${result.id}\``, "contract/")} (${result.level}${asked}). ` +
      escapeText(result.why),
    fence("text", transcriptBlock(result)),
  ];
}

/** A blocked clause says which one to mend first. */
function causeOf(actual: string): string {
  return /^mend (\S+) first/.exec(actual)?.[1] ?? actual;
}
