// Proposes the browser's time zone in a select that still says UTC; the reader sees it and can change it.
const select = document.querySelector("select[data-timezone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && select.value === "UTC" && [...select.options].some((option) => option.value === zone)) select.value = zone;
