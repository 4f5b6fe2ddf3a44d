/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * job_run.h — what a runner calls (app/server/runner.h): take, run, keep the lease, tell a death.
 *
 * A lease is a random number and a time. Whoever takes a job writes both; the number is asked for
 * again in every change that the job makes of itself, so that of two who believe that they hold it
 * only the later one changes anything. A try is counted when it begins: one that kills its process
 * has been one, too.
 */
#ifndef GUYUB_JOB_RUN_H
#define GUYUB_JOB_RUN_H

#include "ground/job/job.h"

enum { JOB_LEASE_S = 30 };          /* renew it every third of that */

struct job_taken {
    int64_t                id;
    const struct job_kind *kind;
    uint64_t               lease;
    int32_t                seconds, mb;     /* of this try; mb 0: as the operator set */
};

/* The next due job, under a lease of JOB_LEASE_S; `found` false: nothing is due. A job whose lease
 * ran out is due again, or has failed if that was its last try. Kinds that this program does not
 * know are left to one that does. Cheap when idle: reads, and writes only what it takes. */
struct err *job_take(struct cx *, struct job_taken *, bool *found);

/* In the child, with a store of its own: runs the job and writes how it ended. The job's own error
 * is no error here; what comes back says that its end could not be written. SIGTERM is blocked in
 * the child: when it is pending (sigpending), the runner stops, and the next job_step fails so that
 * the job is put back (JOB_PUT_BACK). A child that does not hear it is killed and given back. */
struct err *job_run(struct cx *, const struct job_taken *);

/* The lease goes on from now. JOB_GONE: it is somebody else's by now, or the job has ended: end the
 * child. JOB_STOPPING: somebody asked it to stop; it hears that at its next step by itself. */
enum job_hold { JOB_HELD, JOB_STOPPING, JOB_GONE };
struct err *job_renew(struct cx *, const struct job_taken *, enum job_hold *);

/* The child is gone without having written its end: it is tried again after a wait, or has failed.
 * JOB_GIVEN_BACK: the runner itself stops; due at once, and not counted as a try. After a lost
 * lease, or when it had ended all the same, nothing changes. */
enum job_death { JOB_DIED, JOB_TOO_LONG, JOB_NO_MEMORY, JOB_GIVEN_BACK };
struct err *job_lost(struct cx *, const struct job_taken *, enum job_death);

/* For /metrics and `guyub doctor`. */
struct job_counts {
    int64_t waiting, due, running;      /* due: waiting, and its time has come          */
    int64_t oldest_due_s;               /* how long the first of them has waited; 0: none */
    int64_t failed_week;                /* ended as failed in the last seven days       */
};
struct err *job_counts_of(struct cx *, struct job_counts *);

#endif
