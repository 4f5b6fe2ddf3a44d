/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_web.c — /cohorts, /cohorts/members, and the line on a region's page. */
#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_view.h"

/* ---- words for lists ------------------------------------------------------------------------- */

struct cohort_source
cohort_source_of_fact(const struct cohort_fact *f)
{
    return (struct cohort_source){ f->source, f->publisher, f->source_date, f->source_url };
}

struct cohort_source
cohort_source_of_member(const struct cohort_member *m)
{
    return (struct cohort_source){ m->source, m->publisher, m->source_date, m->source_url };
}

struct msg
cohort_since_text(struct arena *a, const struct cohort_member *m)
{
    if (m->year.known)
        return MSG("{0}", year_text(a, m->year.n));
    if (m->seen_year.known)
        return MSG("{0} or before", year_text(a, m->seen_year.n));
    return MSG("unknown");
}

/* ---- years ----------------------------------------------------------------------------------- */

static struct err *
cohort_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct cohort_years g = { 0 };

    TRY(cohort_series_of(cx, &g.series));
    if (rq->wants == AS_JSON) {
        reply_json(cx, rp, cohort_series_json, &g.series);
        return NULL;
    }
    if (rq->wants == AS_CSV) {
        struct table t = cohort_series_table(cx->arena, &g.series);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    if (g.series.n > 0)
        g.growth = cohort_growth_html(cx, &g.series);
    g.total = cohort_count_text(cx, g.series.total);
    g.named = int_text(cx->arena, cx->lang, g.series.n_named);
    g.may_add = may(cx, MAY_EDIT_FACT, (struct scope){ .org = 0 });
    struct view v = view_in(cx->arena, cx->lang);
    cohort_years_view(&v, &g);
    reply_page(rp, MSG("Participants by year"), &v);
    return NULL;
}

/* ---- members --------------------------------------------------------------------------------- */

struct members_query { int64_t year; };

static const struct field members_fields[] = {
    FIELD(struct members_query, year, F_INT, .min = COHORT_YEAR_FIRST, .max = COHORT_YEAR_LAST,
          .label = N_("Year of joining")),
};
static const struct form members_form = FORM(struct members_query, members_fields);

static struct err *
cohort_members_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct members_query *q = rq->form;
    struct cohort_listing       l = { .year = q->year };

    TRY(form_err(cx->arena, rq->faults));
    TRY(cohort_members_of(cx, (struct cohort_filter){ .year = q->year }, &l.set));
    if (rq->wants != AS_HTML) {
        struct table t = cohort_member_table(cx->arena, &l.set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    TRY(cohort_series_of(cx, &l.series));
    l.title     = q->year == 0 ? MSG("Participants known by name")
                : MSG("Participants known by name since {0}", year_text(cx->arena, q->year));
    l.total     = cohort_count_text(cx, l.series.total);
    l.named     = int_text(cx->arena, cx->lang, l.series.n_named);
    l.provinces = int_text(cx->arena, cx->lang, l.series.n_provinces);
    l.rows      = int_text(cx->arena, cx->lang, (int64_t)l.set.n);
    struct view v = view_in(cx->arena, cx->lang);
    cohort_members_view(&v, &l);
    reply_crumb(rp, S("/cohorts"), MSG("Participants by year"));
    reply_page(rp, l.title, &v);
    return NULL;
}

/* ---- a region's page ------------------------------------------------------------------------- */

static struct err *
cohort_panel(struct cx *cx, int64_t region_id, struct html *out)
{
    struct region        region;
    struct cohort_member m;
    struct view          v = view_in(cx->arena, cx->lang);
    bool                 found;

    TRY(region_of_id(cx, (struct region_id){ region_id }, &region));
    TRY(cohort_member_find(cx, region.code, &m, &found));
    if (found && !str_is_known(region.valid_to))
        cohort_panel_view(&v, &m);
    else if (!str_is_known(region.valid_to) && cohort_kind_takes_part(region.kind)
             && may(cx, MAY_EDIT_FACT, (struct scope){ .region = region.code }))
        cohort_offer_view(&v, region.code);
    *out = view_html(&v);
    return NULL;
}

const struct route cohort_routes[COHORT_ROUTES] = {
    { GET, "/cohorts", MAY_READ_PUBLIC, .serves = SERVES_LIST, .keeps = true,
      .page = cohort_index,
      .help = N_("How many regions joined the movement in each year") },
    { GET, "/cohorts/members", MAY_READ_PUBLIC, .serves = SERVES_LIST, .keeps = true,
      .form = &members_form,
      .page = cohort_members_page, .help = N_("The participants that a source names") },
    { GET, "/cohorts/members/{code}", MAY_READ_PUBLIC, .page = cohort_member_page,
      .help = N_("One participant: its source and history") },
    { GET, "/cohorts/members/{code}/edit", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_member_edit_page, .help = N_("Change what is known of a participant") },
    { POST, "/cohorts/members/{code}/edit", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_member_edit_page, .help = N_("Change what is known of a participant") },
    { GET, "/cohorts/members/{code}/add", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_member_add_page, .help = N_("Add a participant that a source names") },
    { POST, "/cohorts/members/{code}/add", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_member_add_page, .help = N_("Add a participant that a source names") },
    { GET, "/cohorts/import", MAY_EDIT_FACT, .serves = AS_HTML, .page = cohort_import_page,
      .help = N_("The form to bring in counts or participants from a file") },
    { POST, "/cohorts/import", MAY_EDIT_FACT, .serves = AS_HTML, .form = &cohort_import_form,
      .takes_bytes = COHORT_FILE_BYTES, .page = cohort_import_do,
      .help = N_("Bring in counts or participants from a file") },
    { GET, "/cohorts/counts", MAY_EDIT_FACT, .serves = AS_HTML, .form = &cohort_count_next_form,
      .page = cohort_count_next_page, .help = N_("The form for the next reading of a count") },
    { GET, "/cohorts/counts/{year}/{measure}/{reading}", MAY_READ_PUBLIC,
      .page = cohort_count_page, .help = N_("One count: its source, note and history") },
    { GET, "/cohorts/counts/{year}/{measure}/{reading}/edit", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_count_edit_page, .help = N_("Change a count") },
    { POST, "/cohorts/counts/{year}/{measure}/{reading}/edit", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_count_edit_page, .help = N_("Change a count") },
    { GET, "/cohorts/counts/{year}/{measure}/{reading}/add", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_count_add_page, .help = N_("Add a count") },
    { POST, "/cohorts/counts/{year}/{measure}/{reading}/add", MAY_EDIT_FACT, .serves = AS_HTML,
      .page = cohort_count_add_page, .help = N_("Add a count") },
};

const struct panel cohort_panels[COHORT_PANELS] = { { "region.first", cohort_panel } };
