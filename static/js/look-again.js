// Read a part of the page again: after five seconds, then less and less often, up to half a minute; not while hidden.
// <div data-look-again data-version="…" hx-get="/address" hx-trigger="look-again" hx-swap="outerHTML">: htmx does the rest.
const SOON = 5000;
const LATE = 30000;
let pause = SOON;
let timer = null;

const part = () => document.querySelector("[data-look-again]"); // none when there is nothing more to come
let version = part()?.dataset.version;
const mine = part()?.dataset.mine; // the form below the part fits what is asked now
let typed = false;

function plan(wait) {
  clearTimeout(timer);
  if (!part()) return;
  part().querySelector("[data-by-itself]").hidden = false;
  if (document.visibilityState === "visible") timer = setTimeout(look, wait);
}

function look() {
  pause = Math.min(pause * 1.5, LATE);
  plan(pause); // also when no answer comes
  part()?.dispatchEvent(new Event("look-again"));
}

document.addEventListener("input", () => { typed = true; });

document.addEventListener("htmx:afterSettle", () => {
  if (part() && part().dataset.mine !== mine && !typed) {
    location.reload();
    return;
  }
  if (part()?.dataset.version !== version) pause = SOON;
  version = part()?.dataset.version;
  plan(pause);
});

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (document.visibilityState === "visible") {
    pause = SOON;
    look();
  }
});

document.addEventListener("click", (event) => {
  if (part() && event.target.closest("#look-again")) {
    event.preventDefault();
    pause = SOON;
    look();
  }
});

plan(pause);
