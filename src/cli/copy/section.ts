/** Gives a heading and the lines below it, as they are printed. */
export function section(heading: string, lines: readonly string[]): string {
  const indented = lines.map((line) => (line === "" ? "" : `  ${line}`));
  return [heading, "", ...indented, ""].join("\n");
}
