/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* post_hold.c — beginning and ending holds: assign, end, delegate. */
#include <assert.h>

#include "base/arena.h"
#include "ground/post/post_part.h"
#include "store/store.h"

enum { WHY_MAX = 1000, DECREE_MAX = 100 };

static const struct choice as_choices[] = {
    { "definitive", N_("definitive") },
    { "plt",        N_("Plt. (acting)") },
    { "plh",        N_("Plh. (acting day by day)") },
    { "pj",         N_("Pj. (appointed for the interim)") },
    { "delegated",  N_("by delegation") },
    { NULL, NULL },
};

static const struct field hold_fields[] = {
    FIELD(struct post_hold_facts, holder, F_TEXT, .max = 200, .label = N_("Holder"),
          .personal = PERSONAL_NAME),
    FIELD(struct post_hold_facts, held_as, F_CHOICE, .choices = as_choices,
          .label = N_("Held as")),
    FIELD(struct post_hold_facts, from,   F_DATE, .label = N_("First day")),
    FIELD(struct post_hold_facts, to,     F_DATE, .label = N_("Last day")),
    FIELD(struct post_hold_facts, decree, F_TEXT, .max = DECREE_MAX,
          .label = N_("Number of the decree")),
};
const struct form post_hold_form = FORM(struct post_hold_facts, hold_fields);

/* ---- what the rules and the journal are given ------------------------------------------------ */

struct post_holding
post_holding_of(const struct post_hold_row *r)
{
    struct post_holding h = {
        .account = r->account_id.n, .from = date_of_iso(r->from_day),
        .to = date_of_iso(r->to_day), .ended = r->ended_at.known,
    };

    hold_as_of_word(r->hold_as, &h.as);
    return h;
}

struct err *
post_book_of(struct cx *cx, struct post_id id, struct post_book *b)
{
    bool found;

    *b = (struct post_book){ 0 };
    TRY(post_by_id(cx, id, &b->post, &found));
    if (!found)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "post.unknown",
            .text = MSG("There is no such post."),
            .hint = MSG("Look it up in the list of posts.") });
    TRY(post_holds_of(cx, id, &b->row, &b->n));
    b->hold = NEWS(cx->arena, struct post_holding, b->n);
    for (size_t i = 0; i < b->n; i++)
        b->hold[i] = post_holding_of(&b->row[i]);
    b->today = post_day(b->post.region_code, cx->now_s);
    return NULL;
}

struct err *
post_fault_err(struct cx *cx, struct post_fault f)
{
    if (!f.code)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = f.code, .text = f.text, .hint = f.hint,
        .where = str_of(f.where),
    });
}

struct err *
post_no_account(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "post.account", .where = S("person"),
        .text = MSG("There is no such account, or it has ended."),
        .hint = MSG("Look the person up under People, or invite them."),
    });
}

struct err *
post_account_get(struct cx *cx, struct identity_account_id id, struct post_account *account)
{
    bool found;

    TRY(post_account(cx, id, account, &found));
    return found && !str_eq(account->state, S("ended")) ? NULL : post_no_account(cx);
}

struct err *
post_reason(struct cx *cx, struct str why)
{
    if (str_trim(why).n > 0 && why.n <= WHY_MAX)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "post.reason", .where = S("why"),
        .text = MSG("Say why, in at most 1,000 letters."),
        .hint = MSG("The journal keeps the reason with the decision."),
    });
}

static struct err *
facts_of(struct cx *cx, struct identity_account_id account, const struct post_holding *h,
         struct str decree, struct post_hold_facts *f)
{
    *f = (struct post_hold_facts){
        .held_as = (int32_t)h->as, .from = h->from, .to = h->to, .decree = decree,
    };
    return identity_name(cx, account, &f->holder);
}

/* ---- beginning ------------------------------------------------------------------------------- */

struct err *
post_not_own(struct cx *cx, struct identity_account_id account)
{
    if (!cx->who || cx->who->kind != WHO_PERSON || cx->who->account_id != account.n)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "post.own", .where = S("person"),
        .text = MSG("Nobody gives a post to themselves."),
        .hint = MSG("Ask another who may give this post."),
    });
}

