import type { Manifest } from "../manifest.js";
import { packagesIn } from "./imports.js";
import type { CopyPlan } from "./plan-copy.js";

/**
 * What is installed for the check besides what its files import. TypeScript is among it because the
 * official SDK brings an old one of its own, which `npx tsc` would run where there is no other.
 */
const TOOLS = ["typescript", "vitest"];

/**
 * Gives the commands that install what a copy needs and its project does not list.
 *
 * @param project - The nearest `package.json`; `null` where there is none.
 * @param own - That of this package. It has the versions that the stores were tested with.
 * @returns None, one or two commands of npm.
 */
export function installCommands(plan: CopyPlan, project: Manifest | null, own: Manifest): string[] {
  const used = packagesIn(plan.store.map(({ text }) => text));
  const tested = packagesIn([plan.harness.text, plan.test.text]);
  const types = [...used, ...tested].map((name) => `@types/${name}`);
  const forApp = used.filter((name) => name !== "node");
  const forCheck = [
    ...tested.filter((name) => name !== "node" && !used.includes(name)),
    ...types.filter((name) => own.packages.has(name)),
    ...TOOLS,
  ];
  const lacks = (name: string) => project?.packages.has(name) !== true;
  return [
    command("npm install", forApp.filter(lacks), own),
    command("npm install --save-dev", forCheck.filter(lacks), own),
  ].flat();
}

function command(start: string, names: readonly string[], own: Manifest): string[] {
  const packages = [...new Set(names)].sort().map((name) => withVersion(name, own));
  return packages.length === 0 ? [] : [[start, ...packages].join(" ")];
}

/** npm saves a version that is named in full as the range that begins with it. */
function withVersion(name: string, own: Manifest): string {
  const listed = name === "zoho-token-store" ? own.version : own.packages.get(name);
  const [, version] = /^[\^~]?(\d[\w.+-]*)$/.exec(listed ?? "") ?? [];
  return version === undefined ? name : `${name}@${version}`;
}
