/** A storage that many calls change together, and that keeps all of their changes or none. */
export interface Transactional {
  /** Gets ready for calls. When it throws, they are not run, and reject. */
  begin(): Promise<void> | void;

  /** Keeps what the calls since `begin` have changed. */
  commit(): Promise<void> | void;

  /** Forgets what the calls since `begin` have changed, after `commit` threw. Must not throw. */
  rollback(): void;
}

interface Call {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Runs calls one after another, and lets those that are in flight together share one commit.
 *
 * No call sees a change that is not kept yet: what a batch answers is handed out after its commit.
 */
export class CallQueue {
  readonly #storage: Transactional;
  #waiting: Call[] = [];
  #draining: Promise<void> | null = null;

  constructor(storage: Transactional) {
    this.#storage = storage;
  }

  /**
   * Runs one call after those before it.
   *
   * @param work - The whole call, from reading to changing. It changes everything or, when it
   *   throws, nothing.
   * @returns What `work` returned, once it is kept; rejects with what `work` or the commit threw.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when no call is in flight. */
  async settled(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
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

  async #runBatch(batch: readonly Call[]): Promise<void> {
    try {
      await this.#storage.begin();
    } catch (error) {
      for (const call of batch) call.reject(error);
      return;
    }
    const settle = batch.map(attempt);
    try {
      await this.#storage.commit();
    } catch (error) {
      this.#storage.rollback();
      for (const call of batch) call.reject(error);
      return;
    }
    for (const deliver of settle) deliver();
  }
}

/** Runs a call, and gives what hands its outcome out later. */
function attempt({ work, resolve, reject }: Call): () => void {
  try {
    const value = work() as never;
    return () => resolve(value);
  } catch (error) {
    return () => reject(error);
  }
}
