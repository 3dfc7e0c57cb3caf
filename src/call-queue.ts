import { refusal } from "./token-row.js";

/** A storage that many calls change together, and that keeps all of their changes or none. */
export interface Transactional<Storage> {
  /** Gets ready for calls, and gives what they work on. When it throws, they reject unrun. */
  begin(): Promise<Storage> | Storage;

  /** Keeps what the calls since `begin` have changed. */
  commit(storage: Storage): Promise<void> | void;

  /** Forgets what the calls since `begin` have changed, after `commit` threw. Must not throw. */
  rollback(): void;
}

interface Call<Storage> {
  readonly work: (storage: Storage) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Runs calls one after another, and lets those that are in flight together share one commit.
 *
 * No call sees a change that is not kept yet: what a batch answers is handed out after its commit.
 */
export class CallQueue<Storage> {
  readonly #transactional: Transactional<Storage>;
  #waiting: Call<Storage>[] = [];

  /** Ends when no call is waiting or under way; `null` when there is none. Never rejects. */
  #draining: Promise<void> | null = null;
  #isClosed = false;

  /** @param transactional - The storage; it belongs to this queue alone. */
  constructor(transactional: Transactional<Storage>) {
    this.#transactional = transactional;
  }

  /**
   * Runs one call after those before it.
   *
   * @param work - The whole call, from reading to changing. It changes everything or, when it
   *   throws, nothing.
   * @returns What `work` returned, once it is kept; rejects with what `work` or the commit threw.
   * @throws SDKException when the queue is closed.
   */
  async run<T>(work: (storage: Storage) => T): Promise<T> {
    if (this.#isClosed) throw refusal("the store is closed. Open it again.");
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Refuses calls from now on, and resolves when those made before have been answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    await null; // Calls made in the same turn join the first batch.
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#runBatch(batch);
    }
    this.#draining = null;
  }

  async #runBatch(batch: readonly Call<Storage>[]): Promise<void> {
    try {
      const storage = await this.#transactional.begin();
      const answers = batch.map((call) => attempt(call, storage));
      await this.#keep(storage);
      for (const answer of answers) answer();
    } catch (error) {
      for (const call of batch) call.reject(error);
    }
  }

  async #keep(storage: Storage): Promise<void> {
    try {
      await this.#transactional.commit(storage);
    } catch (error) {
      this.#transactional.rollback();
      throw error;
    }
  }
}

/** Runs a call, and gives what hands its outcome out later. */
function attempt<Storage>({ work, resolve, reject }: Call<Storage>, storage: Storage): () => void {
  try {
    const value = work(storage) as never;
    return () => resolve(value);
  } catch (error) {
    return () => reject(error);
  }
}
