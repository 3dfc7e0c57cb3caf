import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Effect, replay } from "../../docs/site/playground/replay.js";
import { STORIES } from "../../docs/site/playground/stories.js";
import { METHODS } from "../../spec/index.js";
import { COLUMNS } from "../../src/token-row.js";
import { violationsInBothThemes } from "./accessibility.js";
import { Troubles, whyNoBrowser } from "./browser.js";
import { ServedSite } from "./served-site.js";

const PATIENCE_MS = 120_000;

/** What a page may weigh that has a playground, compressed, without SQLite's WebAssembly. */
const MOST_BYTES = 200_000;

const missing = whyNoBrowser();
if (missing !== null) console.info(`The playground is not tried in a browser: ${missing}.`);

describe.skipIf(missing !== null)("the playground in a browser", { timeout: PATIENCE_MS }, () => {
  let served: ServedSite;
  let page: Page;
  let troubles: Troubles;

  beforeAll(async () => {
    served = await ServedSite.open();
  }, PATIENCE_MS);
  afterAll(() => served.close());
  beforeEach(async () => {
    page = await served.browser.newPage();
    troubles = new Troubles(page, served.url);
  });
  afterEach(async () => {
    await page.close();
    expect(troubles.take()).toEqual([]);
  });

  /** Opens a page, and waits until the place on it has been filled. */
  async function open(path: string, place = ".playground[data-ready]"): Promise<void> {
    await page.goto(served.url + path);
    await page
      .locator("[data-playground], [data-break-it], [data-ladder]")
      .first()
      .scrollIntoViewIfNeeded();
    await page.waitForSelector(place);
  }

  test.each(STORIES.map((story) => [story.slug, story] as const))(
    "tells %s, and the stores do in the page what they do in Node",
    async (slug, { scenes }) => {
      await open("playground.html");
      await page.click(`[data-story="${slug}"]`);
      const steps = await replay(scenes.map(({ call }) => call));
      for (const [index, { effects }] of steps.entries()) {
        if (index > 0) await page.click("text=Forward →");
        const [first] = effects;
        await page.waitForFunction(
          (outcome) => document.querySelector(".shown-outcome")?.textContent === outcome,
          first?.outcome,
        );
        for (const effect of effects) expect(await rowsOf(page, effect)).toEqual(rowsIn(effect));
      }
      await page.click("text=← Back");
      expect(await page.locator(".history [aria-current]").count()).toBe(1);
    },
  );

  test("makes the calls that a reader fills in, by the keyboard alone", async () => {
    await open("playground.html");
    await page.focus("#playground-own-accessToken");
    await page.keyboard.type("access-1");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".shown-outcome");
    expect(await page.textContent(".shown-call")).toBe(
      'saveToken({ userName: "ann", refreshToken: "refresh-ann", accessToken: "access-1" }) → ' +
        'id "a000000001"',
    );
  });

  test("keeps its state in the address, for whoever is given it", async () => {
    await open("playground.html");
    await page.click('[data-story="two-users"]');
    await page.waitForSelector(".shown-outcome");
    await page.click("text=Forward →");
    const link = await page.getAttribute("text=Link to this state", "href");
    await page.goto(`${served.url}index.html`);
    await open(`playground.html${link}`, ".shown-outcome");
    expect(await page.textContent(".shown-outcome")).toBe('id "a000000002"');
    expect(await page.getAttribute('[data-story="two-users"]', "aria-pressed")).toBe("true");
  });

  test("says what is wrong with a link", async () => {
    await open("playground.html#calls=%7B");
    expect(await page.textContent("[role=alert]")).toBe(
      "This link cannot be opened: the calls in the link are not JSON.",
    );
  });

  test.each(METHODS)("is opened at %s on the page about it", async (method) => {
    const name = method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    await open(`contract/${name}.html`);
    expect(await page.inputValue(".token-form-method select")).toBe(method);
  });

  test("lets a reader break a store, and step through what the spec finds", async () => {
    await open("playground.html");
    await page.selectOption(".break-it select", "ForgetsWhoOwnsTheToken");
    await page.click("text=Check it");
    await page.waitForSelector(".break-it[data-state=done]");
    const failures = page.locator(".failure");
    expect(await failures.count()).toBe(1);
    expect(await failures.getAttribute("data-clause")).toBe("find/never-another-users");
    expect(await failures.textContent()).toContain("expectednull");
    expect(await page.textContent(".failure .rows .row-added")).toContain('"ann"');
    await page.click(".failure >> text=Step →");
    expect(await page.locator(".failure .rows .row-same").count()).toBe(1);
    expect(await page.textContent(".break-it [role=status]")).toContain("one clause failed");
    await page.click(".failure a");
    await page.waitForURL(/failures\/find-never-another-users\.html$/);
  });

  test("steps on by the keyboard to the end, and keeps the place there", async () => {
    await open("playground.html");
    await page.click('[data-story="restart"]');
    await page.waitForSelector(".shown-outcome");
    await page.focus("text=Forward →");
    for (let step = 0; step < 3; step++) await page.keyboard.press("Enter");
    expect(await page.textContent(".history-steps span")).toBe("after 2 of 2 calls");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Forward →");
  });

  test("keeps the call that is looked at in view, in the list of all", async () => {
    await open("playground.html");
    await page.click('[data-story="log-out"]');
    await page.waitForSelector(".shown-outcome");
    for (let step = 0; step < 6; step++) await page.click("text=Forward →");
    const [list, item] = await Promise.all([
      page.locator(".history ol").boundingBox(),
      page.locator(".history [aria-current]").boundingBox(),
    ]);
    expect(item?.y).toBeGreaterThanOrEqual((list?.y ?? 0) - 1);
    const bottom = (list?.y ?? 0) + (list?.height ?? 0);
    expect((item?.y ?? 0) + (item?.height ?? 0)).toBeLessThanOrEqual(bottom + 1);
  });

  test("says so when a script does not come, and comes right with the next call", async () => {
    await page.route("**/sql-wasm.js", (route) => route.abort());
    await open("playground.html");
    expect(await page.textContent("[role=alert]")).toContain("sql-wasm.js cannot be loaded");
    expect(await page.locator(".stores").count()).toBe(0);
    expect(troubles.take()).not.toEqual([]);
    await page.unroute("**/sql-wasm.js");
    await page.click('[data-story="restart"]');
    await page.waitForSelector(".shown-outcome");
    expect(await page.locator("[role=alert]").count()).toBe(0);
  });

  test("writes nothing that is filled in to the address until it is asked to", async () => {
    await open("playground.html");
    await page.fill("#playground-own-accessToken", "secret-1");
    await page.click("text=Call saveToken");
    await page.waitForSelector(".shown-outcome");
    expect(page.url()).not.toContain("secret-1");
    await page.click("text=Link to this state");
    expect(page.url()).toContain("secret-1");
  });

  test("lets a reader set the ladder, and names the clause that decides", async () => {
    await open("contract/lookup-ladder.html", ".ladder");
    const meant = () => page.getAttribute("[data-meant]", "data-meant");
    expect(await meant()).toBe("false");
    await page.selectOption('select[name="user_name"]', "same");
    expect(await meant()).toBe("true");
    expect(await page.textContent(".rung-decides")).toContain("find/by-user");
    await page.click(".rung-decides a");
    await page.waitForURL(/find-token\.html#find-by-user$/);
  });

  test("works from a folder too", async () => {
    const home = pathToFileURL(served.site.folder).href;
    await page.close();
    page = await served.browser.newPage();
    troubles = new Troubles(page, home);
    await page.goto(`${home}/playground.html`);
    await page.click('[data-story="first-login"]');
    await page.waitForSelector(".shown-outcome");
    await page.locator("[data-break-it]").scrollIntoViewIfNeeded();
    await page.click("text=Check it");
    await page.waitForSelector(".failure");
  });

  test("keeps the rules of accessibility in both themes, with all that it can show", async () => {
    await open("playground.html");
    await page.click('[data-story="user-known-later"]');
    await page.waitForSelector(".shown-outcome");
    await page.click("text=Forward →");
    await page.click(".sql summary");
    await page.locator("[data-break-it]").scrollIntoViewIfNeeded();
    await page.click("text=Check it");
    await page.waitForSelector(".failure");
    expect(await violationsInBothThemes(page)).toEqual([]);
    await open("contract/lookup-ladder.html", ".ladder");
    expect(await violationsInBothThemes(page)).toEqual([]);
  });

  test("weighs little: what SQLite needs is loaded when a playground is", async () => {
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(request.url().slice(served.url.length)));
    await open("playground.html");
    await page.locator("[data-break-it]").scrollIntoViewIfNeeded();
    await page.click("text=Check it");
    await page.waitForSelector(".failure");
    const files = loaded
      .filter((file) => file.startsWith("assets/") || file.endsWith(".html"))
      .filter((file) => !file.includes("sql-wasm"));
    expect(loaded).toContain("assets/sql-wasm.js");
    const bytes = files.reduce((sum, file) => sum + gzipSync(served.site.read(file)).length, 0);
    console.info(`the playground's page: ${Math.round(bytes / 1000)} kB compressed, without wasm`);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(files).toContain("assets/check-worker.js");
  });
});

