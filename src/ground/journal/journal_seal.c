/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_seal.c — the chain: facts of the tail become lines of it, and it proves itself. */
#include "ground/journal/journal_seal.h"

#include <string.h>

#include "base/arena.h"
#include "base/secret.h"
#include "ground/journal/journal_rule.h"
#include "ground/journal/journal_sql.h"

enum { BATCH = 500, BATCHES_MAX = 40, LINE_BYTES_MAX = 16 << 20 };

static struct str
first_hash(void)
{
    static const char zeros[SECRET_DIGEST_BYTES];

    return (struct str){ zeros, sizeof zeros };
}

/* The digest of a line, in the arena. */
static struct str
hash_of(struct arena *a, struct str previous, const struct journal_row *row)
{
    struct buf b = buf_in(a, LINE_BYTES_MAX);

    journal_canonical(&b, previous, row);
    return secret_digest(a, buf_str(&b));
}

/* ---- sealing -------------------------------------------------------------------------------- */

static struct err *
seal_once(struct cx *cx, void *n_sealed)
{
    struct journal_row *row;
    struct journal_end  end = { .seq = 0 };
    int64_t            *n = n_sealed, last = 0;
    size_t              n_rows;
    bool                found;

    *n = 0;
    TRY(journal_tail_first(cx, BATCH, &row, &n_rows));
    if (n_rows == 0)
        return NULL;
    TRY(journal_end(cx, &end, &found));
    struct str previous = found ? end.hash : first_hash();

    for (size_t i = 0; i < n_rows; i++) {
        last = row[i].id;
        row[i].seq = ++end.seq;
        previous = hash_of(cx->arena, previous, &row[i]);
        TRY(journal_link(cx, row[i].seq, previous, last, NULL));
    }
    *n = (int64_t)n_rows;
    return journal_tail_drop(cx, last, NULL);
}

/* Another node sealed the same lines in the meantime: the number is taken, and all is well. */
static bool
was_faster(const struct err *e)
{
    return e && (strcmp(e->code, "store.unique") == 0 || strcmp(e->code, "store.conflict") == 0);
}

struct err *
journal_seal(struct cx *cx, int64_t *n_sealed)
{
    struct err *e = store_change(cx, "journal_seal", seal_once, n_sealed);

    if (!was_faster(e))
        return e;
    *n_sealed = 0;
    return NULL;
}

struct err *
journal_tend(struct cx *cx)
{
    struct journal_waiting waiting;
    int64_t n_sealed = 1;
    bool    found;

    TRY(journal_waiting(cx, &waiting, &found));
    if (waiting.n == 0)
        return NULL;
    for (int i = 0; i < BATCHES_MAX && n_sealed > 0; i++) {
        size_t mark = arena_mark(cx->arena);

        TRY(journal_seal(cx, &n_sealed));
        arena_back(cx->arena, mark);
    }
    return NULL;
}

/* ---- proving -------------------------------------------------------------------------------- */

enum { RANGE = 10000 };

struct proof {
    struct journal_verdict *verdict;
    struct arena           *arena;
    char                    hash[SECRET_DIGEST_BYTES];      /* of the line before */
    size_t                  n_range;
};

static struct err *
wrong(struct proof *p, int64_t seq, struct msg what)
{
    p->verdict->holds = false;
    p->verdict->wrong_seq = seq;
    p->verdict->what = what;
    return NULL;
}

static struct err *
prove_line(struct cx *cx, const struct journal_row *row, void *arg)
{
    struct proof           *p = arg;
    struct journal_verdict *v = p->verdict;
    struct str              previous = { p->hash, sizeof p->hash };

    p->n_range++;
    if (!v->holds)
        return NULL;
    if (row->seq != v->n_sealed + 1)
        return wrong(p, v->n_sealed + 1, MSG("A line is missing here."));
    size_t     mark = arena_mark(cx->arena);
    struct str hash = hash_of(cx->arena, previous, row);
    bool       follows = str_eq(hash, row->hash);

    memcpy(p->hash, hash.p, hash.n);
    arena_back(cx->arena, mark);
    if (!follows)
        return wrong(p, row->seq, MSG("The line is not what was sealed."));
    v->n_sealed = row->seq;
    return NULL;
}

static struct err *
verify_once(struct cx *cx, void *arg)
{
    struct journal_verdict  *v = arg;
    struct proof             p = { .verdict = v };
    struct journal_tail_size tail;
    int64_t                  after;
    bool                     found;

    *v = (struct journal_verdict){ .holds = true };
    TRY(journal_tail_size(cx, &tail, &found));
    v->n_tail = tail.n;
    do {
        p.n_range = 0;
        after = v->n_sealed > 0 ? v->n_sealed : INT64_MIN;
        TRY(journal_chain(cx, after, RANGE, prove_line, &p));
    } while (v->holds && p.n_range == RANGE);
    v->head = secret_hex(cx->arena, (struct str){ p.hash, sizeof p.hash });
    return NULL;
}

struct err *
journal_verify(struct cx *cx, struct journal_verdict *verdict)
{
    return store_read(cx, "journal_verify", verify_once, verdict);
}
