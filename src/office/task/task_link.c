/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * task_link.c — links for contributors without an account: given, used, ended.
 *
 * OURS   A good link is never slowed down, since its token has 192 bits of chance, which nobody
 *        guesses. Forms that are sent by wrong and ended ones are counted by network, as wrong
 *        codes are (identity_try.c); looking at one reads a row by its digest and is not counted,
 *        because a page that is read writes nothing.
 */
#include "base/arena.h"
#include "base/secret.h"
#include "ground/identity/identity_part.h"
#include "ground/subject/subject.h"
#include "office/task/task_part.h"
#include "office/task/task_sql.h"
#include "store/store.h"

enum { DAY_S = 86400 };

static struct str
key_of(struct cx *cx, const struct task *t, int64_t nth)
{
    return str_fmt(cx->arena, "%.*s/%lld", TEXT(t->code), (long long)nth);
}

/* ---- giving --------------------------------------------------------------------------------- */

struct giving {
    const struct task_link_new *new;
    struct task                 task;
    struct str                  items, token;
};

static bool
has_item(const struct task_lines *lines, struct str number)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(lines->row[i].item.number, number))
            return true;
    return false;
}

static struct err *
no_item(struct cx *cx, struct str number)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.link_items",
        .text = MSG("This request has no item {0}.", number), .where = S("items") });
}

/* "3.2.1, 3.2.4" to "3.2.1 3.2.4", each of them an item of the request. */
static struct err *
read_items(struct cx *cx, struct giving *g)
{
    struct buf        b = buf_in(cx->arena, g->new->items.n + 1);
    struct task_lines lines;
    size_t            from = 0;

    TRY(task_lines_of(cx, &g->task, &lines));
    for (size_t i = 0; i <= g->new->items.n; i++) {
        char       c = i < g->new->items.n ? g->new->items.p[i] : ' ';
        struct str number = str_part(g->new->items, from, i - from);

        if (c != ' ' && c != ',' && c != ';' && c != '\n' && c != '\r')
            continue;
        from = i + 1;
        if (number.n == 0)
            continue;
        if (!has_item(&lines, number))
            return no_item(cx, number);
        if (b.n > 0)
            buf_byte(&b, ' ');
        buf_add(&b, number);
    }
    g->items = b.n > 0 ? buf_str(&b) : S("");
    return NULL;
}

static struct err *
check_days(struct cx *cx, int32_t days)
{
    if (days >= 1 && days <= TASK_LINK_DAYS_MAX)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "task.link_days",
        .text = MSG("A link is good for 1 to 90 days."), .where = S("days") });
}

static struct err *
tell_given(struct cx *cx, const struct giving *g, const struct task_link_put_in *in)
{
    struct task_link_fields after = { .name = g->new->name, .items = g->items,
                                      .until = time_iso(cx->arena, in->expires_at) };

    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = "task_link",
        .key = key_of(cx, &g->task, in->nth), .scope = task_owes(&g->task),
        .form = &task_link_told_form, .after = &after, .subject = in->subject_id });
}

static struct err *
put(struct cx *cx, struct giving *g)
{
    struct task_link  *row;
    struct subject_put name;
    size_t             n;
    struct task_link_put_in in = {
        .task_id = g->task.id, .digest = secret_digest(cx->arena, g->token), .items = g->items,
        .is_single = g->new->is_single, .given_by = task_by_post(cx), .made_at = cx->now_s,
        .expires_at = cx->now_s + (int64_t)g->new->days * DAY_S };

    TRY(task_links(cx, g->task.id, &row, &n));
    in.nth = n > 0 ? row[n - 1].nth + 1 : 1;
    TRY(subject_new(cx, &in.subject_id));
    TRY(subject_put(cx, in.subject_id, PERSONAL_NAME, g->new->name, &name));
    in.name_value_id = name.value;
    TRY(task_link_put(cx, &in, NULL));
    return tell_given(cx, g, &in);
}

static struct err *
give_once(struct cx *cx, void *arg)
{
    struct giving *g = arg;

    TRY(task_get(cx, g->new->code, &g->task));
    TRY(must(cx, MAY_ANSWER, task_owes(&g->task)));
    if (task_has_ended(task_state_of(&g->task)))
        return task_wrong_state(cx, &g->task);
    TRY(read_items(cx, g));
    return put(cx, g);
}

struct err *
task_link_give(struct cx *cx, const struct task_link_new *new, struct str *token)
{
    struct giving g = { .new = new, .token = secret_token(cx->arena) };

    TRY(check_days(cx, new->days));
    TRY(store_change(cx, "task_link_give", give_once, &g));
    *token = g.token;
    return NULL;
}

