// Puts Dateline's maps and events into an article. A publisher pastes one of
//   <p data-dateline-map="idlib"><a href="https://…/maps/idlib/?kind=shelling">…</a></p> <script async src="https://…/embed.js"></script>
//   <p data-dateline-event="12"><a href="https://…/events/12/">…</a></p> <script async src="https://…/embed.js"></script>
//   <script src="https://…/embed.js" data-map="idlib"></script>
// The link's query is the embed's. No global, cookie or stored value is left behind. Documented in docs/embedding.md.
(function () {
  "use strict";

  const script = document.currentScript;
  if (!script) return;
  const base = new URL(".", new URL(script.src, document.baseURI));
  const [LEAST, MOST] = [200, 2000];
  const frames = new Map();

  function frameOf(path, query, title, fixed) {
    const frame = document.createElement("iframe");
    const height = Math.min(Math.max(parseInt(fixed, 10) || 560, LEAST), MOST);
    frame.src = new URL(path + "embed/" + query, base).href;
    frame.title = title;
    frame.loading = "lazy";
    frame.style.cssText = "display:block;inline-size:100%;border:0;block-size:" + height + "px";
    frames.set(frame, Boolean(fixed));
    return frame;
  }

  function pathOf(map, event) {
    if (event) return "events/" + encodeURIComponent(event) + "/";
    return map ? "maps/" + encodeURIComponent(map) + "/" : "";
  }

  function fill() {
    const places = "[data-dateline-map],[data-dateline-event]";
    for (const place of document.querySelectorAll(places)) {
      const { datelineMap: map, datelineEvent: event, datelineHeight: fixed, datelineReady } = place.dataset;
      if (datelineReady !== undefined) continue;
      const link = place.querySelector("a");
      // Only a link to this site says what its embed shows.
      const query = link && link.origin === base.origin ? link.search : "";
      const title = place.textContent.trim() || "Map: " + (map || event || base.host);
      place.dataset.datelineReady = "";
      place.replaceChildren(frameOf(pathOf(map, event), query, title, fixed));
    }
  }

  // Only a number, only from a frame of ours, only while it still shows our site.
  window.addEventListener("message", function ({ data, origin, source }) {
    if (origin !== base.origin) return;
    const height = data?.dateline?.height;
    if (typeof height !== "number" || !Number.isFinite(height)) return;
    for (const [frame, isFixed] of frames) {
      if (isFixed || frame.contentWindow !== source) continue;
      frame.style.blockSize = Math.round(Math.min(Math.max(height, LEAST), MOST)) + "px";
    }
  });

  const { map, event, title, height } = script.dataset;
  if (map || event) script.after(frameOf(pathOf(map, event), "", title || "Map: " + (map || event), height));
  fill();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", fill);
})();
