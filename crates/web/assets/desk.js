// What the desk is quicker with: passkeys, which need a script, and keys for the queue. Every page works without it.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const login = async () => {
    const { ceremony, options } = await post("/login/passkey/begin", {});
    const asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    asked.allowCredentials = (asked.allowCredentials || []).map((one) => ({ ...one, id: bytes(one.id) }));
    const given = await navigator.credentials.get({ publicKey: asked });
    const { authenticatorData, clientDataJSON, signature, userHandle } = given.response;
    const response = {
      authenticatorData: text(authenticatorData), clientDataJSON: text(clientDataJSON), signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    };
    const credential = { id: given.id, rawId: text(given.rawId), type: given.type, extensions: {}, response };
    return post("/login/passkey/finish", { ceremony, credential });
  };

  const join = async (token) => {
    const { ceremony, options } = await post("/join/passkey/begin", { token });
    const asked = options.publicKey;
    asked.challenge = bytes(asked.challenge);
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = (asked.excludeCredentials || []).map((one) => ({ ...one, id: bytes(one.id) }));
    const made = await navigator.credentials.create({ publicKey: asked });
    const { attestationObject, clientDataJSON } = made.response;
    const response = { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) };
    const credential = { id: made.id, rawId: text(made.rawId), type: made.type, extensions: {}, response };
    return post("/join/passkey/finish", { token, ceremony, credential });
  };

  for (const place of document.querySelectorAll("[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      const failed = place.querySelector("[role=alert]");
      failed.hidden = true;
      try {
        const done = await (place.dataset.passkey === "login" ? login() : join(place.dataset.token));
        window.location.assign(done.to);
      } catch {
        failed.hidden = false;
      }
    });
  }

  // Keys: an element says which one it answers to, and shows it.
  document.addEventListener("keydown", (event) => {
    // A key that is held down decides nothing about the next pair.
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const at = event.target;
    if (event.key === "Escape" && at instanceof HTMLElement) return at.blur();
    if (at instanceof HTMLElement && at.matches("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    // By place, too: on an Arabic keyboard the key of "s" writes another letter.
    const names = [event.key.toLowerCase(), event.code.replace(/^(Key|Digit)/, "").toLowerCase()];
    for (const name of names) {
      const found = document.querySelector(`[data-key="${CSS.escape(name)}"]`);
      if (!found) continue;
      event.preventDefault();
      if (found.matches("input, textarea, select")) found.focus();
      else found.click();
      return;
    }
  });

  // A decision is sent once.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) return event.preventDefault();
    if (event.target.method === "post") {
      event.target.dataset.sent = "1";
      setTimeout(() => delete event.target.dataset.sent, 3000);
    }
  });

  // A session ends half an hour after the last request: what it showed does not stay on the screen. A request of any page of the desk in
  // this browser begins the time anew, and whoever types is there: a small request says so. Two minutes before the end the page says it.
  // The clock is looked at, since a machine that sleeps counts no time.
  const idle = Number(document.body.dataset.idle) * 1000;
  if (idle) {
    const minute = 60000;
    // Old browsers have none: each page counts for itself.
    const others = "BroadcastChannel" in window ? new BroadcastChannel("desk") : null;
    let last = Date.now();
    let tried = 0;
    let isSending = false;
    let warning = null;
    const begin = () => {
      last = Date.now();
      if (warning) warning.remove();
      warning = null;
    };
    const asked = () => {
      begin();
      if (others) others.postMessage("");
    };
    const warn = () => {
      warning = document.createElement("p");
      warning.className = "demo";
      warning.setAttribute("role", "status");
      warning.setAttribute("aria-live", "polite");
      document.querySelector("main").before(warning);
      // Read aloud is what changes in a place that is there already.
      const own = warning;
      setTimeout(() => (own.textContent = document.body.dataset.ends), 200);
    };
    const isHere = async () => {
      const now = Date.now();
      // Once in five minutes; where it did not arrive, or the end is near, sooner.
      if (now - last < 5 * minute || now - tried < minute / 4) return;
      tried = now;
      try {
        const answer = await fetch("/own/here", { method: "POST", credentials: "same-origin", redirect: "manual" });
        if (answer.status === 204) asked();
      } catch {
        // The next letter tries again.
      }
    };
    if (others) others.onmessage = begin;
    document.addEventListener("htmx:afterOnLoad", asked);
    document.addEventListener("input", isHere);
    // A form that is on its way renews the session; a file is for as long as it takes, and the server keeps the session open meanwhile.
    document.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      isSending = event.target.enctype === "multipart/form-data";
      asked();
    });
    window.addEventListener("pageshow", () => (isSending = false));
    asked();
    setInterval(() => {
      if (isSending) return asked();
      const left = last + idle - Date.now();
      if (left < 0) window.location.replace("/login");
      else if (left < 2 * minute && !warning) warn();
    }, 5000);
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
