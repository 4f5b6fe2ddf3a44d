/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_negotiate.c — any bytes as Accept, Accept-Language, Accept-Encoding and If-None-Match.
 *
 * PROPERTY  What is chosen was offered; it is chosen again when it alone is offered, and what was
 *           not chosen from all is not chosen from none. A language is one of two, a packing one
 *           that there is. A tag that is named is known.
 */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "web/answer.h"
#include "web/negotiate.h"
#include "web/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check_formats(struct str list)
{
    const uint32_t all = AS_HTML | AS_JSON | AS_CSV;

    for (uint32_t serves = 0; serves <= all; serves++) {
        uint32_t chosen = negotiate_format(list, serves & all);

        assert((chosen & serves & all) == chosen && (chosen & (chosen - 1)) == 0);
        assert(chosen == 0 || negotiate_format(list, chosen) == chosen);
        assert(chosen != 0 || negotiate_format(list, 0) == 0);
    }
}

static void
check_packings(struct str list)
{
    enum packing both = negotiate_packing(list, true, true);
    enum packing gzip = negotiate_packing(list, true, false);
    enum packing brotli = negotiate_packing(list, false, true);

    assert(negotiate_packing(list, false, false) == PACK_PLAIN);
    assert(gzip != PACK_BROTLI && brotli != PACK_GZIP);
    assert(both == PACK_PLAIN ? gzip == both && brotli == both : both == gzip || both == brotli);
}

static void
check_tags(struct arena *a, struct str list)
{
    struct answer out = { .status = 200 };

    answer_tag(a, &out, 42);
    struct str tag = out.field[0].value;

    (void)answer_is_known(&out, list);
    assert(answer_is_known(&out, tag));
    assert(memchr(list.p, '"', list.n) ||
           answer_is_known(&out, str_fmt(a, "%.*s, %.*s", TEXT(list), TEXT(tag))));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          list = { n ? (const char *)data : "", n };

    if (!a.base)
        a = arena_make(4 << 20);
    arena_reset(&a);
    if (n > 4096 || memchr(list.p, '\0', n))
        return 0;
    enum lang lang = negotiate_lang(list);

    assert(lang == LANG_ID || lang == LANG_EN);
    check_formats(list);
    check_packings(list);
    check_tags(&a, list);
    return 0;
}
