import { attempt, type Harness, HarnessError, type OpenedStore } from "../../spec/harness.js";

/** How long each function of a harness may take, in milliseconds: some start a database. */
export const HARNESS_LIMIT_MS = 30_000;

/**
 * Gives the same harness in the shape that a command needs.
 *
 * Each of its functions ends within the limit, or fails by a `HarnessError` that names it; the
 * calls on the store have a limit of their own.
 */
export function guardHarness(harness: Harness, limitMs = HARNESS_LIMIT_MS): Harness {
  const guard: Guard = (name, work) => attempt(name, () => within(`${name}()`, limitMs, work));
  return {
    ...harness,
    open: async () => guardOpened(await guard("open", () => harness.open()), guard),
  };
}

type Guard = <T>(name: string, work: () => T | Promise<T>) => Promise<T>;

function guardOpened(opened: OpenedStore, guard: Guard): OpenedStore {
  // What is no object is for the spec to refuse, in the spec's words.
  if (typeof opened !== "object" || opened === null) return opened;
  const { reopen, share, breakStorage, close } = opened;
  return {
    ...opened,
    ...(reopen && { reopen: () => guard("reopen", () => reopen.call(opened)) }),
    ...(share && { share: () => guard("share", () => share.call(opened)) }),
    ...(breakStorage && {
      breakStorage: () => guard("breakStorage", () => breakStorage.call(opened)),
    }),
    ...(close && { close: () => guard("close", () => close.call(opened)) }),
  };
}

/**
 * Waits for something of the harness.
 *
 * @param what - Its name, for the message.
 * @throws HarnessError when it takes longer than the limit.
 */
export async function within<T>(
  what: string,
  limitMs: number,
  work: () => T | Promise<T>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = () => reject(new HarnessError(`${what} did not end within ${limitMs / 1000} s`));
    timer = setTimeout(late, limitMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
