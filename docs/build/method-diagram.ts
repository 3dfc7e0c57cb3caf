/**
 * The diagram of a method: what is stored, the call, and what is stored then.
 *
 * It is one column, so that it can be read on a telephone, and it has colours for a dark page. What
 * has changed is framed, marked or struck through, and coloured besides.
 *
 * @module
 */

import { escapeXml } from "../../spec/report/xml.js";
import type { TokenFields } from "../../spec/token-fields.js";
import type { Played } from "./method-scenes.js";

const WIDTH = 360;
const PADDING = 16;

/** The room left of a row, for the mark of one that was added or removed. */
const GUTTER = 16;
const ROW = 26;

/** The fields that a diagram shows, with their places: the others would not fit, and add nothing. */
const FIELDS = [
  { field: "id", label: "id", x: 0, width: 52 },
  { field: "userName", label: "user", x: 52, width: 66 },
  { field: "refreshToken", label: "refresh token", x: 118, width: 97 },
  { field: "accessToken", label: "access token", x: 215, width: 97 },
] as const;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1d2524 }
  .code, .value { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
  .heading { font-size: 15px; font-weight: 600 }
  .label { font-size: 12px; fill: #55615f }
  .paper { fill: #ffffff; stroke: #dde3e1 }
  .table { fill: #f5f7f6; stroke: #dde3e1 }
  .rule { stroke: #dde3e1 }
  .call { fill: #0b6b5d } .call-text { fill: #ffffff; font-weight: 600 }
  .arrow { stroke: #0b6b5d; stroke-width: 2; fill: none }
  .change { fill: #dafbe1; stroke: #1a7f37; stroke-width: 1.5 }
  .changed { font-weight: 700; fill: #116329 } .added { font-weight: 700; fill: #116329 }
  .removed { fill: #a40e26; text-decoration: line-through } .minus { fill: #a40e26; font-weight: 700 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e4e9e8 }
    .label { fill: #a3b0ae }
    .paper { fill: #14181b; stroke: #313a40 }
    .table { fill: #1b2024; stroke: #313a40 }
    .rule { stroke: #313a40 }
    .call { fill: #0f7a6a } .arrow { stroke: #5fd1bb }
    .change { fill: #12261e; stroke: #3fb950 }
    .changed, .added { fill: #7ee787 }
    .removed, .minus { fill: #ffa198 }
  }`;

/** Draws the scenes of a method, one below the other, as an SVG. */
export function methodDiagram(method: string, scenes: readonly Played[]): string {
  const stack = new Stack();
  for (const [index, scene] of scenes.entries()) drawScene(stack, scene, scenes[index - 1]);
  const height = stack.y + PADDING;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(`What ${method} does`)}</title>`,
    `<desc id="description">${escapeXml(describeScenes(scenes))}</desc>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>`,
    ...stack.parts,
    "</svg>\n",
  ].join("\n");
}

/** Says in sentences what the diagram shows. */
export function describeScenes(scenes: readonly Played[]): string {
  return scenes.map(describeScene).join(" ");
}

function describeScene({ heading, call, before, after, token, result, tokens }: Played): string {
  const stored = `The store holds ${sayTokens(before)}.`;
  const given = token === null ? "" : `The given token is ${sayToken(token.before)}.`;
  const then = isSame(before, after)
    ? "The store is as it was."
    : `Then the store holds ${sayTokens(after)}.`;
  const answer = tokens.length === 0 ? "" : `: ${sayTokens(tokens)}`;
  const called = `${call} resolves to ${result}${answer}.`;
  const passed = token === null ? "" : `The given token is then ${sayToken(token.after)}.`;
  return [`${heading}:`, stored, given, called, then, passed].filter((part) => part).join(" ");
}

function sayTokens(tokens: readonly TokenFields[]): string {
  return tokens.length === 0 ? "nothing" : tokens.map(sayToken).join(" and ");
}

function sayToken(token: TokenFields): string {
  const shown = FIELDS.filter(({ field }) => field !== "id" && token[field] !== undefined);
  const fields = shown.map(({ field, label }) => `${label} ${token[field]}`).join(", ");
  return token.id === undefined ? fields : `${token.id} (${fields})`;
}

/** What is drawn, from the top down. */
class Stack {
  readonly parts: string[] = [];
  y = PADDING;

  /** Adds a part of this height. */
  add(height: number, ...parts: readonly string[]): void {
    this.parts.push(`<g transform="translate(${PADDING} ${this.y})">${parts.join("")}</g>`);
    this.y += height;
  }

  text(text: string, style: string, height: number): void {
    this.add(height, `<text class="${style}" y="14">${escapeXml(text)}</text>`);
  }
}

/** @param previous - The scene above, which need not be drawn again as far as this one begins alike. */
function drawScene(stack: Stack, scene: Played, previous: Played | undefined): void {
  const { heading, call, before, after, token, result, tokens } = scene;
  const rule = `<line class="rule" x2="${WIDTH - 2 * PADDING}" y1="8" y2="8"/>`;
  if (previous !== undefined) stack.add(20, rule);
  stack.text(heading, "heading", 28);
  const isAlike = previous !== undefined && isSame(previous.before, before);
  if (isAlike) stack.text("in the store: the same as above", "label", 26);
  else drawTable(stack, "in the store", unchanged(before));
  if (token !== null) drawTable(stack, "the given token", unchanged([token.before]));
  drawCall(stack, call);
  if (isSame(before, after)) stack.text("The store is as it was.", "", 26);
  else drawTable(stack, "in the store afterwards", compare(before, after));
  if (token !== null) drawGiven(stack, token);
  stack.text(`It resolves to ${result}.`, "", tokens.length === 0 ? 20 : 24);
  if (tokens.length > 0) drawTable(stack, "", unchanged(tokens));
}

function drawGiven(stack: Stack, { before, after }: NonNullable<Played["token"]>): void {
  if (isSame([before], [after])) stack.text("The given token is as it was.", "", 26);
  else drawTable(stack, "the given token afterwards", [{ fields: after, before, mark: "" }]);
}

function drawCall(stack: Stack, call: string): void {
  const center = (WIDTH - 2 * PADDING) / 2;
  stack.add(
    52,
    `<rect class="call" x="${center - 100}" width="200" height="28" rx="14"/>`,
    `<text class="code call-text" x="${center}" y="18.5" text-anchor="middle">${escapeXml(call)}</text>`,
    `<path class="arrow" d="M${center} 28V44M${center - 5} 39L${center} 44L${center + 5} 39"/>`,
  );
}

/** A row of a table, beside what it was before. */
interface Row {
  readonly fields: TokenFields;

  /** What the row was before; the same where nothing of it has changed. */
  readonly before: TokenFields;

  /** What has become of the row as a whole. */
  readonly mark: "" | "+" | "−";
}

function unchanged(tokens: readonly TokenFields[]): readonly Row[] {
  return tokens.map((fields) => ({ fields, before: fields, mark: "" }));
}

/** Puts the rows of both times into one list: those that were there, then those that are new. */
function compare(before: readonly TokenFields[], after: readonly TokenFields[]): readonly Row[] {
  const kept = before.map((old): Row => {
    const now = after.find(({ id }) => id === old.id);
    return { fields: now ?? old, before: old, mark: now === undefined ? "−" : "" };
  });
  const added = after.filter(({ id }) => !before.some((old) => old.id === id));
  return [...kept, ...added.map((fields): Row => ({ fields, before: fields, mark: "+" }))];
}

function drawTable(stack: Stack, label: string, rows: readonly Row[]): void {
  if (label !== "") stack.text(label, "label", 22);
  const height = ROW * (rows.length + 1);
  const heads = FIELDS.map(
    ({ label, x }) => `<text class="label" x="${GUTTER + x + 6}" y="17">${label}</text>`,
  );
  stack.add(
    height + 14,
    `<rect class="table" x="${GUTTER}" width="312" height="${height}" rx="4"/>`,
    ...heads,
    ...rows.map((row, index) => drawRow(row, ROW * (index + 1))),
  );
}

function drawRow({ fields, before, mark }: Row, y: number): string {
  const cells = FIELDS.map(({ field, x, width }) => {
    const left = GUTTER + x;
    const isChanged = fields[field] !== before[field];
    const frame = `<rect class="change" x="${left + 2}" y="${y + 3}" width="${width - 4}" height="20" rx="3"/>`;
    const style = styleOf(mark, isChanged);
    const text = `<text class="value${style}" x="${left + 6}" y="${y + 17.5}">${escapeXml(fields[field] ?? "")}</text>`;
    return (isChanged ? frame : "") + (fields[field] === undefined ? "" : text);
  });
  const rule = `<line class="rule" x1="${GUTTER}" x2="${GUTTER + 312}" y1="${y}" y2="${y}"/>`;
  const sign = `<text class="${mark === "+" ? "added" : "minus"}" x="2" y="${y + 17.5}">${mark}</text>`;
  return rule + cells.join("") + (mark === "" ? "" : sign);
}

function styleOf(mark: Row["mark"], isChanged: boolean): string {
  if (mark === "−") return " removed";
  if (mark === "+") return " added";
  return isChanged ? " changed" : "";
}

function isSame(one: readonly TokenFields[], other: readonly TokenFields[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
