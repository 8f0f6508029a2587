// The loader runs in other people's pages, so it is run here as they do: as a script in a page made by hand.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../static/embed.js", import.meta.url), "utf8");

class Element {
  constructor(dataset = {}, { text = "", href = null } = {}) {
    this.dataset = dataset;
    this.textContent = text;
    this.link = href && new URL(href);
    this.style = {};
    this.children = [];
    this.following = [];
    this.contentWindow = {};
  }

  querySelector() {
    return this.link;
  }

  replaceChildren(...children) {
    this.children = children;
  }

  after(element) {
    this.following.push(element);
  }
}

function run({ script = {}, places = [], src = "https://maps.example.org/embed.js" }) {
  const heard = {};
  const current = Object.assign(new Element(script), { src });
  const context = vm.createContext({
    URL,
    document: {
      currentScript: current,
      baseURI: "https://herald.example.org/article",
      readyState: "complete",
      createElement: () => new Element(),
      querySelectorAll: () => places,
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
  const place = new Element({ datelineMap: "idlib" }, { text: " Idlib in 2019 " });

  const { added } = run({ places: [place] });

  const [frame] = place.children;
  assert.equal(frame.src, "https://maps.example.org/maps/idlib/embed/");
  assert.equal(frame.title, "Idlib in 2019");
  assert.equal(frame.loading, "lazy");
  assert.deepEqual(added, []);
});

test("what the link asks for is what the embed shows, if the link leads to the same site", () => {
  const query = "?kind=shelling,protest&view=8/35.8/36.6&theme=dark";
  const ours = new Element(
    { datelineMap: "idlib" },
    { href: `https://maps.example.org/maps/idlib/${query}` },
  );
  const other = new Element({ datelineMap: "idlib" }, { href: `https://evil.example.org/${query}` });

  run({ places: [ours, other] });

  assert.equal(ours.children[0].src, `https://maps.example.org/maps/idlib/embed/${query}`);
  assert.equal(other.children[0].src, "https://maps.example.org/maps/idlib/embed/");
});

test("an event, all events, and a site below a path have their frames too", () => {
  const event = new Element({ datelineEvent: "12" });
  const all = new Element({ datelineMap: "" });

  run({ places: [event, all], src: "https://herald.example.org/maps-of-war/embed.js" });

  assert.equal(event.children[0].src, "https://herald.example.org/maps-of-war/events/12/embed/");
  assert.equal(all.children[0].src, "https://herald.example.org/maps-of-war/embed/");
  assert.equal(all.children[0].title, "Map: herald.example.org");
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
  const place = new Element({ datelineMap: "idlib" }, { text: "Idlib" });
  run({ places: [place] });
  const [frame] = place.children;

  run({ places: [place] });

  assert.equal(place.children[0], frame);
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

test("of several frames each hears its own height alone, and a fixed one none", () => {
  const [one, other] = [new Element({ datelineMap: "a" }), new Element({ datelineMap: "b" })];
  const fixed = new Element({ datelineMap: "c", datelineHeight: "99999" });
  const { heard } = run({ places: [one, other, fixed] });
  const frames = [one, other, fixed].map(({ children: [frame] }) => frame);

  for (const frame of [frames[1], frames[2]]) {
    const data = { dateline: { height: 700 } };
    heard.message({ data, origin: "https://maps.example.org", source: frame.contentWindow });
  }

  assert.equal(frames[0].style.blockSize, undefined);
  assert.equal(frames[1].style.blockSize, "700px");
  assert.match(frames[2].style.cssText, /block-size:2000px$/);
  assert.equal(frames[2].style.blockSize, undefined);
});

const JUNK = [
  null,
  undefined,
  0,
  "700",
  "pymxPYMxaxPYMxheightxPYMx9",
  [],
  {},
  { dateline: null },
  { dateline: 700 },
  { dateline: { height: "700px;x:y" } },
  { dateline: { height: NaN } },
  { dateline: { height: Infinity } },
  { dateline: { height: { valueOf: () => 700 } } },
  { dateline: { height: 700n } },
  new Proxy({}, { get: () => undefined }),
];

test("nobody else chooses it, and with nothing but a number", () => {
  const { current, heard } = run({ script: { map: "idlib" } });
  const [frame] = current.following;
  const ours = { origin: "https://maps.example.org", source: frame.contentWindow };
  const data = { dateline: { height: 700 } };

  heard.message({ ...ours, data, origin: "https://evil.example.org" });
  heard.message({ ...ours, data, origin: "null" });
  heard.message({ ...ours, data, source: {} });
  heard.message({ ...ours, data, source: null });
  for (const junk of JUNK) heard.message({ ...ours, data: junk });

  assert.equal(frame.style.blockSize, undefined);
});

test("it is small enough for any page", () => {
  assert.ok(Buffer.byteLength(SOURCE) < 3000);
});
