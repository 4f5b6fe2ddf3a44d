/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/post/post_edit.h"

#include "base/arena.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"

/* ---- the forms ------------------------------------------------------------------------------- */

#define TITLE(must)                                                                          \
    FIELD(struct post_edit, title, F_TEXT, .min = POST_TITLE_MIN, .max = POST_TITLE_MAX,     \
          .required = (must), .label = N_("Title"),                                          \
          .hint = N_("In full, as decrees write it. Where there are several chairs, each has its " \
                     "own, with a number."))
#define LAST_DAY(must)                                                                       \
    FIELD(struct post_edit, last_day, F_DATE, .required = (must), .label = N_("Last day"),   \
          .hint = N_("On the day after it, nobody can hold this post any more."))

static const struct field edit_fields[]       = { TITLE(true) };
static const struct field close_fields[]      = { LAST_DAY(true) };
static const struct field edit_flag_fields[]  = { TITLE(false), RECORD_FLAGS(struct post_edit) };
static const struct field close_flag_fields[] = { LAST_DAY(false), RECORD_FLAGS(struct post_edit) };

static const struct form edit_form  = FORM(struct post_edit, edit_fields);
static const struct form close_form = FORM(struct post_edit, close_fields);

const struct form post_edit_flags  = FORM(struct post_edit, edit_flag_fields);
const struct form post_close_flags = FORM(struct post_edit, close_flag_fields);

/* ---- the record as it is --------------------------------------------------------------------- */

static struct record_state
state_of(struct arena *a, const struct post *post)
{
    return (struct record_state){ .version = post->version, .scope = post_scope(post),
        .key = post->code, .name = post->title, .href = post_href(a, post->code) };
}

static struct err *
load(struct cx *cx, struct str code, struct record_state *state)
{
    struct post_edit *f = NEW(cx->arena, struct post_edit);
    struct post       post;

    TRY(post_get(cx, code, &post));
    TRY(post_must_assign(cx, &post));
    *state = state_of(cx->arena, &post);
    *f = (struct post_edit){ .title = post.title, .last_day = post_last_day(&post) };
    state->values = f;
    return NULL;
}

/* ---- saving ---------------------------------------------------------------------------------- */

static struct err *
save_title(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct post_edit *f = values;
    struct post             post;
    int64_t                 n;

    TRY(post_get(cx, state->key, &post));
    post.title = f->title;
    struct err *e = post_title_free(cx, &post);

    if (e && str_is_known(e->where))
        e->kind = ERR_INPUT;        /* what was typed, at its field */
    TRY(e);
    TRY(post_rename(cx, f->title, state->key, state->version, &n));
    *done = n == 1;
    state->name = f->title;
    return NULL;
}

static struct err *
refuse(struct cx *cx, struct msg text, struct msg hint)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "post.held",
        .where = S("last_day"), .text = text, .hint = hint });
}

/* Nobody may hold it on a later day. */
static struct err *
check_vacant(struct cx *cx, const struct post *post, struct date last)
{
    struct post_book book;

    if (last.day == 0)
        return refuse(cx, MSG("A post is closed after a whole day."), MSG("Give the last day."));
    TRY(post_book_of(cx, post->id, &book));
    for (size_t i = 0; i < book.n; i++) {
        const struct post_holding *h = &book.hold[i];
        struct str                 name;

        if (h->ended || (h->to.year && date_cmp(h->to, last) <= 0))
            continue;
        TRY(identity_name(cx, book.row[i].account_id, &name));
        return refuse(cx, MSG("{0} holds this post after that day.",
                              str_is_known(name) ? name : S("—")),
                      MSG("End what is held first, or choose a later last day."));
    }
    return NULL;
}

static struct err *
save_close(struct cx *cx, struct record_state *state, const void *values, bool *done)
{
    const struct post_edit *f = values;
    struct post             post;
    struct str              first_after;
    int64_t                 n;

    TRY(post_get(cx, state->key, &post));
    TRY(check_vacant(cx, &post, f->last_day));
    first_after = date_iso(cx->arena, date_from_days(date_days(f->last_day) + 1));
    TRY(post_close(cx, first_after, state->key, state->version, &n));
    *done = n == 1;
    return NULL;
}

/* ---- kinds, pages ---------------------------------------------------------------------------- */

const struct record_kind post_edit_kind = {
    .thing = "post", .step = "edit", .form = &edit_form, .right = MAY_ASSIGN_POST,
    .verb = JOURNAL_CHANGED, .title = N_("Change {0}"), .button = N_("Rename"),
    .done = N_("The post has a new title: {0}."), .load = load, .save = save_title,
};

const struct record_kind post_close_kind = {
    .thing = "post", .step = "close", .form = &close_form, .right = MAY_ASSIGN_POST,
    .verb = JOURNAL_ENDED, .decides = true, .title = N_("Close {0}"), .button = N_("Close"),
    .done = N_("{0} is closed."), .load = load, .save = save_close,
};

struct err *
post_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &post_edit_kind, rq->arg[0]);
}

struct err *
post_close_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &post_close_kind, rq->arg[0]);
}

struct err *
post_changes_of(struct cx *cx, const struct post *post, struct html *actions)
{
    const struct record_kind *const kinds[] = { &post_edit_kind, &post_close_kind, NULL };
    struct record_state             state = state_of(cx->arena, post);

    return record_actions(cx, kinds, &state, actions);
}
