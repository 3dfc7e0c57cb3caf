/**
 * Describes one failed clause to the person who has to mend it.
 *
 * @module
 */
import type { ClauseResult } from "../clause.js";
import { fill, fillBoth } from "./lines.js";
import { type Layout, type Paint, painter, type Style, styleOf, widthOf } from "./style.js";

/** How one failure is laid out. */
export interface FailureOptions extends Layout {
  /** How to run the clause again; left out, nothing is said of it. */
  readonly replay?: string;

  /** Where the page about the clause is; left out, its path in this package. */
  readonly docs?: string;
}

/** Where the values begin, behind `expected` and two spaces. */
const LABEL = 10;

/**
 * Describes a failed clause: the shortest calls that show it, what was expected and what came, why
 * it matters, the page about it, and how to run it again. Every value starts in the same column,
 * and carets mark where two long values part.
 *
 * @param result - A clause whose verdict is `failed`.
 * @returns Lines without a line break at the end.
 */
export function describeFailure(result: ClauseResult, options: FailureOptions = {}): string {
  const paint = painter(options);
  const room = widthOf(options) - LABEL;
  const [expected, got] = fillBoth(result.expected, result.actual, room);
  return [
    `${paint(result.id, "bold")}  ${paint(result.level, styleOf(result))}`,
    "",
    ...result.calls.flatMap((call) => hang(fill(call, widthOf(options) - 6))),
    "",
    ...labelled("expected", expected, paint, "green"),
    ...labelled("got", got, paint, "red"),
    "",
    ...labelled("why", fill(result.why, room), paint),
    ...labelled("docs", [options.docs ?? result.docs], paint),
    ...(options.replay === undefined ? [] : labelled("replay", [options.replay], paint)),
  ].join("\n");
}

/** A call's first line stands out; what it was broken into hangs below. */
function hang(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index === 0 ? "  " : "      "}${line}`.trimEnd());
}

function labelled(
  label: string,
  lines: readonly string[],
  paint: Paint,
  style: Style = "dim",
): string[] {
  const head = paint(label, style) + " ".repeat(LABEL - label.length);
  return lines.map((line, index) => (index === 0 ? head : " ".repeat(LABEL)) + line.trimEnd());
}