/** What a store holds after a call, as lists of ten values. */
function rowsIn({ after }: Effect): (string | null)[][] {
  return after.map((row) => COLUMNS.map((column) => row[column]));
}

/** Reads what the page shows of a store, row by row; what was removed is there, and struck out. */
async function rowsOf(page: Page, { store }: Effect): Promise<unknown[][]> {
  const place = page.locator(`.store[data-store="${store}"]`);
  if (store === "SqliteTokenStore") {
    const rows = await place.locator("tbody tr:not(.row-removed)").all();
    return Promise.all(
      rows.map(async (row) => {
        const [, ...cells] = await row.locator("td").allTextContents();
        return cells.map((cell) => JSON.parse(cell) as unknown);
      }),
    );
  }
  const lines = await place.locator("li:not(.row-removed) code").allTextContents();
  return lines.map((line) => (store === "ListTokenStore" ? JSON.parse(line) : parseEntry(line)));
}

/** Reads `"id" → { column: value, … }`; a column that is not there is blank. */
function parseEntry(line: string): unknown[] {
  const [, fields = ""] = line.split(" → ");
  const row = JSON.parse(fields.replace(/(\w+): (?=")/g, '"$1": ')) as Record<string, unknown>;
  return COLUMNS.map((column) => row[column] ?? null);
}
