// A photographed page, typed by two people with the keyboard alone, in Arabic and in English; then an import whose record shows its
// line.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { browser, demo, person, sizes } from "./desk.mjs";

const shots = process.env.ATHAR_SHOTS;
// Invented people.
const rows = [
  ["1", "سامر القاسم", "نبيل", "هدى", "1981"],
  ["2", "وائل الديري", "غسان", "ليلى", "1974"],
  ["3", "باسل الديري", "غسان", "ليلى", "1978"],
  ["4", "أنس النجار", "طارق", "نوال", "1990"],
  ["5", "زياد الصباغ", "مازن", "وداد", "1969"],
  ["6", "رائد الخياط", "عمار", "رباب", "1985"],
];
const columns = ["running_number", "full_name", "father", "mother", "birth_date"];
let place;
let chrome;

before(async () => {
  place = await demo(200);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await place?.stop();
});

// The page as a camera sees it: a ruled table, a little askew, under a shadow.
async function photograph() {
  const page = await chrome.newPage({ viewport: { width: 1200, height: 700 } });
  const cells = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("");
  await page.setContent(`<body style="background:linear-gradient(90deg,#bbb,#fff);margin:0"><table dir="rtl" style="width:1000px;margin:90px;
    border-collapse:collapse;font:26px serif;transform:rotate(1.2deg)">${cells}</table><style>td{border:1.5px solid #444;padding:12px}</style>`);
  const file = await page.screenshot({ type: "jpeg", quality: 85 });
  await page.close();
  return file;
}

async function look({ page, wrong }, name) {
  const violations = (await new AxeBuilder({ page }).analyze()).violations;
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map((one) => `${name}: ${one.id}: ${one.nodes[0].html}`), []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 1, `${name} is ${wide} px too wide`);
  assert.deepEqual(wrong, []);
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  await page.setViewportSize(sizes.phone);
  const narrow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.screenshot({ path: `${shots}/${name}-phone.png`, fullPage: true });
  await page.setViewportSize(sizes.desk);
  assert.ok(narrow <= 1, `${name} is ${narrow} px too wide on a telephone`);
}

// Types every line that comes with the keyboard alone; gives the milliseconds from Enter to the next field.
async function typeAll({ page }, says, each) {
  const waits = [];
  await page.goto(`${place.origin}/pictures`);
  await page.keyboard.press("n");
  await page.waitForURL(/\/pictures\/\d+\/\d+\/\d+$/);
  for (let line = 1; line <= rows.length; line += 1) {
    assert.match(page.url(), new RegExp(`/${line}$`));
    assert.equal(await page.evaluate(() => document.activeElement.name), "cell-0", "the first field has the cursor");
    await each?.(line);
    const cells = says(line);
    for (const [at, cell] of cells.entries()) {
      // The same as above: one key.
      if (line > 1 && says(line - 1)[at] === cell) await page.keyboard.press("ArrowUp");
      else await page.keyboard.type(cell);
      assert.equal(await page.evaluate(() => document.activeElement.value), cell);
      if (at < cells.length - 1) await page.keyboard.press("Tab");
    }
    const from = page.url();
    const began = Date.now();
    await page.keyboard.press("Enter");
    await page.waitForFunction((from) => location.href !== from && document.readyState !== "loading", from);
    if (line < rows.length) await page.waitForFunction(() => document.activeElement?.name === "cell-0");
    waits.push(Date.now() - began);
  }
  assert.match(page.url(), /\/pictures\?none=1$/);
  return waits;
}

test("two people type a page with the keyboard, and its records show their lines", { timeout: 240_000 }, async () => {
  const first = await person(chrome, place, place.caseworker, { language: "ar" });
  const { page } = first;
  await page.goto(`${place.origin}/pictures`);
  await look(first, "pictures-ar");
  await page.locator("input[type=file]").setInputFiles({ name: "page.jpg", mimeType: "image/jpeg", buffer: await photograph() });
  await page.locator("input[name=source]").fill("سجل مصوّر");
  await page.locator("form[enctype] button").click();
  await page.waitForURL(/\/pictures\/\d+$/);
  const address = page.url();
  await look(first, "picture-ar");
  await page.locator("a[href$='/1']").click();
  assert.equal(await page.locator("svg polygon").count(), rows.length, "the rows are found");
  await page.waitForFunction(() => document.querySelector("svg image").getBBox().width > 0);
  await look(first, "picture-rows-ar");
  await page.locator("button[value=done]").first().click();
  for (const [at, column] of columns.entries()) await page.locator(`select[name=column-${at}]`).selectOption(column);
  await page.locator("form[action$='/open'] button").click();
  await page.locator("progress, a[href='/pictures/next']").first().waitFor();

  const waits = await typeAll(first, (line) => rows[line - 1], async (line) => {
    if (line === 3) await look(first, "picture-line-ar");
  });
  const second = await person(chrome, place, place.second, { language: "en" });
  // One word otherwise, in the form of a letter.
  const other = (line) => (line === 4 ? ["4", "انس النجار", "طارق", "نوال", "1990"] : rows[line - 1]);
  await typeAll(second, other, async (line) => {
    const shown = await second.page.locator("main").innerText();
    assert.ok(!shown.includes(rows[line - 1][1]), `line ${line}: what another typed is not shown`);
    if (line === 3) await look(second, "picture-line-en");
  });
  waits.sort((one, two) => one - two);
  console.log(`from Enter to the next field: median ${waits[waits.length >> 1]} ms, longest ${waits.at(-1)} ms`);
  await second.page.goto(`${place.origin}/pictures/differences`);
  await second.page.locator("main ul a").first().click();
  assert.equal(await second.page.locator("button[value^=take]").count(), 0, "neither of the two decides");
  await look(second, "picture-difference-en");
  await page.goto(address);
  await look(first, "picture-typing-ar");
  assert.equal(await page.locator("form[action$='/finish']").count(), 0, "not whole yet");
  for (const one of [first, second]) await one.context.close();
});
