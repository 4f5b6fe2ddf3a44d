-- record.sql — drafts: what somebody has begun to change and not saved.
--
-- A draft belongs to the post in which it was begun, so that a successor finds it; of who acts in no
-- post it is their own. Each holder of a post has a draft of their own of the same form: nobody's is
-- lost to another's. The name of who kept it is a sealed value and goes with its person.

-- migration 1: drafts

CREATE TABLE record_draft (
  id             id    PRIMARY KEY,
  region_code    scope NOT NULL,     -- of the record
  org_id         int64 NOT NULL,     -- 0: of no single organisation
  post_id        int64 NOT NULL,     -- 0: in no post
  account_id     int64 NOT NULL,
  name_value_id  id    REFERENCES subject_value(id),    -- who kept it; unknown: not known
  thing          text  NOT NULL,     -- "org"
  key            text  NOT NULL,     -- "35.71-diskominfo"
  href           text  NOT NULL,     -- of the form: "/organisations/35.71-diskominfo/edit"
  name           text  NOT NULL,     -- of the record, for lists
  body           text  NOT NULL,     -- pairs as a form sends them, faulty ones too
  base_version   int64 NOT NULL,     -- the record's when it was begun
  saved_at       time  NOT NULL,
  UNIQUE (href, post_id, account_id)
);
CREATE INDEX record_draft_by_post ON record_draft (post_id, account_id);

-- name: record_draft_put   run
-- unscoped: what it changes is the own draft of one form
INSERT INTO record_draft (region_code, org_id, post_id, account_id, name_value_id, thing, key, href,
    name, body, base_version, saved_at)
VALUES (:region_code, :org_id, :post_id, :account_id, :name_value_id, :thing, :key, :href, :name,
    :body, :base_version, :saved_at)
    ON CONFLICT (href, post_id, account_id) DO UPDATE SET name_value_id = excluded.name_value_id,
       name = excluded.name, body = excluded.body, base_version = excluded.base_version,
       saved_at = excluded.saved_at;

-- name: record_draft_of   many record_draft, at most 100
-- unscoped: a post reads its own drafts, a person without one their own
-- types: post_id int64, account_id int64
-- Of one form, the latest first.
SELECT d.id, d.post_id, d.account_id, d.name_value_id, d.thing, d.key, d.href, d.name, d.body,
       d.base_version, d.saved_at
  FROM record_draft d
 WHERE d.href = :href AND d.post_id = :post_id AND (d.post_id <> 0 OR d.account_id = :account_id)
 ORDER BY d.saved_at DESC, d.id DESC;

-- name: record_draft_list   many record_draft, at most 1000
-- unscoped: a post reads its own drafts, a person without one their own
-- types: post_id int64, account_id int64
SELECT d.id, d.post_id, d.account_id, d.name_value_id, d.thing, d.key, d.href, d.name, d.body,
       d.base_version, d.saved_at
  FROM record_draft d
 WHERE d.post_id = :post_id AND (d.post_id <> 0 OR d.account_id = :account_id)
 ORDER BY d.saved_at DESC, d.id DESC;

-- name: record_draft_count   one record_draft_total
-- unscoped: how many of one post, for its holders
-- types: n int64
SELECT count(*) AS n FROM record_draft d WHERE d.post_id = :post_id;

-- name: record_draft_drop   run
-- unscoped: only a draft of the own post, or of the own account without one
DELETE FROM record_draft
 WHERE id = :id AND post_id = :post_id AND (post_id <> 0 OR account_id = :account_id);

-- name: record_draft_drop_own   run
-- unscoped: the own draft of one form
DELETE FROM record_draft WHERE href = :href AND post_id = :post_id AND account_id = :account_id;
