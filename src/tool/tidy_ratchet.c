/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tidy_ratchet.c — debts are counted, and the counts only fall. */
#include "tool/tidy.h"

static const char *const names[TIDY_DEBTS] = {
    [DEBT_WIDE_LINE]       = "lines over 100 columns",
    [DEBT_LONG_FUNCTION]   = "functions over 40 lines",
    [DEBT_DEEP_FUNCTION]   = "functions that nest 4 deep",
    [DEBT_MANY_PARAMETERS] = "functions with over 5 parameters",
    [DEBT_SILENT_HEADER]   = "public functions without a comment",
    [DEBT_UNTOLD_SLICE]    = "slices without a story",
};

const char *
tidy_debt_name(enum tidy_debt debt)
{
    return names[debt];
}

/* The count that the ratchet's text gives; a debt that it does not name may not exist. */
static int64_t
allowed(const struct source *ratchet, enum tidy_debt debt)
{
    struct tidy_line l = { .next = 0 };
    int64_t          n = 0;

    while (tidy_next_line(ratchet->text, &l)) {
        struct str count, name;

        if (str_cut(str_trim(l.text), ' ', &count, &name)
            && str_eq(str_trim(name), str_of(names[debt])))
            str_int64(count, &n);
    }
    return n;
}

void
tidy_hold(struct tidy *t, const struct source *ratchet, struct str *lower)
{
    struct buf b = buf_in(t->arena, 4096);

    buf_add(&b, S("# tidy.ratchet: debts that are counted; the counts only fall (build/tidy "
                  "--ratchet writes them).\n"));
    for (size_t i = 0; i < TIDY_DEBTS; i++) {
        int64_t may = allowed(ratchet, (enum tidy_debt)i), is = (int64_t)t->debt[i];

        buf_fmt(&b, "%lld %s\n", (long long)(is < may ? is : may), names[i]);
        if (is <= may)
            continue;
        t->n_faults++;
        buf_add(&t->report, buf_str(&t->debts[i]));
        buf_fmt(&t->report, "%.*s: %s: %lld, were %lld; pay one of those above\n",
                TEXT(ratchet->file), names[i], (long long)is, (long long)may);
    }
    *lower = buf_str(&b);
}
