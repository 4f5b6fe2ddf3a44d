/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_form.c — a form as a browser, or somebody else, sends it; every kind of field.
 *
 * PROPERTY  What a form lets through comes back from its own pairs: written as texts and read
 *           again, no field differs, and nothing that was right is refused. Every text can be
 *           shown to people, in both languages.
 */
#include <assert.h>

#include "base/arena.h"
#include "base/form.h"
#include "web/query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct all {
    struct str  text;
    int64_t     number, money;
    struct dec  score;
    struct date day;
    int32_t     kind;
    bool        flag;
};

static const struct choice kinds[] = {
    { "city", N_("city") }, { "regency", N_("regency") }, { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct all, text,   F_TEXT, .max = 40, .label = "text"),
    FIELD(struct all, number, F_INT, .min = -1000, .max = 1000, .label = "number"),
    FIELD(struct all, money,  F_MONEY, .min = 0, .max = INT64_MAX, .label = "money"),
    FIELD(struct all, score,  F_DEC, .min = 0, .max = 5, .label = "score"),
    FIELD(struct all, day,    F_DATE, .label = "day"),
    FIELD(struct all, kind,   F_CHOICE, .choices = kinds, .label = "kind"),
    FIELD(struct all, flag,   F_FLAG, .label = "flag"),
};

static const struct form form = FORM(struct all, fields);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct form_faults  faults;
    struct form_change  change[COUNT(fields)];
    struct pair         pair[COUNT(fields)];
    struct all          first, second;

    if (!a.base)
        a = arena_make(16 << 20);
    arena_reset(&a);
    struct query *given = NEW(&a, struct query);

    if (!query_read(&a, (struct str){ (const char *)data, n }, given))
        return 0;
    for (size_t i = 0; i < given->n; i++)
        for (size_t k = 0; k < COUNT(fields); k++)
            for (enum lang lang = LANG_ID; lang <= LANG_EN; lang++)
                msg_text(&a, lang, form_shown(&a, lang, &fields[k], given->pair[i].value));
    form_clear(&form, &first);
    form_clear(&form, &second);
    form_read(&a, &form, given->pair, given->n, &first, &faults);
    if (faults.n > 0)
        return 0;
    form_read(&a, &form, pair, form_pairs(&a, &form, &first, pair), &second, &faults);
    assert(faults.n == 0);
    assert(form_changes(&a, &form, &first, &second, change) == 0);
    return 0;
}
