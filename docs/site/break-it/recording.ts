import { type Harness, METHODS, type Method } from "../../../spec/harness.js";
import type { TokenStore } from "../../../src/sdk.js";
import type { StoredRow } from "../../../src/token-row.js";
import {
  type BrokenStore,
  harnessFor,
  type Storage,
} from "../../../test/broken-stores/base-store.js";

/** A call that reached a store, with what its storage held. */
export interface RecordedCall {
  readonly method: Method;
  readonly before: readonly StoredRow[];

  /** What it held when the call had ended; until then, when it was made. */
  after: readonly StoredRow[];
}

/** Records the calls of the last check of a broken store, and what the storage held around each. */
export class Recording {
  /** Brings the store that is recorded. */
  readonly harness: Harness;

  #storage: Storage | null = null;
  #calls: RecordedCall[] = [];

  constructor(Store: BrokenStore) {
    this.harness = harnessFor(Store, (store, storage) => this.#watch(store, storage));
  }

  /** The calls on the storage that was opened last. */
  get calls(): readonly RecordedCall[] {
    return this.#calls;
  }

  /** A second instance on the same storage goes on with the same recording. */
  #watch(store: TokenStore, storage: Storage): TokenStore {
    if (storage !== this.#storage) this.#calls = [];
    this.#storage = storage;
    const calls = this.#calls;
    return new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        const method = METHODS.find((one) => one === name);
        if (method === undefined || typeof value !== "function") return value;
        return (...given: unknown[]) =>
          record(calls, method, storage, () => value.apply(target, given));
      },
    });
  }
}

/** The store's answer goes through untouched: it may be no promise, and that may be the mistake. */
function record(
  calls: RecordedCall[],
  method: Method,
  storage: Storage,
  make: () => unknown,
): unknown {
  const call: RecordedCall = { method, before: [...storage.rows], after: [...storage.rows] };
  calls.push(call);
  const settle = () => {
    call.after = [...storage.rows];
  };
  const returned = make();
  settle();
  if (returned instanceof Promise) returned.then(settle, settle);
  return returned;
}
