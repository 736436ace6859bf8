// Inside the widget: tells the shop's page what goes wrong, waits for the bank, keeps the focus.
const { diesIn } = document.body.dataset;

const problem = document.querySelector("[data-problem]");
if (problem) tell({ type: "problem", name: problem.dataset.problem, sentence: problem.textContent });

function takeFocus() {
  const wrong = document.querySelector("[aria-invalid=true]");
  (wrong ?? document.querySelector("h1")).focus();
}
addEventListener("message", ({ origin, source, data }) => {
  if (source === window.parent && origin === shop && data?.type === "focus") takeFocus();
});

const wayOut = document.querySelector("[data-way-out]"); // on a page of its own, to the shop's address

function leave(how) {
  if (wayOut) location.assign(wayOut.href);
  else tell({ type: how });
}
for (const button of document.querySelectorAll("[data-leave]")) {
  button.addEventListener("click", () => leave(button.dataset.leave));
  button.hidden = !isFramed; // opened by itself, there is no page to go back to
}
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && isFramed) leave(document.querySelector("[data-leave]").dataset.leave);
});

const fill = document.querySelector("[data-fill]");
if (fill) fill.hidden = false;
fill?.addEventListener("click", () => {
  for (const input of document.querySelectorAll("[data-test-value]:not([readonly])")) {
    input.value = input.dataset.testValue;
  }
  document.querySelector("button.main").focus();
});

// The simulated app answers by itself.
const form = document.querySelector("[data-submit-after]");
if (form) setTimeout(() => form.requestSubmit(), Number(form.dataset.submitAfter));

// The token dies under whoever is still choosing: say so, instead of at the next step.
if (diesIn) setTimeout(() => location.replace(location.href), Number(diesIn) * 1000);

const outcome = document.querySelector("[data-poll]");

async function look() {
  const answer = await fetch(outcome.dataset.poll).catch(() => null);
  const { status } = answer?.ok ? await answer.json() : {};
  if (status && status !== outcome.dataset.status) location.reload();
}
if (outcome) setInterval(look, 500);

if (outcome?.dataset.leaveAfter) {
  setTimeout(() => leave("success"), Number(outcome.dataset.leaveAfter));
}
