-- task.sql — who owes what by when: tasks, requests with their items, answers, extensions, links.
--
-- A task's row holds how it stands now; what it was before stands in the journal. Values of answers are texts
-- in data form ("3.31", "2026-11-30", "1"). The name of whom a link is for is a sealed value of its person.

-- migration 1: tasks, extensions, requests, items

CREATE TABLE task (
  id             id    PRIMARY KEY,
  code           text  NOT NULL UNIQUE,  -- by chance, readable out: "K7WM-3F9T-XR42"
  region_code    scope NOT NULL,         -- of who owes; '': the nation
  org_id         id    REFERENCES org(id),      -- unknown: the region itself owes
  asker_region   text  NOT NULL,         -- of who asked; '': the nation
  asker_org      int64 NOT NULL,         -- 0: no single organisation
  thing          text  NOT NULL,         -- for which row of which slice it is owed: "request"
  key            text  NOT NULL,
  part           text  NOT NULL,         -- '': the whole
  title          text  NOT NULL,
  href           text  NOT NULL,         -- where it is answered; '': on the task's own page
  due            text  NOT NULL,         -- ISO date, the last day
  due_from       text,                   -- reckoned as so many working days after this day
  due_days       int64,
  is_provisional bool  NOT NULL,         -- beyond the last year whose free days are known
  state          text  NOT NULL CHECK (state IN ('open', 'answered', 'approved', 'returned', 'dropped')),
  why            text,                   -- of the last return or drop
  reminded       int64 NOT NULL DEFAULT 0,      -- enum task_reminder: the last that was sent
  opened_at      time  NOT NULL,
  answered_at    time,                   -- sent for approval, the last time
  ended_at       time,                   -- approved or dropped
  version        int64 NOT NULL DEFAULT 1
);
CREATE INDEX task_by_region ON task (region_code, due);
CREATE INDEX task_by_org ON task (org_id, due);
CREATE INDEX task_running ON task (due) WHERE ended_at IS NULL;
CREATE INDEX task_counted ON task (due_from) WHERE due_days IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX task_one_of_thing ON task (thing, key, part) WHERE ended_at IS NULL;
CREATE INDEX task_of_thing ON task (thing, key, part);

CREATE TABLE task_extension (            -- more time: asked for, then granted or refused
  id           id    PRIMARY KEY,
  task_id      id    NOT NULL REFERENCES task(id),
  until        text  NOT NULL,           -- ISO date that is asked for
  why          text  NOT NULL,
  asked_at     time  NOT NULL,
  asked_by     text  NOT NULL,           -- the post of then; never a person
  state        text  NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  decided_at   time,
  decided_by   text,                     -- the post of then
  decided_why  text
);
CREATE INDEX task_extension_by_task ON task_extension (task_id);
CREATE UNIQUE INDEX task_extension_one ON task_extension (task_id) WHERE state = 'asked';

CREATE TABLE task_request (              -- permintaan data: one question paper to many organisations
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,
  region_code  scope NOT NULL,           -- of who asks
  org_id       id    REFERENCES org(id),        -- unknown: the region or the nation itself
  title        text  NOT NULL,
  body         text  NOT NULL,           -- what is asked and what for
  due          text  NOT NULL,
  due_from     text,
  due_days     int64,
  is_provisional bool NOT NULL,
  copied_from  text,                     -- code of the request whose items it began with
  asked_at     time  NOT NULL,
  asked_by     text  NOT NULL,           -- the post of then
  version      int64 NOT NULL DEFAULT 1
);
CREATE INDEX task_request_by_region ON task_request (region_code, asked_at);

CREATE TABLE task_item (                 -- what a request asks for, line by line
  id           id    PRIMARY KEY,
  request_id   id    NOT NULL REFERENCES task_request(id),
  place        int64 NOT NULL,           -- in the order of the request, from 1
  number       text  NOT NULL,           -- "3.2.1"
  question     text  NOT NULL,
  kind         text  NOT NULL CHECK (kind IN ('text', 'number', 'date', 'yes_no', 'document')),
  unit         text  NOT NULL,           -- "%", "orang"; '': none
  is_required  bool  NOT NULL,
  UNIQUE (request_id, number)
);

