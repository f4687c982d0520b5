// The search box: by keyboard alone, read aloud, and when the index does not come.

import AxeBuilder from "@axe-core/playwright";
import { expect, focused, test, texts } from "../site.js";

const HEADER = "#site-search";
const options = (page) => page.locator("[role=option]:visible");
const rows = (page) => page.locator(".suggest .hit:visible");
const chosen = (page) => page.locator("[role=option][aria-selected=true]:visible");
const status = (page) => page.locator(".site-search [role=status]");

/** Types into the box of the header once the whole index is there. */
async function open(page, path, text) {
  const body = page.waitForResponse(/search-body\./);
  await page.goto(path);
  await page.locator(HEADER).focus();
  await body;
  await page.keyboard.type(text);
  await expect(options(page).first()).toBeVisible();
}

for (const [path, box] of [["", "#home-search"], ["keps/4317/", HEADER], ["gates/AppArmor/", HEADER], ["releases/1.36/", HEADER],
  ["matrix/", HEADER], ["compare/", HEADER], ["drift/", HEADER], ["about/", HEADER], ["404.html", "#lost-search"]]) {
  test(`/${path}: a gate is found and opened by keyboard alone`, async ({ page }) => {
    await page.goto(path);
    await page.keyboard.press("/");
    expect(await focused(page)).toBe(box);
    await expect(page.locator(box)).toHaveAttribute("role", "combobox");
    await page.keyboard.type("podcertificatereq");
    await expect(page.locator(box)).toHaveAttribute("aria-expanded", "true");
    await expect(rows(page).first()).toContainText("PodCertificateRequest");
    await expect(chosen(page), "nothing is chosen before somebody chooses").toHaveCount(0);
    await page.keyboard.press("ArrowDown");
    await expect(chosen(page)).toContainText("PodCertificateRequest");
    expect(await focused(page), "the focus stays in the box").toBe(box);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/kepdb\/gates\/PodCertificateRequest\/$/);
  });
}

test("what is chosen is told to screen readers, all the way round", async ({ page }) => {
  await open(page, "drift/", "kubelet");
  const box = page.locator(HEADER);
  const list = page.locator(`#${await box.getAttribute("aria-controls")}`);
  await expect(list).toHaveAttribute("role", "listbox");
  await expect(list).toHaveAccessibleName("Results");
  const count = await options(page).count();
  expect(count, "eight rows, and one that leads to all").toBe(9);
  for (let at = 0; at < count; at += 1) {
    await page.keyboard.press("ArrowDown");
    const id = await options(page).nth(at).getAttribute("id");
    await expect(box).toHaveAttribute("aria-activedescendant", id);
    await expect(chosen(page)).toHaveCount(1);
    await expect(chosen(page)).toHaveAttribute("id", id);
  }
  await page.keyboard.press("ArrowDown");
  expect(await box.getAttribute("aria-activedescendant"), "behind the last is the box").toBeNull();
  await page.keyboard.press("ArrowUp");
  await expect(chosen(page)).toHaveText(/^All \d+ results$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kepdb\/search\/\?q=kubelet$/);
});

test("Escape closes and keeps what was typed, an arrow opens again, Tab leaves", async ({ page }) => {
  await open(page, "about/", "swap");
  const box = page.locator(HEADER);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect(options(page)).toHaveCount(0);
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await expect(box).toHaveValue("swap");
  expect(await box.getAttribute("aria-activedescendant")).toBeNull();
  await page.keyboard.press("ArrowDown");
  await expect(options(page).first()).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(options(page)).toHaveCount(0);
  expect(await focused(page), "and the list holds nobody up").toBe("button.theme");
});

test("Enter without a choice leads to the page of results", async ({ page }) => {
  await open(page, "matrix/", "pod certificate");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/kepdb\/search\/\?q=pod\+certificate$/);
  await expect(page.locator("#results .hit").first()).toContainText("Pod Certificates");
});

test("a click opens, and a click elsewhere closes", async ({ page }) => {
  await open(page, "drift/", "4317");
  await page.mouse.click(20, 700);
  await expect(options(page)).toHaveCount(0);
  await page.locator(HEADER).click();
  await options(page).first().click();
  await expect(page).toHaveURL(/\/kepdb\/keps\/4317\/$/);
});

