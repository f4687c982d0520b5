// The matrix says what the records say, stays legible while it scrolls, and filters; so does the list of drift.

import { expect, shownRows, test, texts } from "../site.js";

const minor = (version) => Number(version.split(".")[1]);

/** What a gate is at a version, by the data for programs: `B1`, `S1l`, `×`, `?` or nothing. */
function stateAt({ history, removed }, version) {
  const row = history.findLast(([since]) => minor(since) <= minor(version));
  if (!row) return "";
  if (removed && minor(version) >= minor(removed.by)) return "×";
  if (removed && minor(version) > minor(removed.after)) return "?";
  const [, stage, on, locked] = row;
  return stage[0].toUpperCase() + (on === null ? "" : Number(on)) + (locked ? "l" : "");
}

test("the matrix has every gate, and each cell says what the gate is", async ({ page, request }) => {
  await page.goto("matrix/");
  const { gates, newest } = await (await request.get("api/v1/states.json")).json();
  const rows = await page.locator("#matrix tbody tr").evaluateAll((all) =>
    all.map((row) => [
      row.cells[0].textContent,
      [...row.cells].slice(1).map((cell) => ({
        mark: [...cell.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data).join("").trim(),
        classes: cell.className.split(" "),
        words: cell.querySelector("i")?.textContent ?? "",
      })),
    ]),
  );
  expect(rows.map(([name]) => name).sort()).toEqual(gates.map(({ gate, name }) => gate ?? name).sort());
  const versions = await page.locator("#matrix thead th a").allTextContents();
  expect(versions).toContain(newest);
  const before = `1.${minor(versions[0]) - 1}`;
  const byName = new Map(rows);
  const wrong = [];
  for (const gate of gates) {
    const cells = byName.get(gate.gate ?? gate.name).slice(-versions.length);
    // A gate that went before the first column has one cell of words instead.
    const gone = /[×?]/.test(stateAt(gate, before));
    versions.forEach((version, at) => {
      const { mark, classes, words } = cells[at];
      const wanted = stateAt(gate, version);
      const says = `${mark}${classes.some((one) => /^[absd]1$/.test(one)) ? 1 : classes.some((one) => /^[absd]0$/.test(one)) ? 0 : ""}${classes.includes("l") ? "l" : ""}`;
      const fits = gone ? says === "" : says === wanted;
      const spoken = gone || !wanted || words !== "";
      if (!fits || !spoken) wrong.push(`${gate.gate ?? gate.name} at ${version}: ${says || "nothing"}, not ${wanted || "nothing"} (${words})`);
    });
  }
  expect(wrong.slice(0, 10)).toEqual([]);
});

test("the matrix filters by stage, component, SIG, state and words, and keeps that in the address", async ({ page }) => {
  await page.goto("matrix/");
  const rows = shownRows(page, "#matrix");
  const all = await rows.count();
  let last = all;
  for (const [name, value] of [["state", "exists"], ["stage", "beta"], ["sig", "node"], ["component", "kubelet"]]) {
    await page.locator(`.filters [name=${name}]`).selectOption(value);
    await expect(page).toHaveURL(new RegExp(`[?&]${name}=${value}`));
    const now = await rows.count();
    expect(now, name).toBeGreaterThan(0);
    expect(now, name).toBeLessThan(last);
    last = now;
  }
  await page.reload();
  await expect(rows).toHaveCount(last);
  await page.goto("matrix/?q=podcertificaterequest");
  expect(await texts(rows.locator("th"))).toEqual(["PodCertificateRequest"]);
  await page.goBack();
  await expect(rows).toHaveCount(last);
});

test("the matrix leaves older columns out, opens at the newest ones, and keeps that in the address", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("matrix/");
  const heads = page.locator("#matrix thead th:visible");
  const all = await texts(heads);
  const box = page.locator(".matrix-wrap");
  const rest = () => box.evaluate((it) => it.scrollWidth - it.clientWidth - it.scrollLeft);
  expect(await rest(), "what is right of the newest column").toBeLessThan(2);
  const from = page.locator("[name=from]");
  await from.selectOption(all.at(-3));
  await expect(heads).toHaveText([all[0], ...all.slice(-3)]);
  await expect(page).toHaveURL(new RegExp(`[?]from=${all.at(-3)}$`));
  await page.locator(".filters [name=stage]").selectOption("beta");
  await page.reload();
  await expect(heads).toHaveText([all[0], ...all.slice(-3)]);
  await expect(page.locator(".filters [name=stage]")).toHaveValue("beta");
  await page.goBack();
  await page.goBack();
  await expect(heads).toHaveText(all);
  await page.goto("matrix/?from=no-version");
  await expect(heads).toHaveText(all);
});

for (const [width, height] of [[360, 740], [1280, 900]]) {
  test(`the matrix keeps its header and its names while it scrolls at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto("matrix/");
    const name = page.locator("#matrix tbody tr").nth(200).locator("th");
    await name.scrollIntoViewIfNeeded();
    await page.locator(".matrix-wrap").evaluate((it) => it.scrollBy(2000, 0));
    await page.mouse.wheel(0, 40);
    await expect(page.locator("#matrix thead th").last(), "the versions").toBeInViewport();
    await expect(name, "the name").toBeInViewport({ ratio: 0.3 });
    const [head, cell] = [await page.locator("#matrix thead th").last().boundingBox(), await name.boundingBox()];
    expect(head.y).toBeGreaterThanOrEqual(-1);
    expect(cell.x).toBeGreaterThanOrEqual(-1);
    expect(cell.x).toBeLessThan(width / 4);
  });
}

test("drift has every disagreement, in its class", async ({ page, request }) => {
  await page.goto("drift/");
  const { drift, entries } = await (await request.get("api/v1/drift.json")).json();
  const all = drift ?? entries;
  // The facts about tracking issues stand on the same page, under classes of their own.
  const classes = [...new Set(all.map((one) => one.class))];
  const shown = await page
    .locator("#drift tbody tr")
    .evaluateAll((rows, classes) => rows.filter((row) => classes.includes(row.dataset.class)).length, classes);
  expect(shown).toBe(all.length);
  await expect(page.locator("h1 + .lede")).toContainText(`${all.length} places`);
});

test("drift filters by class, words and acceptance", async ({ page }) => {
  await page.goto("drift/");
  const rows = shownRows(page, "#drift");
  const all = await rows.count();
  const classes = await page.locator(".filters [name=class] option").evaluateAll((options) => options.slice(1).map((one) => one.value));
  expect(classes.length).toBeGreaterThan(3);
  let sum = 0;
  for (const one of classes) {
    await page.locator(".filters [name=class]").selectOption(one);
    await expect(page.locator("#drift section:visible")).toHaveCount(1);
    await expect(page.locator("#drift section:visible h2")).toHaveAttribute("id", one);
    sum += await rows.count();
  }
  expect(sum, "each entry has one class").toBe(all);
  await page.goto("drift/?accepted=yes");
  for (const text of await texts(rows)) expect(text).toContain("Accepted:");
  const accepted = await rows.count();
  await page.goto("drift/?accepted=no");
  expect(accepted + (await rows.count())).toBe(all);
  await page.goto("drift/?q=PodCertificates");
  expect(await rows.count()).toBeLessThan(all);
});
