import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { ROOT } from "../docs/markdown.js";

const axe = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");

/**
 * Runs axe, with all its rules, on a page as it is shown.
 *
 * @returns A line for each violation: the page, the rule, and the first element that breaks it.
 */
export function violationsOn(page: Page): Promise<string[]> {
  return run(page, {});
}

/**
 * Runs axe on a page in its light colours. In its dark ones, the contrast is all that can differ.
 *
 * @returns As {@link violationsOn}.
 */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await violationsOn(page);
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await run(page, { runOnly: ["color-contrast"] });
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

async function run(page: Page, options: RunOptions): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((given) => {
    const { axe } = window as unknown as {
      axe: { run(options: RunOptions): Promise<AxeResults> };
    };
    return axe.run(given);
  }, options);
  return violations.map(({ id, help, nodes }) => {
    const [first] = nodes;
    const more = nodes.length > 1 ? ` (and ${nodes.length - 1} more)` : "";
    return `${page.url()}: ${id}: ${help}: ${first?.html}${more}\n${first?.failureSummary}`;
  });
}
