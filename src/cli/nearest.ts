/** How many suggestions a reader looks at. */
const SUGGESTIONS = 3;

/**
 * Finds the words that somebody may have meant: those that take the fewest keystrokes to reach, a
 * part of a word counting as near.
 *
 * @returns The nearest words, the best first.
 */
export function nearest(typed: string, words: readonly string[]): string[] {
  return words
    .map((word) => ({
      word,
      far: word.includes(typed) && typed !== "" ? 0 : distance(typed, word),
    }))
    .sort((one, other) => one.far - other.far)
    .slice(0, SUGGESTIONS)
    .map(({ word }) => word);
}

/** Levenshtein's distance: how many letters to insert, remove or replace. */
function distance(from: string, to: string): number {
  // How far the letters of `from` so far are from each beginning of `to`.
  let row = Array.from(to, (_, column) => column + 1);
  for (let taken = 0; taken < from.length; taken += 1) {
    let diagonal = taken;
    let left = taken + 1;
    row = row.map((above, column) => {
      const replaced = diagonal + (from[taken] === to[column] ? 0 : 1);
      left = Math.min(replaced, above + 1, left + 1);
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? from.length;
}
