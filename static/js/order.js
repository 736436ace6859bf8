// The order's page: follows our server's status and shows what is new without a reload.
// Without this script the page has a button that does the same.
"use strict";

(() => {
  const MINUTE = 60_000;
  // When to have our server ask Fintoc, in seconds since this page opened: it allows twelve in ten minutes.
  const ASK_AT = [1, 6, 12, 18, 25, 40, 60, 90, 150, 240, 400, 600];
  const LATE_SECONDS = 30;
  const openedAt = Date.now();
  let asked = 0;
  let timer = null;

  const page = () => document.getElementById("order");
  const seconds = () => (Date.now() - openedAt) / 1000;

  function pause() {
    if (seconds() < 60) return 1500;
    return seconds() < 300 ? 5000 : MINUTE / 2;
  }

  async function look() {
    clearTimeout(timer);
    if (document.hidden || "isFinal" in page().dataset) return;
    try {
      const state = await askIfDue() ?? await read();
      if (state.changed_at !== new Date(page().dataset.changedAt).toISOString()) await show();
    } catch {
      // Offline, or our server restarts: nothing changes until it answers again.
    }
    sayIfLate();
    timer = setTimeout(look, pause());
  }

  async function read() {
    const answer = await fetch(page().dataset.statusUrl, { headers: { Accept: "application/json" } });
    return normal(await answer.json());
  }

  async function askIfDue() {
    const form = document.getElementById("refresh");
    if (!("isWaiting" in page().dataset) || !form || seconds() < ASK_AT[asked]) return null;
    asked += 1;
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) });
    return normal(await answer.json());
  }

  // Both sides write the same moment with another number of digits.
  const normal = (state) => ({ ...state, changed_at: new Date(state.changed_at).toISOString() });

  async function show() {
    const answer = await fetch(location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.getElementById("order");
    const isNews = next.dataset.screen !== page().dataset.screen;
    page().replaceWith(next);
    prepare();
    if (isNews) announce(next.querySelector("h1"));
  }

  function announce(heading) {
    document.getElementById("announcement").textContent = heading.textContent;
    scrollTo({ top: 0 });
  }

  function sayIfLate() {
    const words = page().querySelector("[data-late]");
    if (words && seconds() > LATE_SECONDS) words.textContent = words.dataset.late;
  }

  function prepare() {
    for (const button of page().querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    for (const form of page().querySelectorAll("form[data-once]")) {
      form.addEventListener("submit", (event) => {
        if ("sent" in form.dataset) event.preventDefault();
        form.dataset.sent = "";
        form.querySelector("button").setAttribute("aria-disabled", "true");
      });
    }
  }

  prepare();
  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
