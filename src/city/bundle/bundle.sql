-- bundle.sql — installations that are trusted; bundles sent and received, their parts, their receipts.
--
-- A bundle's bytes are not kept a second time: its head and signature stand here, its texts in bundle_part, its
-- files in the vault, as copies of documents, which are never removed. It is written anew from these, byte by byte.

-- migration 1: installations, bundles, parts, receipts

CREATE TABLE bundle_installation (
  id           id    PRIMARY KEY,
  code         text  NOT NULL,           -- short, for the shell: "kota-kediri"
  name         text  NOT NULL,
  region_code  text  NOT NULL,           -- whose answers it brings; '': the nation's
  public_key   text  NOT NULL,           -- Ed25519, 64 hexadecimal digits
  url          text  NOT NULL,           -- where it is reached; '': by a stick alone
  trusted_at   time  NOT NULL,
  trusted_by   text  NOT NULL,           -- the post of then
  ended_at     time,                     -- not trusted any more
  ended_why    text
);
CREATE UNIQUE INDEX bundle_installation_code ON bundle_installation (code) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX bundle_installation_key ON bundle_installation (public_key) WHERE ended_at IS NULL;

CREATE TABLE bundle (
  id               id    PRIMARY KEY,
  sha256           text  NOT NULL,       -- of its head
  is_ours          bool  NOT NULL,       -- sent from here
  kind             text  NOT NULL CHECK (kind IN ('answers', 'results')),
  installation_id  id    NOT NULL REFERENCES bundle_installation(id),    -- to whom, or from whom
  round            text  NOT NULL,       -- code; of a round that may not be known here
  region_code      scope NOT NULL,
  stage            int64 NOT NULL,
  nth              int64 NOT NULL,
  bytes            int64 NOT NULL,       -- of the whole file
  head             text  NOT NULL,
  signature        text  NOT NULL,
  at               time  NOT NULL,       -- sent, or first received
  done_at          time,                 -- unknown: it is still being taken
  by_post          text  NOT NULL,       -- the post of then
  UNIQUE (is_ours, sha256),
  UNIQUE (is_ours, installation_id, kind, round, region_code, stage, nth)
);
CREATE INDEX bundle_by_region ON bundle (region_code, at);

CREATE TABLE bundle_part (
  id             id    PRIMARY KEY,
  bundle_id      id    NOT NULL REFERENCES bundle(id),
  nth            int64 NOT NULL,         -- from 0, as the head has it
  name           text  NOT NULL,
  sha256         text  NOT NULL,
  text           text,                   -- unknown: a file, which stands in the vault
  document_code  text,                   -- of a file that was received: the document that it became
  UNIQUE (bundle_id, nth)
);
CREATE INDEX bundle_part_by_hash ON bundle_part (sha256);

CREATE TABLE bundle_receipt (            -- of a bundle of ours: what the other side gave; else what we gave
  id         id    PRIMARY KEY,
  bundle_id  id    NOT NULL UNIQUE REFERENCES bundle(id),
  sha256     text  NOT NULL,
  head       text  NOT NULL,
  signature  text  NOT NULL,
  at         time  NOT NULL              -- when the bundle was taken, as the receipt says
);

CREATE TABLE bundle_arrival (            -- came over HTTPS, whole; waits to be taken, or was refused
  id               id    PRIMARY KEY,
  sha256           text  NOT NULL UNIQUE,
  installation_id  id    NOT NULL REFERENCES bundle_installation(id),
  region_code      scope NOT NULL,
  at               time  NOT NULL,
  fault            text                  -- why it was refused (ground/job/job_text.h); unknown: it waits
);

-- ---- installations ------------------------------------------------------------------------------

-- name: bundle_installations   many bundle_installation, at most 1000
SELECT i.id, i.code, i.name, i.region_code, i.public_key, i.url, i.trusted_at, i.trusted_by, i.ended_at, i.ended_why,
       r.name AS region_name
  FROM bundle_installation i LEFT JOIN region_pub r ON r.code = i.region_code AND r.valid_to IS NULL
 ORDER BY CASE WHEN i.ended_at IS NULL THEN 0 ELSE 1 END, i.region_code, i.code, i.id;

-- name: bundle_installation_by_code   one bundle_installation
SELECT i.id, i.code, i.name, i.region_code, i.public_key, i.url, i.trusted_at, i.trusted_by, i.ended_at, i.ended_why,
       r.name AS region_name
  FROM bundle_installation i LEFT JOIN region_pub r ON r.code = i.region_code AND r.valid_to IS NULL
 WHERE i.code = :code AND i.ended_at IS NULL;

