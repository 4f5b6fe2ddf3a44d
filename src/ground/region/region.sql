-- region.sql — where: provinces, regencies and cities, districts, villages, as they were and are.
--
-- A region is never rewritten: when it splits, merges or is renamed, its row gets an end and the
-- new rows a beginning, and region_lineage says from which to which, by which law. A parent is
-- named by its code, not by its row (ADR 0001), so that a renaming leaves the villages alone.

-- migration 1: regions, their lineage, the search index, boundaries

CREATE TABLE region (
  id           id    PRIMARY KEY,
  code         text  NOT NULL,       -- Kemendagri: "35", "35.71", "35.71.01", "35.71.01.1001"
  level        int64 NOT NULL        -- 1 to 4, from the nation down: the parts of the code
               GENERATED ALWAYS AS (length(code) - length(replace(code, '.', '')) + 1) STORED,
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
CREATE INDEX region_now_by_level ON region (level, code) WHERE valid_to IS NULL;
CREATE INDEX region_now_by_name ON region (level, name, code) WHERE valid_to IS NULL;

CREATE TABLE region_tally (          -- how many regions of a kind there are today
  kind  text  PRIMARY KEY,
  n     int64 NOT NULL
);

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
  west_e6    int64 NOT NULL,         -- bounding box in millionths of a degree
  south_e6   int64 NOT NULL,
  east_e6    int64 NOT NULL,
  north_e6   int64 NOT NULL,
  source     text  NOT NULL,
  wkb        bytes NOT NULL          -- multipolygon, WGS 84, longitude first; last, as it is large
);
CREATE INDEX region_boundary_by_box ON region_boundary (west_e6, east_e6, south_e6, north_e6);

CREATE VIEW region_pub AS
  SELECT id, code, kind, name, parent_code, valid_from, valid_to FROM region;

-- name: region_by_code   one region
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region WHERE code = :code AND valid_to IS NULL;

-- name: region_by_id   one region
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region WHERE id = :id;

-- name: region_past_of   many region, at most 100
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region WHERE code = :code AND valid_to IS NOT NULL ORDER BY valid_to DESC, id DESC;

-- name: region_children_of   many region, at most 1000
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region WHERE parent_code = :parent_code AND valid_to IS NULL ORDER BY code;

-- name: region_page_by_code   many region, at most 100000
-- types: low text, high text, after int64, most int64
-- One page of a level. What lies within a region has codes between `low` and `high`.
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region
 WHERE valid_to IS NULL AND level = :level AND code > :low AND code < :high
 ORDER BY code LIMIT :most OFFSET :after;

-- name: region_page_by_name   many region, at most 100000
-- types: low text, high text, after int64, most int64
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region
 WHERE valid_to IS NULL AND level = :level AND code > :low AND code < :high
 ORDER BY name, code LIMIT :most OFFSET :after;

-- name: region_page_of_nation_by_name   many region, at most 100000
-- types: after int64, most int64
-- Without a range of codes the index of names gives the order; nothing is sorted.
SELECT id, code, kind, name, parent_code, latitude, longitude, point_source,
       valid_from, valid_to, source
  FROM region
 WHERE valid_to IS NULL AND level = :level
 ORDER BY name, code LIMIT :most OFFSET :after;

-- name: region_page_total   one region_total
-- types: low text, high text, n int64
SELECT count(*) AS n FROM region
 WHERE valid_to IS NULL AND level = :level AND code > :low AND code < :high;

-- name: region_kinds_within   many region_kind_count, at most 6
-- types: low text, high text, n int64
-- From the nation down.
SELECT kind, count(*) AS n FROM region
 WHERE valid_to IS NULL AND code > :low AND code < :high
 GROUP BY kind
 ORDER BY CASE kind WHEN 'province' THEN 1 WHEN 'regency' THEN 2 WHEN 'city' THEN 3
                    WHEN 'district' THEN 4 WHEN 'kelurahan' THEN 5 ELSE 6 END;

