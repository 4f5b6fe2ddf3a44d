/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_web.c — an entry's page, and what all pages of the slice begin and end with. */
#include "base/arena.h"
#include "city/assess/assess_page.h"
#include "city/assess/assess_view.h"

static const struct field from_fields[] = {
    FIELD(struct assess_from_query, from, F_INT, .min = 0, .max = ASSESS_PARTS_MAX,
          .label = N_("From which item")),
};
const struct form assess_from_form = FORM(struct assess_from_query, from_fields);

/* ---- agencies -------------------------------------------------------------------------------- */

static void
count(struct assess_agency *a, const struct assess_line *l, struct str today)
{
    enum assess_state state = ASSESS_GIVEN;

    assess_state_read(l->part.state, &state);
    a->n++;
    a->n_answered += assess_says(l, ASSESS_AGENCY) > 0;
    a->n_waits += state == ASSESS_ANSWERED;
    a->n_approved += state == ASSESS_APPROVED;
    a->n_returned += state == ASSESS_RETURNED;
    if (state != ASSESS_GIVEN && state != ASSESS_RETURNED)
        return;
    a->is_late = a->is_late || str_cmp(l->part.due, today) < 0;
    if (!str_is_known(a->due) || str_cmp(l->part.due, a->due) < 0)
        a->due = l->part.due;
}

static struct str
today_of(struct arena *a, const struct assess_page *p)
{
    return date_iso(a, p->x.round.today);
}

void
assess_sum(struct cx *cx, const struct assess_page *p, int64_t org, struct assess_agency *a)
{
    struct str today = today_of(cx->arena, p);

    for (size_t i = 0; i < p->lines.n; i++)
        if (p->lines.row[i].part.org_id.n == org) {
            a->code = p->lines.row[i].part.org_code;
            a->name = p->lines.row[i].part.org_name;
            count(a, &p->lines.row[i], today);
        }
}

static void
agencies_of(struct cx *cx, struct assess_page *p)
{
    p->agency = NEWS(cx->arena, struct assess_agency, p->lines.n + 1);
    for (size_t i = 0; i < p->lines.n; i++) {
        const struct assess_part *part = &p->lines.row[i].part;
        bool                      is_new = part->id.n != 0;

        for (size_t k = 0; k < p->n_agencies && is_new; k++)
            is_new = !str_eq(p->agency[k].code, part->org_code);
        if (is_new)
            assess_sum(cx, p, part->org_id.n, &p->agency[p->n_agencies++]);
    }
}

/* ---- an entry -------------------------------------------------------------------------------- */

static struct err *
indexes_of(struct cx *cx, struct assess_page *p)
{
    TRY(assess_index_of(cx, &p->x, &p->lines, (struct assess_whose){ ASSESS_AGENCY, 0 },
                        &p->of_agency));
    TRY(assess_index_of(cx, &p->x, &p->lines, (struct assess_whose){ ASSESS_CITY, 0 },
                        &p->of_city));
    return assess_index_of(cx, &p->x, &p->lines, (struct assess_whose){ ASSESS_FINAL, 0 },
                        &p->of_final);
}

struct err *
assess_page_of(struct cx *cx, const struct request *rq, struct assess_page *p)
{
    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &p->x));
    TRY(assess_lines_of(cx, &p->x, &p->lines));
    TRY(indexes_of(cx, p));
    TRY(assess_sent_list(cx, &p->x, &p->sent));
    TRY(assess_needs_begin(cx, &p->x, &p->needs_begin));
    agencies_of(cx, p);
    p->closed = round_must_allow(cx, &p->x.round, ROUND_ANSWER);
    p->is_locked = assess_is_locked(&p->x);
    p->due = round_last_day(&p->x.round, ROUND_ANSWER, p->x.stage);
    p->may_ask = may(cx, MAY_CONSOLIDATE, assess_scope(&p->x));
    p->may_state = may(cx, MAY_STATE, assess_scope(&p->x));
    p->is_open = !p->closed && !p->is_locked;
    return NULL;
}

