-- workday.sql — the days on which offices are closed, the years whose decrees are loaded, working weeks.
--
-- What a calendar says is public, so its rows are read by everybody; who may change which is the verbs' to ask.

-- migration 1: free days, loaded years, working weeks, the calendar's revision

CREATE TABLE workday_day (
  id           id    PRIMARY KEY,
  region_code  text  NOT NULL,           -- '': the nation; else a region, and all below it
  date         text  NOT NULL,           -- ISO date
  kind         text  NOT NULL CHECK (kind IN ('national', 'shared_leave', 'local')),
  name_id      text  NOT NULL,
  name_en      text  NOT NULL,
  source       text  NOT NULL,           -- the decree or decision, with number and date
  is_ended     bool  NOT NULL DEFAULT false,    -- offices work after all; the row stays
  version      int64 NOT NULL DEFAULT 1,
  UNIQUE (region_code, date)
);

CREATE TABLE workday_year (              -- of which all national days are known
  id           id    PRIMARY KEY,
  year         int64 NOT NULL UNIQUE,
  decree       text  NOT NULL,
  loaded_at    time  NOT NULL
);

CREATE TABLE workday_week (              -- where it is not the week of five days
  id           id    PRIMARY KEY,
  key          text  NOT NULL UNIQUE,    -- the code of the organisation, or of the region with all in it
  org_id       id    REFERENCES org(id), -- unknown: of a region
  region_code  text  NOT NULL,           -- '': of the nation
  days         int64 NOT NULL CHECK (days IN (5, 6)),
  source       text  NOT NULL,
  version      int64 NOT NULL DEFAULT 1
);

CREATE TABLE workday_revision (          -- one row: how often the calendar was changed
  id           id    PRIMARY KEY,
  one          int64 NOT NULL UNIQUE CHECK (one = 1),
  n            int64 NOT NULL
);

-- name: workday_days_of   many workday_day, at most 20000
-- types: region text
-- The free days in force of the nation, the region, and the regions around it.
SELECT d.id, d.region_code, d.date, d.kind, d.name_id, d.name_en, d.source, d.is_ended, d.version
  FROM workday_day d
 WHERE NOT d.is_ended
   AND (d.region_code = '' OR d.region_code = :region
        OR (:region >= d.region_code || '.' AND :region < d.region_code || '/'))
 ORDER BY d.date, d.region_code;

-- name: workday_days_between   many workday_day, at most 5000
-- types: region text, first text, last text
SELECT d.id, d.region_code, d.date, d.kind, d.name_id, d.name_en, d.source, d.is_ended, d.version
  FROM workday_day d
 WHERE NOT d.is_ended AND d.date >= :first AND d.date <= :last
   AND (d.region_code = '' OR d.region_code = :region
        OR (:region >= d.region_code || '.' AND :region < d.region_code || '/'))
 ORDER BY d.date, d.region_code;

-- name: workday_day_at   one workday_day
SELECT d.id, d.region_code, d.date, d.kind, d.name_id, d.name_en, d.source, d.is_ended, d.version
  FROM workday_day d WHERE d.region_code = :region_code AND d.date = :date;

-- name: workday_day_put   new workday_day
INSERT INTO workday_day (region_code, date, kind, name_id, name_en, source)
VALUES (:region_code, :date, :kind, :name_id, :name_en, :source);

-- name: workday_day_set   run
-- types: was int64
UPDATE workday_day SET kind = :kind, name_id = :name_id, name_en = :name_en, source = :source,
       is_ended = :is_ended, version = version + 1
 WHERE region_code = :region_code AND date = :date AND version = :was;

-- name: workday_years   many workday_year, at most 500
SELECT y.id, y.year, y.decree, y.loaded_at FROM workday_year y ORDER BY y.year;

-- name: workday_year_put   new workday_year
INSERT INTO workday_year (year, decree, loaded_at) VALUES (:year, :decree, :loaded_at)
    ON CONFLICT (year) DO NOTHING;

-- name: workday_weeks   many workday_week, at most 5000
SELECT w.id, w.key, w.org_id, w.region_code, w.days, w.source, w.version, o.name AS org_name, r.name AS region_name
  FROM workday_week w LEFT JOIN org_pub o ON o.id = w.org_id
       LEFT JOIN region_pub r ON r.code = w.region_code AND r.valid_to IS NULL
 ORDER BY w.region_code, w.key;

-- name: workday_week_by_key   one workday_week
SELECT w.id, w.key, w.org_id, w.region_code, w.days, w.source, w.version, o.name AS org_name, r.name AS region_name
  FROM workday_week w LEFT JOIN org_pub o ON o.id = w.org_id
       LEFT JOIN region_pub r ON r.code = w.region_code AND r.valid_to IS NULL
 WHERE w.key = :key;

-- name: workday_week_for   many workday_week_days, at most 1
-- types: org int64, region text
-- The organisation's own, else that of the nearest region around it.
SELECT w.days
  FROM workday_week w
 WHERE w.org_id = :org
    OR (w.org_id IS NULL AND (w.region_code = :region
        OR (:region >= w.region_code || '.' AND :region < w.region_code || '/')))
 ORDER BY w.org_id NULLS LAST, w.region_code DESC LIMIT 1;

-- name: workday_week_put   new workday_week
INSERT INTO workday_week (key, org_id, region_code, days, source)
VALUES (:key, :org_id, :region_code, :days, :source);

-- name: workday_week_set   run
-- types: was int64
UPDATE workday_week SET days = :days, source = :source, version = version + 1
 WHERE key = :key AND version = :was;

-- name: workday_revision_now   one workday_revision
SELECT v.n FROM workday_revision v WHERE v.one = 1;

-- name: workday_revision_raise   run
INSERT INTO workday_revision (one, n) VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET n = workday_revision.n + 1;
