// The payment page: opens Fintoc's window and moves the screen. What the window tells us is never
// taken for the state of the payment; the order's page asks our server, and that asks Fintoc.
"use strict";

(() => {
  const SCRIPT_SECONDS = 8;
  const POLL_SECONDS = 1.5;
  const page = document.getElementById("payment");
  const order = page.dataset;
  let widget = null;

  function open() {
    if (widget) return;
    try {
      widget = window.Fintoc.create({
        holderType: order.holderType,
        product: order.product,
        country: order.country,
        publicKey: order.publicKey,
        widgetToken: order.widgetToken,
        onSuccess: () => leave("bank"),
        onExit: closed,
        onEvent: moved,
      });
      widget.open();
    } catch (error) {
      console.error("The payment window did not open:", error);
      blocked();
    }
  }

  function blocked() {
    if (widget) return;
    document.getElementById("opening").hidden = true;
    document.getElementById("blocked").hidden = false;
  }

  function moved(name) {
    if (/authentication_required|validating|in_progress/.test(name)) {
      const progress = document.getElementById("progress");
      progress.textContent = progress.dataset.approve;
    }
  }

  // The shopper may close the window after paying: ask before saying anything.
  async function closed() {
    const form = document.getElementById("refresh");
    const headers = { Accept: "application/json" };
    const ask = fetch(form.action, { method: "POST", headers, body: new FormData(form) });
    await Promise.race([ask.catch(() => null), new Promise((done) => setTimeout(done, 4000))]);
    leave("closed");
  }

  function leave(from) {
    if (widget && widget.destroy) widget.destroy();
    location.replace(`${order.orderUrl}?from=${from}`);
  }

  // A webhook may be faster than the window, or the window may sit in another app.
  async function poll() {
    try {
      const answer = await fetch(order.statusUrl, { headers: { Accept: "application/json" } });
      const state = await answer.json();
      if (state.is_final || state.status === "pending") return leave("bank");
    } catch {
      // Offline, or our server restarts: the next look may answer.
    }
    setTimeout(poll, POLL_SECONDS * 1000);
  }

  // Load and error events of a script do not bubble, but they can be captured on their way.
  const isFintoc = (event) => event.target.id === "fintoc-script";
  document.addEventListener("load", (event) => isFintoc(event) && (window.Fintoc ? open() : blocked()), true);
  document.addEventListener("error", (event) => isFintoc(event) && blocked(), true);
  setTimeout(() => widget || blocked(), SCRIPT_SECONDS * 1000);
  setTimeout(poll, POLL_SECONDS * 1000);

  // Back from another page, the browser may show this one as it was left, with a dead window.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
