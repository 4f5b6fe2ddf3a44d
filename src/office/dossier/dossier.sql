-- dossier.sql — files for examination: who asked for which, and where the made one stands for a week.
--
-- The row is written with its job, in one change; the file comes before the row names it. When its time is
-- over the row goes, and the file at the next sweep; that it was asked for and fetched stays in the journal.

-- migration 1: files for examination

CREATE TABLE dossier (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,    -- by chance, readable out: "K7WM-3F9T-XR42"
  ask          text  NOT NULL UNIQUE,    -- of the form that it was asked with: sent twice, it is one
  thing        text  NOT NULL,           -- which record: "task_request"
  key          text  NOT NULL,
  name         text  NOT NULL,           -- the record's, of then
  region_code  scope NOT NULL,           -- the record's; '': the nation
  org_id       int64 NOT NULL,           -- 0: of no single organisation
  account_id   int64 NOT NULL,           -- who asked, and alone fetches
  post_id      int64 NOT NULL,           -- the post of then: the file holds what it may read
  post         text  NOT NULL,
  lang         text  NOT NULL CHECK (lang IN ('id', 'en')),
  job_id       int64 NOT NULL,
  asked_at     time  NOT NULL,
  ends_at      time  NOT NULL,           -- it is gone then
  made_at      time,                     -- unknown: not yet
  file         text,                     -- its name in the folder
  sha256       text,
  bytes        int64,
  n_files      int64,
  n_left       int64,                    -- what the asker may not read, or is not there
  n_changed    int64                     -- files that are not what they were when they were taken in
);
CREATE INDEX dossier_of_account ON dossier (account_id, asked_at);
CREATE INDEX dossier_by_end ON dossier (ends_at);

-- migration 2: the figures of a record alone

ALTER TABLE dossier ADD COLUMN is_sheet bool NOT NULL DEFAULT false;   -- a workbook, and no ZIP

-- name: dossier_put   new dossier
INSERT INTO dossier (code, ask, thing, key, name, region_code, org_id, account_id, post_id, post, lang, job_id,
    asked_at, ends_at, is_sheet)
VALUES (:code, :ask, :thing, :key, :name, :region_code, :org_id, :account_id, :post_id, :post, :lang, :job_id,
    :asked_at, :ends_at, :is_sheet);

-- name: dossier_by_code   one dossier
-- unscoped: the verb gives it to who asked for it alone
SELECT d.id, d.code, d.thing, d.key, d.name, d.region_code, d.org_id, d.account_id, d.post_id, d.post, d.lang,
       d.job_id, d.asked_at, d.ends_at, d.made_at, d.file, d.sha256, d.bytes, d.n_files, d.n_left, d.n_changed,
       d.is_sheet
  FROM dossier d WHERE d.code = :code AND d.ends_at > :ends_at;

-- name: dossier_by_ask   one dossier_code
-- unscoped: the same form sent twice, by the same account
SELECT d.id, d.code FROM dossier d WHERE d.ask = :ask AND d.account_id = :account_id;

-- name: dossier_waiting   one dossier_code
-- unscoped: the same record asked for twice, by the same account
SELECT d.id, d.code FROM dossier d
 WHERE d.account_id = :account_id AND d.thing = :thing AND d.key = :key AND d.is_sheet = :is_sheet
   AND d.made_at IS NULL
 ORDER BY d.id DESC LIMIT 1;

-- name: dossier_mine   many dossier, at most 200
-- unscoped: what one account asked for, ZIPs or sheets
SELECT d.id, d.code, d.thing, d.key, d.name, d.region_code, d.org_id, d.account_id, d.post_id, d.post, d.lang,
       d.job_id, d.asked_at, d.ends_at, d.made_at, d.file, d.sha256, d.bytes, d.n_files, d.n_left, d.n_changed,
       d.is_sheet
  FROM dossier d
 WHERE d.account_id = :account_id AND d.is_sheet = :is_sheet AND d.ends_at > :ends_at
 ORDER BY d.asked_at DESC, d.id DESC LIMIT 200;

-- name: dossier_made   run
-- unscoped: its own job writes what it made
-- types: made_at time, file text, sha256 text, bytes int64, n_files int64, n_left int64, n_changed int64
UPDATE dossier SET made_at = :made_at, ends_at = :ends_at, file = :file, sha256 = :sha256, bytes = :bytes,
       n_files = :n_files, n_left = :n_left, n_changed = :n_changed
 WHERE code = :code;

-- name: dossier_end   run
-- unscoped: what is over goes, whosever it was
DELETE FROM dossier WHERE ends_at <= :ends_at;

-- name: dossier_of_file   one dossier_code
-- unscoped: whether a file of the folder still belongs to one
-- types: file text
SELECT d.id, d.code FROM dossier d WHERE d.file = :file;

-- ---- records of earlier slices, for the link on their pages ---------------------------------------

-- name: dossier_letter   one dossier_record_key
-- unscoped: the link is shown to who may take its file there
SELECT l.code, l.region_code, l.org_id FROM letter_pub l WHERE l.id = :id;

-- name: dossier_document   one dossier_record_key
-- unscoped: the link is shown to who may take its file there
SELECT d.code, d.region_code, d.org_id FROM document_pub d WHERE d.id = :id;
