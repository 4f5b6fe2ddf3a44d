-- journal.sql — what happened: a tail that facts are told into, and the chain they are sealed into.
--
-- A fact stands first in the tail, in the change that it tells of, and within a second in the chain,
-- with a number without gaps and a digest over the line before it (journal_rule.h). Rows of the
-- tail go when they are sealed; no statement changes or removes a row of the chain. Ids of persons,
-- posts and values are numbers without a reference: a fact outlives what it tells of.

-- migration 1: the tail and the chain

CREATE TABLE journal_tail (
  id             id    PRIMARY KEY,
  at             time  NOT NULL,
  verb           text  NOT NULL,     -- "changed": journal.h
  thing          text  NOT NULL,     -- "org"
  key            text  NOT NULL,     -- "35.71-diskominfo"
  region_code    scope NOT NULL,     -- whose journal it is; empty: the nation's
  org_id         int64 NOT NULL,     -- 0: of no single organisation
  subject_id     int64 NOT NULL,     -- whose personal values the line points to; 0: nobody's
  by_kind        text  NOT NULL,     -- "person", "shell", "program", "nobody"
  by_account_id  int64 NOT NULL,     -- 0: no account
  by_subject_id  int64 NOT NULL,
  by_name_id     int64 NOT NULL,     -- the sealed value that holds the name of then; 0: none
  by_machine     text,               -- the machine's user of a shell
  by_post_id     int64 NOT NULL,     -- 0: in no post
  by_hold        text,               -- "definitive", "plt", …: how the post was held
  by_post        text,               -- the post's title of then
  before_json    text,               -- the fields that differ, as they were and as they are
  after_json     text,
  note           text,
  why            text
);

CREATE TABLE journal_fact (
  seq            int64 PRIMARY KEY,  -- 1, 2, 3, …: two that seal at once want the same; one wins
  at             time  NOT NULL,
  verb           text  NOT NULL,
  thing          text  NOT NULL,
  key            text  NOT NULL,
  region_code    scope NOT NULL,
  org_id         int64 NOT NULL,
  subject_id     int64 NOT NULL,
  by_kind        text  NOT NULL,
  by_account_id  int64 NOT NULL,
  by_subject_id  int64 NOT NULL,
  by_name_id     int64 NOT NULL,
  by_machine     text,
  by_post_id     int64 NOT NULL,
  by_hold        text,
  by_post        text,
  before_json    text,
  after_json     text,
  note           text,
  why            text,
  hash           bytes NOT NULL      -- 32 bytes: BLAKE2b of the line before's and all of the above
);
CREATE INDEX journal_fact_of_record ON journal_fact (thing, key, seq);
CREATE INDEX journal_fact_of_day ON journal_fact (at, seq);

-- ---- telling ------------------------------------------------------------------------------------

-- name: journal_tail_add   run
INSERT INTO journal_tail (at, verb, thing, key, region_code, org_id, subject_id, by_kind, by_account_id,
    by_subject_id, by_name_id, by_machine, by_post_id, by_hold, by_post, before_json, after_json,
    note, why)
VALUES (:at, :verb, :thing, :key, :region_code, :org_id, :subject_id, :by_kind, :by_account_id,
    :by_subject_id, :by_name_id, :by_machine, :by_post_id, :by_hold, :by_post, :before_json,
    :after_json, :note, :why);

-- ---- sealing ------------------------------------------------------------------------------------

-- name: journal_waiting   one
-- unscoped: the chain is one for all regions
-- Whether there is anything to seal: cheap, and takes no lock.
-- types: n int64
SELECT count(*) AS n FROM (SELECT id FROM journal_tail LIMIT 1) AS first_one;

