import { afterAll, beforeAll, expect, test } from "vitest";
import { type SiteServer, serveFolder } from "../../docs/build/site-server.js";
import { violationsInBothThemes } from "./accessibility.js";
import { inTabs, launchBrowser, whyNoBrowser } from "./browser.js";
import { BuiltSite } from "./built-site.js";

const PATIENCE_MS = 1_800_000;

let site: BuiltSite;
let server: SiteServer;
beforeAll(async () => {
  site = await BuiltSite.build();
  server = await serveFolder(site.folder, 0);
}, PATIENCE_MS);
afterAll(async () => {
  await server.close();
  site.remove();
});

test("axe finds nothing on any page, light or dark", { timeout: PATIENCE_MS }, async ({ skip }) => {
  const missing = whyNoBrowser();
  if (missing !== null) skip(missing);
  const browser = await launchBrowser();
  try {
    const found = await inTabs(await browser.newContext(), site.pages, async (tab, path) => {
      await tab.goto(server.url + path);
      return violationsInBothThemes(tab);
    });
    console.info(`${found.length} pages, ${found.flat().length} violations`);
    expect(found.flat()).toEqual([]);
  } finally {
    await browser.close();
  }
});
