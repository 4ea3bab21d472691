// Logging in: by a passkey of Chromium's virtual authenticator, and by a passphrase and a code.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, code, demo, person } from "./desk.mjs";

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

// An administrator enrols a caseworker; gives the invitation.
async function invited(name) {
  const { page, context } = await person(chrome, place, place.admin);
  await page.goto(`${place.origin}/accounts`);
  await page.locator("form[action='/accounts'] input[name=name]").fill(name);
  await page.locator("form[action='/accounts'] input[name=caseworker]").check();
  await page.locator("form[action='/accounts'] button").click();
  const invitation = await page.locator(".secret code").first().innerText();
  await context.close();
  return invitation.trim();
}

test("a passkey logs in, the invitation opens once, and logging out ends it", { timeout: 120_000 }, async () => {
  const invitation = await invited("Passkey Tester");
  const { page, context } = await person(chrome, place);
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(invitation);
  await page.locator("[data-passkey=join] button").click();
  await page.waitForURL(/\/queue/);
  await page.locator("form[action='/logout'] button").click();
  await page.waitForURL(/\/login/);
  await page.goto(`${place.origin}/queue`);
  assert.match(page.url(), /\/login/, "logged out");
  await page.locator("[data-passkey=login] button").click();
  await page.waitForURL(/\/queue/);
  const again = await page.goto(invitation);
  assert.equal(again.status(), 422, "the invitation is used up");
  await context.close();
});

test("a passphrase and a code log in, and a code does so once", { timeout: 180_000 }, async () => {
  const invitation = await invited("Passphrase Tester");
  const { page, context } = await person(chrome, place);
  await page.goto(invitation);
  await page.locator("summary").first().click();
  await page.locator("input[name=passphrase]").fill("short");
  await page.locator("input[name=passphrase]").evaluate((one) => one.removeAttribute("minlength"));
  await page.locator("input[name=again]").evaluate((one) => one.removeAttribute("minlength"));
  await page.locator("input[name=again]").fill("short");
  await page.locator("form[action$='/passphrase'] button").click();
  await page.locator("[role=alert]").first().waitFor();
  await page.locator("input[name=passphrase]").fill("five olive trees by the river");
  await page.locator("input[name=again]").fill("five olive trees by the river");
  await page.locator("form[action$='/passphrase'] button").click();
  const secret = (await page.locator(".secret code").innerText()).trim();
  const noted = (await page.locator("main strong[dir=ltr]").innerText()).trim();
  const first = code(secret, Date.now() / 1000);
  await page.locator("input[name=code]").fill(first);
  await page.locator("form[action$='/code'] button").click();
  await page.waitForURL(/\/queue/);
  const account = await accountOf("Passphrase Tester");
  assert.equal(noted, account, "the page says what they log in as");
  await page.locator("form[action='/logout'] button").click();
  const login = async (passphrase, digits) => {
    await page.goto(`${place.origin}/login`);
    await page.locator("details summary").click();
    await page.locator("input[name=account]").fill(account);
    await page.locator("input[name=passphrase]").fill(passphrase);
    await page.locator("input[name=code]").fill(digits);
    await page.locator("form[action='/login/passphrase'] button").click();
  };
  await login("five olive trees by the river", first);
  assert.match(page.url(), /\/login/, "a code opens once");
  const next = code(secret, Date.now() / 1000 + 30);
  await login("another phrase altogether", next);
  assert.match(page.url(), /\/login/, "another passphrase does not");
  await login("five olive trees by the river", next);
  await page.waitForURL(/\/queue/);
  await context.close();
});

test("an invitation that is used ends what opened the account before", { timeout: 180_000 }, async () => {
  const first = await invited("Invited Again");
  const before = await person(chrome, place);
  await join(before.page, first, "seven grey stones by the road");
  const account = await accountOf("Invited Again");
  const { page: admin, context } = await person(chrome, place, place.admin);
  await admin.goto(`${place.origin}/accounts`);
  await admin.locator(`form[action='/accounts/${account}/invite'] button`).click();
  const second = (await admin.locator(".secret code").first().innerText()).trim();
  await context.close();
  await before.page.goto(`${place.origin}/queue`);
  assert.match(before.page.url(), /\/queue/, "an invitation by itself ends nothing");
  const after = await person(chrome, place);
  await join(after.page, second, "nine white doves over the well");
  await before.page.goto(`${place.origin}/queue`);
  assert.match(before.page.url(), /\/login/, "what was open before is closed");
  await before.context.close();
  await after.context.close();
});

