import { describe, expect, it } from "vitest";
import { CallQueue } from "../../src/call-queue.js";
import { SDKException } from "../../src/index.js";

/** A list of words in memory, of which `kept` is what has been committed. */
class Words {
  kept: string[] = [];
  words: string[] = [];
  readonly log: string[] = [];
  beginning: () => unknown = () => null;
  refreshing: () => unknown = () => null;
  committing: () => unknown = () => null;

  readonly queue = new CallQueue<string[]>({
    refresh: async () => {
      await this.refreshing();
      return this.words;
    },
    begin: async () => {
      this.log.push("begin");
      await this.beginning();
    },
    commit: async () => {
      this.log.push("commit");
      await this.committing();
      this.kept = [...this.words];
    },
    rollback: () => {
      this.log.push("rollback");
      this.words = [...this.kept];
    },
    end: () => {
      this.log.push("end");
    },
  });

  add(word: string): Promise<number> {
    return this.queue.change((words) => words.push(word));
  }

  read(): Promise<string[]> {
    return this.queue.read((words) => [...words]);
  }
}

/** A promise to be settled by hand. */
function gate(): { wait: Promise<void>; open: () => void } {
  let open = () => {};
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}

const full = () => {
  throw new Error("full");
};

describe("the call queue", () => {
  it("gives each call its own answer", async () => {
    const words = new Words();
    await expect(Promise.all([words.add("a"), words.add("b")])).resolves.toEqual([1, 2]);
    await expect(words.read()).resolves.toEqual(["a", "b"]);
  });

  it("commits once for changes made in the same turn", async () => {
    const words = new Words();
    await Promise.all([words.add("a"), words.add("b")]);
    expect(words.log).toEqual(["begin", "commit", "end"]);
  });

  it("reads without keeping other writers out", async () => {
    const words = new Words();
    await words.read();
    expect(words.log).toEqual([]);
  });

  it("reads what is kept while a change waits for other writers", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.beginning = () => wait;
    const change = words.add("a");
    await expect(words.read()).resolves.toEqual([]);
    open();
    await change;
    await expect(words.read()).resolves.toEqual(["a"]);
  });

  it("takes the changes that came while it waited for other writers into its batch", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.beginning = () => wait;
    const first = words.add("a");
    while (!words.log.includes("begin")) await null;
    const second = words.add("b");
    open();
    await Promise.all([first, second]);
    expect(words.log).toEqual(["begin", "commit", "end"]);
  });

  it("commits once for all changes that came during a commit", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = () => wait;
    const first = words.add("a");
    while (!words.log.includes("commit")) await null;
    const later = [words.add("b"), words.add("c")];
    open();
    await Promise.all([first, ...later]);
    expect(words.log).toEqual(["begin", "commit", "end", "begin", "commit", "end"]);
  });

  it("answers no change, and no reading that has to wait for it, before it is kept", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = () => wait;
    let answers = 0;
    const count = () => answers++;
    const calls = [words.add("a").then(count)];
    while (!words.log.includes("commit")) await null;
    calls.push(words.read().then(count));
    for (let turn = 0; turn < 20; turn++) await null;
    expect(answers).toBe(0);
    open();
    await Promise.all(calls);
    expect(answers).toBe(2);
  });

  it("rejects the whole batch when the commit fails", async () => {
    const words = new Words();
    words.committing = full;
    const outcomes = await Promise.allSettled([words.add("a"), words.add("b")]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(outcomes[1]).toHaveProperty("reason.message", "full");
  });

  it("rolls back what a failed commit did not keep", async () => {
    const words = new Words();
    await words.add("a");
    words.committing = full;
    await expect(words.add("b")).rejects.toThrow("full");
    expect(words.log.slice(-2)).toEqual(["rollback", "end"]);
    words.committing = () => null;
    await expect(words.read()).resolves.toEqual(["a"]);
  });

  it("rejects the call that throws, and keeps the changes of its batch", async () => {
    const words = new Words();
    const outcomes = await Promise.allSettled([words.add("a"), words.queue.change(full)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(words.kept).toEqual(["a"]);
  });

  it("runs no call of a batch that cannot begin, and begins again with the next", async () => {
    const words = new Words();
    words.beginning = full;
    await expect(words.add("a")).rejects.toThrow("full");
    expect(words.log).toEqual(["begin"]);
    words.beginning = () => null;
    await expect(words.read()).resolves.toEqual([]);
  });

  it("runs no change that cannot be refreshed, and lets other writers in again", async () => {
    const words = new Words();
    words.refreshing = full;
    await expect(words.add("a")).rejects.toThrow("full");
    await expect(words.read()).rejects.toThrow("full");
    expect(words.log).toEqual(["begin", "end"]);
    words.refreshing = () => null;
    await expect(words.add("b")).resolves.toBe(1);
  });

  it("rejects no change that came while another one's wait for other writers failed", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.beginning = async () => {
      await wait;
      words.beginning = () => null;
      full();
    };
    const first = words.add("a");
    while (!words.log.includes("begin")) await null;
    const second = words.add("b");
    open();
    await expect(first).rejects.toThrow("full");
    await expect(second).resolves.toBe(1);
  });

  it("rejects no change that came while the commit of others failed", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = async () => {
      await wait;
      words.committing = () => null;
      full();
    };
    const first = words.add("a");
    while (!words.log.includes("commit")) await null;
    const second = words.add("b");
    open();
    await expect(first).rejects.toThrow("full");
    await expect(second).resolves.toBe(1);
  });

  it("answers a change after it has let other writers in again", async () => {
    const words = new Words();
    await words.add("a").then(() => words.log.push("answered"));
    expect(words.log).toEqual(["begin", "commit", "end", "answered"]);
  });

  it("answers the calls made before closing, and refuses those made after", async () => {
    const words = new Words();
    const before = words.add("a");
    const closing = words.queue.close();
    const after = words.add("b");
    await expect(after).rejects.toThrow("the store is closed");
    await expect(after).rejects.toBeInstanceOf(SDKException);
    await closing;
    await expect(before).resolves.toBe(1);
    expect(words.kept).toEqual(["a"]);
  });

  it("resolves closing only when the calls made before are answered", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = () => wait;
    const order: string[] = [];
    const call = words.add("a").then(() => order.push("answered"));
    const closing = [words.queue.close(), words.queue.close()].map((closed) =>
      closed.then(() => order.push("closed")),
    );
    for (let turn = 0; turn < 20; turn++) await null;
    expect(order).toEqual([]);
    open();
    await Promise.all([call, ...closing]);
    expect(order).toEqual(["answered", "closed", "closed"]);
  });

  it("closes an idle queue, twice", async () => {
    const { queue } = new Words();
    await queue.close();
    await expect(queue.close()).resolves.toBeUndefined();
  });
});
