-- job.sql — long work: what was asked for and how far it came, its file in parts, the schedules.
--
-- A row is changed by its asker, by whoever takes it, and by its run; a run proves the number of its
-- lease in every statement of its own (ADR 0018). What a job told and its error stand as messages,
-- so that they are read in the reader's language (job_text.h).

-- migration 1: jobs, their files, the schedules

CREATE TABLE job (
  id             id    PRIMARY KEY,
  kind           text  NOT NULL,     -- a word of a module's table of jobs
  state          text  NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'stopped')),
  key            text  NOT NULL,     -- of what is asked for once while it waits; '': none
  region_code    scope NOT NULL,     -- what it is about; '': the nation
  org_id         int64 NOT NULL,     -- 0: of no single organisation
  by_kind        text  NOT NULL,     -- who asked, as the journal says it: "person", "shell", …
  by_account_id  int64 NOT NULL,     -- 0: no account
  by_subject_id  int64 NOT NULL,
  by_name_id     int64 NOT NULL,     -- the sealed value that holds the name of then; 0: none
  by_machine     text,               -- the machine's user of a shell
  by_post_id     int64 NOT NULL,     -- 0: in no post
  by_post_kind   text,
  by_hold        text,
  by_post        text,               -- the post's title of then
  by_region      text  NOT NULL,     -- the post's scope of then
  by_org         int64 NOT NULL,
  input          text  NOT NULL,     -- of the kind's own making
  file_name      text,
  file_bytes     int64 NOT NULL,     -- 0: no file came with it, or it is gone
  saved          text,               -- how far it came, of the kind's own making
  told           text,               -- lines for people
  error          text,               -- of the last try that went wrong
  tries          int64 NOT NULL,     -- begun so far
  asked_at       time  NOT NULL,
  due_at         time  NOT NULL,     -- of a waiting one
  lease          int64 NOT NULL,     -- random; 0: nobody holds it
  leased_until   time  NOT NULL,
  begun_at       time,               -- of the last try
  ended_at       time,
  done_n         int64 NOT NULL,
  all_n          int64 NOT NULL,     -- 0: not known
  stop_asked     bool  NOT NULL
);
CREATE INDEX job_waiting ON job (due_at, id) WHERE state = 'waiting';
CREATE INDEX job_running ON job (leased_until) WHERE state = 'running';
CREATE INDEX job_of_account ON job (by_account_id, id);
CREATE INDEX job_of_kind ON job (kind, id);

CREATE TABLE job_part (
  id      id    PRIMARY KEY,
  job_id  id    NOT NULL REFERENCES job(id),
  nth     int64 NOT NULL,            -- from 0
  bytes   bytes NOT NULL,            -- JOB_PART_BYTES each, but for the last
  UNIQUE (job_id, nth)
);

CREATE TABLE job_schedule (
  kind     text PRIMARY KEY,
  every    text NOT NULL,            -- as the kind had it when the time was set
  next_at  time NOT NULL
);

-- ---- asking -------------------------------------------------------------------------------------

-- name: job_add   new job
INSERT INTO job (kind, state, key, region_code, org_id, by_kind, by_account_id, by_subject_id, by_name_id,
    by_machine, by_post_id, by_post_kind, by_hold, by_post, by_region, by_org, input, file_name, file_bytes,
    tries, asked_at, due_at, lease, leased_until, done_n, all_n, stop_asked)
VALUES (:kind, 'waiting', :key, :region_code, :org_id, :by_kind, :by_account_id, :by_subject_id, :by_name_id,
    :by_machine, :by_post_id, :by_post_kind, :by_hold, :by_post, :by_region, :by_org, :input, :file_name,
    :file_bytes, 0, :asked_at, :due_at, 0, 0, 0, 0, false);

-- name: job_part_add   run
INSERT INTO job_part (job_id, nth, bytes) VALUES (:job_id, :nth, :bytes);

-- name: job_waiting_twin   one job_twin
-- unscoped: the same work is not asked for twice, whoever asks
SELECT j.id, j.due_at, j.tries FROM job j
 WHERE j.kind = :kind AND j.key = :key AND j.state = 'waiting' ORDER BY j.id LIMIT 1;

-- name: job_open_twin   one job_twin
-- unscoped: the same work is not asked for twice, whoever asks
SELECT j.id, j.due_at, j.tries FROM job j
 WHERE j.kind = :kind AND j.key = :key AND j.state IN ('waiting', 'running') ORDER BY j.id LIMIT 1;

-- name: job_sooner   run
-- unscoped: the same work is not asked for twice, whoever asks
UPDATE job SET due_at = :due_at WHERE id = :id AND state = 'waiting';

