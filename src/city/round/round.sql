-- round.sql — rounds of evaluation, their phases, who takes part, and the assessors' seats.

-- migration 1: rounds, phases, who takes part, seats

CREATE TABLE round (
  id              id    PRIMARY KEY,
  code            text  NOT NULL UNIQUE,  -- "smart-city-evaluation-2026"
  instrument_code text  NOT NULL,
  year            int64 NOT NULL,         -- the year that is evaluated
  title           text  NOT NULL,
  rule            text  NOT NULL,         -- who is eligible, in the language of engine/rule
  disagreement    text  NOT NULL,         -- points from which two assessors' scores differ: "1"
  state           text  NOT NULL CHECK (state IN ('draft', 'open', 'published')),
  opened_at       time,
  published_at    time,
  version         int64 NOT NULL DEFAULT 1,
  UNIQUE (instrument_code, year)
);

CREATE TABLE round_phase (
  id         id    PRIMARY KEY,
  round_id   id    NOT NULL REFERENCES round(id),
  kind       text  NOT NULL,              -- a word of round_rule.h
  from_day   text  NOT NULL,              -- ISO date
  to_day     text  NOT NULL,              -- ISO date, the last day
  UNIQUE (round_id, kind)
);

CREATE TABLE round_region (               -- who was said to take part, or not
  id           id    PRIMARY KEY,
  round_id     id    NOT NULL REFERENCES round(id),
  region_code  text  NOT NULL,            -- who takes part is public
  is_in        bool  NOT NULL,
  is_by_hand   bool  NOT NULL,            -- the rule does not touch it
  why          text  NOT NULL,            -- of what was said by hand; '': the rule
  UNIQUE (round_id, region_code)
);

CREATE TABLE round_seat (                 -- an assessor's post for one region
  id           id    PRIMARY KEY,
  round_id     id    NOT NULL REFERENCES round(id),
  region_code  scope NOT NULL,
  post_id      id    NOT NULL REFERENCES post(id),
  exception    text  NOT NULL,            -- why somebody with a tie may; '': no tie was there
  given_at     time  NOT NULL,
  given_by     text  NOT NULL,            -- the post of then
  ended_at     time,
  ended_why    text
);
CREATE UNIQUE INDEX round_seat_one ON round_seat (round_id, region_code, post_id) WHERE ended_at IS NULL;
CREATE INDEX round_seat_by_post ON round_seat (post_id, round_id);

CREATE VIEW round_pub AS
  SELECT id, code, instrument_code, year, title, state, opened_at, published_at FROM round;

CREATE VIEW round_phase_pub AS SELECT round_id, kind, from_day, to_day FROM round_phase;

CREATE VIEW round_region_pub AS SELECT round_id, region_code, is_in FROM round_region;

CREATE VIEW round_seat_pub AS                           -- seats that ended stand there too
  SELECT s.id, s.round_id, s.region_code, s.post_id, s.exception, s.given_at, s.ended_at, s.ended_why,
         p.code AS post_code, p.title AS post_title
    FROM round_seat s JOIN post_pub p ON p.id = s.post_id;

-- ---- rounds -----------------------------------------------------------------------------------------

-- name: round_by_code   one round
SELECT id, code, instrument_code, year, title, rule, disagreement, state, opened_at, published_at, version
  FROM round WHERE code = :code;

-- name: round_by_id   one round
-- types: id round_id
SELECT id, code, instrument_code, year, title, rule, disagreement, state, opened_at, published_at, version
  FROM round WHERE id = :id;

-- name: round_lines   many round_line, at most 1000
-- types: n_regions int64, with_drafts bool
-- Newest first; drafts only for who writes them.
SELECT r.id, r.code, r.instrument_code, r.year, r.title, r.state, r.opened_at, r.published_at,
       (SELECT count(*) FROM round_region g WHERE g.round_id = r.id AND g.is_in) AS n_regions
  FROM round r WHERE :with_drafts OR r.state <> 'draft'
 ORDER BY r.year DESC, r.code;

