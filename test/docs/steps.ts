import { type Block, blocksOf } from "./markdown.js";

/** What a reader of a page does: write or change a file, or run commands and see what they print. */
export type Step = FileStep | Commands;

/** A file that a page tells to write, to change, or to compare with what the changes have made. */
export interface FileStep {
  readonly kind: "file" | "diff" | "whole";

  /** The line on the page. */
  readonly line: number;

  readonly path: string;

  /** The file; or, of a diff, what stands below the names of the files. */
  readonly text: string;
}

/** Commands that a page tells to run. */
export interface Commands {
  readonly kind: "commands";

  /** The line on the page. */
  readonly line: number;

  /** One command a line. */
  readonly commands: readonly string[];

  /** Whether they are for a clone of this repository, and not for the reader's own project. */
  readonly isInRepository: boolean;

  /** The exit status that the page speaks of. */
  readonly exitStatus: number;

  /** What the page says that they print; `null` where it says nothing. */
  readonly output: string | null;
}

/**
 * Turns the blocks of a page into steps. A block is one of five:
 *
 * - ` ```ts ` or ` ```js `: the file to write, whose first line is a comment with its name; with the
 *   attribute `whole`, the file that the diffs before it have made;
 * - ` ```diff `: a unified diff, as `diff -u` prints it, of one file that was written before;
 * - ` ```sh `: commands, with `exit=STATUS` where they fail, and `in=repository` where they are not
 *   for the reader's own project;
 * - ` ```yaml `: steps of a workflow of GitHub Actions, `- run:` and one command each;
 * - ` ```text output `: what the commands before it print.
 *
 * @throws Error for any other block: nothing on a page is left unchecked.
 */
export function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const block of blocksOf(markdown)) {
    const before = steps.at(-1);
    if (block.language === "text" && block.attributes === "output") {
      if (before?.kind !== "commands" || before.output !== null) throw unknown(block);
      steps[steps.length - 1] = { ...before, output: block.text };
    } else {
      steps.push(toStep(block));
    }
  }
  return steps;
}

function toStep(block: Block): Step {
  return fileIn(block) ?? diffIn(block) ?? toCommands(block);
}

function fileIn({ language, attributes, text, line }: Block): FileStep | null {
  const [, path] = /^\/\/ (\S+)\n/.exec(text) ?? [];
  const isCode = language === "ts" || language === "js";
  const isKnown = attributes === "" || attributes === "whole";
  if (!isCode || !isKnown || path === undefined) return null;
  const kind = attributes === "whole" ? "whole" : "file";
  return { kind, line, path, text: `${text}\n` };
}

function diffIn({ language, attributes, text, line }: Block): FileStep | null {
  if (language !== "diff" || attributes !== "") return null;
  const [, path, hunks] = /^--- (\S+)\n\+\+\+ \1\n(.*)$/s.exec(text) ?? [];
  if (path === undefined || hunks === undefined) return null;
  return { kind: "diff", line, path, text: hunks };
}

function toCommands(block: Block): Commands {
  const commands = commandsIn(block);
  if (commands.includes("")) throw unknown(block);
  const words = block.attributes.split(" ");
  const exit = words.find((word) => word.startsWith("exit="));
  return {
    kind: "commands",
    line: block.line,
    commands,
    isInRepository: words.includes("in=repository"),
    exitStatus: Number(exit?.slice("exit=".length) ?? 0),
    output: null,
  };
}

/** Gives the command of each line; empty where a line has none. */
function commandsIn({ language, text }: Block): string[] {
  const lines = text.split("\n");
  if (language === "sh") return lines;
  return lines.map((line) => (language === "yaml" && /^- run: (.+)$/.exec(line)?.[1]) || "");
}

function unknown({ line, language, attributes }: Block): Error {
  return new Error(
    `line ${line}: a block "${language} ${attributes}" is neither a file, nor a diff of one, nor ` +
      "commands, nor what the commands before it print",
  );
}
