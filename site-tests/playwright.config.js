// `run` starts everything and says where it is: SITE, the site's address; SITE_DIR, its folder; CHROME, the browser.

import { defineConfig } from "@playwright/test";

if (!process.env.SITE || !process.env.SITE_DIR || !process.env.CHROME) {
  throw new Error("SITE, SITE_DIR and CHROME are not set: start the tests with site-tests/run");
}

export default defineConfig({
  testDir: "tests",
  outputDir: process.env.RESULTS ?? "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  // A busy machine takes its time; what is awaited is there or is not.
  expect: { timeout: 20_000 },
  reporter: [[process.env.GITHUB_ACTIONS ? "github" : "list"], ["line"]].slice(0, 1),
  use: {
    baseURL: process.env.SITE,
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    launchOptions: { executablePath: process.env.CHROME, args: (await import("./browser.js")).FLAGS },
  },
});
