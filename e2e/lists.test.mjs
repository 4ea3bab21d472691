// Lists come in and leave by the browser: a hospital's workbook is looked at, a column is corrected, it comes in and reaches the
// queue; then a list is asked for, approved by somebody else, and handed over.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, demo, languages, person } from "./desk.mjs";

let place;
let chrome;

before(async () => {
  place = await demo(300);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await place?.stop();
});

// The demonstration's own workbook with a remark at its end: the same rows, and not the same bytes.
function workbook(remark) {
  const bytes = readFileSync(join(place.dir, "2-hospital.xlsx"));
  bytes.writeUInt16LE(remark.length, bytes.length - 2);
  const path = join(place.dir, `hospital-${remark}.xlsx`);
  writeFileSync(path, Buffer.concat([bytes, Buffer.from(remark)]));
  return path;
}

async function waiting(page) {
  await page.goto(`${place.origin}/queue`);
  const digits = (await page.locator(".head p").innerText()).replaceAll(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit));
  return Number(digits.replaceAll(/[,٬.⁨⁩]/g, "").match(/\d+/)[0]);
}

async function comesIn(language, size) {
  const at = await person(chrome, place, place.caseworker, { language, size });
  const { page } = at;
  const before = await waiting(page);
  await page.goto(`${place.origin}/imports`);
  await page.locator("input[type=file]").setInputFiles(workbook(language));
  await page.locator("input[name=source]").fill(`Valley hospital ${language}`);
  await page.locator("select[name=kind]").selectOption("freed");
  await page.locator("form[enctype] button.primary").click();
  await page.waitForURL(/\/imports\/waiting\//);
  assert.ok((await page.locator("dl.facts").count()) > 3, "the first rows are shown");
  assert.ok(!(await page.content()).includes("/proc/"));
  // A column is corrected, and seen as it would be read then.
  const field = await page.locator("fieldset table select").last().getAttribute("name");
  await page.locator(`select[name="${field}"]`).selectOption("note");
  // Half a page shows the first choice of a list until the chosen one has come.
  const again = page.waitForEvent("load");
  await page.locator("main form p.actions button:not(.primary)").first().click();
  await again;
  assert.equal(await page.locator(`select[name="${field}"]`).inputValue(), "note");
  if (process.env.ATHAR_SHOTS) {
    await page.screenshot({ path: join(process.env.ATHAR_SHOTS, `import-${language}-${size}.png`), fullPage: true });
  }
  await page.locator("button[formaction$='/bring-in']").click();
  await page.waitForURL(/\/import\/I\d+$/, { timeout: 60_000 });
  assert.match(await page.locator("h1").innerText(), new RegExp(language));
  // By itself: it is linked, and the queue is made anew.
  const since = Date.now();
  while ((await waiting(page)) <= before) {
    assert.ok(Date.now() - since < 120_000, "the list reaches the queue");
    await page.waitForTimeout(1000);
  }
  return at;
}

async function leaves(language, size) {
  const one = await person(chrome, place, place.caseworker, { language, size });
  const other = await person(chrome, place, place.second, { language, size });
  await one.page.goto(`${place.origin}/exports`);
  await one.page.locator("input[name=recipient]").fill("معهد المفقودين");
  await one.page.locator("input[name=purpose]").fill("to compare two lists");
  await one.page.locator("select[name=format]").selectOption("xlsx");
  await one.page.locator("input[name=until]").fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
  await one.page.locator("input[name=list]").first().check();
  if (process.env.ATHAR_SHOTS) {
    await one.page.screenshot({ path: join(process.env.ATHAR_SHOTS, `exports-${language}-${size}.png`), fullPage: true });
  }
  await one.page.locator("form[action='/exports'] button.primary").click();
  await one.page.waitForURL(/\/export\/E\d+$/);
  const page = one.page.url();
  assert.equal(await one.page.locator("form[action$='/approve']").count(), 0, "nobody approves what they asked for");
  assert.equal(await one.page.locator("form[action$='/copy']").count(), 0);
  await other.page.goto(page);
  await other.page.locator("form[action$='/approve'] button").click();
  await one.page.goto(page);
  const [download] = await Promise.all([
    one.page.waitForEvent("download"),
    one.page.locator("form[action$='/copy'] button").click(),
  ]);
  const bytes = readFileSync(await download.path());
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  await one.page.goto(page);
  assert.match(await one.page.locator("main").innerText(), /[0-9a-f]{64}/);
  if (process.env.ATHAR_SHOTS) {
    await one.page.screenshot({ path: join(process.env.ATHAR_SHOTS, `export-${language}-${size}.png`), fullPage: true });
  }
  return [one, other];
}

for (const [language, size] of [[languages[0], "desk"], [languages[1], "phone"]]) {
  test(`a workbook comes in and a list leaves (${language}, ${size})`, async () => {
    const people = [await comesIn(language, size), ...(await leaves(language, size))];
    for (const { context, page, wrong } of people) {
      assert.deepEqual(wrong, []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "nothing is wider");
      await context.close();
    }
  });
}
