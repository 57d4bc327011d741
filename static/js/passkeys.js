// Shows what needs a passkey only where the browser has them, and says in words when one was not used.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const status of document.querySelectorAll("[data-passkey-status]")) status.textContent = status.dataset.passkeyStatus;
});
