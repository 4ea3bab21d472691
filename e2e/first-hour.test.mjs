// The newcomer's hour, as the manual's third chapter says it and with the words that it says: from nothing to the first confirmed link
// on one's own list, told to a family and taken back. A label that the chapter does not name is not pressed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { athar, browser, code, languages } from "./desk.mjs";

const shots = process.env.ATHAR_SHOTS;
let chrome;

before(async () => {
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
});

const labels = {
  en: {
    noPasskey: "I have no passkey", next: "Next", login: "Log in", accounts: "Accounts", caseworker: "works cases", reviewer: "reviews",
    enrol: "Enrol and invite", logout: "Log out", bringIn: "Bring in", freed: "people who came out", look: "Look at it", unknown: "not known",
    arrest: "Arrest", again: "Show it so", bring: "Bring it in", requests: "Requests", take: "Take a request", save: "Save the request",
    queue: "Queue", nextPair: "The next pair", shown: "By what is shown", same: "The same person", lookAgain: "Look at it again",
    second: "Second word", hold: "I hold the same", person: "Everything known of the person", talk: "Talk with them", kin: "shown to be kin",
    keepKin: "Keep", forKin: "For everybody who was shown to be kin", alive: "That they are alive", keepWish: "Keep", told: "Keep that they were told",
    takeBack: "Take it back", corrections: "Corrections", putRight: "It is put right",
  },
  ar: {
    noPasskey: "ليس لدي مفتاح مرور", next: "التالي", login: "دخول", accounts: "الحسابات", caseworker: "عامل حالات", reviewer: "مراجع",
    enrol: "تسجيل ودعوة", logout: "خروج", bringIn: "إدخال", freed: "خرجوا", look: "عرض القائمة", unknown: "غير معروف",
    arrest: "تاريخ الاعتقال", again: "عرضها هكذا", bring: "إدخالها", requests: "الطلبات", take: "أخذ طلب جديد", save: "حفظ الطلب",
    queue: "قائمة العمل", nextPair: "الزوج التالي", shown: "بحسب ما هو معروض", same: "الشخص نفسه", lookAgain: "مراجعته أو التراجع عنه",
    second: "بانتظار تأكيد ثانٍ", hold: "أرى الشيء نفسه", person: "كل ما نعرفه عن الشخص", talk: "التحدث معهم", kin: "ثبتت القرابة",
    keepKin: "سجّل", forKin: "لكل من ثبتت قرابته", alive: "أنه على قيد الحياة", keepWish: "حفظ الرغبة", told: "تسجيل أنهم أُبلغوا",
    takeBack: "التراجع عنه", corrections: "التصحيحات", putRight: "تم التصحيح",
  },
};

