/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/org/org_rule.h"

#include <assert.h>

enum { CODE_MIN = 2, CODE_MAX = 60 };

static bool
is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool
org_code_is_valid(struct str code)
{
    if (code.n < CODE_MIN || code.n > CODE_MAX)
        return false;
    for (size_t i = 0; i < code.n; i++)
        if (!is_letter_or_digit(code.p[i]) && code.p[i] != '.' && code.p[i] != '-')
            return false;
    return is_letter_or_digit(code.p[0]) && is_letter_or_digit(code.p[code.n - 1])
        && !str_eq(code, S("new"));
}

bool
org_code_is_of(struct str code, struct str region)
{
    struct str before, rest;
    bool       has = str_cut(code, '-', &before, &rest);

    if (region.n > 0)
        return has && str_eq(before, region);
    return before.n > 0 && !(before.p[0] >= '0' && before.p[0] <= '9');
}

const struct choice org_kinds[] = {
#define X(name, code, label) { code, label },
    ORG_KINDS(X)
#undef X
    { NULL, NULL },
};

static const char *
kind_find(struct str kind)
{
    for (size_t i = 0; org_kinds[i].value; i++)
        if (str_eq(str_of(org_kinds[i].value), kind))
            return org_kinds[i].label;
    return NULL;
}

bool
org_kind_is_known(struct str kind)
{
    return kind_find(kind) != NULL;
}

struct msg
org_kind_label(struct str kind)
{
    const char *label = kind_find(kind);

    assert(label);
    return (struct msg){ .id = label };
}

bool
org_dates_in_order(struct str from, struct str to)
{
    size_t n = from.n < to.n ? from.n : to.n;
    int    order = str_cmp(str_part(from, 0, n), str_part(to, 0, n));
    bool   whole = n == sizeof "2024-10-21" - 1;

    return n == 0 || order < 0 || (order == 0 && !whole);
}
