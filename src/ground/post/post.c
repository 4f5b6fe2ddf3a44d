/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/post/post.h"

#include <assert.h>

#include "base/arena.h"
#include "ground/post/post_page.h"
#include "ground/post/post_part.h"
#include "store/store.h"

enum { TWINS_MAX = 200 };

static const struct field post_fields[] = {
    FIELD(struct post_facts, kind,  F_CHOICE, .choices = post_kind_choices, .label = N_("Kind")),
    FIELD(struct post_facts, title, F_TEXT, .max = 200, .label = N_("Title")),
    FIELD(struct post_facts, place, F_TEXT, .max = 100,
          .label = N_("Region or organisation (code)")),
    FIELD(struct post_facts, last_day, F_DATE, .label = N_("Last day")),
};
const struct form post_form = FORM(struct post_facts, post_fields);

struct scope
post_scope(const struct post *p)
{
    return (struct scope){ .region = p->region_code, .org = p->org_id.n };
}

static struct err *
post_unknown(struct cx *cx, struct str code)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_MISSING,
        .code  = "post.unknown",
        .text  = MSG("There is no post with the code {0}.", code),
        .hint  = MSG("Look it up in the list of posts."),
        .where = S("code"),
    });
}

struct err *
post_find(struct cx *cx, struct str code, struct post *post)
{
    bool found;

    TRY(post_by_code(cx, code, post, &found));
    return found ? NULL : post_unknown(cx, code);
}

struct err *
post_get(struct cx *cx, struct str code, struct post *post)
{
    TRY(post_find(cx, code, post));
    return must(cx, MAY_READ_WORK, post_scope(post));
}

struct err *
post_must_assign(struct cx *cx, const struct post *post)
{
    enum post_kind kind = post_kind_of(post->kind);

    TRY(must(cx, MAY_ASSIGN_POST, post_scope(post)));
    if (!cx->who || cx->who->kind != WHO_PERSON || post_may_assign(cx->who->post.kind, kind))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind   = ERR_DENIED,
        .code   = "post.above",
        .where  = S("kind"),
        .text   = MSG("Your post does not give posts of this kind: {0}.",
                      msg_text(cx->arena, cx->lang, post_kind_label(kind))),
        .detail = MSG("You act as {0}.", cx->who->post.title),
        .hint   = MSG("Ask an administrator."),
    });
}

/* ---- a new post ------------------------------------------------------------------------------ */

static struct err *
wrong_scope(struct cx *cx, const struct post_new *n, struct msg hint)
{
    return err_of(cx->arena, (struct err){
        .kind  = ERR_INPUT,
        .code  = "post.scope",
        .text  = MSG("A post of this kind does not stand there: {0}.",
                     msg_text(cx->arena, cx->lang, post_kind_label(n->kind))),
        .hint  = hint,
        .where = n->org_code.n ? S("org_code") : S("region_code"),
    });
}

static struct msg
where_hint(enum post_kind kind)
{
    uint32_t places = post_places(kind);

    if (places & POST_IN_ORG)
        return MSG("Give the code of its organisation.");
    if (places == POST_IN_NATION)
        return MSG("Leave region and organisation empty: it is of the nation.");
    if (places & POST_IN_NATION)
        return MSG("Give the code of a province, regency or city, or none for the nation.");
    return MSG("Give the code of a province, regency or city.");
}

/* An error of another slice, at the field of ours. */
static struct err *
at(struct err *e, struct str field)
{
    if (e)
        e->where = field;
    return e;
}

/* Fills the place of the post: region, and organisation where there is one. */
static struct err *
place_of(struct cx *cx, const struct post_new *n, struct post *post)
{
    uint32_t      places = post_places(n->kind);
    struct region region;
    struct org    org;

    post->region_code = S("");
    if (n->org_code.n > 0) {
        TRY(at(org_get(cx, n->org_code, &org), S("org_code")));
        post->org_id = org.id;
        post->org_code = org.code;
        post->region_code = str_is_known(org.region_code) ? org.region_code : S("");
        return places & POST_IN_ORG ? NULL : wrong_scope(cx, n, where_hint(n->kind));
    }
    if (n->region_code.n == 0)
        return places & POST_IN_NATION ? NULL : wrong_scope(cx, n, where_hint(n->kind));
    TRY(at(region_get(cx, n->region_code, &region), S("region_code")));
    post->region_code = region.code;
    if (!(places & POST_IN_REGION) || region_code_level(region.code) > 2)
        return wrong_scope(cx, n, where_hint(n->kind));
    return NULL;
}

