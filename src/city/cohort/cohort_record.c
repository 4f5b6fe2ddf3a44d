/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_record.c — the page of one count and of one member: its source and its history. */
#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_view.h"
#include "ground/record/record.h"

/* ---- counts --------------------------------------------------------------------------------- */

static struct str
count_key(struct cx *cx, const struct request *rq)
{
    return str_fmt(cx->arena, "%.*s/%.*s/%.*s", TEXT(rq->arg[0]), TEXT(rq->arg[1]),
                   TEXT(rq->arg[2]));
}

static void
count_json(struct json *j, const void *model)
{
    const struct cohort_count_record *c = model;

    json_open(j, '{');
    json_int_at(j, "year", c->fact.year);
    json_str_at(j, "measure", c->fact.measure);
    json_int_at(j, "reading", c->fact.reading);
    json_int_at(j, "value", c->fact.value);
    json_bool_at(j, "inferred", c->fact.inferred);
    json_str_at(j, "source", c->fact.source);
    json_str_at(j, "publisher", c->fact.publisher);
    json_str_at(j, "source_date", c->fact.source_date);
    json_str_at(j, "source_url", c->fact.source_url);
    json_str_at(j, "note_id", c->fact.note_id);
    json_str_at(j, "note_en", c->fact.note_en);
    json_close(j, '}');
}

struct err *
cohort_count_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    static const struct record_kind *const kinds[] = { &cohort_edit_count };
    struct cohort_count_record             c;

    TRY(kinds[0]->load(cx, count_key(cx, rq), &c.state));
    TRY(cohort_count_state(cx, c.state.key, &c.state, &c.fact));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, count_json, &c);
        return NULL;
    }
    TRY(record_panel(cx, kinds, COUNT(kinds), &c.state, &c.panel));
    struct view v = view_in(cx->arena, cx->lang);
    cohort_count_view(&v, &c);
    reply_crumb(rp, S("/cohorts"), MSG("Participants by year"));
    reply_page(rp, MSG("{0}", c.state.name), &v);
    return NULL;
}

struct err *
cohort_count_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &cohort_edit_count, count_key(cx, rq));
}

struct err *
cohort_count_add_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &cohort_add_count, count_key(cx, rq));
}

/* ---- the next count: which reading it is follows from those that are there ------------------- */

struct count_query { int64_t year; int32_t measure; };

static const struct choice measures[] = {
#define X(name, code, label) { code, label },
    COHORT_MEASURES(X)
#undef X
    { NULL, NULL },
};

static const struct field next_fields[] = {
    FIELD(struct count_query, year, F_INT, .min = COHORT_YEAR_FIRST, .max = COHORT_YEAR_LAST,
          .required = true, .label = N_("Year")),
    FIELD(struct count_query, measure, F_CHOICE, .choices = measures,
          .label = N_("What is counted")),
};
const struct form cohort_count_next_form = FORM(struct count_query, next_fields);

struct err *
cohort_count_next_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct count_query *q = rq->form;
    struct cohort_series      s;
    int64_t                   reading = 1;

    TRY(form_err(cx->arena, rq->faults));
    TRY(cohort_series_of(cx, &s));
    for (size_t i = 0; i < s.n; i++)
        for (size_t f = 0; s.year[i].year == q->year && f < s.year[i].n_facts; f++)
            reading += str_eq(s.year[i].fact[f].measure, str_of(measures[q->measure].value));
    reply_see(rp, str_fmt(cx->arena, "/cohorts/counts/%lld/%s/%lld/add", (long long)q->year,
                          measures[q->measure].value, (long long)reading));
    return NULL;
}

/* ---- members -------------------------------------------------------------------------------- */

static void
member_json(struct json *j, const void *model)
{
    const struct cohort_member_record *m = model;

    json_open(j, '{');
    json_str_at(j, "region_code", m->member.region_code);
    json_str_at(j, "name", m->member.name);
    json_maybe_at(j, "year", m->member.year);
    json_maybe_at(j, "seen_year", m->member.seen_year);
    json_str_at(j, "source", m->member.source);
    json_str_at(j, "publisher", m->member.publisher);
    json_str_at(j, "source_date", m->member.source_date);
    json_str_at(j, "source_url", m->member.source_url);
    json_str_at(j, "note_id", m->member.note_id);
    json_str_at(j, "note_en", m->member.note_en);
    json_close(j, '}');
}

struct err *
cohort_member_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    static const struct record_kind *const kinds[] = { &cohort_edit_member };
    struct cohort_member_record            m;

    TRY(cohort_member_state(cx, rq->arg[0], &m.state, &m.member));
    if (m.state.version == 0)
        return cohort_not_member(cx, &m.state);
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, member_json, &m);
        return NULL;
    }
    TRY(record_panel(cx, kinds, COUNT(kinds), &m.state, &m.panel));
    struct view v = view_in(cx->arena, cx->lang);
    cohort_member_record_view(&v, &m);
    reply_crumb(rp, S("/cohorts"), MSG("Participants by year"));
    reply_crumb(rp, S("/cohorts/members"), MSG("Participants known by name"));
    reply_page(rp, MSG("{0}", m.state.name), &v);
    return NULL;
}

struct err *
cohort_member_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &cohort_edit_member, rq->arg[0]);
}

struct err *
cohort_member_add_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &cohort_add_member, rq->arg[0]);
}
