// Tables: filters that live in the address, and sorting.

import { expect, shownRows, test, texts } from "../site.js";

const field = (page, name) => page.locator(`.filters [name=${name}]`);
const count = (page) => page.locator(".filters output.count");

test("a filter goes into the address, comes back after a reload and steps back and forward", async ({ page }) => {
  await page.goto("gates/");
  const rows = shownRows(page, "#gates");
  const all = await rows.count();
  await expect(count(page)).toHaveText(`${all} rows`);

  await field(page, "q").pressSequentially("volume");
  await expect(page).toHaveURL(/\/gates\/\?q=volume$/);
  const volumes = await rows.count();
  expect(volumes).toBeGreaterThan(5);
  await expect(count(page)).toHaveText(`${volumes} of ${all} rows`);
  for (const text of await texts(rows)) expect(text.toLowerCase()).toContain("volume");

  await field(page, "stage").selectOption("beta");
  await expect(page).toHaveURL(/\/gates\/\?q=volume&stage=beta$/);
  const beta = await rows.count();
  expect(beta).toBeGreaterThan(0);
  expect(beta).toBeLessThan(volumes);
  for (const text of await texts(rows)) expect(text).toMatch(/beta/);

  await page.reload();
  await expect(field(page, "q")).toHaveValue("volume");
  await expect(field(page, "stage")).toHaveValue("beta");
  await expect(rows).toHaveCount(beta);

  await page.goBack();
  await expect(field(page, "stage")).toHaveValue("");
  await expect(field(page, "q"), "a word is one step").toHaveValue("volume");
  await expect(rows).toHaveCount(volumes);
  await page.goBack();
  await expect(field(page, "q")).toHaveValue("");
  await expect(rows).toHaveCount(all);
  await page.goForward();
  await page.goForward();
  await expect(page).toHaveURL(/\?q=volume&stage=beta$/);
  await expect(rows).toHaveCount(beta);

  await rows.first().locator("a").first().click();
  await expect(page).toHaveURL(/\/gates\/\w+\/$/);
  await page.goBack();
  await expect(rows, "coming back from another page").toHaveCount(beta);
});

test("an address with a filter shows what it asks for", async ({ page }) => {
  await page.goto("gates/?state=exists&stage=alpha&default=on");
  const rows = shownRows(page, "#gates");
  for (const text of await texts(rows)) expect(text).toMatch(/alpha on/);
  await page.goto("gates/?component=kubelet&sig=node&state=removed");
  expect(await rows.count()).toBeGreaterThan(5);
  for (const text of await texts(rows)) expect(text).toMatch(/removed.*Node.*kubelet/);
});

test("a filter that nobody knows shows everything; one that nothing fits, nothing", async ({ page }) => {
  await page.goto("gates/?stage=gamma&colour=green");
  const rows = shownRows(page, "#gates");
  expect(await rows.count()).toBeGreaterThan(400);
  await expect(field(page, "stage")).toHaveValue("");
  await field(page, "q").fill("no gate has this in it");
  await expect(rows).toHaveCount(0);
  await expect(count(page)).toHaveText(/^0 of \d+ rows$/);
});

test("what is typed stays text", async ({ page }) => {
  await page.goto(`gates/?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);
  await expect(field(page, "q")).toHaveValue('"><img src=x onerror=alert(1)>');
  await expect(shownRows(page, "#gates")).toHaveCount(0);
  await expect(page.locator("main img")).toHaveCount(0);
});

test("KEPs filter by status, stage and SIG", async ({ page }) => {
  await page.goto("keps/");
  const rows = shownRows(page, "#keps");
  const all = await rows.count();
  await field(page, "sig").selectOption("auth");
  const auth = await rows.count();
  expect(auth).toBeGreaterThan(10);
  expect(auth).toBeLessThan(all);
  for (const text of await texts(rows.locator("td:nth-of-type(2)"))) expect(text).toBe("Auth");
  await field(page, "status").selectOption("implemented");
  expect(await rows.count()).toBeLessThan(auth);
  for (const status of await texts(rows.locator("td:nth-of-type(3)"))) expect(status).toBe("implemented");
});

/** Sorts by the column, once or more, and gives its cells. */
async function sorted(page, table, head, times = 1) {
  const button = page.locator(`${table} thead th`, { hasText: head }).locator("button");
  for (let pressed = 0; pressed < times; pressed += 1) await button.click();
  const at = await button.evaluate((it) => it.closest("th").cellIndex);
  return page.locator(`${table} tbody tr`).evaluateAll((rows, cell) => rows.map((row) => row.cells[cell].innerText.trim()), at);
}

test("versions sort by number: 1.9 before 1.10", async ({ page }) => {
  await page.goto("gates/");
  const minor = (cells) => cells.filter(Boolean).map((text) => Number(/^1\.(\d+)$/.exec(text)?.[1] ?? NaN));
  const up = minor(await sorted(page, "#gates", "Since"));
  expect(up).toContain(9);
  expect(up).toContain(10);
  expect(up).toEqual([...up].sort((a, b) => a - b));
  const down = minor(await sorted(page, "#gates", "Since"));
  expect(down).toEqual([...down].sort((a, b) => b - a));
});

test("KEPs sort by number, those without one last, and the third time the page's order is back", async ({ page }) => {
  await page.goto("keps/");
  const before = await page.locator("#keps tbody th").allInnerTexts();
  for (const sign of [1, -1]) {
    const cells = await sorted(page, "#keps", "KEP");
    const numbers = cells.filter(Boolean).map(Number);
    expect(numbers).toEqual([...numbers].sort((a, b) => sign * (a - b)));
    expect(cells.slice(0, numbers.length).every(Boolean), "those without a number are last").toBe(true);
  }
  await sorted(page, "#keps", "KEP");
  expect(await page.locator("#keps tbody th").allInnerTexts()).toEqual(before);
});

test("titles sort as people sort, whatever the case of letters", async ({ page }) => {
  await page.goto("keps/");
  const titles = await sorted(page, "#keps", "Title");
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  expect(titles).toEqual([...titles].sort(collator.compare));
});

test("only one column is the sorted one", async ({ page }) => {
  await page.goto("keps/");
  await sorted(page, "#keps", "Title");
  await sorted(page, "#keps", "SIG");
  await expect(page.locator("#keps th[aria-sort]")).toHaveCount(1);
  await expect(page.locator("#keps th[aria-sort]")).toHaveText(/SIG/);
});

test("a release's changes filter across their groups", async ({ page }) => {
  await page.goto("releases/1.36/");
  await field(page, "component").selectOption("kube-scheduler");
  await expect(page).toHaveURL(/\?component=kube-scheduler$/);
  for (const part of await page.locator("[data-filter-part]").all()) {
    const rows = await part.locator("tbody tr:not([hidden])").count();
    expect(await part.isVisible(), "a group is there while it has a row").toBe(rows > 0);
  }
});
