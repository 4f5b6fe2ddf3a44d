-- judge.sql — what each seat has done, questions, objections, what was opened and locked.
--
-- Numbers and their reasons stand in assess_number. Questions, objections and locks are read through the
-- entry, which assess_get has given or refused. judge_work says how far a seat is, and never what it scored.

-- migration 1: seats at work, questions, objections, what was opened, locks

CREATE TABLE judge_work (                -- a seat at work on a stage
  id          id    PRIMARY KEY,
  entry_id    id    NOT NULL REFERENCES assess_entry(id),
  region_code scope NOT NULL,
  stage       int64 NOT NULL,
  seat_id     id    NOT NULL REFERENCES round_seat(id),
  seat_name   text  NOT NULL,            -- the post of then
  items       int64 NOT NULL,            -- how many are scored
  began_at    time  NOT NULL,
  saved_at    time  NOT NULL,
  done_at     time,                      -- finished; unknown: at it
  UNIQUE (entry_id, stage, seat_id)
);

CREATE TABLE judge_question (
  id          id    PRIMARY KEY,
  entry_id    id    NOT NULL REFERENCES assess_entry(id),
  stage       int64 NOT NULL,
  item        text  NOT NULL,
  seat_id     id    NOT NULL REFERENCES round_seat(id),
  asked_by    text  NOT NULL,            -- the post of then
  question    text  NOT NULL,
  asked_at    time  NOT NULL,
  answer      text,
  answered_at time,
  answered_by text,                      -- the post of then
  version     int64 NOT NULL DEFAULT 1
);
CREATE INDEX judge_question_by_entry ON judge_question (entry_id, stage);

CREATE TABLE judge_objection (           -- its number is the voice "objection"
  id          id    PRIMARY KEY,
  entry_id    id    NOT NULL REFERENCES assess_entry(id),
  stage       int64 NOT NULL,
  item        text  NOT NULL,
  of          text  NOT NULL,            -- which of those that repeat; '': the item itself
  why         text  NOT NULL,
  objected_at time  NOT NULL,
  objected_by text  NOT NULL,            -- the post of then
  state       text  NOT NULL CHECK (state IN ('open', 'upheld', 'refused')),
  decided_why text,
  decided_at  time,
  decided_by  text,                      -- the post of then
  UNIQUE (entry_id, stage, item, of)
);

CREATE TABLE judge_opening (             -- from here on the seats see each other
  id        id    PRIMARY KEY,
  entry_id  id    NOT NULL REFERENCES assess_entry(id),
  stage     int64 NOT NULL,
  opened_at time  NOT NULL,
  UNIQUE (entry_id, stage)
);

CREATE TABLE judge_lock (                -- the final numbers of a stage stand
  id        id    PRIMARY KEY,
  entry_id  id    NOT NULL REFERENCES assess_entry(id),
  stage     int64 NOT NULL,
  locked_at time  NOT NULL,
  locked_by text  NOT NULL,              -- the post of then
  UNIQUE (entry_id, stage)
);

CREATE VIEW judge_work_pub AS
  SELECT entry_id, region_code, stage, seat_id, seat_name, items, began_at, saved_at, done_at FROM judge_work;

CREATE VIEW judge_lock_pub AS SELECT entry_id, stage, locked_at, locked_by FROM judge_lock;

-- ---- seats at work ------------------------------------------------------------------------------

-- name: judge_seat_name   one judge_named
-- unscoped: who sits for a region is read by who reads the region
SELECT p.title FROM post_pub p WHERE p.id = :id;

-- name: judge_works   many judge_work, at most 100
-- unscoped: of an entry that assess_get gave
SELECT w.id, w.entry_id, w.region_code, w.stage, w.seat_id, w.seat_name, w.items, w.began_at, w.saved_at, w.done_at
  FROM judge_work w WHERE w.entry_id = :entry_id AND w.stage = :stage ORDER BY w.seat_id;

-- name: judge_work_save   run
-- unscoped: the verb asked for the right in the region
INSERT INTO judge_work (entry_id, region_code, stage, seat_id, seat_name, items, began_at, saved_at)
VALUES (:entry_id, :region_code, :stage, :seat_id, :seat_name, :items, :began_at, :saved_at)
    ON CONFLICT (entry_id, stage, seat_id) DO UPDATE SET seat_name = excluded.seat_name,
       items = excluded.items, saved_at = excluded.saved_at;

