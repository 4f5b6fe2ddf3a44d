-- assess.sql — one region in one round: items given to agencies, the numbers of all voices, what was sent.

-- migration 1: entries, items given, numbers, what was sent

CREATE TABLE assess_entry (
  id           id    PRIMARY KEY,
  round_id     id    NOT NULL REFERENCES round(id),
  region_code  scope NOT NULL,
  code         text  NOT NULL UNIQUE,    -- "smart-city-evaluation-2026-35.71"
  stage        int64 NOT NULL,           -- that was sent last: 0 none, 1, 2
  is_open      bool  NOT NULL,           -- what was sent was taken back, to be sent again
  opened_at    time  NOT NULL,
  version      int64 NOT NULL DEFAULT 1,
  UNIQUE (round_id, region_code)
);

CREATE TABLE assess_part (               -- an item in the hands of an agency
  id           id    PRIMARY KEY,
  entry_id     id    NOT NULL REFERENCES assess_entry(id),
  region_code  scope NOT NULL,
  org_id       id    NOT NULL REFERENCES org(id),       -- in charge
  item         text  NOT NULL,           -- a leaf of the instrument
  stage        int64 NOT NULL,
  state        text  NOT NULL CHECK (state IN ('given', 'answered', 'approved', 'returned')),
  why          text,                     -- of the last return
  due          text  NOT NULL,           -- ISO date
  given_at     time  NOT NULL,
  answered_at  time,                     -- sent to the head, the last time
  approved_at  time,
  version      int64 NOT NULL DEFAULT 1,
  UNIQUE (entry_id, stage, item)
);
CREATE INDEX assess_part_by_org ON assess_part (org_id);

CREATE TABLE assess_helper (             -- who contributes to an item
  id       id NOT NULL PRIMARY KEY,
  part_id  id NOT NULL REFERENCES assess_part(id),
  org_id   id NOT NULL REFERENCES org(id),
  UNIQUE (part_id, org_id)
);

CREATE TABLE assess_number (             -- what a voice says of an item
  id           id    PRIMARY KEY,
  entry_id     id    NOT NULL REFERENCES assess_entry(id),
  stage        int64 NOT NULL,
  item         text  NOT NULL,
  of           text  NOT NULL,           -- which of those that repeat; '': the item itself
  voice        text  NOT NULL CHECK (voice IN ('agency', 'city', 'assessor', 'objection', 'final')),
  seat         int64 NOT NULL,           -- of an assessor (round_seat); 0: of no seat
  value        text  NOT NULL,           -- as instrument_answer.h reads it: "3", "3.25", "n/a", "1 3"
  note         text  NOT NULL,           -- reasons
  at           time  NOT NULL,
  by_post      text  NOT NULL,           -- the post of then; never a person
  version      int64 NOT NULL DEFAULT 1,
  UNIQUE (entry_id, stage, item, of, voice, seat)
);

CREATE TABLE assess_sent (               -- what was sent, frozen
  id        id    PRIMARY KEY,
  entry_id  id    NOT NULL REFERENCES assess_entry(id),
  stage     int64 NOT NULL,
  nth       int64 NOT NULL,              -- of this stage, from 1
  frozen    text  NOT NULL,              -- assess_frozen.h
  sha256    text  NOT NULL,
  stated_by text  NOT NULL,              -- the post of then
  sent_at   time  NOT NULL,
  UNIQUE (entry_id, stage, nth)
);

CREATE TABLE assess_taken (              -- forms that were taken, so that a double submit counts once
  id    id    PRIMARY KEY,
  mark  text  NOT NULL UNIQUE,
  at    time  NOT NULL
);
CREATE INDEX assess_taken_by_time ON assess_taken (at);

CREATE VIEW assess_entry_pub AS
  SELECT id, round_id, region_code, code, stage, is_open, opened_at FROM assess_entry;

CREATE VIEW assess_part_pub AS
  SELECT id, entry_id, region_code, org_id, item, stage, state, due, given_at, answered_at, approved_at
    FROM assess_part;

-- ---- entries ------------------------------------------------------------------------------------

-- name: assess_entry_of   one assess_entry
-- unscoped: the verb asks whether the reader reads the region, answers in it, or sits for it
SELECT e.id, e.round_id, e.region_code, e.code, e.stage, e.is_open, e.opened_at, e.version
  FROM assess_entry e WHERE e.round_id = :round_id AND e.region_code = :region_code;

