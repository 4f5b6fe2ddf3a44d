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
