import assert from "node:assert/strict";
import { test } from "node:test";
import { layersDrawn, moved, readDrawing, writeDrawing } from "../../static/js/data/drawing.js";

const layers = [
  { slug: "flight", position: 2, style: "figures" },
  { slug: "strikes", position: 1, style: "symbols" },
  { slug: "control", position: 3, style: "areas" },
];
const read = (search) => readDrawing(new URLSearchParams(search), { layers });
const written = (state) => {
  const query = new URLSearchParams();
  writeDrawing(query, state, { layers });
  return decodeURIComponent(query.toString());
};

test("without a choice nothing is written and the editors' order and styles hold", () => {
  const state = read("");

  assert.deepEqual(state, { draw: null, opacity: new Map(), order: [] });
  assert.equal(written(state), "");
  assert.deepEqual(layersDrawn(layers, state), [
    { slug: "strikes", style: "symbols", opacity: 1 },
    { slug: "flight", style: "figures", opacity: 1 },
    { slug: "control", style: "areas", opacity: 1 },
  ]);
});

test("a link brings back drawing, opacity and order", () => {
  const link = "draw=heat&opacity=strikes:50,control:20&order=control,strikes,flight";

  assert.equal(written(read(link)), link);
  assert.deepEqual(
    layersDrawn(layers, read(link)).map(({ slug, opacity }) => [slug, opacity]),
    [
      ["control", 0.2],
      ["strikes", 0.5],
      ["flight", 1],
    ],
  );
});

for (const [search, expected] of [
  ["draw=fireworks", ""],
  ["opacity=strikes:3", "opacity=strikes:10"],
  ["opacity=strikes:400,strikes:x,nothing:50,flight", ""],
  ["order=control,nothing,control", "order=control,strikes,flight"],
  ["order=strikes,flight,control", ""],
]) {
  test(`${search} is read as ${expected || "nothing"}`, () => {
    assert.equal(written(read(search)), expected);
  });
}

test("a layer goes up and down and never out", () => {
  assert.deepEqual(moved(layers, read(""), "control", -1), ["strikes", "control", "flight"]);
  assert.deepEqual(moved(layers, read(""), "strikes", -1), ["strikes", "flight", "control"]);
  assert.deepEqual(moved(layers, read(""), "strikes", 9), ["flight", "control", "strikes"]);
});