-- migration 2: answers, links, forms that were taken

CREATE TABLE task_answer (               -- the answer to one item of one task, as it stands
  id           id    PRIMARY KEY,
  task_id      id    NOT NULL REFERENCES task(id),
  number       text  NOT NULL,           -- of the item
  value        text  NOT NULL,           -- in data form; '': none yet
  note         text  NOT NULL,
  at           time  NOT NULL,
  by_post      text  NOT NULL,           -- the post of then; never a person
  link_id      int64 NOT NULL,           -- by which link it came; 0: by an account
  version      int64 NOT NULL DEFAULT 1,
  UNIQUE (task_id, number)
);

CREATE TABLE task_link (                 -- for a contributor without an account
  id             id    PRIMARY KEY,
  task_id        id    NOT NULL REFERENCES task(id),
  nth            int64 NOT NULL,         -- of the task, from 1
  digest         bytes NOT NULL UNIQUE,  -- of the token, which is nowhere kept
  items          text  NOT NULL,         -- numbers with a blank between; '': all of them
  subject_id     id    NOT NULL REFERENCES subject(id),
  name_value_id  id    NOT NULL REFERENCES subject_value(id),
  is_single      bool  NOT NULL,         -- ends with the first answer that is sent
  given_by       text  NOT NULL,         -- the post of then
  made_at        time  NOT NULL,
  expires_at     time  NOT NULL,
  used_at        time,                   -- the last time something was written by it
  ended_at       time,
  ended_why      text,                   -- 'approved', 'revoked', 'expired', 'used', 'dropped'
  UNIQUE (task_id, nth)
);
CREATE INDEX task_link_open ON task_link (expires_at) WHERE ended_at IS NULL;

CREATE TABLE task_sent (                 -- forms that were taken, so that a double submit counts once
  id       id    PRIMARY KEY,
  mark     text  NOT NULL UNIQUE,        -- the form's random mark
  at       time  NOT NULL
);
CREATE INDEX task_sent_by_time ON task_sent (at);

CREATE VIEW task_pub AS
  SELECT id, code, region_code, org_id, asker_region, asker_org, thing, key, part, title, href, due, due_from,
         due_days, is_provisional, state, reminded, opened_at, answered_at, ended_at
    FROM task;

-- migration 3: by which state of the calendar deadlines were asked to be counted

CREATE TABLE task_calendar (             -- one row
  id        id    PRIMARY KEY,
  one       int64 NOT NULL UNIQUE CHECK (one = 1),
  revision  int64 NOT NULL               -- office/workday's; 0: never changed
);

-- migration 4: secret addresses of agendas

CREATE TABLE task_agenda (               -- what a holder's calendar program reads without signing in
  id        id    PRIMARY KEY,
  post_id   id    NOT NULL REFERENCES post(id),
  hold_id   int64 NOT NULL,              -- of who asked for it: with the hold the address ends
  digest    bytes NOT NULL UNIQUE,       -- of the token, which is nowhere kept
  made_at   time  NOT NULL,
  ended_at  time                         -- taken back, or another was made
);
CREATE UNIQUE INDEX task_agenda_one ON task_agenda (hold_id) WHERE ended_at IS NULL;

-- ---- tasks --------------------------------------------------------------------------------------

-- name: task_by_code   one task
-- unscoped: the verb asks for the right in the scope of who owes and of who asked
SELECT t.id, t.code, t.region_code, t.org_id, t.asker_region, t.asker_org, t.thing, t.key, t.part, t.title, t.href,
       t.due, t.due_from, t.due_days, t.is_provisional, t.state, t.why, t.reminded, t.opened_at, t.answered_at,
       t.ended_at, t.version, o.code AS org_code, o.name AS org_name, r.name AS region_name, e.until AS wish
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
       LEFT JOIN region_pub r ON r.code = t.region_code AND r.valid_to IS NULL
       LEFT JOIN task_extension e ON e.task_id = t.id AND e.state = 'asked'
 WHERE t.code = :code;

