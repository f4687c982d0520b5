// Any two versions, in the browser: what the generated pages and `kepdb diff` say, and nothing else.

import { execFileSync } from "node:child_process";
import { expect, test } from "../site.js";

/** The groups of a report on the page: title, and per row the gate, its KEPs, what it was and what it is. */
const groups = (heading) => {
  const words = (element) => element.innerText.replace(/\s+/g, " ").trim();
  return [...document.querySelectorAll(heading)].map((head) => {
    const table = head.closest("section").querySelector("table");
    const names = [...table.tHead.rows[0].cells].map((cell) => words(cell));
    const at = (start) => names.findIndex((name) => name.startsWith(start));
    const [before, after] = names.flatMap((name, position) => (name.startsWith("In ") ? [position] : []));
    const title = [...head.childNodes].find((one) => one.nodeType === Node.TEXT_NODE).data.trim();
    const rows = [...table.tBodies[0].rows].map((row) => ({
      gate: words(row.cells[at("Gate")]),
      gatePage: new URL(row.cells[at("Gate")].querySelector("a").href).pathname,
      before: words(row.cells[before]),
      after: words(row.cells[after]),
      keps: [...row.cells[at("KEP")].querySelectorAll("a")].map((a) => new URL(a.href).pathname),
    }));
    return { title, count: Number(words(head.querySelector(".count"))), rows };
  });
};

async function compared(page, query) {
  await page.goto(`compare/?${query}`);
  await page.locator("#result h2").waitFor();
  return page.evaluate(groups, "#result section > h3");
}

test("the report in the browser is that of every generated page", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("compare/");
  const pairs = await page.locator("section:has(#steps) a.chip").evaluateAll((all) => all.map((a) => a.pathname));
  expect(pairs.length).toBeGreaterThan(30);
  let rows = 0;
  for (const path of pairs) {
    const [, from, to] = /\/compare\/([\d.]+)-to-([\d.]+)\/$/.exec(path);
    await page.goto(path);
    const generated = await page.evaluate(groups, "main section[data-filter-part] > h2");
    expect(await compared(page, `from=${from}&to=${to}`), `${from} to ${to}`).toEqual(generated);
    rows += generated.reduce((sum, group) => sum + group.rows.length, 0);
  }
  expect(rows).toBeGreaterThan(500);
});

/** What `kepdb diff` says, as Markdown, without the columns that the browser leaves out. */
function diff(...args) {
  const all = ["--content", "../content", "diff", ...args, "--format", "markdown", "--now", "2026-11-23"];
  const lines = execFileSync(process.env.KEPDB, all, { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.startsWith("|") || line.startsWith("#"))
    .map((line) => (line.startsWith("|") ? line.split(/(?<!\\)\|/).filter((_, at) => at !== 2 && at !== 6).join("|") : line));
}

for (const [from, to, component] of [["1.33", "1.36"], ["1.20", "1.37"], ["1.36", "1.34"], ["1.37", "1.9"], ["1.30", "1.36", "kubelet"]]) {
  const about = `from ${from} to ${to}${component ? ` for ${component}` : ""}`;
  test(`the Markdown to copy is that of the terminal, ${about}`, async ({ page, context, baseURL }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(baseURL).origin });
    await compared(page, `from=${from}&to=${to}${component ? `&component=${component}` : ""}`);
    const button = page.getByRole("button", { name: "Copy as Markdown" });
    await button.click();
    await expect(page.locator("#result .copy")).toHaveText("Copied");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lines = copied.split("\n").filter((line) => line.startsWith("|") || line.startsWith("#"));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines).toEqual(diff(from, to, ...(component ? ["--component", component] : [])));
    await expect(button, "the button can be used again").toBeVisible();
  });
}

test("a choice goes into the address, and back and forward follow", async ({ page }) => {
  await page.goto("compare/");
  await page.locator("#picker [name=from]").selectOption("1.34");
  await page.locator("#picker [name=to]").selectOption("1.36");
  const heading = page.locator("#result h2");
  await expect(heading).toHaveText("Upgrade from Kubernetes 1.34 to 1.36");
  await expect(page).toHaveURL(/\?from=1\.34&to=1\.36$/);
  await expect(page).toHaveTitle("Upgrade from Kubernetes 1.34 to 1.36 · kepdb");
  await page.locator("#picker [name=component]").selectOption("kubelet");
  await expect(page).toHaveURL(/\?from=1\.34&to=1\.36&component=kubelet$/);
  const few = await page.locator("#result tbody tr").count();
  await page.goBack();
  await expect(page).toHaveURL(/\?from=1\.34&to=1\.36$/);
  await expect(page.locator("#picker [name=component]")).toHaveValue("");
  await expect.poll(() => page.locator("#result tbody tr").count()).toBeGreaterThan(few);
  await page.goForward();
  await expect(page.locator("#result tbody tr")).toHaveCount(few);
  await page.getByRole("button", { name: "Swap the two versions" }).click();
  await expect(heading).toHaveText("Downgrade from Kubernetes 1.36 to 1.34");
  await page.reload();
  await expect(heading).toHaveText("Downgrade from Kubernetes 1.36 to 1.34");
});

test("the home page's form leads to the report", async ({ page }) => {
  await page.goto("");
  await page.locator(".upgrade [name=from]").selectOption("1.33");
  await page.locator(".upgrade [name=to]").selectOption("1.36");
  await page.locator(".upgrade button[type=submit]").click();
  await expect(page).toHaveURL(/\/compare\/\?from=1\.33&to=1\.36/);
  await expect(page.locator("#result h2")).toHaveText("Upgrade from Kubernetes 1.33 to 1.36");
  await expect(page.locator("#picker [name=from]")).toHaveValue("1.33");
});

test("versions as clusters write them are understood", async ({ page }) => {
  await compared(page, `from=v1.33.5${encodeURIComponent("+k3s1")}&to=v1.36.2-gke.100`);
  await expect(page.locator("#result h2")).toHaveText("Upgrade from Kubernetes 1.33 to 1.36");
});

test("the same version twice is no change", async ({ page }) => {
  await page.goto("compare/?from=1.35&to=1.35");
  await expect(page.locator("#result")).toContainText("0 gates differ.");
});

for (const query of ["from=1.33&to=9.99", "from=latest&to=1.36", "from=%3Cb%3E&to=1.36", "from=1.33&to="]) {
  test(`an address that asks for what is not known says so: ?${query}`, async ({ page }) => {
    await page.goto(`compare/?${query}`);
    await expect(page.locator("#result .warn")).toHaveText(/are not known.*1\.0 to 1\.\d+/);
    await expect(page.locator("#result b")).toHaveCount(0);
  });
}

test("data that cannot be loaded is said, not hidden", async ({ page, context }) => {
  await context.route("**/states.json", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>offline" }));
  await page.goto("compare/?from=1.33&to=1.36");
  await expect(page.locator("#result .warn")).toContainText("could not be loaded");
});
