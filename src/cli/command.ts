import {
  CHECK_HELP,
  type CheckRequest,
  toCheckRequest,
  toSelfTestRequest,
} from "./check-request.js";
import { CommandError } from "./command-error.js";
import { COPY_HELP, type CopyRequest, toCopyRequest } from "./copy-request.js";
import { type CommandHelp, helpOn, helpOnAll } from "./help.js";
import { nearest } from "./nearest.js";
import { COMMAND_NAMES, type CommandName, checkOptions, readArguments } from "./options.js";
import type { SelfTestRequest } from "./self-test.js";

export type { CheckRequest, CopyRequest };

/** What the command line asks for. */
export type Command =
  | { readonly name: "help"; readonly text: string }
  | { readonly name: "version" }
  | { readonly name: "check"; readonly request: CheckRequest }
  | { readonly name: "self-test"; readonly request: SelfTestRequest }
  | { readonly name: "copy"; readonly request: CopyRequest }
  | { readonly name: "list-stores" };

const HELP: Readonly<Record<CommandName, CommandHelp>> = { check: CHECK_HELP, copy: COPY_HELP };

/**
 * Reads a command line.
 *
 * @param argv - The arguments, without those that name Node and the program.
 * @throws CommandError when they do not make a command.
 */
export function parseCommand(argv: readonly string[]): Command {
  const given = readArguments(argv);
  const { values } = given;
  const [name, ...operands] = given.positionals;
  const isKnown = name !== undefined && isCommandName(name);
  if (values.help) return { name: "help", text: isKnown ? helpOn(HELP[name]) : helpOnAll(HELP) };
  if (values.version) return { name: "version" };
  if (!isKnown) throw new CommandError(sayUnknown(name));
  checkOptions(name, given);
  if (name === "check") {
    return values["self-test"]
      ? { name: "self-test", request: toSelfTestRequest(operands, values) }
      : { name, request: toCheckRequest(operands, values) };
  }
  const request = toCopyRequest(operands, values);
  return request === null ? { name: "list-stores" } : { name, request };
}

function isCommandName(text: string): text is CommandName {
  return COMMAND_NAMES.some((name) => name === text);
}

function sayUnknown(name: string | undefined): string {
  if (name === undefined) {
    return "no command; try: zoho-token-store check FILE, or copy STORE (or --help)";
  }
  const [near] = nearest(name, COMMAND_NAMES);
  return `unknown command "${name}"; the nearest is ${near}; see zoho-token-store --help`;
}
