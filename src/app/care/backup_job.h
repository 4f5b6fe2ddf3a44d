/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup_job.h — the copy of every night, as a module of the program's own: a job and a finding. */
#ifndef GUYUB_APP_BACKUP_JOB_H
#define GUYUB_APP_BACKUP_JOB_H

struct module;

extern const struct module backup_module;

#endif