-- name: task_by_id   one task
-- unscoped: whoever has a good link reads its task, and the verb asks that
-- types: id task_id
SELECT t.id, t.code, t.region_code, t.org_id, t.asker_region, t.asker_org, t.thing, t.key, t.part, t.title, t.href,
       t.due, t.due_from, t.due_days, t.is_provisional, t.state, t.why, t.reminded, t.opened_at, t.answered_at,
       t.ended_at, t.version, o.code AS org_code, o.name AS org_name, r.name AS region_name, e.until AS wish
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
       LEFT JOIN region_pub r ON r.code = t.region_code AND r.valid_to IS NULL
       LEFT JOIN task_extension e ON e.task_id = t.id AND e.state = 'asked'
 WHERE t.id = :id;

-- name: task_running_of   one task
-- unscoped: the slice that feeds the board asks its own right
SELECT t.id, t.code, t.region_code, t.org_id, t.asker_region, t.asker_org, t.thing, t.key, t.part, t.title, t.href,
       t.due, t.due_from, t.due_days, t.is_provisional, t.state, t.why, t.reminded, t.opened_at, t.answered_at,
       t.ended_at, t.version, o.code AS org_code, o.name AS org_name, r.name AS region_name, e.until AS wish
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
       LEFT JOIN region_pub r ON r.code = t.region_code AND r.valid_to IS NULL
       LEFT JOIN task_extension e ON e.task_id = t.id AND e.state = 'asked'
 WHERE t.thing = :thing AND t.key = :key AND t.part = :part AND t.ended_at IS NULL;

-- name: task_board   many task, at most 1001
-- types: org int64, which text, mine int64, asker_region text, asker_org int64, most int64, after int64
SELECT t.id, t.code, t.region_code, t.org_id, t.asker_region, t.asker_org, t.thing, t.key, t.part, t.title, t.href,
       t.due, t.due_from, t.due_days, t.is_provisional, t.state, t.why, t.reminded, t.opened_at, t.answered_at,
       t.ended_at, t.version, o.code AS org_code, o.name AS org_name, r.name AS region_name, e.until AS wish
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
       LEFT JOIN region_pub r ON r.code = t.region_code AND r.valid_to IS NULL
       LEFT JOIN task_extension e ON e.task_id = t.id AND e.state = 'asked'
 WHERE reach(t.region_code, t.org_id)
   AND (:org = 0 OR t.org_id = :org) AND (:thing = '' OR t.thing = :thing)
   AND (:region_code = '' OR t.region_code = :region_code)
   AND ((:which = 'running' AND t.ended_at IS NULL)
        OR (:which = 'owed' AND t.state IN ('open', 'returned'))
        OR (:which = 'ended' AND t.ended_at IS NOT NULL)
        OR t.state = :which)
   AND (:mine = 0 OR (t.asker_region = :asker_region AND t.asker_org = :asker_org))
 ORDER BY t.due, coalesce(o.name, ''), t.title, t.id LIMIT :most OFFSET :after;

-- name: task_counts   many task_count, at most 5000
-- types: day text, owed int64, late int64, answered int64
-- How many of each organisation are owed, late, and wait for approval.
SELECT t.org_id, o.code AS org_code, o.name AS org_name,
       count(CASE WHEN t.state IN ('open', 'returned') THEN 1 END) AS owed,
       count(CASE WHEN t.state IN ('open', 'returned') AND t.due < :day THEN 1 END) AS late,
       count(CASE WHEN t.state = 'answered' THEN 1 END) AS answered
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
 WHERE reach(t.region_code, t.org_id) AND t.ended_at IS NULL
 GROUP BY t.org_id, o.code, o.name ORDER BY o.name NULLS FIRST, t.org_id NULLS FIRST;

-- name: task_things   many task_thing, at most 200
SELECT DISTINCT t.thing FROM task t WHERE reach(t.region_code, t.org_id) ORDER BY t.thing;

-- name: task_put   new task
INSERT INTO task (code, region_code, org_id, asker_region, asker_org, thing, key, part, title, href, due, due_from,
                  due_days, is_provisional, state, opened_at)
