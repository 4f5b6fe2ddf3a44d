/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_due.h — deadlines in working days are counted anew when the calendar has changed.
 *
 * WHAT   Every change of the calendar raises its revision; the slice's tending sees it and asks for
 *        a job, in the change that remembers for which revision. The job goes over every running
 *        deadline that is given in working days, in parts, and goes on where it was cut off. A day
 *        that moves is told in the journal, and by mail to those who owe and to those who asked:
 *        old day, new day, why. A day that only became sure loses its mark.
 * NOT    Deadlines given as a date, and those moved to a date by more time: they stay.
 */
#ifndef GUYUB_TASK_DUE_H
#define GUYUB_TASK_DUE_H

#include "cx.h"

struct job;

#define TASK_DUE_JOB "task_due"

/* Cheap when nothing changed. */
struct err *task_tend_due(struct cx *);
struct err *task_due_run(struct cx *, struct job *);

#endif
