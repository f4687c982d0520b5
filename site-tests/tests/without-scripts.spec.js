// With JavaScript off, pages are complete and show nothing that would not work.

import { expect, test } from "../site.js";
import { PAGES } from "../pages.js";

test.use({ javaScriptEnabled: false });

for (const { name, path } of PAGES.filter((one) => !one.ready)) {
  test(`${name}: has its content, and no control that is dead`, async ({ page }) => {
    await page.goto(path);
    await expect(page.locator("h1")).toBeVisible();
    const main = (await page.locator("main").innerText()).trim();
    expect(main.length).toBeGreaterThan(100);
    const dead = page.locator(
      "form.filters, .copy, .theme, .menu, .swap, .picker, [data-copy], button:not([type=submit]), main select, main kbd, header kbd",
    );
    expect(await dead.filter({ visible: true }).evaluateAll((all) => all.map((it) => it.outerHTML.slice(0, 100)))).toEqual([]);
    for (const form of await page.locator("form").filter({ visible: true }).all()) {
      await expect(form, "a form that is shown leads to the search").toHaveAttribute("action", "/kepdb/search/");
    }
    await expect(page.locator(".main-nav a").first()).toBeVisible();
  });
}

test("lists have all their rows", async ({ browser, page, baseURL }) => {
  const scripted = await browser.newPage({ baseURL, javaScriptEnabled: true });
  for (const path of ["gates/", "keps/", "matrix/", "drift/", "search/", "releases/"]) {
    await page.goto(path);
    await scripted.goto(path);
    const rows = await page.locator("main tbody tr").filter({ visible: true }).count();
    expect(rows, path).toBeGreaterThan(10);
    expect(rows, path).toBe(await scripted.locator("main tbody tr").count());
  }
  await scripted.close();
});

test("the search lists every gate and every KEP", async ({ page, request }) => {
  await page.goto("search/?q=anything");
  const links = new Set(await page.locator("main a").evaluateAll((all) => all.map((a) => a.getAttribute("href"))));
  const { gates } = await (await request.get("api/v1/gates.json")).json();
  const { keps } = await (await request.get("api/v1/keps.json")).json();
  expect(gates.length).toBeGreaterThan(400);
  expect(keps.length).toBeGreaterThan(500);
  for (const { page: address } of [...gates, ...keps]) expect(links).toContain(new URL(address).pathname);
});

test("compare offers each step between neighbours", async ({ page }) => {
  await page.goto("compare/");
  await expect(page.locator("main noscript p")).toBeVisible();
  const steps = page.locator("#steps ~ ul a, section:has(#steps) a.chip");
  expect(await steps.count()).toBeGreaterThan(30);
  await steps.filter({ hasText: "1.34 → 1.35" }).click();
  await expect(page).toHaveURL(/\/compare\/1\.34-to-1\.35\/$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("From 1.34 to 1.35");
});

test("the theme follows the system", async ({ page }) => {
  const paper = async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    return page.locator("html").evaluate((it) => getComputedStyle(it).backgroundColor.match(/\d+/g).map(Number));
  };
  await page.goto("");
  expect(Math.min(...(await paper("light")))).toBeGreaterThan(230);
  expect(Math.max(...(await paper("dark")))).toBeLessThan(50);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });
  test("the navigation is open", async ({ page }) => {
    await page.goto("keps/4317/");
    for (const link of await page.locator(".main-nav a").all()) await expect(link).toBeVisible();
  });
});