VALUES (:code, :region_code, :org_id, :asker_region, :asker_org, :thing, :key, :part, :title, :href, :due, :due_from,
        :due_days, :is_provisional, 'open', :opened_at);

-- name: task_step_set   run
-- unscoped: the verb has asked for the right; a feeding slice asks its own
-- types: was int64
UPDATE task SET state = :state, why = :why, answered_at = :answered_at, ended_at = :ended_at, version = version + 1
 WHERE id = :id AND version = :was;

-- name: task_due_set   run
-- unscoped: the verb has asked for the right; the program reckons deadlines again when the calendar changes
-- Another deadline begins its reminders anew.
UPDATE task SET due = :due, due_from = :due_from, due_days = :due_days, is_provisional = :is_provisional,
       reminded = 0, version = version + 1
 WHERE id = :id AND ended_at IS NULL;

-- name: task_touch   run
-- unscoped: an answer of it was written, for which the verb has asked
UPDATE task SET version = version + 1 WHERE id = :id;

-- name: task_reminded_set   run
-- unscoped: the program reminds
-- types: was int64
UPDATE task SET reminded = :reminded WHERE id = :id AND reminded = :was;

-- name: task_counted_page   many task_counted, at most 1000
-- unscoped: the program reckons deadlines again
-- types: after int64
-- Running ones whose deadline is so many working days after a day, by id.
SELECT t.id, t.code, t.region_code, t.org_id, t.due, t.due_from, t.due_days, t.is_provisional
  FROM task t
 WHERE t.due_days IS NOT NULL AND t.ended_at IS NULL AND t.id > :after ORDER BY t.id LIMIT 1000;

-- name: task_owed_page   many task_owed, at most 1000
-- unscoped: the program reminds
-- types: until text, after int64
-- Owed ones whose last day is `until` or before, by id.
SELECT t.id, t.code, t.region_code, t.org_id, t.title, t.due, t.is_provisional, t.state, t.reminded,
       o.name AS org_name
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
 WHERE t.ended_at IS NULL AND t.state IN ('open', 'returned') AND t.due <= :until AND t.id > :after
 ORDER BY t.id LIMIT 1000;

-- ---- extensions ---------------------------------------------------------------------------------

-- name: task_extensions   many task_extension, at most 200
SELECT id, task_id, until, why, asked_at, asked_by, state, decided_at, decided_by, decided_why
  FROM task_extension WHERE task_id = :task_id ORDER BY id DESC LIMIT 200;

-- name: task_extension_put   new task_extension
INSERT INTO task_extension (task_id, until, why, asked_at, asked_by, state)
VALUES (:task_id, :until, :why, :asked_at, :asked_by, 'asked') ON CONFLICT DO NOTHING;

-- name: task_extension_decide   run
UPDATE task_extension SET state = :state, decided_at = :decided_at, decided_by = :decided_by, decided_why = :decided_why
 WHERE task_id = :task_id AND state = 'asked';

-- ---- requests -----------------------------------------------------------------------------------

-- name: task_request_by_code   one task_request
-- unscoped: the verb asks whether the reader is of who asks or of who is asked
SELECT q.id, q.code, q.region_code, q.org_id, q.title, q.body, q.due, q.due_from, q.due_days, q.is_provisional,
       q.copied_from, q.asked_at, q.asked_by, q.version, r.name AS region_name
  FROM task_request q LEFT JOIN region_pub r ON r.code = q.region_code AND r.valid_to IS NULL
 WHERE q.code = :code;

-- name: task_request_list   many task_request_line, at most 201
-- types: tasks int64, owed int64, answered int64, most int64, after int64
SELECT q.id, q.code, q.title, q.due, q.asked_at,
       count(t.id) AS tasks,
       count(CASE WHEN t.state IN ('open', 'returned') THEN 1 END) AS owed,
       count(CASE WHEN t.state = 'answered' THEN 1 END) AS answered
  FROM task_request q LEFT JOIN task t ON t.thing = 'request' AND t.key = q.code AND reach(t.region_code, t.org_id)
 WHERE reach(q.region_code, q.org_id)
 GROUP BY q.id, q.code, q.title, q.due, q.asked_at
 ORDER BY q.asked_at DESC, q.id DESC LIMIT :most OFFSET :after;

