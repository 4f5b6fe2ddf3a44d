-- result.sql — published results, frozen; findings and what was done about them.

-- migration 1: results, findings

CREATE TABLE result (
  id              id    PRIMARY KEY,
  round_id        id    NOT NULL REFERENCES round(id),
  region_code     text  NOT NULL,        -- public once published
  stage           int64 NOT NULL,
  value           text  NOT NULL,        -- the index, as published: "3.31"
  exact           text  NOT NULL,        -- before it was rounded
  before          text,                  -- the published index of the year before; unknown: none
  rank            int64 NOT NULL,        -- in the nation
  rank_tied       int64 NOT NULL,        -- how many share it, itself included
  ranked          int64 NOT NULL,        -- how many were ranked
  province_rank   int64 NOT NULL,
  province_tied   int64 NOT NULL,
  province_ranked int64 NOT NULL,
  frozen          text  NOT NULL,        -- JSON
  sha256          text  NOT NULL,
  letter_code     text,                  -- office/letter
  published_at    time  NOT NULL,
  published_by    text  NOT NULL,        -- the post of then
  UNIQUE (round_id, region_code, stage)
);
CREATE INDEX result_by_hash ON result (sha256);

CREATE TABLE result_finding (
  id           id    PRIMARY KEY,
  round_id     id    NOT NULL REFERENCES round(id),
  region_code  scope NOT NULL,
  org_id       id    REFERENCES org(id), -- to whom it was given
  stage        int64 NOT NULL,
  kind         text  NOT NULL CHECK (kind IN ('weakness', 'strength', 'recommendation')),
  item         text  NOT NULL,           -- '': the whole
  text         text  NOT NULL,
  answers      id    REFERENCES result_finding(id),     -- of a recommendation: the weakness
  state        text  NOT NULL CHECK (state IN ('open', 'given', 'followed', 'closed')),
  due          text,
  follow_up    text,                     -- what was done
  closed_why   text,
  carried_from id    REFERENCES result_finding(id),     -- from the round before
  said_at      time  NOT NULL,
  said_by      text  NOT NULL,           -- the post of then
  followed_at  time,
  closed_at    time,
  version      int64 NOT NULL DEFAULT 1
);
CREATE INDEX result_finding_by_region ON result_finding (round_id, region_code);
CREATE INDEX result_finding_by_org ON result_finding (org_id);
