/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "unit_slices.h"

#include "app/modules.h"
#include "base/secret.h"

static struct secret_key key;

struct cx *
unit_slices_cx(enum store_kind kind)
{
    struct cx                      *cx = unit_cx(kind);
    const struct migration *const *list;
    int64_t                         applied;
    size_t                          n;

    if (!cx)
        return NULL;
    list = app_migrations(cx->arena, &n);
    cx->modules = app_modules;
    key = secret_key_new();
    cx->key = &key;
    check("all tables are made", !store_migrate(cx, list, n, &applied) && applied == (int64_t)n);
    return cx;
}
