// Color choice: apply at once and remember, without loading the page again. Without this file the form posts.
const year = 60 * 60 * 24 * 365;
const root = document.documentElement;

// A page from a shared cache may carry another visitor's choice: the cookie decides.
const remembered = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
show(remembered ?? "auto");

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  const choice = event.submitter?.value;
  if (!form || !choice) return;
  event.preventDefault();
  document.cookie = `theme=${choice}; path=/; max-age=${choice === "auto" ? 0 : year}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  show(choice);
});

function show(choice) {
  if (choice === "auto") delete root.dataset.theme;
  else root.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === choice));
  }
}
