-- post.sql — posts, who holds them from which day to which, and in which of them a session acts.

-- migration 1: posts, holds, in which post a session acts

CREATE TABLE post (
  id           id    PRIMARY KEY,
  code         text  NOT NULL UNIQUE,    -- ours, stable: "35.71-diskominfo-head-of-agency"
  kind         text  NOT NULL,           -- a word of right.h
  title        text  NOT NULL,           -- "Kepala Dinas Komunikasi dan Informatika Kota Kediri"
  region_code  scope NOT NULL,           -- '': the nation
  org_id       id    REFERENCES org(id),
  valid_from   text,                     -- ISO date; unknown: before our records begin
  valid_to     text,                     -- the first day on which it no longer is; unknown: still is
  version      int64 NOT NULL DEFAULT 1
);
CREATE INDEX post_by_region ON post (region_code);
CREATE INDEX post_by_org ON post (org_id);

CREATE TABLE post_hold (
  id            id    PRIMARY KEY,
  post_id       id    NOT NULL REFERENCES post(id),
  account_id    id    NOT NULL REFERENCES identity_account(id),
  name_value_id id    REFERENCES subject_value(id),      -- the holder's name of then
  hold_as       text  NOT NULL CHECK (hold_as IN ('definitive', 'plt', 'plh', 'pj', 'delegated')),
  from_day      text  NOT NULL,          -- ISO date, in the region's time
  to_day        text,                    -- the last day; unknown: open
  decree        text,                    -- number of the decree (SK, surat tugas)
  delegated_by  id    REFERENCES post_hold(id),
  follows       id    REFERENCES post_hold(id),          -- whom it took the post over from
  moved         int64 NOT NULL DEFAULT 0,                -- drafts that were handed over
  began_at      time  NOT NULL,          -- when it was written down
  ended_at      time                     -- closed for good, whatever the days and the clock say
);
CREATE INDEX post_hold_by_post ON post_hold (post_id);
CREATE INDEX post_hold_by_account ON post_hold (account_id);
CREATE INDEX post_hold_open_by_end ON post_hold (to_day) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX post_hold_one_definitive ON post_hold (post_id)
  WHERE hold_as = 'definitive' AND to_day IS NULL AND ended_at IS NULL;

CREATE TABLE post_acting (               -- in which post a session acts, once it has chosen
  session_id  int64  PRIMARY KEY,
  post_id     id     NOT NULL REFERENCES post(id),
  chosen_at   time   NOT NULL
);

CREATE VIEW post_pub AS
  SELECT id, code, kind, title, region_code, org_id, valid_from, valid_to FROM post;

-- migration 2: who holds and held a post, without a name: for ties between a person and a region

CREATE VIEW post_hold_pub AS
  SELECT h.id, h.post_id, h.account_id, h.from_day, h.to_day, h.ended_at, p.kind, p.code, p.title,
         p.region_code, p.org_id, p.valid_to
    FROM post_hold h JOIN post p ON p.id = h.post_id;

-- name: post_by_code   one post
-- unscoped: the verb asks for the right in the post's own scope
SELECT p.id, p.code, p.kind, p.title, p.region_code, p.org_id, p.valid_from, p.valid_to, p.version,
       r.name AS region_name, o.code AS org_code, o.name AS org_name
  FROM post p LEFT JOIN region_pub r ON r.code = p.region_code AND r.valid_to IS NULL
       LEFT JOIN org_pub o ON o.id = p.org_id
 WHERE p.code = :code;

-- name: post_by_id   one post
-- unscoped: the verb asks for the right in the post's own scope
-- types: id post_id
SELECT p.id, p.code, p.kind, p.title, p.region_code, p.org_id, p.valid_from, p.valid_to, p.version,
       r.name AS region_name, o.code AS org_code, o.name AS org_name
  FROM post p LEFT JOIN region_pub r ON r.code = p.region_code AND r.valid_to IS NULL
       LEFT JOIN org_pub o ON o.id = p.org_id
 WHERE p.id = :id;

-- name: post_title_twin   one post_code
-- unscoped: a title is taken whoever may read it
-- types: region_code text, org_id int64
SELECT code FROM post
 WHERE title = :title AND region_code = :region_code AND coalesce(org_id, 0) = :org_id AND valid_to IS NULL;

-- name: post_code_find   one post_code
-- unscoped: a code is taken whoever may read it
SELECT code FROM post WHERE code = :code;

