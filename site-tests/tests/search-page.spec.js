// The page of results: its address, how it is narrowed down, and what is left without scripts or index.

import { expect, faults, focused, test, texts } from "../site.js";

const box = (page) => page.locator("#q");
const hits = (page) => page.locator("#results .hit");
const heading = (page) => page.locator("#results h2");
const facet = (page, key) => page.locator(".facet").filter({ has: page.locator(`[role=group][aria-label="${key}"]`) });
const value = (page, key, name) => facet(page, key).locator("label").filter({ has: page.locator(`[value="${name}"]`) });
const total = async (page) => {
  await expect(heading(page)).toHaveText(/^\d+ results?$/);
  return Number.parseInt(await heading(page).innerText(), 10);
};
const number = async (label) => Number(await label.locator(".count").innerText());

test("an address with a query shows its results, marked, with a part of the text", async ({ page }) => {
  await page.goto("search/?q=pod+certificate");
  await expect(box(page)).toHaveValue("pod certificate");
  await expect(hits(page).first()).toContainText("Pod Certificates");
  await expect(hits(page).first()).toContainText("KEP-4317 · SIG Auth");
  await expect(hits(page).first().locator(".hit-text mark").first()).toBeVisible();
  await expect(page).toHaveTitle("pod certificate · Search · kepdb");
  await expect(page.locator("#everything")).toBeHidden();
  await expect(page.locator("[data-page] [role=status]")).toHaveText(`${await total(page)} results`);
  await hits(page).first().locator("a").click();
  await expect(page).toHaveURL(/\/kepdb\/keps\/4317\/$/);
});

test("the address follows the box: a word is one step back", async ({ page }) => {
  await page.goto("search/");
  await expect(page.locator("#everything")).toBeVisible();
  await box(page).pressSequentially("user");
  await expect(page).toHaveURL(/\/search\/\?q=user$/);
  // Before the second part of the index is there, texts are not searched, and less is found.
  await expect(facet(page, "Stage")).toBeVisible();
  const users = await total(page);
  await box(page).press("Enter");
  await box(page).pressSequentially(" namespaces");
  await expect(page).toHaveURL(/\/search\/\?q=user\+namespaces$/);
  await page.reload();
  await expect(box(page)).toHaveValue("user namespaces");
  await expect(hits(page).first()).toContainText(/user namespaces/i);
  await page.goBack();
  await expect(box(page)).toHaveValue("user");
  await expect.poll(() => total(page)).toBe(users);
  await page.goBack();
  await expect(box(page)).toHaveValue("");
  await expect(page.locator("#everything")).toBeVisible();
  await page.goForward();
  await page.goForward();
  await expect(box(page)).toHaveValue("user namespaces");
  await hits(page).first().locator("a").click();
  await page.goBack();
  await expect(box(page), "coming back from another page").toHaveValue("user namespaces");
  await expect(hits(page).first()).toBeVisible();
});

test("ticking a value writes its condition, and the counts are what one gets", async ({ page }) => {
  await page.goto("search/?q=volume");
  await expect(facet(page, "Stage")).toBeVisible();
  const all = await total(page);
  const beta = await number(value(page, "Stage", "beta"));
  const alpha = await number(value(page, "Stage", "alpha"));
  expect(beta).toBeGreaterThan(0);
  expect(beta).toBeLessThan(all);
  await value(page, "Stage", "beta").locator("input").check();
  await expect(page).toHaveURL(/\?q=stage:beta\+volume$/);
  await expect.poll(() => total(page)).toBe(beta);
  expect(await number(value(page, "Stage", "alpha")), "what another one of the same key would add").toBe(alpha);
  await value(page, "Stage", "alpha").locator("input").check();
  await expect(page).toHaveURL(/\?q=stage:beta,alpha\+volume$/);
  await expect(box(page)).toHaveValue("stage:beta,alpha volume");
  const both = await total(page);
  expect(both).toBeGreaterThan(Math.max(alpha, beta) - 1);
  const gates = await number(value(page, "Kind", "gate"));
  await value(page, "Kind", "gate").locator("input").check();
  await expect.poll(() => total(page)).toBe(gates);
  for (const text of await texts(hits(page))) expect(text).toMatch(/^gate .*(alpha|beta)/);

  await page.goBack();
  await expect(page).toHaveURL(/\?q=stage:beta,alpha\+volume$/);
  await expect(value(page, "Kind", "gate").locator("input")).not.toBeChecked();
  await expect.poll(() => total(page)).toBe(both);
  await page.goForward();
  await expect(value(page, "Kind", "gate").locator("input")).toBeChecked();
  await page.getByRole("button", { name: "Clear conditions" }).click();
  await expect(box(page)).toHaveValue("volume");
  await expect.poll(() => total(page)).toBe(all);
  expect(await focused(page)).toBe("#q");
});

