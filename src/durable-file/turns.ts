import { setTimeout as delay } from "node:timers/promises";

/** For each lock, ends when the last one who asked for it in this process has had its turn. */
const lastTurns = new Map<string, Promise<void>>();

/**
 * Waits until those before it in this process have had their turn. They come in the order in which
 * they asked, and none of them looks at the disk meanwhile.
 *
 * @param path - Names what is waited for.
 * @returns What ends the turn; `null` when it took too long, and the turn is given up.
 */
export async function takeTurn(path: string, timeoutMs: number): Promise<(() => void) | null> {
  let end = () => {};
  const before = lastTurns.get(path);
  const own = new Promise<void>((resolve) => {
    end = resolve;
  });
  const last = Promise.all([before, own]).then(() => {
    if (lastTurns.get(path) === last) lastTurns.delete(path);
  });
  lastTurns.set(path, last);
  if (before === undefined || (await settlesWithin(before, timeoutMs))) return end;
  end();
  return null;
}

async function settlesWithin(promise: Promise<void>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(Math.min(timeoutMs, LONGEST_TIMER_MS), false, { signal: timer.signal });
  late.catch(() => {});
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

/** No timer takes more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
