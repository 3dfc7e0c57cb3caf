/** Stands for any lines where it is a line of its own, and for anything in a line. */
const LEFT_OUT = "…";

/**
 * Compares what a page says that a command prints with what it printed.
 *
 * Ids that a store draws at random count as equal, and `…` stands for what the page leaves out.
 */
export function printsAsShown(shown: string, printed: string): boolean {
  const pattern = nameIds(shown)
    .trimEnd()
    .split("\n")
    .map((line) => (line === LEFT_OUT ? "(?:.*\n)*?" : `${escapeLine(line)}\n`))
    .join("");
  return new RegExp(`^${pattern}$`).test(`${nameIds(printed).trimEnd()}\n`);
}

function escapeLine(line: string): string {
  return line
    .split(LEFT_OUT)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
}

function nameIds(text: string): string {
  return text.replace(/"[0-9a-hjkmnp-tv-z]{10}"/g, '"an id"');
}
