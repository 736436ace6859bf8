// What the order's page and the payment page both need of a browser: buttons that send once, a word
// when the network is away, and nothing stale when the shopper comes back.
"use strict";

(() => {
  const ANSWER_SECONDS = 15; // our server takes ten at most; then the button may be pressed again

  // Busy rather than disabled: the button keeps its place, its width and the focus.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("once" in form.dataset)) return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    const button = form.querySelector("button");
    const words = button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    setTimeout(() => {
      delete form.dataset.sent;
      button.removeAttribute("aria-disabled");
      button.textContent = words;
    }, ANSWER_SECONDS * 1000);
  });

  document.addEventListener("click", (event) => event.target.closest("[data-print]") && print());

  function showConnection() {
    document.getElementById("offline").hidden = navigator.onLine;
  }
  showConnection();
  addEventListener("online", showConnection);
  addEventListener("offline", showConnection);

  // Back from another page, the browser may show this one as it was left: a busy button, a dead
  // window, yesterday's status.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