test("a row says name, title, stage and kind, and marks what was looked for", async ({ page }) => {
  await open(page, "about/", "pod certif");
  const [kep, gate] = await texts(rows(page));
  expect(kep).toBe("KEP Pod Certificates KEP-4317 S stable");
  expect(gate).toBe("gate PodCertificateRequest Pod Certificates S stable");
  expect(await rows(page).nth(1).locator("mark").allInnerTexts()).toEqual(["PodCertificateRequest", "Pod", "Certificates"]);
  await expect(rows(page).first().locator(".stage-stable b")).toHaveAttribute("aria-hidden", "true");
});

test("what is typed stays text", async ({ page }) => {
  await open(page, "about/", 'pod <img src=x onerror=alert(1)> "><script>');
  await expect(page.locator(".suggest :is(img, script)")).toHaveCount(0);
});

test("a screen reader hears how many there are, once typing pauses", async ({ page }) => {
  await open(page, "about/", "impersonation");
  await expect(status(page)).toHaveText(/^\d+ results$/);
  const total = Number((await status(page).innerText()).split(" ")[0]);
  expect(total).toBeGreaterThan(2);
  await page.locator(HEADER).fill("ConstrainedImpersonation");
  await expect(status(page)).toHaveText(/^\d+ results?$/);
  await page.locator(HEADER).fill("qqqqqq");
  await expect(status(page)).toHaveText("Nothing found.");
});

test("the nearest words are offered where nothing is found, and can be taken by keyboard", async ({ page }) => {
  await open(page, "about/", "kubernettiiess");
  await expect(page.locator(".suggest-note")).toHaveText("Nothing found. Did you mean:");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.locator(HEADER)).toHaveValue("kubernetes");
  await expect(rows(page).first()).toBeVisible();
  expect(await focused(page)).toBe(HEADER);
});

test("a condition with an error is named, and the right ones are offered", async ({ page }) => {
  await open(page, "about/", "pods stag:beta");
  await expect(page.locator(".suggest-note")).toHaveText("Search does not know “stag:beta”. Did you mean:");
  expect(await texts(options(page))).toEqual(["pods stage:beta"]);
  await page.locator(HEADER).fill("sig:a");
  expect((await texts(options(page))).slice(0, 3)).toEqual(["sig:api-machinery", "sig:apps", "sig:architecture"]);
  await options(page).filter({ hasText: "sig:apps" }).click();
  await expect(page.locator(HEADER)).toHaveValue("sig:apps");
  await expect(rows(page).first()).toBeVisible();
});

test("the index comes with the first focus, once, and then nothing more is asked for", async ({ page }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.replace(/^.*\/|\.[0-9a-f]{10}/g, "")));
  await page.goto("keps/4317/", { waitUntil: "networkidle" });
  expect(asked.filter((name) => name.startsWith("search"))).toEqual([]);
  asked.length = 0;
  const body = page.waitForResponse(/search-body\./);
  await page.locator(HEADER).focus();
  await (await body).finished();
  expect(asked.sort()).toEqual(["search-body.bin", "search-box.js", "search-core.bin", "search-engine.js"]);
  asked.length = 0;
  for (const text of ["pod certificate mtls", "stage:beta sig:auth 1.35", "kuebrnetes", "4317", "qqqq"]) {
    await page.locator(HEADER).fill("");
    await page.keyboard.type(text);
  }
  await page.waitForTimeout(300);
  expect(asked).toEqual([]);
});

test("rows come before the second part of the index, which takes no choice away", async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/search-body\./, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("about/");
  await page.locator(HEADER).focus();
  await page.keyboard.type("pod certificates");
  await expect(rows(page).first()).toContainText("Pod Certificates");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const href = await chosen(page).getAttribute("href");
  const before = await texts(rows(page));
  const body = page.waitForResponse(/search-body\./);
  release();
  await body;
  await page.waitForTimeout(300);
  await expect(chosen(page), "the choice is where it was").toHaveAttribute("href", href);
  await page.locator(HEADER).fill("pod certificates ");
  await expect.poll(() => texts(rows(page)), "now with what the second part knows").not.toEqual(before);
});

test("conditions that need the second part wait for it", async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/search-body\./, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("about/");
  await page.locator(HEADER).focus();
  await page.keyboard.type("sig:auth ");
  await expect(page.locator(".suggest-note")).toHaveText("Conditions are still on their way…");
  release();
  await expect(rows(page).first()).toBeVisible();
});

