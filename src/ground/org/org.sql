-- org.sql — who: organisations of a region or of the nation, as they were and are.

-- migration 1: organisations and their succession

CREATE TABLE org (
  id          id    PRIMARY KEY,
  code        text  NOT NULL UNIQUE,     -- ours, stable: "komdigi", "35.71-diskominfo"
  kind        text  NOT NULL
              CHECK (kind IN ('ministry', 'agency', 'unit', 'university', 'company', 'community')),
  name        text  NOT NULL,            -- official: "Dinas Komunikasi dan Informatika Kota Kediri"
  short_name  text,
  region_id   id    REFERENCES region(id),   -- unknown: of the nation
  parent_id   id    REFERENCES org(id),
  valid_from  text,                      -- ISO date, may be partial; unknown: before our sources begin
  valid_to    text,                      -- first day on which it no longer is; unknown: still is
  source      text  NOT NULL
);
CREATE INDEX org_by_region ON org (region_id);
CREATE INDEX org_by_parent ON org (parent_id);

CREATE TABLE org_succession (
  id       id    PRIMARY KEY,
  from_id  id    NOT NULL REFERENCES org(id),
  to_id    id    NOT NULL REFERENCES org(id),
  on_date  text  NOT NULL,
  law      text  NOT NULL,
  UNIQUE (from_id, to_id)
);
CREATE INDEX org_succession_by_to ON org_succession (to_id);

CREATE VIEW org_pub AS
  SELECT id, code, kind, name, short_name, region_id, parent_id, valid_from, valid_to FROM org;

-- migration 2: every change of an organisation raises its version

ALTER TABLE org ADD COLUMN version int64 NOT NULL DEFAULT 1;

-- name: org_by_code   one org
SELECT o.id, o.code, o.kind, o.name, o.short_name, o.region_id, o.parent_id, o.valid_from, o.valid_to, o.source,
       r.code AS region_code, r.name AS region_name
  FROM org o LEFT JOIN region_pub r ON r.id = o.region_id
 WHERE o.code = :code;

-- name: org_by_id   one org
-- types: id org_id
SELECT o.id, o.code, o.kind, o.name, o.short_name, o.region_id, o.parent_id, o.valid_from, o.valid_to, o.source,
       r.code AS region_code, r.name AS region_name
  FROM org o LEFT JOIN region_pub r ON r.id = o.region_id
 WHERE o.id = :id;

-- name: org_units_of   many org, at most 500
SELECT o.id, o.code, o.kind, o.name, o.short_name, o.region_id, o.parent_id, o.valid_from, o.valid_to, o.source,
       r.code AS region_code, r.name AS region_name
  FROM org o LEFT JOIN region_pub r ON r.id = o.region_id
 WHERE o.parent_id = :parent_id ORDER BY o.name, o.code;

-- name: org_list   many org, at most 5000
-- The organisations of one region, or, with within_nation, those of the nation.
-- types: region_code text, within_nation bool, everywhere bool
SELECT o.id, o.code, o.kind, o.name, o.short_name, o.region_id, o.parent_id, o.valid_from, o.valid_to, o.source,
       r.code AS region_code, r.name AS region_name
  FROM org o LEFT JOIN region_pub r ON r.id = o.region_id
 WHERE :everywhere OR (:within_nation AND o.region_id IS NULL) OR r.code = :region_code
 ORDER BY o.name, o.code;

-- name: org_of_region   many org, at most 500
SELECT o.id, o.code, o.kind, o.name, o.short_name, o.region_id, o.parent_id, o.valid_from, o.valid_to, o.source,
       r.code AS region_code, r.name AS region_name
  FROM org o LEFT JOIN region_pub r ON r.id = o.region_id
 WHERE o.region_id = :region_id AND o.valid_to IS NULL ORDER BY o.name, o.code;

-- name: org_before   many org_neighbour, at most 50
SELECT s.on_date, s.law, o.code, o.name
  FROM org_succession s JOIN org o ON o.id = s.from_id
 WHERE s.to_id = :to_id ORDER BY s.on_date, o.code;

-- name: org_after   many org_neighbour, at most 50
SELECT s.on_date, s.law, o.code, o.name
  FROM org_succession s JOIN org o ON o.id = s.to_id
 WHERE s.from_id = :from_id ORDER BY s.on_date, o.code;

-- name: org_add   new org
INSERT INTO org (code, kind, name, short_name, region_id, parent_id, valid_from, valid_to, source)
VALUES (:code, :kind, :name, :short_name, :region_id, :parent_id, :valid_from, :valid_to, :source);

-- name: org_version_of   one org_version
SELECT o.version FROM org o WHERE o.id = :id;

-- name: org_change   run
UPDATE org SET kind = :kind, name = :name, short_name = :short_name, valid_from = :valid_from,
       valid_to = :valid_to, source = :source, version = version + 1
 WHERE code = :code AND version = :version;

-- name: org_end   run
UPDATE org SET valid_to = :valid_to, version = version + 1
 WHERE code = :code AND version = :version AND valid_to IS NULL;

-- name: org_succeed   new org_succession
INSERT INTO org_succession (from_id, to_id, on_date, law) VALUES (:from_id, :to_id, :on_date, :law);
