import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type JudgedMutant, mutantsIn, type StrykerReport } from "./mutants.js";
import type { Target } from "./targets.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The mutants of a target, each with its fate. */
export interface Result {
  readonly target: Target;
  readonly mutants: readonly JudgedMutant[];

  /** How long it took. */
  readonly seconds: number;
}

/**
 * Makes the mutants of some targets, one target after another, and has the spec judge them. A target
 * that has to be left out here is named with the reason.
 *
 * @throws Error when Stryker fails, for instance because the spec fails without a mutant.
 */
export async function mutateAll(targets: readonly Target[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const target of targets) {
    const whyLeftOut = (await target.whyLeftOut?.()) ?? null;
    if (whyLeftOut === null) results.push(await mutate(target));
    else console.log(`${target.name} is left out: ${whyLeftOut}`);
  }
  return results;
}

async function mutate(target: Target): Promise<Result> {
  const start = performance.now();
  await runStryker(target);
  // It is `stryker.config.mjs` that says where.
  const path = join(ROOT, `reports/mutation/${target.name}.json`);
  const report: StrykerReport = JSON.parse(await readFile(path, "utf8"));
  const seconds = Math.round((performance.now() - start) / 1000);
  return { target, mutants: mutantsIn(report), seconds };
}

/** Runs it in a process of its own, which shows its progress. */
function runStryker({ name, files }: Target): Promise<void> {
  const program = join(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const args = [program, "run", "--mutate", files.join(",")];
  const env = { ...process.env, MUTATION_TARGET: name };
  return new Promise((resolve, reject) => {
    const stryker = spawn(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });
    stryker.on("error", reject);
    stryker.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Stryker failed on ${name}: see above`));
    });
  });
}