-- name: bundle_installation_by_key   one bundle_installation
-- The newest, also one that is not trusted any more.
SELECT i.id, i.code, i.name, i.region_code, i.public_key, i.url, i.trusted_at, i.trusted_by, i.ended_at, i.ended_why,
       r.name AS region_name
  FROM bundle_installation i LEFT JOIN region_pub r ON r.code = i.region_code AND r.valid_to IS NULL
 WHERE i.public_key = :public_key ORDER BY i.id DESC LIMIT 1;

-- name: bundle_installation_put   new bundle_installation
INSERT INTO bundle_installation (code, name, region_code, public_key, url, trusted_at, trusted_by)
VALUES (:code, :name, :region_code, :public_key, :url, :trusted_at, :trusted_by);

-- name: bundle_installation_end   run
UPDATE bundle_installation SET ended_at = :ended_at, ended_why = :ended_why WHERE id = :id AND ended_at IS NULL;

-- ---- bundles ------------------------------------------------------------------------------------

-- name: bundle_put   new bundle
INSERT INTO bundle (sha256, is_ours, kind, installation_id, round, region_code, stage, nth, bytes, head, signature, at,
                    done_at, by_post)
VALUES (:sha256, :is_ours, :kind, :installation_id, :round, :region_code, :stage, :nth, :bytes, :head, :signature, :at,
        :done_at, :by_post);

-- name: bundle_done   run
UPDATE bundle SET done_at = :done_at WHERE id = :id AND done_at IS NULL AND reach(region_code);

-- name: bundle_by_hash   one bundle
SELECT b.id, b.sha256, b.is_ours, b.kind, b.installation_id, b.round, b.region_code, b.stage, b.nth, b.bytes, b.head,
       b.signature, b.at, b.done_at, b.by_post, i.code AS installation_code, i.name AS installation_name,
       i.public_key, i.url, c.at AS receipt_at, c.sha256 AS receipt_sha256, r.name AS region_name
  FROM bundle b JOIN bundle_installation i ON i.id = b.installation_id
       LEFT JOIN bundle_receipt c ON c.bundle_id = b.id
       LEFT JOIN region_pub r ON r.code = b.region_code AND r.valid_to IS NULL
 WHERE b.sha256 = :sha256 AND b.is_ours = :is_ours AND reach(b.region_code);

-- name: bundle_of_ours   one bundle
-- unscoped: a receipt names the bundle; whose receipt it may be is asked by its signature
SELECT b.id, b.sha256, b.is_ours, b.kind, b.installation_id, b.round, b.region_code, b.stage, b.nth, b.bytes, b.head,
       b.signature, b.at, b.done_at, b.by_post, i.code AS installation_code, i.name AS installation_name,
       i.public_key, i.url, c.at AS receipt_at, c.sha256 AS receipt_sha256, r.name AS region_name
  FROM bundle b JOIN bundle_installation i ON i.id = b.installation_id
       LEFT JOIN bundle_receipt c ON c.bundle_id = b.id
       LEFT JOIN region_pub r ON r.code = b.region_code AND r.valid_to IS NULL
 WHERE b.sha256 = :sha256 AND b.is_ours;

-- name: bundle_last   one bundle
-- unscoped: which number comes next; the verb has asked for the right in the region
-- types: before int64
SELECT b.id, b.sha256, b.is_ours, b.kind, b.installation_id, b.round, b.region_code, b.stage, b.nth, b.bytes, b.head,
       b.signature, b.at, b.done_at, b.by_post, i.code AS installation_code, i.name AS installation_name,
       i.public_key, i.url, c.at AS receipt_at, c.sha256 AS receipt_sha256, r.name AS region_name
  FROM bundle b JOIN bundle_installation i ON i.id = b.installation_id
       LEFT JOIN bundle_receipt c ON c.bundle_id = b.id
       LEFT JOIN region_pub r ON r.code = b.region_code AND r.valid_to IS NULL
 WHERE b.is_ours = :is_ours AND i.public_key = :public_key AND b.kind = :kind AND b.round = :round
   AND b.region_code = :region_code AND b.stage = :stage AND b.nth < :before
 ORDER BY b.nth DESC LIMIT 1;

