/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_web.c — what stands on a record's own page, /drafts, and a post's open drafts. */
#include "base/arena.h"
#include "ground/record/record_page.h"
#include "ground/record/record_view.h"

/* ---- the panel of a record ------------------------------------------------------------------ */

static struct err *
draw_drafts(struct cx *cx, struct str form_href, struct view *v)
{
    struct record_draft_set set;
    struct msg              note;

    TRY(record_drafts_at(cx, form_href, &set));
    for (size_t i = 0; i < set.n; i++) {
        TRY(record_draft_note(cx, &set.row[i], &note));
        record_open_draft_view(v, str_fmt(cx->arena, "%.*s?draft=%lld", TEXT(form_href),
                                          (long long)set.row[i].id.n), note);
    }
    return NULL;
}

static struct err *
draw_actions(struct cx *cx, const struct record_kind *const *kind, size_t n,
             const struct record_state *state, struct html *out)
{
    struct view v = view_in(cx->arena, cx->lang);
    struct view buttons = view_in(cx->arena, cx->lang), drafts = view_in(cx->arena, cx->lang);

    for (size_t i = 0; i < n; i++) {
        struct str href = record_form_href(cx->arena, kind[i], state);

        if (!may(cx, kind[i]->right, state->scope))
            continue;
        record_button_view(&buttons, href, (struct msg){ .id = kind[i]->button });
        TRY(draw_drafts(cx, href, &drafts));
    }
    record_actions_view(&v, view_html(&buttons), view_html(&drafts));
    *out = view_html(&v);
    return NULL;
}

struct err *
record_actions(struct cx *cx, const struct record_kind *const *kinds,
               const struct record_state *state, struct html *out)
{
    size_t n = 0;

    while (kinds[n])
        n++;
    return draw_actions(cx, kinds, n, state, out);
}

struct err *
record_history(struct cx *cx, const struct record_kind *kind, const struct record_state *state,
               struct html *out)
{
    struct journal_topic topic = record_topic(kind, state);

    return journal_history(cx, &topic, out);
}

struct err *
record_panel(struct cx *cx, const struct record_kind *const *kind, size_t n,
             const struct record_state *state, struct html *out)
{
    struct html part[2];

    TRY(draw_actions(cx, kind, n, state, &part[0]));
    TRY(record_history(cx, kind[0], state, &part[1]));
    *out = html_join(cx->arena, part, COUNT(part));
    return NULL;
}

/* ---- drafts --------------------------------------------------------------------------------- */

static struct err *
rows_of(struct cx *cx, const struct record_draft_set *set, struct record_drafts *d)
{
    d->n = set->n;
    d->row = NEWS(cx->arena, struct record_drafts_row, set->n);
    for (size_t i = 0; i < set->n; i++) {
        const struct record_draft *draft = &set->row[i];

        d->row[i].name = draft->name;
        d->row[i].href = str_fmt(cx->arena, "%.*s?draft=%lld", TEXT(draft->href),
                                 (long long)draft->id.n);
        TRY(record_draft_note(cx, draft, &d->row[i].note));
    }
    return NULL;
}

static struct err *
drafts_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct view             v = view_in(cx->arena, cx->lang);
    struct record_draft_set set;
    struct record_drafts    drafts;
    struct msg              title = MSG("My drafts");

    (void)rq;
    TRY(record_drafts_mine(cx, &set));
    TRY(rows_of(cx, &set, &drafts));
    if (cx->who->post.post_id != 0)
        title = MSG("Drafts of the post {0}", cx->who->post.title);
    record_drafts_view(&v, &drafts, title);
    reply_crumb(rp, S("/account"), MSG("Your account"));
    reply_page(rp, title, &v);
    return NULL;
}

static struct err *
draw_post_drafts(struct cx *cx, int64_t post, struct html *out)
{
    struct view             v = view_in(cx->arena, cx->lang);
    struct record_draft_set set;
    struct record_drafts    drafts;

    TRY(record_drafts_of_post(cx, post, &set));
    TRY(rows_of(cx, &set, &drafts));
    if (drafts.n > 0)
        record_post_drafts_view(&v, &drafts);
    *out = view_html(&v);
    return NULL;
}

/* On the own account's page: the drafts of the post that one acts in. */
static struct err *
draw_own_drafts(struct cx *cx, int64_t account, struct html *out)
{
    struct view             v = view_in(cx->arena, cx->lang);
    struct record_draft_set set = { 0 };
    struct record_drafts    drafts;

    if (cx->who && cx->who->account_id == account)
        TRY(record_drafts_mine(cx, &set));
    TRY(rows_of(cx, &set, &drafts));
    if (drafts.n > 0)
        record_post_drafts_view(&v, &drafts);
    *out = view_html(&v);
    return NULL;
}

const struct route record_routes[RECORD_ROUTES] = {
    { GET, "/drafts", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = drafts_page,
      .help = N_("The drafts of the post that one acts in") },
};

const struct panel record_panels[RECORD_PANELS] = {
    { "post.work",    draw_post_drafts },
    { "account.more", draw_own_drafts },
};
