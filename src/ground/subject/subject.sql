-- subject.sql — personal data: whose it is, the key of each person, and the sealed values.
--
-- Nothing in here can be read without the installation's key file. A copy of the database that is
-- kept leaves out the rows of subject_key (ADR 0011).

-- migration 1: subjects, their keys, what is held of them

CREATE TABLE subject (
  id           id    PRIMARY KEY,
  made_at      time  NOT NULL,
  erased_at    time,                 -- unknown: is not erased
  scrubbed_at  time                  -- when the deleted bytes had left the database's files too
);
CREATE INDEX subject_to_scrub ON subject (id) WHERE erased_at IS NOT NULL AND scrubbed_at IS NULL;

CREATE TABLE subject_key (
  id          id     PRIMARY KEY,
  subject_id  id     NOT NULL UNIQUE REFERENCES subject(id),
  wrapped     bytes  NOT NULL        -- the person's key, sealed under the installation's
);

CREATE TABLE subject_value (
  id           id    PRIMARY KEY,
  subject_id   id    NOT NULL REFERENCES subject(id),
  class        text  NOT NULL,       -- subject_rule.h
  sealed       bytes,                -- salt and value; unknown: erased, or kept long enough
  at           time  NOT NULL,
  past_at      time                  -- when a newer one came, or the account ended; unknown: in use
);
CREATE INDEX subject_value_by_subject ON subject_value (subject_id, class);
CREATE INDEX subject_value_by_age ON subject_value (class, at) WHERE sealed IS NOT NULL;
CREATE INDEX subject_value_by_end ON subject_value (class, past_at) WHERE sealed IS NOT NULL;

CREATE TABLE subject_house (         -- one row: with which key file this database was begun
  id          id    PRIMARY KEY,
  proof       text  NOT NULL,
  retired_at  time  NOT NULL         -- when it was last looked for what was kept long enough
);

CREATE VIEW subject_pub AS
  SELECT id, made_at, erased_at FROM subject;

-- name: subject_add   new subject
INSERT INTO subject (made_at) VALUES (:made_at);

-- name: subject_add_key   new subject_key
INSERT INTO subject_key (subject_id, wrapped) VALUES (:subject_id, :wrapped);

-- name: subject_key_of   one subject_wrapped
SELECT k.wrapped FROM subject_key k WHERE k.subject_id = :subject_id;

-- name: subject_by_id   one subject
SELECT s.id, s.made_at, s.erased_at, s.scrubbed_at FROM subject s WHERE s.id = :id;

-- name: subject_replace   run
UPDATE subject_value SET past_at = :past_at
 WHERE subject_id = :subject_id AND class = :class AND past_at IS NULL;

-- name: subject_add_value   new subject_value
INSERT INTO subject_value (subject_id, class, sealed, at) VALUES (:subject_id, :class, :sealed, :at);

-- name: subject_value_by_id   one subject_value
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.past_at FROM subject_value v WHERE v.id = :id;

-- name: subject_values_of   many subject_value, at most 10000
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.past_at FROM subject_value v
 WHERE v.subject_id = :subject_id AND v.sealed IS NOT NULL ORDER BY v.at DESC, v.id DESC;

-- name: subject_values_like   many subject_value, at most 100
-- The latest of one class: however many there are, one that is in use is among them.
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.past_at FROM subject_value v
 WHERE v.subject_id = :subject_id AND v.class = :class AND v.sealed IS NOT NULL
 ORDER BY v.at DESC, v.id DESC LIMIT 100;

-- name: subject_destroy_key   run
DELETE FROM subject_key WHERE subject_id = :subject_id;

-- name: subject_destroy_values   run
UPDATE subject_value SET sealed = NULL WHERE subject_id = :subject_id;

-- name: subject_destroy_value   run
UPDATE subject_value SET sealed = NULL WHERE id = :id;

-- name: subject_mark_erased   run
UPDATE subject SET erased_at = :erased_at WHERE id = :id AND erased_at IS NULL;

-- name: subject_all_past   run
-- Of who does not work here any more: the days for which it is kept begin to count.
UPDATE subject_value SET past_at = :past_at WHERE subject_id = :subject_id AND past_at IS NULL;

-- name: subject_to_scrub   one subject
-- The first, if there is any: all of them are scrubbed together.
SELECT s.id, s.made_at, s.erased_at, s.scrubbed_at FROM subject s
 WHERE s.erased_at IS NOT NULL AND s.scrubbed_at IS NULL ORDER BY s.id LIMIT 1;

-- name: subject_all_to_scrub   many subject, at most 100000
SELECT s.id, s.made_at, s.erased_at, s.scrubbed_at FROM subject s
 WHERE s.erased_at IS NOT NULL AND s.scrubbed_at IS NULL ORDER BY s.id;

-- name: subject_mark_scrubbed   run
UPDATE subject SET scrubbed_at = :scrubbed_at WHERE id = :id;

-- name: subject_retire_seen   run
-- What was put before a moment.
UPDATE subject_value SET sealed = NULL WHERE class = :class AND sealed IS NOT NULL AND at <= :at;

-- name: subject_retire_past   run
-- What went out of use before a moment.
UPDATE subject_value SET sealed = NULL WHERE class = :class AND sealed IS NOT NULL AND past_at <= :past_at;

-- name: subject_the_house   one subject_house
SELECT h.id, h.proof, h.retired_at FROM subject_house h WHERE h.id = 1;

-- name: subject_found   run
INSERT INTO subject_house (id, proof, retired_at) VALUES (1, :proof, 0) ON CONFLICT (id) DO NOTHING;

-- name: subject_mark_retired   run
UPDATE subject_house SET retired_at = :retired_at WHERE id = 1;

-- ---- copies (ADR 0011, 0020) ---------------------------------------------------------------------

-- name: subject_keys_after   each subject_key, at most 10000
-- types: after int64, most int64
SELECT k.id, k.subject_id, k.wrapped FROM subject_key k
 WHERE k.subject_id > :after ORDER BY k.subject_id LIMIT :most;

-- name: subject_put_key   run
-- Of a person who is here, was not erased and has none.
INSERT INTO subject_key (subject_id, wrapped)
SELECT s.id, :wrapped FROM subject s
 WHERE s.id = :subject_id AND s.erased_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM subject_key k WHERE k.subject_id = s.id);

-- name: subject_values_newest   many subject_value, at most 200
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.past_at FROM subject_value v
 WHERE v.sealed IS NOT NULL ORDER BY v.id DESC LIMIT 200;

-- name: subject_keyless   one
-- types: n int64
SELECT count(*) AS n FROM subject s
 WHERE s.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM subject_key k WHERE k.subject_id = s.id);