-- ---- running: by the number of the job and of its lease -----------------------------------------

-- name: job_due   many job_due, at most 50
-- unscoped: a runner takes whatever is due
-- types: now time, after int64, most int64
-- What waits and what was left alone, the longest due first.
SELECT j.id, j.kind, j.state, j.lease, j.tries, j.stop_asked
  FROM job j
 WHERE (j.state = 'waiting' AND j.due_at <= :now) OR (j.state = 'running' AND j.leased_until < :now)
 ORDER BY j.due_at, j.id LIMIT :most OFFSET :after;

-- name: job_lease_take   run
-- unscoped: a runner takes whatever is due
-- types: was int64
UPDATE job SET state = 'running', lease = :lease, leased_until = :leased_until, begun_at = :begun_at,
       tries = tries + 1
 WHERE id = :id AND lease = :was AND state IN ('waiting', 'running');

-- name: job_by_lease   one job_row
-- unscoped: a run reads its own job
SELECT j.id, j.kind, j.state, j.key, j.region_code, j.org_id, j.by_kind, j.by_account_id, j.by_subject_id,
       j.by_name_id, j.by_machine, j.by_post_id, j.by_post_kind, j.by_hold, j.by_post, j.by_region, j.by_org,
       j.input, j.file_name, j.file_bytes, j.saved, j.told, j.error, j.tries, j.asked_at, j.due_at, j.lease,
       j.leased_until, j.begun_at, j.ended_at, j.done_n, j.all_n, j.stop_asked
  FROM job j WHERE j.id = :id AND j.lease = :lease AND j.state = 'running';

-- name: job_lease_renew   run
-- unscoped: a runner renews what it holds
UPDATE job SET leased_until = :leased_until WHERE id = :id AND lease = :lease AND state = 'running';

-- name: job_progress   run
-- unscoped: a run writes of its own job
-- Nothing is changed when it is to stop, or is another's.
UPDATE job SET done_n = :done_n, all_n = :all_n
 WHERE id = :id AND lease = :lease AND state = 'running' AND stop_asked = false;

-- name: job_put_saved   run
-- unscoped: a run writes of its own job
-- Nothing is changed when it is to stop, or is another's.
UPDATE job SET saved = :saved
 WHERE id = :id AND lease = :lease AND state = 'running' AND stop_asked = false;

-- name: job_put_told   run
-- unscoped: a run writes of its own job
UPDATE job SET told = :told WHERE id = :id AND lease = :lease AND state = 'running';

-- name: job_part_at   one job_part
SELECT p.id, p.job_id, p.nth, p.bytes FROM job_part p WHERE p.job_id = :job_id AND p.nth = :nth;

-- name: job_end   run
-- unscoped: a run, its runner or who takes over what was left
UPDATE job SET state = :state, error = :error, ended_at = :ended_at, lease = 0
 WHERE id = :id AND lease = :lease AND state IN ('waiting', 'running');

-- name: job_end_files   run
-- unscoped: what has ended well needs neither input nor file
UPDATE job SET input = '', saved = NULL, file_bytes = 0 WHERE id = :id AND state IN ('done', 'stopped');

-- name: job_parts_drop   run
DELETE FROM job_part WHERE job_id = :job_id;

-- name: job_back   run
-- unscoped: a run, its runner or who takes over what was left
UPDATE job SET state = 'waiting', error = :error, due_at = :due_at, tries = :tries, lease = 0
 WHERE id = :id AND lease = :lease AND state IN ('waiting', 'running');

-- ---- seeing -------------------------------------------------------------------------------------

-- name: job_by_id   one job_row
-- unscoped: the verb asks whose it is, or for the right in its scope
SELECT j.id, j.kind, j.state, j.key, j.region_code, j.org_id, j.by_kind, j.by_account_id, j.by_subject_id,
       j.by_name_id, j.by_machine, j.by_post_id, j.by_post_kind, j.by_hold, j.by_post, j.by_region, j.by_org,
       j.input, j.file_name, j.file_bytes, j.saved, j.told, j.error, j.tries, j.asked_at, j.due_at, j.lease,
       j.leased_until, j.begun_at, j.ended_at, j.done_n, j.all_n, j.stop_asked
  FROM job j WHERE j.id = :id;

