// Every kind of page, on a phone and on a desk, in the light and in the dark.

import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../site.js";
import { PAGES } from "../pages.js";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'none'; " +
  "base-uri 'none'; form-action 'self'";

/** What reaches past the right edge of the window, and is not cut off by something around it. */
const overflowing = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const cutOff = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflowX !== "visible") return true;
    }
    return false;
  };
  const found = [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !cutOff(element))
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  return [`the page is ${document.documentElement.scrollWidth} px wide, not ${width}`, ...found.slice(0, 8)];
};

/**
 * Leaves out the rows of long tables and lists that hold nothing but what rows before them hold: to look at the contrast
 * of ten thousand cells that look like a dozen takes minutes and finds nothing new.
 */
const thin = () => {
  const look = (one) => `${one.tagName}.${one.getAttribute("class") ?? ""}`;
  let removed = 0;
  for (const list of document.querySelectorAll("tbody, main ul, main ol")) {
    if (list.children.length < 30) continue;
    const seen = new Map();
    for (const row of [...list.children]) {
      const looks = new Set([row, ...row.querySelectorAll("*")].map((one) => `${look(one.parentElement)} > ${look(one)}`));
      const isNew = [...looks].some((one) => (seen.get(one) ?? 0) < 2);
      for (const one of looks) seen.set(one, (seen.get(one) ?? 0) + 1);
      if (isNew) continue;
      row.remove();
      removed += 1;
    }
  }
  return removed;
};

/** What may be wrong in one row and right in those like it. */
const EVERY_ROW = ["link-name", "image-alt", "svg-img-alt", "duplicate-id-aria", "heading-order", "empty-heading"];

/** What axe says, one line for each element. */
async function faults(axe) {
  const { violations } = await axe.setLegacyMode(true).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map((node) => `${id}: ${help}: ${node.target} ${node.any[0]?.message ?? ""}`),
  );
}

const facts = () => ({
  headings: [...document.querySelectorAll("h1")].length,
  policy: document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content,
  title: document.title,
  inlineScripts: [...document.scripts].filter((script) => !script.src && script.type !== "application/json").length,
  inlineStyles: document.querySelectorAll("style, [style], [onclick]").length,
  links: [...document.querySelectorAll('a[href^="http"]')].filter((a) => a.origin !== location.origin && a.rel !== "noopener")
    .length,
});

for (const { name, path, ready, big } of PAGES) {
  for (const [width, height] of [[360, 740], [1280, 900]]) {
    for (const colorScheme of ["light", "dark"]) {
      test.describe(`${name} at ${width} px, ${colorScheme}`, () => {
        test.use({ viewport: { width, height }, colorScheme });
        test("has no fault that a program can see", async ({ page }) => {
          if (big) test.setTimeout(120_000);
          await page.goto(path);
          if (ready) await page.locator(ready).waitFor();
          expect(await page.evaluate(facts)).toEqual({
            headings: 1,
            policy: POLICY,
            title: expect.stringMatching(/^.+ · kepdb$/),
            inlineScripts: 0,
            inlineStyles: 0,
            links: 0,
          });
          expect(await page.evaluate(overflowing), "no wider than the window").toEqual([]);
          const removed = await page.evaluate(thin);
          expect(await faults(new AxeBuilder({ page })), "axe finds nothing").toEqual([]);
          if (removed && width === 1280 && colorScheme === "light") {
            await page.reload();
            expect(await faults(new AxeBuilder({ page }).withRules(EVERY_ROW)), "axe finds nothing in any row").toEqual([]);
          }
        });
      });
    }
  }
}