-- name: journal_tail_first   many journal_row, at most 1000
-- unscoped: the chain is one for all regions
-- In the order in which they were told; numbers and digests are still to come.
-- types: id int64, seq int64, hash bytes, most int64
SELECT t.id AS id, CAST(0 AS int64) AS seq, t.at, t.verb, t.thing, t.key, t.region_code, t.org_id,
       t.subject_id, t.by_kind, t.by_account_id, t.by_subject_id, t.by_name_id,
       t.by_machine, t.by_post_id, t.by_hold, t.by_post, t.before_json, t.after_json,
       t.note, t.why, CAST('' AS bytes) AS hash
  FROM journal_tail t ORDER BY t.id LIMIT :most;

-- name: journal_end   one
-- unscoped: the chain is one for all regions
-- The last line of the chain.
SELECT f.seq, f.hash FROM journal_fact f ORDER BY f.seq DESC LIMIT 1;

-- name: journal_link   run
-- unscoped: the chain is one for all regions
-- A line of the tail becomes the line `seq` of the chain.
-- types: tail_id int64
INSERT INTO journal_fact (seq, at, verb, thing, key, region_code, org_id, subject_id, by_kind,
    by_account_id, by_subject_id, by_name_id, by_machine, by_post_id, by_hold, by_post, before_json,
    after_json, note, why, hash)
SELECT :seq, t.at, t.verb, t.thing, t.key, t.region_code, t.org_id, t.subject_id, t.by_kind,
    t.by_account_id, t.by_subject_id, t.by_name_id, t.by_machine, t.by_post_id, t.by_hold, t.by_post,
    t.before_json, t.after_json, t.note, t.why, :hash
  FROM journal_tail t WHERE t.id = :tail_id;

-- name: journal_tail_drop   run
-- unscoped: the chain is one for all regions
-- The lines up to this one are sealed; what came meanwhile is not seen here and stays.
-- types: last int64
DELETE FROM journal_tail WHERE id <= :last;

-- ---- proving ------------------------------------------------------------------------------------

-- name: journal_chain   each journal_row, at most 10000
-- unscoped: the chain is one for all regions
-- By what stands in the rows alone: a wrong number is met, not skipped.
-- types: id int64, after int64, most int64
SELECT f.seq AS id, f.seq AS seq, f.at, f.verb, f.thing, f.key, f.region_code, f.org_id,
       f.subject_id, f.by_kind, f.by_account_id, f.by_subject_id, f.by_name_id,
       f.by_machine, f.by_post_id, f.by_hold, f.by_post, f.before_json, f.after_json,
       f.note, f.why, f.hash AS hash
  FROM journal_fact f WHERE f.seq > :after ORDER BY f.seq LIMIT :most;

-- name: journal_tail_size   one
-- unscoped: the chain is one for all regions
-- types: n int64
SELECT count(*) AS n FROM journal_tail;

-- name: journal_tail_age   one
-- unscoped: the chain is one for all regions
-- types: n int64, oldest time
SELECT count(*) AS n, coalesce(min(t.at), 0) AS oldest FROM journal_tail t;

-- name: journal_ages   one
-- unscoped: the chain is one for all regions
-- How far it has come and when; 0: nothing waits, nothing is sealed.
-- types: n_tail int64, oldest time, last int64, newest time
SELECT (SELECT count(*) FROM journal_tail) AS n_tail,
       coalesce((SELECT min(t.at) FROM journal_tail t), 0) AS oldest,
       coalesce((SELECT max(f.seq) FROM journal_fact f), 0) AS last,
       coalesce((SELECT max(g.at) FROM journal_fact g), 0) AS newest;

-- name: journal_day   one
-- unscoped: the chain is one for all regions
-- The last line of a day and how many there are of it; `last` is 0 if there is none so early.
-- types: since time, until time, last int64, n int64
SELECT (SELECT count(*) FROM journal_fact b WHERE b.at >= :since AND b.at < :until) AS n,
       coalesce((SELECT max(a.seq) FROM journal_fact a WHERE a.at < :until), 0) AS last;

