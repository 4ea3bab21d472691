// The whole road: a family asks, a list comes in, the queue shows the link, two workers hold it, the found is asked, the family
// is told, the decision is taken back, a correction follows, and the audit shows all of it. In both languages and two sizes.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, command, demo, languages, person, sizes } from "./desk.mjs";

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

// Somebody whom nobody else in the demonstration is like; one for each road.
const sought = [
  { given: "زاهي", father: "نوفل", family: "الشربتجي", mother: "رقية", born: "1979", from: "دير الزور", latin: "Zahi Nawfal Alsharbatji" },
  { given: "قيصر", father: "منذر", family: "البارودي", mother: "نعيمة", born: "1984", from: "حماة", latin: "Qaysar Mundhir Albaroudi" },
  { given: "وضاح", father: "عدنان", family: "الجندلي", mother: "سلوى", born: "1991", from: "حمص", latin: "Waddah Adnan Aljandali" },
  { given: "مهيار", father: "توفيق", family: "الكواكبي", mother: "بديعة", born: "1972", from: "حلب", latin: "Mahyar Tawfiq Alkawakibi" },
];

async function road(index, language, size, people) {
  const who = sought[index];
  const at = await person(chrome, place, place.caseworker, { language, size });
  people.push(at);
  const { page } = at;

  // A request, as by telephone.
  await page.goto(`${place.origin}/requests/new`);
  const fill = (name, text) => page.locator(`[name="${name}"]`).first().fill(text);
  await fill("person-given", who.given);
  await fill("person-father", who.father);
  await fill("person-family", who.family);
  await fill("person-mother", who.mother);
  await fill("person-birth_date", who.born);
  await fill("person-origin", who.from);
  await fill("asker-name", "أم العائلة");
  await fill("asker-kinship", language === "ar" ? "أم" : "mother");
  await fill("asker-contact", "0933000000");
  await page.locator("main form button.primary").last().click();
  if (await page.locator("button[name=confirmed]").count()) await page.locator("button[name=confirmed]").click();
  await page.waitForURL(/\/case\//);
  const number = (await page.locator(".case-number").first().innerText()).trim();
  const theCase = page.url();
  assert.ok(number.length > 4);

  // The contact is shown by an act of its own.
  assert.ok(!(await page.content()).includes("0933000000"));

  // A list comes in.
  const list = join(place.dir, `freed-${index}.csv`);
  writeFileSync(list, `name,father,mother,birth date,from,status\n${who.given} ${who.family},${who.father},${who.mother},${who.born},${who.from},released\n`);
  command(place, "import", list, "--source", `Hospital ${index}`, "--kind", "freed", "--quiet");

  // The queue gets it by itself.
  const pair = await waitFor(async () => {
    await page.goto(theCase);
    return page.locator("main a[href^='/pair/']").first().getAttribute("href", { timeout: 1000 });
  }, 120_000);
  await page.goto(`${place.origin}${pair}`);
  assert.match(await page.locator("table.aligned").innerText(), new RegExp(who.father));
  await page.locator("select[name=because]").selectOption("shown");
  await page.locator("input[name=reason]").fill("name, parents, year and place");
  await page.locator("button[value=same]").click();
  const decision = await page.locator("a[href^='/decision/']").first().getAttribute("href");

  // One human is not enough.
  await page.goto(`${place.origin}${decision}`);
  assert.equal(await page.locator("form[action$='/confirm']").count(), 0, "nobody confirms their own word");
  const other = await person(chrome, place, place.second, { language, size });
  people.push(other);
  await other.page.goto(`${place.origin}/awaiting`);
  // The second human sees both records before giving their word.
  await other.page.locator(`main a[href^='/pair/']`).first().click();
  assert.match(await other.page.locator("table.aligned").innerText(), new RegExp(who.father));
  await other.page.locator(`form[action='${decision}/confirm'] button`).click();
  assert.equal(await other.page.locator("form[action$='/confirm']").count(), 0);

  // The kin are asked, then the found; then the family is told.
  await page.goto(theCase);
  await choose(page, "vet-found", /^kin|shown|proven/);
  await fill("vet-how", "asked three questions");
  await page.locator("form[action*='/vet/'] button").first().click();
  const answer = `${theCase.replace(/[?#].*$/, "")}/answer/1`;
  await page.goto(answer);
  const before = await page.title();
  assert.equal(await page.locator(`form[action$='/answer/1']`).count(), 0, "nothing is told before the found was asked");
  const records = pair.split("/").slice(2);
  await choose(page, "wish-record", new RegExp(`^(${records.join("|").replaceAll(".", "\\.")})$`));
  await choose(page, "wish-telling", /alive/);
  await choose(page, "wish-for", /kin|asker/);
  await fill("wish-asked", "by telephone, in Arabic, by the second caseworker");
  await page.locator("form[action$='/wish'] button").click();
  await page.goto(answer);
  assert.equal(await page.title(), before, "the title says nothing of the outcome");
  for (const box of await page.locator("form[action$='/answer/1'] input[type=checkbox]").all()) await box.check();
  await fill("told-who", "the caseworker");
  await fill("told-how", "by telephone");
  for (const field of await page.locator("form[action$='/answer/1'] [required]:not([type=checkbox])").all()) {
    if (!(await field.inputValue())) await field.fill("with a neighbour beside her");
  }
  await page.locator("form[action$='/answer/1'] button").click();
  await page.waitForURL(theCase.replace(/[?#].*$/, ""));

  // It was a mistake: what was told outside becomes a task.
  await page.goto(`${place.origin}${decision}`);
  await page.locator("form[action$='/undo'] input[name=reason]").fill("another man of that name");
  await page.locator("form[action$='/undo'] button").click();
  await page.goto(`${place.origin}/corrections`);
  const task = page.locator("section.card", { hasText: number }).filter({ has: page.locator("form") });
  assert.equal(await task.count(), 1, "a correction");
  await task.locator("input[name=how]").fill("called her again the same day");
  await task.locator("button").click();

  // The audit shows all of it.
  const admin = await person(chrome, place, place.admin, { language, size });
  await admin.page.goto(`${place.origin}/audit`);
  const audit = await admin.page.locator("main").innerText();
  const id = decision.split("/").pop();
  assert.ok(audit.includes(id), "the decision, its second word and its undoing");
  assert.ok(audit.includes(number), "the request");
  for (const each of [at, other, admin]) {
    assert.deepEqual(each.wrong, []);
    await each.context.close();
  }
}

async function choose(page, name, value) {
  const options = await page.locator(`[name='${name}'] option`).evaluateAll((all) => all.map((one) => one.value));
  const found = options.find((one) => value.test(one));
  assert.ok(found !== undefined, `${name}: ${options}`);
  await page.locator(`[name='${name}']`).selectOption(found);
}

async function waitFor(look, milliseconds) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look().catch(() => null);
    if (found) return found;
    assert.ok(Date.now() < end, "it did not come");
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }
}

let index = 0;
for (const language of languages) {
  for (const size of Object.keys(sizes)) {
    const own = index++;
    test(`the road in ${language} at the size of a ${size}`, { timeout: 300_000 }, async () => {
      const people = [];
      try {
        await road(own, language, size, people);
      } catch (error) {
        // What each of them saw last.
        for (const [who, at] of people.entries()) {
          if (process.env.ATHAR_SHOTS) await at.page.screenshot({ path: `${process.env.ATHAR_SHOTS}/road-${own}-${who}.png`, fullPage: true });
        }
        throw error;
      }
    });
  }
}

test("no name is in what the server printed", () => {
  const said = place.output();
  for (const who of sought) {
    for (const part of [who.given, who.family, "0933000000"]) assert.ok(!said.includes(part));
  }
});
