// Files checked in the browser: what is found, that nothing leaves the page, and that the address holds versions only.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test, texts } from "../site.js";

const KUBELET = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
featureGates:
  SidecarContainers: true
  InPlacePodVerticalScaling: false
  PodCertificatRequest: true
`;
const COMMAND = "exec kube-apiserver --v=2 --feature-gates=InPlacePodVerticalScaling=true\n";

const heading = (page) => page.locator("#result h2");
const findings = (page) => page.locator("#result article.finding");
const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

/** Opens the page and waits until it needs nothing more from the host. */
async function open(page, query = "?target=1.37") {
  await page.goto(`check/${query}`, { waitUntil: "networkidle" });
}

/** Drops files on the page, as a person would. */
async function drop(page, files) {
  const transfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const { name, text } of all) made.items.add(new File([text], name));
    return made;
  }, files);
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("#drop", type, { dataTransfer: transfer });
}

test("what is pasted is judged, with the line, the place and what to do", async ({ page }) => {
  await open(page);
  await page.locator("#pasted").fill(KUBELET);
  await expect(heading(page)).toHaveText("3 errors at Kubernetes 1.37");
  await expect(page.locator("#said")).toHaveText(/^3 errors at Kubernetes 1\.37; read 3 gates in 1 file: a KubeletConfiguration$/);
  await expect(findings(page)).toHaveCount(3);
  const removed = findings(page).filter({ hasText: "removed-gate" });
  await expect(removed.locator("h4")).toContainText("SidecarContainers does not exist in 1.37 any more");
  await expect(removed.locator(".severity")).toHaveText("error");
  await expect(removed.locator("mark")).toHaveText("SidecarContainers: true");
  await expect(removed.locator("figcaption")).toHaveText("pasted text:4:3");
  await expect(removed.locator("samp")).toHaveText("unrecognized feature gate: SidecarContainers");
  await expect(removed.locator(".todo")).toHaveText(/^What to do: remove SidecarContainers: true; the feature is stable and always on$/);
  await expect(findings(page).filter({ hasText: "unknown-gate" }).locator(".todo")).toHaveText("What to do: did you mean PodCertificateRequest?");
});

test("a finding leads to the gate, the proposal with its risk, the version and the rule", async ({ page, request }) => {
  await open(page);
  await page.locator("#pasted").fill(KUBELET);
  const removed = findings(page).filter({ hasText: "removed-gate" });
  await removed.waitFor();
  const hrefs = await removed.locator("a").evaluateAll((all) => all.map((a) => a.pathname + a.hash));
  const base = "/kepdb/";
  expect(hrefs).toEqual([
    `${base}check/#removed-gate`,
    `${base}releases/1.37/`,
    `${base}gates/SidecarContainers/`,
    `${base}keps/753/`,
    `${base}keps/753/#risk`,
  ]);
  for (const href of hrefs) expect((await request.get(href)).status(), href).toBe(200);
  await page.goto("keps/753/");
  await expect(page.locator("#risk")).toHaveCount(1);
  await open(page);
  for (const word of ["removed-gate", "flips-on", "same-as-default"]) await expect(page.locator(`[id="${word}"]`)).toHaveCount(1);
});

test("several files are chosen, dropped, judged together and taken out again", async ({ page }) => {
  await open(page);
  await page.locator("#files").setInputFiles([file("kubelet.yaml", KUBELET), file("notes.txt", "nothing here\n")]);
  await expect(page.locator("#file-list li")).toHaveCount(2);
  await expect(page.locator("#result .read")).toHaveText("Read 3 gates in 1 of 2 files: a KubeletConfiguration.");
  await drop(page, [{ name: "apiserver.sh", text: COMMAND }]);
  await expect(page.locator("#file-list li")).toHaveCount(3);
  await expect(page.locator("#file-list .count")).toHaveText(["3 gates", "0 gates", "1 gate"]);
  const differs = findings(page).filter({ hasText: "set-differently" });
  await expect(differs.locator("figcaption")).toHaveText("apiserver.sh:1:43");
  await expect(differs.locator("dl")).toContainText("kubelet.yaml:5, off for kubelet");
  expect(await texts(page.locator(".file-findings h3 .file-name"))).toEqual(["kubelet.yaml", "apiserver.sh"]);
  await page.getByRole("button", { name: "Take kubelet.yaml out" }).click();
  await expect(differs).toHaveCount(0);
  await page.getByRole("button", { name: "Clear" }).click();
  await expect(page.locator("#result")).toBeEmpty();
  await expect(page.locator("#pasted")).toBeFocused();
});

