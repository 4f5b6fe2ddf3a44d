/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_query.c — any bytes as the question of an address or the body of a form.
 *
 * PROPERTY  What is read is text without NUL under names that are not empty; written again it reads
 *           as the same pairs; what is taken out of it is gone, and the rest stays in its order.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "web/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_text(struct str s)
{
    assert(utf8_is_valid(s, NULL));
    assert(s.n == 0 || !memchr(s.p, '\0', s.n));
}

/* The pairs of `q` whose name is not `left_out`, against those that were read from its text. */
static void
check_again(struct arena *a, const struct query *q, struct str left_out)
{
    struct query *again = NEW(a, struct query);
    size_t        at = 0;
    bool          read = query_read(a, query_without(a, q, left_out), again);

    assert(read);
    for (size_t i = 0; i < q->n; i++) {
        if (str_eq(q->pair[i].name, left_out))
            continue;
        assert(at < again->n && str_eq(again->pair[at].name, q->pair[i].name));
        assert(str_eq(again->pair[at].value, q->pair[i].value));
        at++;
    }
    assert(at == again->n && !str_is_known(query_value(again, left_out)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;

    if (!a.base)
        a = arena_make((size_t)64 << 20);
    arena_reset(&a);
    struct query *q = NEW(&a, struct query);

    if (n > 4096 || !query_read(&a, (struct str){ (const char *)data, n }, q))
        return 0;
    assert(q->n <= QUERY_PAIRS_MAX);
    for (size_t i = 0; i < q->n; i++) {
        assert(q->pair[i].name.n > 0);
        check_text(q->pair[i].name);
        check_text(q->pair[i].value);
    }
    check_again(&a, q, S(""));
    if (q->n > 0)
        check_again(&a, q, q->pair[q->n - 1].name);
    return 0;
}
