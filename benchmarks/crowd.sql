-- Invented events for the benchmark of crowds; :events is how many, :articles a third of that. What the database
-- keeps for itself (words to search, shown links, the edition) its triggers write, as after an import. The claims
-- are written at once: followed in the transaction, PostgreSQL would compare each with each in nested loops.

INSERT INTO events_outlet (name, url, country, language, is_demonstration)
SELECT 'Invented Herald ' || n, '', 'SY', 'en', true FROM generate_series(1, 60) n;

INSERT INTO events_organisation (name, kind, aliases, url, is_demonstration)
SELECT 'Invented observatory ' || n, 'observatory', ARRAY['The monitors of ' || n], '', true
FROM generate_series(1, 40) n;

INSERT INTO events_article (version, outlet_id, headline, url, archive_url, published_on, language, text, status,
    is_partly_read, fingerprint, bands, is_demonstration, created_at, updated_at)
SELECT 1, o.id, 'Shells fall on three towns, report ' || n, 'https://herald.example.org/' || n, '',
    date '2015-01-01' + (random() * 1825)::int, 'en',
    'Shells fell on the town, the camp and the port in the night. More than 11 people were killed in the first, '
        || 'more than 12 in the second and more than 13 in the third, the observatory said; in all three '
        || 'more than 100, more than 200 and more than 300 had to leave. '
        || (SELECT string_agg(md5((n + i)::text), ' ') FROM generate_series(1, 30) i),
    'published', false, md5('crowd' || n), '{}', false, at, at
FROM generate_series(1, :articles) n
    CROSS JOIN LATERAL (SELECT now() - (:articles - n) * interval '3 minutes') arrived (at)
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS row FROM events_outlet WHERE is_demonstration) o
        ON o.row = 1 + n % 60;

-- Where things happen: towns of seven countries, a few of which have most of the news.
CREATE TEMPORARY TABLE town AS
SELECT id, point, country, row_number() OVER (ORDER BY md5(id::text)) AS row FROM events_place
WHERE kind = 'settlement' AND country IN ('SY', 'IQ', 'TR', 'UA', 'YE', 'SD', 'AF');
CREATE UNIQUE INDEX ON town (row);
CREATE TEMPORARY TABLE province AS
SELECT id, point, geometry, row_number() OVER (ORDER BY id) AS row FROM events_place
WHERE kind = 'admin1' AND country IN ('SY', 'IQ', 'UA');
CREATE TEMPORARY TABLE article AS
SELECT id, row_number() OVER (ORDER BY id) AS row FROM events_article WHERE fingerprint = md5('crowd' || substr(headline, 36));
CREATE UNIQUE INDEX ON article (row);
ANALYZE town; ANALYZE province; ANALYZE article; ANALYZE events_article;

-- One in fifty is known to a province only, one in ten to the month, one in a hundred has no date.
CREATE TEMPORARY TABLE told AS
SELECT n, n / :articles % 3 AS part, a.id AS article, n % 50 = 0 AS is_province, coalesce(p.id, t.id) AS place,
    coalesce(p.point, t.point) AS point, coalesce(p.geometry, t.point) AS geometry,
    date '2015-01-01' + (1825 * sqrt(random()))::int AS day
FROM generate_series(1, :events) n
    JOIN article a ON a.row = 1 + n % :articles
    CROSS JOIN LATERAL (SELECT 1 + floor((SELECT count(*) FROM town) * random() * random() * random() + n * 0)::int AS r) pick
    JOIN town t ON t.row = pick.r
    LEFT JOIN province p ON n % 50 = 0 AND p.row = 1 + n / 50 % (SELECT count(*) FROM province);
ALTER TABLE told ADD PRIMARY KEY (n);
ANALYZE told;

INSERT INTO events_mention (version, article_id, start, "end", quote, phrase_start, phrase_end, excerpt_start,
    excerpt_end, place_id, geometry, relation, direction, precision, role, status, evidence, created_at, updated_at)
SELECT 1, article, at, at + 4, word, at - 4, at + 4, 0, 61, place, geometry, 'in', '',
    CASE WHEN is_province THEN 'admin1' ELSE 'settlement' END, 'happened_here', 'accepted', '{}', now(), now()
