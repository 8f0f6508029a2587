// The loader runs in other people's pages, so it is run here as they do: as a script in a page made by hand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/embed.js", import.meta.url), "utf8");

class Element {
  constructor(dataset = {}, text = "") {
    this.dataset = dataset;
    this.textContent = text;
    this.style = {};
    this.children = [];
    this.following = [];
    this.contentWindow = {};
  }

  replaceChildren(...children) {
    this.children = children;
  }

  after(element) {
    this.following.push(element);
  }
}

function run({ script = {}, placeholders = [] }) {
  const heard = {};
  const current = Object.assign(new Element(script), { src: "https://maps.example.org/embed.js" });
  const context = vm.createContext({
    URL,
    document: {
      currentScript: current,
      baseURI: "https://herald.example.org/article",
      readyState: "complete",
      createElement: () => new Element(),
      querySelectorAll: () => placeholders.filter(({ dataset }) => !("datelineReady" in dataset)),
      addEventListener: () => {},
    },
    addEventListener: (name, listener) => (heard[name] = listener),
  });
  context.window = context;
  const globals = Object.keys(context);
  vm.runInContext(SOURCE, context);
  return { current, heard, added: Object.keys(context).filter((name) => !globals.includes(name)) };
}

test("a placeholder becomes a frame with the map's name and the words of its link as title", () => {
  const placeholder = new Element({ datelineMap: "idlib" }, " Idlib in 2019 ");

  const { added } = run({ placeholders: [placeholder] });

  const [frame] = placeholder.children;
  assert.equal(frame.src, "https://maps.example.org/maps/idlib/embed/");
  assert.equal(frame.title, "Idlib in 2019");
  assert.equal(frame.loading, "lazy");
  assert.deepEqual(added, []);
});

test("the script's own attribute puts the frame after the script", () => {
  const { current } = run({ script: { map: "idlib" } });

  assert.equal(current.following[0].src, "https://maps.example.org/maps/idlib/embed/");
  assert.equal(current.following[0].title, "Map: idlib");
});

test("a slug cannot lead out of the maps", () => {
  const { current } = run({ script: { map: "../../admin/?x=#" } });

  assert.equal(current.following[0].src, "https://maps.example.org/maps/..%2F..%2Fadmin%2F%3Fx%3D%23/embed/");
});

test("two loaders on a page fill a placeholder once", () => {
  const placeholder = new Element({ datelineMap: "idlib" }, "Idlib");
  run({ placeholders: [placeholder] });
  const [frame] = placeholder.children;

  run({ placeholders: [placeholder] });

  assert.equal(placeholder.children[0], frame);
});

test("a frame of ours chooses its height, within limits", () => {
  const { current, heard } = run({ script: { map: "idlib" } });
  const [frame] = current.following;
  const say = (data, origin = "https://maps.example.org", source = frame.contentWindow) =>
    heard.message({ data, origin, source });

  say({ dateline: { height: 431.6 } });
  assert.equal(frame.style.blockSize, "432px");
  say({ dateline: { height: 5 } });
  assert.equal(frame.style.blockSize, "200px");
  say({ dateline: { height: 1e9 } });
  assert.equal(frame.style.blockSize, "2000px");
});

test("nobody else chooses it, and with nothing but a number", () => {
  const { current, heard } = run({ script: { map: "idlib" } });
  const [frame] = current.following;
  const ours = { origin: "https://maps.example.org", source: frame.contentWindow };
  const data = { dateline: { height: 700 } };

  heard.message({ ...ours, data, origin: "https://evil.example.org" });
  heard.message({ ...ours, data, source: {} });
  for (const other of [
    null,
    "700",
    {},
    { dateline: null },
    { dateline: { height: "700px;x:y" } },
    { dateline: { height: NaN } },
  ]) {
    heard.message({ ...ours, data: other });
  }

  assert.equal(frame.style.blockSize, undefined);
});