-- name: region_tally_now   many region_kind_count, at most 6
-- From the nation down.
SELECT kind, n FROM region_tally
 ORDER BY CASE kind WHEN 'province' THEN 1 WHEN 'regency' THEN 2 WHEN 'city' THEN 3
                    WHEN 'district' THEN 4 WHEN 'kelurahan' THEN 5 ELSE 6 END;

-- name: region_tally_clear   run
DELETE FROM region_tally;

-- name: region_tally_fill   run
INSERT INTO region_tally (kind, n)
SELECT kind, count(*) FROM region WHERE valid_to IS NULL GROUP BY kind;

-- name: region_lineage_of   many region_change, at most 200
-- Both indexes of the lineage are asked, not all of it read. A renaming has the code at both ends.
SELECT DISTINCT l.change, l.on_date, l.law,
       f.code AS from_code, f.name AS from_name, t.code AS to_code, t.name AS to_name
  FROM region x JOIN region_lineage l ON l.from_id = x.id OR l.to_id = x.id
       JOIN region f ON f.id = l.from_id JOIN region t ON t.id = l.to_id
 WHERE x.code = :code
 ORDER BY l.on_date DESC, t.code;

-- name: region_add   new region
INSERT INTO region (code, kind, name, parent_code, latitude, longitude, point_source,
                    valid_from, valid_to, source)
VALUES (:code, :kind, :name, :parent_code, :latitude, :longitude, :point_source,
        :valid_from, :valid_to, :source);

-- name: region_end   run
UPDATE region SET valid_to = :valid_to WHERE id = :id AND valid_to IS NULL;

-- name: region_link   new region_lineage
INSERT INTO region_lineage (from_id, to_id, change, on_date, law)
VALUES (:from_id, :to_id, :change, :on_date, :law);

-- ---- places: the first load, the search index, boundaries ------------------------------------------

-- migration 2: other names, the names of the search index, which editions are loaded

CREATE TABLE region_alias (          -- what people also say: "Solo" for Kota Surakarta
  code   text  NOT NULL,
  alias  text  NOT NULL,
  PRIMARY KEY (code, alias)
);

CREATE TABLE region_name_block (     -- the names behind the postings of region_gram: see region_index.h
  block  int64  PRIMARY KEY,
  names  bytes  NOT NULL
);

CREATE TABLE region_edition (        -- so that loading the same files again is known to change nothing
  source      text  PRIMARY KEY,
  fingerprint text  NOT NULL,
  loaded_at   time  NOT NULL
);

-- migration 3: every change of a region raises its version

ALTER TABLE region ADD COLUMN version int64 NOT NULL DEFAULT 1;

-- name: region_version_of   one region_version
SELECT version FROM region WHERE id = :id;

-- name: region_go_on   run
-- types: from_id region_id
-- A renamed region keeps its code, so its versions go on too.
UPDATE region SET version = 1 + (SELECT f.version FROM region f WHERE f.id = :from_id)
 WHERE id = :id;

-- name: region_change   run
UPDATE region SET latitude = :latitude, longitude = :longitude, point_source = :point_source,
       version = version + 1
 WHERE id = :id AND version = :version AND valid_to IS NULL;

-- name: region_edition_of   one region_edition
SELECT source, fingerprint, loaded_at FROM region_edition WHERE source = :source;

-- name: region_edition_put   run
INSERT INTO region_edition (source, fingerprint, loaded_at) VALUES (:source, :fingerprint, :loaded_at)
    ON CONFLICT (source) DO UPDATE SET fingerprint = excluded.fingerprint, loaded_at = excluded.loaded_at;

-- name: region_now   each region_now
SELECT id, code, kind, name FROM region WHERE valid_to IS NULL ORDER BY code;

-- A point that somebody has set stays: only what nobody has changed is brought up to date.
-- name: region_point_put   run
UPDATE region SET latitude = :latitude, longitude = :longitude, point_source = :point_source
 WHERE id = :id AND version = 1;

-- name: region_alias_add   run
INSERT INTO region_alias (code, alias) VALUES (:code, :alias) ON CONFLICT (code, alias) DO NOTHING;

