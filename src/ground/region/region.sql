-- region.sql — where: provinces, regencies and cities, districts, villages, as they were and are.
--
-- A region is never rewritten: when it splits, merges or is renamed, its row gets an end and the
-- new rows a beginning, and region_lineage says from which to which, by which law.

-- migration 1: regions, their lineage, the search index, boundaries

CREATE TABLE region (
  id           id    PRIMARY KEY,
  code         text  NOT NULL,              -- Kemendagri: "35", "35.71", "35.71.01", "35.71.01.1001"
  kind         text  NOT NULL CHECK (kind IN ('province', 'regency', 'city', 'district', 'kelurahan', 'desa')),
  name         text  NOT NULL,              -- "Kota Kediri"
  parent_id    id    REFERENCES region(id), -- unknown for provinces
  latitude     text,                        -- decimal degrees, WGS 84; unknown stays unknown
  longitude    text,
  point_source text,
  valid_from   text,                        -- ISO date; unknown: since before our sources begin
  valid_to     text,                        -- first day on which it no longer is; unknown: still is
  source       text  NOT NULL
);
CREATE UNIQUE INDEX region_now_by_code ON region (code) WHERE valid_to IS NULL;
CREATE INDEX region_by_parent ON region (parent_id);

CREATE TABLE region_lineage (
  id       id    PRIMARY KEY,
  from_id  id    NOT NULL REFERENCES region(id),
  to_id    id    NOT NULL REFERENCES region(id),
  change   text  NOT NULL CHECK (change IN ('split', 'merge', 'rename', 'recode', 'move')),
  on_date  text  NOT NULL,
  law      text  NOT NULL,
  UNIQUE (from_id, to_id, on_date)
);
CREATE INDEX region_lineage_by_to ON region_lineage (to_id);

CREATE TABLE region_gram (                  -- see region_search.c
  gram      text  PRIMARY KEY,
  postings  bytes NOT NULL
);

CREATE TABLE region_boundary (
  region_id  id    PRIMARY KEY REFERENCES region(id),
  wkb        bytes NOT NULL,                -- multipolygon, WGS 84, longitude first
  west_e6    int64 NOT NULL,                -- bounding box in millionths of a degree
  south_e6   int64 NOT NULL,
  east_e6    int64 NOT NULL,
  north_e6   int64 NOT NULL,
  source     text  NOT NULL
);
CREATE INDEX region_boundary_by_box ON region_boundary (west_e6, east_e6);

CREATE VIEW region_pub AS
  SELECT id, code, kind, name, parent_id, valid_from, valid_to FROM region;

-- name: region_by_code   one region
SELECT id, code, kind, name, parent_id, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE code = :code AND valid_to IS NULL;

-- name: region_by_id   one region
SELECT id, code, kind, name, parent_id, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE id = :id;

-- name: region_children_of   many region, at most 1000
SELECT id, code, kind, name, parent_id, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE parent_id = :parent_id AND valid_to IS NULL ORDER BY code;

-- name: region_count_below   many region_count, at most 6
-- types: n int64, prefix text
SELECT kind, count(*) AS n FROM region
 WHERE valid_to IS NULL AND code >= :prefix || '.' AND code < :prefix || '/'
 GROUP BY kind ORDER BY kind;

-- name: region_add   new region
INSERT INTO region (code, kind, name, parent_id, latitude, longitude, point_source, valid_from, valid_to, source)
VALUES (:code, :kind, :name, :parent_id, :latitude, :longitude, :point_source, :valid_from, :valid_to, :source);

-- name: region_close   run
UPDATE region SET valid_to = :valid_to WHERE id = :id AND valid_to IS NULL;
