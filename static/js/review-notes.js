// Notes at lines without a round trip: a line number opens a note there, arrow keys walk along the numbers.
const form = document.querySelector("[data-review]");
const spare = form.querySelector("[data-spare]");
const count = form.elements.rows;
const loose = form.querySelector("[data-loose]");
const lines = form.querySelector("[data-lines]");
const numbers = lines ? [...lines.querySelectorAll("button.line__number")] : [];
const field = (note, name) => note.querySelector(`[name$="-${name}"]`);
let typed = false;

// The notes that are there already first: an empty one is taken before a new one is made.
function fresh() {
  for (const note of loose.querySelectorAll("[data-note]"))
    if (!field(note, "body").value.trim() && !field(note, "line")?.value.trim()) return note;
  return made();
}

function made() {
  const holder = document.createElement("div");
  holder.innerHTML = spare.innerHTML.replaceAll("__n__", count.value);
  count.value = Number(count.value) + 1;
  loose.append(holder.firstElementChild);
  return loose.lastElementChild;
}

function place(note, item) {
  let holder = item.querySelector(":scope > .line__notes");
  if (!holder) {
    holder = document.createElement("div");
    holder.className = "line__notes";
    item.append(holder);
  }
  holder.append(note);
}

for (const button of numbers) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const item = button.closest(".line");
    let note = item.querySelector("[data-note]");
    if (!note) {
      note = fresh();
      field(note, "line").value = button.value;
      place(note, item);
    }
    field(note, "body").focus();
  });
}

// Of many line numbers the Tab key meets one; the arrows lead to the others.
numbers.forEach((button, nth) => { button.tabIndex = nth ? -1 : 0; });
lines?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const next = numbers[numbers.indexOf(event.target) + step];
  if (!step || !numbers.includes(event.target) || !next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

form.querySelector("[data-add]").addEventListener("click", (event) => {
  event.preventDefault();
  const note = made();
  (field(note, "line") ?? field(note, "body")).focus();
});

// Leaving with words that were not sent is asked about; every button of this page keeps them.
form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
