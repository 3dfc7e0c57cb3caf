import type { Output } from "./io.js";

/** Goes to the start of the line and erases it. */
const ERASE = "\r\u001b[2K";

/** Shows on a terminal which clause is being checked, on one line that is rewritten. */
export class Progress {
  readonly #output: Output;

  /** Whether the line is on the screen. */
  #isShown = false;

  /** @param output - Where to show it; what is no terminal gets nothing. */
  constructor(output: Output) {
    this.#output = output;
  }

  /** Replaces the line. */
  show(text: string): void {
    if (this.#output.isTTY !== true) return;
    // A line that the terminal breaks in two could not be erased.
    const columns = (this.#output.columns ?? 80) - 1;
    this.#output.write(`${ERASE}${text.slice(0, columns)}`);
    this.#isShown = true;
  }

  /** Takes the line off the screen. */
  erase(): void {
    if (this.#isShown) this.#output.write(ERASE);
    this.#isShown = false;
  }
}
