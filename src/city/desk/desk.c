/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk.c — reading: a round region by region, a region agency by agency. */
#include "city/desk/desk.h"

#include "base/arena.h"
#include "city/assess/assess.h"
#include "city/desk/desk_sql.h"
#include "ground/post/post.h"
#include "ground/region/region.h"
#include "office/document/document.h"
#include "right.h"

/* ---- a round, region by region --------------------------------------------------------------- */

static bool
is_sent(const struct desk_region *r, int64_t stage)
{
    if (!r->sent.known)
        return false;
    return r->sent.n > stage || (r->sent.n == stage && r->is_open == 0);
}

/* Both come in the order of codes; a region that was taken out again may have been counted. */
static void
join_counts(struct desk_office *o, const struct desk_count *count, size_t n)
{
    for (size_t i = 0, at = 0; i < o->n; i++) {
        while (at < n && str_cmp(count[at].region_code, o->line[i].region.region_code) < 0)
            at++;
        if (at < n && str_eq(count[at].region_code, o->line[i].region.region_code))
            o->line[i].count = count[at];
    }
}

static void
mark_outliers(struct cx *cx, struct desk_office *o)
{
    struct dec *late = NEWS(cx->arena, struct dec, o->n + 1);
    bool       *known = NEWS(cx->arena, bool, o->n + 1);
    bool       *out = NEWS(cx->arena, bool, o->n + 1);

    for (size_t i = 0; i < o->n; i++) {
        late[i] = DEC(o->line[i].count.late);
        known[i] = o->line[i].count.given > 0;
    }
    desk_outliers(late, known, o->n, DESK_TIMES, out);
    for (size_t i = 0; i < o->n; i++)
        o->line[i].stands_out = out[i];
}

static bool
is_wanted(const struct desk_line *l, enum desk_which which)
{
    switch (which) {
    case DESK_ALL:        return true;
    case DESK_NOT_SENT:   return !l->is_sent;
    case DESK_LATE:       return l->count.late > 0;
    case DESK_STANDS_OUT: return l->stands_out;
    case DESK_FEW_SEATS:  return l->region.seats < ROUND_SEATS_LEAST;
    case DESK_NOT_LOCKED: return !l->region.locked_at.known;
    }
    return true;
}

static void
count_and_keep(struct desk_office *o)
{
    size_t kept = 0;

    o->n_regions = (int64_t)o->n;
    for (size_t i = 0; i < o->n; i++) {
        struct desk_line l = o->line[i];

        o->n_sent += is_wanted(&l, DESK_NOT_SENT) ? 0 : 1;
        o->n_late += is_wanted(&l, DESK_LATE);
        o->n_out += is_wanted(&l, DESK_STANDS_OUT);
        o->n_few += is_wanted(&l, DESK_FEW_SEATS);
        o->n_locked += is_wanted(&l, DESK_NOT_LOCKED) ? 0 : 1;
        if (is_wanted(&l, o->which))
            o->line[kept++] = l;
    }
    o->n = kept;
}

struct err *
desk_office_of(struct cx *cx, struct str round, struct desk_wanted w, struct desk_office *o)
{
    struct desk_region *row = NULL;
    struct desk_count  *count = NULL;
    size_t              n_counts = 0;

    *o = (struct desk_office){ .cx = cx, .which = w.which };
    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(round_get(cx, round, &o->round));
    o->stage = w.stage ? w.stage : round_stage_of(o->round.now);
    TRY(desk_regions(cx, o->stage, o->round.round.id, &row, &o->n));
    TRY(desk_counts(cx, date_iso(cx->arena, o->round.today), o->stage, o->round.round.id, &count,
                    &n_counts));
    TRY(desk_loads(cx, o->stage, o->round.round.id, &o->load, &o->n_loads));
    o->line = NEWS(cx->arena, struct desk_line, o->n + 1);
    for (size_t i = 0; i < o->n; i++)
        o->line[i] = (struct desk_line){ .region = row[i], .is_sent = is_sent(&row[i], o->stage) };
    join_counts(o, count, n_counts);
    mark_outliers(cx, o);
    count_and_keep(o);
    return NULL;
}

/* ---- a region, agency by agency -------------------------------------------------------------- */

static bool
was_answered(const struct desk_part *p)
{
    return str_eq(p->state, S("answered")) || str_eq(p->state, S("approved"));
}

/* By the day of the region, whatever the hour of the server. */
static bool
was_in_time(const struct desk_part *p, int32_t offset_s)
{
    return was_answered(p) && p->answered_at.known
        && date_cmp(date_of_time(p->answered_at.n, offset_s), date_of_iso(p->due)) <= 0;
}

static bool
has_evidence(const struct document_cited_set *cited, struct str item)
{
    for (size_t i = 0; i < cited->n; i++)
        if (str_eq(cited->row[i].part, item))
            return true;
    return false;
}

static void
add_up(struct cx *cx, const struct desk_part *part, size_t n,
       const struct document_cited_set *cited, struct desk_agencies *a)
{
    int32_t offset_s = post_offset_s(a->region.code);

    a->row = NEWS(cx->arena, struct desk_agency, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct desk_part *p = &part[i];
        struct desk_share      *s;

        if (a->n == 0 || !str_eq(a->row[a->n - 1].code, p->org_code))
            a->row[a->n++] = (struct desk_agency){ .code = p->org_code, .name = p->org_name };
        s = &a->row[a->n - 1].share;
        s->given++;
        s->answered += was_answered(p);
        s->in_time += was_in_time(p, offset_s);
        s->with_evidence += was_answered(p) && has_evidence(cited, p->item);
    }
    for (size_t i = 0; i < a->n; i++)
        a->row[i].degree = desk_degree_of(a->row[i].share);
}

/* Of the region, or of one of its agencies, which sees its own line. */
static struct err *
must_read(struct cx *cx, struct str region_code)
{
    struct scope scope = { .region = region_code };

    if (cx->who && cx->who->kind == WHO_PERSON)
        scope.org = cx->who->post.scope.org;
    return must(cx, MAY_READ_WORK, scope);
}

struct err *
desk_agencies_of(struct cx *cx, struct str round, struct str region_code, int64_t stage,
                 struct desk_agencies *a)
{
    struct document_cited_set cited = { .n = 0 };
    struct desk_entry         entry;
    struct desk_part         *part = NULL;
    size_t                    n = 0;
    bool                      found = false;

    *a = (struct desk_agencies){ .n = 0 };
    TRY(must_read(cx, region_code));
    TRY(round_get(cx, round, &a->round));
    TRY(region_get(cx, region_code, &a->region));
    TRY(round_must_take_part(cx, &a->round.round, region_code));
    a->stage = stage ? stage : round_stage_of(a->round.now);
    TRY(desk_entry(cx, a->round.round.id, region_code, &entry, &found));
    if (!found)
        return NULL;
    TRY(desk_parts(cx, reach_of(cx, MAY_READ_WORK), entry.id, a->stage, &part, &n));
    TRY(documents_of(cx, ASSESS_THING, entry.code, &cited));
    add_up(cx, part, n, &cited, a);
    return NULL;
}
