-- document.sql — the evidence vault: what a document is, its copies, who cites it, files that arrive.
--
-- The bytes stand in the vault (document_vault.h) under their SHA-256. A row of document_copy is written
-- after its bytes stand there; rows are never changed or removed, so a copy that was cited can be had.

-- migration 1: documents, copies, citations, arrivals

CREATE TABLE document (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,    -- by chance, readable out: "K7WM-3F9T-XR42"
  region_code  scope NOT NULL,           -- of its organisation; '': the nation
  org_id       id    NOT NULL REFERENCES org(id),
  title        text  NOT NULL,
  sensitivity  text  NOT NULL CHECK (sensitivity IN ('public', 'internal', 'restricted')),
  valid_from   text,                     -- ISO date; unknown: not limited
  valid_to     text,                     -- the last day; unknown: not limited
  added_at     time  NOT NULL,
  copies       int64 NOT NULL,           -- the newest is the nth
  version      int64 NOT NULL DEFAULT 1
);
CREATE INDEX document_by_org ON document (org_id, valid_to);
CREATE INDEX document_by_region ON document (region_code, valid_to);
CREATE INDEX document_public ON document (valid_to) WHERE sensitivity = 'public';

CREATE TABLE document_copy (
  id           id    PRIMARY KEY,
  document_id  id    NOT NULL REFERENCES document(id),
  nth          int64 NOT NULL,           -- from 1
  sha256       text  NOT NULL,           -- 64 hexadecimal digits; the file's name in the vault
  bytes        int64 NOT NULL,
  type         text  NOT NULL,           -- by content: "application/pdf"
  name         text  NOT NULL,           -- as its sender named it
  at           time  NOT NULL,
  UNIQUE (document_id, nth)
);
CREATE INDEX document_copy_by_bytes ON document_copy (sha256);

CREATE TABLE document_cite (
  id           id    PRIMARY KEY,
  document_id  id    NOT NULL REFERENCES document(id),
  thing        text  NOT NULL,           -- the citing slice's word, as in the journal: "task_item"
  key          text  NOT NULL,
  part         text  NOT NULL,           -- of the thing: an item's number; '': the whole
  seen         int64 NOT NULL,           -- the nth copy, which was looked at
  locked       bool  NOT NULL,           -- decided: keeps the copy that was seen
  newer_at     time,                     -- since when a newer copy waits to be looked at
  UNIQUE (thing, key, part, document_id)
);
CREATE INDEX document_cite_by_document ON document_cite (document_id);

CREATE TABLE document_arrival (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,
  region_code  scope NOT NULL,           -- of the organisation that it is for
  org_id       id    NOT NULL REFERENCES org(id),
  account_id   int64 NOT NULL,           -- who sends it; 0: a shell
  name         text  NOT NULL,
  total        int64 NOT NULL,           -- bytes, as announced
  have         int64 NOT NULL,           -- bytes that stand on the disk
  sha          bytes NOT NULL,           -- SHA-256 of those, not ended (base/sha.h)
  expires_at   time  NOT NULL
);
CREATE INDEX document_arrival_by_end ON document_arrival (expires_at);

CREATE VIEW document_pub AS
  SELECT id, code, region_code, org_id, title, sensitivity, valid_from, valid_to, copies FROM document;

-- migration 2: ZIPs of evidence, and what became of each of their files

CREATE TABLE document_zip (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,
  region_code  scope NOT NULL,           -- of the organisation that its documents are of
  org_id       id    NOT NULL REFERENCES org(id),
  account_id   int64 NOT NULL,           -- who sent it; 0: a shell
  thing        text  NOT NULL,           -- as its documents are cited
  key          text  NOT NULL,
  name         text  NOT NULL,
  sha256       text  NOT NULL,           -- of the ZIP, which stands in the vault until ended_at is known
  bytes        int64 NOT NULL,
  sensitivity  text  NOT NULL CHECK (sensitivity IN ('public', 'internal', 'restricted')),
  valid_to     text,                     -- of each document; unknown: not limited
  n_entries    int64 NOT NULL,           -- in the ZIP, folders too
  job_id       int64 NOT NULL,
  added_at     time  NOT NULL,
  ended_at     time                      -- since when all of it was looked at
);
CREATE INDEX document_zip_by_thing ON document_zip (thing, key, id);
CREATE INDEX document_zip_by_bytes ON document_zip (sha256);

