#!/usr/bin/env node
// What search costs in a browser: `benches/search_browser.mjs SITE [LARGER]`, where SITE is a built site (for a base URL that
// ends in /kepdb/), and LARGER one of ten times the records. Needs the packages of site-tests (`npm ci` there) and Chrome or
// Chromium, by the name in $CHROME or as `chromium`. Prints medians; benches/README.md says what they mean.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { FLAGS } from "../site-tests/browser.js";
import { querySet } from "../site-tests/search-queries.mjs";
import { serve } from "../site-tests/serve.mjs";

const { chromium } = createRequire(new URL("../site-tests/package.json", import.meta.url))("@playwright/test");
const [site, larger] = process.argv.slice(2);
if (!site) {
  console.error("usage: benches/search_browser.mjs SITE [LARGER]");
  process.exit(2);
}
const BOX = "#site-search";
const LINE = { offline: false, latency: 100, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };
const set = querySet(new URL("../tests/fixtures/search/queries.toml", import.meta.url));
const TYPED = set.filter((_, i) => i % 5 === 0);

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? NaN;
const spread = (list) => `median ${quantile(list, 0.5).toFixed(1)}, p95 ${quantile(list, 0.95).toFixed(1)}, longest ${Math.max(...list).toFixed(1)} ms`;
const line = (what, figure) => console.log(`${what.padEnd(58)} ${figure}`);
const bytes = (count) => `${count.toLocaleString("en")} bytes`;

/** What a host sends for each part of the search. */
function sizes(dir) {
  const assets = join(dir, "assets");
  const names = readdirSync(assets);
  const sent = (name) => {
    const file = names.find((one) => one.startsWith(`${name}.`));
    const content = readFileSync(join(assets, file));
    return file.endsWith(".bin") ? content.length : gzipSync(content, { level: 6 }).length;
  };
  const [engine, box, page, core, body] = ["search-engine", "search-box", "search-page", "search-core", "search-body"].map(sent);
  return { engine, box, page, core, body };
}

async function openPage(browser, address, path = "keps/4317/") {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

/** Milliseconds from the first key to painted rows on the emulated line, the key pressed so long after the focus. */
async function firstRows(browser, address, wait) {
  const page = await openPage(browser, address);
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  const done = page.evaluate(
    (box) =>
      new Promise((resolve) => {
        let key;
        document.querySelector(box).addEventListener("keydown", (event) => (key ??= event.timeStamp));
        const look = () => {
          if (!document.querySelector(".suggest .hit:not([hidden])")) return requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - key);
          port2.postMessage(0);
        };
        look();
      }),
    BOX,
  );
  await page.focus(BOX);
  await page.waitForTimeout(wait);
  await page.keyboard.press("p");
  const time = await done;
  await page.context().close();
  return time;
}

async function type(page, box, texts) {
  for (const text of texts) {
    await page.fill(box, "");
    await page.waitForTimeout(60);
    for (const letter of text) {
      await page.keyboard.press(letter === " " ? "Space" : letter);
      await page.waitForTimeout(40);
    }
  }
}

/**
 * For each key of `texts`: from the moment that the page hears of it until the rows are in their places (`rows`), and what
 * the browser needs for the frame that shows them (`frame`). The wait for that frame is the screen's, and is left out.
 */
async function keys(browser, address, path, box) {
  const page = await openPage(browser, address, path);
  await page.focus(box);
  await page.keyboard.type("x");
  await page.waitForTimeout(1500);
  await page.evaluate((box) => {
    let heard;
    window.times = [];
    addEventListener("input", () => (heard = performance.now()), true);
    addEventListener("input", () => {
      const time = {};
      // Behind all that hears of the key.
      Promise.resolve().then(() => {
        document.querySelector(box).form.offsetHeight;
        document.getElementById("results")?.offsetHeight;
        time.rows = performance.now() - heard;
      });
      requestAnimationFrame(() => {
        const start = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.times.push({ ...time, frame: performance.now() - start });
        port2.postMessage(0);
      });
    });
  }, box);
  // Once to warm up, as somebody who has typed before.
  await type(page, box, TYPED.slice(0, 4));
  await page.evaluate(() => (window.times.length = 0));
  await type(page, box, TYPED);
  const times = await page.evaluate(() => window.times);
  await page.context().close();
  return { rows: times.map(({ rows }) => rows), frame: times.map(({ frame }) => frame) };
}

