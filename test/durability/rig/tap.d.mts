/** A file-system call on the tapped folder. */
export interface Call {
  /** Counts from 0. */
  readonly number: number;

  /** As in `node:fs`, without `Sync`: `open`, `write`, `fsync`, `rename` and so on. */
  readonly name: string;

  /** The path that it was given, or that of the open file that it was given. */
  readonly path: string;

  /** The number of the call that opened the file; `undefined` when a path was given. */
  readonly opened: number | undefined;

  /** Without the callback. It is called with these: they may be changed. */
  args: unknown[];
}

/**
 * Sees a call before it is made. What it throws, the call fails with; what it returns is called when
 * the call has ended. Its own calls are not shown to it.
 */
export type Watch = (call: Call) => ((error: unknown, result: unknown) => void) | undefined;

/** Shows the calls on a folder to `watch`, until the returned function is called. */
export function tap(folder: string, watch: Watch): () => void;
