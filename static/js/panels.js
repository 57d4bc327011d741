// Popovers close when a link in them leads to a place on the same page, as the outline of a lesson does on phones.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[popover] a[href*='#']");
  const panel = link?.closest("[popover]");
  if (panel?.matches(":popover-open")) panel.hidePopover();
});