-- name: task_request_put   new task_request
INSERT INTO task_request (code, region_code, org_id, title, body, due, due_from, due_days, is_provisional, copied_from,
                          asked_at, asked_by)
VALUES (:code, :region_code, :org_id, :title, :body, :due, :due_from, :due_days, :is_provisional, :copied_from,
        :asked_at, :asked_by);

-- name: task_request_tasks   many task, at most 2000
SELECT t.id, t.code, t.region_code, t.org_id, t.asker_region, t.asker_org, t.thing, t.key, t.part, t.title, t.href,
       t.due, t.due_from, t.due_days, t.is_provisional, t.state, t.why, t.reminded, t.opened_at, t.answered_at,
       t.ended_at, t.version, o.code AS org_code, o.name AS org_name, r.name AS region_name, e.until AS wish
  FROM task t LEFT JOIN org_pub o ON o.id = t.org_id
       LEFT JOIN region_pub r ON r.code = t.region_code AND r.valid_to IS NULL
       LEFT JOIN task_extension e ON e.task_id = t.id AND e.state = 'asked'
 WHERE reach(t.region_code, t.org_id) AND t.thing = 'request' AND t.key = :key
 ORDER BY coalesce(o.name, ''), t.id;

-- name: task_item_put   new task_item
INSERT INTO task_item (request_id, place, number, question, kind, unit, is_required)
VALUES (:request_id, :place, :number, :question, :kind, :unit, :is_required);

-- name: task_items   many task_item, at most 200
SELECT id, request_id, place, number, question, kind, unit, is_required
  FROM task_item WHERE request_id = :request_id ORDER BY place;

-- ---- answers ------------------------------------------------------------------------------------

-- name: task_answers   many task_answer, at most 200
SELECT a.id, a.task_id, a.number, a.value, a.note, a.at, a.by_post, a.link_id, a.version
  FROM task_answer a WHERE a.task_id = :task_id ORDER BY a.number;

-- name: task_answers_of_request   many task_request_answer, at most 100000
SELECT t.code AS task_code, a.number, a.value, a.note, a.at
  FROM task t JOIN task_answer a ON a.task_id = t.id
 WHERE reach(t.region_code, t.org_id) AND t.thing = 'request' AND t.key = :key
 ORDER BY t.id, a.number;

-- name: task_answered   many task_answered, at most 2000
-- types: n int64
-- How many items of a request each task has answered.
SELECT t.id, count(a.id) AS n
  FROM task t JOIN task_answer a ON a.task_id = t.id
 WHERE reach(t.region_code, t.org_id) AND t.thing = 'request' AND t.key = :key AND a.value <> ''
 GROUP BY t.id ORDER BY t.id;

-- name: task_answer_of   one task_answer
SELECT a.id, a.task_id, a.number, a.value, a.note, a.at, a.by_post, a.link_id, a.version
  FROM task_answer a WHERE a.task_id = :task_id AND a.number = :number;

-- name: task_answer_put   run
INSERT INTO task_answer (task_id, number, value, note, at, by_post, link_id)
VALUES (:task_id, :number, :value, :note, :at, :by_post, :link_id)
    ON CONFLICT (task_id, number) DO UPDATE SET value = excluded.value, note = excluded.note, at = excluded.at,
       by_post = excluded.by_post, link_id = excluded.link_id, version = task_answer.version + 1;

-- ---- links --------------------------------------------------------------------------------------

-- name: task_link_by_digest   one task_link
SELECT l.id, l.task_id, l.nth, l.items, l.subject_id, l.name_value_id, l.is_single, l.given_by, l.made_at,
       l.expires_at, l.used_at, l.ended_at, l.ended_why
  FROM task_link l WHERE l.digest = :digest;