-- name: post_put   new post
INSERT INTO post (code, kind, title, region_code, org_id) VALUES (:code, :kind, :title, :region_code, :org_id);

-- name: post_rename   run
-- unscoped: asked for in the post's own scope before
UPDATE post SET title = :title, version = version + 1 WHERE code = :code AND version = :version;

-- name: post_close   run
-- unscoped: asked for in the post's own scope before
UPDATE post SET valid_to = :valid_to, version = version + 1 WHERE code = :code AND version = :version;

-- ---- lists ----------------------------------------------------------------------------------------

-- name: post_page   many post, at most 20000
-- types: kind text, low text, high text, day text, after int64, most int64
SELECT p.id, p.code, p.kind, p.title, p.region_code, p.org_id, p.valid_from, p.valid_to, p.version,
       r.name AS region_name, o.code AS org_code, o.name AS org_name
  FROM post p LEFT JOIN region_pub r ON r.code = p.region_code AND r.valid_to IS NULL
       LEFT JOIN org_pub o ON o.id = p.org_id
 WHERE reach(p.region_code, p.org_id) AND (p.valid_to IS NULL OR p.valid_to > :day)
   AND (:kind = '' OR p.kind = :kind)
   AND p.region_code >= :low AND p.region_code < :high
 ORDER BY p.code LIMIT :most OFFSET :after;

-- name: post_page_total   one post_total
-- types: kind text, low text, high text, day text, n int64
SELECT count(*) AS n FROM post p
 WHERE reach(p.region_code, p.org_id) AND (p.valid_to IS NULL OR p.valid_to > :day)
   AND (:kind = '' OR p.kind = :kind)
   AND p.region_code >= :low AND p.region_code < :high;

-- name: post_page_holds   many post_page_hold, at most 100000
-- types: kind text, low text, high text, day text, after int64, most int64
-- Who holds the posts of the same page, in no more than open holds.
SELECT h.post_id, h.account_id, h.name_value_id, h.hold_as, h.from_day, h.to_day
  FROM post_hold h
 WHERE h.ended_at IS NULL
   AND h.post_id IN (SELECT p.id FROM post p
                      WHERE reach(p.region_code, p.org_id) AND (p.valid_to IS NULL OR p.valid_to > :day)
                        AND (:kind = '' OR p.kind = :kind)
                        AND p.region_code >= :low AND p.region_code < :high
                      ORDER BY p.code LIMIT :most OFFSET :after)
 ORDER BY h.post_id, h.id;

-- name: post_people   many post_person, at most 20000
-- types: after int64, most int64
-- Whoever holds or held a post within reach; the latest accounts first.
SELECT DISTINCT a.id, a.subject_id, a.name_value_id, a.state
  FROM post p JOIN post_hold h ON h.post_id = p.id JOIN identity_pub a ON a.id = h.account_id
 WHERE reach(p.region_code, p.org_id)
 ORDER BY a.id DESC LIMIT :most OFFSET :after;

-- name: post_people_total   one post_total
-- types: n int64
SELECT count(DISTINCT h.account_id) AS n
  FROM post p JOIN post_hold h ON h.post_id = p.id
 WHERE reach(p.region_code, p.org_id);

-- name: post_person_in_reach   one post_person
-- types: account_id int64
SELECT DISTINCT a.id, a.subject_id, a.name_value_id, a.state
  FROM post p JOIN post_hold h ON h.post_id = p.id JOIN identity_pub a ON a.id = h.account_id
 WHERE reach(p.region_code, p.org_id) AND h.account_id = :account_id
 ORDER BY a.id LIMIT 1;

-- name: post_person_holds   many post_person_hold, at most 1000
-- unscoped: all posts of one person decide who may give them a new password
SELECT h.id, h.post_id, h.hold_as, h.from_day, h.to_day, h.ended_at, p.code, p.kind, p.title, p.region_code,
       p.org_id, p.valid_to
  FROM post_hold h JOIN post p ON p.id = h.post_id
 WHERE h.account_id = :account_id ORDER BY h.from_day DESC, h.id DESC;

-- ---- holds ----------------------------------------------------------------------------------------

-- name: post_held_by   many post_held, at most 200
-- unscoped: the account's own posts, before it acts in one of them
-- What one account holds and is not closed yet; the days are looked at in C, by the region's clock.
-- The first 200: more than that is given by somebody who wants the account to fail.
SELECT h.id, h.post_id, h.hold_as, h.from_day, h.to_day, p.code, p.kind, p.title, p.region_code, p.org_id,
       p.valid_to, r.name AS region_name, o.name AS org_name
  FROM post_hold h JOIN post p ON p.id = h.post_id
       LEFT JOIN region_pub r ON r.code = p.region_code AND r.valid_to IS NULL
       LEFT JOIN org_pub o ON o.id = p.org_id
 WHERE h.account_id = :account_id AND h.ended_at IS NULL
 ORDER BY h.id LIMIT 200;

