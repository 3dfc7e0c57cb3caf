import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WorkerAnswer } from "../../docs/site/break-it/worker-messages.js";
import { brokenStores } from "../broken-stores/index.js";
import { launchBrowser, whyNoBrowser } from "./browser.js";
import { BuiltSite } from "./built-site.js";

const PATIENCE_MS = 300_000;

const missing = whyNoBrowser();
if (missing !== null) console.info(`No broken store is checked in a browser: ${missing}.`);

describe.skipIf(missing !== null)("the spec in a browser", { timeout: PATIENCE_MS }, () => {
  let site: BuiltSite;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [site, browser] = await Promise.all([BuiltSite.build(), launchBrowser()]);
    page = await browser.newPage();
    await page.addScriptTag({ content: site.read("assets/check-worker.js") });
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser.close();
    site.remove();
  });

  test("catches each broken store by the clauses that it names, and by no other", async () => {
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
