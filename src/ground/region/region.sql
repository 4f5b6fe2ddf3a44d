-- region.sql — where: provinces, regencies and cities, districts, villages, as they were and are.
--
-- A region is never rewritten: when it splits, merges or is renamed, its row gets an end and the
-- new rows a beginning, and region_lineage says from which to which, by which law. A parent is named
-- by its code, not by its row, so that the renaming of a regency leaves its villages alone.

-- migration 1: regions, their lineage, the search index, boundaries

CREATE TABLE region (
  id           id    PRIMARY KEY,
  code         text  NOT NULL,       -- Kemendagri: "35", "35.71", "35.71.01", "35.71.01.1001"
  kind         text  NOT NULL
               CHECK (kind IN ('province', 'regency', 'city', 'district', 'kelurahan', 'desa')),
  name         text  NOT NULL,       -- "Kota Kediri"
  parent_code  text,                 -- unknown for provinces: the nation has no row
  latitude     text,                 -- decimal degrees, WGS 84; unknown stays unknown
  longitude    text,
  point_source text,
  valid_from   text,                 -- ISO date; unknown: since before our sources begin
  valid_to     text,                 -- the first day on which it no longer is; unknown: still is
  source       text  NOT NULL
);
CREATE UNIQUE INDEX region_now_by_code ON region (code) WHERE valid_to IS NULL;
CREATE INDEX region_by_code_index ON region (code);
CREATE INDEX region_by_parent ON region (parent_code);
CREATE INDEX region_by_kind ON region (kind, code);

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

CREATE TABLE region_gram (           -- the forgiving search: see region_search.h
  gram      text  PRIMARY KEY,
  postings  bytes NOT NULL
);

CREATE TABLE region_boundary (       -- see region_boundary.h
  region_id  id    PRIMARY KEY REFERENCES region(id),
  wkb        bytes NOT NULL,         -- multipolygon, WGS 84, longitude first
  west_e6    int64 NOT NULL,         -- bounding box in millionths of a degree
  south_e6   int64 NOT NULL,
  east_e6    int64 NOT NULL,
  north_e6   int64 NOT NULL,
  source     text  NOT NULL
);
CREATE INDEX region_boundary_by_box ON region_boundary (west_e6, east_e6);

CREATE VIEW region_pub AS
  SELECT id, code, kind, name, parent_code, valid_from, valid_to FROM region;

-- name: region_by_code   one region
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE code = :code AND valid_to IS NULL;

-- name: region_by_id   one region
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE id = :id;

-- name: region_past_of   many region, at most 100
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE code = :code AND valid_to IS NOT NULL ORDER BY valid_to DESC, id DESC;

-- name: region_children_of   many region, at most 1000
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region WHERE parent_code = :parent_code AND valid_to IS NULL ORDER BY code;

-- One page of a list. `within` is a code or '' for all; the kind group holds one or two kinds
-- (regency and city are one level, as are kelurahan and desa); '' in kind_b is no kind.
-- name: region_page   many region, at most 100000
-- types: kind_a text, kind_b text, within text, by_name bool, after int64, most int64
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source
  FROM region
 WHERE valid_to IS NULL AND kind IN (:kind_a, :kind_b)
   AND (:within = '' OR (code >= :within || '.' AND code < :within || '/'))
 ORDER BY CASE WHEN :by_name THEN name ELSE code END, code
 LIMIT :most OFFSET :after;

-- name: region_page_total   one region_total
-- types: kind_a text, kind_b text, within text, n int64
SELECT count(*) AS n FROM region
 WHERE valid_to IS NULL AND kind IN (:kind_a, :kind_b)
   AND (:within = '' OR (code >= :within || '.' AND code < :within || '/'));

-- name: region_kinds_below   many region_kind_count, at most 6
-- types: within text, n int64
SELECT kind, count(*) AS n FROM region
 WHERE valid_to IS NULL
   AND (:within = '' OR (code >= :within || '.' AND code < :within || '/'))
 GROUP BY kind ORDER BY kind;

-- name: region_lineage_of   many region_change, at most 200
SELECT l.change, l.on_date, l.law,
       f.code AS from_code, f.name AS from_name, t.code AS to_code, t.name AS to_name
  FROM region_lineage l JOIN region f ON f.id = l.from_id JOIN region t ON t.id = l.to_id
 WHERE f.code = :code OR t.code = :code
 ORDER BY l.on_date DESC, t.code;

-- name: region_add   new region
INSERT INTO region (code, kind, name, parent_code, latitude, longitude, point_source, valid_from, valid_to, source)
VALUES (:code, :kind, :name, :parent_code, :latitude, :longitude, :point_source, :valid_from, :valid_to, :source);

-- name: region_end   run
UPDATE region SET valid_to = :valid_to WHERE id = :id AND valid_to IS NULL;

-- name: region_link   new region_lineage
INSERT INTO region_lineage (from_id, to_id, change, on_date, law)
VALUES (:from_id, :to_id, :change, :on_date, :law);