test.describe("when a part does not come", () => {
  test.use({ expected: /Failed to load resource|net::ERR|^404|Failed to fetch/ });

  const damages = {
    "cut short": async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      await route.fulfill({ response: answer, body: body.subarray(0, body.length - 100), headers: {} });
    },
    "with a wrong byte": async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      body[body.length >> 1] ^= 0x20;
      await route.fulfill({ response: answer, body });
    },
    "of another length than it says": async (route) => {
      const answer = await route.fetch();
      const body = await answer.body();
      body[0] ^= 1;
      await route.fulfill({ response: answer, body });
    },
    "empty": (route) => route.fulfill({ status: 200, body: "" }),
    "missing": (route) => route.fulfill({ status: 404, body: "" }),
    "cut off": (route) => route.abort("connectionreset"),
  };

  for (const part of ["core", "body"]) {
    for (const [how, damage] of Object.entries(damages)) {
      test(`the ${part} ${how}: a message, and trying again mends it`, async ({ page }) => {
        const file = new RegExp(`search-${part}\\.`);
        await page.route(file, damage);
        await page.goto("about/");
        await page.locator(HEADER).focus();
        await page.keyboard.type("certificate");
        const alert = page.locator(".suggest [role=alert]");
        await expect(alert).toContainText("The search could not be loaded");
        await page.unroute(file);
        const again = page.waitForRequest(file);
        await page.keyboard.press("Tab");
        expect(await focused(page), "by keyboard").toBe("button");
        await page.keyboard.press("Enter");
        expect((await (await again).allHeaders())["cache-control"], "not what was kept").toBe("no-cache");
        await expect(alert).toHaveCount(0);
        await expect(rows(page).first()).toBeVisible();
        expect(await focused(page)).toBe(HEADER);
        await page.locator(HEADER).fill("sig:auth ");
        await expect(rows(page).first(), "all of it is there").toBeVisible();
      });
    }
  }

  test("a message stays while trying again fails", async ({ page }) => {
    await page.route(/search-core\./, damages.missing);
    await page.goto("about/");
    await page.locator(HEADER).focus();
    await page.keyboard.type("certificate");
    const alert = page.locator(".suggest [role=alert]");
    await expect(alert).toContainText("its host answered with 404");
    await page.unroute(/search-core\./);
    await page.route(/search-core\./, damages["with a wrong byte"]);
    await alert.getByRole("button").click();
    await expect(alert).toContainText("what arrived is damaged");
  });

  for (const module of ["engine", "box"]) {
    test(`the module search-${module}.js missing: a message, and trying again mends it`, async ({ page }) => {
      const file = new RegExp(`search-${module}\\.`);
      await page.route(file, damages["cut off"]);
      await page.goto("about/");
      await page.locator(HEADER).focus();
      await page.keyboard.type("4317");
      const alert = page.locator(".site-search > [role=alert]");
      await expect(alert).toContainText("The search could not be loaded");
      await page.unroute(file);
      await alert.getByRole("button").click();
      await expect(rows(page).first()).toContainText("Pod Certificates");
      await expect(alert).toHaveCount(0);
    });
  }

  test("offline, the message says so", async ({ page, context }) => {
    await page.goto("about/");
    await context.setOffline(true);
    await page.locator(HEADER).focus();
    const alert = page.locator(".site-search [role=alert]");
    await expect(alert).toContainText("there is no connection");
    await context.setOffline(false);
    await alert.getByRole("button").click();
    await page.keyboard.type("4317");
    await expect(rows(page).first()).toContainText("Pod Certificates");
  });
});

for (const [width, height] of [[360, 740], [1280, 900]]) {
  for (const colorScheme of ["light", "dark"]) {
    test.describe(`at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });
      for (const [text, what] of [["pod certif", "results"], ["in place stage:beta", "several stages"], ["kubernettiiess", "nearest words"], ["stag:beta", "a problem"]]) {
        test(`the open box with ${what} has no fault that a program can see`, async ({ page }) => {
          await open(page, "keps/4317/", text);
          await page.keyboard.press("ArrowDown");
          expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
          const panel = await page.locator(".suggest:visible").boundingBox();
          expect(panel.x).toBeGreaterThanOrEqual(0);
          expect(panel.x + panel.width).toBeLessThanOrEqual(width);
          const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
          expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target} ${any[0]?.message}`))).toEqual([]);
        });
      }
    });
  }
}
