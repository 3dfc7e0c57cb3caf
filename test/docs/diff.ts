/** A part of a diff: lines of the old text, and what stands in their place in the new one. */
interface Hunk {
  /** The number of the first line in either text, from 1. */
  readonly oldStart: number;
  readonly newStart: number;

  readonly oldLines: readonly string[];
  readonly newLines: readonly string[];
}

/**
 * Applies a unified diff, exactly: no line may be elsewhere, or other, than the diff says.
 *
 * @param text - The old text.
 * @param diff - The hunks, each below its line of numbers; the names of the files above them are
 *   left out.
 * @returns The new text.
 * @throws Error when the diff does not fit the text, or its own numbers are wrong.
 */
export function applyDiff(text: string, diff: string): string {
  const oldLines = text.split("\n");
  const newLines: string[] = [];
  let at = 0;
  for (const hunk of hunksOf(diff)) {
    newLines.push(...oldLines.slice(at, hunk.oldStart - 1));
    at = hunk.oldStart - 1;
    for (const line of hunk.oldLines) {
      if (oldLines[at] !== line) {
        throw new Error(`line ${at + 1} is "${oldLines[at]}", and in the diff "${line}"`);
      }
      at += 1;
    }
    if (newLines.length !== hunk.newStart - 1) {
      throw new Error(`a hunk begins at +${newLines.length + 1}, and says +${hunk.newStart}`);
    }
    newLines.push(...hunk.newLines);
  }
  return [...newLines, ...oldLines.slice(at)].join("\n");
}

function hunksOf(diff: string): Hunk[] {
  // Each hunk then ends with a newline, and an empty line at its end is seen.
  return `${diff}\n`.split(/^(?=@@ )/m).map(toHunk);
}

function toHunk(text: string): Hunk {
  const [header = "", ...lines] = text.replace(/\n$/, "").split("\n");
  const numbers = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(header);
  if (numbers === null) throw new Error(`a hunk does not begin with its numbers: ${header}`);
  const [, oldStart, oldCount = "1", newStart, newCount = "1"] = numbers;
  const strange = lines.find((line) => !/^[ +-]/.test(line) && line !== "");
  if (strange !== undefined) throw new Error(`neither kept, added nor removed: "${strange}"`);
  // Editors take the space off a line that holds nothing else.
  const side = (mark: string) =>
    lines.filter((line) => !line.startsWith(mark)).map((line) => line.slice(1));
  const [oldLines, newLines] = [side("+"), side("-")];
  if (oldLines.length !== Number(oldCount) || newLines.length !== Number(newCount)) {
    throw new Error(`${header} is followed by -${oldLines.length} +${newLines.length} lines`);
  }
  return { oldStart: Number(oldStart), newStart: Number(newStart), oldLines, newLines };
}
