-- judge.sql — who has finished scoring, questions, objections, what is locked.

-- migration 1: finished seats, questions, objections, locks

CREATE TABLE judge_done (                -- a seat has finished a stage
  id        id    PRIMARY KEY,
  entry_id  id    NOT NULL REFERENCES assess_entry(id),
  stage     int64 NOT NULL,
  seat_id   id    NOT NULL REFERENCES round_seat(id),
  done_at   time  NOT NULL,
  UNIQUE (entry_id, stage, seat_id)
);

CREATE TABLE judge_question (
  id          id    PRIMARY KEY,
  entry_id    id    NOT NULL REFERENCES assess_entry(id),
  stage       int64 NOT NULL,
  item        text  NOT NULL,
  seat_id     id    NOT NULL REFERENCES round_seat(id),
  question    text  NOT NULL,
  asked_at    time  NOT NULL,
  answer      text,
  answered_at time,
  answered_by text,                      -- the post of then
  version     int64 NOT NULL DEFAULT 1
);
CREATE INDEX judge_question_by_entry ON judge_question (entry_id, stage);

CREATE TABLE judge_objection (
  id          id    PRIMARY KEY,
  entry_id    id    NOT NULL REFERENCES assess_entry(id),
  stage       int64 NOT NULL,
  item        text  NOT NULL,
  why         text  NOT NULL,
  objected_at time  NOT NULL,
  objected_by text  NOT NULL,            -- the post of then
  state       text  NOT NULL CHECK (state IN ('open', 'upheld', 'refused')),
  decided_why text,
  decided_at  time,
  decided_by  text,                      -- the post of then
  version     int64 NOT NULL DEFAULT 1,
  UNIQUE (entry_id, stage, item)
);

CREATE TABLE judge_lock (                -- the final numbers of a stage stand
  id        id    PRIMARY KEY,
  entry_id  id    NOT NULL REFERENCES assess_entry(id),
  stage     int64 NOT NULL,
  locked_at time  NOT NULL,
  locked_by text  NOT NULL,
  UNIQUE (entry_id, stage)
);