test("a passphrase is changed by whoever knows the one of now", { timeout: 180_000 }, async () => {
  const { page, context } = await person(chrome, place);
  const [old, next] = ["seven grey stones by the road", "nine white doves over the well"];
  const secret = await join(page, await invited("Passphrase Changer"), old);
  const account = await accountOf("Passphrase Changer");
  const [before] = (await context.cookies()).filter((cookie) => cookie.name === "desk");
  const change = async (now, digits, fresh, again = fresh) => {
    await page.goto(`${place.origin}/own`);
    await page.locator("input[name=passphrase]").fill(now);
    await page.locator("input[name=code]").fill(digits);
    await page.locator("input[name=new]").fill(fresh);
    await page.locator("input[name=again]").fill(again);
    await page.locator("form[action='/own/passphrase'] button").click();
    await page.waitForLoadState();
    return page.locator("main [role=alert]").count();
  };
  const digits = code(secret, Date.now() / 1000 + 30);
  assert.equal(await change(old, digits, next, "something else, twelve"), 1, "the two are not the same");
  assert.equal(await change("not the one of now", digits, next), 1, "the one of now is asked for");
  assert.equal(await change(old, digits, next), 0, "changed");
  const [after] = (await context.cookies()).filter((cookie) => cookie.name === "desk");
  assert.notEqual(after.value, before.value, "a token of its own");
  await context.addCookies([before]);
  await page.goto(`${place.origin}/queue`);
  assert.match(page.url(), /\/login/, "what was open before is ended");
  // The next code: one opens once.
  await page.waitForTimeout(30_500);
  const login = async (passphrase) => {
    await page.goto(`${place.origin}/login`);
    await page.locator("details summary").click();
    await page.locator("input[name=account]").fill(account);
    await page.locator("input[name=passphrase]").fill(passphrase);
    await page.locator("input[name=code]").fill(code(secret, Date.now() / 1000 + 30));
    await page.locator("form[action='/login/passphrase'] button").click();
    await page.waitForLoadState();
  };
  await login(old);
  assert.match(page.url(), /\/login/, "the old one opens nothing");
  await login(next);
  await page.waitForURL(/\/queue/);
  await context.close();
});

// Opens an invitation with a passphrase and a code; gives the secret of the codes.
async function join(page, invitation, passphrase) {
  await page.goto(invitation);
  await page.locator("summary").first().click();
  await page.locator("input[name=passphrase]").fill(passphrase);
  await page.locator("input[name=again]").fill(passphrase);
  await page.locator("form[action$='/passphrase'] button").click();
  const secret = (await page.locator(".secret code").innerText()).trim();
  await page.locator("input[name=code]").fill(code(secret, Date.now() / 1000));
  await page.locator("form[action$='/code'] button").click();
  await page.waitForURL(/\/queue/);
  return secret;
}

async function accountOf(name) {
  const { page, context } = await person(chrome, place, place.admin);
  await page.goto(`${place.origin}/accounts`);
  const account = await page.locator("tr", { hasText: name }).locator("th .muted bdi").innerText();
  await context.close();
  return account.trim();
}

test("whoever types stays logged in, and is told before the end, in old browsers too", { timeout: 120_000 }, async () => {
  const { page, context } = await person(chrome, place, place.caseworker);
  await page.addInitScript(() => delete window.BroadcastChannel);
  await page.clock.install();
  await page.goto(`${place.origin}/requests/new`);
  await page.clock.fastForward("20:00");
  const renewed = page.waitForResponse((answer) => answer.url().endsWith("/own/here"));
  const fields = "main input:not([type]):visible, main input[type=text]:visible, main textarea:visible";
  await page.locator(fields).first().pressSequentially("x");
  assert.equal((await renewed).status(), 204);
  await page.evaluate(() => 0);
  await page.clock.fastForward("20:00");
  assert.match(page.url(), /\/requests\/new/, "they were there meanwhile");
  await page.clock.fastForward("08:30");
  await page.clock.fastForward("00:01");
  await page.locator("p[aria-live]").filter({ hasText: /\S/ }).waitFor();
  await page.clock.fastForward("05:00");
  await page.waitForURL(/\/login/);
  await context.close();
});

test("a page that stands open goes when its session is over, and not while another is used", { timeout: 120_000 }, async () => {
  const { page, context } = await person(chrome, place, place.caseworker);
  await page.clock.install();
  await page.goto(`${place.origin}/requests`);
  await page.clock.fastForward("20:00");
  const other = await context.newPage();
  await other.goto(`${place.origin}/queue`);
  await other.close();
  await page.clock.fastForward("20:00");
  assert.match(page.url(), /\/requests/, "another page was asked for meanwhile");
  await page.clock.fastForward("31:00");
  await page.waitForURL(/\/login/);
  await context.close();
});
