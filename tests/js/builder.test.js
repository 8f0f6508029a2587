import assert from "node:assert/strict";
import { test } from "node:test";
import { draggedTo, landing, moved, placesOf, shownNumber } from "../../static/js/builder/ordering.js";
import { landingTab } from "../../static/js/builder/tabs.js";
import { previewed, snapshot } from "../../static/js/builder/typed.js";
import { openingZoom } from "../../static/js/data/framing.js";
import { fitted, sidesOf, viewSaid, written } from "../../static/js/builder/views.js";

const step = (place, more = {}) => ({ place, isRemoved: false, isBlank: false, ...more });

test("a row goes no further than the ends", () => {
  assert.equal(landing(0, -1, 3), 0);
  assert.equal(landing(2, 1, 3), 2);
  assert.equal(landing(1, 1, 3), 2);
  assert.deepEqual(moved(["a", "b", "c"], 0, 2), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 1), ["a", "c", "b"]);
});

test("a row is dragged past the middle of another one, and to the ends", () => {
  const rows = [
    { top: 100, height: 40 },
    { top: 140, height: 200 },
    { top: 340, height: 40 },
  ];

  assert.equal(draggedTo(rows, 0, 239), null);
  assert.equal(draggedTo(rows, 0, 241), 1);
  assert.equal(draggedTo(rows, 1, 241), null);
  assert.equal(draggedTo(rows, 2, 241), null);
  assert.equal(draggedTo(rows, 2, 239), 1);
  assert.equal(draggedTo(rows, 2, 20), 0);
  assert.equal(draggedTo(rows, 0, 900), 2);
  assert.equal(draggedTo(rows, 2, 900), null);
});

test("steps keep their places as long as these are in order", () => {
  assert.deepEqual(placesOf([step(1), step(2), step(5)]), [null, null, null]);
  assert.deepEqual(placesOf([step(1), step(2, { isRemoved: true }), step(3)]), [null, null, null]);
  assert.deepEqual(placesOf([step(2), step(1)]), [1, 2]);
  assert.deepEqual(placesOf([step(3), step(2, { isRemoved: true }), step(1)]), [1, null, 2]);
  assert.deepEqual(placesOf([step(1), step(NaN)]), [1, 2]);
});

test("a step is numbered among those that readers see", () => {
  const steps = [step(1, { isRemoved: true }), step(2), step(3, { isBlank: true }), step(4)];

  assert.deepEqual(
    steps.map((_, index) => shownNumber(steps, index)),
    [null, 1, null, 2],
  );
});

test("what is typed differs by its values, not by their order or by what the page remembers", () => {
  const opened = snapshot([
    ["title", "Winter"],
    ["layers", "1"],
    ["layers", "2"],
    ["introduction", "One\r\ntwo"],
    ["csrfmiddlewaretoken", "x"],
    ["preview-mode", "page"],
    ["initial-title", "Winter"],
  ]);

  const same = [
    ["introduction", "One\ntwo"],
    ["layers", "2"],
    ["layers", "1"],
    ["title", "Winter"],
    ["preview-mode", "phone"],
    ["_save", "1"],
  ];
  assert.equal(snapshot(same), opened);
  assert.notEqual(snapshot([...same, ["layers", "3"]]), opened);
});

test("a preview is sent what was typed, without what the form remembers", () => {
  const entries = [
    ["title", "Winter"],
    ["initial-title", "Old"],
    ["initial-steps-0-text", "Old"],
    ["preview-mode", "embed"],
    ["file", {}],
  ];

  assert.deepEqual(previewed(entries), [
    ["title", "Winter"],
    ["preview-mode", "embed"],
  ]);
});

test("a page is made smaller until it fits, an embed and a phone are shown as they are", () => {
  assert.deepEqual(fitted("page", { width: 590 * 1.25, height: 500 }), {
    width: 1180,
    height: 800,
    scale: 0.625,
  });
  assert.deepEqual(fitted("page", { width: 1500, height: 700 }), { width: 1500, height: 700, scale: 1 });
  assert.deepEqual(fitted("page", { width: 362, height: 420 }), { width: 362, height: 480, scale: 1 });
  assert.deepEqual(fitted("embed", { width: 700, height: 500 }), { width: 640, height: 560, scale: 1 });
  assert.deepEqual(fitted("embed", { width: 700, height: 500 }, { height: 900 }).height, 900);
  assert.deepEqual(fitted("phone", { width: 362, height: 500 }), { width: 362, height: 780, scale: 1 });
});

test("a view is heard from the preview's own frame and origin alone", () => {
  const frame = {};
  const data = { dateline: { view: { zoom: 7, lat: 35, lon: 38 }, bounds: [35, 34, 38, 37] } };
  const own = { origin: "https://a.example", frame };

  assert.deepEqual(viewSaid({ data, origin: "https://a.example", source: frame }, own), data.dateline);
  assert.equal(viewSaid({ data, origin: "https://b.example", source: frame }, own), null);
  assert.equal(viewSaid({ data, origin: "https://a.example", source: {} }, own), null);
  assert.equal(viewSaid({ data, origin: "https://a.example", source: null }, { ...own, frame: null }), null);
  for (const wrong of [null, "x", {}, { dateline: { view: data.dateline.view, bounds: [1, 2, 3] } }]) {
    assert.equal(viewSaid({ data: wrong, origin: "https://a.example", source: frame }, own), null);
  }
});

test("bounds are rounded and kept on earth", () => {
  assert.deepEqual(sidesOf([35.123456, -89, 181, 37]), {
    west: "35.12346",
    south: "-85",
    east: "180",
    north: "37",
  });
  assert.equal(sidesOf([170, 0, -170, 10]), null);
  assert.equal(written({ zoom: 6.25, lat: 35.12345678, lon: 36 }), "6.25/35.12346/36.00000");
});

test("a close view opens as it was taken, a wide one no closer and on a small screen as a whole", () => {
  assert.equal(openingZoom(13, 11.25), 13);
  assert.equal(openingZoom(10.25, 8), 10.25);
  assert.equal(openingZoom(6, 7.5), 6);
  assert.equal(openingZoom(6, 4.25), 4.25);
});

test("arrow keys lead from tab to tab, the other way round where one reads from the right", () => {
  assert.equal(landingTab("ArrowRight", 2, 3), 0);
  assert.equal(landingTab("ArrowLeft", 0, 3), 2);
  assert.equal(landingTab("ArrowLeft", 0, 3, "rtl"), 1);
  assert.equal(landingTab("Home", 2, 3), 0);
  assert.equal(landingTab("End", 0, 3), 2);
  assert.equal(landingTab("x", 0, 3), null);
});
