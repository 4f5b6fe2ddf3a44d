-- identity.sql — accounts, sessions, second factors, one-time codes, and the slowing down of tries.
--
-- Nothing personal stands in here in clear: names and logins are sealed values of the subject, a login
-- is found by its keyed digest, tokens and codes by their digests. What is counted is counted under
-- keyed digests too, so that the counters tell no address and no login.

-- migration 1: accounts, codes, sessions, factors, browsers, tries

CREATE TABLE identity_account (
  id              id    PRIMARY KEY,
  subject_id      id    NOT NULL UNIQUE REFERENCES subject(id),
  login_mac       bytes NOT NULL UNIQUE,     -- of the folded login, keyed; chance after an erasure
  login_value_id  id    REFERENCES subject_value(id),
  name_value_id   id    REFERENCES subject_value(id),
  email_value_id  id    REFERENCES subject_value(id),
  phone_value_id  id    REFERENCES subject_value(id),
  password        text,                      -- argon2id in its own notation; unknown: none yet
  password_at     time,
  state           text  NOT NULL CHECK (state IN ('invited', 'active', 'ended')),
  lang            text  CHECK (lang IN ('id', 'en')),
  version         int64 NOT NULL DEFAULT 1,
  made_at         time  NOT NULL
);

CREATE TABLE identity_code (                 -- one-time codes that let an owner choose a password
  id          id    PRIMARY KEY,
  account_id  id    NOT NULL REFERENCES identity_account(id),
  purpose     text  NOT NULL CHECK (purpose IN ('invitation', 'reset')),
  digest      bytes NOT NULL UNIQUE,
  ends_at     time  NOT NULL
);
CREATE INDEX identity_code_by_account ON identity_code (account_id);

CREATE TABLE identity_session (
  id                id    PRIMARY KEY,
  account_id        id    NOT NULL REFERENCES identity_account(id),
  token             bytes NOT NULL UNIQUE,   -- digest of the token that the browser was seen with
  token_at          time  NOT NULL,          -- when that was first seen
  next_token        bytes UNIQUE,            -- offered and not seen yet; unknown: none is offered
  old_token         bytes UNIQUE,            -- the one before
  form              bytes NOT NULL,          -- chance: what its forms carry is made of it
  agent             bytes NOT NULL,          -- digest of what the browser says of itself
  agent_value_id    id    REFERENCES subject_value(id),    -- "Firefox, Linux": for its owner
  client_value_id   id    REFERENCES subject_value(id),    -- from where it was signed in
  proven            bool  NOT NULL,          -- false: the second factor is still to come
  made_at           time  NOT NULL,
  seen_at           time  NOT NULL           -- at most a minute old
);
CREATE INDEX identity_session_by_account ON identity_session (account_id);

CREATE TABLE identity_factor (               -- TOTP, RFC 6238
  account_id  id    PRIMARY KEY REFERENCES identity_account(id),
  secret      bytes NOT NULL,                -- sealed under a key for "factor", about the account
  confirmed   bool  NOT NULL,
  last_step   int64 NOT NULL,                -- the latest accepted; none at or before it is again
  made_at     time  NOT NULL
);

CREATE TABLE identity_recovery (
  digest      bytes PRIMARY KEY,
  account_id  id    NOT NULL REFERENCES identity_account(id)
);
CREATE INDEX identity_recovery_by_account ON identity_recovery (account_id);

CREATE TABLE identity_device (               -- browsers in which the account's owner has signed in
  digest      bytes NOT NULL,
  account_id  id    NOT NULL REFERENCES identity_account(id),
  seen_at     time  NOT NULL,
  PRIMARY KEY (digest, account_id)
);
CREATE INDEX identity_device_by_account ON identity_device (account_id);

CREATE TABLE identity_try (                  -- counted before a secret is looked at
  what     bytes PRIMARY KEY,                -- keyed digest of "account …", "address …", "device …"
  n        int64 NOT NULL,                   -- in vain, one after the other
  last_at  time  NOT NULL
);

CREATE TABLE identity_refusal (              -- refused sign-ins not yet told to the journal
  hour     int64 NOT NULL,                   -- since 1970
  account  int64 NOT NULL,                   -- 0: logins that no account has
  n        int64 NOT NULL,
  PRIMARY KEY (hour, account)
);

CREATE VIEW identity_pub AS
  SELECT id, subject_id, name_value_id, state FROM identity_account;

-- migration 2: who asked for a code at the door

CREATE TABLE identity_lost (                 -- of logins that an account has and of others alike
  login_mac  bytes PRIMARY KEY,
  asked_at   time  NOT NULL
);

-- ---- accounts -------------------------------------------------------------------------------------

-- name: identity_account_by_login   one identity_account
SELECT id, subject_id, login_value_id, name_value_id, email_value_id, phone_value_id, password, password_at,
       state, lang, version, made_at
  FROM identity_account WHERE login_mac = :login_mac;

