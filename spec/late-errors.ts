import type { ClauseResult } from "./clause.js";
import { showError } from "./transcript.js";

/** The clause that is about errors that nobody can catch. */
export const ABOUT_UNCAUGHT = "store/leaves-no-error-uncaught";

/**
 * Keeps the errors that nobody caught while no clause was being checked: a call that had been given
 * up raised them, while the store was closed or the next one was opened.
 */
export class LateErrors {
  readonly #lines: string[] = [];
  #actual = "";

  /**
   * Keeps an error.
   *
   * @param after - The id of the clause that was checked last.
   */
  add(error: unknown, after: string): void {
    this.#actual ||= showError(error);
    this.#lines.push(`after ${after}, an error that nobody caught: ${showError(error)}`);
  }

  /** Fails the clause that is about them; where it was not checked, the last one. */
  tellIn(results: readonly ClauseResult[]): readonly ClauseResult[] {
    if (this.#lines.length === 0) return results;
    const about = results.find(({ id }) => id === ABOUT_UNCAUGHT) ?? results.at(-1);
    return results.map((result) => (result === about ? this.#tell(result) : result));
  }

  #tell(result: ClauseResult): ClauseResult {
    if (result.verdict === "failed") return result;
    const expected = "every error to reach the caller";
    return { ...result, verdict: "failed", calls: this.#lines, expected, actual: this.#actual };
  }
}
