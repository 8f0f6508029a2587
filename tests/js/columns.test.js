import assert from "node:assert/strict";
import { test } from "node:test";
import { readColumns } from "../../static/js/data/columns.js";
import { drawnFigures } from "../../static/js/data/circles.js";
import { EventStore, articlesOf, countBy, filterEvents, readEvents } from "../../static/js/data/events.js";
import { readState } from "../../static/js/state.js";

const CHOICES = {
  kinds: [
    { value: "shelling_artillery", label: "Shelling", group: "shelling", group_label: "Shelling" },
    { value: "flight", label: "Flight", group: "displacement", group_label: "Displacement" },
  ],
  layers: [
    { value: "front", label: "Front" },
    { value: "people", label: "People" },
  ],
  precisions: [{ value: "settlement" }, { value: "country" }],
  verifications: [
    { value: "fair", label: "Fair" },
    { value: "weak", label: "Weak" },
  ],
  date_precisions: [{ value: "day" }, { value: "month" }, { value: "unknown" }],
  measures: [{ value: "killed", label: "killed" }],
  people: [{ value: "civilians", label: "civilians" }],
};

/** 18,109 is 1 August 2019. */
const ANSWER = {
  ...CHOICES,
  places: { id: [7], name: ["Saraqib"], country: ["SY"] },
  spots: { lon: [3680012, 1000000], lat: [3586000, -2000000] },
  columns: {
    id: [30, 12, 41],
    spot: [0, 1, null],
    place: [0, null, null],
    kind: [0, 1, 0],
    layer: [0, 1, 0],
    precision: [0, 0, 1],
    verification: [0, 1, 1],
    date_precision: [0, 1, 2],
    latest: [18139, 18109, null],
    span: [0, 30, null],
    marks: [1, 2, 4],
  },
  figures: { event: [0], measure: [0], people: [0], low: [12], high: [null], hedge: [1], scope: [0] },
};

const config = { layers: [{ slug: "front" }, { slug: "people" }] };

test("columns are read into events under the names that whole ones have", () => {
  const [event, moved, nowhere] = readColumns(ANSWER);

  assert.deepEqual(
    [event.id, event.kind, event.group, event.layer, event.verification, event.precision, event.url],
    [30, "shelling_artillery", "shelling", "front", "fair", "settlement", "/events/30/"],
  );
  assert.deepEqual(
    [event.point, event.place],
    [[36.80012, 35.86], { id: 7, name: "Saraqib", country: "SY" }],
  );
  assert.deepEqual(
    [event.earliest, event.latest, event.date_text],
    ["2019-08-31", "2019-08-31", "31 Aug 2019"],
  );
  assert.deepEqual([moved.earliest, moved.latest], ["2019-07-02", "2019-08-01"]);
  assert.deepEqual([nowhere.earliest, nowhere.last, nowhere.point, nowhere.place], [null, null, null, null]);
  assert.deepEqual([event.is_graphic, moved.hasShape, nowhere.is_demonstration], [true, true, true]);
  assert.deepEqual([event.title, event.geometry, event.sources], ["", null, []]);
});

test("a figure in columns is drawn as the whole one is", () => {
  const [figure] = drawnFigures(readColumns(ANSWER)[0]);

  assert.deepEqual(
    [figure.low, figure.high, figure.quantifier, figure.scope],
    [12, null, "more_than", "incident"],
  );
});

test("light events are completed once, in place, and are whole from then on", async () => {
  const asked = [];
  const store = new EventStore(readColumns(ANSWER), {
    fetchWhole: async (ids) => {
      asked.push(ids);
      return ids
        .filter((id) => id !== 12)
        .map((id) => ({ id, title: `Title ${id}`, sources: [{ url: "/a" }] }));
    },
  });
  const [event, withdrawn] = store.all;

  assert.equal(articlesOf([event]), null);
  await Promise.all([store.complete([event, withdrawn]), store.complete([event])]);
  await store.complete([event]);

  assert.deepEqual(asked, [[30, 12]]);
  assert.deepEqual([event.title, event.isComplete, event.kind], ["Title 30", true, "shelling_artillery"]);
  assert.deepEqual([withdrawn.title, withdrawn.isComplete], ["", false]);
  assert.equal(articlesOf([event]), 1);
  assert.equal(store.find(30), event);
});

test("what could not be fetched is asked for again", async () => {
  let fails = true;
  const store = new EventStore(readColumns(ANSWER), {
    fetchWhole: async ([id]) => {
      if (fails) throw new Error("offline");
      return [{ id, title: "Here" }];
    },
  });
  const [event] = store.all;

  await assert.rejects(store.complete([event]), /offline/);
  fails = false;
  await store.complete([event]);

  assert.equal(event.title, "Here");
});

/** The same events as an answer of whole features. */
function asFeatures(events) {
  const names = ["kind", "group", "layer", "precision", "verification", "earliest", "latest", "point"];
  return {
    type: "FeatureCollection",
    features: events.map((event) => ({
      id: event.id,
      geometry: null,
      properties: Object.fromEntries(names.map((name) => [name, event[name]])),
    })),
  };
}

test("filters and counts are the same for whole and light events, and as each test says alone", () => {
  const light = new EventStore(readColumns(manyColumns(400)), { fetchWhole: async () => [] });
  const whole = new EventStore(readEvents(asFeatures(light.all)));
  const ids = (events) => events.map(({ id }) => id);

  for (const query of [
    "",
    "kind=shelling",
    "kind=flight,shelling_artillery&verification=weak",
    "layer=front&from=2019-07-15",
    "to=2019-07-20&precision=country",
    "from=2019-08-01&to=2019-08-01&kind=displacement",
    "verification=weak&layer=people",
  ]) {
    const state = readState(query, config);
    const [one, other] = [light.choose(state), whole.choose(state)];
    assert.deepEqual(new Set(ids(one.shown)), new Set(ids(other.shown)), query);
    assert.deepEqual(ids(one.shown), ids(filterEvents(light.all, state)), query);
    assert.deepEqual(ids(one.timeless), ids(filterEvents(light.all, state, { except: "time" })), query);
    for (const [facet, except] of [
      ["group", "kinds"],
      ["layer", "layers"],
      ["precision", "precision"],
      ["verification", "verification"],
    ]) {
      const plain = countBy(filterEvents(light.all, state, { except }), facet);
      assert.deepEqual(sorted(one.counts[facet]), sorted(plain), `${query} ${facet}`);
      assert.deepEqual(sorted(other.counts[facet]), sorted(plain), `${query} ${facet}`);
    }
  }
});

const sorted = (map) => [...map].sort();

function manyColumns(number) {
  const each = (value) => Array.from({ length: number }, (_, i) => value(i));
  return {
    ...ANSWER,
    columns: {
      id: each((i) => 1000 + i),
      spot: each((i) => (i % 7 ? i % 2 : null)),
      place: each((i) => (i % 3 ? 0 : null)),
      kind: each((i) => i % 2),
      layer: each((i) => (i >> 1) % 2),
      precision: each((i) => Number(i % 5 === 0)),
      verification: each((i) => Number(i % 3 === 0)),
      date_precision: each((i) => (i % 11 ? 0 : 2)),
      latest: each((i) => (i % 11 ? 18109 - (i % 60) : null)),
      span: each((i) => (i % 11 ? i % 4 : null)),
      marks: each(() => 0),
    },
  };
}