test("the report is that of the command, also as Markdown", async ({ page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: new URL(baseURL).origin });
  await open(page, "?target=1.37&from=1.34");
  await page.locator("#files").setInputFiles([file("kubelet.yaml", KUBELET), file("apiserver.sh", COMMAND)]);
  await heading(page).waitFor();
  await page.getByRole("button", { name: "Copy report as Markdown" }).click();
  await expect(page.locator("#result .copy")).toHaveText("Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  writeFileSync(join(folder, "kubelet.yaml"), KUBELET);
  writeFileSync(join(folder, "apiserver.sh"), COMMAND);
  const args = ["check", "--target", "1.37", "--from", "1.34", "--format", "markdown", "kubelet.yaml", "apiserver.sh"];
  let wanted;
  try {
    execFileSync(process.env.KEPDB, args, { cwd: folder, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    wanted = error.stdout;
  }
  rmSync(folder, { recursive: true });
  expect(copied).toBe(wanted);
  await expect(page.locator(".flips tbody tr").first()).toBeVisible();
});

test("versions live in the address, back and forward follow, and files stay", async ({ page }) => {
  await open(page, "");
  await page.locator("#pasted").fill(KUBELET);
  await heading(page).waitFor();
  await expect(page).toHaveURL(/\/check\/$/);
  await page.locator("[name=target]").selectOption("1.37");
  await expect(page).toHaveURL(/\/check\/\?target=1\.37$/);
  await expect(heading(page)).toHaveText("3 errors at Kubernetes 1.37");
  await page.locator("[name=from]").selectOption("1.35");
  await expect(page).toHaveURL(/\?target=1\.37&from=1\.35$/);
  await expect(page.locator(".flips h3")).toHaveText("What changes from 1.35 to 1.37 without being set");
  await page.goBack();
  await expect(page.locator("[name=from]")).toHaveValue("");
  await expect(page.locator(".flips")).toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(/\/check\/$/);
  await page.goForward();
  await page.goForward();
  await expect(page.locator(".flips")).toHaveCount(1);
  await page.locator("[name=fail-on]").selectOption("info");
  await expect(page).toHaveURL(/\?target=1\.37&from=1\.35$/);
  await expect(page.locator("#result .meta code").first()).toHaveText("--fail-on info");
});

test.describe("without a network", () => {
  test.use({ expected: /favicon\.svg$|ERR_INTERNET_DISCONNECTED/ });
  test("nothing is asked for while files are checked, and nothing of them is kept", async ({ page }) => {
    await open(page);
    const requests = [];
    // The browser asks for the icon again when the address changes.
    page.on("request", (request) => request.url().endsWith("/favicon.svg") || requests.push(request.url()));
    await page.context().setOffline(true);
    await page.locator("#pasted").fill(KUBELET.replace("PodCertificatRequest", "SecretWordOfMine"));
    await expect(findings(page).filter({ hasText: "SecretWordOfMine" })).toHaveCount(1);
    await drop(page, [{ name: "secret-name.sh", text: COMMAND }]);
    await expect(page.locator("#file-list li .count")).toHaveText("1 gate");
    await page.locator("[name=from]").selectOption("1.35");
    await expect(page.locator(".flips")).toHaveCount(1);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(heading(page)).toBeFocused();
    expect(requests).toEqual([]);
    expect(page.url()).toMatch(/\/check\/\?target=1\.37&from=1\.35$/);
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]));
    expect(kept).toBe('[{},{},"",null]');
    await page.context().setOffline(false);
  });
});

