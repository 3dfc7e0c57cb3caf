import { clauses } from "../../spec/clauses.js";
import { CommandError } from "./command-error.js";
import { toFrozenFile } from "./freeze.js";
import type { CommandHelp } from "./help.js";
import { nearest } from "./nearest.js";
import type { OptionValues } from "./options.js";
import { toWantedReports, type WantedReports } from "./report-files.js";
import type { SelfTestRequest } from "./self-test.js";

/** Which stores to check, and how. */
export interface CheckRequest extends WantedReports {
  /** The harness modules, as they were typed; at least one. */
  readonly files: readonly string[];

  /** The id of the one clause to check. */
  readonly clause?: string;

  readonly seed?: number;
  readonly runs?: number;

  /** Whether SHOULD binds like MUST. */
  readonly strict: boolean;

  /** The address of the site that reports lead to; left out, they lead to the pages in this package. */
  readonly docsSite?: string;

  /** The test file to write the failures to. */
  readonly frozenFile?: string;
}

/** What `--help` says of the command. */
export const CHECK_HELP: CommandHelp = {
  usage: [
    "zoho-token-store check FILE... [options]",
    "zoho-token-store check --self-test [--seed N] [--runs N]",
  ],
  text: `Checks token stores against the contract of the Zoho CRM SDK's TokenStore.

FILE is a JavaScript or TypeScript module (.js .mjs .cjs .ts .mts .cts). Its
default export is a harness, or simply a function that returns a store on
fresh, empty storage:

  export default () => new MyTokenStore();

One FILE prints the contract method by method, a verdict a clause, and each
failure in detail. Several FILEs print one table, a column a store, and below
it each failure in detail.

Options:
  --clause ID    check this clause alone
  --seed N       where the random choices start; a report tells the seed that
                 repeats it
  --runs N       how many random examples to try where a clause speaks of all;
                 default 100
  --strict       SHOULD binds like MUST
  --report FORMAT=FILE[,FORMAT=FILE]...
                 also write reports; a FORMAT is json, junit, markdown,
                 github (annotations of a GitHub Actions run) or badge (an SVG
                 image of one store). Where FILE is -, a report is printed in
                 the place of the text. On several stores, a report is a JSON
                 array, one JUnit test suite a store, one Markdown section a
                 store, one GitHub notice a store.
  --docs URL     in text and reports, name the page about each failure by its
                 address on the site published at URL, not by its path here

  --freeze FILE  write a vitest test of each failure alone to FILE, such as
                 frozen.test.ts; for one store, and never over a file

  --self-test    check no store of yours, but a gallery of broken stores, each
                 with one mistake in it, and print how surely it is found

Exit status:
  0  every store conforms
  1  a MUST clause failed, or was blocked by a failure; with --strict also a
     SHOULD clause; or the store left an error uncaught
  2  the harness or the command line is at fault, and no verdict was reached
`,
};

/**
 * Reads what a self-test is asked for.
 *
 * @param files - What stands after the command.
 * @throws CommandError when it is asked for what belongs to a check of stores.
 */
export function toSelfTestRequest(files: readonly string[], values: OptionValues): SelfTestRequest {
  const { clause, strict, report, docs, freeze } = values;
  const isOfStores = strict || report.length > 0 || [clause, docs, freeze].some(isGiven);
  if (files.length > 0 || isOfStores) {
    throw new CommandError("check --self-test takes --seed and --runs, and nothing else");
  }
  return toDraw(values);
}

/**
 * Reads what `check` is asked for.
 *
 * @param files - What stands after the command.
 * @throws CommandError when there is no file, or an option has a value that it cannot have.
 */
export function toCheckRequest(files: readonly string[], values: OptionValues): CheckRequest {
  if (files.length === 0) {
    throw new CommandError("no harness file; try: zoho-token-store check FILE");
  }
  return {
    files,
    strict: values.strict,
    ...toWantedReports(values.report, files),
    ...(values.clause === undefined ? {} : { clause: toClauseId(values.clause) }),
    ...toDraw(values),
    ...(values.docs === undefined ? {} : { docsSite: toSite(values.docs) }),
    ...(values.freeze === undefined ? {} : { frozenFile: toFrozenFile(values.freeze, files) }),
  };
}

function isGiven(value: string | undefined): boolean {
  return value !== undefined;
}

/** Reads from where, and how many, random examples are drawn. */
function toDraw({ seed, runs }: OptionValues): SelfTestRequest {
  return {
    ...(seed === undefined ? {} : { seed: toNumber("--seed", seed, 0) }),
    ...(runs === undefined ? {} : { runs: toNumber("--runs", runs, 1) }),
  };
}

function toNumber(option: string, text: string, least: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && Number.isSafeInteger(number)) return number;
  throw new CommandError(`${option} takes a whole number, ${least} or more, not "${text}"`);
}

/** A site may be on a disk too. Behind a question mark or a hash there is no place for a page. */
function toSite(text: string): string {
  const isSite = /^(https?|file):\/\/[^\s?#<>]+$/.test(text) && URL.canParse(text);
  if (isSite) return text;
  throw new CommandError(
    `--docs takes the address of a site, as in https://host/path; not "${text}"`,
  );
}

/** A report shows titles more than ids, so a title will do. */
function toClauseId(text: string): string {
  const clause = clauses.find(({ id, title }) => id === text || title === text);
  if (clause !== undefined) return clause.id;
  const ids = clauses.map(({ id }) => id);
  throw new CommandError(
    `there is no clause "${text}"; the nearest are ${nearest(text, ids).join(", ")}`,
  );
}
