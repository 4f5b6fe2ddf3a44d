/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_examine.c — whether the chain holds, is sealed in time, and tells of no day to come. */
#include "base/arena.h"
#include "base/calendar.h"
#include "base/money.h"
#include "ground/journal/journal_page.h"
#include "ground/journal/journal_sql.h"

enum { LATE_S = 60, AHEAD_S = 120, LINES_MANY = 1000000 };

struct err *
journal_tail_counts_of(struct cx *cx, struct journal_tail_counts *counts)
{
    struct journal_tail_age age;
    bool                    there;

    TRY(journal_tail_age(cx, &age, &there));
    bool waits = age.n > 0 && cx->now_s > age.oldest;

    *counts = (struct journal_tail_counts){
        .lines = age.n, .oldest_s = waits ? cx->now_s - age.oldest : 0,
    };
    return NULL;
}

static void
look_at_tail(struct cx *cx, const struct journal_ages *ages, struct findings *f)
{
    if (ages->n_tail > 0 && cx->now_s - ages->oldest > LATE_S)
        found(f, FINDING_BAD, "journal.unsealed",
              MSG("{0} lines of the journal wait to be sealed, since {1}.",
                  int_text(cx->arena, cx->lang, ages->n_tail),
                  time_iso(cx->arena, ages->oldest)),
              MSG("The server seals them within a second: start it, or look at its log. By hand: "
                  "guyub journal seal"));
    else
        found(f, FINDING_WELL, "journal.sealed", MSG("The journal is sealed in time."), MSG_NONE);
}

static void
look_at_clock(struct cx *cx, const struct journal_ages *ages, struct findings *f)
{
    if (ages->newest > cx->now_s + AHEAD_S)
        found(f, FINDING_BAD, "journal.ahead",
              MSG("The journal tells of {0}, which is still to come.",
                  time_iso(cx->arena, ages->newest)),
              MSG("The clock of this machine is wrong now, or was then: let it take the time from "
                  "the network (systemd-timesyncd or chrony)."));
    else
        found(f, FINDING_WELL, "journal.clock",
              MSG("The clock is not behind what the journal tells."), MSG_NONE);
}

static struct err *
look_at_chain(struct cx *cx, struct findings *f)
{
    struct journal_verdict v;

    TRY(journal_verify(cx, &v));
    if (v.holds)
        found(f, FINDING_WELL, "journal.holds",
              MSG("The journal holds: {0} lines, {1} to be sealed.",
                  int_text(cx->arena, cx->lang, v.n_sealed),
                  int_text(cx->arena, cx->lang, v.n_tail)), MSG_NONE);
    else
        found(f, FINDING_BAD, "journal.broken", MSG("The journal does NOT hold. Line {0}: {1}",
              int_text(cx->arena, cx->lang, v.wrong_seq),
              msg_text(cx->arena, cx->lang, v.what)),
              MSG("Somebody changed the database outside of the program. Keep a copy of it, and "
                  "compare it with the copies before."));
    return NULL;
}

struct err *
journal_examine(struct cx *cx, struct findings *f)
{
    struct journal_ages ages = { .n_tail = 0 };
    bool                there;

    TRY(journal_ages(cx, &ages, &there));
    look_at_tail(cx, &ages, f);
    look_at_clock(cx, &ages, f);
    if (ages.last <= LINES_MANY)
        return look_at_chain(cx, f);
    found(f, FINDING_WELL, "journal.long",
          MSG("The journal has {0} lines and was not proved now.",
              int_text(cx->arena, cx->lang, ages.last)),
          MSG("Prove it with: guyub journal verify"));
    return NULL;
}