CREATE TABLE document_zip_file (
  id           id    PRIMARY KEY,
  zip_id       id    NOT NULL REFERENCES document_zip(id),
  nth          int64 NOT NULL,           -- from 0, as the ZIP's directory has it
  path         text  NOT NULL,
  bytes        int64 NOT NULL,
  state        text  NOT NULL CHECK (state IN ('cited', 'doubt', 'none', 'refused')),
  why          text  NOT NULL,           -- a word of document_rule.h (MATCHES); '': somebody decided
  part         text,                     -- where it is cited; of 'doubt': where it may belong
  document_id  id    REFERENCES document(id),    -- unknown: it was refused
  fault        text,                     -- why it was refused (ground/job/job_text.h)
  UNIQUE (zip_id, nth)
);
CREATE INDEX document_zip_file_by_state ON document_zip_file (zip_id, state, nth);

-- migration 3: what came of an arrival, so that a form that is sent twice counts once

ALTER TABLE document_arrival ADD COLUMN document_code text;    -- unknown: it is still arriving
ALTER TABLE document_arrival ADD COLUMN job_id int64;          -- looks at what it is; unknown: none does

-- ---- documents ----------------------------------------------------------------------------------

-- name: document_by_code   one document
-- unscoped: the verb asks whether the reader may see it
SELECT d.id, d.code, d.region_code, d.org_id, d.title, d.sensitivity, d.valid_from, d.valid_to,
       d.added_at, d.copies, d.version, o.code AS org_code, o.name AS org_name,
       c.sha256, c.bytes, c.type, c.name
  FROM document d JOIN org_pub o ON o.id = d.org_id
       JOIN document_copy c ON c.document_id = d.id AND c.nth = d.copies
 WHERE d.code = :code;

-- name: document_list   many document, at most 201
-- unscoped: each sensitivity has a reach of its own, given as three parameters (document_list_of)
-- types: work_low text, work_high text, work_org int64, full_low text, full_high text, full_org int64, org int64, before text, after int64, most int64
SELECT d.id, d.code, d.region_code, d.org_id, d.title, d.sensitivity, d.valid_from, d.valid_to,
       d.added_at, d.copies, d.version, o.code AS org_code, o.name AS org_name,
       c.sha256, c.bytes, c.type, c.name
  FROM document d JOIN org_pub o ON o.id = d.org_id
       JOIN document_copy c ON c.document_id = d.id AND c.nth = d.copies
 WHERE (d.sensitivity = 'public'
        OR (d.sensitivity = 'internal' AND d.region_code >= :work_low AND d.region_code < :work_high
            AND (:work_org = 0 OR d.org_id = :work_org))
        OR (d.sensitivity = 'restricted' AND d.region_code >= :full_low AND d.region_code < :full_high
            AND (:full_org = 0 OR d.org_id = :full_org)))
   AND (:org = 0 OR d.org_id = :org)
   AND (:before = '' OR d.valid_to < :before)
 ORDER BY d.valid_to NULLS LAST, d.title, d.code LIMIT :most OFFSET :after;

-- name: document_put   new document
INSERT INTO document (code, region_code, org_id, title, sensitivity, valid_from, valid_to, added_at, copies)
VALUES (:code, :region_code, :org_id, :title, :sensitivity, :valid_from, :valid_to, :added_at, 1);

-- name: document_add_copy   run
UPDATE document SET copies = copies + 1, version = version + 1
 WHERE id = :id AND copies = :copies AND reach(region_code, org_id);

-- name: document_change   run
UPDATE document SET title = :title, sensitivity = :sensitivity, valid_from = :valid_from, valid_to = :valid_to,
       version = version + 1
 WHERE code = :code AND version = :version AND reach(region_code, org_id);

-- ---- copies -------------------------------------------------------------------------------------

-- name: document_copy_put   new document_copy
INSERT INTO document_copy (document_id, nth, sha256, bytes, type, name, at)
VALUES (:document_id, :nth, :sha256, :bytes, :type, :name, :at);

-- name: document_copies   many document_copy, at most 1000
SELECT id, document_id, nth, sha256, bytes, type, name, at
  FROM document_copy WHERE document_id = :document_id ORDER BY nth DESC;

-- name: document_copy_at   one document_copy
SELECT id, document_id, nth, sha256, bytes, type, name, at
  FROM document_copy WHERE document_id = :document_id AND nth = :nth;

-- name: document_bytes_known   one document_copy_first
SELECT id FROM document_copy WHERE sha256 = :sha256 ORDER BY id LIMIT 1;

-- name: document_files_after   many document_file, at most 1000
-- unscoped: which bytes the vault has to have, for copies of it and for the doctor
-- types: after text
SELECT f.sha256, f.bytes
  FROM (SELECT c.sha256, c.bytes FROM document_copy c WHERE c.sha256 > :after
        UNION
        SELECT z.sha256, z.bytes FROM document_zip z WHERE z.ended_at IS NULL AND z.sha256 > :after) f
 ORDER BY f.sha256 LIMIT 1000;

