/**
 * The chart of the benchmarks: time over number of tokens, both logarithmic, a panel an operation.
 *
 * Every line is named at its end. Colours tell where a contender comes from; they are other ones on a
 * dark page.
 *
 * @module
 */
import { type Entry, pointsOf, type Results } from "../../test/bench/results.js";
import type { Point } from "../../test/bench/statistics.js";
import { formatTime } from "./benchmarks-tables.js";

const PANEL = { width: 250, height: 470 };

/** The room right of a panel, for the names, and for the times of the next one. */
const NAMES = 185;
const MARGIN = { top: 90, left: 66, bottom: 48 };
const LINE_HEIGHT = 17;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 16px; font-weight: 600 }
  .paper { fill: #ffffff }
  .grid { stroke: #d1d9e0; stroke-width: 1 }
  .faint { fill: #59636e }
  .line { fill: none; stroke-width: 2; stroke-linejoin: round }
  .leader { fill: none; stroke-width: 1; stroke-dasharray: 1 3 }
  .reference { stroke: #0969da } text.reference { stroke: none; fill: #0969da; font-weight: 600 }
  .vendor { stroke: #cf222e } text.vendor { stroke: none; fill: #cf222e }
  .article { stroke: #9a6700 } text.article { stroke: none; fill: #9a6700 }
  .limit { stroke: #6e7781 } text.limit { stroke: none; fill: #59636e }
  .line.limit { stroke-dasharray: 5 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .paper { fill: #0d1117 }
    .grid { stroke: #3d444d }
    .faint { fill: #9198a1 }
    .reference { stroke: #4493f8 } text.reference { fill: #4493f8 }
    .vendor { stroke: #f85149 } text.vendor { fill: #f85149 }
    .article { stroke: #d29922 } text.article { fill: #d29922 }
    .limit { stroke: #9198a1 } text.limit { fill: #9198a1 }
  }`;

/** Turns a value into a place on an axis. */
type Scale = (value: number) => number;

/** Draws the chart as an SVG. */
export function benchmarksChart(results: Results, operations: readonly string[]): string {
  const width = MARGIN.left + operations.length * (PANEL.width + NAMES);
  const height = MARGIN.top + PANEL.height + MARGIN.bottom;
  const decades = decadesOf(results, operations);
  const panels = operations.map((operation, index) => {
    const x = MARGIN.left + index * (PANEL.width + NAMES);
    return `<g transform="translate(${x} ${MARGIN.top})">${panel(results, operation, decades)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">Time of a call over the number of tokens</title>`,
    `<desc id="description">${escapeXml(describe(operations))}</desc>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="faint" x="${MARGIN.left}" y="28">Time of a call; both axes are logarithmic</text>`,
    ...panels,
    "</svg>\n",
  ].join("\n");
}

function panel(results: Results, operation: string, decades: readonly number[]): string {
  const [lowest = 0, highest = 1] = [decades[0], decades.at(-1)];
  const { sizes } = results;
  const x = logScale(sizes[0] ?? 1, sizes.at(-1) ?? 10, 0, PANEL.width);
  const y = logScale(lowest, highest, PANEL.height, 0);
  const lines = results.contenders.flatMap((contender) => {
    const points = pointsOf(results, operation, contender.name);
    return points.length === 0 ? [] : [{ contender, points }];
  });
  return [
    `<text class="title" y="-24">${escapeXml(operation)}</text>`,
    ...decades.map((decade) => horizontal(y(decade), formatTime(decade))),
    ...sizes.map((size) => tick(x(size), shortCount(size))),
    `<text class="faint" x="${PANEL.width / 2}" y="${PANEL.height + 38}" text-anchor="middle">tokens</text>`,
    ...lines.map(({ contender, points }) => line(contender, points, x, y)),
    ...names(lines, x, y),
  ].join("\n");
}

function horizontal(y: number, text: string): string {
  return (
    `<line class="grid" x2="${PANEL.width}" y1="${round(y)}" y2="${round(y)}"/>` +
    `<text class="faint" x="-8" y="${round(y + 4)}" text-anchor="end">${text}</text>`
  );
}

function tick(x: number, text: string): string {
  const y = PANEL.height + 18;
  return `<text class="faint" x="${round(x)}" y="${y}" text-anchor="middle">${text}</text>`;
}

function line({ family }: Entry, points: readonly Point[], x: Scale, y: Scale): string {
  const places = points.map((point) => `${round(x(point.tokens))},${round(y(point.microseconds))}`);
  return `<polyline class="line ${family}" points="${places.join(" ")}"/>`;
}

/** A line of the chart. */
interface Line {
  readonly contender: Entry;
  readonly points: readonly Point[];
}

/** Names each line at its end; where names would overlap, a leader shows the way. */
function names(lines: readonly Line[], x: Scale, y: Scale): string[] {
  const ends = lines
    .map(({ contender, points }) => ({ contender, end: points.at(-1) as Point }))
    .sort((one, other) => y(one.end.microseconds) - y(other.end.microseconds));
  const places = spread(
    ends.map(({ end }) => y(end.microseconds)),
    LINE_HEIGHT,
    PANEL.height,
  );
  return ends.map(({ contender, end }, index) => {
    const place = places[index] ?? 0;
    const leader = `M${round(x(end.tokens))} ${round(y(end.microseconds))}L${PANEL.width + 14} ${round(place)}`;
    return (
      `<path class="leader ${contender.family}" d="${leader}"/>` +
      `<text class="${contender.family}" x="${PANEL.width + 18}" y="${round(place + 4)}">${escapeXml(contender.name)}</text>`
    );
  });
}

/**
 * Moves places apart until each is at least a gap below the one before, and none below the bottom.
 *
 * @param places - From the top down.
 */
export function spread(places: readonly number[], gap: number, bottom: number): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved.at(-1) ?? -gap) + gap));
  for (let index = moved.length - 1, below = bottom + gap; index >= 0; index--) {
    below = Math.min(moved[index] ?? 0, below - gap);
    moved[index] = below;
  }
  return moved;
}

function logScale(low: number, high: number, from: number, to: number): Scale {
  const share = (value: number) => Math.log(value / low) / Math.log(high / low);
  return (value) => from + share(value) * (to - from);
}

/** Gives the powers of ten, in microseconds, between which all times are. */
function decadesOf(results: Results, operations: readonly string[]): number[] {
  const times = operations.flatMap((operation) =>
    results.contenders.flatMap(({ name }) =>
      pointsOf(results, operation, name).map(({ microseconds }) => microseconds),
    ),
  );
  const lowest = Math.floor(Math.log10(Math.min(...times)));
  const highest = Math.ceil(Math.log10(Math.max(...times)));
  return Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index));
}

function describe(operations: readonly string[]): string {
  return (
    `A panel for each of: ${operations.join(", ")}. Both axes are logarithmic. A level line does not ` +
    "grow with the number of tokens. The tables beside this chart have its numbers."
  );
}

function shortCount(count: number): string {
  return count >= 1000 ? `${count / 1000}k` : String(count);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
