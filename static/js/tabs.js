// Panels under each other become tabs. Choosing "macOS" once chooses it everywhere on the page, and next time.
// <div class="tabs" data-tabs><section class="tabs__panel"><h3 class="tabs__label">…</h3>…</section>…</div>
const KEY = "tab";
const groups = [];

for (const box of document.querySelectorAll("[data-tabs]")) {
  const panels = [...box.querySelectorAll(":scope > .tabs__panel")];
  const labels = panels.map((panel) => panel.querySelector(":scope > .tabs__label"));
  if (panels.length < 2 || labels.includes(null)) continue;
  const list = document.createElement("div");
  list.className = "tabs__list";
  list.setAttribute("role", "tablist");
  const nth = groups.length;
  const tabs = panels.map((panel, index) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.className = "tabs__tab";
    tab.id = `tab-${nth}-${index}`;
    tab.setAttribute("role", "tab");
    tab.textContent = labels[index].textContent.trim();
    panel.id ||= `tab-panel-${nth}-${index}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    tab.addEventListener("click", () => choose(tab.textContent, nth, index));
    return tab;
  });
  list.append(...tabs);
  list.addEventListener("keydown", (event) => {
    const now = tabs.indexOf(document.activeElement);
    const forward = getComputedStyle(list).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
    const to = { [forward]: now + 1, [back]: now - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + tabs.length) % tabs.length;
    tabs[next].focus();
    choose(tabs[next].textContent, nth, next);
  });
  box.prepend(list);
  box.classList.add("tabs--ready");
  groups.push({ tabs, panels });
  select(nth, 0);
}

const remembered = recall();
if (remembered) choose(remembered);
reveal();
addEventListener("hashchange", reveal);
// On paper every panel is read, each under its heading: print.css.
addEventListener("beforeprint", () => groups.forEach(({ panels }) => panels.forEach((panel) => { panel.hidden = false; })));
addEventListener("afterprint", () => groups.forEach(({ tabs }, nth) => select(nth, tabs.findIndex((tab) => tab.ariaSelected === "true"))));

function choose(label, chosenGroup, chosenIndex) {
  groups.forEach(({ tabs }, nth) => {
    const index = nth === chosenGroup ? chosenIndex : tabs.findIndex((tab) => tab.textContent === label);
    if (index >= 0) select(nth, index);
  });
  if (chosenGroup !== undefined) remember(label);
}

function select(nth, index) {
  groups[nth].tabs.forEach((tab, at) => {
    tab.setAttribute("aria-selected", String(at === index));
    tab.tabIndex = at === index ? 0 : -1;
    groups[nth].panels[at].hidden = at !== index;
  });
}

function reveal() {
  // A link into a hidden panel opens it.
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  groups.forEach(({ panels }, nth) => {
    const index = panels.findIndex((panel) => panel.contains(target));
    if (index >= 0) select(nth, index);
  });
  target.scrollIntoView();
}

function remember(label) {
  try { localStorage.setItem(KEY, label); } catch { /* storage may be off */ }
}

function recall() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