struct date
post_last_day(const struct post *p)
{
    if (!str_is_known(p->valid_to))
        return (struct date){ 0 };
    return date_from_days(date_days(date_of_iso(p->valid_to)) - 1);
}

struct err *
post_title_free(struct cx *cx, const struct post *post)
{
    struct post_code twin;
    bool             found;

    TRY(post_title_twin(cx, post->title, post->region_code, post->org_id.n, &twin, &found));
    if (!found || str_eq(twin.code, post->code))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind  = ERR_CONFLICT,
        .code  = "post.title_taken",
        .text  = MSG("There is a post with this title there already: {0}.", twin.code),
        .hint  = MSG("Give each chair its own title, with a number where there are several."),
        .where = S("title"),
    });
}

/* The first free one: "35.71-council-member", "35.71-council-member-2", … */
static struct err *
free_code(struct cx *cx, struct post *post, enum post_kind kind)
{
    struct str       place = post->org_code.n ? post->org_code : post->region_code;
    struct post_code there;
    bool             taken = true;

    for (int64_t i = 1; taken && i <= TWINS_MAX; i++) {
        post->code = post_code_of(cx->arena, place, kind, i);
        TRY(post_code_find(cx, post->code, &there, &taken));
    }
    if (!taken)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_CONFLICT, .code = "post.too_many",
        .text = MSG("There are too many posts of this kind in this place."),
        .hint = MSG("End those that are not needed any more."),
    });
}

static struct err *
tell_post(struct cx *cx, const struct post *post)
{
    struct post_facts after = {
        .kind = (int32_t)post_kind_of(post->kind) - 1, .title = post->title,
        .place = post->org_code.n ? post->org_code : post->region_code,
    };

    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_ADDED, .thing = "post", .key = post->code, .scope = post_scope(post),
        .form = &post_form, .after = &after,
    });
}

static struct err *
put_post(struct cx *cx, struct post *post, enum post_kind kind)
{
    post->kind = post_kind_word(kind);
    TRY(post_title_free(cx, post));
    TRY(free_code(cx, post, kind));
    TRY(post_put(cx, &(struct post_put_in){
        .code = post->code, .kind = post->kind, .title = post->title,
        .region_code = post->region_code, .org_id = post->org_id }, &post->id));
    return tell_post(cx, post);
}

struct adding { const struct post_new *in; struct post_id id; };

static struct err *
add_once(struct cx *cx, void *arg)
{
    struct adding *a = arg;
    struct post    post = { .title = a->in->title, .kind = post_kind_word(a->in->kind) };

    TRY(place_of(cx, a->in, &post));
    TRY(post_must_assign(cx, &post));
    TRY(put_post(cx, &post, a->in->kind));
    a->id = post.id;
    return NULL;
}

struct err *
post_add(struct cx *cx, const struct post_new *in, struct post_id *id)
{
    struct adding a = { .in = in };

    if (in->kind == POST_NONE || in->title.n < POST_TITLE_MIN
        || in->title.n > POST_TITLE_MAX)
        return err_of(cx->arena, (struct err){
            .kind = ERR_INPUT, .code = "post.title", .where = S("title"),
            .text = MSG("A post needs a kind, and a title of 4 to 200 letters."),
        });
    TRY(store_change(cx, "post_add", add_once, &a));
    *id = a.id;
    return NULL;
}

/* ---- the first administrator ----------------------------------------------------------------- */

static struct err *
first_once(struct cx *cx, void *arg)
{
    struct post_book           book = { .today = post_day(S(""), cx->now_s) };
    struct post_begin          b = { .book = &book, .verb = JOURNAL_ASSIGNED };
    struct identity_account_id *account = arg;
    struct post_hold_id        id;

    book.post = (struct post){ .title = S("Administrator Guyub"), .region_code = S("") };
    TRY(put_post(cx, &book.post, POST_ADMINISTRATOR));
    TRY(post_account_get(cx, *account, &b.account));
    b.hold = (struct post_holding){ .account = account->n, .from = book.today };
    return post_hold_begin(cx, &b, &id);
}

struct err *
post_first(struct cx *cx, struct identity_account_id account)
{
    return store_change(cx, "post_first", first_once, &account);
}
