-- What stands beside the invented events of crowd.sql in a newsroom's database, for the benchmark of lists: an import
-- that waits, work that is open, decisions, comments, the rows of data sets, what feeds offered, what is kept from
-- most, accounts, and the history of it all. :publisher, :editor and :contributor are the accounts that it is measured
-- for. Triggers are off while this runs.

-- One event in twenty-five is not public: drafts, some in review, some withdrawn, a few corrected. What the
-- contributor made is a few hundred of each.
UPDATE events_event SET status = (ARRAY['draft', 'draft', 'in_review', 'withdrawn', 'changed'])[1 + id / 25 % 5],
    published_at = CASE WHEN id / 25 % 5 > 2 THEN now() END,
    created_by_id = CASE WHEN id % 1000 = 0 THEN :contributor WHEN id % 50 = 0 THEN :editor END,
    assignee_id = CASE WHEN id % 2000 = 25 THEN :contributor WHEN id % 100 = 75 THEN :editor END
WHERE id % 25 = 0;
-- The newest three in ten came with an import of the publisher, a third of them as drafts that nobody has looked at,
-- and the newest articles are the records that tell them.
UPDATE events_event SET created_by_id = :publisher, status = CASE WHEN id > newest - 100000 THEN 'draft' ELSE status END,
    published_at = CASE WHEN id <= newest - 100000 THEN published_at END
FROM (SELECT max(id) AS newest FROM events_event) ends WHERE id > newest - 300000 AND id % 25 > 0;
UPDATE events_article SET kind = 'record', created_by_id = :publisher
FROM (SELECT max(id) AS newest FROM events_article) ends WHERE id > newest - 200000;
UPDATE events_eventmention l SET is_shown = false FROM events_event e
WHERE e.id = l.event_id AND e.status NOT IN ('published', 'changed');
UPDATE events_figure f SET status = e.status FROM events_event e
WHERE e.id = f.event_id AND e.status <> 'published';

-- Sources that are kept, and events that are shown coarser than they are known.
INSERT INTO events_keptsource (is_confidential, hides_headline, hides_outlet, headline, url, archive_url, names, at,
    article_id, by_id, outlet_id)
SELECT true, false, false, headline, url, '', '{}', now(), id, :editor, outlet_id
FROM events_article WHERE kind = 'article' AND id % 300 = 0;
INSERT INTO events_discretion (level, geometry, point, has_no_geometry, precision, names, telling_names, at, by_id,
    event_id, place_id)
SELECT 'admin1', geometry, point, false, precision, '{}', '{}', now(), :editor, id, place_id
FROM events_event WHERE id % 500 = 1 AND precision = 'settlement';
INSERT INTO events_discreetmention (level, is_coarsened, relation, direction, geometry, precision, mention_id, place_id)
SELECT d.level, true, m.relation, m.direction, m.geometry, m.precision, m.id, m.place_id
FROM events_discretion d JOIN events_eventmention l USING (event_id) JOIN events_mention m ON m.id = l.mention_id;
UPDATE events_article SET is_withheld = true WHERE id IN (SELECT article_id FROM events_keptsource UNION
    SELECT article_id FROM events_discreetmention d JOIN events_mention m ON m.id = d.mention_id);

-- Articles that somebody is at work on, with six places and two figures to decide on each.
INSERT INTO events_outlet (name, url, country, language, is_demonstration)
SELECT 'Invented Courier ' || n, 'https://courier' || n || '.example.org', 'UA',
    (ARRAY['en', 'ar', 'ru', 'uk', 'fr'])[1 + n % 5], false FROM generate_series(1, 2000) n;
INSERT INTO events_organisation (name, kind, aliases, url, is_demonstration)
SELECT 'Invented ministry ' || n, 'government', '{}', '', false FROM generate_series(1, 5000) n;
CREATE TEMPORARY TABLE open_article AS
WITH made AS (
    INSERT INTO events_article (version, outlet_id, headline, url, archive_url, published_on, language, text, status,
        read_at, is_partly_read, fingerprint, bands, is_demonstration, created_by_id, assignee_id, created_at, updated_at)
    SELECT 1, o.id, 'Open report ' || n || ' of the ' || (ARRAY['harbour', 'bridge', 'market', 'airfield'])[1 + n % 4],
        'https://courier.example.org/' || n, '', current_date - n % 400, (ARRAY['en', 'ar', 'ru', 'uk', 'fr'])[1 + n % 5],
        'In Sarmin, Saraqib, Ariha, Binnish, Taftanaz and Maarrat more than 11 people and more than 12 people fell.',
        CASE n % 9 WHEN 8 THEN 'withdrawn' ELSE 'draft' END, now(), false, md5('open' || n), '{}', false,
        CASE WHEN n % 10 = 0 THEN :contributor WHEN n % 2 = 0 THEN :editor END,
        CASE WHEN n % 40 = 1 THEN :contributor WHEN n % 8 = 1 THEN :editor END,
        now() - n * interval '11 minutes', now() - n * interval '11 minutes'
    FROM generate_series(1, 10000) n
        JOIN (SELECT id, row_number() OVER (ORDER BY id) AS row FROM events_outlet WHERE NOT is_demonstration) o
            ON o.row = 1 + n % 2000
    RETURNING id
) SELECT id, row_number() OVER (ORDER BY id) AS n FROM made;
INSERT INTO events_mention (version, article_id, start, "end", quote, phrase_start, phrase_end, excerpt_start,
    excerpt_end, place_id, geometry, relation, direction, precision, role, status, evidence, searched, created_at,
    updated_at)
