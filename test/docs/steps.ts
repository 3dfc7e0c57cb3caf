import { type Block, blocksOf } from "./markdown.js";

/** What a reader of a page does: write a file, or run commands and see what they print. */
export type Step =
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  | Commands;

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
 * Turns the blocks of a page into steps. A block is one of four:
 *
 * - ` ```ts ` or ` ```js `: the file to write, whose first line is a comment with its name;
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
  const { language, text, line } = block;
  const [, path] = /^\/\/ (\S+)\n/.exec(text) ?? [];
  const isCode = (language === "ts" || language === "js") && block.attributes === "";
  if (isCode && path !== undefined) return { kind: "file", path, text: `${text}\n` };
  const commands = commandsIn(block);
  if (commands.includes("")) throw unknown(block);
  const words = block.attributes.split(" ");
  const exit = words.find((word) => word.startsWith("exit="));
  return {
    kind: "commands",
    line,
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
    `line ${line}: a block "${language} ${attributes}" is neither a file, nor commands, nor what ` +
      "the commands before it print",
  );
}
