import type { Transactional } from "./call-queue.js";
import { DurableFile, type SharingOptions } from "./durable-file.js";
import { refusal } from "./token-row.js";

/** How a content is kept in a file. */
export interface FileFormat<Content> {
  /**
   * Makes the content of a new file.
   *
   * @param path - Where the file will be; it names the file in errors.
   */
  create(path: string): Content | Promise<Content>;

  /**
   * Reads a file's bytes.
   *
   * @throws SDKException when they are damaged, or of another format.
   */
  parse(bytes: Uint8Array, path: string): Content | Promise<Content>;

  /**
   * Gives the bytes to keep; `null` when nothing has changed since the content was read or given the
   * last time. A new content has changed.
   */
  changes(content: Content): Uint8Array | null;

  /** Gives up a content that is not used any more. */
  dispose?(content: Content): void;
}

/**
 * A content in memory that is kept in a file, which other processes may change as well. As long as
 * they have not, it costs one look at the file to know that.
 */
export class DurableContent<Content> implements Transactional<Content> {
  readonly #file: DurableFile;
  readonly #format: FileFormat<Content>;

  /** `null` after a failed read or write: what was in memory is not what is in the file then. */
  #content: Content | null = null;

  private constructor(file: DurableFile, format: FileFormat<Content>) {
    this.#file = file;
    this.#format = format;
  }

  /**
   * Opens a file, and makes it when there is none.
   *
   * @param path - Relative to the current folder, or absolute. A folder that is missing is made.
   * @throws SDKException when the file cannot be read or made, or is not of this format. It is left
   *   as it was.
   */
  static async open<Content>(
    path: string,
    format: FileFormat<Content>,
    options: SharingOptions = {},
  ): Promise<DurableContent<Content>> {
    const content = new DurableContent(await DurableFile.at(path, options), format);
    try {
      if (!(await content.#load())) await content.#create();
      return content;
    } catch (error) {
      content.close();
      throw error;
    }
  }

  async refresh(): Promise<Content> {
    if (!this.#file.isUnchanged()) this.rollback();
    if (this.#content === null) await this.#load();
    if (this.#content !== null) return this.#content;
    // Starting anew here would answer "no tokens" where the truth is that they cannot be read.
    throw refusal(`cannot read ${this.#file.path}: it is gone since it was opened. Bring it back.`);
  }

  begin(): Promise<void> {
    return this.#file.lock();
  }

  async commit(content: Content): Promise<void> {
    const bytes = this.#format.changes(content);
    if (bytes !== null) await this.#file.replace(bytes);
  }

  rollback(): void {
    const content = this.#content;
    this.#content = null;
    if (content !== null) this.#format.dispose?.(content);
  }

  end(): void {
    this.#file.unlock();
  }

  /** Gives the memory back. Nothing is lost by not closing: what is kept is in the file. */
  close(): void {
    this.rollback();
    this.#file.close();
  }

  /** Reads the file, and tells whether there is one. */
  async #load(): Promise<boolean> {
    const bytes = await this.#file.read();
    if (bytes === null) return false;
    this.#content = await this.#format.parse(bytes, this.#file.path);
    return true;
  }

  async #create(): Promise<void> {
    await this.begin();
    try {
      // Another process may have made it meanwhile.
      if (await this.#load()) return;
      this.#content = await this.#format.create(this.#file.path);
      await this.commit(this.#content);
    } finally {
      this.end();
    }
  }
}
