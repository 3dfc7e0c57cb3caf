/**
 * Puts what a transcript shows onto lines that a person can compare.
 *
 * @module
 */

/** Where a line of a text report ends when nothing is known of the screen, in columns. */
export const WIDTH = 100;

/** How much of one value is printed, in characters; a JSON report holds all of it. */
const LONGEST = 4000;

/**
 * Makes text safe to print on one line of a terminal: what is no visible character (a line break,
 * an escape, half a surrogate pair) is written as `\u001b`.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => {
    const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16));
    return units.map((unit) => `\\u${unit.padStart(4, "0")}`).join("");
  });
}

/** Breaks one value over lines at its commas, or at spaces where a part is longer than a line. */
export function fill(text: string, width: number): string[] {
  return arrange(toPieces(text), width).map((line) => line.map((piece) => piece.text).join(""));
}

/**
 * Breaks two values over lines, and underlines with carets what the one has and the other has not,
 * unless they have little in common.
 *
 * @returns The lines of the one and the lines of the other.
 */
export function fillBoth(one: string, other: string, width: number): [string[], string[]] {
  const [left, right] = [toPieces(one), toPieces(other)];
  markDifferences(left, right);
  return [underline(arrange(left, width)), underline(arrange(right, width))];
}

/** A part of a value, as long as one field: `userName: "ann", `. */
interface Piece {
  readonly text: string;

  /** The part without the brackets and commas around it. */
  readonly core: string;
  differs: boolean;
}

/** A comma ends a piece and an arrow starts one, unless it stands in quotes. */
const PIECE = /(?:→ ?)?(?:"(?:[^"\\]|\\.)*"?|[^",→])+(?:, ?)?|[,→] ?/g;

function toPieces(text: string): Piece[] {
  const line = oneLine(text);
  const cut = line.length - LONGEST;
  const shown = cut > 0 ? `${line.slice(0, LONGEST)}… (${cut} characters more)` : line;
  return (shown.match(PIECE) ?? []).map((part) => ({
    text: part,
    core: part.replace(/^[[{ ]+/, "").replace(/[\]}, ]+$/, ""),
    differs: false,
  }));
}

/** Comparing costs the product of the two lengths; beyond this nobody would read the carets. */
const MOST_COMPARISONS = 1_000_000;

/**
 * Marks the pieces that are not part of the longest common subsequence. Two values that have little
 * in common stay unmarked: carets under everything help nobody.
 */
function markDifferences(left: readonly Piece[], right: readonly Piece[]): void {
  if (left.length * right.length > MOST_COMPARISONS) return;
  const common = countCommon(left, right);
  if (2 * common(0, 0) < Math.min(left.length, right.length)) return;
  for (const piece of [...left, ...right]) piece.differs = true;
  let next = 0;
  for (const [index, piece] of left.entries()) {
    // Where the rest has as much in common without this piece, it is not part of it.
    if (common(index, next) === common(index + 1, next)) continue;
    piece.differs = false;
    const partner = right.findIndex((other, at) => at >= next && other.core === piece.core);
    for (const other of right.slice(partner, partner + 1)) other.differs = false;
    next = partner + 1;
  }
}

/** Counts what the rests of two lists have in common, from one position on in each. */
function countCommon(
  left: readonly Piece[],
  right: readonly Piece[],
): (fromLeft: number, fromRight: number) => number {
  const width = right.length + 1;
  const counts = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number) => Number(counts[i * width + j]);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const isSame = left[i]?.core === right[j]?.core;
      counts[i * width + j] = isSame ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

/**
 * Puts pieces onto lines, as many on each as fit. Where one line does not hold them all, every
 * token of a list starts a line.
 */
function arrange(pieces: readonly Piece[], width: number): Piece[][] {
  if (lengthOf(pieces) <= width) return [[...pieces]];
  const lines: Piece[][] = [];
  for (const piece of pieces.flatMap((piece) => breakAtSpaces(piece, width))) {
    const line = lines.at(-1);
    const endsToken = line?.at(-1)?.text.endsWith("}, ") === true;
    if (line === undefined || endsToken || lengthOf([...line, piece]) > width) lines.push([piece]);
    else line.push(piece);
  }
  return lines;
}

/** The columns that pieces take on a line; the space behind the last is not printed. */
function lengthOf(pieces: readonly Piece[]): number {
  return pieces
    .map((piece) => piece.text)
    .join("")
    .trimEnd().length;
}

function breakAtSpaces(piece: Piece, width: number): Piece[] {
  if (piece.text.length <= width) return [piece];
  const words = piece.text.split(/(?<=\s)(?=\S)/);
  return words.map((text) => ({ ...piece, text, core: text.trimEnd() }));
}

function underline(lines: readonly Piece[][]): string[] {
  return lines.flatMap((line) => {
    const text = line.map((piece) => piece.text).join("");
    const carets = line.map(caretsUnder).join("").trimEnd();
    return carets === "" ? [text] : [text, carets];
  });
}

function caretsUnder({ text, core, differs }: Piece): string {
  if (!differs) return " ".repeat(text.length);
  const start = text.indexOf(core);
  return (" ".repeat(start) + "^".repeat(core.length)).padEnd(text.length);
}
