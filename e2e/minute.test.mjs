// A caseworker's minute: thirty links decided by keyboard. And an hour of a worker who reads at a fixed pace, at the desk and
// with two sheets, counted in true links (docs/desk.md says what each step is taken to cost).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, demo, person } from "./desk.mjs";

const LINKS = 30;
// In a debug build, beside other tests, no figure is promised.
const WAIT_MAX = process.env.ATHAR_LONG ? 100 : Infinity;
const PEOPLE = Number(process.env.ATHAR_MINUTE_PEOPLE ?? 400);
// Seconds that reading takes, the same at both.
const PACE = { pair: 12, row: 3, filter: 6, write: 4 };

let place;
let chrome;

before(async () => {
  place = await demo(PEOPLE);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await place?.stop();
});

test("thirty links are decided by keyboard without waiting for a page", { timeout: 180_000 }, async () => {
  const { page, context, wrong } = await person(chrome, place, place.caseworker);
  await page.keyboard.press("n");
  await page.waitForURL(/\/pair\//);
  const waits = [];
  const truth = truthOf(place);
  let read = 0;
  let confirmed = 0;
  const keys = ["s", "d", "u"];
  for (let link = 0; link < LINKS; link += 1) {
    const before = page.url();
    const sides = await page.locator(".sides .card p.muted").allInnerTexts();
    const is_true = samePerson(truth, sides);
    if (is_true !== undefined) {
      read += 1;
      confirmed += is_true ? 1 : 0;
    }
    const pressed = performance.now();
    await page.keyboard.press(keys[link % 3]);
    await page.waitForURL((url) => url.href !== before, { waitUntil: "domcontentloaded" });
    waits.push(performance.now() - pressed);
  }
  waits.sort((one, other) => one - other);
  const [median, worst] = [waits[LINKS / 2], waits[LINKS - 1]];
  console.log(`${LINKS} links by keyboard: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms a page`);
  console.log(`of ${read} pairs that the truth knows ${confirmed} are one person`);
  assert.ok(worst <= WAIT_MAX, `a page took ${worst} ms`);
  assert.deepEqual(wrong, []);
  // They are there: the audit knows thirty decisions.
  await context.close();
  const admin = await person(chrome, place, place.second);
  await admin.page.goto(`${place.origin}/audit`);
  const decisions = (await admin.page.locator("main td").allInnerTexts()).filter((cell) => /^decision\s+.?D\d+/.test(cell));
  assert.ok(decisions.length >= LINKS, `${decisions.length} decisions in the audit`);
  await admin.context.close();
});

// Half a minute, and its figure is of a release build.
test("an hour at the desk and an hour with two sheets", { timeout: 600_000, skip: !process.env.ATHAR_LONG }, async () => {
  const desk = await hourAtTheDesk();
  const sheets = hourWithSheets();
  console.log(`true links an hour: desk ${desk.toFixed(0)}, two sheets ${sheets.toFixed(0)}, ratio ${(desk / sheets).toFixed(1)}`);
  assert.ok(desk > sheets);
});

// Walks the queue from its beginning, reads each pair at the pace, and counts those that are true.
async function hourAtTheDesk() {
  const { page, context } = await person(chrome, place, place.second);
  const truth = truthOf(place);
  let [seconds, links] = [0, 0];
  await page.goto(`${place.origin}/queue/next`);
  for (let pair = 0; pair < 150 && page.url().includes("/pair/"); pair += 1) {
    const sides = await page.locator(".sides .card p.muted").allInnerTexts();
    const is_true = samePerson(truth, sides);
    const began = performance.now();
    const before = page.url();
    await page.locator("button[data-key=n]").click();
    await page.waitForURL((url) => url.href !== before, { waitUntil: "domcontentloaded" });
    const waited = (performance.now() - began) / 1000;
    if (is_true === undefined) continue;
    seconds += PACE.pair + PACE.write + waited;
    links += is_true ? 1 : 0;
  }
  await context.close();
  return (links / seconds) * 3600;
}

// Two sheets and a filter: for each request in Arabic letters, the prison's register (in Arabic letters as well) filtered by the
// given name as it is written, then by the family name too where many rows remain; read row by row.
function hourWithSheets() {
  const requests = parsed(readFileSync(join(place.dir, "6-requests.csv"), "utf8").replace(/^\ufeff/, ""));
  const bytes = readFileSync(join(place.dir, "3-prison-register.csv"));
  const register = parsed(new TextDecoder("windows-1256").decode(bytes));
  const truth = truthOf(place);
  let [seconds, links] = [0, 0];
  for (const [at, request] of requests.entries()) {
    const parts = request[1].trim().split(/\s+/);
    if (at === 0 || !/[\u0600-\u06ff]/.test(parts[0])) continue;
    let found = matching(register, [parts[0]]);
    seconds += PACE.filter;
    if (found.length > 20 && parts.length > 1) {
      found = matching(register, [parts[0], parts.at(-1)]);
      seconds += PACE.filter;
    }
    const read = found.slice(0, 20);
    seconds += read.length * PACE.row;
    const own = truth.get(`6-requests.csv:${at + 1}`);
    if (own !== undefined && read.some((row) => truth.get(`3-prison-register.csv:${row + 1}`) === own)) {
      links += 1;
      seconds += PACE.write;
    }
  }
  return (links / seconds) * 3600;
}

function matching(rows, parts) {
  return [...rows.keys()].filter((at) => at > 0 && parts.every((part) => rows[at].slice(1, 5).join(" ").includes(part)));
}

function parsed(text) {
  const cells = (line) => [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((one) => one[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
  return text.split(/\r?\n/).filter((line) => line).map(cells);
}

function truthOf({ dir }) {
  const lines = readFileSync(join(dir, "truth.tsv"), "utf8").trim().split("\n").slice(1).map((line) => line.split("\t"));
  return new Map(lines.map(([list, sheet, row, who]) => [`${list}${sheet ? `/${sheet}` : ""}:${row}`, who]));
}

// Whether two rows of lists, as the page tells where they stand, are of one person; nothing where one is no row of a list.
function samePerson(truth, sides) {
  const who = sides.map((side) => {
    const list = side.match(/[1-6]-[a-z-]+\.(csv|xlsx|txt)/)?.[0];
    const row = side.match(/(?:row|line)\W*(\d+)/i)?.[1];
    if (!list || !row) return undefined;
    const key = [...truth.keys()].find((key) => key.startsWith(list) && key.endsWith(`:${row}`));
    return key && truth.get(key);
  });
  return who[0] === undefined || who[1] === undefined ? undefined : who[0] === who[1];
}
