import { checkTokenStore, clauses, conforms, HarnessError, type Report } from "../../spec/index.js";
import { oneLine } from "../../spec/report/lines.js";
import { replayedClause, type TextOptions } from "../../spec/report/style.js";
import { toComparison, toText } from "../../spec/report/text.js";
import type { CheckRequest } from "./command.js";
import { messageOf } from "./command-error.js";
import { checkFrozenFile, freeze } from "./freeze.js";
import { guardHarness } from "./guard-harness.js";
import { complain, divertingLogs, type Io, print, wantsColor } from "./io.js";
import { type LoadedHarness, loadHarness } from "./load-harness.js";
import { docsRoot } from "./manifest.js";
import { pathInRepository, shellWord } from "./paths.js";
import { Progress } from "./progress.js";
import { checkReportFiles, writeReportFiles } from "./report-files.js";
import { render } from "./report-formats.js";
import type { StrayErrors } from "./stray-errors.js";

/**
 * Checks the stores that a command line names, and prints their reports.
 *
 * Everything that can be wrong with the command is found before the first clause runs, and the
 * first harness at fault ends the whole command.
 *
 * @returns 0 when every store conforms, otherwise 1.
 * @throws CommandError or HarnessError when no verdict can be reached.
 */
export async function check(request: CheckRequest, io: Io, stray: StrayErrors): Promise<number> {
  await checkReportFiles(request.reports);
  if (request.frozenFile !== undefined) await checkFrozenFile(request.frozenFile);
  const run = () => checkAll(request, io, stray);
  // What is printed for a program is read by it alone: a store that logs must not join in.
  const { loaded, reports } = await (request.printed === undefined ? run() : divertingLogs(run));
  await tell(request, reports, io);
  const hints = [...hintsAtClasses(loaded, reports), ...(await freezeFailures(request, reports))];
  for (const hint of hints) {
    await complain(io.stderr, `zoho-token-store: ${oneLine(hint)}\n`);
  }
  return reports.every((report) => conforms(report, request.strict)) ? 0 : 1;
}

async function checkAll(request: CheckRequest, io: Io, stray: StrayErrors) {
  const loaded: LoadedHarness[] = [];
  for (const file of request.files) {
    stray.activity = `${file} was loaded`;
    loaded.push(await naming(file, () => loadHarness(file)));
  }
  const reports: Report[] = [];
  for (const one of loaded) {
    // One seed for all: the stores are compared on the same examples.
    const seed = request.seed ?? reports[0]?.seed;
    stray.activity = `${one.file} was opened`;
    reports.push(await naming(one.file, () => checkOne(one, request, seed, io)));
  }
  return { loaded, reports };
}

async function checkOne(
  { harness }: LoadedHarness,
  { clause, runs }: CheckRequest,
  seed: number | undefined,
  io: Io,
): Promise<Report> {
  const ids = clause === undefined ? clauses.map(({ id }) => id) : [clause];
  const progress = new Progress(io.stderr);
  const announce = (done: number) => {
    const id = ids[done];
    if (id === undefined) return;
    progress.show(`${oneLine(harness.name)}  ${done + 1}/${ids.length}  ${id}`);
  };
  announce(0);
  try {
    return await checkTokenStore(guardHarness(harness), {
      ...(clause === undefined ? {} : { clause }),
      ...(seed === undefined ? {} : { seed }),
      ...(runs === undefined ? {} : { runs }),
      onResult: (_, count) => announce(count),
    });
  } finally {
    progress.erase();
  }
}

async function tell(request: CheckRequest, reports: readonly Report[], io: Io): Promise<void> {
  const fileOf = (report: Report) => request.files[reports.indexOf(report)] ?? "";
  const options: TextOptions = {
    isStrict: request.strict,
    isColored: wantsColor(io.stdout, io.env),
    width: Math.min(io.stdout.columns ?? 100, 120),
    replay: (result, report) => {
      return sayReplay(request, fileOf(report), replayedClause(result), report.seed);
    },
    docsRoot: docsRoot(io.cwd()),
    ...(request.docsSite === undefined ? {} : { docsSite: request.docsSite }),
    fileOf: (report) => pathInRepository(fileOf(report), io),
  };
  await print(io.stdout, toPrinted(request, reports, options));
  await writeReportFiles(request.reports, reports, options);
}

async function freezeFailures(
  { files, frozenFile }: CheckRequest,
  reports: readonly Report[],
): Promise<string[]> {
  const [harness, report] = [files[0], reports[0]];
  if (frozenFile === undefined || harness === undefined || report === undefined) return [];
  return [await freeze(report, harness, frozenFile)];
}

function toPrinted(
  { printed }: CheckRequest,
  reports: readonly Report[],
  options: TextOptions,
): string {
  if (printed !== undefined) return render(printed, reports, options);
  const [only, ...others] = reports;
  const isOne = only !== undefined && others.length === 0;
  return isOne ? toText(only, options) : toComparison(reports, options);
}

/** Writes the command that runs one clause again, to be copied into a shell. */
function sayReplay({ runs }: CheckRequest, file: string, id: string, seed: number): string {
  const more = runs === undefined ? "" : ` --runs ${runs}`;
  return `npx zoho-token-store check ${shellWord(file)} --clause ${id} --seed ${seed}${more}`;
}

/** Names the file in what is said about it. */
async function naming<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What is no HarnessError most often comes from the classes that the harness brought as `sdk`.
    const isKnown = error instanceof HarnessError;
    const said = isKnown ? error.message : `the check broke off: ${messageOf(error)}`;
    throw new HarnessError(`${file}: ${said}`, { cause: error });
  }
}

/** The clauses that fail first where a store works with other classes than the spec. */
const ABOUT_CLASSES = ["save/inserts", "store/gives-sdk-tokens"];

/**
 * A mere function cannot say which SDK its store works with. Where the classes may be why it fails,
 * the reader is told, for the failures themselves would send them to look in the store.
 */
function hintsAtClasses(loaded: readonly LoadedHarness[], reports: readonly Report[]): string[] {
  return loaded.flatMap(({ file, isPlain }, index) => {
    const mayBeClasses = reports[index]?.clauses.some(
      ({ id, verdict, actual }) =>
        verdict === "failed" &&
        ABOUT_CLASSES.includes(id) &&
        !/^rejects with \w+Error: /.test(actual),
    );
    if (!isPlain || !mayBeClasses) return [];
    return [
      `${file} exports a mere function, so the store was given the OAuthToken of this package; ` +
        "if it works with another one, export defineHarness({ name, sdk: { OAuthToken, " +
        "UserSignature, SDKException }, open }) with the classes of its own SDK",
    ];
  });
}
