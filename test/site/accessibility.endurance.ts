import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violationsInBothThemes } from "./accessibility.js";
import { inTabs, whyNoBrowser } from "./browser.js";
import { ServedSite } from "./served-site.js";

const PATIENCE_MS = 1_800_000;

const missing = whyNoBrowser();
if (missing !== null) console.info(`No page is tried with axe: ${missing}.`);

describe.skipIf(missing !== null)("the site", { timeout: PATIENCE_MS }, () => {
  let served: ServedSite;

  beforeAll(async () => {
    served = await ServedSite.open();
  }, PATIENCE_MS);
  afterAll(() => served.close());

  test("axe finds nothing on any page, light or dark", async () => {
    const context = await served.browser.newContext();
    const found = await inTabs(context, served.site.pages, async (tab, path) => {
      await tab.goto(served.url + path);
      return violationsInBothThemes(tab);
    });
    console.info(`${found.length} pages, ${found.flat().length} violations`);
    expect(found.flat()).toEqual([]);
  });
});