FROM told JOIN (VALUES (0, 'town', 19), (1, 'camp', 29), (2, 'port', 42)) w (part, word, at) USING (part)
ORDER BY n;
ANALYZE events_mention;

ALTER TABLE events_claim_change DISABLE TRIGGER USER;
BEGIN;
INSERT INTO events_event (version, title, summary, kind, layer_id, place_id, geometry, point, has_no_geometry,
    precision, earliest, latest, date_precision, verification, status, published_at, is_graphic, is_demonstration,
    created_at, updated_at)
SELECT 1, 'Shelling of an invented town, report ' || n, 'Families left.',
    (ARRAY['shelling_artillery', 'clash', 'air_or_drone_strike', 'remote_explosive', 'flight',
        'attack_on_civilians', 'patrol', 'peaceful_protest', 'flood'])[1 + (9 * random() * random())::int % 9],
    (SELECT min(id) FROM events_layer), place, geometry, point, false,
    CASE WHEN is_province THEN 'admin1' ELSE 'settlement' END,
    CASE WHEN n % 100 = 7 THEN NULL WHEN n % 10 = 1 THEN date_trunc('month', day::timestamp)::date ELSE day END,
    CASE WHEN n % 100 = 7 THEN NULL
        WHEN n % 10 = 1 THEN (date_trunc('month', day::timestamp) + interval '1 month - 1 day')::date ELSE day END,
    CASE WHEN n % 100 = 7 THEN 'unknown' WHEN n % 10 = 1 THEN 'month' ELSE 'day' END,
    (ARRAY['confirmed', 'fair', 'weak', 'contested'])[1 + n % 4], 'published', now(), false, false, made, made
FROM told CROSS JOIN LATERAL (SELECT now() - (:events - n) * interval '1 minute') written (made) ORDER BY n;

CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT t.n, t.article, e.id AS event, m.id AS mention
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM events_event
        WHERE title LIKE 'Shelling of an invented town%') e
    JOIN told t ON t.n = e.n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM events_mention
        WHERE article_id IN (SELECT id FROM article)) m ON m.n = e.n;
ANALYZE made; ANALYZE events_event;

INSERT INTO events_eventmention (event_id, mention_id) SELECT event, mention FROM made;
ANALYZE events_eventmention;

-- One figure of each event, in every third a second one: how many had to leave.
INSERT INTO events_figure (version, article_id, event_id, start, "end", wording, excerpt_start, excerpt_end,
    measure, people, unit, quantifier, low, high, scope, since, role, role_reason, claimant_id, claimant_words,
    acceptance, status, evidence, created_at, updated_at)
SELECT 1, article, event, at - 1, at - 1 + length(wording), wording, 61, 260,
    CASE WHEN is_second THEN 'displaced' ELSE 'killed' END, 'people', 'person', 'more_than',
    CASE WHEN is_second THEN 100 * (1 + n % 40) ELSE 1 + n % 30 END, NULL, 'incident', '', 'recommended', '',
    o.id, '', 'accepted', 'published', '[]', now(), now()
FROM made
    JOIN (VALUES (0, false, 'More than 11'), (1, false, 'more than 12'), (2, false, 'more than 13'),
        (0, true, 'more than 100'), (1, true, 'more than 200'), (2, true, 'more than 300'))
        w (part, is_second, wording) ON w.part = made.n / :articles % 3
    CROSS JOIN LATERAL (SELECT strpos(a.text, wording) AS at FROM events_article a WHERE a.id = made.article) found
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS row FROM events_organisation WHERE is_demonstration) o
        ON o.row = 1 + made.n % 40
WHERE NOT is_second OR n % 3 = 0;
ANALYZE events_figure;
DELETE FROM events_claim_change;
COMMIT;
ALTER TABLE events_claim_change ENABLE TRIGGER USER;
ANALYZE;
UPDATE events_eventmention SET is_shown = true WHERE NOT is_shown;
SET enable_nestloop = off;
SELECT events_make_claims();
RESET enable_nestloop;
ANALYZE;
