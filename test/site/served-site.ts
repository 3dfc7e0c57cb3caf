import type { Browser } from "playwright-core";
import { type SiteServer, serveFolder } from "../../docs/build/site-server.js";
import { launchBrowser } from "./browser.js";
import { BuiltSite } from "./built-site.js";

/** The site, built and served, and a browser to look at it. */
export class ServedSite {
  readonly site: BuiltSite;
  readonly browser: Browser;
  readonly #server: SiteServer;

  private constructor(site: BuiltSite, browser: Browser, server: SiteServer) {
    this.site = site;
    this.browser = browser;
    this.#server = server;
  }

  /** Builds and serves the site, which takes many seconds, and starts a browser. */
  static async open(): Promise<ServedSite> {
    const [site, browser] = await Promise.all([BuiltSite.build(), launchBrowser()]);
    return new ServedSite(site, browser, await serveFolder(site.folder, 0));
  }

  /** The address of the start page. */
  get url(): string {
    return this.#server.url;
  }

  /** Ends the browser and the server, and removes the site. */
  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.close();
    this.site.remove();
  }
}
