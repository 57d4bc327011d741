// A "copy" button on every code block that asks for one: <div data-copy="Copy" data-copied="Copied"> … <pre> … </div>
if (navigator.clipboard) {
  for (const box of document.querySelectorAll("[data-copy]")) {
    const source = box.querySelector("pre");
    if (!source) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.textContent = box.dataset.copy;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words(source));
      } catch {
        getSelection().selectAllChildren(source); // refused: select it, so that Ctrl+C does it
        return;
      }
      button.textContent = status.textContent = box.dataset.copied;
      setTimeout(() => {
        button.textContent = box.dataset.copy;
        status.textContent = "";
      }, 2000);
    });
    box.append(button, status);
  }
}

// Of a terminal session only what was typed: <kbd data-typed>.
function words(source) {
  const typed = [...source.querySelectorAll("[data-typed]")].map((line) => line.textContent);
  return typed.length ? typed.join("\n") : source.textContent.replace(/\n$/, "");
}
