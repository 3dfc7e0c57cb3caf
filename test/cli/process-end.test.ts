import { EventEmitter, once } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { type EndingProcess, watchProcess } from "../../src/cli/process-end.js";

/** A process that records what it would print, and never ends. */
class FakeProcess extends EventEmitter implements EndingProcess {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough({ encoding: "utf8" });
  exitCode: number | undefined;
  exit(): void {
    this.emit("ended");
  }
  getActiveResourcesInfo(): string[] {
    return ["TCPSocketWrap", "Timeout", "Timeout"];
  }
}

describe("watchProcess", () => {
  test("gives the run's status to the process, without a word", () => {
    const process = new FakeProcess();
    watchProcess(process)(1);
    process.emit("exit");
    expect(process.exitCode).toBe(1);
    expect(process.stderr.read()).toBeNull();
  });

  test("ends with 2 and a word where the process ends before the run", () => {
    const process = new FakeProcess();
    process.exitCode = 0;
    watchProcess(process);
    process.emit("exit");
    expect(process.exitCode).toBe(2);
    expect(process.stderr.read()).toMatch(/^zoho-token-store: the process ended before the check/);
  });

  test("takes an error after the run for a store that does not conform", () => {
    const process = new FakeProcess();
    watchProcess(process)(0);
    process.emit("uncaughtException", new Error("late\nerror"));
    expect(process.exitCode).toBe(1);
    expect(process.stderr.read()).toBe(
      "zoho-token-store: an error that nobody caught, after the check: late error\n",
    );
  });

  test("keeps the worse status when an error comes after the run", () => {
    const process = new FakeProcess();
    watchProcess(process)(2);
    process.emit("unhandledRejection", "late");
    expect(process.exitCode).toBe(2);
  });

  test("ends a process that something keeps alive, and names what", async () => {
    const process = new FakeProcess();
    const ended = once(process, "ended");
    watchProcess(process, 0)(0);
    await ended;
    expect(process.stderr.read()).toBe(
      "zoho-token-store: the store or its close() left something open (TCPSocketWrap, Timeout); " +
        "ending anyway\n",
    );
  });

  test("lets a stream that fails not end the process", () => {
    const process = new FakeProcess();
    watchProcess(process);
    expect(() => process.stdout.emit("error", new Error("EPIPE"))).not.toThrow();
  });
});
