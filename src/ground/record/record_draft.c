/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/record/record_draft.h"

#include "base/arena.h"
#include "base/buf.h"
#include "ground/record/record_sql.h"
#include "store/store.h"
#include "web/query.h"

enum { WIB_S = 7 * 3600, DAY_S = 24 * 3600 };

/* Whose drafts those of this unit of work are; post and account 0: nobody keeps any. */
static struct who
owner(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON ? *cx->who : who_nobody;
}

struct err *
record_drafts_at(struct cx *cx, struct str href, struct record_draft_set *set)
{
    struct who who = owner(cx);

    *set = (struct record_draft_set){ 0 };
    if (who.account_id == 0)
        return NULL;
    return record_draft_of(cx, href, who.post.post_id, who.account_id, &set->row, &set->n);
}

struct err *
record_drafts_mine(struct cx *cx, struct record_draft_set *set)
{
    struct who who = owner(cx);

    *set = (struct record_draft_set){ 0 };
    if (who.account_id == 0)
        return NULL;
    return record_draft_list(cx, who.post.post_id, who.account_id, &set->row, &set->n);
}

struct err *
record_drafts_of_post(struct cx *cx, int64_t post_id, struct record_draft_set *set)
{
    *set = (struct record_draft_set){ 0 };
    return post_id ? record_draft_list(cx, post_id, 0, &set->row, &set->n) : NULL;
}

struct err *
record_drafts_of(struct cx *cx, int64_t post_id, int64_t *n)
{
    struct record_draft_total total;
    bool                      found;

    TRY(record_draft_count(cx, post_id, &total, &found));
    *n = total.n;
    return NULL;
}

/* ---- keeping -------------------------------------------------------------------------------- */

static struct err *
keep_once(struct cx *cx, void *arg)
{
    return record_draft_put(cx, arg, NULL);
}

struct err *
record_draft_keep(struct cx *cx, const struct record_draft_new *d)
{
    struct who                 who = owner(cx);
    struct record_draft_put_in in = { .region_code = d->scope.region, .org_id = d->scope.org,
        .thing = d->thing, .key = d->key, .href = d->href, .name = d->name, .body = d->body,
        .base_version = d->base_version, .post_id = who.post.post_id,
        .account_id = who.account_id, .saved_at = cx->now_s,
        .name_value_id = { who.name_value } };

    if (who.account_id == 0)
        return NULL;
    if (in.body.n > RECORD_DRAFT_MAX)
        return err_of(cx->arena, (struct err){
            .kind = ERR_TOO_LARGE, .code = "record.draft_large",
            .text = MSG("A draft holds at most {0} kB.",
                        str_fmt(cx->arena, "%d", RECORD_DRAFT_MAX >> 10)),
            .hint = MSG("Save it, or shorten the longest text."),
        });
    return store_change(cx, "record_draft_keep", keep_once, &in);
}

struct ending { struct str href; int64_t id; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *ending = arg;
    struct who           who = owner(cx);

    TRY(record_draft_drop_own(cx, ending->href, who.post.post_id, who.account_id, NULL));
    if (ending->id == 0)
        return NULL;
    return record_draft_drop(cx, (struct record_draft_id){ ending->id }, who.post.post_id,
                             who.account_id, NULL);
}

struct err *
record_draft_end(struct cx *cx, struct str href, int64_t id)
{
    struct ending ending = { href, id };

    if (owner(cx).account_id == 0)
        return NULL;
    return store_change(cx, "record_draft_end", end_once, &ending);
}

/* ---- texts ---------------------------------------------------------------------------------- */

/* The name of a field, or of what stood in it when the reader began ("was.name"). */
static bool
is_kept(const struct form *form, struct str name)
{
    if (str_starts(name, S("was.")))
        name = str_part(name, 4, name.n);
    for (size_t i = 0; i < form->n; i++)
        if (str_eq(name, str_of(form->field[i].name)))
            return form->field[i].personal == 0;
    return false;
}

struct str
record_draft_body(struct arena *a, const struct form *form, const struct pair *pair, size_t n)
{
    struct buf b = buf_in(a, RECORD_DRAFT_MAX + 1);

    for (size_t i = 0; i < n; i++) {
        if (!is_kept(form, pair[i].name))
            continue;
        struct str value = query_encode(a, pair[i].value, false);

        buf_fmt(&b, "%s%.*s=", b.n ? "&" : "", TEXT(query_encode(a, pair[i].name, false)));
        buf_add(&b, value);
    }
    return b.full ? (struct str){ b.p, RECORD_DRAFT_MAX + 1 } : buf_str(&b);
}

static struct str
moment_text(struct cx *cx, int64_t at)
{
    int64_t    s = (at + WIB_S) % DAY_S;
    struct str day = date_text(cx->arena, cx->lang, date_of_time(at, WIB_S));

    return str_fmt(cx->arena, "%.*s, %02d%c%02d WIB", TEXT(day), (int)(s / 3600),
                   cx->lang == LANG_ID ? '.' : ':', (int)(s / 60 % 60));
}

struct err *
record_draft_note(struct cx *cx, const struct record_draft *d, struct msg *note)
{
    struct who who = owner(cx);
    struct str when = moment_text(cx, d->saved_at), name = { 0 };

    if (d->account_id == who.account_id) {
        *note = MSG("You kept it on {0}.", when);
        return NULL;
    }
    if (d->name_value_id.n)
        TRY(subject_get(cx, d->name_value_id, &name));
    *note = str_is_known(name) ? MSG("{0} kept it on {1}.", name, when)
                               : MSG("Kept on {0} by somebody who held this post.", when);
    return NULL;
}
