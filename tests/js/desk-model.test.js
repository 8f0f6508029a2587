import assert from "node:assert/strict";
import { test } from "node:test";
import { hindrance } from "../../static/js/desk/figure-standing.js";
import { ahead, DeskModel, eventOnItsWay, following, pendingStatus } from "../../static/js/desk/model.js";
import { boundsFor, numberFields, readWording } from "../../static/js/desk/wording.js";

const mention = (id, fields = {}) => ({
  id,
  version: 1,
  start: id * 10,
  end: id * 10 + 5,
  quote: "Idlib",
  name: "idlib",
  candidates: [],
  reading: "Idlib",
  status: "proposed",
  place: 1,
  geometry: null,
  is_place_shape: true,
  events: [],
  ...fields,
});
const figure = (id, fields = {}) => ({
  id,
  version: 1,
  start: id * 10,
  end: id * 10 + 2,
  acceptance: "proposed",
  ...fields,
});
const place = { id: 1, name: "Idlib", point: [36.6, 35.9], geometry: null };
const state = (more = {}) => ({
  article: { id: 7 },
  layers: [],
  mentions: [mention(2), mention(1)],
  figures: [figure(3)],
  places: { 1: place },
  events: [],
  suggestions: [],
  counts: {},
  read: true,
  ...more,
});
const keys = (model) => model.proposals().map(({ type, row }) => `${type}:${row.id}`);

test("proposals are in reading order, places before figures", () => {
  assert.deepEqual(keys(new DeskModel(state())), ["mention:1", "mention:2", "figure:3"]);
});

test("stepping stops at the ends", () => {
  const model = new DeskModel(state());
  assert.equal(model.step(null, 1), "mention:1");
  assert.equal(model.step("mention:1", 1), "mention:2");
  assert.equal(model.step("figure:3", 1), "figure:3");
  assert.equal(model.step("mention:1", -1), "mention:1");
  assert.equal(new DeskModel(state({ mentions: [], figures: [] })).step(null, 1), null);
});

test("the next open proposal is looked for beyond the end, from the start again", () => {
  const model = new DeskModel(
    state({ mentions: [mention(1), mention(2, { status: "accepted" })], figures: [] }),
  );
  assert.equal(model.nextOpen("mention:2"), "mention:1");
  model.mentions.get(1).status = "rejected";
  assert.equal(model.nextOpen("mention:2"), null);
});

test("an answer replaces the rows that it names and keeps the others", () => {
  const model = new DeskModel(state());
  const answer = state({
    mentions: [mention(1, { status: "accepted", version: 2 })],
    figures: [],
    places: {},
  });
  assert.deepEqual(model.apply(answer), ["mention:1"]);
  assert.equal(model.mentions.get(1).status, "accepted");
  assert.equal(model.mentions.get(2).status, "proposed");
  assert.equal(model.figures.size, 1);
});

test("an answer that holds everything takes away what is gone", () => {
  const model = new DeskModel(state());
  model.apply({ ...state({ mentions: [mention(5)] }), is_everything: true });
  assert.deepEqual(keys(model), ["mention:5", "figure:3"]);
});

test("mentions of the same name are undecided ones, those on their way left out", () => {
  const model = new DeskModel(
    state({
      mentions: [
        mention(1, { name: "turkiye" }),
        mention(2, { name: "turkiye" }),
        mention(3, { name: "turkiye", status: "rejected" }),
        mention(4, { name: "turkey" }),
        mention(5, { name: "turkiye" }),
      ],
    }),
  );
  const waiting = [{ verb: "accept_mention", object: { type: "mention", id: 5 }, args: {} }];

  assert.deepEqual(
    model.sameName(model.mentions.get(1), waiting).map(({ id }) => id),
    [2],
  );
});

test("a place that is chosen and no candidate stands first among the places to choose from", () => {
  const model = new DeskModel(state({ places: { 1: place, 2: { ...place, id: 2 } } }));
  const candidates = [{ place: 2, reasons: ["population"] }];

  const listed = model.candidatesOf(mention(1, { place: 1, candidates }));

  assert.deepEqual(
    listed.map(({ place: { id }, reasons }) => [id, reasons]),
    [
      [1, []],
      [2, ["population"]],
    ],
  );
});

