// A demonstration archive served by the real program, and a browser that reaches nothing else.

import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const athar = process.env.ATHAR ?? join(root, "target/debug/athar");
export const languages = ["ar", "en"];
export const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1366, height: 900 } };

// Starts `athar demo` and waits for its links; `stop` ends it and removes what it made.
export async function demo(people = 400) {
  const dir = mkdtempSync(join(tmpdir(), "athar-e2e-"));
  const child = spawn(athar, ["demo", "--dir", join(dir, "demo"), "--people", String(people), "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const links = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no links: ${said}\n${log}`)), 240_000);
    child.on("exit", (code) => reject(new Error(`athar ended with ${code}: ${log}`)));
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const found = said.match(/http:\/\/localhost:\d+\/demo\/[0-9a-f]+/g) ?? [];
      if (found.length === 3) {
        clearTimeout(late);
        child.removeAllListeners("exit");
        resolve(found);
      }
    });
  });
  const origin = new URL(links[0]).origin;
  await reachable(origin);
  const stop = async () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  const [caseworker, second, admin] = links;
  return { origin, caseworker, second, admin, dir: join(dir, "demo"), stop, output: () => said + log };
}

async function reachable(origin) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      if ((await fetch(`${origin}/healthy`)).ok) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the desk does not answer");
}

// Runs a command of the program on the demonstration's archive.
export function command(place, ...words) {
  const done = spawnSync(athar, [...words, "--archive", join(place.dir, "archive")], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`athar ${words[0]}: ${done.stderr}`);
  return done.stdout;
}

// Names that the demonstration's lists hold: none of them may be where names never are.
export function names(place) {
  const file = join(place.dir, "1-gate.csv");
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

export function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
  });
}

// A person at a browser. Whatever leaves the host, fails or is reported by the page's policy is remembered.
export async function person(chrome, place, link, { language = "en", size = "desk" } = {}) {
  const context = await chrome.newContext({ viewport: sizes[size], locale: language, colorScheme: "light" });
  await context.addCookies([{ name: "language", value: language, url: place.origin }]);
  const page = await context.newPage();
  const wrong = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== place.origin && url.protocol !== "data:") wrong.push(`left the host: ${request.url()}`);
  });
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && wrong.push(`console: ${message.text()}`));
  if (link) await page.goto(link);
  return { context, page, wrong };
}

// A code as programs for codes make it (RFC 6238).
export function code(secret, seconds) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((one) => letters.indexOf(one).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
