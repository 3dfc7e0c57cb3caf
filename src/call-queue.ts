import { refusal } from "./token-row.js";

/** A storage that many calls change together, and that keeps all of their changes or none. */
export interface Transactional<Storage> {
  /**
   * Gives what calls work on, with everything in it that others have committed. When it throws, the
   * calls reject unrun.
   */
  refresh(): Promise<Storage> | Storage;

  /** Keeps other writers out until `end`. When it throws, the calls reject unrun. */
  begin(): Promise<void> | void;

  /** Keeps what the calls since `refresh` have changed. */
  commit(storage: Storage): Promise<void> | void;

  /** Forgets what the calls since `refresh` have changed, after `commit` threw. Must not throw. */
  rollback(): void;

  /** Lets other writers in again. Must not throw. */
  end(): void;
}

interface Change<Storage> {
  readonly work: (storage: Storage) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Runs calls one after another, and lets changes that are in flight together share one commit.
 *
 * No call sees a change that is not kept yet. Reading goes on while changes wait for other writers.
 */
export class CallQueue<Storage> {
  readonly #storage: Transactional<Storage>;
  #waiting: Change<Storage>[] = [];

  /** Ends when no change is waiting or under way; `null` when there is none. Never rejects. */
  #draining: Promise<void> | null = null;

  /** Ends with the last call that works on the storage. Never rejects. */
  #lastTurn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** @param storage - It belongs to this queue alone. */
  constructor(storage: Transactional<Storage>) {
    this.#storage = storage;
  }

  /**
   * Runs a call that changes nothing. It sees everything that is kept when it runs.
   *
   * @returns What `work` returned; rejects with what `work` or the storage threw.
   * @throws SDKException when the queue is closed.
   */
  async read<T>(work: (storage: Storage) => T): Promise<T> {
    this.#refuseWhenClosed();
    return this.#inTurn(async () => work(await this.#storage.refresh()));
  }

  /**
   * Runs a call that may change something, while no other writer can.
   *
   * @param work - The whole call, from reading to changing. It changes everything or, when it
   *   throws, nothing.
   * @returns What `work` returned, once it is kept; rejects with what `work` or the storage threw.
   * @throws SDKException when the queue is closed.
   */
  async change<T>(work: (storage: Storage) => T): Promise<T> {
    this.#refuseWhenClosed();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Refuses calls from now on, and resolves when those made before have been answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#draining;
    await this.#lastTurn;
  }

  async #drain(): Promise<void> {
    await null; // Changes made in the same turn join the first batch.
    while (this.#waiting.length > 0) await this.#runBatch();
    this.#draining = null;
  }

  /** Other writers are let in before anything is answered: an answered app may end its process. */
  async #runBatch(): Promise<void> {
    // Where the wait for others fails, it has failed for these; later ones have not waited so long.
    let batch = [...this.#waiting];
    try {
      const answers = await this.#keepingOthersOut(() => {
        batch = [...this.#waiting];
        return this.#runAll(batch);
      });
      for (const answer of answers) answer();
    } catch (error) {
      for (const change of batch) change.reject(error);
    } finally {
      this.#waiting = this.#waiting.slice(batch.length);
    }
  }

  async #keepingOthersOut<T>(work: () => Promise<T>): Promise<T> {
    await this.#storage.begin();
    try {
      return await this.#inTurn(work);
    } finally {
      this.#storage.end();
    }
  }

  async #runAll(batch: readonly Change<Storage>[]): Promise<(() => void)[]> {
    const storage = await this.#storage.refresh();
    const answers = batch.map((change) => attempt(change, storage));
    try {
      await this.#storage.commit(storage);
      return answers;
    } catch (error) {
      this.#storage.rollback();
      throw error;
    }
  }

  /** Runs something after all that was to be run before it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) throw refusal("the store is closed. Open it again.");
  }
}

/** Runs a change, and gives what hands its outcome out later. */
function attempt<Storage>({ work, resolve, reject }: Change<Storage>, storage: Storage) {
  try {
    const value = work(storage) as never;
    return () => resolve(value);
  } catch (error) {
    return () => reject(error);
  }
}