test("a condition that is typed is ticked, whatever its spelling", async ({ page }) => {
  await page.goto("search/?q=stage:GA+sig:SIG-Auth+version:v1.35.2");
  await expect(value(page, "Stage", "stable").locator("input")).toBeChecked();
  for (const [key, name] of [["SIG", "auth"], ["Version", "1.35"]]) {
    await facet(page, key).locator("summary").click();
    await expect(value(page, key, name).locator("input")).toBeChecked();
  }
  await value(page, "SIG", "auth").locator("input").uncheck();
  await expect(box(page)).toHaveValue(/^stage:GA version:v1\.35\.2 ?$/);
});

test("each facet has values with counts", async ({ page }) => {
  await page.goto("search/?q=kubelet");
  for (const key of ["Kind", "Stage", "SIG", "Topic", "Component", "Version"]) {
    const group = facet(page, key);
    await expect(group).toBeVisible();
    if (!(await group.evaluate((it) => it.open))) await group.locator("summary").click();
    expect(await group.locator("label:visible").count(), key).toBeGreaterThan(1);
    for (const label of await group.locator("label:visible").all()) expect(await number(label)).toBeGreaterThan(0);
  }
  const versions = await texts(facet(page, "Version").locator("label:visible > span:nth-child(2)"));
  expect(versions).toEqual([...versions].sort((a, b) => b.localeCompare(a, "en", { numeric: true })));
});

test("more results come on request, the focus goes to the first of them, and a reload keeps them", async ({ page }) => {
  await page.goto("search/?q=kubelet");
  await expect(hits(page)).toHaveCount(20);
  const first = await texts(hits(page));
  await page.getByRole("button", { name: "Show 20 more" }).click();
  await expect(hits(page)).toHaveCount(40);
  expect((await texts(hits(page))).slice(0, 20)).toEqual(first);
  const link = await hits(page).nth(20).locator("a").getAttribute("href");
  expect(await page.evaluate(() => document.activeElement.getAttribute("href"))).toBe(link);
  await page.reload();
  await expect(hits(page)).toHaveCount(40);
  await box(page).fill("4317");
  await expect(hits(page).first()).toContainText("Pod Certificates");
  await expect(page.getByRole("button", { name: /^Show/ })).toHaveCount((await total(page)) > 20 ? 1 : 0);
});

test("arrows lead from the box into the results and back", async ({ page }) => {
  await page.goto("search/?q=impersonation");
  await expect(hits(page).nth(1)).toBeVisible();
  const href = () => page.evaluate(() => document.activeElement.getAttribute("href"));
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  expect(await href()).toBe(await hits(page).nth(0).locator("a").getAttribute("href"));
  await page.keyboard.press("ArrowDown");
  expect(await href()).toBe(await hits(page).nth(1).locator("a").getAttribute("href"));
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect(await focused(page)).toBe("#q");
});

test("an error in a condition, and nothing found, offer what may be meant", async ({ page }) => {
  await page.goto("search/?q=pods+stag:beta");
  await expect(heading(page)).toHaveText("Search does not know “stag:beta”. Did you mean:");
  await page.locator(".results-note a").click();
  await expect(page).toHaveURL(/\?q=pods\+stage:beta$/);
  await expect(hits(page).first()).toBeVisible();
  await box(page).fill("kubernettiiess");
  await expect(heading(page)).toHaveText("Nothing found. Did you mean:");
  await page.locator(".results-note a", { hasText: "kubernetes" }).click();
  await expect(hits(page).first()).toBeVisible();
});

