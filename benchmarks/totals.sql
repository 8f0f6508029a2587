-- Rows for the benchmark of totals; :events is how many events, :measures the list of measures.

INSERT INTO events_layer (id, slug) VALUES (1, 'events');

-- 20 countries with 20 provinces each, 50 settlements in each of these.
INSERT INTO events_place (id, name, kind, country, parent_id)
SELECT id, 'Place ' || id,
    CASE WHEN id <= 20 THEN 'country' WHEN id <= 420 THEN 'admin1' ELSE 'settlement' END,
    chr(65 + CASE WHEN id <= 20 THEN id WHEN id <= 420 THEN (id - 21) / 20 + 1
        ELSE (id - 421) / 1000 + 1 END) || 'X',
    CASE WHEN id > 420 THEN (id - 421) / 50 + 21 WHEN id > 20 THEN (id - 21) / 20 + 1 END
FROM generate_series(1, 20420) id;

-- A few provinces have most of the news. One event in nine is known to a province only, one in ten to the month.
INSERT INTO events_event (id, version, title, summary, kind, layer_id, place_id, has_no_geometry,
    precision, earliest, latest, date_precision, verification, status, created_at, updated_at)
SELECT id, 1, 'Shelling in place ' || id, repeat('told ', 20),
    (ARRAY['shelling_artillery', 'clash', 'offensive', 'flood', 'flight'])[1 + id % 5], 1,
    CASE WHEN id % 9 = 0 THEN 21 + province ELSE 421 + province * 50 + (random() * 49)::int END,
    false, 'settlement',
    CASE WHEN id % 10 = 1 THEN date_trunc('month', day::timestamp)::date ELSE day END,
    CASE WHEN id % 10 = 1 THEN (date_trunc('month', day::timestamp) + interval '1 month - 1 day')::date
        ELSE day END,
    CASE WHEN id % 10 = 1 THEN 'month' ELSE 'day' END,
    (ARRAY['confirmed', 'fair', 'weak', 'contested'])[1 + id % 4],
    CASE WHEN id % 50 = 0 THEN 'draft' ELSE 'published' END, now(), now()
FROM (
    SELECT id, floor(400 * random() * random())::int AS province,
        date '2015-01-01' + (random() * 1825)::int AS day
    FROM generate_series(1, :events) id
) of;

-- One for every two events, with as much text as an agency's report.
INSERT INTO events_article (id, version, headline, published_on, text, status, created_at, updated_at)
SELECT id, 1, 'Headline', date '2019-01-01',
    (SELECT string_agg(md5((id + n)::text), ' ') FROM generate_series(1, 20) n), 'published', now(), now()
FROM generate_series(1, :events / 2) id;

-- Every tenth event is told twice, the second time at another place.
INSERT INTO events_mention (id, version, article_id, start, "end", quote, excerpt_start, excerpt_end, status, role,
    relation, place_id, precision, created_at, updated_at)
SELECT n, 1, 1 + n % (:events / 2), n, n + 6, 'Sarmin', n, n + 200, 'accepted', 'happened_here', 'in',
    coalesce(e.place_id, 421 + (random() * 19999)::int), 'settlement',
    now(), now()
FROM generate_series(1, :events + :events / 10) n LEFT JOIN events_event e ON e.id = n;

INSERT INTO events_eventmention (id, event_id, mention_id, is_shown)
SELECT id, CASE WHEN id <= :events THEN id ELSE (id - :events) * 10 END, id, true
FROM generate_series(1, :events + :events / 10) id;

-- Two of each event: the second is of another measure, or of the children among the first. One in 25 each is the
-- total of two months, a running total (of these some without a start), and a number at a date.
INSERT INTO events_figure (id, version, article_id, event_id, start, "end", wording, excerpt_start, excerpt_end,
    measure, people, unit, household_size, quantifier, low, high, scope, period_start, period_end, role,
    acceptance, status, evidence, created_at, updated_at)
SELECT n, 1, 1 + event % (:events / 2), event, 0, 12, 'more than 12', 0, 200, measure,
    CASE WHEN is_part THEN 'children'
        ELSE (ARRAY['people', 'people', 'people', 'people', 'civilians', 'combatants', 'women'])[1 + event % 7]
        END,
    CASE WHEN measure = 'displaced' AND event % 5 = 0 THEN 'household' ELSE 'person' END,
    CASE WHEN measure = 'displaced' AND event % 5 = 0 THEN 5.5 END,
    CASE WHEN n % 10 = 0 THEN 'more_than' WHEN n % 10 = 1 THEN 'between' ELSE 'exact' END,
    CASE WHEN n % 40 <> 2 THEN event % 30 END,
    CASE WHEN n % 10 <> 0 AND n % 40 <> 2 THEN event % 30 END, scope,
    CASE WHEN scope IN ('period', 'running_total') AND n % 4 > 0 THEN latest - 60 END,
    CASE WHEN scope <> 'incident' THEN latest END,
    CASE n % 11 WHEN 7 THEN 'superseded' WHEN 8 THEN 'corroborating' WHEN 9 THEN 'disputed'
        ELSE 'recommended' END,
    'accepted', CASE WHEN n % 100 = 0 THEN 'draft' ELSE 'published' END, '["read after the noun"]', now(), now()
FROM (
    SELECT n, (n + 1) / 2 AS event, n % 10 = 0 AS is_part,
        (ARRAY[:measures])[1 + CASE WHEN n % 2 = 0 AND n % 10 <> 0 THEN 1 + (n + 1) / 2 % 5
            ELSE (n + 1) / 2 % 2 * 6 END] AS measure,
        CASE (n + 1) / 2 % 25 WHEN 3 THEN 'period' WHEN 8 THEN 'running_total' WHEN 13 THEN 'stock'
            ELSE 'incident' END AS scope
    FROM generate_series(1, :events * 2) n
) of JOIN events_event e ON e.id = of.event;
