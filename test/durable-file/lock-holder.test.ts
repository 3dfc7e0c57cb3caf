import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { holderHere, isGone, parseHolder } from "../../src/durable-file/lock-holder.js";

const NONCE = randomUUID();
const LONG_AGO_MS = 10 ** 15;

/** No system gives a process such a number. */
const NOBODY = 2 ** 30;

const hasPs = spawnSync("ps", ["-p", "1"]).status === 0;

/** Loads the module as it is on another system: it finds itself out once. */
async function on(platform: NodeJS.Platform) {
  const before = process.platform;
  Object.defineProperty(process, "platform", { value: platform });
  vi.resetModules();
  onTestFinished(() => void Object.defineProperty(process, "platform", { value: before }));
  return import("../../src/durable-file/lock-holder.js");
}

describe("a holder on this machine", () => {
  it("is there while its process is", () => {
    expect(isGone(holderHere(NONCE), LONG_AGO_MS)).toBe(false);
  });

  it("is gone when no process has its number, or another one was given it", () => {
    expect(isGone({ ...holderHere(NONCE), pid: NOBODY }, 0)).toBe(true);
    expect(isGone({ ...holderHere(NONCE), startedAt: "before" }, 0)).toBe(true);
  });

  it("is there when it is not known when it was started", () => {
    expect(isGone({ ...holderHere(NONCE), startedAt: null }, LONG_AGO_MS)).toBe(false);
  });

  it("is gone when it is of an earlier boot, whatever it is called", () => {
    const earlier = { ...holderHere(NONCE), boot: "earlier" };
    expect(isGone(earlier, 0)).toBe(true);
    expect(isGone({ ...earlier, host: "renamed" }, LONG_AGO_MS)).toBe(true);
  });

  it("is gone a minute after it was seen last, when it is in another container", () => {
    const unseen = { ...holderHere(NONCE), space: "another" };
    expect(isGone(unseen, 59_000)).toBe(false);
    expect(isGone(unseen, 61_000)).toBe(true);
  });
});

it("a holder on another machine is there for ever", () => {
  const elsewhere = { ...holderHere(NONCE), host: "elsewhere", boot: "another", pid: NOBODY };
  expect(isGone(elsewhere, 60_000)).toBe(false);
});

describe("on a system without /proc", () => {
  it.skipIf(!hasPs)("ps tells when a process was started, and whether it has ended", async () => {
    const there = await on("darwin");
    const self = there.holderHere(NONCE);
    expect(self).toMatchObject({
      boot: null,
      space: null,
      startedAt: expect.stringMatching(/\d{4}$/),
    });
    const child = spawn("sleep", ["60"]);
    const holder = { ...self, pid: child.pid ?? 0 };
    expect(there.isGone(self, 0)).toBe(false);
    expect(there.isGone({ ...holder, startedAt: "before" }, 0)).toBe(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(there.isGone(holder, 0)).toBe(true);
    expect(there.isGone({ ...holder, host: "elsewhere" }, LONG_AGO_MS)).toBe(false);
  });

  it("a process that is there is the holder, where nothing tells when it was started", async () => {
    const there = await on("win32");
    const self = there.holderHere(NONCE);
    expect(self.startedAt).toBeNull();
    expect(there.isGone({ ...self, startedAt: "before" }, 0)).toBe(false);
    expect(there.isGone({ ...self, pid: NOBODY }, 0)).toBe(true);
  });
});

describe("reading a holder", () => {
  const holder = { ...holderHere(NONCE) };

  it("gives back what was written", () => {
    expect(parseHolder(JSON.stringify(holder))).toEqual(holder);
  });

  it("takes what is missing or no text for unknown", () => {
    const { nonce, pid, host } = holder;
    const unknown = { nonce, pid, host, startedAt: null, boot: null, space: null };
    expect(parseHolder(JSON.stringify({ nonce, pid, host, boot: 7 }))).toEqual(unknown);
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    [
      "a nonce that is a path",
      JSON.stringify({ ...holder, nonce: "../../../../../../etc/passwd-aaaaaaa" }),
    ],
    ["a nonce that is no text", JSON.stringify({ ...holder, nonce: 7 })],
    ["a number that would signal a group", JSON.stringify({ ...holder, pid: -1 })],
    ["a number that is a fraction", JSON.stringify({ ...holder, pid: 1.5 })],
    ["a number that is a text", JSON.stringify({ ...holder, pid: "1" })],
    ["no host", JSON.stringify({ ...holder, host: null })],
  ])("gives null for %s", (_, text) => {
    expect(parseHolder(text)).toBeNull();
  });
});
