/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_value.h — what an answer may be: as people write it, and in data form.
 *
 * WHAT   Pure. Numbers and dates are read as the cells of a grid are (paper/grid_value.h).
 */
#ifndef GUYUB_TASK_VALUE_H
#define GUYUB_TASK_VALUE_H

#include "office/task/task_rule.h"

enum { TASK_VALUE_MAX = 4000, TASK_NOTE_MAX = 1000 };       /* characters */

/* As people write it ("3,31", "1.234,5", "30/11/2026", "ya") to data form ("3.31", "1234.5",
 * "2026-11-30", "1"); "" stays "". MSG_NONE: it may be taken. What could mean either ("1.234") is
 * told, not guessed. */
struct msg task_value_read(struct arena *, enum task_kind, struct str typed, struct str *value);
/* For people again: "3,31", "30 November 2026", "Ya". */
struct msg task_value_shown(struct arena *, enum lang, enum task_kind, struct str value);

/* As it is typed: a number with a decimal comma ("3,314"), which reads back as itself. */
struct str task_value_typed(struct arena *, enum task_kind, struct str value);

#endif
