-- letter.sql — papers that left the house: the frozen text, its digests, whether it still holds.
--
-- A row is never changed but for how it ended. The text stays as it was issued, byte for byte. Signed copies
-- are documents of the vault; a row here says what was found in each when it came.

-- migration 1: letters

CREATE TABLE letter (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,    -- by chance, readable out: "K7WM-3F9T-XR42"
  kind         text  NOT NULL,           -- the issuing slice's word: "evaluation_minutes"
  region_code  scope NOT NULL,           -- of its organisation; '': the nation
  org_id       id    NOT NULL REFERENCES org(id),
  title        text  NOT NULL,
  content      text  NOT NULL,           -- as paper_freeze wrote it
  sha256       text  NOT NULL,           -- of content, 64 hexadecimal digits
  pdf_sha256   text  NOT NULL,           -- of the PDF as it was made on the day of issue
  issued_at    time  NOT NULL,
  issued_by    text  NOT NULL,           -- the post of then; never a person
  replaced_by  text,                     -- the code of the one that holds instead
  ended_at     time,                     -- unknown: it holds
  ended_why    text
);
CREATE INDEX letter_by_org ON letter (org_id, issued_at);

CREATE VIEW letter_pub AS
  SELECT id, code, kind, region_code, org_id, title, sha256, issued_at, replaced_by, ended_at FROM letter;

-- migration 2: signed copies; a form that is sent twice issues once

ALTER TABLE letter ADD COLUMN pdf_bytes int64;     -- of the PDF of the day of issue; unknown: it was not counted
ALTER TABLE letter ADD COLUMN once text;           -- of the form that it was issued with; unknown: by another slice
CREATE UNIQUE INDEX letter_by_once ON letter (once);

CREATE TABLE letter_signed (
  id             id    PRIMARY KEY,
  letter_id      id    NOT NULL REFERENCES letter(id),
  document_code  text  NOT NULL,         -- the file, in the vault
  kind           text  NOT NULL CHECK (kind IN ('pdf', 'scan')),
  signatures     int64 NOT NULL,         -- found in the PDF; 0: a scan
  covers_all     bool  NOT NULL,         -- nothing was added after the last of them
  bytes_added    int64 NOT NULL,         -- after the bytes that were issued
  at             time  NOT NULL,
  added_by       text  NOT NULL,         -- the post of then
  UNIQUE (letter_id, document_code)
);

-- name: letter_by_code   one letter
-- unscoped: an issued paper may be checked by anybody who has its code
SELECT l.id, l.code, l.kind, l.region_code, l.org_id, l.title, l.content, l.sha256, l.pdf_sha256,
       l.issued_at, l.issued_by, l.replaced_by, l.ended_at, l.ended_why, l.pdf_bytes,
       o.code AS org_code, o.name AS org_name
  FROM letter l JOIN org_pub o ON o.id = l.org_id
 WHERE l.code = :code;

-- name: letter_by_once   one letter_code
-- unscoped: the same form sent twice, known by its number alone
SELECT l.id, l.code FROM letter l WHERE l.once = :once;

-- name: letter_list   many letter_line, at most 201
-- types: org int64, before int64, most int64
SELECT l.id, l.code, l.kind, l.title, l.issued_at, l.issued_by, l.ended_at, l.replaced_by,
       o.code AS org_code, o.name AS org_name
  FROM letter l JOIN org_pub o ON o.id = l.org_id
 WHERE reach(l.region_code, l.org_id) AND (:org = 0 OR l.org_id = :org) AND l.id < :before
 ORDER BY l.id DESC LIMIT :most;

-- name: letter_put   new letter
INSERT INTO letter (code, kind, region_code, org_id, title, content, sha256, pdf_sha256, pdf_bytes, issued_at,
    issued_by, once)
VALUES (:code, :kind, :region_code, :org_id, :title, :content, :sha256, :pdf_sha256, :pdf_bytes, :issued_at,
    :issued_by, :once);

-- name: letter_close   run
-- unscoped: the verb is called inside a change of the slice that issued it, which asks its own right
-- types: replaced_by text, ended_at time, ended_why text
UPDATE letter SET replaced_by = :replaced_by, ended_at = :ended_at, ended_why = :ended_why
 WHERE code = :code AND ended_at IS NULL;

-- ---- signed copies ------------------------------------------------------------------------------

-- name: letter_signed_put   new letter_signed
INSERT INTO letter_signed (letter_id, document_code, kind, signatures, covers_all, bytes_added, at, added_by)
VALUES (:letter_id, :document_code, :kind, :signatures, :covers_all, :bytes_added, :at, :added_by);

-- name: letter_signed_of   many letter_signed, at most 100
SELECT s.id, s.letter_id, s.document_code, s.kind, s.signatures, s.covers_all, s.bytes_added, s.at, s.added_by
  FROM letter_signed s WHERE s.letter_id = :letter_id ORDER BY s.at, s.id;
