/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_answer.c — any bytes as a CSV of answers: refused with a place, or computed as promised.
 *
 * The first byte chooses the instrument and the kind of region. What is computed keeps to its
 * scales, has a reason on every line, and an index or an error that says why there is none.
 */
#include <assert.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "city/instrument/instrument_answer.h"
#include "city/instrument/instrument_load.h"

static const char *const codes[] = {
    "regional-innovation-2026", "regional-innovation-2023", "spbe-2018", "readiness",
};

static struct instrument
instrument_of(struct arena *a, const char *code)
{
    struct instrument in;
    struct pack       pack;
    struct err       *err = instrument_embedded(a, str_of(code), &pack);

    if (!err)
        err = instrument_read(a, &pack, &in, NULL);
    assert(!err);
    return in;
}

static void
check_step(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    const struct score_step *s = &x->step[i];
    struct score_scale       scale = x->instrument.tree.node[i].scale;

    assert(instrument_why_text(cx, x, i).n > 0);
    if (!score_has_figure(s))
        return;
    assert(dec_cmp(s->value, scale.min) >= 0 && dec_cmp(s->value, scale.max) <= 0);
    assert(score_holds(s->range, s->value));
}

static void
check_answers(struct arena *a, const struct instrument_answers *x)
{
    struct cx   cx = { .arena = a };
    struct err *none = instrument_answer_err(a, LANG_ID, x);
    struct buf  out = buf_in(a, (size_t)64 << 20);
    struct json j = json_to(&out);

    assert((none == NULL) == score_has_figure(&x->step[0]));
    for (size_t i = 0; i < x->instrument.tree.n; i++)
        check_step(&cx, x, i);
    instrument_answers_json(&j, x);
    json_end(&j);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static struct arena       arena;
    static struct instrument  in[COUNT(codes)];
    static size_t             kept;
    struct instrument_answers x;
    struct instrument_sheet   sheet = { .name = S("f") };

    if (!arena.base) {
        arena = arena_make((size_t)512 << 20);
        for (size_t i = 0; i < COUNT(codes); i++)
            in[i] = instrument_of(&arena, codes[i]);
        kept = arena_mark(&arena);
    }
    if (n == 0)
        return 0;
    sheet.kind = (enum region_kind)(bytes[0] / COUNT(codes) % (REGION_CITY + 1));
    struct err *err = instrument_answer_text(&arena, &in[bytes[0] % COUNT(codes)], sheet,
        (struct str){ (const char *)bytes + 1, n - 1 }, &x);

    if (err)
        assert(str_is_known(err->where) && err_line(&arena, LANG_ID, err).n > 0);
    else
        check_answers(&arena, &x);
    arena_back(&arena, kept);
    return 0;
}
