import assert from "node:assert/strict";
import { test } from "node:test";
import { circleOf, drawnFigures, legendSizes, scalesOf } from "../../static/js/data/circles.js";

const figure = (measure, low, high = low, changes = {}) => ({
  measure,
  low,
  high,
  unit: "person",
  role: "recommended",
  scope: "incident",
  ...changes,
});

test("areas are proportional to people", () => {
  const scales = scalesOf([{ point: [0, 0], figures: [figure("killed", 400)] }]);

  const [large, small] = [400, 100].map((people) => circleOf(figure("killed", people), scales));

  assert.equal(large.outer, 46);
  assert.equal(small.outer, 23);
});

test("casualties and displacement have a scale each", () => {
  const scales = scalesOf([
    { point: [0, 0], figures: [figure("killed", 600, null), figure("displaced", 300_000)] },
  ]);

  assert.equal(
    circleOf(figure("killed", 600), scales).outer,
    circleOf(figure("displaced", 300_000), scales).outer,
  );
});

test("a number that no map can show makes none of the others smaller", () => {
  const everywhere = { point: null, figures: [figure("killed", 6_000_000)] };
  const somewhere = { point: [0, 0], figures: [figure("killed", 60)] };

  assert.deepEqual(scalesOf([everywhere, somewhere]), scalesOf([somewhere]));
});

test("an event from outside the map is measured with those on it, and none is larger than the largest", () => {
  const here = { point: [0, 0], figures: [figure("killed", 6)] };
  const guest = { point: [9, 9], figures: [figure("killed", 600)] };

  const scales = scalesOf([here], guest);

  assert.equal(circleOf(figure("killed", 600), scales).outer, 46);
  assert.deepEqual(scalesOf([here], null), scalesOf([here]));
});

test("a range has an inner and an outer circle, an open end only the known one", () => {
  const scales = { casualties: 1 };

  assert.deepEqual(circleOf(figure("killed", 9, 16), scales), { inner: 3, outer: 4, isFilled: true });
  assert.deepEqual(circleOf(figure("killed", 9, null), scales), { inner: 3, outer: 3, isFilled: true });
  assert.deepEqual(circleOf(figure("killed", null, 16), scales), { inner: 4, outer: 4, isFilled: true });
});

test("what contains other events is never filled", () => {
  for (const scope of ["running_total", "period", "stock"]) {
    assert.equal(circleOf(figure("killed", 9, 9, { scope }), { casualties: 1 }).isFilled, false);
  }
});

test("deaths are drawn before injuries, and nothing that is not recommended, counted or of persons", () => {
  const figures = [
    figure("injured", 50),
    figure("killed", 7),
    figure("killed", 12, null, { role: "disputed" }),
    figure("displaced", null, null),
    figure("displaced", 40, 40, { unit: "household" }),
  ];

  assert.deepEqual(drawnFigures({ figures }), [figure("killed", 7)]);
});

test("legend shows two round numbers", () => {
  assert.deepEqual(
    legendSizes(scalesOf([{ point: [0, 0], figures: [figure("killed", 640)] }]).casualties).map(
      ({ people }) => people,
    ),
    [200, 20],
  );
  assert.deepEqual(legendSizes(0), []);
});
