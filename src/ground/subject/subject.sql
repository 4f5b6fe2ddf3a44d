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
CREATE INDEX subject_unscrubbed ON subject (erased_at) WHERE scrubbed_at IS NULL;

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
  replaced_at  time                  -- when a newer value of the class came; unknown: it is the one
);
CREATE INDEX subject_value_by_subject ON subject_value (subject_id, class);
CREATE INDEX subject_value_to_retire ON subject_value (class, at) WHERE sealed IS NOT NULL;

CREATE TABLE subject_house (         -- one row: with which key file this database was begun
  id     id    PRIMARY KEY,
  proof  text  NOT NULL
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
UPDATE subject_value SET replaced_at = :replaced_at
 WHERE subject_id = :subject_id AND class = :class AND replaced_at IS NULL;

-- name: subject_add_value   new subject_value
INSERT INTO subject_value (subject_id, class, sealed, at) VALUES (:subject_id, :class, :sealed, :at);

-- name: subject_value_by_id   one subject_value
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.replaced_at FROM subject_value v WHERE v.id = :id;

-- name: subject_values_of   many subject_value, at most 10000
SELECT v.id, v.subject_id, v.class, v.sealed, v.at, v.replaced_at FROM subject_value v
 WHERE v.subject_id = :subject_id AND v.sealed IS NOT NULL ORDER BY v.at DESC, v.id DESC;

-- name: subject_destroy_key   run
DELETE FROM subject_key WHERE subject_id = :subject_id;

-- name: subject_destroy_values   run
UPDATE subject_value SET sealed = NULL WHERE subject_id = :subject_id;

-- name: subject_mark_erased   run
UPDATE subject SET erased_at = :erased_at WHERE id = :id AND erased_at IS NULL;

-- name: subject_to_scrub   one subject_unscrubbed
-- types: n int64
SELECT count(*) AS n FROM subject s WHERE s.erased_at IS NOT NULL AND s.scrubbed_at IS NULL;

-- name: subject_mark_scrubbed   run
UPDATE subject SET scrubbed_at = :scrubbed_at WHERE erased_at IS NOT NULL AND scrubbed_at IS NULL;

-- name: subject_house_proof   one subject_house
SELECT h.id, h.proof FROM subject_house h WHERE h.id = 1;

-- name: subject_found   run
INSERT INTO subject_house (id, proof) VALUES (1, :proof) ON CONFLICT (id) DO NOTHING;
