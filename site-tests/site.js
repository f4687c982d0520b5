// What every test watches: a page says nothing on the console, asks for nothing that fails and for nothing elsewhere.

import AxeBuilder from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";

export { expect };

export const test = base.extend({
  /** Problems that a test expects: the status 404 of a page that is not there. */
  expected: [null, { option: true }],
  page: async ({ page, baseURL, expected }, use) => {
    const problems = [];
    const origin = new URL(baseURL).origin;
    page.on("console", (message) => problems.push(`console ${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`error: ${error}`));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && url !== "about:blank") problems.push(`asks elsewhere: ${url}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
    });
    page.on("requestfailed", (request) => {
      // What a page still wants when the reader leaves it is not a failure.
      const reason = request.failure()?.errorText;
      if (reason !== "net::ERR_ABORTED") problems.push(`${reason}: ${request.url()}`);
    });
    await use(page);
    const unexpected = problems.filter((problem) => !expected?.test(problem));
    expect(unexpected, "console messages and requests that failed or went elsewhere").toEqual([]);
  },
});

/** The text of each element, with single spaces. */
export const texts = async (locator) => (await locator.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

/** The rows of a table that can be seen. */
export const shownRows = (page, table) => page.locator(`${table} tbody tr:not([hidden])`);

/** Which element has the focus, in a few words. */
export const focused = (page) =>
  page.evaluate(() => {
    const it = document.activeElement;
    return it.id ? `#${it.id}` : `${it.tagName.toLowerCase()}${it.className && `.${it.className.split(" ")[0]}`}`;
  });

/** What axe says about the page, one line for each element. */
export async function faults(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message ?? ""}`));
}