-- name: round_phases   many round_phase, at most 100
SELECT round_id, kind, from_day, to_day FROM round_phase WHERE round_id = :round_id ORDER BY from_day, id;

-- name: round_phases_all   many round_phase, at most 10000
SELECT round_id, kind, from_day, to_day FROM round_phase ORDER BY round_id, from_day, id;

-- name: round_put   new round
INSERT INTO round (code, instrument_code, year, title, rule, disagreement, state)
VALUES (:code, :instrument_code, :year, :title, :rule, :disagreement, 'draft')
ON CONFLICT (instrument_code, year) DO NOTHING;

-- name: round_change   run
UPDATE round SET title = :title, rule = :rule, disagreement = :disagreement, version = version + 1
 WHERE code = :code AND version = :version;

-- name: round_raise   run
UPDATE round SET version = version + 1 WHERE code = :code AND version = :version;

-- name: round_state_set   run
UPDATE round SET state = :state, opened_at = :opened_at, published_at = :published_at, version = version + 1
 WHERE code = :code AND version = :version;

-- name: round_phase_put   run
INSERT INTO round_phase (round_id, kind, from_day, to_day) VALUES (:round_id, :kind, :from_day, :to_day)
    ON CONFLICT (round_id, kind) DO UPDATE SET from_day = excluded.from_day, to_day = excluded.to_day;

-- name: round_phase_drop   run
DELETE FROM round_phase WHERE round_id = :round_id AND kind = :kind;

-- ---- who takes part ---------------------------------------------------------------------------------

-- name: round_regions   many round_region, at most 1000
-- types: with_those_out bool
SELECT g.region_code, g.is_in, g.is_by_hand, g.why, r.name, r.kind
  FROM round_region g LEFT JOIN region_pub r ON r.code = g.region_code AND r.valid_to IS NULL
 WHERE g.round_id = :round_id AND (g.is_in OR :with_those_out) ORDER BY g.region_code;

-- name: round_region_at   one round_region
SELECT g.region_code, g.is_in, g.is_by_hand, g.why, r.name, r.kind
  FROM round_region g LEFT JOIN region_pub r ON r.code = g.region_code AND r.valid_to IS NULL
 WHERE g.round_id = :round_id AND g.region_code = :region_code;

-- name: round_region_put   run
INSERT INTO round_region (round_id, region_code, is_in, is_by_hand, why)
VALUES (:round_id, :region_code, :is_in, :is_by_hand, :why)
    ON CONFLICT (round_id, region_code) DO UPDATE
   SET is_in = excluded.is_in, is_by_hand = excluded.is_by_hand, why = excluded.why;

-- name: round_candidates   many round_candidate_region, at most 1000
-- Provinces, regencies and cities with what a rule may ask of them.
SELECT r.code, r.kind, r.name, c.year AS joined, c.region_code AS member
  FROM region_pub r LEFT JOIN cohort_pub c ON c.region_code = r.code
 WHERE r.valid_to IS NULL AND r.kind IN ('province', 'regency', 'city') ORDER BY r.code;

-- name: round_figures   many round_figure, at most 20000
-- types: instrument_code text, item text, year int64, value text, region_code text
-- What was published of the whole, up to the year, oldest first: the last of a region counts.
SELECT region_code, year, value FROM instrument_pub
 WHERE instrument_code = :instrument_code AND item = :item AND measure = 'actual' AND value IS NOT NULL
   AND year <= :year
 ORDER BY region_code, year;

-- ---- seats ------------------------------------------------------------------------------------------

-- name: round_seats_in   many round_seat, at most 20000
-- unscoped: the verb leaves out regions whose work the reader may not read; posts of assessors are the nation's
-- types: region_code text, day text, n_holders int64
-- Of one region ('': of all), those that ended last.
SELECT s.id, s.round_id, s.region_code, s.post_id, s.exception, s.given_at, s.given_by, s.ended_at,
       s.ended_why, p.code AS post_code, p.title AS post_title, r.name AS region_name,
       (SELECT count(*) FROM post_hold_pub h
         WHERE h.post_id = s.post_id AND h.ended_at IS NULL AND h.from_day <= :day
           AND (h.to_day IS NULL OR h.to_day >= :day) AND (h.valid_to IS NULL OR h.valid_to > :day)) AS n_holders
  FROM round_seat s JOIN post_pub p ON p.id = s.post_id
       LEFT JOIN region_pub r ON r.code = s.region_code AND r.valid_to IS NULL
 WHERE s.round_id = :round_id AND (:region_code = '' OR s.region_code = :region_code)
 ORDER BY s.region_code, CASE WHEN s.ended_at IS NULL THEN 0 ELSE 1 END, s.id;