test("a row ahead is what it will be when all that waits is done, other rows aside", () => {
  const on = { type: "mention", id: 1 };
  const row = mention(1, { role: "happened_here", relation: "in" });
  const waiting = [
    { verb: "set_mention_role", object: on, args: { role: "origin" } },
    { verb: "place_mention", object: on, args: { place: 7, relation: "near", other_place: null } },
    { verb: "set_mention_role", object: { type: "mention", id: 2 }, args: { role: "destination" } },
  ];

  const { place: at, role, relation, version } = ahead(waiting, "mention", row);

  assert.deepEqual([at, role, relation, version], [7, "origin", "near", 1]);
  const given = [...waiting, { verb: "mark_not_identifiable", object: on, args: {} }];
  assert.equal(ahead(given, "mention", row).place, null);
  assert.equal(row.role, "happened_here");
});

test("an event on its way to readers is not ready to go there again", () => {
  const events = [
    { id: 1, status: "draft" },
    { id: 2, status: "in_review" },
    { id: 3, status: "draft" },
    { id: 4, status: "published" },
  ];
  const model = new DeskModel(state({ events }));
  const waiting = [
    { verb: "publish_event", object: { type: "event", id: 1 } },
    { verb: "change_event", object: { type: "event", id: 3 } },
    { verb: "publish_event", object: { type: "mention", id: 2 } },
  ];

  assert.deepEqual(
    model.ready(["draft", "in_review"], waiting).map(({ id }) => id),
    [2, 3],
  );
  assert.equal(eventOnItsWay(waiting, 1), "publishing");
  assert.equal(eventOnItsWay(waiting, 3), null);
});

test("a mention without a shape of its own has its place's, or none", () => {
  const model = new DeskModel(state());
  assert.deepEqual(model.shapeOf(mention(1)), { type: "Point", coordinates: [36.6, 35.9] });
  assert.equal(model.shapeOf(mention(1, { is_place_shape: false })), null);
  const drawn = { type: "Point", coordinates: [1, 2] };
  assert.equal(model.shapeOf(mention(1, { geometry: drawn })), drawn);
});

test("the last waiting decision says which state is on its way", () => {
  const on = { type: "mention", id: 1 };
  assert.equal(pendingStatus([], "mention", 1), null);
  assert.equal(pendingStatus([{ verb: "accept_mention", object: on }], "mention", 1), "accepted");
  const waiting = [
    { verb: "accept_mention", object: on },
    { verb: "reject_mention", object: on },
    { verb: "set_mention_role", object: on },
  ];
  assert.equal(pendingStatus(waiting, "mention", 1), "rejected");
  assert.equal(pendingStatus(waiting, "figure", 1), null);
});

test("a list is gone through in a circle", () => {
  assert.equal(following(["a", "b"], "a"), "b");
  assert.equal(following(["a", "b"], "b"), "a");
  assert.equal(following(["a", "b"], "elsewhere"), "a");
});

for (const [words, expected] of [
  ["more than 600", { quantifier: "more_than", low: 600, high: null }],
  ["at least 12", { quantifier: "at_least", low: 12, high: null }],
  ["up to 1,200", { quantifier: "up_to", low: null, high: 1200 }],
  ["300,000", { quantifier: "exact", low: 300000, high: 300000 }],
  ["about 2.5 million", { quantifier: "about", low: 2500000, high: 2500000 }],
  ["between 20 and 30", { quantifier: "between", low: 20, high: 30 }],
  ["seven", { quantifier: "exact", low: 7, high: 7 }],
  ["dozens", { quantifier: "exact", low: null, high: null }],
]) {
  test(`“${words}” is guessed as ${expected.quantifier}`, () =>
    assert.deepEqual(readWording(words), expected));
}

