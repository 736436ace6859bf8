// Keeps the panel current, except while someone is using what would be replaced.
const live = document.getElementById("live");
let shown = live.innerHTML;

async function refresh() {
  if (document.hidden || live.querySelector(":focus, details[open]")) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("live").innerHTML;
  if (found === shown) return;
  live.innerHTML = shown = found;
}
setInterval(refresh, 2000);