// The archive for practice, begun as the chapter says.
async function begin(chapter, language) {
  const dir = mkdtempSync(join(tmpdir(), "athar-hour-"));
  const [, list, , command] = chapter.split("```");
  writeFileSync(join(dir, "practice.csv"), list.trimStart());
  const words = command.trim().split(" ");
  assert.equal(words.shift(), "athar");
  const child = spawn(athar, [...words, "--listen", "127.0.0.1:0"], { cwd: dir, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const link = await new Promise((resolve, reject) => {
    child.on("exit", (status) => reject(new Error(`athar ended with ${status}: ${said}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
        const found = said.match(/http:\/\/localhost:\d+\/join\/[0-9a-f]+/);
        if (found) resolve(found[0]);
      });
    }
  });
  child.removeAllListeners("exit");
  const stop = async () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGINT");
    await ended;
  };
  return { dir, link, language, origin: new URL(link).origin, stop };
}

for (const language of languages) {
  test(`the first hour in ${language}`, { timeout: 300_000 }, async () => {
    const chapter = readFileSync(new URL(`../docs/manual/${language}/03-first-hour.md`, import.meta.url), "utf8");
    const flat = chapter.replaceAll(/\s+/g, " ");
    // A word of the chapter.
    const say = (name) => {
      const label = labels[language][name];
      assert.ok(flat.includes(label), `the chapter says ${label}`);
      return label;
    };
    const took = [];
    const step = async (name, work) => {
      const began = Date.now();
      const given = await work();
      took.push(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
      return given;
    };
    const place = await step("2 open the desk", () => begin(chapter, language));
    try {
      await walk(place, say, step);
    } finally {
      await place.stop();
    }
    const left = (name) => existsSync(join(place.dir, name));
    assert.ok(left("practice") && left("practice.keys"), "what the chapter says to delete");
    rmSync(place.dir, { recursive: true });
    console.log(`${language}: ${took.join("; ")}`);
  });
}

async function walk(place, say, step) {
  const mine = await window(place);
  await step("3 come in as the administrator", () => comeIn(mine, place.link, say));
  const invitations = await step("4 two accounts", async () => {
    await mine.getByRole("link", { name: say("accounts"), exact: true }).click();
    const made = [];
    for (const role of ["caseworker", "reviewer"]) {
      await mine.locator("form[action='/accounts'] input[name=name]").fill(role);
      await mine.getByLabel(say(role), { exact: true }).check();
      await mine.getByRole("button", { name: say("enrol") }).click();
      made.push((await mine.locator(".secret code").innerText()).trim());
    }
    await mine.getByRole("button", { name: say("logout"), exact: true }).click();
    return made;
  });
  await step("4 come in as the caseworker", () => comeIn(mine, invitations[0], say));
  await step("5 bring the list in", async () => {
    await mine.getByRole("link", { name: say("bringIn"), exact: true }).click();
    await mine.locator("input[type=file]").setInputFiles(join(place.dir, "practice.csv"));
    await mine.locator("input[name=source]").fill("Practice list");
    await mine.locator("select[name=kind]").selectOption({ label: say("freed") });
    await mine.getByRole("button", { name: say("look") }).click();
    const column = mine.locator("fieldset table tbody tr", { hasText: "C7" });
    assert.ok((await column.innerText()).includes(say("unknown")));
    await column.locator("select").selectOption({ label: say("arrest") });
    await mine.getByRole("button", { name: say("again") }).click();
    assert.ok(!(await column.innerText()).split("\n").pop().includes(say("unknown")));
    await look(mine, place, "columns");
    await mine.getByRole("button", { name: say("bring"), exact: true }).click();
    await mine.waitForURL(/\/import\/I1$/, { timeout: 60_000 });
  });
  const theCase = await step("6 take a request", () => request(mine, place, say));
  const decision = await step("7, 8 the queue and the pair", async () => {
    for (let tries = 0; ; tries += 1) {
      await mine.getByRole("link", { name: say("queue"), exact: true }).click();
      if (await mine.locator("ol.queue a.pair").count()) break;
      assert.ok(tries < 90, "the link reaches the queue");
      await mine.waitForTimeout(1000);
    }
    await mine.getByRole("button", { name: say("nextPair") }).click();
    await look(mine, place, "pair");
    await mine.locator("select[name=because]").selectOption({ label: say("shown") });
    await mine.locator("input[name=reason]").fill("name, parents, year and place agree");
    await mine.getByRole("button", { name: say("same") }).click();
    await mine.getByRole("link", { name: say("lookAgain") }).click();
    await mine.waitForURL(/\/decision\//);
    return mine.url();
  });
  await step("9 the second person", async () => {
    const theirs = await window(place);
    await comeIn(theirs, invitations[1], say);
    await theirs.getByRole("link", { name: say("second"), exact: true }).click();
    await theirs.locator("main a[href^='/pair/']").first().click();
    await theirs.getByRole("button", { name: say("hold") }).click();
    await theirs.context().close();
  });
  await step("9 the confirmed link", async () => {
    await mine.goto(theCase);
    await mine.getByRole("link", { name: say("person") }).click();
    const page = await mine.locator("main").innerText();
    assert.ok(page.includes("Practice list") && page.includes("1979"), "both records are of one person now");
    await look(mine, place, "person");
  });
  await step("10 tell the family", () => tell(mine, theCase, say, place));
  await step("11 take it back", async () => {
    await mine.goto(decision);
    await mine.locator("form[action$='/undo'] input[name=reason]").fill("practice");
    await mine.getByRole("button", { name: say("takeBack") }).click();
    await mine.getByRole("link", { name: say("corrections"), exact: true }).click();
    await mine.locator("input[name=how]").fill("called her again");
    await mine.getByRole("button", { name: say("putRight") }).click();
    assert.equal(await mine.locator("main form input[name=how]").count(), 0);
  });
}

async function window(place) {
  const context = await chrome.newContext({ viewport: { width: 1200, height: 900 }, locale: place.language });
  return context.newPage();
}

// An invitation, by a passphrase and a code.
async function comeIn(page, invitation, say) {
  await page.goto(invitation);
  await page.getByText(say("noPasskey")).click();
  for (const field of ["passphrase", "again"]) await page.locator(`input[name=${field}]`).fill("five olive trees by the river");
  await page.getByRole("button", { name: say("next") }).click();
  const secret = (await page.locator(".secret code").innerText()).trim();
  await page.locator("input[name=code]").fill(code(secret, Date.now() / 1000));
  await page.getByRole("button", { name: say("login") }).click();
  await page.getByRole("button", { name: say("logout"), exact: true }).waitFor();
}

async function request(page, place, say) {
  const asked = place.language === "ar"
    ? { given: "زاهي", father: "نوفل", family: "الشربتجي", mother: "رقية", birth_date: "1979", origin: "دير الزور" }
    : { given: "Zahy", father: "Nofal", family: "Al Sharbatji", mother: "Rukaya", birth_date: "1979", origin: "Deir Ezzor" };
  await page.getByRole("link", { name: say("requests"), exact: true }).click();
  await page.getByRole("link", { name: say("take") }).click();
  for (const [field, text] of Object.entries(asked)) await page.locator(`[name="person-${field}"]`).fill(text);
  await page.locator("[name='asker-name']").fill("Umm Zahi");
  await page.locator("[name='asker-kinship']").fill(place.language === "ar" ? "أم" : "mother");
  await page.locator("[name='asker-contact']").fill("0933 000 000");
  await look(page, place, "request");
  await page.getByRole("button", { name: say("save") }).click();
  await page.waitForURL(/\/case\//);
  return page.url().replace(/[?#].*$/, "");
}

async function tell(page, theCase, say, place) {
  await page.goto(theCase);
  await page.locator("select[name='vet-found']").selectOption({ label: say("kin") });
  await page.locator("[name='vet-how']").fill("asked about the house and the neighbours");
  await page.locator("form[action*='/vet/']").getByRole("button", { name: say("keepKin") }).click();
  await page.getByRole("link", { name: say("talk") }).click();
  await page.locator("select[name='wish-record']").selectOption({ index: (await page.locator("select[name='wish-record'] option").count()) - 1 });
  await page.locator("select[name='wish-for']").selectOption({ label: say("forKin") });
  await page.locator("select[name='wish-telling']").selectOption({ label: say("alive") });
  await page.locator("[name='wish-asked']").fill("by telephone, in Arabic, by the second person");
  await page.locator("form[action$='/wish']").getByRole("button", { name: say("keepWish") }).click();
  await page.goto(theCase);
  await page.getByRole("link", { name: say("talk") }).click();
  await look(page, place, "answer");
  for (const box of await page.locator("form[action$='/answer/1'] input[type=checkbox]").all()) await box.check();
  await page.locator("[name='told-who']").fill("the caseworker");
  await page.locator("[name='told-how']").fill("by telephone");
  for (const field of await page.locator("form[action$='/answer/1'] [required]:not([type=checkbox])").all()) {
    if (!(await field.inputValue())) await field.fill("with a neighbour beside her");
  }
  await page.getByRole("button", { name: say("told") }).click();
  await page.waitForURL(theCase);
}

async function look(page, place, name) {
  if (shots) await page.screenshot({ path: join(shots, `hour-${name}-${place.language}.png`), fullPage: true });
}