SELECT 1, a.id, at, at + length(word), word, at, at + length(word), 0, 106, p.id, p.point, 'in', '', 'settlement',
    'happened_here', 'proposed', '{}', said.words, now(), now()
FROM open_article a
    CROSS JOIN (SELECT events_searched(min(text)) AS words FROM events_article WHERE headline LIKE 'Open report%') said
    CROSS JOIN (VALUES ('Sarmin', 3), ('Saraqib', 11), ('Ariha', 20), ('Binnish', 27), ('Taftanaz', 36), ('Maarrat', 49))
        w (word, at)
    JOIN (SELECT id, point, row_number() OVER (ORDER BY id) AS row FROM events_place WHERE kind = 'settlement') p
        ON p.row = 1 + (a.n * 7 + at) % 10000;
INSERT INTO events_mentioncandidate (mention_id, place_id, rank, score, reasons)
SELECT m.id, m.place_id + rank - 1, rank, 1.0 / rank, ARRAY['The name is the same.']
FROM events_mention m CROSS JOIN generate_series(1, 5) rank
WHERE m.article_id IN (SELECT id FROM open_article) AND EXISTS (SELECT FROM events_place p WHERE p.id = m.place_id + rank - 1);
INSERT INTO events_figure (version, article_id, start, "end", wording, excerpt_start, excerpt_end, measure, people,
    unit, quantifier, low, scope, since, role, role_reason, claimant_words, acceptance, status, evidence, searched,
    created_at, updated_at)
SELECT 1, a.id, at, at + 19, word, 0, 106, measure, people, 'person', 'more_than', low, scope, '', 'corroborating', '',
    '', 'proposed', 'draft', '[]', said.words, now(), now()
FROM open_article a
    CROSS JOIN (SELECT events_searched(min(text)) AS words FROM events_article WHERE headline LIKE 'Open report%') said
    CROSS JOIN (VALUES ('more than 11 people', 61, 11, 'injured', 'children', 'running_total'),
    ('more than 12 people', 85, 12, 'missing', 'people', 'incident')) w (word, at, low, measure, people, scope);

-- What was decided: each event published, each mention and figure accepted, a note on one in twenty.
INSERT INTO events_decision (verb, by_id, at, content_type_id, object_id, article_id, from_status, to_status, note,
    public_note, changes)
SELECT verb, CASE WHEN verb = 'import_event' THEN :publisher WHEN n % 500 = 0 THEN :contributor ELSE :editor END, now() - (2400000 - n) * interval '30 seconds',
    t.id, object, article, was, is_now,
    CASE WHEN n % 20 = 0 THEN 'Compared with the outlet''s own report no. ' || n ELSE '' END, '', '{}'
FROM (
    SELECT row_number() OVER () AS n, of.* FROM (
        SELECT 'accept_mention' AS verb, 'mention' AS model, id AS object, article_id AS article, 'proposed' AS was,
            'accepted' AS is_now FROM events_mention WHERE status = 'accepted'
        UNION ALL SELECT 'accept_figure', 'figure', id, article_id, 'proposed', 'accepted' FROM events_figure
            WHERE acceptance = 'accepted' AND id % 3 = 0
        UNION ALL SELECT CASE WHEN created_by_id = :publisher THEN 'import_event' WHEN id % 40 = 0 THEN 'change_event'
            WHEN status = 'draft' AND id % 3 = 0 THEN 'return_event' ELSE 'publish_event' END, 'event', id, NULL,
            'draft', 'published' FROM events_event
    ) of
) of JOIN django_content_type t ON t.app_label = 'events' AND t.model = of.model;