struct err *
post_hold_begin(struct cx *cx, const struct post_begin *b, struct post_hold_id *id)
{
    const struct post     *post = &b->book->post;
    struct post_hold_facts after;

    TRY(post_hold_put(cx, &(struct post_hold_put_in){
        .post_id = post->id, .account_id = b->account.id,
        .name_value_id = b->account.name_value_id, .follows = b->follows, .moved = b->moved,
        .hold_as = str_of(hold_as_word(b->hold.as)),
        .from_day = date_iso(cx->arena, b->hold.from),
        .to_day = b->hold.to.year ? date_iso(cx->arena, b->hold.to) : (struct str){ 0 },
        .decree = b->decree, .delegated_by = b->by, .began_at = cx->now_s }, id));
    TRY(identity_end_resets(cx, b->account.id));
    TRY(facts_of(cx, b->account.id, &b->hold, b->decree, &after));
    return journal_tell(cx, &(struct fact){
        .verb = b->verb, .thing = "post", .key = post->code, .scope = post_scope(post),
        .form = &post_hold_form, .after = &after, .subject = b->account.subject_id, .why = b->why,
    });
}

struct err *
post_must_last(struct cx *cx, const struct post *post, const struct post_holding *h)
{
    struct date last = post_last_day(post);

    if (last.year == 0 || (h->to.year && date_cmp(h->to, last) <= 0))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "post.closed", .where = S("to"),
        .text = MSG("This post is closed; its last day is {0}.",
                    date_text(cx->arena, cx->lang, last)),
        .hint = MSG("Choose another post, or make a new one."),
    });
}

struct assigning { const struct post_assign *in; struct post_hold_id id; };

static struct err *
check_case(struct cx *cx, const struct post_book *book, const struct post_assign *in,
           const struct post_holding *by)
{
    if (in->decree.n > DECREE_MAX)
        return post_fault_err(cx, (struct post_fault){ "post.decree",
            MSG("The number of the decree is too long."), MSG("At most 100 letters."), "decree" });
    TRY(post_must_last(cx, &book->post, &(struct post_holding){ .from = in->from, .to = in->to }));
    return post_fault_err(cx, post_fault_of(&(struct post_case){
        .kind = post_kind_of(book->post.kind),
        .hold = { .account = in->account.n, .as = in->as, .from = in->from, .to = in->to },
        .decree = in->decree, .today = book->today, .other = book->hold, .n_others = book->n,
        .by = by }));
}

static struct err *
assign_once(struct cx *cx, void *arg)
{
    struct assigning         *a = arg;
    const struct post_assign *in = a->in;
    struct post_book          book;
    struct post_begin         b = { .book = &book, .verb = JOURNAL_ASSIGNED };

    TRY(post_book_of(cx, in->post, &book));
    TRY(post_must_assign(cx, &book.post));
    TRY(post_not_own(cx, in->account));
    TRY(post_account_get(cx, in->account, &b.account));
    TRY(check_case(cx, &book, in, NULL));
    b.hold = (struct post_holding){
        .account = in->account.n, .as = in->as, .from = in->from, .to = in->to };
    b.decree = in->decree;
    b.why = in->why;
    return post_hold_begin(cx, &b, &a->id);
}

struct err *
post_assign(struct cx *cx, const struct post_assign *in, struct post_hold_id *id)
{
    struct assigning a = { .in = in };

    TRY(store_change(cx, "post_assign", assign_once, &a));
    *id = a.id;
    return NULL;
}

/* ---- lending the own post -------------------------------------------------------------------- */

struct err *
post_must_hold(struct cx *cx, const struct post *post)
{
    TRY(must(cx, MAY_HAND_OVER, post_scope(post)));
    if (cx->who && cx->who->kind == WHO_PERSON && cx->who->post.post_id == post->id.n)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "post.not_held",
        .text = MSG("Only who acts in this post delegates it."),
        .hint = MSG("Choose the post in the menu, then delegate it."),
    });
}

static struct err *
delegate_once(struct cx *cx, void *arg)
{
    struct assigning  *a = arg;
    struct post_assign in = *a->in;
    struct post_book   book;
    struct post_begin  b = { .book = &book, .verb = JOURNAL_DELEGATED };
    size_t             own = 0;

    in.as = HOLD_DELEGATED;
    TRY(post_book_of(cx, in.post, &book));
    TRY(post_must_hold(cx, &book.post));
    while (own < book.n && book.row[own].id.n != cx->who->post.id)
        own++;
    assert(own < book.n);       /* holds are closed, never deleted */
    TRY(post_account_get(cx, in.account, &b.account));
    TRY(check_case(cx, &book, &in, &book.hold[own]));
    b.hold = (struct post_holding){
        .account = in.account.n, .as = in.as, .from = in.from, .to = in.to };
    b.decree = in.decree;
    b.why = in.why;
    b.by = book.row[own].id;
    return post_hold_begin(cx, &b, &a->id);
}