test("a quantifier keeps only the numbers that it can have", () => {
  assert.deepEqual(boundsFor("more_than", 5, 9), { quantifier: "more_than", low: 5, high: null });
  assert.deepEqual(boundsFor("less_than", 5, null), { quantifier: "less_than", low: null, high: 5 });
  assert.deepEqual(boundsFor("exact", null, 9), { quantifier: "exact", low: 9, high: 9 });
  assert.deepEqual(numberFields("between"), ["low", "high"]);
  assert.deepEqual(numberFields("up_to"), ["high"]);
});

test("a suggestion that a waiting decision turns into an event is not offered again by an earlier answer", () => {
  const model = new DeskModel(state());
  const suggestions = [{ mentions: [1] }, { mentions: [2, 3] }];
  const answer = { mentions: [], figures: [], places: {}, events: [], counts: {}, suggestions };
  model.apply({ ...answer, read: true });
  const waiting = [
    { verb: "create_event", args: { mentions: [2, 3] } },
    { verb: "accept_mention", args: {} },
  ];

  model.withoutWaiting(waiting);

  assert.deepEqual(
    model.suggestions.map(({ mentions }) => mentions),
    [[1]],
  );
});

test("only mentions and figures are proposals, whatever else has their number", () => {
  const model = new DeskModel(state());
  assert.equal(model.get("figure:3").row.id, 3);
  assert.equal(model.get("article:3"), null);
  assert.equal(model.get("event:3"), null);
});

test("beside a claim stand the others of its event, of whichever article", () => {
  const claims = [{ id: 3 }, { id: 90 }];
  const model = new DeskModel(state({ figures: [figure(3, { event: 8 })], events: [{ id: 8, claims }] }));
  assert.deepEqual(model.claimsBeside(model.get("figure:3").row), [{ id: 90 }]);
  assert.deepEqual(model.claimsBeside(figure(4, { event: null })), []);
});

test("a claim has no standing before it is accepted, in an event, beside another one", () => {
  const accepted = { wording: "14", acceptance: "accepted", event: 8 };
  assert.match(hindrance("recommend", { ...accepted, acceptance: "proposed" }, []), /not accepted yet/);
  assert.match(hindrance("dispute", { ...accepted, event: null }, []), /belongs to no event/);
  assert.match(hindrance("supersede", accepted, []), /only claim/);
  assert.equal(hindrance("supersede", accepted, [{ id: 90 }]), "");
  assert.equal(hindrance("detach", accepted, []), "");
});

const suggestion = (mentions, figures = []) => ({ title: "Shells", mentions, figures });

test("a suggested event that is on its way is not suggested again, nor what shares its places", () => {
  const model = new DeskModel(
    state({ suggestions: [suggestion([1])], expected: [suggestion([1, 2]), suggestion([4])] }),
  );
  model.withoutWaiting([
    { verb: "create_event", object: { type: "article", id: 7 }, args: { mentions: [2] } },
  ]);
  assert.deepEqual(
    [model.suggestions, model.expected].map((listed) => listed.map(({ mentions }) => mentions)),
    [[[1]], [[4]]],
  );
});

test("what is undecided of a suggested event leaves out what is decided or on its way", () => {
  const model = new DeskModel(
    state({ mentions: [mention(1), mention(2), mention(3, { status: "accepted" })] }),
  );
  const waiting = [{ verb: "accept_mention", object: { type: "mention", id: 2 }, args: {} }];
  const open = model.undecidedOf(suggestion([1, 2, 3, 99], [3]), waiting);
  assert.deepEqual(
    open.map(({ type, row }) => `${type}:${row.id}`),
    ["mention:1", "figure:3"],
  );
});

test("the event of the proposal in hand comes before the first one", () => {
  const model = new DeskModel(state({ expected: [suggestion([1]), suggestion([2], [3])] }));
  assert.deepEqual(model.expectedWith("mention:2").mentions, [2]);
  assert.deepEqual(model.expectedWith("figure:3").mentions, [2]);
  assert.deepEqual(model.expectedWith("mention:9").mentions, [1]);
  assert.deepEqual(model.expectedWith(null).mentions, [1]);
  assert.equal(new DeskModel(state()).expectedWith(null), null);
});