-- name: journal_line_at   one journal_row
-- unscoped: the chain is one for all regions
-- types: id int64
SELECT f.seq AS id, f.seq AS seq, f.at, f.verb, f.thing, f.key, f.region_code, f.org_id,
       f.subject_id, f.by_kind, f.by_account_id, f.by_subject_id, f.by_name_id,
       f.by_machine, f.by_post_id, f.by_hold, f.by_post, f.before_json, f.after_json,
       f.note, f.why, f.hash AS hash
  FROM journal_fact f WHERE f.seq = :seq;

-- ---- history ------------------------------------------------------------------------------------

-- name: journal_tail_of   many journal_row, at most 1000
-- unscoped: the page of a record shows its history to all who see the record
-- Newest first.
-- types: id int64, seq int64, hash bytes, most int64
SELECT t.id AS id, CAST(0 AS int64) AS seq, t.at, t.verb, t.thing, t.key, t.region_code, t.org_id,
       t.subject_id, t.by_kind, t.by_account_id, t.by_subject_id, t.by_name_id,
       t.by_machine, t.by_post_id, t.by_hold, t.by_post, t.before_json, t.after_json,
       t.note, t.why, CAST('' AS bytes) AS hash
  FROM journal_tail t WHERE t.thing = :thing AND t.key = :key ORDER BY t.id DESC LIMIT :most;

-- name: journal_fact_of   many journal_row, at most 1000
-- unscoped: the page of a record shows its history to all who see the record
-- Newest first.
-- types: id int64, most int64
SELECT f.seq AS id, f.seq AS seq, f.at, f.verb, f.thing, f.key, f.region_code, f.org_id,
       f.subject_id, f.by_kind, f.by_account_id, f.by_subject_id, f.by_name_id,
       f.by_machine, f.by_post_id, f.by_hold, f.by_post, f.before_json, f.after_json,
       f.note, f.why, f.hash AS hash
  FROM journal_fact f WHERE f.thing = :thing AND f.key = :key ORDER BY f.seq DESC LIMIT :most;

-- ---- lists --------------------------------------------------------------------------------------

-- name: journal_tail_list   many journal_row, at most 1001
-- Newest first; an empty text and account 0 ask for all.
-- types: id int64, seq int64, hash bytes, since time, until time, post text, account int64, most int64
SELECT t.id AS id, CAST(0 AS int64) AS seq, t.at, t.verb, t.thing, t.key, t.region_code, t.org_id,
       t.subject_id, t.by_kind, t.by_account_id, t.by_subject_id, t.by_name_id,
       t.by_machine, t.by_post_id, t.by_hold, t.by_post, t.before_json, t.after_json,
       t.note, t.why, CAST('' AS bytes) AS hash
  FROM journal_tail t
 WHERE reach(t.region_code, t.org_id) AND t.at >= :since AND t.at < :until
   AND (:thing = '' OR t.thing = :thing) AND (:key = '' OR t.key = :key)
   AND (:post = '' OR t.by_post = :post) AND (:account = 0 OR t.by_account_id = :account)
 ORDER BY t.id DESC LIMIT :most;

-- name: journal_fact_list   many journal_row, at most 1001
-- Newest first, before the line `before`.
-- types: id int64, since time, until time, post text, account int64, before int64, most int64
SELECT f.seq AS id, f.seq AS seq, f.at, f.verb, f.thing, f.key, f.region_code, f.org_id,
       f.subject_id, f.by_kind, f.by_account_id, f.by_subject_id, f.by_name_id,
       f.by_machine, f.by_post_id, f.by_hold, f.by_post, f.before_json, f.after_json,
       f.note, f.why, f.hash AS hash
  FROM journal_fact f
 WHERE reach(f.region_code, f.org_id) AND f.at >= :since AND f.at < :until
   AND (:thing = '' OR f.thing = :thing) AND (:key = '' OR f.key = :key)
   AND (:post = '' OR f.by_post = :post) AND (:account = 0 OR f.by_account_id = :account)
   AND f.seq < :before
 ORDER BY f.seq DESC LIMIT :most;
