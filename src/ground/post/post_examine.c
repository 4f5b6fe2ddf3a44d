/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_examine.c — whether somebody can look after the accounts, and how well that is guarded. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/identity/identity.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"
#include "ground/post/post_sql.h"

static struct err *
without_factor(struct cx *cx, const struct post_administrator_account *row, size_t n, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        struct identity_account      account;
        struct identity_factor_state factor;

        TRY(identity_get(cx, row[i].account_id, &account));
        TRY(identity_factor_state(cx, &account, &factor));
        *out += !factor.is_on;
    }
    return NULL;
}

struct err *
post_examine(struct cx *cx, struct findings *f)
{
    struct post_administrator_account *row;
    struct str today = date_iso(cx->arena, post_day(S(""), cx->now_s));
    size_t     n;
    int64_t    bare;

    TRY(post_administrator_accounts(cx, today, &row, &n));
    if (n == 0) {
        found(f, FINDING_BAD, "post.no_administrator",
              MSG("Nobody who can sign in is administrator of the nation."),
              MSG("Give somebody the post in the shell: guyub post assign"));
        return NULL;
    }
    found(f, FINDING_WELL, "post.administrators", MSG("Administrators who can sign in: {0}.",
          int_text(cx->arena, cx->lang, (int64_t)n)), MSG_NONE);
    TRY(without_factor(cx, row, n, &bare));
    if (bare > 0)
        found(f, FINDING_DOUBT, "post.administrator_factor",
              MSG("Administrators without a second factor: {0}.",
                  int_text(cx->arena, cx->lang, bare)),
              MSG("Let each turn it on under their own account: a stolen password is enough "
                  "otherwise."));
    return NULL;
}
