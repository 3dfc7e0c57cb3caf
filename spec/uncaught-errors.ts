/**
 * Catches what a store throws where nobody can catch it: in a callback, in a timer, or in a promise
 * that nobody awaits. Node would end the process; here the check goes on, and tells of it.
 *
 * @module
 */
import { ContractViolation } from "./clause.js";
import { showError } from "./transcript.js";

/** Is told of an error that nobody caught. */
type Listener = (error: unknown) => void;

/** How many different errors are told; a message that names an id differs every time. */
const MOST = 5;

/** The errors that nobody caught in the course of a check. */
export class UncaughtErrors {
  /** When an error first came, and how often it came, by its message. */
  readonly #found = new Map<string, { during: Activity; count: number }>();

  /**
   * Keeps an error.
   *
   * @param during - What was being done. A store may raise an error long after its cause, so this is
   *   when it came, and not certainly why.
   */
  add(error: unknown, during: Activity): void {
    const message = showError(error);
    const found = this.#found.get(message);
    if (found === undefined) this.#found.set(message, { during, count: 1 });
    else found.count += 1;
  }

  /** Says how they break the contract; `null` where there are none. */
  get violation(): ContractViolation | null {
    const all = Array.from(this.#found, ([message, { during, count }]) => {
      const times = count === 1 ? "" : ` (${count} times)`;
      return `while ${during.name}: an error that nobody caught: ${message}${times}`;
    });
    const [first] = this.#found;
    if (first === undefined) return null;
    const [message, { during }] = first;
    const more = all.length > MOST ? [`and ${all.length - MOST} more`] : [];
    const replay = during.clause === undefined ? undefined : { clause: during.clause };
    return new ContractViolation([...all.slice(0, MOST), ...more], TO_CALLER, message, replay);
  }
}

/** What was being done when an error came. */
export interface Activity {
  /** Says it in words, such as `find/by-user was checked`. */
  readonly name: string;

  /** The clause that was being checked; left out where none was. */
  readonly clause?: string;
}

/** What the contract promises of every error. */
export const TO_CALLER = "every error to reach the caller";

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/** Who is told. */
const watching: Listener[] = [];

/** The listeners that were there before: they would report the error too, or end the process. */
const displaced = new Map<string, readonly Listener[]>();

/**
 * Does something, and tells of every error that nobody caught in the meantime.
 *
 * @param listener - Is told each error as soon as it comes, once, however often it watches.
 * @param work - What to do. What it leaves behind has a turn to surface before this ends.
 */
export async function watchUncaught<T>(listener: Listener, work: () => Promise<T>): Promise<T> {
  if (watching.push(listener) === 1) displaceListeners();
  try {
    return await work();
  } finally {
    await turn();
    watching.splice(watching.lastIndexOf(listener), 1);
    if (watching.length === 0) restoreListeners();
  }
}

/** Lets Node run what is due, the report of promises that nobody awaits among it. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

const tell: Listener = (error) => {
  for (const listener of new Set(watching)) listener(error);
};

/** Where there is no process, as in a browser, such errors come as events. */
function displaceListeners(): void {
  if (typeof process === "undefined") changeListener("addEventListener");
  else displaceProcessListeners();
}

function restoreListeners(): void {
  if (typeof process === "undefined") changeListener("removeEventListener");
  else restoreProcessListeners();
}

function displaceProcessListeners(): void {
  for (const event of EVENTS) {
    displaced.set(event, process.rawListeners(event) as Listener[]);
    process.removeAllListeners(event);
    process.on(event, tell);
  }
}

function restoreProcessListeners(): void {
  for (const event of EVENTS) {
    process.off(event, tell);
    for (const listener of displaced.get(event) ?? []) process.on(event, listener);
  }
}

/** What the two events of a browser have in common. */
interface ErrorEventLike {
  readonly error?: unknown;
  readonly reason?: unknown;
  preventDefault(): void;
}

function changeListener(change: "addEventListener" | "removeEventListener"): void {
  const method: unknown = Reflect.get(globalThis, change);
  if (typeof method !== "function") return;
  for (const event of ["error", "unhandledrejection"]) method.call(globalThis, event, tellEvent);
}

function tellEvent(event: ErrorEventLike): void {
  event.preventDefault();
  tell("reason" in event ? event.reason : event.error);
}