-- name: document_files_sum   one document_files_total
-- unscoped: how much the vault has to have, for the doctor
-- types: n int64, bytes int64
SELECT count(*) AS n, CAST(coalesce(sum(f.bytes), 0) AS int64) AS bytes
  FROM (SELECT c.sha256, c.bytes FROM document_copy c
        UNION
        SELECT z.sha256, z.bytes FROM document_zip z WHERE z.ended_at IS NULL) f;

-- ---- citations ----------------------------------------------------------------------------------

-- name: document_cite_put   run
INSERT INTO document_cite (document_id, thing, key, part, seen, locked)
VALUES (:document_id, :thing, :key, :part, :seen, false)
    ON CONFLICT (thing, key, part, document_id) DO NOTHING;

-- name: document_cite_drop   run
DELETE FROM document_cite
 WHERE document_id = :document_id AND thing = :thing AND key = :key AND part = :part AND NOT locked;

-- name: document_cite_lock_set   run
UPDATE document_cite SET locked = true, newer_at = NULL WHERE thing = :thing AND key = :key AND part = :part;

-- name: document_cite_look   run
UPDATE document_cite SET seen = :seen, newer_at = NULL
 WHERE document_id = :document_id AND thing = :thing AND key = :key AND part = :part AND NOT locked;

-- name: document_cites_reopen   run
-- types: now time
UPDATE document_cite SET newer_at = :now
 WHERE document_id = :document_id AND NOT locked AND newer_at IS NULL;

-- name: document_cites   many document_cite, at most 1000
SELECT id, document_id, thing, key, part, seen, locked, newer_at
  FROM document_cite WHERE document_id = :document_id ORDER BY thing, key, part;

-- name: document_cites_of   many document_cited, at most 1000
-- unscoped: the verb hides what the reader may not see
SELECT c.part, c.seen, c.locked, c.newer_at, d.code, d.region_code, d.org_id, d.title, d.sensitivity,
       d.valid_from, d.valid_to, d.copies
  FROM document_cite c JOIN document d ON d.id = c.document_id
 WHERE c.thing = :thing AND c.key = :key ORDER BY c.part, d.title, d.code;

-- ---- arrivals -----------------------------------------------------------------------------------

-- name: document_arrival_put   new document_arrival
INSERT INTO document_arrival (code, region_code, org_id, account_id, name, total, have, sha, expires_at)
VALUES (:code, :region_code, :org_id, :account_id, :name, :total, :have, :sha, :expires_at);

-- name: document_arrival_asked   run
UPDATE document_arrival SET job_id = :job_id, expires_at = :expires_at
 WHERE code = :code AND account_id = :account_id AND document_code IS NULL AND reach(region_code, org_id);

-- name: document_arrival_by_code   one document_arrival
SELECT a.id, a.code, a.region_code, a.org_id, a.account_id, a.name, a.total, a.have, a.sha, a.expires_at,
       a.document_code, a.job_id
  FROM document_arrival a
 WHERE a.code = :code AND a.account_id = :account_id AND a.expires_at > :expires_at AND reach(a.region_code, a.org_id);

-- name: document_arrival_grow   run
-- types: was int64
UPDATE document_arrival SET have = :have, sha = :sha, expires_at = :expires_at
 WHERE id = :id AND have = :was AND reach(region_code, org_id);

-- name: document_arrival_done   run
UPDATE document_arrival SET document_code = :document_code
 WHERE id = :id AND document_code IS NULL AND reach(region_code, org_id);

-- name: document_arrival_once   run
INSERT INTO document_arrival (code, region_code, org_id, account_id, name, total, have, sha, expires_at, document_code)
VALUES (:code, :region_code, :org_id, :account_id, '', 0, 0, :sha, :expires_at, :document_code)
    ON CONFLICT (code) DO NOTHING;

-- name: document_arrival_made   one document_arrival_end
-- unscoped: who sends a form again is told what came of it
SELECT document_code FROM document_arrival
 WHERE code = :code AND account_id = :account_id AND document_code IS NOT NULL;

-- name: document_arrival_drop   run
DELETE FROM document_arrival WHERE id = :id AND document_code IS NULL AND reach(region_code, org_id);

-- name: document_arrivals_over   many document_arrival_code, at most 1000
-- unscoped: what nobody went on with is forgotten, whosever it was
SELECT id, code FROM document_arrival WHERE expires_at <= :expires_at ORDER BY id LIMIT 1000;

-- name: document_arrival_forget   run
-- unscoped: what nobody went on with is forgotten, whosever it was
DELETE FROM document_arrival WHERE id = :id;