-- name: round_seats_of_post   many round_seat, at most 20000
-- unscoped: seats of the acting post
-- types: day text, n_holders int64
SELECT s.id, s.round_id, s.region_code, s.post_id, s.exception, s.given_at, s.given_by, s.ended_at,
       s.ended_why, p.code AS post_code, p.title AS post_title, r.name AS region_name,
       (SELECT count(*) FROM post_hold_pub h
         WHERE h.post_id = s.post_id AND h.ended_at IS NULL AND h.from_day <= :day
           AND (h.to_day IS NULL OR h.to_day >= :day) AND (h.valid_to IS NULL OR h.valid_to > :day)) AS n_holders
  FROM round_seat s JOIN post_pub p ON p.id = s.post_id
       LEFT JOIN region_pub r ON r.code = s.region_code AND r.valid_to IS NULL
 WHERE s.round_id = :round_id AND s.post_id = :post_id
 ORDER BY s.region_code, s.id DESC;

-- name: round_seat_put   new round_seat
INSERT INTO round_seat (round_id, region_code, post_id, exception, given_at, given_by)
VALUES (:round_id, :region_code, :post_id, :exception, :given_at, :given_by);

-- name: round_seat_close   run
-- unscoped: the verb asks for the right of the nation
UPDATE round_seat SET ended_at = :ended_at, ended_why = :ended_why WHERE id = :id AND ended_at IS NULL;

-- name: round_seats_close_of   run
-- unscoped: the verb asks for the right of the nation
UPDATE round_seat SET ended_at = :ended_at, ended_why = :ended_why
 WHERE round_id = :round_id AND region_code = :region_code AND ended_at IS NULL;

-- name: round_assessors   many round_assessor, at most 1000
-- unscoped: whose right it is to be named is the verb's to ask
-- types: day text
-- Posts of assessors that somebody holds on that day.
SELECT p.id AS post_id, p.code AS post_code, p.title AS post_title, p.region_code
  FROM post_pub p
 WHERE p.kind = 'assessor' AND (p.valid_to IS NULL OR p.valid_to > :day)
   AND EXISTS (SELECT 1 FROM post_hold_pub h
                WHERE h.post_id = p.id AND h.ended_at IS NULL AND h.from_day <= :day
                  AND (h.to_day IS NULL OR h.to_day >= :day))
 ORDER BY p.code;

-- name: round_holds_beside   many round_held, at most 20000
-- unscoped: a tie counts wherever it is
-- types: day text
-- Every post that holders of assessors' posts hold or held, beside the assessor's post.
SELECT DISTINCT a.post_id, b.kind, b.region_code
  FROM post_hold_pub a JOIN post_hold_pub b ON b.account_id = a.account_id
 WHERE a.kind = 'assessor' AND a.ended_at IS NULL AND a.from_day <= :day AND (a.to_day IS NULL OR a.to_day >= :day)
   AND b.kind <> 'assessor' AND b.from_day <= :day AND (b.to_day IS NULL OR b.to_day >= b.from_day)
   AND b.region_code <> ''
 ORDER BY a.post_id, b.region_code, b.kind;

-- name: round_held_by   many round_held, at most 1000
-- unscoped: a tie counts wherever it is
-- types: day text
SELECT b.post_id, b.kind, b.region_code FROM post_hold_pub b
 WHERE b.account_id = :account_id AND b.kind <> 'assessor' AND b.from_day <= :day
   AND (b.to_day IS NULL OR b.to_day >= b.from_day) AND b.region_code <> ''
 ORDER BY b.region_code, b.kind;
