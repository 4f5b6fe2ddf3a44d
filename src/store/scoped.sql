-- scoped.sql: a scoped table for reach_test.c, as a slice would have it.

-- migration 1: things of regions
CREATE TABLE scoped (
  id          id    PRIMARY KEY,
  region_code scope NOT NULL,
  org_id      int64,
  title       text  NOT NULL UNIQUE
);
CREATE TABLE scoped_note (
  scoped_id id   PRIMARY KEY REFERENCES scoped(id),
  words     text NOT NULL
);
CREATE VIEW scoped_pub AS
  SELECT s.id, s.region_code, s.org_id, s.title, n.words
    FROM scoped s LEFT JOIN scoped_note n ON n.scoped_id = s.id;

-- name: scoped_add   new scoped
INSERT INTO scoped (region_code, org_id, title) VALUES (:region_code, :org_id, :title);

-- name: scoped_note_add   run
INSERT INTO scoped_note (scoped_id, words) VALUES (:scoped_id, :words);

-- name: scoped_all   many scoped_title, at most 50
-- unscoped: the test looks at what is left
SELECT title FROM scoped ORDER BY id;

-- name: scoped_of_org   many scoped_title, at most 50
SELECT s.title FROM scoped s WHERE reach(s.region_code, s.org_id) ORDER BY s.id;

-- name: scoped_of_region   many scoped_title, at most 50
SELECT title FROM scoped WHERE reach(region_code) ORDER BY id;

-- name: scoped_through_view   many scoped_title, at most 50
SELECT v.title FROM scoped_pub v WHERE reach(v.region_code, v.org_id) ORDER BY v.id;

-- name: scoped_joined   many scoped_title, at most 50
SELECT s.title FROM scoped_note n
  JOIN scoped s ON s.id = n.scoped_id AND reach(s.region_code, s.org_id)
 WHERE n.words = :words ORDER BY s.id;

-- Those beside whom there is another within the same reach.
-- name: scoped_pairs   many scoped_title, at most 50
SELECT a.title FROM scoped a
 WHERE reach(a.region_code, a.org_id)
   AND EXISTS (SELECT 1 FROM scoped b WHERE b.id <> a.id AND reach(b.region_code, b.org_id))
 ORDER BY a.id;

-- name: scoped_note_of   one
SELECT n.words, s.title
  FROM scoped_note n LEFT JOIN scoped s ON s.id = n.scoped_id AND reach(s.region_code, s.org_id)
 WHERE n.scoped_id = :scoped_id;

-- name: scoped_change   run
UPDATE scoped SET org_id = :org_id WHERE reach(region_code, org_id);

-- name: scoped_put   run
INSERT INTO scoped (region_code, title) VALUES (:region_code, :title)
    ON CONFLICT (title) DO UPDATE SET org_id = NULL
 WHERE reach(scoped.region_code, scoped.org_id);

-- name: scoped_drop   run
DELETE FROM scoped WHERE reach(region_code, org_id);