-- name: identity_account_by_id   one identity_account
SELECT id, subject_id, login_value_id, name_value_id, email_value_id, phone_value_id, password, password_at,
       state, lang, version, made_at
  FROM identity_account WHERE id = :id;

-- name: identity_account_by_subject   one identity_account
SELECT id, subject_id, login_value_id, name_value_id, email_value_id, phone_value_id, password, password_at,
       state, lang, version, made_at
  FROM identity_account WHERE subject_id = :subject_id;

-- name: identity_account_list   many identity_account, at most 20000
SELECT id, subject_id, login_value_id, name_value_id, email_value_id, phone_value_id, password, password_at,
       state, lang, version, made_at
  FROM identity_account ORDER BY id;

-- name: identity_account_any   one identity_any
-- types: n int64
SELECT count(*) AS n FROM (SELECT id FROM identity_account LIMIT 1) AS first;

-- name: identity_account_add   new identity_account
INSERT INTO identity_account (subject_id, login_mac, login_value_id, name_value_id, email_value_id,
                              phone_value_id, state, made_at)
VALUES (:subject_id, :login_mac, :login_value_id, :name_value_id, :email_value_id,
        :phone_value_id, :state, :made_at);

-- name: identity_account_profile   run
UPDATE identity_account SET name_value_id = :name_value_id, email_value_id = :email_value_id,
       phone_value_id = :phone_value_id, lang = :lang, version = version + 1
 WHERE id = :id AND version = :version;

-- name: identity_account_password   run
UPDATE identity_account SET password = :password, password_at = :password_at, state = 'active'
 WHERE id = :id AND state <> 'ended';

-- name: identity_account_end   run
UPDATE identity_account SET password = NULL, state = 'ended' WHERE id = :id;

-- name: identity_account_erase   run
UPDATE identity_account SET login_mac = :login_mac, login_value_id = NULL, name_value_id = NULL,
       email_value_id = NULL, phone_value_id = NULL, lang = NULL, version = version + 1
 WHERE id = :id;

-- ---- one-time codes -------------------------------------------------------------------------------

-- name: identity_code_by_digest   one identity_code
SELECT id, account_id, purpose, ends_at FROM identity_code WHERE digest = :digest;

-- name: identity_code_add   run
INSERT INTO identity_code (account_id, purpose, digest, ends_at)
VALUES (:account_id, :purpose, :digest, :ends_at);

-- name: identity_code_clear   run
DELETE FROM identity_code WHERE account_id = :account_id;

-- name: identity_code_clear_resets   run
DELETE FROM identity_code WHERE account_id = :account_id AND purpose = 'reset';

-- name: identity_lost_add   run
INSERT INTO identity_lost (login_mac, asked_at) VALUES (:login_mac, :asked_at)
    ON CONFLICT (login_mac) DO NOTHING;

-- name: identity_lost_first   one identity_lost
SELECT login_mac, asked_at FROM identity_lost ORDER BY asked_at, login_mac LIMIT 1;

-- name: identity_lost_end   run
DELETE FROM identity_lost WHERE login_mac = :login_mac;

-- name: identity_code_use   run
-- Deleted by the one who uses it: of two at the same time one finds nothing to delete.
DELETE FROM identity_code WHERE digest = :digest;

-- name: identity_code_sweep   run
-- types: now time
DELETE FROM identity_code WHERE ends_at <= :now;

-- ---- sessions -------------------------------------------------------------------------------------

-- name: identity_session_by_token   many identity_session, at most 3
-- types: digest bytes
SELECT s.id, s.account_id, s.token, s.token_at, s.next_token, s.old_token, s.form, s.agent, s.agent_value_id,
       s.client_value_id, s.proven, s.made_at, s.seen_at
  FROM identity_session s
 WHERE s.token = :digest OR s.next_token = :digest OR s.old_token = :digest ORDER BY s.id;

-- name: identity_session_by_id   one identity_session
SELECT id, account_id, token, token_at, next_token, old_token, form, agent, agent_value_id,
       client_value_id, proven, made_at, seen_at
  FROM identity_session WHERE id = :id;

-- name: identity_sessions_of   many identity_session, at most 1000
SELECT id, account_id, token, token_at, next_token, old_token, form, agent, agent_value_id,
       client_value_id, proven, made_at, seen_at
  FROM identity_session WHERE account_id = :account_id ORDER BY seen_at DESC, id DESC;

-- name: identity_session_add   new identity_session
INSERT INTO identity_session (account_id, token, token_at, form, agent, agent_value_id, client_value_id,
                              proven, made_at, seen_at)
VALUES (:account_id, :token, :token_at, :form, :agent, :agent_value_id, :client_value_id, :proven,
        :made_at, :seen_at);

