-- mail.sql — the outbox: what waits, and what became of it.
--
-- Address, title and text of a mail are one sealed value under its reader's key, which is gone when
-- the mail was sent or given up, or its reader was erased. The row stays and says what was sent when.

-- migration 1: the outbox

CREATE TABLE mail (
  id          id    PRIMARY KEY,
  subject_id  id    NOT NULL REFERENCES subject(id),        -- who gets it
  value_id    id    NOT NULL REFERENCES subject_value(id),  -- address, title and text, sealed
  what        text  NOT NULL,        -- the writer's word: "password_code"
  message_id  text  NOT NULL,        -- the same over all tries: by it a twin can be told
  state       text  NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up', 'out_of_date')),
  tries       int64 NOT NULL,        -- begun, and so a claim too: who counts it up may send
  due_at      time  NOT NULL,
  good_until  time  NOT NULL,
  made_at     time  NOT NULL,
  tried_at    time,                  -- unknown: never
  ended_at    time,                  -- when it was sent or given up; unknown: it waits
  reason      text,                  -- of the last refusal, as mail_rule.h has its words
  code        text                   -- what the server answered: "550 5.1.1"
);
CREATE INDEX mail_due ON mail (due_at, id) WHERE state = 'waiting';
CREATE INDEX mail_of_subject ON mail (subject_id, what);

-- name: mail_add   new mail
INSERT INTO mail (subject_id, value_id, what, message_id, state, tries, due_at, good_until, made_at)
VALUES (:subject_id, :value_id, :what, :message_id, 'waiting', 0, :due_at, :good_until, :made_at);

-- name: mail_by_id   one mail_row
-- types: id mail_id
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.id = :id;

-- name: mail_first_due   one mail_row
-- types: now time
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.state = 'waiting' AND m.due_at <= :now ORDER BY m.due_at, m.id LIMIT 1;

-- name: mail_next   one mail_row
-- The next that comes due, now or later.
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.state = 'waiting' ORDER BY m.due_at, m.id LIMIT 1;

-- name: mail_oldest   one mail_row
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.state = 'waiting' ORDER BY m.made_at, m.id LIMIT 1;

-- name: mail_last_refused   one mail_row
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.reason IS NOT NULL AND m.state <> 'sent'
 ORDER BY m.tried_at DESC NULLS LAST, m.id DESC LIMIT 1;

-- name: mail_latest   many mail_row, at most 1000
-- types: most int64
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m ORDER BY m.id DESC LIMIT :most;

-- name: mail_waiting_of   many mail_row, at most 1000
SELECT m.id, m.subject_id, m.value_id, m.what, m.message_id, m.state, m.tries, m.due_at, m.good_until,
       m.made_at, m.tried_at, m.ended_at, m.reason, m.code
  FROM mail m WHERE m.subject_id = :subject_id AND m.state = 'waiting' ORDER BY m.id;

-- name: mail_last_made   one mail_made
SELECT m.made_at FROM mail m WHERE m.subject_id = :subject_id AND m.what = :what
 ORDER BY m.made_at DESC LIMIT 1;

-- name: mail_made_count   one mail_total
-- types: since time, n int64
SELECT count(*) AS n FROM mail m
 WHERE m.subject_id = :subject_id AND m.what = :what AND m.made_at > :since;

-- name: mail_waiting_count   one mail_total
-- types: n int64
SELECT count(*) AS n FROM mail m WHERE m.state = 'waiting';

-- name: mail_waiting_age   one
-- types: n int64, oldest time
SELECT count(*) AS n, coalesce(min(m.made_at), 0) AS oldest FROM mail m WHERE m.state = 'waiting';

-- name: mail_claim   run
-- types: before int64
-- Of two senders at the same time one changes nothing.
UPDATE mail SET tries = :tries, due_at = :due_at, tried_at = :tried_at
 WHERE id = :id AND tries = :before AND state = 'waiting';

-- name: mail_put_off   run
UPDATE mail SET due_at = :due_at, reason = :reason, code = :code
 WHERE id = :id AND tries = :tries AND state = 'waiting';

-- name: mail_end   run
UPDATE mail SET state = :state, ended_at = :ended_at, reason = :reason, code = :code
 WHERE id = :id AND state = 'waiting';

-- name: mail_hurry   run
UPDATE mail SET due_at = :due_at WHERE id = :id AND state = 'waiting';
