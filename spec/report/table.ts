/**
 * Compares several stores, clause by clause.
 *
 * @module
 */
import { conforms, type Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { oneLine } from "./lines.js";
import {
  byMethod,
  MARKS,
  type Paint,
  painter,
  type Style,
  styleOf,
  type TextOptions,
  widthOf,
} from "./style.js";
import { isPartial } from "./verdict.js";

/** The width of a store's column: room for a number of three digits. */
const COLUMN = 4;

/** A cell: what it says, and its colour. */
type Cell = readonly [text: string, style?: Style];

/**
 * Prints a table: a row a clause, grouped by method, a narrow column a store, totals below.
 *
 * The columns bear numbers, because the stores' names are longer than a column; the names stand
 * above.
 */
export function toTable(reports: readonly Report[], options: TextOptions = {}): string {
  const paint = painter(options);
  const room = Math.max(30, widthOf(options) - COLUMN * reports.length);
  const row = (label: string, cells: readonly Cell[]) => line(label, cells, room, paint);
  const groups = byMethod(clausesOf(reports));
  const numbers = row(
    "",
    reports.map((_, index) => [`${index + 1}`, "bold"]),
  );
  const lines = [
    ...reports.map(({ store }, index) => `${index + 1}  ${oneLine(store)}`),
    `✓ passed  ✗ failed  – blocked  · not claimed  ${seeds(reports)}`,
    "",
    numbers,
    ...Array.from(groups, ([method, results]) => [
      paint(method, "bold"),
      ...results.map((result) => row(labelOf(result), cellsOf(result, reports))),
    ]).flat(),
    numbers,
    ...totals(reports, options).map(([label, cells]) => row(label, cells)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Every clause that any of the reports has, once, in reading order. */
function clausesOf(reports: readonly Report[]): readonly ClauseResult[] {
  const results = new Map<string, ClauseResult>();
  for (const report of reports) {
    for (const result of report.clauses) {
      if (!results.has(result.id)) results.set(result.id, result);
    }
  }
  return [...results.values()];
}

function labelOf({ title, level }: ClauseResult): string {
  return level === "SHOULD" ? `  ${title}  SHOULD` : `  ${title}`;
}

function cellsOf({ id }: ClauseResult, reports: readonly Report[]): Cell[] {
  return reports.map(({ clauses }) => {
    const result = clauses.find((result) => result.id === id);
    return result === undefined ? [""] : [MARKS[result.verdict], styleOf(result)];
  });
}

function totals(reports: readonly Report[], { isStrict }: TextOptions): [string, Cell[]][] {
  const total = (label: string, key: keyof Report["summary"]): [string, Cell[]] => [
    label,
    reports.map(({ summary }) => [String(summary[key])]),
  ];
  const verdicts: [string, Cell[]] = [
    isStrict ? "conforms, SHOULD included" : "conforms",
    reports.map((report) => (conforms(report, isStrict) ? ["yes", "green"] : ["no", "red"])),
  ];
  return [
    total("✓ passed", "passed"),
    total("✗ failed", "failed"),
    total("– blocked", "blocked"),
    total("· not claimed", "notClaimed"),
    ...(reports.some(isPartial) ? [] : [verdicts]),
  ];
}

function seeds(reports: readonly Report[]): string {
  const all = [...new Set(reports.map(({ seed }) => seed))];
  return `${all.length === 1 ? "seed" : "seeds"} ${all.join(", ")}`;
}

function line(label: string, cells: readonly Cell[], room: number, paint: Paint): string {
  const cut = label.length > room - 1 ? `${label.slice(0, room - 2)}…` : label;
  const columns = cells.map(([text, style]) => {
    const padded = text.padStart(COLUMN);
    return style === undefined ? padded : paint(padded, style);
  });
  return (cut.padEnd(room) + columns.join("")).trimEnd();
}