-- name: assess_entry_before   one assess_entry_last
-- unscoped: the verb asks it of the same region's entry
-- types: year int64
-- The last one of the same instrument before that year which was sent.
SELECT e.id, e.code, e.stage, r.year, r.code AS round_code
  FROM assess_entry e JOIN round_pub r ON r.id = e.round_id
 WHERE e.region_code = :region_code AND r.instrument_code = :instrument_code AND r.year < :year
   AND e.stage > 0
 ORDER BY r.year DESC LIMIT 1;

-- name: assess_entries_of_round   many assess_entry, at most 1000
-- unscoped: the program begins the stage of each
SELECT e.id, e.round_id, e.region_code, e.code, e.stage, e.is_open, e.opened_at, e.version
  FROM assess_entry e WHERE e.round_id = :round_id ORDER BY e.region_code;

-- name: assess_entries_of_region   many assess_entry_line, at most 100
-- unscoped: the verb asks whether the reader reads the region, or answers in it
-- types: org int64
-- Of all rounds, or those in which the organisation answers; the newest first.
SELECT e.id, e.code, e.stage, e.is_open, r.code AS round_code, r.title, r.year
  FROM assess_entry e JOIN round_pub r ON r.id = e.round_id
 WHERE e.region_code = :region_code
   AND (:org = 0
        OR EXISTS (SELECT 1 FROM assess_part p LEFT JOIN assess_helper h ON h.part_id = p.id AND h.org_id = :org
                    WHERE p.entry_id = e.id AND (p.org_id = :org OR h.id IS NOT NULL)))
 ORDER BY r.year DESC, e.code;

-- name: assess_entry_put   new assess_entry
INSERT INTO assess_entry (round_id, region_code, code, stage, is_open, opened_at)
VALUES (:round_id, :region_code, :code, 0, false, :opened_at);

-- name: assess_entry_sent   run
-- unscoped: the verb has asked for the right to state
UPDATE assess_entry SET stage = :stage, is_open = false, version = version + 1 WHERE id = :id;

-- name: assess_entry_reopen   run
-- unscoped: the verb has asked for the right
UPDATE assess_entry SET is_open = true, version = version + 1 WHERE id = :id;

-- ---- items given --------------------------------------------------------------------------------

-- name: assess_parts   many assess_part, at most 1000
-- unscoped: the verb has asked who reads, and leaves out what is another agency's
SELECT p.id, p.entry_id, p.region_code, p.org_id, p.item, p.stage, p.state, p.why, p.due, p.given_at,
       p.answered_at, p.approved_at, p.version, o.code AS org_code, o.name AS org_name
  FROM assess_part p JOIN org_pub o ON o.id = p.org_id
 WHERE p.entry_id = :entry_id AND p.stage = :stage ORDER BY p.item;

-- name: assess_helpers   many assess_help, at most 10000
-- unscoped: the verb has asked who reads
SELECT h.id, h.part_id, h.org_id, o.code AS org_code, o.name AS org_name
  FROM assess_helper h JOIN assess_part p ON p.id = h.part_id JOIN org_pub o ON o.id = h.org_id
 WHERE p.entry_id = :entry_id AND p.stage = :stage ORDER BY h.part_id, o.name, o.code;

-- name: assess_part_put   new assess_part
INSERT INTO assess_part (entry_id, region_code, org_id, item, stage, state, due, given_at)
VALUES (:entry_id, :region_code, :org_id, :item, :stage, 'given', :due, :given_at);

-- name: assess_part_give   run
-- unscoped: the verb has asked for the right to give it
UPDATE assess_part SET org_id = :org_id, due = :due, state = :state, version = version + 1 WHERE id = :id;

-- name: assess_part_step   run
-- unscoped: the verb has asked for the right of the step
-- types: was int64
UPDATE assess_part SET state = :state, why = :why, answered_at = :answered_at, approved_at = :approved_at,
       version = version + 1
 WHERE id = :id AND version = :was;

-- name: assess_part_touch   run
-- unscoped: a number of it was written, for which the verb has asked
UPDATE assess_part SET version = version + 1 WHERE id = :id;

