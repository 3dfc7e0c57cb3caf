import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { applyDiff } from "./diff.js";
import { ROOT, read } from "./markdown.js";
import { stepsOf } from "./steps.js";

/** What the stores of a tutorial stand on: what `zoho-token-store copy list` brings. */
const COPIED = ["sdk", "token-matching", "token-row"];

/**
 * Writes the files of a tutorial as they are at its end, so that a test can import them. What a reader
 * copies is what a test imports from `src` itself: they share the classes of tokens.
 *
 * @param page - Its path in this repository.
 * @param folder - An empty one.
 */
export function writePageFiles(page: string, folder: string): void {
  for (const [path, text] of filesAtTheEnd(read(page))) write(join(folder, path), text);
  for (const name of COPIED) {
    const text = `export * from ${JSON.stringify(join(ROOT, "src", `${name}.js`))};\n`;
    write(join(folder, "token-store", `${name}.ts`), text);
  }
}

function filesAtTheEnd(markdown: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const step of stepsOf(markdown)) {
    if (step.kind === "file") files.set(step.path, step.text);
    if (step.kind === "diff") {
      files.set(step.path, applyDiff(files.get(step.path) ?? "", step.text));
    }
  }
  return files;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
