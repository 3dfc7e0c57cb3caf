/**
 * A badge for a page about a store: what it was checked for, in one line.
 *
 * @module
 */
import { conforms, type Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { clauses } from "../clauses.js";
import type { Capability } from "../harness.js";
import { oneLine } from "./lines.js";
import type { ReportOptions } from "./style.js";
import { count, isPartial } from "./verdict.js";
import { attributes, escapeXml } from "./xml.js";

/** What the clauses are about that need something of the harness; the others are the core. */
const SUBJECTS: Readonly<Record<Capability, string>> = {
  reopen: "durability",
  share: "sharing",
  breakStorage: "broken storage",
  redactingSdk: "redaction",
};

/** Colours that white letters can be read on. The words say the same without them. */
const COLORS = { label: "#444", whole: "#1f7a33", limited: "#1b62a5", fails: "#b3261e" } as const;

/**
 * Draws a badge as an SVG image, with words such as `token store contract 1.0.0` and `core 104/104;
 * durability not claimed`.
 *
 * Only what passed is counted as passed, and what was not claimed is named. Green is left to a
 * store that passes all clauses; blue is one that conforms with a limit, which the words name; red
 * is one that does not conform.
 */
export function toBadge(report: Report, options: ReportOptions = {}): string {
  const label = `token store contract ${report.contract}`;
  const message = sayMessage(report, options);
  const title = `${oneLine(report.store)}, ${label}: ${message}`;
  return draw(title, label, message, COLORS[colorOf(report, options)]);
}

/** Says what a badge says of a report. */
function sayMessage(report: Report, { isStrict }: ReportOptions): string {
  const { passed, failed } = report.summary;
  const checked = isPartial(report)
    ? [`only ${passed + failed} of ${clauses.length} clauses checked`]
    : sayGroups(report);
  const said = [...checked, ...sayFailedShoulds(report)].join("; ");
  return conforms(report, isStrict) ? said : `does not conform: ${said}`;
}

/** Counts what passed of each group of clauses, and names the groups that were not claimed. */
function sayGroups(report: Report): string[] {
  const counts: string[] = [];
  const unclaimed: string[] = [];
  for (const subject of ["core", ...Object.values(SUBJECTS)]) {
    const group = report.clauses.filter((result) => subjectOf(result) === subject);
    const passed = group.filter(({ verdict }) => verdict === "passed").length;
    if (group.every(({ verdict }) => verdict === "not-claimed")) unclaimed.push(subject);
    else counts.push(`${subject} ${passed}/${group.length}`);
  }
  const said = unclaimed.length === 0 ? [] : [`${sayList(unclaimed)} not claimed`];
  return [counts.join(", "), ...said];
}

/** A clause that needs several things counts with the first. */
function subjectOf({ id }: ClauseResult): string {
  const [need] = clauses.find((clause) => clause.id === id)?.needs ?? [];
  return need === undefined ? "core" : SUBJECTS[need];
}

function sayList(words: readonly string[]): string {
  return words.join(", ").replace(/, ([^,]*)$/, " and $1");
}

function sayFailedShoulds(report: Report): string[] {
  const failed = count(report, "failed", "SHOULD");
  return failed === 0 ? [] : [`${failed} SHOULD failed`];
}

function colorOf(report: Report, { isStrict }: ReportOptions): keyof typeof COLORS {
  if (!conforms(report, isStrict)) return "fails";
  return report.summary.passed === clauses.length ? "whole" : "limited";
}

/** How far the text stands from the edges, in pixels. */
const MARGIN = 6;

function draw(title: string, label: string, message: string, color: string): string {
  const left = MARGIN + widthOf(label) + MARGIN;
  const width = left + MARGIN + widthOf(message) + MARGIN;
  const image = { xmlns: "http://www.w3.org/2000/svg", width, height: 20 };
  const font = { "font-family": "Verdana, DejaVu Sans, Geneva, sans-serif", "font-size": 11 };
  return [
    `<svg${attributes({ ...image, role: "img", "aria-label": title })}>`,
    `  <title>${escapeXml(title)}</title>`,
    `  <rect${attributes({ width, height: 20, rx: 3, fill: color })}/>`,
    `  <path${attributes({ d: roundedLeft(left), fill: COLORS.label })}/>`,
    `  <g${attributes({ fill: "#fff", ...font })}>`,
    `    ${textAt(MARGIN, label)}`,
    `    ${textAt(left + MARGIN, message)}`,
    "  </g>",
    "</svg>",
    "",
  ].join("\n");
}

/** A rectangle whose corners are round on the left alone, where it is the edge of the badge. */
function roundedLeft(width: number): string {
  return `M3 0H${width}V20H3A3 3 0 0 1 0 17V3A3 3 0 0 1 3 0Z`;
}

/** The width is pinned, since the reader's font may have letters of other widths. */
function textAt(x: number, text: string): string {
  return `<text${attributes({ x, y: 14, textLength: widthOf(text) })}>${escapeXml(text)}</text>`;
}

/** About how wide the letters of Verdana are at 11 pixels; the first pattern that fits counts. */
const LETTER_WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:; ]/, 3.7],
  [/[frt/]/, 4.5],
  [/[mw]/, 10],
  [/[A-Z]/, 8],
  [/\d/, 7],
  [/./, 6.5],
];

function widthOf(text: string): number {
  const widths = Array.from(text, (letter) => {
    return LETTER_WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0;
  });
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0));
}