INSERT INTO events_comment (content_type_id, object_id, field, text, by_id, at, resolved_by_id, resolved_at)
SELECT t.id, e.id, '', 'Is this the same as no. ' || e.id - 1 || '? The outlets differ.',
    CASE WHEN e.id % 3 = 0 THEN :contributor ELSE :editor END, e.updated_at,
    CASE WHEN e.id % 2 = 0 THEN :editor END, CASE WHEN e.id % 2 = 0 THEN now() END
FROM events_event e JOIN django_content_type t ON t.app_label = 'events' AND t.model = 'event' WHERE e.id % 40 < 2;
INSERT INTO events_comment (content_type_id, object_id, field, text, by_id, at, answers_id)
SELECT content_type_id, object_id, '', 'It is another one.', :editor, now(), id FROM events_comment WHERE id % 2 = 0;
INSERT INTO events_dismissal (key, code, sentence, reason, at, by_id, event_id)
SELECT md5(id::text), 'possible_duplicate', 'It may be the same event.', 'They are two.', updated_at, :editor, id
FROM events_event WHERE id % 200 = 0;
INSERT INTO events_merge (at, note, moved, by_id, kept_id, merged_id)
SELECT now(), '', '{}', :editor, id - 1, id FROM events_event WHERE status = 'withdrawn' AND id % 50 = 0;

-- Two data sets, whose rows the events were.
INSERT INTO events_dataset (name, scheme, version, outlet_id, url, licence, licence_url, attribution, mapping)
SELECT 'Invented data set ' || n, 'dateline', '1', o.id, '', '', '', '', '{}'
FROM generate_series(1, 2) n JOIN events_outlet o ON o.name = 'Invented Herald ' || n;
INSERT INTO events_importrun (dataset_id, by_id, at, state, version, file_name, sha256, size, file_format, mapping, mode,
    target, counts, problems)
SELECT id, :editor, now() - n * interval '1 day', 'done', '1', 'rows-' || n || '.csv', '', 1, 'csv', '{}', 'all', 'draft',
    '{"added": 1, "updated": 0, "refused": 0}', '[]'
FROM events_dataset CROSS JOIN generate_series(1, 60) n;
INSERT INTO events_sourcerecord (dataset_id, source_id, event_id, article_id, run_id, row, raw, applied, digest)
SELECT CASE WHEN e.id % 10 = 0 THEN least ELSE most END, e.id::text, e.id, a.id, run, e.id, jsonb_build_object('id', e.id,
    'country', 'Syria', 'best', 3, 'source', 'An agency, and a paper of the town'), '{}', md5(e.id::text)
FROM events_event e CROSS JOIN (SELECT min(id) AS least, max(id) AS most FROM events_dataset) d
    CROSS JOIN (SELECT min(id) AS run FROM events_importrun) r
    LEFT JOIN events_eventmention l ON l.event_id = e.id LEFT JOIN events_mention m ON m.id = l.mention_id
    LEFT JOIN events_article a ON a.id = m.article_id AND a.kind = 'record';

INSERT INTO events_feed (outlet_id, url, language, is_active, interval_minutes, etag, last_modified, next_poll_at,
    last_error, failures)
SELECT id, url || '/feed', language, true, 30, '', '', now(), CASE WHEN id % 20 = 0 THEN 'It answered 500.' ELSE '' END, 0
FROM events_outlet WHERE NOT is_demonstration ORDER BY id LIMIT 200;
INSERT INTO events_feeditem (feed_id, guid, url, headline, summary, language, created_at, bands, status)
SELECT f.id, n::text, f.url || '/' || n, 'Offered report ' || n, 'A summary.', f.language,
    now() - n * interval '1 minute', '{}', (ARRAY['new', 'dismissed', 'dismissed', 'new'])[1 + n % 4]
FROM events_feed f CROSS JOIN generate_series(1, 250) n;
INSERT INTO events_frozenmap (map_id, day, taken_at, number, digest, content, translations)
SELECT m.id, current_date - n, now(), m.id * 100 + n, md5(m.id || '-' || n), '{}', '{}'
FROM events_map m CROSS JOIN generate_series(1, 10) n WHERE m.slug LIKE 'invented%';

-- The history: every fourth event was changed once more after it was made.
INSERT INTO events_changeset (at, transaction, by_id, by_name, source, database_role, application)
SELECT now() - n * interval '5 minutes', n::text::xid8, :editor, 'editor', '/admin/events/event/', 'dateline', ''
FROM generate_series(1, 20000) n;
INSERT INTO events_change (changeset_id, row_id, table_name, operation, before, after)
SELECT (SELECT min(id) FROM events_changeset WHERE source <> '') + e.id % 20000, e.id, 'events_event', 'update',
    '{"verification": "weak"}', jsonb_build_object('verification', e.verification)
