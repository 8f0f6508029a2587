// Puts Dateline's maps into an article. A publisher pastes either of
//
//   <p data-dateline-map="idlib"><a href="https://…/maps/idlib/">…</a></p> <script async src="https://…/embed.js"></script>
//   <script src="https://…/embed.js" data-map="idlib"></script>
//
// It frames the map and lets the frame choose its height. It leaves no global, cookie or stored value behind.
(function () {
  "use strict";

  const script = document.currentScript;
  if (!script) return;
  const base = new URL(script.src, document.baseURI);
  const MIN_HEIGHT = 200;
  const MAX_HEIGHT = 2000;
  const frames = [];

  function frameOf(slug, title) {
    const frame = document.createElement("iframe");
    frame.src = new URL("maps/" + encodeURIComponent(slug) + "/embed/", base).href;
    frame.title = title || "Map: " + slug;
    frame.loading = "lazy";
    frame.style.cssText = "display:block;inline-size:100%;block-size:560px;border:0";
    frames.push(frame);
    return frame;
  }

  function fillPlaceholders() {
    for (const element of document.querySelectorAll("[data-dateline-map]:not([data-dateline-ready])")) {
      const frame = frameOf(element.dataset.datelineMap, element.textContent.trim());
      element.dataset.datelineReady = "";
      element.replaceChildren(frame);
    }
  }

  // Only a number, only from a frame of ours, only while it still shows our site.
  window.addEventListener("message", function (event) {
    if (event.origin !== base.origin) return;
    const frame = frames.find((candidate) => candidate.contentWindow === event.source);
    const height = event.data && event.data.dateline && event.data.dateline.height;
    if (!frame || typeof height !== "number" || !Number.isFinite(height)) return;
    frame.style.blockSize = Math.round(Math.min(Math.max(height, MIN_HEIGHT), MAX_HEIGHT)) + "px";
  });

  if (script.dataset.map) {
    script.after(frameOf(script.dataset.map, script.dataset.title));
  }
  fillPlaceholders();
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", fillPlaceholders);
  }
})();
