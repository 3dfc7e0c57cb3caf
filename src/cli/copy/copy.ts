import { readFile, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import { CommandError } from "../command-error.js";
import type { CopyRequest } from "../copy-request.js";
import { type Io, print } from "../io.js";
import { nearestManifest, OWN_FOLDER, ownManifest } from "../manifest.js";
import { isWithin, pathFrom, realPath } from "../paths.js";
import { chooseSdk } from "./choose-sdk.js";
import { seamText } from "./generated-files.js";
import { SEAM } from "./imports.js";
import { planCopy } from "./plan-copy.js";
import { sayCopied } from "./say-copied.js";
import { writeFiles } from "./write-files.js";

/**
 * Copies a store, with all that it needs, into a project, and prints what to do with it.
 *
 * @throws CommandError when it cannot be done.
 */
export async function copy({ store, to, sdk: named, force }: CopyRequest, io: Io): Promise<void> {
  const cwd = io.cwd();
  const folder = resolve(cwd, to ?? (await usualFolder(cwd)));
  const realFolder = await realPath(folder);
  await refuseOurFolders(realFolder, pathFrom(cwd, folder));
  const project = await nearestManifest(realFolder, cwd);
  const sdk = chooseSdk(named, project, cwd) ?? (await sdkOfSeamIn(folder));
  const target = { sdk, isModule: project?.isModule ?? false };
  const plan = await planCopy(store, target);
  const planned = [...plan.store, plan.harness, plan.test];
  const files = await writeFiles(planned, { folder, cwd, force });
  const own = await ownManifest();
  await print(io.stdout, sayCopied({ store, target, plan, files, folder, cwd, project, own }));
}

async function usualFolder(cwd: string): Promise<string> {
  const hasSources = await stat(join(cwd, "src")).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return hasSources ? "src/token-store" : "token-store";
}

/** Names the SDK that an earlier copy in the folder works with; a second store joins the first. */
async function sdkOfSeamIn(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, SEAM), "utf8").catch(() => "");
  const [, sdk = ""] = / from "([^"]+)";$/m.exec(text) ?? [];
  return text === seamText(sdk) ? sdk : null;
}

/** A copy must not end where npm removes it, nor among the sources that it is made from. */
async function refuseOurFolders(folder: string, shown: string): Promise<void> {
  if (folder.split(sep).includes("node_modules")) {
    throw new CommandError(`${shown} is in node_modules, which npm may empty at any time`);
  }
  if (isWithin(await realPath(OWN_FOLDER), folder)) {
    throw new CommandError(
      `${shown} is in zoho-token-store itself; copy into a project of your own (--to DIR)`,
    );
  }
}
