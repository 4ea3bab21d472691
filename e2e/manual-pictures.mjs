// Takes the manual's pictures: the desk over people who do not exist, in both languages, as small WebP files.
//   node manual-pictures.mjs        (ATHAR, CHROMIUM as for the tests)
// Run it again when a page has changed its looks; a test of the web crate sees to their size and that chapters show each.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { browser, demo, languages, person } from "./desk.mjs";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../docs/manual/pictures");
const width = 880;
// What a picture may be: bytes, and pixels of height.
const bytesMax = 58_000;
const heightMax = 700;

// The list of the first hour: invented people, and a column whose header says nothing.
const list = {
  ar: "الاسم,اسم الأب,الكنية,اسم الأم,سنة الولادة,من أهالي,س٧\nزاهي,نوفل,الشربتجي,رقية,1979,دير الزور,2012\nقيصر,منذر,البارودي,نعيمة,1984,حماة,2013\nوضاح,عدنان,الجندلي,سلوى,1991,حمص,2012\n",
  en: "Given name,Father,Family name,Mother,Year of birth,From,C7\nZahi,Nawfal,Alsharbatji,Ruqayya,1979,Deir ez-Zor,2012\nQaysar,Mundhir,Albaroudi,Naima,1984,Hama,2013\nWaddah,Adnan,Aljandali,Salwa,1991,Homs,2012\n",
};
// A register page for the typists.
const register = [["1", "سامر القاسم", "نبيل", "1981"], ["2", "وائل الديري", "غسان", "1974"], ["3", "أنس النجار", "طارق", "1990"], ["4", "رائد الخياط", "عمار", "1985"]];

let place;
let chrome;

// A part of the page as WebP, by the browser's own encoder, as good as fits.
async function keep(page, name, language, { of = "main", from = 0, height = heightMax, view = false } = {}) {
  const box = await page.locator(of).first().boundingBox();
  const clip = { x: 0, y: Math.max(0, box.y + from - 6), width, height: Math.min(height, box.height - from + 12) };
  // What sticks to the edge of the window is shown where it is.
  const png = (await page.screenshot(view ? { clip: { ...clip, y: 0, height } } : { fullPage: true, clip })).toString("base64");
  const blank = await chrome.newPage();
  for (const quality of [0.82, 0.7, 0.55, 0.4]) {
    const data = await blank.evaluate(async ([png, quality]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
      canvas.getContext("2d").drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", quality).split(",")[1];
    }, [png, quality]);
    const bytes = Buffer.from(data, "base64");
    if (bytes.length > bytesMax && quality > 0.4) continue;
    writeFileSync(join(folder, `${name}-${language}.webp`), bytes);
    console.log(`${name}-${language}: ${bytes.length} bytes, quality ${quality}`);
    break;
  }
  await blank.close();
}

async function someone(link, language) {
  const at = await person(chrome, place, link, { language });
  await at.page.setViewportSize({ width, height: 900 });
  return at.page;
}

async function take(language) {
  const page = await someone(place.caseworker, language);
  const go = (path) => page.goto(`${place.origin}${path}`);

  await go("/queue");
  await keep(page, "queue", language, { height: 520 });
  await page.locator("ol.queue a.pair").first().click();
  await page.setViewportSize({ width, height: 700 });
  await keep(page, "pair", language, { view: true });
  await page.setViewportSize({ width, height: 900 });

  await go("/requests/new");
  await page.locator("[name='person-given']").fill(language === "ar" ? "زاهي" : "Zahi");
  await page.locator("[name='person-father']").fill(language === "ar" ? "نوفل" : "Nawfal");
  await page.locator("[name='person-family']").fill(language === "ar" ? "الشربتجي" : "Alsharbatji");
  await keep(page, "request", language, { height: 620 });

  // A list, looked at before it comes in.
  await go("/imports");
  await page.locator("input[type=file]").setInputFiles({ name: "practice.csv", mimeType: "text/csv", buffer: Buffer.from(list[language]) });
  await page.locator("input[name=source]").fill(language === "ar" ? "قائمة التدريب" : "Practice list");
  await page.locator("select[name=kind]").selectOption("freed");
  await page.locator("form[enctype] button.primary").click();
  await page.waitForURL(/\/imports\/waiting\//);
  await keep(page, "columns", language, { height: 680 });
  await page.locator("button[formaction$='/throw-away']").click();

  // A pair of a family's, decided by one; what waits for the second human.
  await go("/queue");
  await page.locator("ol.queue a.pair").nth(1).click();
  await page.locator("select[name=because]").selectOption("shown");
  await page.locator("button[value=same]").click();
  const second = await someone(place.second, language);
  await second.goto(`${place.origin}/awaiting`);
  await keep(second, "awaiting", language, { height: 420 });

  await go("/requests");
  await page.locator("main a[href^='/case/']").first().click();
  await keep(page, "case", language, { height: 640 });
  await page.goto(`${page.url()}/answer/1`);
  await keep(page, "answer", language, { height: 640 });
  await go("/exports");
  await keep(page, "export", language, { of: "main form[action='/exports']", height: 640 });

  await pictures(page, language);

  const admin = await someone(place.admin, language);
  await admin.goto(`${place.origin}/accounts`);
  await keep(admin, "accounts", language, { height: 1000 });
  await admin.locator("form[action='/accounts'] input[name=name]").fill(language === "ar" ? "مراجعة جديدة" : "A new reviewer");
  await admin.locator("form[action='/accounts'] input[name=reviewer]").check();
  await admin.locator("form[action='/accounts'] button").click();
  const invitation = (await admin.locator(".secret code").first().innerText()).trim();
  const invited = await someone(null, language);
  await invited.goto(invitation);
  await invited.locator("summary").first().click();
  await keep(invited, "invitation", language, { height: 640 });
  for (const one of [page, second, admin, invited]) await one.context().close();
}

// A photographed page: the first line, as somebody types it.
async function pictures(page, language) {
  const paper = await chrome.newPage({ viewport: { width: 1100, height: 480 } });
  const cells = register.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("");
  await paper.setContent(`<body style="background:linear-gradient(90deg,#ccc,#fff ${language === "ar" ? 80 : 85}%);margin:0"><table dir="rtl" style="width:900px;margin:80px;
    border-collapse:collapse;font:26px serif;transform:rotate(.8deg)">${cells}</table><style>td{border:1.5px solid #444;padding:12px}</style>`);
  const photograph = await paper.screenshot({ type: "jpeg", quality: 85 });
  await paper.close();
  await page.goto(`${place.origin}/pictures`);
  await page.locator("summary").first().click().catch(() => {});
  await page.locator("input[type=file]").setInputFiles({ name: "register.jpg", mimeType: "image/jpeg", buffer: photograph });
  await page.locator("input[name=source]").fill(language === "ar" ? "سجل مصوّر" : "A photographed register");
  await page.locator("select[name=kind]").selectOption("register");
  await page.locator("form[enctype] button.primary").click();
  await page.waitForURL(/\/pictures\/\d+$/);
  for (const [at, column] of ["running_number", "full_name", "father", "birth_date"].entries()) {
    await page.locator(`select[name=column-${at}]`).selectOption(column);
  }
  await page.locator("form[action$='/open'] button").click();
  await page.goto(`${place.origin}/pictures/next`);
  await page.waitForURL(/\/pictures\/\d+\/\d+\/\d+$/);
  await keep(page, "pictures", language, { height: 460 });
}

mkdirSync(folder, { recursive: true });
place = await demo(400);
chrome = await browser();
try {
  for (const language of languages) await take(language);
} finally {
  await chrome.close();
  await place.stop();
}
