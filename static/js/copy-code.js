// A "copy" button on every code block that asks for one: <div data-copy="Copy" data-copied="Copied"> … <pre> … </div>
if (navigator.clipboard) {
  for (const box of document.querySelectorAll("[data-copy]")) {
    const source = box.querySelector("pre code, pre");
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
        await navigator.clipboard.writeText(source.textContent.replace(/\n$/, ""));
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
