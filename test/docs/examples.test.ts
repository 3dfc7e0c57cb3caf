import { basename } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { GUIDES, ROOT, read } from "./markdown.js";
import { printsAsShown } from "./output.js";
import { Project, runIn, States } from "./project.js";
import { type Commands, stepsOf } from "./steps.js";

const scripts: Readonly<Record<string, string>> = JSON.parse(read("package.json")).scripts;

/** The commands that the tests run try fewer random examples than a reader's. */
const RUNS = "--runs 1";

/** A page can tell to run a dozen commands, each a process of some seconds. */
const PATIENCE_MS = 300_000;

const states = new States();
afterAll(() => states.remove());

describe("everything that a page tells to write and to run works", () => {
  test.concurrent.for(GUIDES)("%s", { timeout: PATIENCE_MS }, async (page) => {
    const steps = stepsOf(read(page));
    if (steps.length === 0) return;
    const project = new Project(basename(page), states);
    try {
      for (const step of steps) {
        if (step.kind === "file") project.write(step.path, step.text);
        else await follow(step, page, project);
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
  const [, packages] = /^npm install (?:--save-dev )?(.+)$/.exec(command) ?? [];
  if (packages !== undefined) {
    for (const name of packages.split(" ")) project.install(name);
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
