/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_enter.c — which posts a person holds at this moment, and in which of them they act. */
#include "base/arena.h"
#include "ground/post/post_part.h"
#include "store/store.h"

/* Whether the row gives rights at this moment: its own days and the post's. A delegation is clipped
 * when the hold that gave it ends, so that its days tell all. */
static bool
is_there(const struct post_held *r, int64_t now_s)
{
    struct post_holding own = { .from = date_of_iso(r->from_day), .to = date_of_iso(r->to_day) };
    struct date         today = post_day(r->region_code, now_s);

    return post_holds_on(&own, today)
        && (!str_is_known(r->valid_to) || date_cmp(today, date_of_iso(r->valid_to)) < 0);
}

static struct hold
hold_of(const struct post_held *r)
{
    struct hold h = {
        .id = r->id.n, .post_id = r->post_id.n, .kind = post_kind_of(r->kind),
        .title = r->title, .scope = { r->region_code, r->org_id.n },
        .scope_name = str_is_known(r->org_name) ? r->org_name
                    : str_is_known(r->region_name) ? r->region_name : S(""),
    };

    hold_as_of_word(r->hold_as, &h.as);
    return h;
}

/* Definitive posts first: the first is acted in until another is chosen. */
static void
put_in_order(struct who *who, struct hold h)
{
    size_t i = who->n_holds++;

    for (; i > 0 && who->hold[i - 1].as > h.as; i--)
        who->hold[i] = who->hold[i - 1];
    who->hold[i] = h;
}

static void
act_in(struct who *who, int64_t post_id)
{
    for (size_t i = 0; i < who->n_holds; i++)
        if (who->hold[i].post_id == post_id) {
            who->post = who->hold[i];
            return;
        }
}

struct err *
post_enter(struct cx *cx, struct who *who)
{
    struct post_held  *row;
    struct post_acting acting;
    size_t             n;
    bool               chosen;

    if (who->kind != WHO_PERSON)
        return NULL;
    TRY(post_held_by(cx, (struct identity_account_id){ who->account_id }, &row, &n));
    who->hold = NEWS(cx->arena, struct hold, n);
    who->n_holds = 0;
    for (size_t i = 0; i < n; i++)
        if (post_kind_of(row[i].kind) != POST_NONE && is_there(&row[i], cx->now_s))
            put_in_order(who, hold_of(&row[i]));
    if (who->n_holds == 0)
        return NULL;
    who->post = who->hold[0];
    TRY(post_acting_of(cx, who->session_id, &acting, &chosen));
    if (chosen)
        act_in(who, acting.post_id.n);
    return NULL;
}

struct err *
post_act(struct cx *cx, struct post_id post)
{
    for (size_t i = 0; cx->who && i < cx->who->n_holds; i++)
        if (cx->who->hold[i].post_id == post.n)
            return post_acting_put(cx, cx->who->session_id, post, cx->now_s, NULL);
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "post.not_held",
        .text = MSG("You do not hold this post today."),
        .hint = MSG("Choose one of the posts in the menu."),
    });
}