-- name: bundle_list   many bundle, at most 201
-- types: after int64, most int64
SELECT b.id, b.sha256, b.is_ours, b.kind, b.installation_id, b.round, b.region_code, b.stage, b.nth, b.bytes, b.head,
       b.signature, b.at, b.done_at, b.by_post, i.code AS installation_code, i.name AS installation_name,
       i.public_key, i.url, c.at AS receipt_at, c.sha256 AS receipt_sha256, r.name AS region_name
  FROM bundle b JOIN bundle_installation i ON i.id = b.installation_id
       LEFT JOIN bundle_receipt c ON c.bundle_id = b.id
       LEFT JOIN region_pub r ON r.code = b.region_code AND r.valid_to IS NULL
 WHERE reach(b.region_code)
 ORDER BY b.id DESC LIMIT :most OFFSET :after;

-- ---- parts --------------------------------------------------------------------------------------

-- name: bundle_part_put   new bundle_part
INSERT INTO bundle_part (bundle_id, nth, name, sha256, text)
VALUES (:bundle_id, :nth, :name, :sha256, :text);

-- name: bundle_parts   many bundle_part_row, at most 5000
SELECT p.id, p.bundle_id, p.nth, p.name, p.sha256, p.text, p.document_code
  FROM bundle_part p WHERE p.bundle_id = :bundle_id ORDER BY p.nth;

-- name: bundle_part_became   run
UPDATE bundle_part SET document_code = :document_code WHERE bundle_id = :bundle_id AND nth = :nth;

-- name: bundle_part_known   one bundle_part_document
-- unscoped: the very bytes came for this region before, from the same installation
SELECT p.id, p.document_code
  FROM bundle_part p JOIN bundle b ON b.id = p.bundle_id JOIN bundle_installation i ON i.id = b.installation_id
 WHERE p.sha256 = :sha256 AND p.document_code IS NOT NULL AND NOT b.is_ours
   AND i.public_key = :public_key AND b.region_code = :region_code
 ORDER BY p.id LIMIT 1;

-- ---- receipts -----------------------------------------------------------------------------------

-- name: bundle_receipt_put   run
INSERT INTO bundle_receipt (bundle_id, sha256, head, signature, at)
VALUES (:bundle_id, :sha256, :head, :signature, :at)
    ON CONFLICT (bundle_id) DO NOTHING;

-- name: bundle_receipt_of   one bundle_receipt
SELECT c.id, c.bundle_id, c.sha256, c.head, c.signature, c.at
  FROM bundle_receipt c WHERE c.bundle_id = :bundle_id;

-- ---- arrivals -----------------------------------------------------------------------------------

-- name: bundle_arrival_put   run
-- unscoped: comes by itself, from an installation that is trusted for the region
INSERT INTO bundle_arrival (sha256, installation_id, region_code, at)
VALUES (:sha256, :installation_id, :region_code, :at)
    ON CONFLICT (sha256) DO UPDATE SET at = excluded.at, fault = NULL;

-- name: bundle_arrival_refuse   run
-- unscoped: the program says why it was not taken
UPDATE bundle_arrival SET fault = :fault WHERE sha256 = :sha256;

-- name: bundle_arrival_drop   run
-- unscoped: it was taken, and stands in bundle from now on
DELETE FROM bundle_arrival WHERE sha256 = :sha256;

-- name: bundle_arrival_of   one bundle_arrival
-- unscoped: who sends it asks by its hash
SELECT a.id, a.sha256, a.installation_id, a.region_code, a.at, a.fault, i.name AS installation_name
  FROM bundle_arrival a JOIN bundle_installation i ON i.id = a.installation_id
 WHERE a.sha256 = :sha256;

-- name: bundle_arrivals   many bundle_arrival, at most 200
SELECT a.id, a.sha256, a.installation_id, a.region_code, a.at, a.fault, i.name AS installation_name
  FROM bundle_arrival a JOIN bundle_installation i ON i.id = a.installation_id
 WHERE reach(a.region_code) ORDER BY a.id DESC LIMIT 200;

-- name: bundle_taken_of   one bundle
-- unscoped: who sent it asks by its hash, for its receipt
SELECT b.id, b.sha256, b.is_ours, b.kind, b.installation_id, b.round, b.region_code, b.stage, b.nth, b.bytes, b.head,
       b.signature, b.at, b.done_at, b.by_post, i.code AS installation_code, i.name AS installation_name,
       i.public_key, i.url, c.at AS receipt_at, c.sha256 AS receipt_sha256, r.name AS region_name
  FROM bundle b JOIN bundle_installation i ON i.id = b.installation_id
       LEFT JOIN bundle_receipt c ON c.bundle_id = b.id
       LEFT JOIN region_pub r ON r.code = b.region_code AND r.valid_to IS NULL
 WHERE b.sha256 = :sha256 AND NOT b.is_ours AND b.done_at IS NOT NULL;
