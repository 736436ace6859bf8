// The order's page: follows our server's status and shows what is new without a reload.
// Without this script the page has a button that does the same.
"use strict";

(() => {
  // When to have our server ask Fintoc, in seconds since this page opened: it allows twelve in ten minutes.
  const ASK_AT = [1, 6, 12, 18, 25, 40, 60, 90, 150, 240, 400, 600];
  const LATE_SECONDS = 30;
  const JSON_PLEASE = { headers: { Accept: "application/json" } };
  const openedAt = Date.now();
  let asked = 0;
  let timer = null;
  let isLooking = false;
  let isLate = false;

  const page = () => document.getElementById("order");
  const seconds = () => (Date.now() - openedAt) / 1000;

  async function look() {
    clearTimeout(timer);
    if (isLooking || document.hidden || "isFinal" in page().dataset) return;
    isLooking = true;
    try {
      const state = await (isTimeToAsk() ? ask() : read());
      if (isPassing() || state.changed_at !== page().dataset.changedAt) await show();
    } catch {
      // Offline, or our server restarts: nothing changes until it answers again.
    }
    isLooking = false;
    sayIfLate();
    timer = setTimeout(look, pause());
  }

  // A screen that ends by itself: now, or once it may be paid again.
  function isPassing() {
    return "isPassing" in page().dataset || Date.now() > Date.parse(page().dataset.freeAt);
  }

  function pause() {
    if ("isWaiting" in page().dataset && seconds() < 60) return 1500;
    return seconds() < 300 ? 3000 : 30_000;
  }

  function isTimeToAsk() {
    return "isWaiting" in page().dataset && seconds() >= ASK_AT[asked];
  }

  async function ask() {
    asked += 1;
    const form = document.getElementById("refresh");
    return json(await fetch(form.action, { ...JSON_PLEASE, method: "POST", body: new FormData(form) }));
  }

  async function read() {
    return json(await fetch(page().dataset.statusUrl, JSON_PLEASE));
  }

  function json(answer) {
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
  }

  // The page again, from its own address: this one may be the answer to a form.
  async function show() {
    const answer = await fetch(page().dataset.pageUrl + location.search);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.getElementById("order");
    const isNews = next.dataset.screen !== page().dataset.screen;
    const hadFocus = page().contains(document.activeElement);
    page().replaceWith(next);
    if (isNews) announce(next.querySelector("h1"), hadFocus);
  }

  function announce(heading, takesFocus) {
    document.getElementById("announcement").textContent = heading.textContent;
    scrollTo({ top: 0 });
    if (takesFocus) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }

  function sayIfLate() {
    if (seconds() < LATE_SECONDS) return;
    for (const words of page().querySelectorAll("[data-late]")) {
      words.textContent = words.dataset.late;
      words.removeAttribute("data-late");
      if (words.matches("h1") && !isLate) announce(words, false);
    }
    isLate = true;
  }

  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
})();