/** The longest task of the page's main thread, from a trace: while the index comes and is read, and while somebody types. */
async function longestTasks(browser, address, path, box) {
  const page = await openPage(browser, address, path);
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "devtools.timeline", "blink.user_timing"] });
  await page.evaluate(() => performance.mark("focus"));
  await page.focus(box);
  await page.waitForTimeout(1500);
  await page.evaluate(() => performance.mark("typing"));
  await type(page, box, TYPED.slice(0, 12));
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await page.context().close();
  const [focus, start] = ["focus", "typing"].map((name) => traceEvents.find((one) => one.name === name && one.cat.includes("user_timing")));
  const tasks = traceEvents.filter(({ name, dur, pid, tid }) => name === "RunTask" && dur && pid === focus.pid && tid === focus.tid);
  const longest = (list) => Math.max(...list.map(({ dur }) => dur)) / 1000;
  return [longest(tasks.filter(({ ts }) => ts > focus.ts && ts < start.ts)), longest(tasks.filter(({ ts }) => ts >= start.ts))];
}

/** The engine by itself: reading both parts, and the searches of the whole query set, each letter by letter. */
async function engine(browser, address, dir) {
  const page = await openPage(browser, address, "about/");
  const names = readdirSync(join(dir, "assets"));
  const of = (name) => `${address}assets/${names.find((one) => one.startsWith(`${name}.`))}`;
  const figures = await page.evaluate(async ([module, core, body, texts]) => {
    const { createEngine, unpack } = await import(module);
    const get = async (file) => unpack(await (await fetch(file)).arrayBuffer());
    const [coreBytes, bodyBytes] = [await get(core), await get(body)];
    const [reading, searches] = [[[], []], []];
    for (let round = 0; round < 9; round += 1) {
      const engine = createEngine();
      let start = performance.now();
      await engine.readCore(coreBytes);
      reading[0].push(performance.now() - start);
      start = performance.now();
      await engine.readBody(bodyBytes);
      reading[1].push(performance.now() - start);
      if (round < 8) continue;
      for (const text of texts) {
        for (let end = 1; end <= text.length; end += 1) {
          start = performance.now();
          engine.search(text.slice(0, end), 8);
          searches.push(performance.now() - start);
        }
      }
    }
    return { core: reading[0], body: reading[1], searches };
  }, [of("search-engine"), of("search-core"), of("search-body"), set]);
  await page.context().close();
  return figures;
}

async function several(times, measure) {
  const all = [];
  for (let i = 0; i < times; i += 1) all.push(await measure());
  return all;
}

const chrome = execFileSync("sh", ["-c", 'command -v -- "$0"', process.env.CHROME || "chromium"], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath: chrome, args: FLAGS });
const { address, close } = await serve(site, 0, true);
const size = sizes(site);
for (const part of ["engine", "box", "page"]) line(`module search-${part}.js, gzip`, bytes(size[part]));
line("core of the index", bytes(size.core));
line("body of the index", bytes(size.body));
line("first rows: core and engine", bytes(size.core + size.engine));
line("first rows: core, engine and box", bytes(size.core + size.engine + size.box));
line("everything in a box", bytes(size.core + size.engine + size.box + size.body));

const line10 = "10 Mbit/s, 100 ms: first key to painted rows";
line(`${line10}, key with the focus`, spread(await several(11, () => firstRows(browser, address, 0))));
line(`${line10}, key 150 ms later`, spread(await several(11, () => firstRows(browser, address, 150))));

for (const [what, path, box] of [["box", "keps/4317/", BOX], ["page of results", "search/", "#q"]]) {
  const { rows, frame } = await keys(browser, address, path, box);
  line(`${what}: key to rows, ${rows.length} keys`, spread(rows));
  line(`${what}: the frame that shows them`, spread(frame));
  const longest = await several(5, () => longestTasks(browser, address, path, box));
  const [reading, typing] = [0, 1].map((at) => quantile(longest.map((pair) => pair[at]), 0.5).toFixed(1));
  line(`${what}: longest task while reading, while typing`, `${reading} ms, ${typing} ms`);
}

const once = await engine(browser, address, site);
line("engine: reading the core", spread(once.core));
line("engine: reading the body", spread(once.body));
line(`engine: ${once.searches.length} searches`, spread(once.searches));
close();

if (larger) {
  const other = await serve(larger, 0, true);
  const ten = { size: sizes(larger), ...(await engine(browser, other.address, larger)) };
  other.close();
  const times = (a, b) => `${(a / b).toFixed(1)} times`;
  const median = (list) => quantile(list, 0.5);
  line("larger: core", `${bytes(ten.size.core)}, ${times(ten.size.core, size.core)}`);
  line("larger: body", `${bytes(ten.size.body)}, ${times(ten.size.body, size.body)}`);
  for (const what of ["core", "body", "searches"]) {
    line(`larger: ${what === "searches" ? what : `reading the ${what}`}`, `${spread(ten[what])}: ${times(median(ten[what]), median(once[what]))}`);
  }
}
await browser.close();
