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
    return is_letter_or_digit(code.p[0]) && is_letter_or_digit(code.p[code.n - 1]);
}

static const struct { const char *code; struct msg label; } kinds[] = {
#define X(name, code, label) { code, { .id = label } },
    ORG_KINDS(X)
#undef X
};

static const struct msg *
kind_find(struct str kind)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_eq(str_of(kinds[i].code), kind))
            return &kinds[i].label;
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
    const struct msg *label = kind_find(kind);

    assert(label);
    return *label;
}
