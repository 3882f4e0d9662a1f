// The preview's side of a tab: load again when the page was written, exchange style sheets in place.
"use strict";
(() => {
  const version = document.currentScript.dataset.version;
  const asked = new URLSearchParams({ page: location.pathname, version });
  const events = new EventSource(`/_preview/events?${asked}`);
  events.addEventListener("reload", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("style", () => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const address = new URL(link.href);
      address.searchParams.set("preview", Date.now());
      const fresh = link.cloneNode();
      fresh.href = address;
      fresh.addEventListener("load", () => link.remove());
      link.after(fresh);
    }
  });
  addEventListener("pagehide", () => events.close());
})();
