import { join } from "node:path";
import type { Manifest } from "../manifest.js";
import { pathFrom, shellWord } from "../paths.js";
import { isFitSdk, USUAL_SDK } from "./choose-sdk.js";
import type { CopyableStore } from "./copyable-stores.js";
import type { Target } from "./generated-files.js";
import { packagesIn } from "./imports.js";
import { installCommands } from "./install-commands.js";
import type { CopyPlan } from "./plan-copy.js";
import { sayUse } from "./say-use.js";
import { section } from "./section.js";
import type { WrittenFile } from "./write-files.js";

/** A copy that was made. */
export interface FinishedCopy {
  readonly store: CopyableStore;
  readonly target: Target;
  readonly plan: CopyPlan;

  /** The files of the plan, and what has become of them. */
  readonly files: readonly WrittenFile[];

  /** The folder of the copy, absolute. */
  readonly folder: string;

  /** The folder that commands are given in. */
  readonly cwd: string;

  /** The nearest `package.json`; `null` where there is none. */
  readonly project: Manifest | null;

  /** The `package.json` of this package. */
  readonly own: Manifest;
}

/** Says what was written, what to install, how to check the copy, and how to use it. */
export function sayCopied(copy: FinishedCopy): string {
  return [
    ...sayFiles(copy),
    ...saySdk(copy),
    ...sayInstall(copy),
    ...sayCheck(copy),
    ...sayUse(copy),
    ...sayCompilerOptions(copy),
  ].join("\n");
}

function sayFiles({ store, target: { sdk }, files, folder, cwd }: FinishedCopy): string[] {
  const seam = sdk === null ? "with classes of its own" : `for ${sdk}`;
  const lines = files.map(
    ({ path, outcome }) => `${outcome.padEnd(9)}  ${pathFrom(cwd, join(folder, path))}`,
  );
  return [section(`${store.className} in ${pathFrom(cwd, folder)}, ${seam}:`, lines)];
}

/** Warns of a seam that does not lead to an SDK that this package was tested with. */
function saySdk({ store, target: { sdk }, folder, cwd, own }: FinishedCopy): string[] {
  if (sdk === null) {
    const to = shellWord(pathFrom(cwd, folder));
    return [
      section(
        "No SDK is listed in package.json, and the official one will not accept this copy's tokens. " +
          "For it:",
        [`npx zoho-token-store copy ${store.name} --to ${to} --sdk ${USUAL_SDK} --force`],
      ),
    ];
  }
  if (own.packages.has(sdk)) return [];
  const tested = [...own.packages.keys()].filter(isFitSdk).join(", ");
  return [`This package was tested with ${tested}, not with this SDK: check the copy.\n`];
}

function sayInstall({ plan, project, own, cwd }: FinishedCopy): string[] {
  const commands = installCommands(plan, project, own);
  if (commands.length === 0) return [];
  const isElsewhere = project !== null && project.folder !== cwd;
  const where = isElsewhere ? `, in ${pathFrom(cwd, project.folder)}` : "";
  return [section(`Install${where}:`, commands)];
}

function sayCheck({ plan, folder, cwd }: FinishedCopy): string[] {
  const word = (path: string) => shellWord(pathFrom(cwd, join(folder, path)));
  return [
    section("Check the copy, with vitest or without:", [
      `npx vitest run ${word(plan.test.path)}`,
      `npx zoho-token-store check ${word(plan.harness.path)}`,
    ]),
  ];
}

/** Names the compiler's options that even a correct copy needs. */
function sayCompilerOptions({ target: { sdk }, plan }: FinishedCopy): string[] {
  const texts = [...plan.store, plan.harness].map(({ text }) => text);
  const built = `Leave ${plan.harness.path} and ${plan.test.path} out of what tsc builds ("exclude").\n`;
  if (sdk !== null) {
    return ['The SDK\'s own types need "skipLibCheck": true in tsconfig.json.', built];
  }
  if (!packagesIn(texts).includes("node")) return [built];
  return ['From TypeScript 6 on it needs "types": ["node"] in tsconfig.json.', built];
}
