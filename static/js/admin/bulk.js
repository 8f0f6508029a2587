// A bulk action's pages: the map of its preview, and batch after batch once it is confirmed.

import { MovesMap } from "../map/moves-map.js";

const map = document.getElementById("bulk-map");
if (map) {
  new MovesMap(map, { basemap: read("basemap-config"), moves: read("bulk-moves") });
}

const form = document.querySelector("[data-bulk-continue]");
if (form) workOff(form);

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

/** Sends the form again and again until nothing is left. After a refusal its button goes on. */
async function workOff(form) {
  const bar = document.getElementById("bulk-progress");
  const said = document.getElementById("bulk-said");
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  run();

  async function run() {
    button.disabled = true;
    try {
      for (;;) {
        const answer = await step(form);
        if (answer.error) {
          said.textContent = answer.error;
          return;
        }
        bar.max = answer.whole;
        bar.value = answer.done;
        said.textContent = answer.said;
        if (!answer.left) break;
      }
      location.replace(location.href);
    } catch {
      // The connection, or a page instead of an answer: the button shows what it is.
      form.submit();
    } finally {
      button.disabled = false;
    }
  }
}

async function step(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new FormData(form),
    redirect: "error",
  });
  return response.json();
}
