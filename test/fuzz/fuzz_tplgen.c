/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_tplgen.c — any bytes as a template and as a .po file: compiled, or refused with a place.
 *
 * What is accepted balances its own braces: the C that comes out closes every function it opens.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "tool/pogen.h"
#include "tool/tplgen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
refusal_has_place(const struct err *e)
{
    size_t at;

    assert(e->text.id && str_find(e->where, S("any:"), &at));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena         a = arena_make((size_t)256 << 20);
    struct source        s = { &a, S("any"), { n ? (const char *)data : "", n } };
    struct template_code code;
    struct po            po;

    struct err *e = tplgen_make(&s, S("any"), &code);
    if (e)
        refusal_has_place(e);
    else
        assert(str_ends(code.header, S("#endif\n")) && code.source.n > 0);
    e = po_read(&s, &po);
    if (e)
        refusal_has_place(e);
    arena_drop(&a);
    return 0;
}
