// Arrow keys go up and down a list of the workbench while one of its links has the focus; "/" in the list leads to the search.
const rows = document.querySelector("[data-rows]");

rows?.addEventListener("keydown", (event) => {
  const links = [...rows.querySelectorAll(".bench-list__who a, tbody th a")];
  const at = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (at >= 0 && step && links[at + step]) {
    event.preventDefault();
    links[at + step].focus();
  } else if (at >= 0 && event.key === "/") {
    event.preventDefault();
    document.querySelector("[data-find]")?.focus();
  }
});