-- name: judge_work_done   run
-- unscoped: the verb asked for the right in the region
UPDATE judge_work SET done_at = :done_at
 WHERE entry_id = :entry_id AND stage = :stage AND seat_id = :seat_id AND done_at IS NULL;

-- name: judge_opening_put   new judge_opening
INSERT INTO judge_opening (entry_id, stage, opened_at) VALUES (:entry_id, :stage, :opened_at)
    ON CONFLICT (entry_id, stage) DO NOTHING;

-- ---- questions ----------------------------------------------------------------------------------

-- name: judge_questions   many judge_question, at most 2000
SELECT q.id, q.entry_id, q.stage, q.item, q.seat_id, q.asked_by, q.question, q.asked_at, q.answer, q.answered_at,
       q.answered_by, q.version
  FROM judge_question q WHERE q.entry_id = :entry_id AND q.stage = :stage ORDER BY q.item, q.id;

-- name: judge_question_put   new judge_question
INSERT INTO judge_question (entry_id, stage, item, seat_id, asked_by, question, asked_at)
VALUES (:entry_id, :stage, :item, :seat_id, :asked_by, :question, :asked_at);

-- name: judge_question_answer   run
UPDATE judge_question SET answer = :answer, answered_at = :answered_at, answered_by = :answered_by,
       version = version + 1
 WHERE id = :id AND version = :version;

-- ---- objections ---------------------------------------------------------------------------------

-- name: judge_objections   many judge_objection, at most 2000
SELECT o.id, o.entry_id, o.stage, o.item, o.of, o.why, o.objected_at, o.objected_by, o.state, o.decided_why,
       o.decided_at, o.decided_by
  FROM judge_objection o WHERE o.entry_id = :entry_id AND o.stage = :stage ORDER BY o.item, o.of;

-- name: judge_objection_put   new judge_objection
INSERT INTO judge_objection (entry_id, stage, item, of, why, objected_at, objected_by, state)
VALUES (:entry_id, :stage, :item, :of, :why, :objected_at, :objected_by, 'open')
    ON CONFLICT (entry_id, stage, item, of) DO NOTHING;

-- name: judge_objection_decide   run
UPDATE judge_objection SET state = :state, decided_why = :decided_why, decided_at = :decided_at,
       decided_by = :decided_by
 WHERE id = :id AND state = 'open';

-- ---- locks --------------------------------------------------------------------------------------

-- name: judge_lock_of   one judge_lock
SELECT l.id, l.entry_id, l.stage, l.locked_at, l.locked_by
  FROM judge_lock l WHERE l.entry_id = :entry_id AND l.stage = :stage;

-- name: judge_lock_put   new judge_lock
INSERT INTO judge_lock (entry_id, stage, locked_at, locked_by) VALUES (:entry_id, :stage, :locked_at, :locked_by)
    ON CONFLICT (entry_id, stage) DO NOTHING;

-- ---- all regions of a round ---------------------------------------------------------------------

-- name: judge_progress_rows   many judge_progress, at most 1000
-- unscoped: the verb asks for the right to run the round, which is the nation's
-- types: seats int64, done int64, unanswered int64, objections int64
-- How far each region is; no number of anybody.
SELECT r.region_code, g.name AS region_name, e.stage AS sent, l.locked_at,
       (SELECT count(*) FROM round_seat_pub s WHERE s.round_id = r.round_id AND s.region_code = r.region_code
           AND s.ended_at IS NULL) AS seats,
       (SELECT count(*) FROM judge_work w WHERE w.entry_id = e.id AND w.stage = :stage AND w.done_at IS NOT NULL) AS done,
       (SELECT count(*) FROM judge_question q WHERE q.entry_id = e.id AND q.stage = :stage AND q.answer IS NULL)
           AS unanswered,
       (SELECT count(*) FROM judge_objection o WHERE o.entry_id = e.id AND o.stage = :stage AND o.state = 'open')
           AS objections
  FROM round_region_pub r LEFT JOIN region_pub g ON g.code = r.region_code AND g.valid_to IS NULL
       LEFT JOIN assess_entry_pub e ON e.round_id = r.round_id AND e.region_code = r.region_code
       LEFT JOIN judge_lock l ON l.entry_id = e.id AND l.stage = :stage
 WHERE r.round_id = :round_id AND r.is_in ORDER BY r.region_code;
