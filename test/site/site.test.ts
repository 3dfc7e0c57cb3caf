import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { violationsInBothThemes, violationsOn } from "./accessibility.js";
import { inTabs, Troubles, whyNoBrowser } from "./browser.js";
import type { BuiltSite } from "./built-site.js";
import { ServedSite } from "./served-site.js";
import { deadLinks, type Visit, visitPages } from "./visit.js";

declare global {
  interface Window {
    /** What the search of a page has loaded: see `docs/site/search-index.mjs`. */
    readonly searchIndex: {
      readonly synonyms: readonly { readonly words: readonly string[]; readonly leadsTo: string }[];
    };
  }
}

const PATIENCE_MS = 300_000;
/** The narrowest that a page has to fit in: WCAG 2.2, Reflow. */
const PHONE = { width: 320, height: 740 };

/** Pages that axe looks at every day, beside the shortest of each folder. */
const SAMPLES = [
  "index.html",
  "learn.html",
  "vendor-stores.html",
  "contract/lookup-ladder.html",
  "api/zoho-token-store/SqliteTokenStore.html",
];

/** What a reader types, and the place that comes first. */
const LOOKED_FOR = [
  ["findToken", "contract/find-token.html"],
  ["saveToken", "contract/save-token.html"],
  ["saveToken(", "contract/save-token.html"],
  ["store.saveToken(token)", "contract/save-token.html"],
  ["deleteToken", "contract/delete-token.html"],
  ["getTokens", "contract/get-tokens.html"],
  ["deleteTokens", "contract/delete-tokens.html"],
  ["findTokenById", "contract/find-token-by-id.html"],
  ["save/updates-by-user", "contract/save-token.html#save-updates-by-user"],
  ["updates by user", "contract/save-token.html#save-updates-by-user"],
  ["finds a token by its refresh token", "contract/find-token.html#find-by-refresh-token"],
  ["lookup ladder", "contract/lookup-ladder.html"],
  ["lock", "durable-files.html#the-lock"],
  ["disk was moved", "durable-files.html#the-lock"],
  ["cleaning up", "cleaning-up.html"],
  ["checkTokenStore", "api/spec/checkTokenStore.html"],
  ["SqliteTokenStore", "stores/sqlite-token-store.html"],
  ["race", "contract/whole-store.html#calls-at-once"],
  ["concurrency", "contract/whole-store.html#calls-at-once"],
  ["concurrent", "contract/whole-store.html#calls-at-once"],
  ["parallel", "contract/whole-store.html#calls-at-once"],
  ["exit code", "check-your-own.html#run-it"],
] as const;

/** What a reader types, and what that stands for. */
const FOUND_ALIKE = [
  ["refreshToken", "refresh token"],
  ["refesh token", "refresh token"],
  ["refrehs token", "refresh token"],
  ["findtoken", "findToken"],
  ["concurency", "concurrency"],
] as const;

/** White, ink, and code in ink. */
const PRINTED = ["rgb(255, 255, 255)", "rgb(29, 37, 36)", "rgb(29, 37, 36)"];

const missing = whyNoBrowser();
if (missing !== null) console.info(`The site is not tried in a browser: ${missing}.`);

