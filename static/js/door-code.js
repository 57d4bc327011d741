// The code of the room: a bar that runs out, then the next code. Nothing is worked out here; the site says each one.
// <section id="door-code" data-code="/address" data-left="42" data-lost="words"> … <progress> … <p data-line> … </section>
const RETRY = 5;
let ends = read();

function shown() {
  return document.getElementById("door-code");
}

function read() {
  return Date.now() + Number(shown()?.dataset.left ?? 0) * 1000;
}

async function next() {
  const old = shown();
  ends = Date.now() + RETRY * 1000; // not twice while this is under way
  try {
    const answer = await fetch(old.dataset.code, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("door-code");
    const line = old.querySelector("[data-line]");
    if ("linked" in old.dataset) { // the link to the large one stays
      fresh.dataset.linked = "";
      const kept = old.dataset.line ? document.createRange().createContextualFragment(old.dataset.line) : line.cloneNode(true);
      fresh.querySelector("[data-line]")?.replaceChildren(...kept.childNodes);
    }
    old.replaceWith(fresh);
    ends = read();
  } catch {
    old.classList.add("door-code--lost");
    const line = old.querySelector("[data-line]");
    old.dataset.line ??= line.outerHTML;
    line.textContent = old.dataset.lost;
  }
}

setInterval(() => {
  const bar = shown()?.querySelector("progress");
  if (!bar) return;
  const left = Math.ceil((ends - Date.now()) / 1000);
  if (!shown().classList.contains("door-code--lost")) bar.value = Math.max(left, 0);
  if (left <= 0) next();
}, 1000);
