/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/subject/subject_copy.h"

#include <string.h>

#include "base/arena.h"
#include "ground/subject/subject_sql.h"

enum { RANGE = 10000 };

struct giving {
    struct err      *(*take)(struct cx *, struct subject_id, struct str, void *);
    void             *arg;
    struct subject_id last;
    size_t            n;
};

static struct err *
give_key(struct cx *cx, const struct subject_key *row, void *arg)
{
    struct giving *g = arg;

    g->last = row->subject_id;
    g->n++;
    return g->take(cx, row->subject_id, row->wrapped, g->arg);
}

struct err *
subject_keys_each(struct cx *cx, struct err *(*take)(struct cx *, struct subject_id, struct str,
                                                     void *), void *arg)
{
    struct giving g = { .take = take, .arg = arg };

    do {
        g.n = 0;
        TRY(subject_keys_after(cx, g.last.n, RANGE, give_key, &g));
    } while (g.n == RANGE);
    return NULL;
}

struct err *
subject_key_join(struct cx *cx, struct subject_id id, struct str wrapped, bool *joined)
{
    int64_t n;

    TRY(subject_put_key(cx, wrapped, id, &n));
    *joined = n == 1;
    return NULL;
}

static struct err *
try_value(struct cx *cx, struct subject_value_id id, struct subject_sample *s)
{
    struct str  value;
    struct err *e = subject_get(cx, id, &value);

    if (e && strcmp(e->code, "subject.damaged") != 0)
        return e;
    s->n_tried++;
    s->n_damaged += e != NULL;
    s->n_open += !e && str_is_known(value);
    return NULL;
}

struct err *
subject_sample_of(struct cx *cx, struct subject_sample *s)
{
    struct subject_value *row;
    struct subject_keyless keyless;
    size_t                 n;
    bool                   found;

    *s = (struct subject_sample){ 0 };
    TRY(subject_keyless(cx, &keyless, &found));
    s->n_keyless = keyless.n;
    TRY(subject_values_newest(cx, &row, &n));
    for (size_t i = 0; i < n; i++)
        TRY(try_value(cx, row[i].id, s));
    return NULL;
}
