/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_handover.c — serah terima: one change ends the holder and begins the successor. */
#include "base/arena.h"
#include "ground/post/post_part.h"
#include "ground/record/record.h"
#include "store/store.h"

struct handing {
    const struct post_handover *in;
    struct post_hold_id         id;
    int64_t                     n_moved;
};

/* The holder hands over what is their own; a stand-in of some days does not. */
static bool
is_holder(const struct cx *cx, const struct post *post)
{
    const struct hold *own = &cx->who->post;

    return cx->who->kind == WHO_PERSON && own->post_id == post->id.n
        && own->as != HOLD_DELEGATED && own->as != HOLD_PLH;
}

struct err *
post_must_hand_over(struct cx *cx, const struct post *post)
{
    if (cx->who && is_holder(cx, post))
        return must(cx, MAY_HAND_OVER, post_scope(post));
    return post_must_assign(cx, post);
}

static void
ends_on(struct post_holding *h, struct date last)
{
    h->ended = date_cmp(last, h->from) < 0;
    h->to = h->ended ? h->from : last;
}

/* What was delegated from a hold ended with it; who takes over may have had it until now. */
static void
end_lent(struct post_book *b, size_t row, struct date last)
{
    for (size_t i = 0; i < b->n; i++) {
        struct post_holding *h = &b->hold[i];

        if (b->row[i].delegated_by.n == b->row[row].id.n && !h->ended
            && (h->to.year == 0 || date_cmp(last, h->to) < 0))
            ends_on(h, last);
    }
}

/* Every hold that would go on beyond the day ends the day before, in the database and in `b`.
 * `from` is who filled the post until then; id 0: nobody did. */
static struct err *
end_holders(struct cx *cx, struct post_book *b, const struct post_handover *in,
            struct post_hold_id *from)
{
    struct date last = date_from_days(date_days(in->on) - 1);

    for (size_t i = 0; i < b->n; i++) {
        struct post_holding *h = &b->hold[i];

        if (h->ended || h->as == HOLD_DELEGATED || (h->to.year && date_cmp(h->to, last) <= 0))
            continue;
        if (date_cmp(b->today, h->from) < 0 && date_cmp(in->on, h->from) <= 0)
            continue;           /* has not begun: the rules say whether it is in the way */
        if (h->as != HOLD_PLH)
            *from = b->row[i].id;
        TRY(post_hold_close(cx, b, i, last, in->why));
        ends_on(h, last);
        end_lent(b, i, last);
    }
    return NULL;
}

static struct err *
check_day(struct cx *cx, const struct post_handover *in)
{
    if (in->on.day == 0)
        return post_fault_err(cx, (struct post_fault){ "post.dates",
            MSG("A hand-over needs a whole day."), MSG("Give the successor's first day."), "on" });
    if (in->decree.n == 0)
        return post_fault_err(cx, (struct post_fault){ "post.decree",
            MSG("A hand-over needs the number of a decree."),
            MSG("Give the number of the decree that names the successor."), "decree" });
    if (in->as == HOLD_DEFINITIVE || in->as == HOLD_PLT || in->as == HOLD_PJ)
        return NULL;
    return post_fault_err(cx, (struct post_fault){ "post.acting",
        MSG("A post is handed over to a definitive holder, a Plt. or a Pj."),
        MSG("A Plh. or a delegation leaves the holder where they are."), "as" });
}

static struct err *
hand_over_once(struct cx *cx, void *arg)
{
    struct handing             *h = arg;
    const struct post_handover *in = h->in;
    struct post_book            book;
    struct post_begin           b = { .book = &book, .verb = JOURNAL_HANDED_OVER };

    TRY(post_book_of(cx, in->post, &book));
    TRY(post_must_hand_over(cx, &book.post));
    TRY(post_not_own(cx, in->to));
    TRY(post_account_get(cx, in->to, &b.account));
    TRY(end_holders(cx, &book, in, &b.follows));
    if (b.follows.n == 0)
        return post_fault_err(cx, (struct post_fault){ "post.vacant",
            MSG("Nobody holds this post on that day."),
            MSG("Give the post to its holder."), "on" });
    b.hold = (struct post_holding){
        .account = in->to.n, .as = in->as, .from = in->on, .to = in->until };
    b.decree = in->decree;
    b.why = in->why;
    TRY(post_must_last(cx, &book.post, &b.hold));
    TRY(post_fault_err(cx, post_fault_of(&(struct post_case){
        .kind = post_kind_of(book.post.kind), .hold = b.hold, .decree = in->decree,
        .today = book.today, .other = book.hold, .n_others = book.n })));
    TRY(record_drafts_of(cx, in->post.n, &b.moved));
    TRY(post_hold_begin(cx, &b, &h->id));
    h->n_moved = b.moved;
    return post_keep_administrator(cx, &book.post);
}

/* The rules of a hold know its days by other names. */
static struct err *
in_this_form(struct err *e)
{
    if (e && str_eq(e->where, S("from")))
        e->where = S("on");
    else if (e && str_eq(e->where, S("to")))
        e->where = S("until");
    return e;
}

struct err *
post_hand_over(struct cx *cx, const struct post_handover *in, struct post_hold_id *id,
               int64_t *n_moved)
{
    struct handing h = { .in = in };

    TRY(post_reason(cx, in->why));
    TRY(check_day(cx, in));
    TRY(in_this_form(store_change(cx, "post_hand_over", hand_over_once, &h)));
    *id = h.id;
    *n_moved = h.n_moved;
    return NULL;
}