struct err *
post_delegate(struct cx *cx, const struct post_assign *in, struct post_hold_id *id)
{
    struct assigning a = { .in = in };

    TRY(store_change(cx, "post_delegate", delegate_once, &a));
    *id = a.id;
    return NULL;
}

/* ---- ending ---------------------------------------------------------------------------------- */

/* A hold whose last day would be before its first keeps its first day, and is closed. */
static struct err *
close_row(struct cx *cx, const struct post_book *book, size_t i, struct date last, struct str why)
{
    const struct post_hold_row *r = &book->row[i];
    const struct post_holding  *h = &book->hold[i];
    struct post_holding         then = *h;
    struct post_hold_facts      after;
    bool                        never = date_cmp(last, h->from) < 0;
    bool                        over = never || date_cmp(last, book->today) < 0;

    then.to = never ? h->from : last;
    TRY(post_hold_clip(cx, date_iso(cx->arena, then.to),
                       (struct maybe_int){ .known = over, .n = cx->now_s }, r->id, NULL));
    TRY(facts_of(cx, r->account_id, &then, r->decree, &after));
    return journal_tell(cx, &(struct fact){     /* what has ended, in full: who, and until when */
        .verb = JOURNAL_ENDED, .thing = "post", .key = book->post.code,
        .scope = post_scope(&book->post), .form = &post_hold_form, .after = &after,
        .subject = r->subject_id, .why = why,
    });
}

struct err *
post_hold_close(struct cx *cx, const struct post_book *book, size_t row, struct date last,
                struct str why)
{
    TRY(close_row(cx, book, row, last, why));
    for (size_t i = 0; i < book->n; i++) {
        bool lent = book->row[i].delegated_by.n == book->row[row].id.n && !book->hold[i].ended;

        if (lent && (book->hold[i].to.year == 0 || date_cmp(last, book->hold[i].to) < 0))
            TRY(close_row(cx, book, i, last, why));
    }
    return NULL;
}

struct err *
post_keep_administrator(struct cx *cx, const struct post *post)
{
    struct post_administrator *row;
    size_t                     n;
    struct date                today = post_day(S(""), cx->now_s);

    if (post_kind_of(post->kind) != POST_ADMINISTRATOR || post->region_code.n > 0)
        return NULL;
    TRY(post_administrators(cx, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (!str_is_known(row[i].to_day) && str_eq(row[i].hold_as, S("definitive"))
            && date_cmp(date_of_iso(row[i].from_day), today) <= 0)
            return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "post.last_administrator",
        .text = MSG("This would leave the nation without an administrator who can sign in."),
        .hint = MSG("Let another sign in as administrator first."),
    });
}

struct ending { struct post_hold_id id; struct date last; struct str why; };

/* Who delegated may take it back; others must be able to give the post. */
static struct err *
must_end(struct cx *cx, const struct post_book *book, size_t row)
{
    if (cx->who && cx->who->kind == WHO_PERSON && cx->who->post.id != 0
        && book->row[row].delegated_by.n == cx->who->post.id)
        return must(cx, MAY_HAND_OVER, post_scope(&book->post));
    return post_must_assign(cx, &book->post);
}

static struct err *
end_once(struct cx *cx, void *arg)
{
    struct ending       *e = arg;
    struct post_hold_row r;
    struct post_book     book;
    bool                 found;
    size_t               row = 0;

    TRY(post_hold_by_id(cx, e->id, &r, &found));
    if (!found)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "post.hold_unknown",
            .text = MSG("There is no such holder of a post.") });
    TRY(post_book_of(cx, r.post_id, &book));
    while (book.row[row].id.n != e->id.n)
        row++;
    TRY(must_end(cx, &book, row));
    if (book.hold[row].ended)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "post.ended",
            .text = MSG("This has ended already.") });
    if (book.hold[row].to.year && date_cmp(e->last, book.hold[row].to) > 0)
        return post_fault_err(cx, (struct post_fault){ "post.dates",
            MSG("An end is not later than the last day that was given."),
            MSG("To prolong it, give the post anew from the next day on."), "last_day" });
    TRY(post_hold_close(cx, &book, row, e->last, e->why));
    return post_keep_administrator(cx, &book.post);
}

struct err *
post_end(struct cx *cx, struct post_hold_id id, struct date last_day, struct str why)
{
    struct ending e = { id, last_day, why };

    TRY(post_reason(cx, why));
    if (last_day.day == 0)
        return post_fault_err(cx, (struct post_fault){ "post.dates",
            MSG("An end needs a whole day."), MSG("Give the last day."), "last_day" });
    return store_change(cx, "post_end", end_once, &e);
}
