// The payment page: opens Fintoc's window and moves the screen. What the window tells us is never
// taken for the state of the payment; the order's page asks our server, and that asks Fintoc.
"use strict";

(() => {
  const SCRIPT_SECONDS = 8;
  const JSON_PLEASE = { headers: { Accept: "application/json" } };
  const openedAt = Date.now();
  const page = document.getElementById("payment").dataset;
  const show = (id, isShown) => (document.getElementById(id).hidden = !isShown);
  const later = (id, isShown) => document.getElementById(id).classList.toggle("later", !isShown);
  let widget = null;
  let isLeaving = false;
  let timer = null;

  function open() {
    if (widget) return;
    try {
      widget = window.Fintoc.create({
        holderType: page.holderType,
        product: page.product,
        country: page.country,
        publicKey: page.publicKey,
        widgetToken: page.widgetToken,
        onSuccess: () => leave(page.paidUrl),
        onExit: closed,
        onEvent: moved,
      });
      show("opening", true);
      show("blocked", false);
      widget.open();
    } catch (error) {
      console.error("The payment window did not open:", error);
      blocked();
    }
  }

  function blocked() {
    show("opening", false);
    show("blocked", true);
  }

  function moved(name) {
    if (/authentication_required|validating|in_progress/.test(name)) later("approve", true);
  }

  // The shopper may close the window after paying: ask before saying anything.
  async function closed() {
    if (isLeaving) return;
    sayLeaving();
    const form = document.getElementById("refresh");
    const ask = fetch(form.action, { ...JSON_PLEASE, method: "POST", body: new FormData(form) });
    await Promise.race([ask.catch(() => null), new Promise((done) => setTimeout(done, 4000))]);
    leave(page.closedUrl);
  }

  // Replaced, so that "back" does not lead to a window that is gone.
  function leave(url) {
    if (isLeaving) return;
    isLeaving = true;
    clearTimeout(timer);
    sayLeaving();
    if (widget && widget.destroy) widget.destroy();
    location.replace(url);
  }

  function sayLeaving() {
    const progress = document.getElementById("progress");
    progress.textContent = progress.dataset.leaving;
    later("approve", false);
  }

  // A webhook may be faster than the window, or the window may sit in another app.
  async function look() {
    clearTimeout(timer);
    if (isLeaving || document.hidden) return;
    try {
      const answer = await fetch(page.statusUrl, JSON_PLEASE);
      const state = await answer.json();
      if (state.is_final || state.status === "pending") return leave(page.paidUrl);
    } catch {
      // Offline, or our server restarts: the next look may answer.
    }
    clearTimeout(timer);
    timer = setTimeout(look, Date.now() - openedAt < 60_000 ? 1500 : 5000);
  }

  // Load and error events of a script do not bubble, but they can be captured on their way.
  const isFintoc = (event) => event.target.id === "fintoc-script";
  document.addEventListener("load", (event) => isFintoc(event) && (window.Fintoc ? open() : blocked()), true);
  document.addEventListener("error", (event) => isFintoc(event) && blocked(), true);
  setTimeout(() => widget || blocked(), SCRIPT_SECONDS * 1000);

  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
})();
