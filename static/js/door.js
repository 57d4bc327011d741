// The door without network: taps are kept on this phone in their order, and each is sent once when the network is back.
// A tap has a key from here, so the site counts it once however often it arrives. Nothing else of the page is stored.
const door = document.querySelector("[data-door]");
const box = document.getElementById("door-kept");
const search = document.getElementById("door-q");
const SOON = 3000;
const LATE = 30000;
let memory = null; // where the browser refuses to store
let busy = false;
let pause = SOON;
let timer = null;
let problem = ""; // "", "network" or "sign-in"

function kept() {
  if (memory) return memory;
  try {
    return JSON.parse(localStorage.getItem(door.dataset.door)) ?? [];
  } catch {
    return [];
  }
}

function keep(taps) {
  if (memory) {
    memory = taps;
    return;
  }
  try {
    if (taps.length) localStorage.setItem(door.dataset.door, JSON.stringify(taps));
    else localStorage.removeItem(door.dataset.door);
  } catch {
    memory = taps;
  }
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, n) => ([4, 6, 8, 10].includes(n) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

const element = (name, text, className) => Object.assign(document.createElement(name), { textContent: text, className: className ?? "" });

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("[data-tap]") || (button && "page" in button.dataset)) return;
  event.preventDefault();
  const row = button?.closest("[data-person]");
  const line = button?.closest("li");
  const tap = {
    id: uuid(),
    at: Date.now(),
    url: button?.getAttribute("formaction") ?? form.getAttribute("action"),
    fields: { key: uuid(), person: row?.dataset.person ?? "" },
    label: button?.dataset.label ?? "",
    who: line?.querySelector(".door-person__name, strong")?.textContent ?? "",
  };
  if (button?.name) tap.fields[button.name] = button.value;
  const name = form.elements.namedItem("name");
  if (name) {
    if (!name.value.trim()) {
      name.focus();
      return;
    }
    tap.fields.name = tap.who = name.value;
    name.value = "";
  }
  keep([...kept(), tap]);
  show(tap);
  if (search.value && tap.fields.mark) {
    search.value = "";
    filter();
  }
  say();
  send();
});

// A kept tap in its place: what it says, and that it is on its way or waits.
function show(tap) {
  const row = tap.fields.person && document.getElementById(`p-${tap.fields.person}`);
  if (!row || !tap.label) return;
  const words = problem ? door.dataset.waiting : door.dataset.sending;
  const note = element("p", tap.label, "door-person__kept");
  note.append(element("small", words));
  note.tabIndex = -1;
  const had = row.contains(document.activeElement);
  row.querySelector(".door-person__do").replaceChildren(note);
  row.querySelector(".door-state")?.remove();
  const more = row.querySelector(".door-more");
  if (more) more.open = false;
  row.classList.toggle("door-person--kept", Boolean(problem));
  if (had) note.focus({ preventScroll: true });
}

function say() {
  const taps = kept();
  box.hidden = !problem || !taps.length;
  if (box.hidden) return;
  const first = element("p", `${box.dataset.words} `);
  first.append(element("strong", String(taps.length)));
  const names = taps.filter((tap) => tap.fields.name).map((tap) => tap.fields.name);
  const told = element("p", problem === "sign-in" ? box.dataset.signIn : box.dataset.stay);
  box.replaceChildren(first, ...(names.length ? [element("p", names.join(", "))] : []), told);
}

async function send() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  let tap;
  while ((tap = kept()[0])) {
    const outcome = await deliver(tap);
    if (outcome === "network" || outcome === "sign-in") {
      problem = outcome;
      break;
    }
    problem = "";
    pause = SOON;
    keep(kept().filter((each) => each.id !== tap.id));
    if (outcome === "lost") lose(tap);
  }
  busy = false;
  kept().forEach(show);
  say();
  if (problem && kept().length) {
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 1.5, LATE);
  }
}

async function deliver(tap) {
  const body = new FormData();
  for (const [name, value] of Object.entries(tap.fields)) if (value) body.set(name, value);
  const late = (Date.now() - tap.at) / 1000;
  if (late > 3) body.set("ago", late.toFixed(1));
  try {
    let answer = await post(tap.url, body);
    // Who signed in again on another page has a new token, and this page still the old one.
    if (answer.status === 403 && (await renew())) answer = await post(tap.url, body);
    if (answer.type === "opaqueredirect" || answer.status === 403) return "sign-in";
    if (answer.status >= 500 || answer.status === 429) return "network";
    if (!answer.ok) return "lost";
    change(await answer.text());
    document.getElementById("door-said").textContent = tap.label ? `${tap.who}: ${tap.label}` : tap.who;
    return "sent";
  } catch {
    return "network";
  }
}

const ways = () => ({ headers: { "HX-Request": "true" }, redirect: "manual", signal: AbortSignal.timeout(15000) });
const tokens = (root) => [...root.querySelectorAll("[name=csrfmiddlewaretoken]")];

function post(url, body) {
  body.set("csrfmiddlewaretoken", tokens(document)[0].value);
  return fetch(url, { method: "POST", body, ...ways() });
}

// Take the token of the door as it is now into this page; whether there was one.
async function renew() {
  const answer = await fetch(document.getElementById("door-search").action, ways());
  if (!answer.ok) return false;
  const [fresh] = tokens(new DOMParser().parseFromString(await answer.text(), "text/html"));
  for (const old of fresh ? tokens(document) : []) old.value = fresh.value;
  return Boolean(fresh);
}

// Each part of the answer replaces the one with its id; the keyboard stays where it was.
function change(html) {
  const parts = new DOMParser().parseFromString(html, "text/html").body.children;
  for (const part of [...parts]) {
    const old = part.id && document.getElementById(part.id);
    if (!old) continue;
    const had = old.contains(document.activeElement);
    old.replaceWith(part);
    if (part.id === "door-welcome") part.scrollIntoView({ block: "center" }); // the link is shown only now
    if (had) part.querySelector("button, summary, input:not([type=hidden])")?.focus({ preventScroll: true });
  }
  ready();
  filter();
}

// The site does not take this one: it is said, and never silent.
function lose(tap) {
  const sorry = element("p", `${door.dataset.lost}: ${[tap.who, tap.label].filter(Boolean).join(", ")}`, "door-refusal");
  document.getElementById("door-refusal").replaceChildren(sorry);
}

// Search as one types: the words in any order, without accents.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function filter() {
  const words = fold(search.value).split(/\s+/).filter(Boolean);
  for (const row of door.querySelectorAll("[data-name]")) row.hidden = !words.every((word) => fold(row.dataset.name).includes(word));
}

search.addEventListener("input", filter);
document.getElementById("door-search").addEventListener("submit", (event) => {
  event.preventDefault();
  filter();
});

function ready() {
  for (const button of door.querySelectorAll("[data-copy]")) button.hidden = false;
}

door.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text.textContent.trim());
    button.querySelector("span").textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(text);
  }
});

addEventListener("online", send);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") send();
});
addEventListener("beforeunload", (event) => {
  if (problem && kept().length) event.preventDefault();
});

ready();
kept().forEach(show);
send();
