// Everything can be done without a mouse.

import { expect, focused, shownRows, test, texts } from "../site.js";

/** Presses Tab until `wanted` has the focus. */
async function tabTo(page, wanted, most = 40) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await page.locator(wanted).first().evaluate((it) => it === document.activeElement)) return;
  }
  throw new Error(`${wanted} has no focus after ${most} times Tab; ${await focused(page)} has it`);
}

test("the first Tab reaches a link that skips to the content", async ({ page }) => {
  await page.goto("gates/AppArmor/");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("a.skip");
  await expect(page.locator(".skip")).toBeInViewport();
  await page.keyboard.press("Enter");
  expect(await focused(page)).toBe("#main");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement.closest("main") !== null)).toBe(true);
});

test("Tab goes through the header in reading order", async ({ page }) => {
  await page.goto("keps/4317/");
  const order = [];
  for (let pressed = 0; pressed < 12; pressed += 1) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim() || document.activeElement.className));
  }
  const nav = ["Releases", "Gates", "KEPs", "Matrix", "Compare", "Check", "Collections", "Drift"];
  expect(order).toEqual(["Skip to the content", "kepdb", ...nav, "site-search", "theme"]);
});

for (const path of ["", "keps/4381/", "gates/PodCertificateRequest/", "compare/", "releases/1.36/"]) {
  test(`the focus can be seen everywhere on /${path}`, async ({ page }) => {
    await page.goto(path);
    for (let pressed = 0; pressed < 60; pressed += 1) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => {
        const it = document.activeElement;
        if (it === document.body) return "";
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
        const { width, height, top, bottom, left, right } = it.getBoundingClientRect();
        const marked = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
        const there = width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
        return marked && there ? "" : it.outerHTML.slice(0, 160);
      });
      expect(seen, `after ${pressed + 1} times Tab`).toBe("");
    }
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test("the menu opens with Enter and closes with Escape", async ({ page }) => {
    await page.goto("releases/");
    const [menu, first] = [page.locator(".menu"), page.locator(".main-nav a").first()];
    await expect(first).toBeHidden();
    await tabTo(page, ".menu");
    await page.keyboard.press("Enter");
    await expect(menu).toHaveAttribute("aria-expanded", "true");
    await expect(first).toBeVisible();
    await tabTo(page, ".main-nav a");
    await page.keyboard.press("Escape");
    await expect(menu).toHaveAttribute("aria-expanded", "false");
    await expect(first).toBeHidden();
    expect(await focused(page)).toBe("button.menu");
  });

  test("the menu leads to another page", async ({ page }) => {
    await page.goto("");
    await tabTo(page, ".menu");
    await page.keyboard.press("Space");
    await tabTo(page, ".main-nav a[href$='/matrix/']");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/kepdb\/matrix\/$/);
    await expect(page.locator(".main-nav a").first()).toBeHidden();
  });
});

test("the theme switches by keyboard, and the next page keeps it", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("keps/4317/");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await paper();
  await tabTo(page, ".theme");
  await page.keyboard.press("Enter");
  await expect(page.locator(".theme")).toHaveAttribute("aria-label", "Theme: light");
  const light = await paper();
  expect(light).not.toBe(dark);
  await page.goto("gates/");
  expect(await paper(), "another page is light as well").toBe(light);
  await expect(page.locator(".theme")).toHaveAttribute("aria-label", "Theme: light");
  await page.reload();
  expect(await paper(), "and so it is after a reload").toBe(light);
  await tabTo(page, ".theme");
  await page.keyboard.press("Space");
  await expect(page.locator(".theme")).toHaveAttribute("aria-label", "Theme: dark");
  await page.emulateMedia({ colorScheme: "light" });
  expect(await paper(), "dark though the system is light").toBe(dark);
  await page.keyboard.press("Enter");
  await expect(page.locator(".theme")).toHaveAttribute("aria-label", "Theme: as the system");
  expect(await paper(), "as the system again").toBe(light);
});

test("the slash leads to the search, from the home page to its own", async ({ page }) => {
  await page.goto("");
  await page.keyboard.press("/");
  expect(await focused(page)).toBe("#home-search");
  await page.keyboard.type("a/b");
  await expect(page.locator("#home-search"), "a slash that is typed is typed").toHaveValue("a/b");
  await page.goto("drift/");
  await page.keyboard.press("/");
  expect(await focused(page)).toBe("#site-search");
  await page.keyboard.type("PodCertificateRequest");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kepdb\/search\/\?q=PodCertificateRequest/);
  await expect(page.locator("main a[href$='/gates/PodCertificateRequest/']").first()).toBeVisible();
});

test("the slash works on a phone as well", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("gates/AppArmor/");
  await page.keyboard.press("/");
  expect(await focused(page)).toBe("#site-search");
  await expect(page.locator("#site-search")).toBeInViewport();
});

test("a table filters and sorts by keyboard", async ({ page }) => {
  await page.goto("gates/");
  const all = await shownRows(page, "#gates").count();
  await tabTo(page, ".filters input[name=q]");
  await page.keyboard.type("certificate");
  const some = await shownRows(page, "#gates").count();
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await tabTo(page, ".filters select[name=stage]");
  await page.keyboard.type("beta");
  await expect(page.locator(".filters select[name=stage]")).toHaveValue("beta");
  expect(await shownRows(page, "#gates").count()).toBeLessThan(some);

  const head = page.locator("#gates thead th").first();
  await tabTo(page, "#gates thead th button");
  await page.keyboard.press("Enter");
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  const names = () => texts(page.locator("#gates tbody tr:not([hidden]) th"));
  const up = await names();
  await page.keyboard.press("Space");
  await expect(head).toHaveAttribute("aria-sort", "descending");
  expect(await names()).toEqual([...up].reverse());
  await page.keyboard.press("Enter");
  expect(await head.getAttribute("aria-sort")).toBeNull();
  expect(await focused(page), "the focus stays").toBe("button");
});

test("two versions are compared by keyboard", async ({ page }) => {
  await page.goto("compare/");
  await tabTo(page, "#picker select[name=from]");
  await page.keyboard.type("1.33");
  await expect(page.locator("#result h2")).toContainText("from Kubernetes 1.33");
  expect(await focused(page), "the focus stays").toMatch(/select/);
  await tabTo(page, "#picker .swap");
  await page.keyboard.press("Enter");
  await expect(page.locator("#result h2")).toContainText("to 1.33");
});

test("wide tables scroll by keyboard", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("compare/1.34-to-1.35/");
  const wrap = page.locator(".table-wrap").first();
  await wrap.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => wrap.evaluate((it) => it.scrollLeft)).toBeGreaterThan(0);
});
