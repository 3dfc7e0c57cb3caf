/**
 * What the text reports have in common: marks, colours, and how a failure is run again.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { Clause, ClauseResult, Verdict } from "../clause.js";
import { WIDTH } from "./lines.js";

/** What a report can tell beyond the verdicts. */
export interface ReportOptions {
  /** Says how to run one clause again; left out, a call of `checkTokenStore`. */
  readonly replay?: (result: ClauseResult, report: Report) => string;

  /** Whether SHOULD binds like MUST; default `false`. */
  readonly isStrict?: boolean;

  /** What the paths of pages start with, such as a folder and a slash; default nothing. */
  readonly docsRoot?: string;

  /**
   * The address at which the site made of `docs` is published, such as
   * `https://example.com/token-store`. Pages are named by their address there instead of by a path.
   */
  readonly docsSite?: string;

  /**
   * Names the file to look at for a store, as a path from the root of the repository. Left out, or
   * where it gives `null`, no file is named.
   */
  readonly fileOf?: (report: Report) => string | null;
}

/** How text is laid out for a person. */
export interface Layout {
  /** Whether to print colours, as SGR escape sequences; default `false`. */
  readonly isColored?: boolean;

  /** Where lines end, in columns; default 100. */
  readonly width?: number;
}

/** How a report is written for a person. */
export interface TextOptions extends ReportOptions, Layout {}

/** The mark of each verdict. They differ in shape, not only in colour. */
export const MARKS: Readonly<Record<Verdict, string>> = {
  passed: "✓",
  failed: "✗",
  blocked: "–",
  "not-claimed": "·",
};

/** The SGR codes that switch a style on and off. */
const STYLES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const;

/** The name of a style. */
export type Style = keyof typeof STYLES;

/** Colours text, or leaves it as it is. */
export type Paint = (text: string, style: Style) => string;

/** Gives what colours text where colours are wanted. */
export function painter({ isColored = false }: Layout): Paint {
  return (text, style) => {
    const [on, off] = STYLES[style];
    return isColored ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
}

/** Tells the columns of a line; fewer than 40 would leave no room for the sentences. */
export function widthOf({ width = WIDTH }: Layout): number {
  return Math.max(40, width);
}

/** Names the colour of a verdict: a failed SHOULD warns, a failed MUST alarms. */
export function styleOf({ verdict, level }: ClauseResult): Style {
  if (verdict === "passed") return "green";
  if (verdict === "not-claimed") return "dim";
  return level === "MUST" ? "red" : "yellow";
}

/** Says how to run one clause of a report again. */
export function replayOf(result: ClauseResult, report: Report, options: ReportOptions): string {
  if (options.replay !== undefined) return options.replay(result, report);
  const id = replayedClause(result);
  return `checkTokenStore(harness, { clause: ${JSON.stringify(id)}, seed: ${report.seed} })`;
}

/** What the paths of pages start with in the project of whoever runs the tests. */
export const INSTALLED = "node_modules/zoho-token-store/";

/** Says what a failure leads to: how to run its clause again, and the page about it. */
export function leadsOf(
  result: ClauseResult,
  report: Report,
  options: ReportOptions,
): { readonly replay: string; readonly docs: string } {
  return { replay: replayOf(result, report, options), docs: pageOf(result, options) };
}

/** Names the page about a clause: by its address where a site is named, else by its path. */
export function pageOf(
  { docs }: ClauseResult,
  { docsSite, docsRoot = "" }: Pick<ReportOptions, "docsSite" | "docsRoot">,
): string {
  return addressOf(docs, docsSite) ?? `${docsRoot}${docs}`;
}

/**
 * Gives the address of a page, which the site has in the same place as the folder `docs`.
 *
 * @param docs - The page, as a path in this package.
 * @returns `null` where no site is named.
 */
export function addressOf(docs: string, docsSite: string | undefined): string | null {
  if (docsSite === undefined) return null;
  const path = docs.replace(/^docs\//, "").replace(/\.md(?=#|$)/, ".html");
  return `${docsSite.replace(/\/+$/, "")}/${path}`;
}

/** Names the clause to check again in order to see a failure: most often the failed one. */
export function replayedClause({ id, replay }: ClauseResult): string {
  return replay?.clause ?? id;
}

/** Groups clauses, or their results, by method, in reading order. */
export function byMethod<T extends Pick<Clause, "method">>(
  members: readonly T[],
): ReadonlyMap<Clause["method"], readonly T[]> {
  const groups = new Map<Clause["method"], T[]>();
  for (const member of members) {
    const group = groups.get(member.method);
    if (group === undefined) groups.set(member.method, [member]);
    else group.push(member);
  }
  return groups;
}

/** Accepts one report or several. */
export function toList(reports: Report | readonly Report[]): readonly Report[] {
  return "clauses" in reports ? [reports] : reports;
}