void
assess_crumbs(struct cx *cx, struct reply *rp, const struct assess_page *p)
{
    reply_crumb(rp, region_href(cx->arena, p->x.entry.region_code),
                MSG("{0}", p->x.region_name));
    reply_crumb(rp, assess_href(cx->arena, &p->x), MSG("{0}", p->x.round.round.title));
}

static struct err *
sheet_of_all(struct cx *cx, struct assess_page *p)
{
    return assess_sheet_of(cx, &p->x, &p->lines, &(struct assess_sheet_wish){
        .voice = ASSESS_CITY, .most = p->lines.n, .href = assess_href(cx->arena, &p->x) },
        &p->sheet);
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct assess_page *p)
{
    struct view          v = view_in(cx->arena, cx->lang);
    struct journal_topic topic = { ASSESS_THING, p->x.entry.code, assess_scope(&p->x) };

    if (p->x.entry.id.n != 0 && p->x.org == 0)
        TRY(journal_history(cx, &topic, &p->history));
    if (p->x.entry.id.n != 0)
        TRY(dossier_link(cx, ASSESS_THING, p->x.entry.code, topic.scope, &p->dossier));
    if (p->x.entry.id.n != 0)
        TRY(panels_draw(cx, "assess.more", p->x.entry.id.n, &p->more));
    assess_show_view(&v, p);
    reply_crumb(rp, region_href(cx->arena, p->x.entry.region_code),
                MSG("{0}", p->x.region_name));
    reply_page(rp, MSG("{0}: {1}", p->x.round.round.title, p->x.region_name), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    return NULL;
}

struct err *
assess_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_page *p = NEW(cx->arena, struct assess_page);

    TRY(assess_page_of(cx, rq, p));
    TRY(sheet_of_all(cx, p));
    if (rq->wants == AS_CSV) {
        struct table t = assess_table(cx, p);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, assess_json, p);
        return NULL;
    }
    return draw(cx, rp, p);
}

/* ---- steps ----------------------------------------------------------------------------------- */

bool
assess_is_shown(const struct err *e)
{
    return e && (e->kind == ERR_INPUT || e->kind == ERR_CONFLICT);
}

struct err *
assess_after(struct reply *rp, struct str href, struct msg done)
{
    reply_done(rp, done);
    reply_see(rp, href);
    return NULL;
}

static struct err *
refused(struct cx *cx, const struct request *rq, struct reply *rp, struct err *e)
{
    struct assess_page *p = NEW(cx->arena, struct assess_page);

    if (!assess_is_shown(e))
        return e;
    TRY(assess_page_of(cx, rq, p));
    TRY(sheet_of_all(cx, p));
    p->wrong = e;
    return draw(cx, rp, p);
}

struct err *
assess_begin_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;
    struct err        *e;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = assess_begin(cx, &x);
    if (e)
        return refused(cx, rq, rp, e);
    return assess_after(rp, assess_href(cx->arena, &x), MSG("The stage has begun."));
}

struct err *
assess_reopen_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;
    struct err        *e;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = assess_reopen(cx, &x, query_value(rq->given, S("why")));
    if (e)
        return refused(cx, rq, rp, e);
    return assess_after(rp, assess_href(cx->arena, &x),
                        MSG("It is taken back. What was sent before stays as it was."));
}

/* ---- on the region's page -------------------------------------------------------------------- */

struct err *
assess_region_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view               v = view_in(cx->arena, cx->lang);
    struct assess_entry_line *row;
    struct region             region;
    struct scope              own = cx->who ? cx->who->post.scope : (struct scope){ .org = 0 };
    size_t                    n;

    *out = HTML("");
    TRY(region_of_id(cx, (struct region_id){ id }, &region));
    own.region = region.code;
    if (!cx->who || cx->who->post.kind == POST_ASSESSOR || !may(cx, MAY_READ_WORK, own))
        return NULL;
    TRY(assess_entries_of(cx, region.code, own.org, &row, &n));
    if (n == 0)
        return NULL;
    assess_panel_view(&v, region.code, row, n);
    *out = view_html(&v);
    return NULL;
}
