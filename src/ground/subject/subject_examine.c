/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* subject_examine.c — whether persons can be read, and whether erasures reached the files. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/subject/subject_copy.h"
#include "ground/subject/subject_page.h"
#include "ground/subject/subject_sql.h"

enum { LATE_S = 10 * 60 };

static struct err *
look_at_erased(struct cx *cx, struct findings *f)
{
    struct subject first;
    bool           some;

    TRY(subject_to_scrub(cx, &first, &some));
    if (some && cx->now_s - first.erased_at.n > LATE_S)
        found(f, FINDING_BAD, "subject.unscrubbed",
              MSG("A person was erased at {0}; the deleted bytes are still in the database's "
                  "files.", time_iso(cx->arena, first.erased_at.n)),
              MSG("The server takes them out by itself: start it, and end what reads for very "
                  "long (copies, tools)."));
    return NULL;
}

static struct err *
look_at_values(struct cx *cx, struct findings *f)
{
    struct subject_sample s;

    TRY(subject_sample_of(cx, &s));
    if (s.n_damaged > 0)
        found(f, FINDING_BAD, "subject.damaged",
              MSG("{0} of {1} personal values do not open with their keys.",
                  int_text(cx->arena, cx->lang, s.n_damaged),
                  int_text(cx->arena, cx->lang, s.n_tried)),
              MSG("They were changed outside of the program. Restore the last copy."));
    else
        found(f, FINDING_WELL, "subject.values",
              MSG("Of {0} personal values {1} open with their keys.",
                  int_text(cx->arena, cx->lang, s.n_tried),
                  int_text(cx->arena, cx->lang, s.n_open)), MSG_NONE);
    if (s.n_keyless > 0)
        found(f, FINDING_DOUBT, "subject.keyless",
              MSG("{0} persons have no key: what is held of them cannot be read.",
                  int_text(cx->arena, cx->lang, s.n_keyless)),
              MSG("That is right after restoring a copy from before their erasure; otherwise "
                  "restore with the file persons.keys."));
    return NULL;
}

struct err *
subject_examine(struct cx *cx, struct findings *f)
{
    TRY(look_at_erased(cx, f));
    return cx->key ? look_at_values(cx, f) : NULL;
}
