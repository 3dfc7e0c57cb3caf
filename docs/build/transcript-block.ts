/**
 * What a failed clause shows, as a block of text on a page.
 *
 * @module
 */
import { fill, fillBoth } from "../../spec/report/lines.js";
import type { Shown } from "../../test/broken-stores/counted-ids.js";

/** How wide the blocks are, in characters: they fit a page without scrolling. */
const WIDTH = 78;

/** Where the values begin, behind `expected` and two spaces. */
const LABEL = 10;

/** What stands before the rest of a call that is too long for one line. */
const INDENT = "    ";

/** Writes the calls, what was expected and what came. */
export function transcriptBlock({ calls, expected, actual }: Shown): string {
  const [wanted, got] = fillBoth(expected, actual, WIDTH - LABEL);
  return [
    ...calls.flatMap((call) => hang(fill(call, WIDTH - INDENT.length), "", INDENT)),
    "",
    ...hang(wanted, "expected".padEnd(LABEL), " ".repeat(LABEL)),
    ...hang(got, "got".padEnd(LABEL), " ".repeat(LABEL)),
  ].join("\n");
}

function hang(lines: readonly string[], first: string, others: string): string[] {
  return lines.map((line, index) => `${index === 0 ? first : others}${line}`.trimEnd());
}
