/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fault.h — what may fail under the program, and the n-th time that it does.
 *
 * fault.c stands between the program, its libraries and the system: malloc and its kin for the
 * whole process, the calls that change files; and, by the linker's --wrap, the arena's requests
 * and the statements of both engines. Each counts; when it is armed, the n-th call of its kind
 * fails, or the n-th and all after it.
 */
#ifndef GUYUB_TORTURE_FAULT_H
#define GUYUB_TORTURE_FAULT_H

#include <stdbool.h>

enum fault_kind { FAULT_MALLOC, FAULT_ARENA, FAULT_STATEMENT, FAULT_DISK, FAULT_KINDS };

extern const char *const fault_names[FAULT_KINDS];

/* From here on calls are counted; the `nth` of `kind` fails, with `stays` all later ones too. 0:
 * none fails. */
void fault_arm(enum fault_kind kind, long nth, bool stays);
/* No longer. */
void fault_rest(void);
/* Calls since the last fault_arm. */
long fault_count(enum fault_kind);
/* Pieces of memory that are out at this moment. */
long fault_live(void);

#endif