-- name: assess_helper_put   new assess_helper
INSERT INTO assess_helper (part_id, org_id) VALUES (:part_id, :org_id) ON CONFLICT (part_id, org_id) DO NOTHING;

-- name: assess_helpers_clear   run
DELETE FROM assess_helper WHERE part_id = :part_id;

-- name: assess_stage_begun   one assess_stage_first
-- unscoped: the verb has asked who writes
-- Has the stage begun: was an item given in it, does a voice say something?
SELECT e.id FROM assess_entry e
 WHERE e.id = :entry_id
   AND (EXISTS (SELECT 1 FROM assess_number n WHERE n.entry_id = e.id AND n.stage = :stage)
        OR EXISTS (SELECT 1 FROM assess_part p WHERE p.entry_id = e.id AND p.stage = :stage));

-- name: assess_org_of   one assess_org
-- types: id org_id
SELECT o.id, o.code, o.name FROM org_pub o WHERE o.id = :id;

-- name: assess_org_answers   one assess_part_first
-- unscoped: whether an agency answers anything here
SELECT p.id FROM assess_part p
 WHERE p.entry_id = :entry_id
   AND (p.org_id = :org_id
        OR EXISTS (SELECT 1 FROM assess_helper h WHERE h.part_id = p.id AND h.org_id = :org_id))
 ORDER BY p.id LIMIT 1;

-- ---- numbers ------------------------------------------------------------------------------------

-- name: assess_numbers   many assess_number, at most 20000
SELECT n.id, n.item, n.of, n.voice, n.seat, n.value, n.note, n.at, n.by_post, n.version
  FROM assess_number n WHERE n.entry_id = :entry_id AND n.stage = :stage
 ORDER BY n.item, n.of, n.voice, n.seat;

-- name: assess_number_at   one assess_number
SELECT n.id, n.item, n.of, n.voice, n.seat, n.value, n.note, n.at, n.by_post, n.version
  FROM assess_number n WHERE n.entry_id = :entry_id AND n.stage = :stage AND n.item = :item AND n.of = :of
   AND n.voice = :voice AND n.seat = :seat;

-- name: assess_number_set   run
INSERT INTO assess_number (entry_id, stage, item, of, voice, seat, value, note, at, by_post)
VALUES (:entry_id, :stage, :item, :of, :voice, :seat, :value, :note, :at, :by_post)
    ON CONFLICT (entry_id, stage, item, of, voice, seat) DO UPDATE SET value = excluded.value,
       note = excluded.note, at = excluded.at, by_post = excluded.by_post,
       version = assess_number.version + 1;

-- ---- what was sent ------------------------------------------------------------------------------

-- name: assess_sent_last   one assess_sent
-- The last one of a stage.
SELECT s.id, s.entry_id, s.stage, s.nth, s.frozen, s.sha256, s.stated_by, s.sent_at
  FROM assess_sent s WHERE s.entry_id = :entry_id AND s.stage = :stage ORDER BY s.nth DESC LIMIT 1;

-- name: assess_sent_nth   one assess_sent
SELECT s.id, s.entry_id, s.stage, s.nth, s.frozen, s.sha256, s.stated_by, s.sent_at
  FROM assess_sent s WHERE s.entry_id = :entry_id AND s.stage = :stage AND s.nth = :nth;

-- name: assess_sent_all   many assess_sent_line, at most 200
SELECT s.id, s.stage, s.nth, s.sha256, s.stated_by, s.sent_at
  FROM assess_sent s WHERE s.entry_id = :entry_id ORDER BY s.id DESC LIMIT 200;

-- name: assess_sent_put   new assess_sent
INSERT INTO assess_sent (entry_id, stage, nth, frozen, sha256, stated_by, sent_at)
VALUES (:entry_id, :stage, :nth, :frozen, :sha256, :stated_by, :sent_at);

-- ---- forms that were taken ----------------------------------------------------------------------

-- name: assess_taken_put   new assess_taken
INSERT INTO assess_taken (mark, at) VALUES (:mark, :at) ON CONFLICT (mark) DO NOTHING;

-- name: assess_taken_of   one assess_taken_first
SELECT id FROM assess_taken WHERE mark = :mark;

-- name: assess_taken_forget   run
-- types: before time
DELETE FROM assess_taken WHERE at < :before;
