// Remember the block a member read last, so that the lesson opens there next time.
// <div data-resume="/address/to/post/to" data-token="csrf"> … <* id="b-…" data-block="…"> … </div>
const text = document.querySelector("[data-resume]");

if (text && "IntersectionObserver" in window) {
  const PAUSE = 8000;
  let seen = null;
  let sent = null;
  let timer = null;

  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) if (entry.isIntersecting) seen = entry.target.dataset.block;
      if (seen !== sent && !timer) timer = setTimeout(report, PAUSE);
    },
    { rootMargin: "-20% 0px -55% 0px" }, // the band of the screen where the eyes are
  );
  for (const block of text.querySelectorAll("[data-block]")) observer.observe(block);

  addEventListener("pagehide", () => report(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") report(true);
  });

  function report(leaving) {
    clearTimeout(timer);
    timer = null;
    if (!seen || seen === sent) return;
    sent = seen;
    const body = new FormData();
    body.set("block", seen);
    body.set("csrfmiddlewaretoken", text.dataset.token);
    if (leaving === true && navigator.sendBeacon) navigator.sendBeacon(text.dataset.resume, body);
    else fetch(text.dataset.resume, { method: "POST", body, credentials: "same-origin", keepalive: true }).catch(() => { sent = null; });
  }
}
