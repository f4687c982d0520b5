// Addresses: what is not there, what has moved, what is for programs, and what goes on paper.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../site.js";

const DIR = process.env.SITE_DIR;

test.describe("an address that is not there", () => {
  test.use({ expected: /^404: |status of 404/ });
  for (const path of ["keps/99999/", "gates/NoSuchGate/", "a/b/c/d?q=1", "gates/podcertificaterequest/"]) {
    test(`has a page with a way on: /${path}`, async ({ page }) => {
      const response = await page.goto(path);
      expect(response.status()).toBe(404);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const styled = await page.locator(".skip").evaluate((it) => getComputedStyle(it).position);
      expect(styled, "the style sheet is found below the sub-path").toBe("absolute");
      expect(await page.locator('meta[name="robots"]').getAttribute("content")).toBe("noindex");
      await page.locator("main").getByRole("link", { name: "Home" }).click();
      await expect(page).toHaveURL(process.env.SITE);
    });
  }

  test("outside of the sub-path nothing is served", async ({ request, baseURL }) => {
    for (const path of ["/", "/index.html", "/kepdb/../serve.mjs", "/kepdb/%2e%2e/%2e%2e/etc/passwd"]) {
      expect((await request.get(new URL(baseURL).origin + path)).status(), path).toBe(404);
    }
  });
});

/** Pages of gates that only lead to another address. */
const moved = readdirSync(join(DIR, "gates"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => [name, readFileSync(join(DIR, "gates", name, "index.html"), "utf8")])
  .flatMap(([name, html]) => [...html.matchAll(/http-equiv="refresh" content="0; url=([^"]+)"/g)].map(([, to]) => [name, to]));

test("there are former names of gates to lead on from", () => {
  expect(moved.length).toBeGreaterThan(0);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with${javaScriptEnabled ? "" : "out"} scripts`, () => {
    test.use({ javaScriptEnabled });
    for (const [name, to] of moved.slice(0, 4)) {
      test(`the former name ${name} leads to the gate`, async ({ page, baseURL }) => {
        await page.goto(`gates/${name}/`, { waitUntil: "commit" });
        await page.waitForURL(new URL(to, baseURL).href);
        await expect(page.getByRole("heading", { level: 1 })).toHaveText(to.split("/").at(-2));
      });
    }
  });
}

test("a number that two KEPs share leads to both", async ({ page }) => {
  await page.goto("keps/2133/");
  const ways = page.locator("main a[href*='/keps/2133-']");
  expect(await ways.count()).toBeGreaterThanOrEqual(2);
  await ways.first().click();
  await expect(page).toHaveURL(/\/keps\/2133-[a-z-]+\/$/);
});

test("a link to a section leads there", async ({ page }) => {
  await page.goto("keps/4317/#sources");
  await expect(page.locator("#sources")).toBeInViewport();
  await page.locator("#summary .anchor").click();
  await expect(page).toHaveURL(/#summary$/);
});

test("feeds and JSON that pages name are there and can be read", async ({ page, request, baseURL }) => {
  const feeds = new Set();
  for (const path of ["", "releases/1.36/", "keps/4317/", "gates/PodCertificateRequest/", "collections/security-stable-2025/", "drift/"]) {
    await page.goto(path);
    for (const link of await page.locator('link[rel="alternate"]').all()) {
      const href = new URL(await link.getAttribute("href"), baseURL).href;
      const response = await request.get(href);
      expect(response.status(), href).toBe(200);
      if ((await link.getAttribute("type")) === "application/json") {
        const value = await response.json();
        expect(value.version, href).toBe(1);
        expect((await request.get(value.$schema)).status(), value.$schema).toBe(200);
        continue;
      }
      feeds.add(href);
      const root = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, "application/xml");
        return parsed.querySelector("parsererror")?.textContent ?? parsed.documentElement.localName;
      }, await response.text());
      expect(root, href).toBe("feed");
    }
  }
  expect([...feeds].sort()).toEqual([`${baseURL}feed.xml`, `${baseURL}releases/1.36/feed.xml`]);
});

test("the footer leads to the feed, the API and the page as JSON", async ({ page }) => {
  await page.goto("gates/AppArmor/");
  const foot = page.locator(".foot");
  for (const [name, end] of [["Feed", "feed.xml"], ["API", "about/api/"], ["This page as JSON", "api/v1/gates/AppArmor.json"]]) {
    await expect(foot.getByRole("link", { name, exact: true })).toHaveAttribute("href", `/kepdb/${end}`);
  }
});

test("the site map names pages that are there, and robots.txt the site map", async ({ request, baseURL }) => {
  const map = await (await request.get("sitemap.xml")).text();
  const pages = [...map.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address);
  expect(pages.length).toBeGreaterThan(1200);
  const missing = pages.filter(
    (address) => !address.startsWith(baseURL) || !existsSync(join(DIR, decodeURI(address.slice(baseURL.length)), "index.html")),
  );
  expect(missing).toEqual([]);
  expect(await (await request.get("robots.txt")).text()).toContain(`Sitemap: ${baseURL}sitemap.xml`);
  expect((await request.get("llms.txt")).status()).toBe(200);
});

test("a badge is a picture", async ({ page }) => {
  await page.goto("gates/PodCertificateRequest/");
  const badge = page.locator("main img[src*='/badges/']");
  await badge.scrollIntoViewIfNeeded();
  await expect.poll(() => badge.evaluate((it) => it.complete && it.naturalWidth)).toBeGreaterThan(50);
});

test("the line to copy is copied", async ({ page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(baseURL).origin });
  await page.goto("gates/PodCertificateRequest/");
  const button = page.locator(".copy:visible").first();
  const source = await button.getAttribute("data-copy");
  await button.click();
  await expect(button).toHaveText("Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe((await page.locator(source).textContent()).trim());
  expect(copied).toContain("PodCertificateRequest=");
});

for (const path of ["", "keps/753/", "gates/AppArmor/", "releases/1.36/", "compare/1.34-to-1.35/", "matrix/"]) {
  test(`on paper: content and no controls: /${path}`, async ({ page }) => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const gone of [".main-nav", ".theme", ".filters", ".copy", ".anchor", ".skip", "form", ".foot nav"]) {
      await expect(page.locator(gone).filter({ visible: true }), gone).toHaveCount(0);
    }
    const { ink, paper } = await page.evaluate(() => ({
      ink: getComputedStyle(document.querySelector("h1")).color,
      paper: getComputedStyle(document.documentElement).backgroundColor,
    }));
    expect(paper, "white, though the system is dark").toBe("rgb(255, 255, 255)");
    expect(Math.max(...ink.match(/\d+/g).map(Number))).toBeLessThan(80);
  });
}

test("what GitHub says about an issue is text, with its age", async ({ page }) => {
  await page.goto("keps/4381/");
  const facts = page.locator("#facts ~ dl");
  await expect(facts).toContainText("<b>of-somebody</b>");
  await expect(facts).toContainText("and 40 more");
  await page.goto("keps/4317/");
  await expect(facts).toContainText(/open/);
  await expect(facts).toContainText(/as of/);
  await page.goto("keps/127/");
  await expect(facts).toContainText("GitHub has no such issue");
});
