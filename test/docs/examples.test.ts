import { basename } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hasRedis, WHY_SKIPPED } from "../services/redis.js";
import { applyDiff } from "./diff.js";
import { GUIDES, ROOT, read } from "./markdown.js";
import { printsAsShown } from "./output.js";
import { Project, runIn, States } from "./project.js";
import { type Commands, type FileStep, type Step, stepsOf } from "./steps.js";

const scripts: Readonly<Record<string, string>> = JSON.parse(read("package.json")).scripts;

/** The commands that the tests run try fewer random examples than a reader's. */
const RUNS = "--runs 1";

/** A page can tell to run a dozen commands, each a process of some seconds. */
const PATIENCE_MS = 300_000;

const states = new States();
afterAll(() => states.remove());

describe("everything that a page tells to write and to run works", () => {
  test.concurrent.for(GUIDES)("%s", { timeout: PATIENCE_MS }, async (page, { skip }) => {
    const steps = stepsOf(read(page));
    if (steps.length === 0) return;
    if (installs(steps, "redis") && !(await hasRedis())) skip(WHY_SKIPPED);
    const project = new Project(basename(page), states);
    try {
      for (const step of steps) {
        if (step.kind === "commands") await follow(step, page, project);
        else change(step, page, project);
      }
    } finally {
      project.remove();
    }
  });
});

test("nothing that a page tells to write has a type error", async () => {
  expect((await states.checkTypes()).stdout).toBe("");
});

test("every script that a page names is there", () => {
  for (const page of GUIDES) {
    for (const [, name = ""] of read(page).matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(scripts), page).toContain(name);
    }
  }
});

function installs(steps: readonly Step[], name: string): boolean {
  const commands = steps.flatMap((step) => (step.kind === "commands" ? step.commands : []));
  return commands.some((command) => packagesIn(command)?.includes(name));
}

/** Gives the packages that a command installs; `undefined` where it is another command. */
function packagesIn(command: string): string[] | undefined {
  return /^npm install (?:--save-dev )?(.+)$/.exec(command)?.[1]?.split(" ");
}

function change({ kind, path, text, line }: FileStep, page: string, project: Project): void {
  const place = `${page}, line ${line}: ${path}`;
  if (kind === "file") project.write(path, text);
  else if (kind === "whole") expect(project.read(path), place).toBe(text);
  else project.write(path, changed(project.read(path), text, place));
}

function changed(text: string, diff: string, place: string): string {
  try {
    return applyDiff(text, diff);
  } catch (error) {
    throw new Error(`${place}: the diff does not apply`, { cause: error });
  }
}

async function follow(step: Commands, page: string, project: Project): Promise<void> {
  const printed: string[] = [];
  let status = 0;
  for (const command of step.commands.flatMap((line) => line.split(" && "))) {
    const ended = await perform(command, step, project);
    printed.push(ended?.stdout ?? "");
    status = ended?.status ?? status;
    const place = `${page}, line ${step.line}: ${command}\n${ended?.stdout}\n${ended?.stderr}`;
    expect(status, place).toBe(step.exitStatus);
  }
  if (step.output === null) return;
  const stdout = printed.join("");
  if (!printsAsShown(step.output, stdout)) {
    expect(stdout, `${page}, line ${step.line}`).toBe(step.output);
  }
}

async function perform(command: string, step: Commands, project: Project) {
  const packages = packagesIn(command);
  if (packages !== undefined) {
    for (const name of packages) project.install(name);
    return undefined;
  }
  if (!step.isInRepository) {
    return project.run(command.replace(/zoho-token-store check .*/, `$& ${RUNS}`));
  }
  if (command === "npm ci") return undefined;
  const [, script] = /^npm (?:run )?(\S+)$/.exec(command) ?? [];
  expect(Object.keys(scripts)).toContain(script);
  return step.output === null ? undefined : runIn(ROOT, `${command} -- ${RUNS}`);
}
