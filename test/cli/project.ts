import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** The root of this package. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/**
 * Makes a project on disk that has this package linked. It is removed after the last test.
 *
 * @param files - The contents by name; names may hold folders.
 * @returns The project's folder.
 */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cli-project-"));
  folders.push(folder);
  await mkdir(join(folder, "node_modules"));
  await symlink(ROOT, join(folder, "node_modules", "zoho-token-store"));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** Makes a project of one file. @returns The file's path. */
export async function fileWith(content: string, name = "harness.mjs"): Promise<string> {
  return join(await project({ [name]: content }), name);
}
