-- assess.sql — one region in one round: items given to agencies, the numbers of all voices, what was sent.

-- migration 1: entries, items given, numbers, what was sent

CREATE TABLE assess_entry (
  id           id    PRIMARY KEY,
  round_id     id    NOT NULL REFERENCES round(id),
  region_code  scope NOT NULL,
  code         text  NOT NULL UNIQUE,    -- "smart-city-evaluation-2026-35.71"
  stage        int64 NOT NULL,           -- that was sent last: 0 none, 1, 2
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
