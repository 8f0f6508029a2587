import assert from "node:assert/strict";
import { test } from "node:test";
import { showsCircles } from "../../static/js/data/drawing.js";
import { Look } from "../../static/js/map/look.js";

const layers = [
  { slug: "control", style: "areas", opacity: 0.5 },
  { slug: "flight", style: "figures", opacity: 1 },
  { slug: "strikes", style: "symbols", opacity: 1 },
];
const of = (layer) => ({ layer });

test("without a choice each layer is drawn as its editor set it", () => {
  const look = new Look(layers);

  assert.deepEqual(
    layers.map(({ slug }) => look.styleOf(of(slug))),
    ["areas", "circles", "symbols"],
  );
});

test("a choice holds for every layer", () => {
  assert.deepEqual(
    layers.map(({ slug }) => new Look(layers, "heat").styleOf(of(slug))),
    ["heat", "heat", "heat"],
  );
});

test("the topmost layer comes first and stands highest; layers that nobody named come last", () => {
  const look = new Look(layers);
  const marks = [of("strikes"), of("other"), of("flight"), of("control")].map((event) => ({ event }));

  assert.deepEqual(
    look.inOrder(marks).map(({ event }) => event.layer),
    ["control", "flight", "strikes", "other"],
  );
  assert.ok(look.heightOf(of("control")) > look.heightOf(of("strikes")));
  assert.deepEqual([look.opacityOf(of("control")), look.opacityOf(of("other"))], [0.5, 1]);
});

test("a symbol that stands for several layers is as visible as the most visible of them", () => {
  const look = new Look(layers);

  assert.deepEqual(look.ofAll([of("control"), of("control")]), { opacity: 0.5, height: 3, isSmall: true });
  assert.deepEqual(look.ofAll([of("strikes"), of("control")]), { opacity: 1, height: 3, isSmall: false });
});

test("circles are there when asked for, or when switched on and not in the way", () => {
  const shown = ["symbols", "circles", "areas", "heat", null].map((draw) =>
    [true, false].map((figures) => showsCircles({ draw, figures })),
  );

  assert.deepEqual(shown, [
    [true, false],
    [true, true],
    [false, false],
    [false, false],
    [true, false],
  ]);
});