-- name: document_arrival_open   one document_arrival_code
-- unscoped: whether a file in the folder of arrivals is still waited for
SELECT id, code FROM document_arrival WHERE code = :code AND document_code IS NULL;

-- ---- ZIPs of evidence ---------------------------------------------------------------------------

-- name: document_zip_put   new document_zip
INSERT INTO document_zip (code, region_code, org_id, account_id, thing, key, name, sha256, bytes, sensitivity, valid_to,
                          n_entries, job_id, added_at)
VALUES (:code, :region_code, :org_id, :account_id, :thing, :key, :name, :sha256, :bytes, :sensitivity, :valid_to,
        :n_entries, :job_id, :added_at);

-- name: document_zip_by_code   one document_zip
-- unscoped: the verb asks the slice whose thing it is
SELECT z.id, z.code, z.region_code, z.org_id, z.account_id, z.thing, z.key, z.name, z.sha256, z.bytes, z.sensitivity,
       z.valid_to, z.n_entries, z.job_id, z.added_at, z.ended_at
  FROM document_zip z WHERE z.code = :code;

-- name: document_zip_same   one document_zip_code
-- unscoped: whether this very ZIP came before, from the same account for the same thing
SELECT z.code FROM document_zip z
 WHERE z.thing = :thing AND z.key = :key AND z.sha256 = :sha256 AND z.account_id = :account_id
 ORDER BY z.id DESC LIMIT 1;

-- name: document_zip_bytes_known   one document_zip_code
-- unscoped: whether a file of the vault is still wanted
SELECT z.code FROM document_zip z WHERE z.sha256 = :sha256 AND z.ended_at IS NULL ORDER BY z.id LIMIT 1;

-- name: document_zip_end   run
UPDATE document_zip SET ended_at = :ended_at WHERE id = :id AND ended_at IS NULL AND reach(region_code, org_id);

-- name: document_zip_give_up   run
-- unscoped: a ZIP whose job did not end within days is not kept for it, whosever it was
-- types: before time
UPDATE document_zip SET ended_at = :ended_at WHERE ended_at IS NULL AND added_at < :before;

-- name: document_zip_file_put   new document_zip_file
INSERT INTO document_zip_file (zip_id, nth, path, bytes, state, why, part, document_id, fault)
VALUES (:zip_id, :nth, :path, :bytes, :state, :why, :part, :document_id, :fault);

-- name: document_zip_files   many document_zip_file, at most 201
-- unscoped: only the document's code; who may read it is asked where it is read
-- types: after int64, most int64
SELECT f.id, f.nth, f.path, f.bytes, f.state, f.why, f.part, f.document_id, f.fault, d.code AS document_code
  FROM document_zip_file f LEFT JOIN document_pub d ON d.id = f.document_id
 WHERE f.zip_id = :zip_id
 ORDER BY CASE WHEN f.state = 'cited' THEN 1 ELSE 0 END, f.nth LIMIT :most OFFSET :after;

-- name: document_zip_file_at   one document_zip_file
-- unscoped: only the document's code; who may read it is asked where it is read
SELECT f.id, f.nth, f.path, f.bytes, f.state, f.why, f.part, f.document_id, f.fault, d.code AS document_code
  FROM document_zip_file f LEFT JOIN document_pub d ON d.id = f.document_id
 WHERE f.zip_id = :zip_id AND f.nth = :nth;

-- name: document_zip_file_assign   run
UPDATE document_zip_file SET state = 'cited', why = '', part = :part WHERE id = :id;

-- name: document_zip_counts   many document_zip_count, at most 4
-- types: n int64
SELECT state, count(*) AS n FROM document_zip_file WHERE zip_id = :zip_id GROUP BY state ORDER BY state;

-- name: document_zip_known   one document_zip_code
-- unscoped: the organisation is that of the ZIP, in which the right was asked
SELECT d.code
  FROM document_zip z JOIN document_zip_file f ON f.zip_id = z.id JOIN document d ON d.id = f.document_id
       JOIN document_copy c ON c.document_id = d.id AND c.nth = d.copies
 WHERE z.thing = :thing AND z.key = :key AND d.org_id = :org_id AND c.sha256 = :sha256
 ORDER BY d.id LIMIT 1;

-- ---- what ends ----------------------------------------------------------------------------------

-- name: document_cites_open   one document_open_cites
-- types: n int64
SELECT count(*) AS n FROM document_cite WHERE document_id = :document_id AND NOT locked;

-- name: document_ending_before   one document_ending
-- unscoped: how many there are, for the doctor
-- types: n int64, day text
SELECT count(*) AS n FROM document d
 WHERE d.valid_to < :day
   AND EXISTS (SELECT 1 FROM document_cite c WHERE c.document_id = d.id AND NOT c.locked);
