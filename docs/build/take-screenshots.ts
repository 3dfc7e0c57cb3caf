/**
 * Takes the pictures that the README shows of the site: `npm run docs:screenshots`, after
 * `npm run docs`. It needs a Chromium, and makes the files smaller where there is a `pngquant`.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { toLink } from "../site/playground/link.js";
import { STORIES } from "../site/playground/stories.js";
import { serveFolder } from "./site-server.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = join(ROOT, "docs/screenshots");

const STORY = STORIES.find(({ slug }) => slug === "user-known-later");
const TOLD = toLink({ calls: STORY?.scenes.map(({ call }) => call) ?? [], shown: 2 });

/** What a picture shows. */
interface Picture {
  readonly name: string;
  readonly page: string;

  /** What has to be there before it is taken; left out, the page is ready when it is loaded. */
  readonly when?: string;

  /** How much of the page is shown, in CSS pixels; 800 when left out. */
  readonly height?: number;
}

const PICTURES: readonly Picture[] = [
  { name: "start", page: "index.html" },
  { name: "method", page: "contract/find-token.html" },
  { name: "playground", page: `playground.html${TOLD}`, when: ".shown-call", height: 1500 },
];

const THEMES = ["light", "dark"] as const;

async function takePictures(browser: Browser, home: string): Promise<void> {
  for (const picture of PICTURES) {
    for (const theme of THEMES) await take(browser, home, picture, theme);
  }
}

async function take(
  browser: Browser,
  home: string,
  { name, page: path, when, height = 800 }: Picture,
  colorScheme: (typeof THEMES)[number],
): Promise<void> {
  const viewport = { width: 1280, height };
  const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
  await page.goto(home + path, { waitUntil: "networkidle" });
  if (when !== undefined) await page.waitForSelector(when);
  const file = join(FOLDER, `${name}-${colorScheme}.png`);
  await page.screenshot({ path: file });
  await page.close();
  // Two hundred and fifty-six colours are enough for text. Without the tool the file is larger.
  spawnSync("pngquant", ["--force", "--ext", ".png", "--strip", file]);
  console.log(relative(ROOT, file));
}

mkdirSync(FOLDER, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const server = await serveFolder(join(ROOT, "site"), 0);
await takePictures(browser, server.url);
await server.close();
await browser.close();
