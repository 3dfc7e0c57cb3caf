/**
 * Takes the pictures that the README shows of the site: `npm run docs:screenshots`, after
 * `npm run docs`. It needs a Chromium, and makes the files smaller where there is a `pngquant`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { serveFolder } from "./site-server.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, "docs/screenshots");

/** What a picture is called, and the page that it shows. A page that is not there is left out. */
const PICTURES = {
  start: "index.html",
  method: "contract/find-token.html",
  playground: "playground.html",
};

const THEMES = ["light", "dark"] as const;

async function takePictures(browser: Browser, home: string): Promise<void> {
  for (const [name, page] of Object.entries(PICTURES)) {
    if (!existsSync(join(ROOT, "site", page))) continue;
    for (const theme of THEMES) await take(browser, home + page, theme, `${name}-${theme}.png`);
  }
}

async function take(
  browser: Browser,
  url: string,
  colorScheme: (typeof THEMES)[number],
  file: string,
): Promise<void> {
  const viewport = { width: 1280, height: 800 };
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
  await page.goto(url, { waitUntil: "networkidle" });
  const path = join(FOLDER, file);
  await page.screenshot({ path });
  await page.close();
  // Two hundred and fifty-six colours are enough for text. Without the tool the file is larger.
  spawnSync("pngquant", ["--force", "--ext", ".png", "--strip", path]);
  console.log(`docs/screenshots/${file}`);
}

mkdirSync(FOLDER, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const server = await serveFolder(join(ROOT, "site"), 0);
await takePictures(browser, server.url);
await server.close();
await browser.close();