-- name: post_holds_of   many post_hold_row, at most 2000
-- All that ever held one post, latest first.
SELECT h.id, h.post_id, h.account_id, h.name_value_id, h.hold_as, h.from_day, h.to_day, h.decree,
       h.delegated_by, h.follows, h.moved, h.began_at, h.ended_at, a.subject_id, a.state
  FROM post_hold h JOIN identity_pub a ON a.id = h.account_id
 WHERE h.post_id = :post_id ORDER BY h.from_day DESC, h.id DESC;

-- name: post_hold_by_id   one post_hold_row
-- types: id post_hold_id
SELECT h.id, h.post_id, h.account_id, h.name_value_id, h.hold_as, h.from_day, h.to_day, h.decree,
       h.delegated_by, h.follows, h.moved, h.began_at, h.ended_at, a.subject_id, a.state
  FROM post_hold h JOIN identity_pub a ON a.id = h.account_id
 WHERE h.id = :id;

-- name: post_account   one post_account
SELECT id, subject_id, name_value_id, state FROM identity_pub WHERE id = :id;

-- name: post_hold_put   new post_hold
INSERT INTO post_hold (post_id, account_id, name_value_id, hold_as, from_day, to_day, decree, delegated_by,
                       follows, moved, began_at)
VALUES (:post_id, :account_id, :name_value_id, :hold_as, :from_day, :to_day, :decree, :delegated_by,
        :follows, :moved, :began_at);

-- name: post_hold_clip   run
UPDATE post_hold SET to_day = :to_day, ended_at = :ended_at WHERE id = :id AND ended_at IS NULL;

-- name: post_holds_over   many post_over, at most 500
-- unscoped: the program closes what is over, everywhere
-- types: day text
-- Not closed yet and past their last day somewhere in the country; the region's clock is asked in C.
SELECT h.id, h.to_day, p.region_code
  FROM post_hold h JOIN post p ON p.id = h.post_id
 WHERE h.ended_at IS NULL AND h.to_day < :day ORDER BY h.id LIMIT 500;

-- name: post_administrators   many post_administrator, at most 1000
-- unscoped: whether one is left is a question of the nation
-- Who looks after the whole nation's accounts and can sign in.
SELECT h.id, h.hold_as, h.from_day, h.to_day
  FROM post_hold h JOIN post p ON p.id = h.post_id JOIN identity_pub a ON a.id = h.account_id
 WHERE p.kind = 'administrator' AND p.region_code = '' AND p.valid_to IS NULL
   AND h.ended_at IS NULL AND a.state = 'active'
 ORDER BY h.id;

-- name: post_administrator_accounts   many post_administrator_account, at most 1000
-- unscoped: whether one is left is a question of the nation
-- types: day text
-- Whose post it is on that day, in whichever way it is held.
SELECT DISTINCT h.account_id
  FROM post_hold h JOIN post p ON p.id = h.post_id JOIN identity_pub a ON a.id = h.account_id
 WHERE p.kind = 'administrator' AND p.region_code = '' AND p.valid_to IS NULL
   AND h.ended_at IS NULL AND a.state = 'active'
   AND h.from_day <= :day AND (h.to_day IS NULL OR h.to_day >= :day)
 ORDER BY h.account_id;

-- ---- in which post a session acts --------------------------------------------------------------------

-- name: post_acting_of   one post_acting
SELECT session_id, post_id, chosen_at FROM post_acting WHERE session_id = :session_id;

-- name: post_acting_put   run
INSERT INTO post_acting (session_id, post_id, chosen_at) VALUES (:session_id, :post_id, :chosen_at)
    ON CONFLICT (session_id) DO UPDATE SET post_id = excluded.post_id, chosen_at = excluded.chosen_at;

-- name: post_acting_old   one post_acting
-- types: before time
SELECT session_id, post_id, chosen_at FROM post_acting WHERE chosen_at < :before ORDER BY chosen_at LIMIT 1;

-- name: post_acting_sweep   run
-- types: before time
-- Sessions are over long before.
DELETE FROM post_acting WHERE chosen_at < :before;