describe.skipIf(missing !== null)("the site in a browser", { timeout: PATIENCE_MS }, () => {
  let served: ServedSite;
  let context: BrowserContext;

  beforeAll(async () => {
    served = await ServedSite.open();
  }, PATIENCE_MS);
  afterAll(() => served.close());
  beforeEach(() => start({}));
  afterEach(() => context.close());

  async function start(options: Parameters<Browser["newContext"]>[0]): Promise<void> {
    await context?.close();
    context = await served.browser.newContext(options);
  }

  async function open(path: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(served.url + path);
    return page;
  }

  describe("on every page, on a phone", () => {
    let visits: readonly Visit[];
    beforeAll(async () => {
      const phone = await served.browser.newContext({ viewport: PHONE });
      visits = await visitPages(phone, served.url, served.site.pages);
      await phone.close();
    }, PATIENCE_MS);

    test("nothing fails, and no other host is asked for anything", () => {
      expect(visits.map(({ url }) => url.slice(served.url.length))).toEqual(served.site.pages);
      expect(visits.flatMap(({ troubles }) => troubles)).toEqual([]);
    });

    test("every link and every anchor leads somewhere once the scripts have run", async () => {
      const links = visits.flatMap((visit) => visit.links);
      console.info(`${visits.length} pages, ${links.length} links`);
      expect(links.length).toBeGreaterThan(visits.length);
      expect(await deadLinks(visits)).toEqual([]);
    });

    test("nothing has to be scrolled sideways", () => {
      const wide = visits.filter(({ width }) => width > PHONE.width);
      expect(wide.map(({ url, width }) => `${url}: ${width}`)).toEqual([]);
    });
  });

  test("axe finds nothing on a page of each kind, light or dark", async () => {
    const found = await inTabs(
      context,
      [...SAMPLES, ...shortestOfEachFolder(served.site)],
      async (tab, path) => {
        await tab.goto(served.url + path);
        return violationsInBothThemes(tab);
      },
    );
    expect(found.flat()).toEqual([]);
  });

  test("axe finds nothing in an open search and in the menu of a phone", async () => {
    await start({ viewport: PHONE });
    const page = await open("index.html");
    await page.getByRole("button", { name: "Menu" }).click();
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.getByRole("combobox").fill("refresh token");
    await page.getByRole("option").first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  test("the search puts first what is looked for", async () => {
    const page = await open("stores/sqlite-token-store.html");
    for (const [query, target] of LOOKED_FOR) {
      const [first] = await search(page, query);
      expect(`${query}: ${first}`).toBe(`${query}: ${target}`);
    }
  });

  test("the search finds a method's parts right after its page", async () => {
    const page = await open("index.html");
    const found = await search(page, "findToken");
    const parts = found.filter((path) => path?.startsWith("contract/find-token.html#"));
    expect(parts.length).toBeGreaterThan(10);
    expect(found.slice(1, parts.length + 1)).toEqual(parts);
  });

  test("the search leads from every synonym to its place", async () => {
    const page = await open("index.html");
    await search(page, "token");
    const synonyms = await page.evaluate(() => window.searchIndex.synonyms);
    expect(synonyms.length).toBeGreaterThan(0);
    for (const { words, leadsTo } of synonyms) {
      for (const word of words) {
        const [first] = await search(page, word);
        expect(`${word}: ${first}`).toBe(`${word}: ${leadsTo}`);
      }
    }
  });

  test("the search finds the same by a name, by its words, and by one with a slip", async () => {
    const page = await open("index.html");
    for (const [query, same] of FOUND_ALIKE) {
      const found = await search(page, query);
      expect(found.length).toBeGreaterThan(1);
      expect(found.slice(0, 10)).toEqual((await search(page, same)).slice(0, 10));
    }
  });

  test("the keyboard follows a result, also into a new tab", async () => {
    const page = await open("stores/sqlite-token-store.html");
    const troubles = new Troubles(page, served.url);
    await search(page, "the lock");
    const opened = context.waitForEvent("page");
    await page.keyboard.press("Control+Enter");
    await (await opened).waitForURL(`${served.url}durable-files.html#the-lock`);
    expect(page.url()).toBe(`${served.url}stores/sqlite-token-store.html`);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${served.url}durable-files.html#the-lock`);
    expect(troubles.take()).toEqual([]);
  });

  test("the mouse follows a result, also into a new tab", async () => {
    const page = await open("index.html");
    await search(page, "the lock");
    const result = page.getByRole("option").first();
    const intoNewTab = [
      () => result.click({ modifiers: ["Control"] }),
      () => result.click({ button: "middle" }),
    ];
    for (const click of intoNewTab) {
      const opened = context.waitForEvent("page");
      await click();
      await (await opened).waitForURL(`${served.url}durable-files.html#the-lock`);
      expect(await page.getByRole("combobox").evaluate((box) => box.matches(":focus"))).toBe(true);
    }
    await result.click();
    await page.waitForURL(`${served.url}durable-files.html#the-lock`);
  });

  test("the search says so when it finds nothing", async () => {
    const page = await open("index.html");
    await page.getByRole("button", { name: "Search" }).click();
    await page.keyboard.type("kubernetes");
    await page.getByRole("status").filter({ hasText: "Nothing found" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").isVisible()).toBe(false);
  });

  test("the first stop of the keyboard skips the navigation", async () => {
    const page = await open("contract/find-token.html");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
  });

  test("the colours follow the system until the reader chooses, and the choice stays", async () => {
    await start({ colorScheme: "dark" });
    const page = await open("index.html");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await page.getByRole("button", { name: "Colours" }).click();
    const light = await background();
    expect(light).not.toBe(dark);
    await page.goto(`${served.url}architecture.html`);
    expect(await background()).toBe(light);
  });

  test("a choice of colours that does not exist is none", async () => {
    await context.addInitScript(() => localStorage.setItem("theme", "x"));
    const page = await open("index.html");
    await page.getByRole("button", { name: "Colours: Auto" }).click();
    await page.getByRole("button", { name: "Colours: Light" }).waitFor();
  });

  test("dark pages are printed in light colours, the text alone", async () => {
    await start({ colorScheme: "dark" });
    await context.addInitScript(() => localStorage.setItem("theme", "dark"));
    const page = await open("contract/find-token.html");
    const around = page.locator("header, nav, footer, dialog, .copy-button, .skip-link");
    expect(await coloursOf(page)).not.toEqual(PRINTED);
    expect(await around.filter({ visible: true }).count()).toBeGreaterThan(0);
    await search(page, "the lock");
    await page.emulateMedia({ media: "print" });
    expect(await coloursOf(page)).toEqual(PRINTED);
    expect(await around.filter({ visible: true }).count()).toBe(0);
  });

  test("code is copied", async () => {
    await start({ permissions: ["clipboard-read", "clipboard-write"] });
    const page = await open("index.html");
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe("npm install zoho-token-store");
  });

  test("nothing is offered to copy where the browser does not let a page copy", async () => {
    await context.addInitScript(() =>
      Object.defineProperty(navigator, "clipboard", { value: undefined }),
    );
    const page = await open("index.html");
    expect(await page.locator(".code").count()).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "Copy" }).count()).toBe(0);
  });

  test("a button says so when the browser refuses to copy", async () => {
    await context.addInitScript(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
    });
    const page = await open("index.html");
    const troubles = new Troubles(page, served.url);
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByRole("button", { name: "Not copied" }).waitFor();
    expect(troubles.take()).toEqual([]);
  });

  test("on a phone the navigation is a menu that closes again", async () => {
    await start({ viewport: PHONE });
    const page = await open("index.html");
    const link = page.getByRole("link", { name: "The lookup ladder", exact: true }).first();
    expect(await link.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Menu" }).click();
    expect(await link.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await link.isVisible()).toBe(false);
  });

  test("on a phone without a script the text comes first, and the navigation unfolds", async () => {
    await start({ viewport: PHONE, javaScriptEnabled: false });
    const page = await open("contract/find-token.html");
    const link = page.getByRole("link", { name: "The lookup ladder", exact: true }).first();
    const heading = page.getByRole("heading", { level: 1 });
    expect((await heading.boundingBox())?.y).toBeLessThan(200);
    expect(await link.isVisible()).toBe(false);
    await page.getByRole("link", { name: "Menu" }).click();
    expect(await link.isVisible()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${served.url}index.html`);
    expect(await link.isVisible()).toBe(false);
  });

  test("is read from the disk without an error, search included", async () => {
    const home = pathToFileURL(served.site.folder).href;
    const page = await context.newPage();
    const troubles = new Troubles(page, home);
    await page.goto(`${home}/contract/find-token.html`);
    await page.keyboard.press("/");
    await page.keyboard.type("refresh token");
    await page.getByRole("option").first().waitFor();
    expect(troubles.take()).toEqual([]);
  });

  test("the start page weighs less than 40 KB, and the index of the search less than 200", () => {
    const weigh = (path: string) => gzipSync(served.site.read(path)).length;
    const assets = ["site.css", "highlight.css", "site.js", "search.js", "favicon.svg"];
    const parts = ["index.html", ...assets.map((name) => `assets/${name}`)];
    const start = parts.map(weigh).reduce((sum, weight) => sum + weight);
    const index = weigh("assets/search-index.js");
    console.info(`compressed: start page ${start} bytes, index of the search ${index} bytes`);
    expect(start).toBeLessThan(40_000);
    expect(index).toBeLessThan(200_000);
  });
});

/**
 * Looks for something on a page, opening the search where it is closed.
 *
 * @returns Where the results lead, the best first, as paths from the start page.
 */
async function search(page: Page, query: string): Promise<string[]> {
  const box = page.getByRole("combobox");
  if (!(await box.isVisible())) await page.keyboard.press("/");
  await box.fill(query);
  const options = page.getByRole("option");
  await options.first().waitFor();
  const home = new URL("/", page.url()).href;
  const links = await options.evaluateAll((all) =>
    all.map((each) => (each as HTMLAnchorElement).href),
  );
  return links.map((link) => link.slice(home.length));
}

/** Gives the colours of a page's paper, of its text, and of a word in its code. */
function coloursOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const word = document.querySelector(".code span");
    if (word === null) throw new Error("no code on this page");
    const { backgroundColor, color } = getComputedStyle(document.body);
    return [backgroundColor, color, getComputedStyle(word).color];
  });
}

/** The pages of a folder are of a kind, and axe takes seconds for a long one. */
function shortestOfEachFolder(site: BuiltSite): string[] {
  const shortest = new Map<string, string>();
  for (const page of site.pages) {
    const best = shortest.get(dirname(page));
    if (best === undefined || site.read(page).length < site.read(best).length) {
      shortest.set(dirname(page), page);
    }
  }
  return [...shortest.values()];
}
