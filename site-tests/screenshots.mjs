// Pictures of every kind of page, wide and narrow, light and dark, for people to look at:
// site-tests/run --screenshots DIR [WORD…], where each WORD picks the pages whose address has it.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { FLAGS } from "./browser.js";
import { PAGES, slug } from "./pages.js";

/** No picture is taller: a list of all gates is looked at by its beginning. */
const TALLEST = 3600;

const [dir, ...words] = process.argv.slice(2);
await mkdir(dir, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROME, args: FLAGS });
const pages = PAGES.filter(({ path }) => !words.length || words.some((word) => path.includes(word)));
for (const [size, width] of [["wide", 1280], ["phone", 360]]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({
      baseURL: process.env.SITE,
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    for (const one of pages) {
      await page.goto(one.path);
      if (one.ready) await page.locator(one.ready).waitFor();
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.screenshot({
        path: join(dir, `${slug(one)}-${size}-${colorScheme}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width, height: Math.min(height, TALLEST) },
      });
    }
    await context.close();
  }
}
await browser.close();
console.log(`${pages.length * 4} pictures in ${dir}`);
