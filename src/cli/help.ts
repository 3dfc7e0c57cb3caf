/** What `--help` says of one command. */
export interface CommandHelp {
  /** The ways to call it. */
  readonly usage: readonly string[];

  /** What it does, and its options, in lines of at most 78 columns. */
  readonly text: string;
}

const COMMON_OPTIONS = `Options of every command:
  -h, --help     print this text; with a command, what belongs to that command
  --version      print the version
`;

/** Writes the text of `zoho-token-store COMMAND --help`. */
export function helpOn({ usage, text }: CommandHelp): string {
  return `${usageLines(usage)}\n${text}`;
}

/** Writes the text of `zoho-token-store --help`, on all commands by their names. */
export function helpOnAll(commands: Readonly<Record<string, CommandHelp>>): string {
  const usage = Object.values(commands).flatMap((command) => command.usage);
  const sections = Object.entries(commands).map(
    ([name, { text }]) => `${name}\n\n${text.replace(/^(?=.)/gm, "  ")}`,
  );
  return [usageLines(usage), ...sections, COMMON_OPTIONS].join("\n");
}

function usageLines(usage: readonly string[]): string {
  return `Usage: ${usage.join("\n       ")}\n`;
}
