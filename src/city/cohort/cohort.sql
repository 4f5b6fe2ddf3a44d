-- cohort.sql — who takes part: counts by year, and the regions that a source names.
--
-- Both are facts with their source; a change is told to the journal, and none is taken away. Sources
-- differ: then a count has several readings, and reading 1 is the one that is added up. Regions stand
-- by code, so that a renaming leaves them alone.

-- migration 1: participation by year, and members by name

CREATE TABLE cohort_fact (
  id          id    PRIMARY KEY,
  year        int64 NOT NULL,
  measure     text  NOT NULL
              CHECK (measure IN ('joined', 'provinces', 'total', 'invited', 'attended', 'assessed',
                                 'mentored', 'evaluated_1', 'evaluated_2')),
  reading     int64 NOT NULL,            -- 1: this one is added up; 2 and on: what others say
  value       int64 NOT NULL,
  inferred    bool  NOT NULL,            -- no source states it; the note says how it follows
  source      text  NOT NULL,            -- title
  publisher   text  NOT NULL,
  source_date text,                      -- ISO date, month or year; unknown: the source has none
  source_url  text,
  note_id     text,                      -- in Indonesian
  note_en     text,
  UNIQUE (year, measure, reading)
);

CREATE TABLE cohort_member (
  id          id    PRIMARY KEY,
  region_code text  NOT NULL UNIQUE,
  year        int64,                     -- in which it joined; unknown: no source says
  seen_year   int64,                     -- the earliest year in which a source shows it taking part
  source      text  NOT NULL,
  publisher   text  NOT NULL,
  source_date text,
  source_url  text,
  note_id     text,
  note_en     text
);
CREATE INDEX cohort_member_by_year ON cohort_member (year, region_code);

CREATE VIEW cohort_pub AS
  SELECT region_code, year, seen_year, source, publisher, source_date, source_url FROM cohort_member;

-- migration 2: two who change one fact at the same time are told

ALTER TABLE cohort_fact ADD COLUMN version int64 NOT NULL DEFAULT 1;
ALTER TABLE cohort_member ADD COLUMN version int64 NOT NULL DEFAULT 1;

-- name: cohort_facts   many cohort_fact, at most 5000
SELECT year, measure, reading, value, inferred, source, publisher, source_date, source_url,
       note_id, note_en, version
  FROM cohort_fact ORDER BY year, measure, reading;

-- name: cohort_fact_count   one cohort_total
-- types: n int64
SELECT count(*) AS n FROM cohort_fact;

-- name: cohort_fact_at   one cohort_fact
SELECT year, measure, reading, value, inferred, source, publisher, source_date, source_url,
       note_id, note_en, version
  FROM cohort_fact WHERE year = :year AND measure = :measure AND reading = :reading;

-- name: cohort_members   many cohort_member, at most 1000
SELECT m.region_code, r.name, r.kind, m.year, m.seen_year, m.source, m.publisher, m.source_date,
       m.source_url, m.note_id, m.note_en, m.version
  FROM cohort_member m JOIN region_pub r ON r.code = m.region_code AND r.valid_to IS NULL
 ORDER BY m.region_code;

-- name: cohort_members_in   many cohort_member, at most 1000
SELECT m.region_code, r.name, r.kind, m.year, m.seen_year, m.source, m.publisher, m.source_date,
       m.source_url, m.note_id, m.note_en, m.version
  FROM cohort_member m JOIN region_pub r ON r.code = m.region_code AND r.valid_to IS NULL
 WHERE m.year = :year ORDER BY m.region_code;

-- name: cohort_member_at   one cohort_member
SELECT m.region_code, r.name, r.kind, m.year, m.seen_year, m.source, m.publisher, m.source_date,
       m.source_url, m.note_id, m.note_en, m.version
  FROM cohort_member m JOIN region_pub r ON r.code = m.region_code AND r.valid_to IS NULL
 WHERE m.region_code = :region_code;

-- name: cohort_fact_add   new cohort_fact
INSERT INTO cohort_fact (year, measure, reading, value, inferred, source, publisher, source_date,
                         source_url, note_id, note_en)
VALUES (:year, :measure, :reading, :value, :inferred, :source, :publisher, :source_date,
        :source_url, :note_id, :note_en);

-- name: cohort_member_add   new cohort_member
INSERT INTO cohort_member (region_code, year, seen_year, source, publisher, source_date,
                           source_url, note_id, note_en)
VALUES (:region_code, :year, :seen_year, :source, :publisher, :source_date, :source_url,
        :note_id, :note_en);

-- What somebody else has begun meanwhile gives id 0.
-- name: cohort_fact_begin   new cohort_fact
INSERT INTO cohort_fact (year, measure, reading, value, inferred, source, publisher, source_date,
                         source_url, note_id, note_en)
VALUES (:year, :measure, :reading, :value, :inferred, :source, :publisher, :source_date,
        :source_url, :note_id, :note_en)
ON CONFLICT (year, measure, reading) DO NOTHING;

-- name: cohort_fact_change   run
UPDATE cohort_fact SET value = :value, inferred = :inferred, source = :source,
       publisher = :publisher, source_date = :source_date, source_url = :source_url,
       note_id = :note_id, note_en = :note_en, version = version + 1
 WHERE year = :year AND measure = :measure AND reading = :reading AND version = :version;

-- name: cohort_member_begin   new cohort_member
INSERT INTO cohort_member (region_code, year, seen_year, source, publisher, source_date,
                           source_url, note_id, note_en)
VALUES (:region_code, :year, :seen_year, :source, :publisher, :source_date, :source_url,
        :note_id, :note_en)
ON CONFLICT (region_code) DO NOTHING;

-- name: cohort_member_change   run
UPDATE cohort_member SET year = :year, seen_year = :seen_year, source = :source,
       publisher = :publisher, source_date = :source_date, source_url = :source_url,
       note_id = :note_id, note_en = :note_en, version = version + 1
 WHERE region_code = :region_code AND version = :version;