/* ---- ending --------------------------------------------------------------------------------- */

/* From then on the days count for which the name is still kept. */
static struct err *
end(struct cx *cx, const struct task *t, const struct task_link *l, const char *why)
{
    TRY(task_link_end(cx, KNOWN(cx->now_s), str_of(why), l->id, NULL));
    TRY(subject_end(cx, l->subject_id));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ENDED, .thing = "task_link",
        .key = key_of(cx, t, l->nth), .scope = task_owes(t), .note = str_of(why) });
}

struct err *
task_links_end_all(struct cx *cx, struct task_id id, const char *why)
{
    struct task_link *row;
    struct task       t;
    size_t            n;
    bool              found;

    TRY(task_by_id(cx, id, &t, &found));
    TRY(task_links(cx, id, &row, &n));
    for (size_t i = 0; found && i < n; i++)
        if (!row[i].ended_at.known)
            TRY(end(cx, &t, &row[i], why));
    return NULL;
}

struct revoking { struct str code; int64_t nth; };

static struct err *
no_link(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "task.link_ended",
        .text = MSG("This link has ended already.") });
}

static struct err *
revoke_once(struct cx *cx, void *arg)
{
    const struct revoking *r = arg;
    struct task            t;
    struct task_link      *row;
    size_t                 n;

    TRY(task_get(cx, r->code, &t));
    TRY(must(cx, MAY_ANSWER, task_owes(&t)));
    TRY(task_links(cx, t.id, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (row[i].nth == r->nth && !row[i].ended_at.known)
            return end(cx, &t, &row[i], "revoked");
    return no_link(cx);
}

struct err *
task_link_revoke(struct cx *cx, struct str code, int64_t nth)
{
    return store_change(cx, "task_link_revoke", revoke_once, &(struct revoking){ code, nth });
}

static struct err *
expire_once(struct cx *cx, void *arg)
{
    struct task_link_over *row;
    size_t                 n;

    (void)arg;
    TRY(task_links_over(cx, cx->now_s, &row, &n));
    for (size_t i = 0; i < n; i++) {
        struct task_link l = { .id = row[i].id, .nth = row[i].nth,
                               .subject_id = row[i].subject_id };
        struct task      t;
        bool             found;

        TRY(task_by_id(cx, row[i].task_id, &t, &found));
        TRY(end(cx, &t, &l, "expired"));
    }
    return NULL;
}

/* Forms cannot be sent a second time after so long. */
enum { SENT_S = 30 * DAY_S };

struct err *
task_tend_links(struct cx *cx)
{
    struct task_link_over *row;
    struct task_sent_first old;
    size_t                 n;
    bool                   found;

    TRY(task_links_over(cx, cx->now_s, &row, &n));
    if (n > 0)
        TRY(store_change(cx, "task_links_expire", expire_once, NULL));
    TRY(task_sent_old(cx, cx->now_s - SENT_S, &old, &found));
    return found ? task_sent_forget(cx, cx->now_s - SENT_S, NULL) : NULL;
}

/* ---- reading them --------------------------------------------------------------------------- */

struct err *
task_links_of(struct cx *cx, const struct task *t, struct task_link_set *set)
{
    struct task_link *row;
    bool              names = may(cx, MAY_READ_WORK, task_owes(t));

    TRY(task_links(cx, t->id, &row, &set->n));
    set->row = NEWS(cx->arena, struct task_link_seen, set->n + 1);
    for (size_t i = 0; i < set->n; i++) {
        struct task_link_seen *l = &set->row[i];

        *l = (struct task_link_seen){ .link = row[i], .is_open =
            task_link_is_open(row[i].expires_at, row[i].ended_at, cx->now_s) };
        if (names)
            TRY(subject_get(cx, row[i].name_value_id, &l->name));
    }
    return NULL;
}

/* ---- coming in by one ----------------------------------------------------------------------- */

static struct err *
wrong_link(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "task.link",
        .text = MSG("This link does not lead to a task any more."),
        .detail = MSG("It has ended, was taken back, or is not copied whole."),
        .hint = MSG("Ask who sent it to you for a new one. What you have answered is kept.") });
}

/* Counted by network before anything is said. A page that only reads cannot count. */
static struct err *
count_wrong(struct cx *cx)
{
    struct identity_tries tries;
    int64_t               wait_s;

    if (cx->read_only)
        return wrong_link(cx);
    TRY(identity_tries_of_code(cx, &tries));
    TRY(identity_try_begin(cx, &tries, &wait_s));
    return wrong_link(cx);
}

