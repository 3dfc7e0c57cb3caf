/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { isRequired } from "../services/required.js";

/** Where Debian's package puts it. */
const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

/**
 * Tells why there is no browser for the tests.
 *
 * @returns A sentence to skip with; `null` where there is one, and where its absence is a failure.
 */
export function whyNoBrowser(): string | null {
  if (existsSync(EXECUTABLE) || isRequired("chromium")) return null;
  return `there is no Chromium at ${EXECUTABLE}; the variable CHROMIUM names another`;
}

/** Starts a browser of its own, with no window and an empty profile. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: ["--no-sandbox", "--disable-gpu", "--disable-component-update", "--disable-sync"],
  });
}

/** What goes wrong in a tab: errors that its pages print or throw, and what they ask for in vain. */
export class Troubles {
  #all: string[] = [];

  /**
   * Watches a tab.
   *
   * @param home - How every address begins that its pages may ask for.
   */
  constructor(tab: Page, home: string) {
    tab.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.#add(message.text());
    });
    tab.on("pageerror", (error) => this.#add(String(error)));
    tab.on("response", (response) => {
      if (response.status() >= 400) this.#add(`${response.url()}: ${response.status()}`);
    });
    tab.on("request", (request) => {
      // What a page has made itself, such as the source of a worker, comes from nowhere else.
      const url = request.url().replace(/^blob:/, "");
      if (!url.startsWith(home) && !url.startsWith("null/")) this.#add(`asks for ${request.url()}`);
    });
    tab.on("requestfailed", (request) => {
      // Leaving a page ends what it was still loading.
      const why = request.failure()?.errorText;
      if (why !== "net::ERR_ABORTED") this.#add(`${request.url()}: ${why}`);
    });
  }

  /** Gives what went wrong since the last call, and forgets it. */
  take(): string[] {
    const taken = this.#all;
    this.#all = [];
    return taken;
  }

  #add(trouble: string): void {
    this.#all.push(trouble);
  }
}

/**
 * Does something with each of many things, in a few tabs at once.
 *
 * @returns What each gave, in order.
 */
export async function inTabs<Each, Result>(
  context: BrowserContext,
  all: readonly Each[],
  visit: (tab: Page, each: Each) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...all.entries()];
  const work = async () => {
    const tab = await context.newPage();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, each] = next;
      results[at] = await visit(tab, each);
    }
    await tab.close();
  };
  await Promise.all(Array.from({ length: TABS }, work));
  return results;
}

/** More would wait for the processor. */
const TABS = 4;
