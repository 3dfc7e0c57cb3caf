import { describe, expect, it } from "vitest";
import { CallQueue } from "../../src/call-queue.js";
import { SDKException } from "../../src/index.js";

/** A list of words in memory, of which `kept` is what has been committed. */
class Words {
  kept: string[] = [];
  words: string[] = [];
  readonly log: string[] = [];
  beginning: () => unknown = () => null;
  committing: () => unknown = () => null;

  readonly queue = new CallQueue<string[]>({
    begin: async () => {
      this.log.push("begin");
      await this.beginning();
      return this.words;
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
  });

  add(word: string): Promise<number> {
    return this.queue.run((words) => words.push(word));
  }

  read(): Promise<string[]> {
    return this.queue.run((words) => [...words]);
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
    await expect(Promise.all([words.add("a"), words.add("b"), words.read()])).resolves.toEqual([
      1,
      2,
      ["a", "b"],
    ]);
  });

  it("commits once for calls made in the same turn", async () => {
    const words = new Words();
    await Promise.all([words.add("a"), words.add("b"), words.read()]);
    expect(words.log).toEqual(["begin", "commit"]);
  });

  it("commits once for all calls that came during a commit", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = () => wait;
    const first = words.add("a");
    while (!words.log.includes("commit")) await null;
    const later = [words.add("b"), words.add("c")];
    open();
    await Promise.all([first, ...later]);
    expect(words.log).toEqual(["begin", "commit", "begin", "commit"]);
  });

  it("answers no call before its commit has ended", async () => {
    const words = new Words();
    const { wait, open } = gate();
    words.committing = () => wait;
    let answers = 0;
    const calls = [words.add("a"), words.read()].map((call) => call.then(() => answers++));
    while (!words.log.includes("commit")) await null;
    for (let turn = 0; turn < 20; turn++) await null;
    expect(answers).toBe(0);
    open();
    await Promise.all(calls);
    expect(answers).toBe(2);
  });

  it("rejects the whole batch, reads included, when the commit fails", async () => {
    const words = new Words();
    words.committing = full;
    const outcomes = await Promise.allSettled([words.add("a"), words.read()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(outcomes[1]).toHaveProperty("reason.message", "full");
  });

  it("rolls back what a failed commit did not keep", async () => {
    const words = new Words();
    await words.add("a");
    words.committing = full;
    await expect(words.add("b")).rejects.toThrow("full");
    expect(words.log.at(-1)).toBe("rollback");
    words.committing = () => null;
    await expect(words.read()).resolves.toEqual(["a"]);
  });

  it("rejects the call that throws, and keeps the changes of its batch", async () => {
    const words = new Words();
    const outcomes = await Promise.allSettled([words.add("a"), words.queue.run(full)]);
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
