import type { BrowserContext, Page } from "playwright-core";
import { inTabs, Troubles } from "./browser.js";

/** What was seen on a page, after its scripts have run. */
export interface Visit {
  readonly url: string;

  /** What went wrong: see {@link Troubles}. */
  readonly troubles: readonly string[];

  /** Where its links lead, as whole addresses. */
  readonly links: readonly string[];

  /** What can be linked to. */
  readonly ids: readonly string[];

  /** How wide it is, in CSS pixels; wider than the window where it scrolls sideways. */
  readonly width: number;
}

/**
 * Opens pages, and looks at each.
 *
 * @param home - The address of the start page.
 * @param paths - The pages, from there.
 */
export function visitPages(
  context: BrowserContext,
  home: string,
  paths: readonly string[],
): Promise<Visit[]> {
  const watched = new Map<Page, Troubles>();
  return inTabs(context, paths, async (tab, path) => {
    const troubles = watched.get(tab) ?? new Troubles(tab, home);
    watched.set(tab, troubles);
    await tab.goto(home + path, { waitUntil: "load" });
    const seen = await lookAt(tab);
    return { ...seen, troubles: troubles.take().map((trouble) => `${path}: ${trouble}`) };
  });
}

/**
 * Finds the links that lead nowhere. A link out of the site counts: nothing keeps it alive.
 *
 * @param visits - Every page of the site.
 * @returns A line for each: the page and the link.
 */
export async function deadLinks(visits: readonly Visit[]): Promise<string[]> {
  const idsByUrl = new Map(visits.map(({ url, ids }) => [url, new Set(ids)]));
  const home = new URL("/", visits[0]?.url).href;
  const files = new Map<string, Promise<boolean>>();
  const dead: string[] = [];
  for (const { url, links } of visits) {
    for (const link of links) {
      const [target = "", anchor = ""] = decodeURIComponent(link).split("#");
      const ids = idsByUrl.get(target);
      const leads = ids === undefined ? await isFile(target) : anchor === "" || ids.has(anchor);
      if (!leads) dead.push(`${url}: ${link}`);
    }
  }
  return dead;

  /** Asks for what is no page, such as a source file. */
  function isFile(target: string): Promise<boolean> {
    if (!target.startsWith(home)) return Promise.resolve(false);
    const known = files.get(target) ?? fetch(target).then(({ ok }) => ok);
    files.set(target, known);
    return known;
  }
}

function lookAt(tab: Page): Promise<Omit<Visit, "troubles">> {
  return tab.evaluate(() => ({
    url: location.href,
    links: [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ href }) => href),
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    width: document.documentElement.scrollWidth,
  }));
}