-- name: identity_session_prove   run
-- The token changes with what it is good for.
UPDATE identity_session SET proven = true, token = :token, token_at = :token_at, made_at = :made_at,
       seen_at = :seen_at
 WHERE id = :id AND NOT proven;

-- name: identity_session_seen   run
UPDATE identity_session SET seen_at = :seen_at WHERE id = :id AND seen_at < :seen_at;

-- name: identity_session_offer   run
UPDATE identity_session SET next_token = :next_token WHERE id = :id AND token = :token;

-- name: identity_session_turn   run
-- types: digest bytes
-- The offered token was seen: it is the session's from now on.
UPDATE identity_session SET old_token = token, token = next_token, next_token = NULL,
       token_at = :token_at, seen_at = :token_at
 WHERE id = :id AND next_token = :digest;

-- name: identity_session_end   run
DELETE FROM identity_session WHERE id = :id;

-- name: identity_session_end_of   run
DELETE FROM identity_session WHERE id = :id AND account_id = :account_id;

-- name: identity_session_end_others   run
-- An unknown id: all of them.
DELETE FROM identity_session WHERE account_id = :account_id AND id IS DISTINCT FROM :id;

-- name: identity_session_sweep   run
-- types: idle_since time, old_since time, step_since time, ahead time
DELETE FROM identity_session
 WHERE seen_at <= :idle_since OR made_at <= :old_since OR (NOT proven AND made_at <= :step_since)
    OR seen_at > :ahead OR made_at > :ahead;

-- ---- the second factor ----------------------------------------------------------------------------

-- name: identity_factor_of   one identity_factor
SELECT account_id, secret, confirmed, last_step, made_at FROM identity_factor WHERE account_id = :account_id;

-- name: identity_factor_begin   run
INSERT INTO identity_factor (account_id, secret, confirmed, last_step, made_at)
VALUES (:account_id, :secret, false, 0, :made_at)
    ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at
       WHERE NOT identity_factor.confirmed;

-- name: identity_factor_confirm   run
UPDATE identity_factor SET confirmed = true WHERE account_id = :account_id AND NOT confirmed;

-- name: identity_factor_step   run
-- A step is good once: of two at the same time one changes nothing.
UPDATE identity_factor SET last_step = :last_step WHERE account_id = :account_id AND last_step < :last_step;

-- name: identity_factor_end   run
DELETE FROM identity_factor WHERE account_id = :account_id;

-- name: identity_recovery_add   run
INSERT INTO identity_recovery (digest, account_id) VALUES (:digest, :account_id);

-- name: identity_recovery_use   run
DELETE FROM identity_recovery WHERE digest = :digest AND account_id = :account_id;

-- name: identity_recovery_clear   run
DELETE FROM identity_recovery WHERE account_id = :account_id;

-- name: identity_recovery_left   one identity_left
-- types: n int64
SELECT count(*) AS n FROM identity_recovery WHERE account_id = :account_id;

-- ---- browsers and tries ---------------------------------------------------------------------------

-- name: identity_device_find   one identity_device
SELECT digest, account_id, seen_at FROM identity_device WHERE digest = :digest AND account_id = :account_id;

-- name: identity_device_any   one identity_device
-- One in which the owner has signed in, if there is any.
SELECT digest, account_id, seen_at FROM identity_device WHERE account_id = :account_id
 ORDER BY seen_at DESC, digest LIMIT 1;

-- name: identity_device_put   run
INSERT INTO identity_device (digest, account_id, seen_at) VALUES (:digest, :account_id, :seen_at)
    ON CONFLICT (digest, account_id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: identity_device_clear   run
DELETE FROM identity_device WHERE account_id = :account_id;

-- name: identity_device_sweep   run
-- types: since time
DELETE FROM identity_device WHERE seen_at <= :since;

-- name: identity_try_of   one identity_try
SELECT what, n, last_at FROM identity_try WHERE what = :what;

-- name: identity_try_put   run
INSERT INTO identity_try (what, n, last_at) VALUES (:what, :n, :last_at)
    ON CONFLICT (what) DO UPDATE SET n = excluded.n, last_at = excluded.last_at;

-- name: identity_try_back   run
UPDATE identity_try SET n = n - 1 WHERE what = :what AND n > 0;

-- name: identity_try_clear   run
DELETE FROM identity_try WHERE what = :what;

-- name: identity_try_sweep   run
-- types: since time
DELETE FROM identity_try WHERE last_at <= :since;

-- name: identity_refusal_count   run
INSERT INTO identity_refusal (hour, account, n) VALUES (:hour, :account, 1)
    ON CONFLICT (hour, account) DO UPDATE SET n = identity_refusal.n + 1;

-- name: identity_refusals_before   many identity_refusal, at most 500
-- types: before int64
SELECT hour, account, n FROM identity_refusal WHERE hour < :before ORDER BY hour, account LIMIT 500;

-- name: identity_refusal_told   run
DELETE FROM identity_refusal WHERE hour = :hour AND account = :account;