test("the example is one, and finds a bit of everything", async ({ page }) => {
  await open(page, "");
  await page.getByRole("button", { name: "Show an example" }).click();
  await expect(heading(page)).toHaveText(/^\d+ errors? and \d+ warnings? at/);
  await page.locator("[name=from]").selectOption("1.34");
  await expect(page.locator(".flips tbody tr").first()).toBeVisible();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    test.describe(`a report at ${width} px, ${colorScheme}`, () => {
      test.use({ viewport: { width, height: 900 }, colorScheme });
      test("has no fault that a program can see", async ({ page }) => {
        await open(page, "?target=1.37&from=1.36");
        await page.getByRole("button", { name: "Show an example" }).click();
        await drop(page, [{ name: "a-very-long-name-of-a-file-that-somebody-gave-it.yaml", text: KUBELET }]);
        await heading(page).waitFor();
        await expect(page.locator("#file-list .count")).toHaveText("3 gates");
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        expect(violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.target}: ${node.any[0]?.message ?? ""}`))).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      });
    });
  }
}

test("silence says what was read", async ({ page }) => {
  await open(page, "?target=1.36");
  await page.locator("#pasted").fill("kind: KubeletConfiguration\nfeatureGates:\n  MemoryQoS: true\n");
  await expect(heading(page)).toHaveText("Nothing to complain of at Kubernetes 1.36");
  await expect(page.locator("#result .read")).toHaveText("Read 1 gate in 1 file: a KubeletConfiguration.");
  await page.locator("#pasted").fill("kind: Service\n");
  await expect(page.locator("#result .read")).toHaveText("No gate is set in 1 file: there was nothing to judge.");
});

test("what stands in a file stays text", async ({ page }) => {
  await open(page);
  await page.locator("#pasted").fill("kubelet --feature-gates='<img src=x onerror=alert(1)>=true,`A`=<b>x</b>'\n");
  await heading(page).waitFor();
  await expect(page.locator("#result :is(img, h4 b)")).toHaveCount(0);
});

test("a version that nobody knows is refused", async ({ page }) => {
  await open(page, "?target=1.99");
  await page.locator("#pasted").fill(KUBELET);
  await expect(page.locator("#result .warn")).toHaveText(/^The gates of 1\.99 are not known\. Known are 1\.0 to 1\.\d+\.$/);
  await page.locator("[name=target]").selectOption("1.37");
  await expect(heading(page)).toHaveText("3 errors at Kubernetes 1.37");
});

test("versions as clusters write them are understood", async ({ page }) => {
  await open(page, `?target=v1.37.2-gke.100&from=${encodeURIComponent("v1.35.5+k3s1")}`);
  await page.locator("#pasted").fill(KUBELET);
  await expect(page.locator(".flips h3")).toHaveText("What changes from 1.35 to 1.37 without being set");
});

test("facts that cannot be loaded are said, not hidden", async ({ page, context }) => {
  await context.route("**/check.json", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>offline" }));
  await page.goto("check/");
  await expect(page.locator("#result .warn")).toContainText("could not be loaded");
});

test("megabytes are read beside the page, not in it", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    globalThis.longest = 0;
    const note = (list) => list.getEntries().forEach(({ duration }) => (globalThis.longest = Math.max(globalThis.longest, duration)));
    new PerformanceObserver(note).observe({ type: "longtask" });
  });
  const files = [{ name: "big.log", line: "# a line of a log that says nothing of interest\n", times: 80_000, end: COMMAND }, { name: "kubelet.yaml", line: KUBELET, times: 1, end: "" }];
  const transfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const { name, line, times, end } of all) made.items.add(new File([line.repeat(times), end], name));
    return made;
  }, files);
  await page.evaluate(() => (globalThis.longest = 0));
  await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
  await expect(findings(page).filter({ hasText: "set-differently" })).toHaveCount(1, { timeout: 20_000 });
  expect(await page.evaluate(() => globalThis.longest), "milliseconds that the page did not answer").toBeLessThan(300);
});

test("everything can be done by keyboard", async ({ page }) => {
  await open(page);
  await page.locator("#pasted").focus();
  await page.keyboard.insertText(KUBELET);
  await page.keyboard.press("Tab");
  await expect(page.locator("#files")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Show an example" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Clear" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Copy report as Markdown" })).toBeFocused();
});

test("other pages lead here", async ({ page }) => {
  await page.goto("");
  await page.locator(".upgrade").getByRole("link", { name: "Check your own files" }).click();
  await expect(page).toHaveURL(/\/check\/$/);
  for (const path of ["releases/1.36/", "compare/1.35-to-1.36/"]) {
    await page.goto(path);
    await page.getByRole("link", { name: "Check files for this upgrade" }).click();
    await expect(page).toHaveURL(/\/check\/\?target=1\.36&from=1\.35$/);
    await expect(page.locator("[name=from]")).toHaveValue("1.35");
  }
});

test("what the page weighs with all that it loads", async ({ page }) => {
  const { gzipSync } = await import("node:zlib");
  const parts = [];
  page.context().on("response", (response) => {
    parts.push(response.body().then((body) => [new URL(response.url()).pathname, gzipSync(body, { level: 6 }).length]));
  });
  await open(page);
  const sizes = await Promise.all(parts);
  const sum = (ending) => sizes.filter(([path]) => path.endsWith(ending)).reduce((total, [, bytes]) => total + bytes, 0);
  test.info().annotations.push({ type: "weight", description: JSON.stringify({ js: sum(".js"), json: sum(".json"), css: sum(".css") }) });
  expect(sum(".js")).toBeGreaterThan(10_000);
  expect(sum(".js")).toBeLessThan(60_000);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });
  test("the page explains itself and gives the command", async ({ page }) => {
    await page.goto("check/");
    await expect(page.locator("#checker")).toBeHidden();
    await expect(page.locator("noscript code, main code").first()).toBeVisible();
    await expect(page.locator("main")).toContainText("kepdb check --target 1.37 --from 1.36");
    expect(await page.locator(".rules dt").count()).toBeGreaterThan(20);
  });
});