test("what is typed stays text", async ({ page }) => {
  await page.goto(`search/?q=${encodeURIComponent('pod "><img src=x onerror=alert(1)>')}`);
  await expect(box(page)).toHaveValue('pod "><img src=x onerror=alert(1)>');
  await expect(heading(page)).toHaveText(/./);
  await expect(page.locator("main img")).toHaveCount(0);
});

test("examples of conditions are answered", async ({ page }) => {
  await page.goto("search/");
  const examples = await page.locator(".search-help a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  expect(examples.length).toBeGreaterThan(3);
  for (const href of examples) {
    await page.goto(href);
    await expect(hits(page).first()).toBeVisible();
  }
});

test("browsers can add the search", async ({ page, request }) => {
  await page.goto("keps/4317/");
  const { href } = await page.locator("link[rel=search]").evaluate((link) => ({ href: link.href }));
  const description = await (await request.get(href)).text();
  const template = /template="([^"]+)"/.exec(description)[1].replaceAll("&amp;", "&");
  await page.goto(template.replace("{searchTerms}", encodeURIComponent("user namespaces")));
  await expect(hits(page).first()).toContainText(/user namespaces/i);
});

test.describe("when a part does not come", () => {
  test.use({ expected: /Failed to load resource|net::ERR|^404|Failed to fetch/ });
  for (const [part, damage] of [["core", "abort"], ["core", "404"], ["body", "404"], ["engine", "abort"], ["page", "abort"]]) {
    test(`the ${part} (${damage}): a message, and trying again mends it`, async ({ page }) => {
      const file = new RegExp(`search-${part}\\.`);
      await page.route(file, (route) => (damage === "abort" ? route.abort() : route.fulfill({ status: 404, body: "" })));
      await page.goto("search/?q=certificate");
      const alert = page.locator("main [role=alert]");
      await expect(alert).toContainText("The search could not be loaded");
      await expect(page.locator("#everything"), "the list of everything stands in").toBeVisible({ visible: part !== "body" });
      await page.unroute(file);
      await alert.getByRole("button").click();
      await expect(hits(page).first()).toBeVisible();
      await expect(facet(page, "Stage")).toBeVisible();
      await expect(alert).toHaveCount(0);
      await expect(page.locator("#everything")).toBeHidden();
    });
  }
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("the list of everything is complete, and the box of each page leads to it", async ({ page }) => {
    await page.goto("keps/4317/");
    await page.locator("#site-search").fill("pod certificate");
    await page.locator("#site-search").press("Enter");
    await expect(page).toHaveURL(/\/kepdb\/search\/\?q=pod\+certificate$/);
    await expect(page.locator("#everything")).toBeVisible();
    await expect(page.locator("#everything a", { hasText: /^Pod Certificates$/ })).toBeVisible();
    await expect(page.locator("noscript p")).toContainText("needs JavaScript");
    await expect(page.locator("#results, form[data-page], .search-help").filter({ visible: true })).toHaveCount(0);
  });
});

for (const [width, height] of [[360, 740], [1280, 900]]) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });
      for (const query of ["pod certificate", "stage:beta sig:node kubelet", "kubernettiiess", "stag:beta"]) {
        test(`the results of ${query} have no fault that a program can see`, async ({ page }) => {
          await page.goto(`search/?q=${encodeURIComponent(query)}`);
          await expect(heading(page)).not.toHaveText(/Loading|^$/);
          if (await hits(page).count()) {
            await expect(page.locator(".narrow")).toBeVisible();
            if (width < 900) await page.locator(".narrow > summary").click();
            await facet(page, "SIG").locator("summary").click();
          }
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
          expect(await faults(page)).toEqual([]);
        });
      }
    });
  }
}