-- name: job_list_own   many job_row, at most 101
-- unscoped: what one account asked for
-- types: state text, before int64, most int64
SELECT j.id, j.kind, j.state, j.key, j.region_code, j.org_id, j.by_kind, j.by_account_id, j.by_subject_id,
       j.by_name_id, j.by_machine, j.by_post_id, j.by_post_kind, j.by_hold, j.by_post, j.by_region, j.by_org,
       j.input, j.file_name, j.file_bytes, j.saved, j.told, j.error, j.tries, j.asked_at, j.due_at, j.lease,
       j.leased_until, j.begun_at, j.ended_at, j.done_n, j.all_n, j.stop_asked
  FROM job j
 WHERE j.by_account_id = :by_account_id AND (:state = '' OR j.state = :state) AND j.id < :before
 ORDER BY j.id DESC LIMIT :most;

-- name: job_list_reach   many job_row, at most 101
-- types: kind text, state text, before int64, most int64
SELECT j.id, j.kind, j.state, j.key, j.region_code, j.org_id, j.by_kind, j.by_account_id, j.by_subject_id,
       j.by_name_id, j.by_machine, j.by_post_id, j.by_post_kind, j.by_hold, j.by_post, j.by_region, j.by_org,
       j.input, j.file_name, j.file_bytes, j.saved, j.told, j.error, j.tries, j.asked_at, j.due_at, j.lease,
       j.leased_until, j.begun_at, j.ended_at, j.done_n, j.all_n, j.stop_asked
  FROM job j
 WHERE reach(j.region_code, j.org_id) AND (:kind = '' OR j.kind = :kind)
   AND (:state = '' OR j.state = :state) AND j.id < :before
 ORDER BY j.id DESC LIMIT :most;

-- name: job_counts_row   one job_counts_row
-- unscoped: numbers for the operator
-- types: now time, since time, waiting int64, due int64, running int64, oldest int64, failed int64
SELECT (SELECT count(*) FROM job a WHERE a.state = 'waiting') AS waiting,
       (SELECT count(*) FROM job b WHERE b.state = 'waiting' AND b.due_at <= :now) AS due,
       (SELECT count(*) FROM job c WHERE c.state = 'running') AS running,
       coalesce((SELECT min(d.due_at) FROM job d WHERE d.state = 'waiting' AND d.due_at <= :now), 0) AS oldest,
       (SELECT count(*) FROM job e WHERE e.state = 'failed' AND e.ended_at >= :since) AS failed;

-- name: job_failed_since   many job_failed, at most 20
-- unscoped: for the operator
-- types: since time
SELECT j.id, j.kind, j.ended_at, j.error FROM job j
 WHERE j.state = 'failed' AND j.ended_at >= :since ORDER BY j.id DESC LIMIT 20;

-- ---- stopping, again ----------------------------------------------------------------------------

-- name: job_ask_stop   run
-- unscoped: asked for in the job's own scope before
UPDATE job SET stop_asked = true WHERE id = :id AND state = 'running';

-- name: job_revive   run
-- unscoped: asked for in the job's own scope before
UPDATE job SET state = 'waiting', due_at = :due_at, tries = 0, ended_at = NULL, error = NULL,
       stop_asked = false, lease = 0
 WHERE id = :id AND state = 'failed';

-- ---- schedules and cleaning ---------------------------------------------------------------------

-- name: job_schedules   many job_schedule, at most 100
SELECT s.kind, s.every, s.next_at FROM job_schedule s ORDER BY s.kind;

-- name: job_schedule_put   run
INSERT INTO job_schedule (kind, every, next_at) VALUES (:kind, :every, :next_at)
    ON CONFLICT (kind) DO UPDATE SET every = excluded.every, next_at = excluded.next_at;

-- name: job_files_old   many job_old, at most 1000
-- unscoped: the program forgets what ended long ago
-- types: before time
-- Failed, and not asked for again for long.
SELECT j.id FROM job j
 WHERE j.state = 'failed' AND j.ended_at < :before AND (j.file_bytes > 0 OR j.input <> '')
 ORDER BY j.id LIMIT 1000;

-- name: job_forget_input   run
-- unscoped: the program forgets what ended long ago
UPDATE job SET input = '', saved = NULL, file_bytes = 0 WHERE id = :id;

-- name: job_rows_old   many job_old, at most 1000
-- unscoped: the program forgets what ended long ago
-- types: before time
-- Not the last one: its number would be given again, and the journal knows it.
SELECT j.id FROM job j
 WHERE j.state IN ('done', 'failed', 'stopped') AND j.ended_at < :before
   AND j.id < (SELECT max(l.id) FROM job l)
 ORDER BY j.id LIMIT 1000;

-- name: job_drop   run
-- unscoped: the program forgets what ended long ago
DELETE FROM job WHERE id = :id;
