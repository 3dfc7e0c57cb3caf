import { turn } from "../../spec/uncaught-errors.js";
import { messageOf } from "./command-error.js";

/** How many different errors are told; a message that names an id differs every time. */
const MOST = 5;

/**
 * Catches what a harness or its store throws where nobody can catch it, before and after the check:
 * in a timer, or in a promise that nobody awaits. Node would end the process with a stack trace; here
 * the run goes on, and the errors are told at its end. Those that come during the check are in the
 * report.
 */
export class StrayErrors {
  /** Says what is being done, such as `my-store.ts was loaded`. */
  activity = "the command started";

  /** What was done when an error first came, and how often it came, by its message. */
  readonly #found = new Map<string, { activity: string; count: number }>();

  readonly #note = (error: unknown): void => {
    const message = messageOf(error);
    const found = this.#found.get(message);
    if (found !== undefined) found.count += 1;
    else this.#found.set(message, { activity: this.activity, count: 1 });
  };

  /** Starts to catch. */
  start(): void {
    process.on("uncaughtException", this.#note);
    process.on("unhandledRejection", this.#note);
  }

  /** Stops, once what is under way has had the time to surface. */
  async stop(): Promise<void> {
    await turn();
    process.off("uncaughtException", this.#note);
    process.off("unhandledRejection", this.#note);
  }

  /** The errors, a line each; one that came several times is told once. */
  get lines(): string[] {
    const told = Array.from(this.#found, ([message, { activity, count }]) => {
      const times = count === 1 ? "" : ` (${count} times)`;
      return `the store left an error uncaught, first while ${activity}: ${message}${times}`;
    });
    const more = told.length - MOST;
    return more > 0 ? [...told.slice(0, MOST), `and ${more} other errors uncaught`] : told;
  }
}
