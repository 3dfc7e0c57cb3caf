import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkerAnswer } from "../../docs/site/break-it/worker-messages.js";
import { brokenStores } from "../broken-stores/index.js";
import { whyNoBrowser } from "./browser.js";
import { ServedSite } from "./served-site.js";

const PATIENCE_MS = 300_000;

const missing = whyNoBrowser();
if (missing !== null) console.info(`No broken store is checked in a browser: ${missing}.`);

describe.skipIf(missing !== null)("the spec in a browser", { timeout: PATIENCE_MS }, () => {
  let served: ServedSite;

  beforeAll(async () => {
    served = await ServedSite.open();
  }, PATIENCE_MS);
  afterAll(() => served.close());

  test("catches each broken store by the clauses that it names, and by no other", async () => {
    const page = await served.browser.newPage();
    await page.addScriptTag({ content: served.site.read("assets/check-worker.js") });
    const names = brokenStores.map(({ name }) => name);
    const found = await page.evaluate(checkAll, names);
    const expected = brokenStores.map(({ name, caughtBy }) => [name, [...caughtBy].sort()]);
    expect(found).toEqual(expected);
  });
});

/** Runs in the page: checks one store after another, each in a worker of its own. */
async function checkAll(names: readonly string[]): Promise<[string, string[]][]> {
  const source = new Blob([String(Reflect.get(globalThis, "checkWorker"))]);
  const found: [string, string[]][] = [];
  for (const name of names) {
    const worker = new Worker(URL.createObjectURL(source));
    const answer = await new Promise<WorkerAnswer>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
        if (data.kind !== "progress") resolve(data);
      };
      worker.postMessage({ name, seed: 1 });
    });
    worker.terminate();
    const ids = answer.kind === "done" ? answer.failures.map(({ result }) => result.id) : [];
    found.push([name, answer.kind === "broke off" ? [answer.reason] : ids.sort()]);
  }
  return found;
}
