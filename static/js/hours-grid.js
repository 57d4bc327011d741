// Lets the arrow keys walk through the weekly hours; ticking works without it.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

for (const grid of document.querySelectorAll("[data-hours-grid]")) {
  const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
  grid.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (!step || row < 0) return;
    const next = rows[row + step[0]]?.[rows[row].indexOf(event.target) + step[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
