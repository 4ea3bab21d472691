// Every page in both languages and two sizes: what assistive technology finds, what leaves the host, how large it is, and how
// it looks.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { browser, demo, languages, person, sizes } from "./desk.mjs";

const shots = process.env.ATHAR_SHOTS;
const aria = new URL("./aria/", import.meta.url);
let place;
let chrome;

before(async () => {
  place = await demo();
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await place?.stop();
});

// Pages of the caseworker; a function finds one that has an id in its address.
const pages = {
  queue: async () => "/queue",
  pair: async (page) => page.locator("ol.queue a.pair").first().getAttribute("href"),
  person: async (page) => {
    await page.goto(`${place.origin}${await pages.pair(page)}`);
    return page.locator(".sides a[href^='/record/']").first().getAttribute("href");
  },
  awaiting: async () => "/awaiting",
  requests: async () => "/requests",
  "new request": async () => "/requests/new",
  form: async () => "/requests/form",
  case: async (page) => {
    await page.goto(`${place.origin}/requests`);
    return page.locator("main a[href^='/case/']").first().getAttribute("href");
  },
  search: async (page) => `${await pages.case(page)}/search`,
  calendar: async () => "/calendar",
  corrections: async () => "/corrections",
  tokens: async () => "/tokens",
  lists: async () => "/lists",
  list: async () => "/list/I1",
  facilities: async () => "/facilities",
  facility: async () => "/facility/sy.branch-215",
  company: async (page) => `${await pages.case(page)}/company/search`,
  own: async () => "/own",
  manual: async () => "/manual",
  "a chapter": async () => "/manual/first-hour",
};
const adminPages = { accounts: "/accounts", audit: "/audit", overview: "/overview", "lists with counts": "/lists", map: "/map" };

async function look(at, name, language, size) {
  const { page } = at;
  const violations = (await new AxeBuilder({ page }).analyze()).violations;
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${name}: ${one.id}: ${one.nodes[0].html}`), []);
  const body = Buffer.from(await page.content());
  assert.ok(gzipSync(body).length < 100_000, `${name} is ${gzipSync(body).length} bytes`);
  assert.equal(await page.locator("h1").count(), 1, `${name}: one h1`);
  assert.equal(await page.locator("html").getAttribute("lang"), language);
  assert.equal(await page.locator("html").getAttribute("dir"), language === "ar" ? "rtl" : "ltr");
  // Nothing is wider than the screen.
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 1, `${name} in ${language} at ${size} is ${wide} px too wide`);
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${name.replaceAll(" ", "-")}-${language}-${size}.png`, fullPage: true });
  }
}

// The tree that assistive technology reads of what does not change with the data: compared with the one that was committed.
async function sameTree(page, name, language) {
  const whole = (await page.locator("header.top").ariaSnapshot()) + "\n" + (await page.locator("main h1").ariaSnapshot()) + "\n";
  // Numbers of cases and persons are random.
  const tree = whole.replace(/\b[CP][0-9A-Z]{9,12}\b/g, "…");
  const file = new URL(`${name.replaceAll(" ", "-")}.${language}.yml`, aria);
  if (process.env.ATHAR_ARIA === "overwrite" || !existsSync(file)) {
    mkdirSync(aria, { recursive: true });
    writeFileSync(file, tree);
  }
  assert.equal(tree, readFileSync(file, "utf8"), `${name} in ${language}: ATHAR_ARIA=overwrite keeps the new tree`);
}

for (const language of languages) {
  for (const size of Object.keys(sizes)) {
    test(`every page in ${language} at the size of a ${size}`, { timeout: 240_000 }, async () => {
      const at = await person(chrome, place, place.caseworker, { language, size });
      for (const [name, find] of Object.entries(pages)) {
        await at.page.goto(`${place.origin}/queue`);
        const path = await find(at.page);
        assert.ok(path, `${name} has an address`);
        const answer = await at.page.goto(`${place.origin}${path}`);
        assert.equal(answer.status(), 200, `${name}: ${path}`);
        await look(at, name, language, size);
        if (size === "desk") await sameTree(at.page, name, language);
      }
      assert.deepEqual(at.wrong, []);
      await at.context.close();
      const admin = await person(chrome, place, place.admin, { language, size });
      for (const [name, path] of Object.entries(adminPages)) {
        const answer = await admin.page.goto(`${place.origin}${path}`);
        assert.equal(answer.status(), 200, name);
        await look(admin, name, language, size);
        if (size === "desk") await sameTree(admin.page, name, language);
      }
      assert.deepEqual(admin.wrong, []);
      await admin.context.close();
    });
  }
}

test("every page works without a script", { timeout: 120_000 }, async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(place.caseworker);
  await page.getByRole("button", { name: /next pair|الزوج التالي/i }).click();
  assert.match(page.url(), /\/pair\//);
  await page.getByRole("button", { name: /unsure|غير محسوم/i }).click();
  assert.match(page.url(), /\/(pair|queue)/);
  await context.close();
});

test("the dark page has enough contrast too", { timeout: 120_000 }, async () => {
  const context = await chrome.newContext({ colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto(place.caseworker);
  await page.getByRole("button", { name: /next pair|الزوج التالي/i }).click();
  const violations = (await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze()).violations;
  assert.deepEqual(violations.map((one) => one.nodes[0].html), []);
  if (shots) await page.screenshot({ path: `${shots}/pair-dark.png`, fullPage: true });
  await context.close();
});