FROM events_event e WHERE e.id % 4 = 0;
-- One event was worked on for years, an import was one set of changes, and rows were deleted.
INSERT INTO events_change (changeset_id, row_id, table_name, operation, before, after)
SELECT c.id, e.id, 'events_event', 'update', jsonb_build_object('title', 'Told ' || c.id), '{"title": "Told anew"}'
FROM (SELECT id FROM events_changeset WHERE source <> '' ORDER BY id LIMIT 2000) c
    CROSS JOIN (SELECT max(id) AS id FROM events_event WHERE id % 1000 = 0) e;
INSERT INTO events_changeset (at, transaction, by_id, by_name, source, database_role, application)
VALUES (now(), '90000000'::xid8, :publisher, 'publisher', 'import_events', 'dateline', '');
INSERT INTO events_change (changeset_id, table_name, operation, row_ids)
SELECT (SELECT max(id) FROM events_changeset), source.name, 'insert',
    int8multirange(int8range(first, least(first + 10000, highest + 1)))
FROM (SELECT 'events_event' AS name, max(id) AS highest, 300000 AS number FROM events_event
    UNION ALL SELECT 'events_mention', max(id), 300000 FROM events_mention WHERE status = 'accepted'
    UNION ALL SELECT 'events_article', max(id), 200000 FROM events_article WHERE kind = 'record'
    UNION ALL SELECT 'events_decision', max(id), 300000 FROM events_decision) source
    CROSS JOIN generate_series(highest - number + 1, highest, 10000) first;
INSERT INTO events_change (changeset_id, row_id, table_name, operation, before)
SELECT (SELECT min(id) FROM events_changeset WHERE source <> '') + n % 20000, 900000000 + n,
    (ARRAY['events_outlet', 'events_event', 'events_figure', 'events_layer'])[1 + n % 4], 'delete',
    jsonb_build_object('id', 900000000 + n, 'name', 'Deleted ' || n, 'title', 'Deleted ' || n)
FROM generate_series(1, 20000) n;

-- Acts on many rows, and the accounts of a large newsroom.
INSERT INTO events_bulkact (token, act, model, at, options, note, public_note, is_whole, is_asking, finished_at,
    undo_public_note, by_id)
SELECT gen_random_uuid(), 'publish', 'event', now() - n * interval '3 hours', '{}', '', '', false, false, now(), '',
    CASE WHEN n % 10 = 0 THEN :contributor ELSE :publisher END
FROM generate_series(1, 2000) n;
INSERT INTO events_bulkrow (object_id, position, version, version_after, label, "to", outcome, said, details, bulk_id)
SELECT e.id, row_number() OVER (), 1, 2, e.title, '', (ARRAY['done', 'done', 'refused'])[1 + e.id % 3], '', '{}',
    (SELECT max(id) FROM events_bulkact)
FROM events_event e WHERE e.id % 20 = 0;
INSERT INTO auth_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined)
SELECT '!', false, 'list-reporter-' || n, 'Reporter', 'No. ' || n, '', true, true, now() FROM generate_series(1, 300) n;
INSERT INTO auth_user_groups (user_id, group_id)
SELECT u.id, g.id FROM auth_user u CROSS JOIN auth_group g
WHERE u.username LIKE 'list-reporter-%' AND g.name = 'Contributor';
INSERT INTO usersessions_usersession (created_at, ip, last_seen_at, session_key, user_agent, data, user_id)
SELECT now(), '192.0.2.7', now(), md5(n || '-' || id), 'Mozilla/5.0', '{}', id
FROM auth_user CROSS JOIN generate_series(1, 3) n WHERE username LIKE 'list-reporter-%';
INSERT INTO mfa_authenticator (type, data, user_id, created_at)
SELECT 'recovery_codes', '{}', id, now() FROM auth_user WHERE username LIKE 'list-reporter-%';
INSERT INTO axes_accessattempt (user_agent, ip_address, username, http_accept, path_info, attempt_time, get_data,
    post_data, failures_since_start)
SELECT 'Mozilla/5.0', ('10.0.0.0'::inet + n), 'list-reporter-' || n % 300, '', '', now(), '', '', 3
FROM generate_series(1, 5000) n;
INSERT INTO events_savedfilter (page, name, query, owner_id)
SELECT page, 'Kept ' || n, 'language=ar', u.id
FROM auth_user u CROSS JOIN (VALUES ('inbox'), ('event')) p (page) CROSS JOIN generate_series(1, 50) n
WHERE u.username LIKE 'list-%' AND u.username NOT LIKE 'list-reporter-%';