-- name: region_alias_clear   run
DELETE FROM region_alias;

-- name: region_aliases   each region_alias
SELECT code, alias FROM region_alias ORDER BY code, alias;

-- A search asks for many rows of the index at once. A list is one text of items of the same width,
-- taken apart here: three letters a gram, six digits a block, a code filled up with spaces to thirteen.
-- name: region_grams_among   each region_gram
-- types: list text
WITH RECURSIVE item(place) AS (
    SELECT 1 UNION ALL SELECT place + 3 FROM item WHERE place + 3 < length(:list))
SELECT g.gram, g.postings
  FROM item JOIN region_gram g ON g.gram = substr(:list, place, 3)
 ORDER BY g.gram;

-- name: region_gram_add   run
INSERT INTO region_gram (gram, postings) VALUES (:gram, :postings);

-- name: region_gram_clear   run
DELETE FROM region_gram;

-- name: region_name_blocks_among   each region_name_block
-- types: list text
WITH RECURSIVE item(place) AS (
    SELECT 1 UNION ALL SELECT place + 6 FROM item WHERE place + 6 < length(:list))
SELECT b.block, b.names
  FROM item JOIN region_name_block b ON b.block = CAST(substr(:list, place, 6) AS int64)
 ORDER BY b.block;

-- name: region_among   many region, at most 1000
-- types: list text
WITH RECURSIVE item(place) AS (
    SELECT 1 UNION ALL SELECT place + 13 FROM item WHERE place + 13 < length(:list))
SELECT r.id, r.code, r.kind, r.name, r.parent_code, r.latitude, r.longitude, r.point_source, r.valid_from,
       r.valid_to, r.source
  FROM item JOIN region r ON r.code = rtrim(substr(:list, place, 13)) AND r.valid_to IS NULL
 ORDER BY r.code;

-- name: region_name_block_add   run
INSERT INTO region_name_block (block, names) VALUES (:block, :names);

-- name: region_name_block_clear   run
DELETE FROM region_name_block;

-- A boundary replaces the one before it: it is a picture of the region, not a fact of law.
-- name: region_boundary_put   run
INSERT INTO region_boundary (region_id, wkb, west_e6, south_e6, east_e6, north_e6, source)
VALUES (:region_id, :wkb, :west_e6, :south_e6, :east_e6, :north_e6, :source)
    ON CONFLICT (region_id) DO UPDATE SET wkb = excluded.wkb, west_e6 = excluded.west_e6,
       south_e6 = excluded.south_e6, east_e6 = excluded.east_e6, north_e6 = excluded.north_e6,
       source = excluded.source;

-- name: region_boundary_of   one region_boundary
SELECT region_id, wkb, west_e6, south_e6, east_e6, north_e6, source
  FROM region_boundary WHERE region_id = :region_id;

-- name: region_boxes_at   each region_box
-- types: latitude_e6 int64, longitude_e6 int64
SELECT r.id, r.code, b.wkb
  FROM region_boundary b JOIN region r ON r.id = b.region_id
 WHERE r.valid_to IS NULL
   AND b.west_e6 <= :longitude_e6 AND b.east_e6 >= :longitude_e6
   AND b.south_e6 <= :latitude_e6 AND b.north_e6 >= :latitude_e6
 ORDER BY r.code;

-- name: region_ever   each region_ever
SELECT id, code, valid_to FROM region ORDER BY code, id;

-- name: region_link_once   run
INSERT INTO region_lineage (from_id, to_id, change, on_date, law)
VALUES (:from_id, :to_id, :change, :on_date, :law) ON CONFLICT (from_id, to_id, on_date) DO NOTHING;

-- Without the new id, which the load does not ask for: it saves SQLite a temporary table a row.
-- name: region_seed   run
INSERT INTO region (code, kind, name, parent_code, latitude, longitude, point_source, valid_from, source)
VALUES (:code, :kind, :name, :parent_code, :latitude, :longitude, :point_source, :valid_from, :source);
