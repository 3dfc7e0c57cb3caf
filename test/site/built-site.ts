import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../docs/markdown.js";
import { runIn } from "../docs/project.js";

/** The site, as `npm run docs` builds it, in a folder of its own. */
export class BuiltSite {
  readonly folder: string;

  /** What the build printed. */
  readonly output: string;

  /** Every page, as a path in the folder, such as `contract/find-token.html`. */
  readonly pages: readonly string[];

  private constructor(folder: string, output: string) {
    this.folder = folder;
    this.output = output;
    this.pages = this.files().filter((file) => file.endsWith(".html"));
  }

  /**
   * Builds the site.
   *
   * @throws Error when the build ends with a failure.
   */
  static async build(): Promise<BuiltSite> {
    const folder = mkdtempSync(join(tmpdir(), "site-test-"));
    const { status, stdout, stderr } = await runIn(
      ROOT,
      `node node_modules/jiti/lib/jiti-cli.mjs docs/build/build-site.ts ${folder}`,
    );
    if (status !== 0) throw new Error(`the site was not built:\n${stdout}${stderr}`);
    return new BuiltSite(folder, stdout + stderr);
  }

  /** Lists every file, as a path in the folder. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1))
      .sort();
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Removes the folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
