/**
 * The tables of the benchmarks, as they are printed and as they are on the page.
 *
 * @module
 */
import type { Outcome } from "../../test/bench/goals.js";
import { type Cell, cellOf, exponentOf, type Results, timeOf } from "../../test/bench/results.js";

/** A table: the names of its columns, and its rows. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The contender whose time all others are multiples of. */
export const STANDARD = "SQLite";

/** Shows an operation: a row for each contender, a column for each number of tokens. */
export function operationTable(results: Results, operation: string): Table {
  const { sizes, contenders } = results;
  return {
    head: ["", ...sizes.map(formatCount), "growth"],
    rows: contenders.map(({ name }) => {
      const exponent = exponentOf(results, operation, name);
      return [
        name,
        ...sizes.map((tokens) => {
          const standard = timeOf(results, operation, tokens, STANDARD);
          return formatCell(cellOf(results, operation, tokens, name), standard);
        }),
        exponent === null ? "" : formatExponent(exponent),
      ];
    }),
  };
}

/** Shows the goals. */
export function goalTable(outcomes: readonly Outcome[]): Table {
  return {
    head: ["goal", "measured", ""],
    rows: outcomes.map(({ goal, measured, isMet }) => [goal, measured, formatOutcome(isMet)]),
  };
}

/** Writes a time of so many microseconds, in the unit that suits it. */
export function formatTime(microseconds: number): string {
  const [unit, size] = UNITS.findLast(([, size]) => microseconds >= size) ?? UNITS[0];
  const count = microseconds / size;
  return `${count >= 100 ? Math.round(count) : Number(count.toPrecision(2))} ${unit}`;
}

/** Writes a number of tokens. */
export function formatCount(count: number): string {
  return count.toLocaleString("en");
}

/** Fills the cells of each column to the same width, for a terminal. */
export function aligned({ head, rows }: Table): Table {
  const widths = head.map((_, index) =>
    Math.max(...[head, ...rows].map((cells) => cells[index]?.length ?? 0)),
  );
  const pad = (cells: readonly string[]) =>
    cells.map((cell, index) => cell.padEnd(widths[index] ?? 0));
  return { head: pad(head), rows: rows.map(pad) };
}

const UNITS = [
  ["µs", 1],
  ["ms", 1000],
  ["s", 1_000_000],
] as const;

function formatCell(cell: Cell | undefined, standard: number | null): string {
  if (cell === undefined) return "";
  if (cell.kind !== "measured") return cell.kind;
  const time = formatTime(cell.microseconds);
  return standard === null ? time : `${time} (${formatRatio(cell.microseconds / standard)})`;
}

function formatRatio(ratio: number): string {
  return `${ratio >= 10 ? formatCount(Math.round(ratio)) : Number(ratio.toPrecision(2))}×`;
}

function formatExponent(exponent: number): string {
  const text = exponent.toFixed(1);
  return text === "-0.0" ? "0.0" : text;
}

function formatOutcome(isMet: boolean | null): string {
  if (isMet === null) return "not measured";
  return isMet ? "met" : "**missed**";
}
