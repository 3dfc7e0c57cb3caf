import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of one contender's own. */
export interface Folder {
  /** Names a file in it. */
  file(name: string): string;

  /** Removes it with all that is in it. */
  remove(): Promise<void>;
}

/** Makes a folder. All are on the same disk, where temporary files are. */
export async function makeFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "token-store-bench-"));
  return {
    file: (name) => join(path, name),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
