/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_seal.c — the chain (ADR 0012): facts of the tail become its lines; it proves itself. */
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
journal_seal_some(struct cx *cx, int64_t *n_sealed)
{
    struct journal_waiting waiting;
    int64_t n = 1;
    bool    found;

    *n_sealed = 0;
    TRY(journal_waiting(cx, &waiting, &found));
    if (waiting.n == 0)
        return NULL;
    for (int i = 0; i < BATCHES_MAX && n > 0; i++) {
        size_t mark = arena_mark(cx->arena);

        TRY(journal_seal(cx, &n));
        *n_sealed += n;
        arena_back(cx->arena, mark);
    }
    return NULL;
}

struct err *
journal_tend(struct cx *cx)
{
    int64_t n;

    return journal_seal_some(cx, &n);
}

/* ---- proving -------------------------------------------------------------------------------- */

enum { RANGE = 10000 };

struct proof {
    struct journal_verdict *verdict;
    struct str              wanted;                         /* a head, hex; unknown: none */
    bool                    met;
    char                    hash[SECRET_DIGEST_BYTES];      /* of the line before         */
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

static bool
is_wanted(const struct proof *p, struct arena *a, struct str hash)
{
    return str_is_known(p->wanted) && str_eq(secret_hex(a, hash), p->wanted);
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
        return wrong(p, v->n_sealed + 1, MSG("It is missing."));
    size_t     mark = arena_mark(cx->arena);
    struct str hash = hash_of(cx->arena, previous, row);
    bool       follows = str_eq(hash, row->hash);

    p->met = p->met || is_wanted(p, cx->arena, hash);
    memcpy(p->hash, hash.p, hash.n);
    arena_back(cx->arena, mark);
    if (!follows)
        return wrong(p, row->seq, MSG("It is not what was sealed."));
    v->n_sealed = row->seq;
    return NULL;
}

/* By ranges, so that neither side holds more of a long journal than one of them. */
static struct err *
prove_all(struct cx *cx, struct proof *p)
{
    int64_t after = INT64_MIN;

    do {
        p->n_range = 0;
        TRY(journal_chain(cx, after, RANGE, prove_line, p));
        after = p->verdict->n_sealed;
    } while (p->verdict->holds && p->n_range == RANGE);
    return NULL;
}

static struct err *
verify_once(struct cx *cx, void *arg)
{
    struct proof            *p = arg;
    struct journal_verdict  *v = p->verdict;
    struct journal_tail_size tail;
    bool                     found;

    *v = (struct journal_verdict){ .holds = true };
    memset(p->hash, 0, sizeof p->hash);
    p->met = !str_is_known(p->wanted);
    TRY(journal_tail_size(cx, &tail, &found));
    v->n_tail = tail.n;
    TRY(prove_all(cx, p));
    v->head = secret_hex(cx->arena, (struct str){ p->hash, sizeof p->hash });
    if (v->holds && !p->met)
        return wrong(p, 0, MSG("The head that was given is not among its lines; "
                               "lines were cut off, or the head is of another database."));
    return NULL;
}

struct err *
journal_verify_with(struct cx *cx, struct str head, struct journal_verdict *verdict)
{
    struct proof p = { .verdict = verdict, .wanted = head };

    return store_read(cx, "journal_verify", verify_once, &p);
}

struct err *
journal_verify(struct cx *cx, struct journal_verdict *verdict)
{
    return journal_verify_with(cx, (struct str){ NULL, 0 }, verdict);
}
