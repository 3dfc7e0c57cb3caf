/**
 * Catches what a store throws where nobody can catch it: in a callback, in a timer, or in a promise
 * that nobody awaits. Node would end the process; here it is told of the clause that was checked.
 *
 * @module
 */

/** Is told of an error that nobody caught. */
type Listener = (error: unknown) => void;

const EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/** Who is told, the innermost last: a check opens fresh stores for the examples that it tries. */
const watching: Listener[] = [];

/** The listeners that were there before: they would report the error too, or end the process. */
const displaced = new Map<string, readonly Listener[]>();

/**
 * Does something, and tells of every error that nobody caught in the meantime.
 *
 * A store may raise one long after its cause. What is told is therefore when it came, which is not
 * certainly why. In a browser nothing is watched.
 *
 * @param listener - Is told each error as soon as it comes.
 * @param work - What to do. What it leaves behind has a turn to surface before this ends.
 */
export async function watchUncaught<T>(listener: Listener, work: () => Promise<T>): Promise<T> {
  if (watching.push(listener) === 1) displaceListeners();
  try {
    return await work();
  } finally {
    await turn();
    watching.splice(watching.indexOf(listener), 1);
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

const note: Listener = (error) => watching.at(-1)?.(error);

function displaceListeners(): void {
  if (typeof process === "undefined") return;
  for (const event of EVENTS) {
    displaced.set(event, process.listeners(event as "uncaughtException") as Listener[]);
    process.removeAllListeners(event);
    process.on(event, note);
  }
}

function restoreListeners(): void {
  if (typeof process === "undefined") return;
  for (const event of EVENTS) {
    process.off(event, note);
    for (const listener of displaced.get(event) ?? []) process.on(event, listener);
  }
}
