import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Effort, sideBySide } from "./measure.js";

/** How long the command `check` takes on the memory store, as a process, in milliseconds. */
export interface CheckTimes {
  /** On a harness in TypeScript, compiled before: jiti keeps what it has compiled. */
  readonly typescript: number;

  /** On a harness in JavaScript. */
  readonly javascript: number;

  /** Of which Node takes to start, and to load fast-check, or fast-check and jiti. */
  readonly loading: { readonly typescript: number; readonly javascript: number };
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHECK = ["dist/src/cli/main.js", "check"];

/** What a process runs, by what is measured with it. */
const COMMANDS = {
  typescript: [...CHECK, "test/harnesses/memory.ts"],
  javascript: [...CHECK, "test/bench/memory-harness.mjs"],
  loadingTypescript: ["--input-type=module", "-e", 'import "fast-check"; import "jiti"'],
  loadingJavascript: ["--input-type=module", "-e", 'import "fast-check"'],
};

/** Measures the command `check`, beside processes that load the packages it needs and do nothing. */
export async function checkTimes(effort: Effort): Promise<CheckTimes> {
  const entrants = Object.entries(COMMANDS).map(([name, argv]) => ({
    name,
    round: async () => timed(argv),
  }));
  const measured = await sideBySide(entrants, [1, 1], effort);
  const of = (name: keyof typeof COMMANDS) =>
    (measured.find((one) => one.name === name)?.microseconds ?? Number.NaN) / 1000;
  return {
    typescript: of("typescript"),
    javascript: of("javascript"),
    loading: { typescript: of("loadingTypescript"), javascript: of("loadingJavascript") },
  };
}

/** Runs a process, and tells how many microseconds it took. */
function timed(argv: readonly string[]): number {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${argv.join(" ")} has failed: ${stderr}`);
  return (performance.now() - startMs) * 1000;
}
