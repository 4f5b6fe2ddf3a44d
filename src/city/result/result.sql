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
  stated          text,                  -- the city's own, as it was sent; unknown: incomplete
  rank            int64 NOT NULL,        -- in the nation
  rank_tied       int64 NOT NULL,        -- how many share it, itself included
  ranked          int64 NOT NULL,        -- how many were ranked
  province_rank   int64 NOT NULL,
  province_tied   int64 NOT NULL,
  province_ranked int64 NOT NULL,
  frozen          text  NOT NULL,        -- result_frozen.h
  sha256          text  NOT NULL,
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
  state        text  NOT NULL CHECK (state IN ('open', 'given', 'followed', 'closed')),
  due          text,                     -- ISO date
  follow_up    text,                     -- what was done
  why          text,                     -- why it was closed, or opened again
  said_at      time  NOT NULL,
  said_by      text  NOT NULL,           -- the post of then
  followed_at  time,
  closed_at    time,
  version      int64 NOT NULL DEFAULT 1
);
CREATE INDEX result_finding_by_region ON result_finding (region_code, round_id);
CREATE INDEX result_finding_by_org ON result_finding (org_id);

CREATE TABLE result_paper (               -- the papers that tell a result
  id          id    PRIMARY KEY,
  result_id   id    NOT NULL REFERENCES result(id),
  kind        text  NOT NULL CHECK (kind IN ('letter', 'report')),
  letter_code text  NOT NULL UNIQUE,     -- office/letter
  issued_at   time  NOT NULL
);
CREATE INDEX result_paper_by_result ON result_paper (result_id, kind);

CREATE VIEW result_pub AS
  SELECT round_id, region_code, stage, value, exact, before, stated, rank, rank_tied, ranked, published_at FROM result;

CREATE VIEW result_finding_pub AS
  SELECT id, round_id, region_code, org_id, stage, kind, state, due, said_at, closed_at FROM result_finding;

-- migration 2: findings that another installation said

ALTER TABLE result_finding ADD COLUMN origin text;      -- its key and the number there; unknown: said here
CREATE UNIQUE INDEX result_finding_by_origin ON result_finding (origin) WHERE origin IS NOT NULL;

-- ---- results ------------------------------------------------------------------------------------

-- name: result_at   one result
SELECT r.id, r.round_id, r.region_code, r.stage, r.value, r.exact, r.before, r.stated, r.rank, r.rank_tied, r.ranked,
       r.province_rank, r.province_tied, r.province_ranked, r.frozen, r.sha256, r.published_at, r.published_by
  FROM result r WHERE r.round_id = :round_id AND r.region_code = :region_code AND r.stage = :stage;

-- name: result_by_digest   one result_proven
SELECT r.id, r.region_code, r.stage, r.value, r.frozen, r.sha256, r.published_at, p.code AS round_code, p.title
  FROM result r JOIN round_pub p ON p.id = r.round_id WHERE r.sha256 = :sha256 ORDER BY r.id LIMIT 1;

-- name: result_lines   many result_line, at most 1000
-- By rank.
SELECT r.region_code, g.name, r.value, r.exact, r.before, r.stated, r.rank, r.rank_tied, r.ranked, r.province_rank,
       r.province_tied, r.province_ranked, r.sha256, r.published_at, r.published_by
  FROM result r LEFT JOIN region_pub g ON g.code = r.region_code AND g.valid_to IS NULL
 WHERE r.round_id = :round_id AND r.stage = :stage ORDER BY r.rank, r.region_code;

-- name: result_stages   many result_stage, at most 10
SELECT DISTINCT r.stage FROM result r WHERE r.round_id = :round_id ORDER BY r.stage;

-- name: result_put   new result
INSERT INTO result (round_id, region_code, stage, value, exact, before, stated, rank, rank_tied, ranked, province_rank,
                    province_tied, province_ranked, frozen, sha256, published_at, published_by)
VALUES (:round_id, :region_code, :stage, :value, :exact, :before, :stated, :rank, :rank_tied, :ranked, :province_rank,
        :province_tied, :province_ranked, :frozen, :sha256, :published_at, :published_by);

-- ---- findings -----------------------------------------------------------------------------------

-- name: result_findings   many result_finding, at most 2000
-- types: opened_at time
-- Of a round, and of those before it by the same instrument that were not closed when it was opened.
SELECT f.id, f.round_id, f.region_code, f.org_id, f.stage, f.kind, f.item, f.text, f.state, f.due, f.follow_up, f.why,
       f.said_at, f.said_by, f.followed_at, f.closed_at, f.version, o.code AS org_code, o.name AS org_name,
       p.code AS round_code, p.year
  FROM result_finding f JOIN round_pub p ON p.id = f.round_id LEFT JOIN org_pub o ON o.id = f.org_id
 WHERE f.region_code = :region_code AND p.instrument_code = :instrument_code AND p.year <= :year
   AND (f.round_id = :round_id OR f.closed_at IS NULL OR f.closed_at >= :opened_at)
   AND reach(f.region_code, f.org_id)
 ORDER BY f.id;

-- name: result_finding_at   one result_finding
-- types: id result_finding_id
SELECT f.id, f.round_id, f.region_code, f.org_id, f.stage, f.kind, f.item, f.text, f.state, f.due, f.follow_up, f.why,
       f.said_at, f.said_by, f.followed_at, f.closed_at, f.version, o.code AS org_code, o.name AS org_name,
       p.code AS round_code, p.year
  FROM result_finding f JOIN round_pub p ON p.id = f.round_id LEFT JOIN org_pub o ON o.id = f.org_id
 WHERE f.id = :id AND reach(f.region_code, f.org_id);

-- name: result_finding_put   new result_finding
INSERT INTO result_finding (round_id, region_code, stage, kind, item, text, state, said_at, said_by, origin)
VALUES (:round_id, :region_code, :stage, :kind, :item, :text, 'open', :said_at, :said_by, :origin);

-- name: result_finding_come   one result_finding_origin
-- unscoped: only whether it came before
SELECT id FROM result_finding WHERE origin = :origin;

-- name: result_findings_said   many result_finding_said, at most 2000
-- unscoped: the verb has asked who may send them
SELECT id, kind, item, text, said_at, said_by FROM result_finding
 WHERE round_id = :round_id AND region_code = :region_code AND stage = :stage AND origin IS NULL ORDER BY id;

-- name: result_finding_save   run
-- unscoped: the verb has asked for the right of the step
-- types: was int64
UPDATE result_finding SET org_id = :org_id, state = :state, due = :due, follow_up = :follow_up, why = :why,
       followed_at = :followed_at, closed_at = :closed_at, version = version + 1
 WHERE id = :id AND version = :was;

-- ---- papers -------------------------------------------------------------------------------------

-- name: result_paper_lines   many result_paper_line, at most 1000
-- unscoped: a result's letter is as public as the result; who may see its report is asked by the verb
-- Those that hold, the newest first.
SELECT p.id, p.kind, p.letter_code, p.issued_at
  FROM result_paper p JOIN letter_pub l ON l.code = p.letter_code
 WHERE p.result_id = :result_id AND l.ended_at IS NULL ORDER BY p.id DESC;

-- name: result_paper_put   new result_paper
INSERT INTO result_paper (result_id, kind, letter_code, issued_at) VALUES (:result_id, :kind, :letter_code, :issued_at);
