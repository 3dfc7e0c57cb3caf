/** A workflow command of GitHub Actions, as its runner reads it. */
export interface Command {
  readonly level: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const COMMAND = /^::(error|warning|notice) ([^:]*)::(.*)$/;

/**
 * Reads workflow commands, a line each.
 *
 * @throws Error at the first line that is none: GitHub would show it as mere text.
 */
export function parseCommands(text: string): Command[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  return text.slice(0, -1).split("\n").map(parseCommand);
}

function parseCommand(line: string): Command {
  const [, level, properties, message] = COMMAND.exec(line) ?? [];
  if (level === undefined || properties === undefined || message === undefined) {
    throw new Error(`not a workflow command: ${line}`);
  }
  const pairs = properties.split(",").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, decode(value.join("="))] as const;
  });
  return { level, properties: Object.fromEntries(pairs), message: decode(message) };
}

/** The runner replaces the codes one after another, that of the percent sign last. */
function decode(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}