/* Acts as a contributor of who owes, in that organisation and nowhere else. */
static struct who
who_of(const struct task_guest *g, struct str name)
{
    return (struct who){
        .kind = WHO_PERSON, .subject_id = g->link.subject_id.n, .name = name,
        .name_value = g->link.name_value_id.n,
        .post = { .kind = POST_CONTRIBUTOR, .as = HOLD_DEFINITIVE, .scope = task_owes(&g->task) },
    };
}

struct err *
task_enter_by_link(struct cx *cx, struct str token, struct task_guest *g)
{
    struct str name;
    bool       found = false;

    if (secret_is_token(token))
        TRY(task_link_by_digest(cx, secret_digest(cx->arena, token), &g->link, &found));
    if (found && task_link_is_open(g->link.expires_at, g->link.ended_at, cx->now_s))
        TRY(task_by_id(cx, g->link.task_id, &g->task, &found));
    else
        found = false;
    if (!found || task_has_ended(task_state_of(&g->task)))
        return count_wrong(cx);
    TRY(subject_get(cx, g->link.name_value_id, &name));
    g->who = who_of(g, name);
    return NULL;
}

struct err *
task_lines_by_link(struct cx *cx, const struct task_guest *g, struct task_lines *lines)
{
    size_t n = 0;

    TRY(task_lines_of(cx, &g->task, lines));
    for (size_t i = 0; i < lines->n; i++)
        if (task_link_has(g->link.items, lines->row[i].item.number))
            lines->row[n++] = lines->row[i];
    lines->n = n;
    return NULL;
}

static struct err *
not_its_item(struct cx *cx, struct str number)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "task.link_item",
        .text = MSG("Your link is not for item {0}.", number),
        .hint = MSG("Ask who sent it to you for a link to that item.") });
}

/* The link is looked at again in the change: it may have ended since. */
static struct err *
still_open(struct cx *cx, const struct task_guest *g)
{
    struct task_link *row;
    size_t            n;

    TRY(task_links(cx, g->task.id, &row, &n));
    for (size_t i = 0; i < n; i++)
        if (row[i].id.n == g->link.id.n
            && task_link_is_open(row[i].expires_at, row[i].ended_at, cx->now_s))
            return NULL;
    return wrong_link(cx);
}

struct by_link {
    const struct task_guest *guest;
    struct task_saving      *in;
    struct task_attached     file;
    struct str               document;
};

static struct err *
used(struct cx *cx, const struct task_guest *g)
{
    TRY(task_link_used(cx, KNOWN(cx->now_s), g->link.id, NULL));
    return g->link.is_single ? end(cx, &g->task, &g->link, "used") : NULL;
}

static struct err *
save_once(struct cx *cx, void *arg)
{
    struct by_link *b = arg;

    TRY(still_open(cx, b->guest));
    for (size_t i = 0; i < b->in->n; i++)
        if (!task_link_has(b->guest->link.items, b->in->typed[i].number))
            return not_its_item(cx, b->in->typed[i].number);
    TRY(task_save_as(cx, &b->guest->task, b->guest->link.id.n, b->in));
    return b->in->n_faults > 0 || b->in->is_again ? NULL : used(cx, b->guest);
}

struct err *
task_save_by_link(struct cx *cx, const struct task_guest *g, struct task_saving *in)
{
    struct by_link b = { .guest = g, .in = in };

    return store_change(cx, "task_save_by_link", save_once, &b);
}

/* ---- files ---------------------------------------------------------------------------------- */

static struct err *
attach_once(struct cx *cx, void *arg)
{
    const struct by_link *b = arg;

    TRY(still_open(cx, b->guest));
    TRY(document_cite(cx, b->document,
                      (struct citation){ "task", b->guest->task.code, b->file.number }));
    TRY(task_touch(cx, b->guest->task.id, NULL));
    return task_link_used(cx, KNOWN(cx->now_s), b->guest->link.id, NULL);
}

struct err *
task_attach_by_link(struct cx *cx, const struct task_guest *g, struct task_attached file)
{
    struct by_link b = { .guest = g, .file = file };

    if (!task_link_has(g->link.items, file.number))
        return not_its_item(cx, file.number);
    TRY(task_attachment_add(cx, &g->task, file, &b.document));
    return store_change(cx, "task_attach_by_link", attach_once, &b);
}
