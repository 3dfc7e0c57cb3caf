import { type ParseArgsConfig, parseArgs } from "node:util";
import { CommandError } from "./command-error.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options of each command. */
const OPTIONS = {
  check: {
    clause: { type: "string" },
    seed: { type: "string" },
    runs: { type: "string" },
    strict: { type: "boolean", default: false },
    report: { type: "string", multiple: true, default: [] },
    docs: { type: "string" },
    freeze: { type: "string" },
    "self-test": { type: "boolean", default: false },
  },
  copy: {
    to: { type: "string" },
    sdk: { type: "string" },
    force: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
  },
} as const satisfies Record<string, Options>;

/** All options. No two commands have one of the same name. */
const EVERY_OPTION = {
  ...OPTIONS.check,
  ...OPTIONS.copy,
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
} as const satisfies Options;

/** The name of a command. */
export type CommandName = keyof typeof OPTIONS;

/** The names of the commands. */
export const COMMAND_NAMES = Object.keys(OPTIONS) as CommandName[];

/** A command line, taken apart. */
export type Arguments = ReturnType<typeof readArguments>;

/** The values of the options, those of other commands among them. */
export type OptionValues = Arguments["values"];

/**
 * Takes a command line apart.
 *
 * @throws CommandError when it has an option that no command knows, or one that lacks its value.
 */
export function readArguments(argv: readonly string[]) {
  try {
    const config = { options: EVERY_OPTION, allowPositionals: true, tokens: true } as const;
    return parseArgs({ args: [...argv], ...config });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's first sentence says what is wrong; the others speak of "--" at length.
    const [sentence = ""] = error.message.split(/\.(?:\s|$)/);
    const [, option] = /^Option '(--\w+).*(?:missing|ambiguous)$/.exec(sentence) ?? [];
    const said = option === undefined ? sentence : `${option} needs a value`;
    throw new CommandError(`${said}; see zoho-token-store --help`);
  }
}

/**
 * Sees to it that each option means something: that it is one of the command, and given once.
 *
 * @throws CommandError that names the first one that does not.
 */
export function checkOptions(command: CommandName, { tokens }: Arguments): void {
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
  for (const [index, name] of given.entries()) {
    const owner = COMMAND_NAMES.find((other) => Object.hasOwn(OPTIONS[other], name));
    if (owner !== undefined && owner !== command) {
      throw new CommandError(`--${name} is an option of ${owner}, not of ${command}`);
    }
    if (given.indexOf(name) !== index && takesOneValue(name)) {
      throw new CommandError(`--${name} is given twice, and takes one value`);
    }
  }
}

function takesOneValue(name: keyof typeof EVERY_OPTION): boolean {
  const option = EVERY_OPTION[name];
  return option.type === "string" && !("multiple" in option);
}
