-- instrument.sql — instruments as they were loaded, and published results as facts.
--
-- The text of an instrument's pack does not change once results point to it. A fact keeps the figure
-- as it was published, digits and all, with its source; a figure that is known to be missing stands
-- as a row without a value. What the program recomputes is never stored as a fact.

-- migration 1: instruments and published results

CREATE TABLE instrument (
  id         id    PRIMARY KEY,
  code       text  NOT NULL UNIQUE,      -- "smart-city-evaluation"
  digest     text  NOT NULL,             -- of the pack's text
  title_id   text  NOT NULL,             -- in Indonesian
  title_en   text  NOT NULL,
  valid_from text  NOT NULL,             -- ISO date, month or year
  valid_to   text,                       -- unknown: still is
  pack       text  NOT NULL,             -- the YAML text
  loaded_at  time  NOT NULL
);

CREATE TABLE instrument_fact (
  id            id    PRIMARY KEY,
  instrument_id id    NOT NULL REFERENCES instrument(id),
  region_code   text  NOT NULL,          -- by code, so that a renaming leaves the results alone
  year          int64 NOT NULL,
  item          text  NOT NULL,          -- of the instrument's tree: "index", "impact", "governance"
  measure       text  NOT NULL
                CHECK (measure IN ('actual', 'target', 'improvement', 'rank_national',
                                   'ranked_national', 'rank_province')),
  value         text,                    -- as published, with a point: "3.200"; unknown: not found
  source        text  NOT NULL,
  source_url    text,
  source_date   text,                    -- ISO date, month or year
  note_id       text,                    -- in Indonesian
  note_en       text,
  UNIQUE (instrument_id, region_code, year, item, measure)
);
CREATE INDEX instrument_fact_by_region ON instrument_fact (region_code, year);
CREATE INDEX instrument_fact_by_item ON instrument_fact (instrument_id, item, measure, region_code);

CREATE VIEW instrument_pub AS
  SELECT i.code AS instrument_code, f.region_code, f.year, f.item, f.measure, f.value, f.source
    FROM instrument_fact f JOIN instrument i ON i.id = f.instrument_id;

-- migration 2: is an instrument typed from the regulation, or modelled on what is known of it

ALTER TABLE instrument ADD COLUMN standing text;    -- 'official', 'modelled'; unknown: not said

-- migration 3: two who change one figure at the same time are told

ALTER TABLE instrument_fact ADD COLUMN version int64 NOT NULL DEFAULT 1;

-- Whether what a process has parsed is still what the database has.
-- name: instrument_edition_of   one instrument_edition
SELECT id, code, digest FROM instrument WHERE code = :code;

-- name: instrument_by_code   one instrument_stored
SELECT id, code, digest, title_id, title_en, valid_from, valid_to, pack, loaded_at
  FROM instrument WHERE code = :code;

-- name: instrument_all   many instrument_brief, at most 1000
-- types: n_regions int64
SELECT i.id, i.code, i.title_id, i.title_en, i.standing, i.valid_from, i.valid_to,
       (SELECT count(DISTINCT f.region_code) FROM instrument_fact f WHERE f.instrument_id = i.id) AS n_regions
  FROM instrument i ORDER BY i.code;

-- name: instrument_facts_of   many instrument_fact, at most 20000
SELECT region_code, year, item, measure, value, source, source_url, source_date, note_id, note_en,
       version
  FROM instrument_fact
 WHERE instrument_id = :instrument_id AND region_code = :region_code
 ORDER BY year, item, measure;

-- name: instrument_fact_at   one instrument_fact
SELECT region_code, year, item, measure, value, source, source_url, source_date, note_id, note_en,
       version
  FROM instrument_fact
 WHERE instrument_id = :instrument_id AND region_code = :region_code AND year = :year
   AND item = :item AND measure = :measure;

-- Which instruments have an index of the region.
-- name: instrument_codes_of   many instrument_code, at most 100
SELECT i.code
  FROM instrument i
 WHERE EXISTS (SELECT 1 FROM instrument_fact f
                WHERE f.instrument_id = i.id AND f.region_code = :region_code
                  AND f.measure = 'actual' AND f.value IS NOT NULL)
 ORDER BY i.code;

-- Regions that have results, in order of code, with the years they span.
-- name: instrument_regions_of   many instrument_region, at most 1000
-- types: year_first int64, year_last int64
SELECT f.region_code, r.name, r.kind, min(f.year) AS year_first, max(f.year) AS year_last
  FROM instrument_fact f JOIN region_pub r ON r.code = f.region_code AND r.valid_to IS NULL
 WHERE f.instrument_id = :instrument_id AND f.item = :item AND f.measure = 'actual'
   AND f.value IS NOT NULL
 GROUP BY f.region_code, r.name, r.kind
 ORDER BY f.region_code;

-- name: instrument_add   new instrument
INSERT INTO instrument (code, digest, title_id, title_en, standing, valid_from, valid_to, pack, loaded_at)
VALUES (:code, :digest, :title_id, :title_en, :standing, :valid_from, :valid_to, :pack, :loaded_at);

-- name: instrument_used   one instrument_use
-- types: n_facts int64
SELECT count(*) AS n_facts FROM instrument_fact WHERE instrument_id = :instrument_id;

-- name: instrument_replace   run
UPDATE instrument SET digest = :digest, title_id = :title_id, title_en = :title_en,
       standing = :standing, valid_from = :valid_from, valid_to = :valid_to, pack = :pack,
       loaded_at = :loaded_at
 WHERE id = :id;

-- name: instrument_fact_add   new instrument_fact
INSERT INTO instrument_fact (instrument_id, region_code, year, item, measure, value,
                             source, source_url, source_date, note_id, note_en)
VALUES (:instrument_id, :region_code, :year, :item, :measure, :value,
        :source, :source_url, :source_date, :note_id, :note_en);

-- A figure that somebody else has begun meanwhile gives id 0.
-- name: instrument_fact_begin   new instrument_fact
INSERT INTO instrument_fact (instrument_id, region_code, year, item, measure, value,
                             source, source_url, source_date, note_id, note_en)
VALUES (:instrument_id, :region_code, :year, :item, :measure, :value,
        :source, :source_url, :source_date, :note_id, :note_en)
ON CONFLICT (instrument_id, region_code, year, item, measure) DO NOTHING;

-- name: instrument_fact_change   run
UPDATE instrument_fact SET value = :value, source = :source, source_url = :source_url,
       source_date = :source_date, note_id = :note_id, note_en = :note_en, version = version + 1
 WHERE instrument_id = :instrument_id AND region_code = :region_code AND year = :year
   AND item = :item AND measure = :measure AND version = :version;