-- name: task_links   many task_link, at most 500
SELECT l.id, l.task_id, l.nth, l.items, l.subject_id, l.name_value_id, l.is_single, l.given_by, l.made_at,
       l.expires_at, l.used_at, l.ended_at, l.ended_why
  FROM task_link l WHERE l.task_id = :task_id ORDER BY l.nth;

-- name: task_link_put   new task_link
INSERT INTO task_link (task_id, nth, digest, items, subject_id, name_value_id, is_single, given_by, made_at, expires_at)
VALUES (:task_id, :nth, :digest, :items, :subject_id, :name_value_id, :is_single, :given_by, :made_at, :expires_at);

-- name: task_link_used   run
UPDATE task_link SET used_at = :used_at WHERE id = :id;

-- name: task_link_end   run
UPDATE task_link SET ended_at = :ended_at, ended_why = :ended_why WHERE id = :id AND ended_at IS NULL;

-- name: task_links_over   many task_link_over, at most 200
SELECT l.id, l.task_id, l.nth, l.subject_id
  FROM task_link l WHERE l.ended_at IS NULL AND l.expires_at <= :expires_at ORDER BY l.id LIMIT 200;

-- ---- forms that were taken ----------------------------------------------------------------------

-- name: task_sent_put   new task_sent
INSERT INTO task_sent (mark, at) VALUES (:mark, :at) ON CONFLICT (mark) DO NOTHING;

-- name: task_sent_of   one task_sent_first
SELECT id FROM task_sent WHERE mark = :mark;

-- name: task_sent_old   one task_sent_first
-- types: before time
SELECT id FROM task_sent WHERE at < :before ORDER BY at LIMIT 1;

-- name: task_sent_forget   run
-- types: before time
DELETE FROM task_sent WHERE at < :before;

-- ---- the calendar changes -----------------------------------------------------------------------

-- name: task_calendar_now   one task_calendar
SELECT c.revision FROM task_calendar c WHERE c.one = 1;

-- name: task_calendar_set   run
INSERT INTO task_calendar (one, revision) VALUES (1, :revision)
    ON CONFLICT (one) DO UPDATE SET revision = excluded.revision;

-- name: task_sure_set   run
-- unscoped: the program reckons deadlines again when the calendar changes
-- The day stays; whether it is provisional does not.
UPDATE task SET is_provisional = :is_provisional, version = version + 1 WHERE id = :id AND ended_at IS NULL;

-- name: task_request_counted_page   many task_request_counted, at most 500
-- unscoped: the program reckons deadlines again when the calendar changes
-- types: after int64
-- Those of which a task still runs and whose deadline is so many working days after a day, by id.
SELECT q.id, q.region_code, q.org_id, q.due, q.due_from, q.due_days, q.is_provisional
  FROM task_request q
 WHERE q.due_days IS NOT NULL AND q.id > :after
   AND EXISTS (SELECT 1 FROM task t WHERE t.thing = 'request' AND t.key = q.code AND t.ended_at IS NULL)
 ORDER BY q.id LIMIT 500;

-- name: task_request_due_set   run
-- unscoped: the program reckons deadlines again when the calendar changes
UPDATE task_request SET due = :due, is_provisional = :is_provisional, version = version + 1 WHERE id = :id;

-- ---- agendas ------------------------------------------------------------------------------------

-- name: task_agenda_by_digest   one task_agenda
-- unscoped: whoever has the address reads what its post may see, and nobody is signed in
SELECT a.id, a.post_id, a.hold_id, a.made_at, a.ended_at, p.code AS post_code
  FROM task_agenda a JOIN post_pub p ON p.id = a.post_id
 WHERE a.digest = :digest;

-- name: task_agenda_of   one task_agenda_open
SELECT a.made_at FROM task_agenda a WHERE a.hold_id = :hold_id AND a.ended_at IS NULL;

-- name: task_agenda_put   new task_agenda
INSERT INTO task_agenda (post_id, hold_id, digest, made_at) VALUES (:post_id, :hold_id, :digest, :made_at);

-- name: task_agenda_end   run
UPDATE task_agenda SET ended_at = :ended_at WHERE hold_id = :hold_id AND ended_at IS NULL;
