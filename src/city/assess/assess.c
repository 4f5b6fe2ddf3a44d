/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess.c — reading an entry: who may, its items, what each voice says of them. */
#include "city/assess/assess.h"

#include "base/arena.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"

/* ---- one entry ------------------------------------------------------------------------------ */

struct scope
assess_scope(const struct assess_full *x)
{
    return (struct scope){ .region = x->entry.region_code };
}

bool
assess_is_locked(const struct assess_full *x)
{
    return x->entry.stage >= x->stage && !x->entry.is_open;
}

static struct err *
unknown(struct cx *cx, struct str round, struct str region_code)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "assess.unknown",
        .text = MSG("There is no self-assessment of {0} in {1} that you may read.", region_code,
                    round),
        .hint = MSG("An agency reads it once it was given an item, an assessor once it was "
                    "sent.") });
}

/* 2 from the first day of stage II on. */
static int64_t
stage_of(const struct round_full *round)
{
    const struct round_phase *second = &round->phase[ROUND_STAGE_2];

    return str_is_known(second->from_day)
        && date_cmp(round->today, date_of_iso(second->from_day)) >= 0 ? 2 : 1;
}

/* What the region was given without an entry is still its: nothing but its code. */
static struct err *
entry_of(struct cx *cx, struct assess_full *x, struct str region_code)
{
    bool found;

    TRY(assess_entry_of(cx, x->round.round.id, region_code, &x->entry, &found));
    if (!found)
        x->entry = (struct assess_entry){ .region_code = str_copy(cx->arena, region_code),
            .round_id = x->round.round.id, .code = str_fmt(cx->arena, "%.*s-%.*s",
                TEXT(x->round.round.code), TEXT(region_code)) };
    return NULL;
}

static struct err *
region_of(struct cx *cx, struct assess_full *x)
{
    struct region region;
    bool          found;

    TRY(region_find(cx, x->entry.region_code, &region, &found));
    x->region_name = found ? region.name : x->entry.region_code;
    x->kind = found ? region_kind_of_word(region.kind) : REGION_KIND_NONE;
    return NULL;
}

/* ---- who may read it ------------------------------------------------------------------------ */

static struct err *
as_agency(struct cx *cx, struct assess_full *x, bool *may_read)
{
    struct assess_part_first part;
    struct scope             own = cx->who ? cx->who->post.scope : (struct scope){ .org = 0 };

    own.region = x->entry.region_code;
    *may_read = false;
    if (own.org == 0 || x->entry.id.n == 0 || !may(cx, MAY_READ_WORK, own))
        return NULL;
    x->org = own.org;
    return assess_org_answers(cx, x->entry.id, (struct org_id){ own.org }, &part, may_read);
}

/* In a seat, and once it was sent. */
static struct err *
as_assessor(struct cx *cx, struct assess_full *x, bool *may_read)
{
    struct round_seat_set seats;

    *may_read = false;
    if (x->entry.stage == 0)
        return NULL;
    TRY(round_seats_of(cx, &x->round.round, (struct str){ 0 }, &seats));
    for (size_t i = 0; i < seats.n; i++)
        if (str_eq(seats.row[i].region_code, x->entry.region_code)) {
            x->seat = seats.row[i].id.n;
            *may_read = true;
        }
    return NULL;
}

static bool
is_assessor(const struct cx *cx)
{
    return cx->who && cx->who->kind == WHO_PERSON && cx->who->post.kind == POST_ASSESSOR;
}

static struct err *
may_read_it(struct cx *cx, struct assess_full *x, bool *may_read)
{
    if (is_assessor(cx))
        return as_assessor(cx, x, may_read);
    *may_read = may(cx, MAY_READ_WORK, assess_scope(x));
    return *may_read ? NULL : as_agency(cx, x, may_read);
}

/* ---- what stood there before ----------------------------------------------------------------- */

static struct err *
last_of(struct cx *cx, struct assess_full *x)
{
    struct assess_entry_last last = { .stage = 0 };
    bool                     found;

    if (x->stage == 2 && x->entry.stage >= 1) {
        x->last_id = x->entry.id.n;
        x->last_stage = 1;
        x->last_code = x->entry.code;
        x->last_year = x->round.round.year;
        return NULL;
    }
    TRY(assess_entry_before(cx, x->entry.region_code, x->round.round.instrument_code,
                            x->round.round.year, &last, &found));
    if (!found)
        return NULL;
    x->last_id = last.id.n;
    x->last_stage = last.stage;
    x->last_code = last.code;
    x->last_year = last.year;
    return NULL;
}

struct err *
assess_get(struct cx *cx, struct str round, struct str region_code, struct assess_full *x)
{
    bool may_read;

    *x = (struct assess_full){ .stage = 1 };
    TRY(round_get(cx, round, &x->round));
    TRY(round_must_take_part(cx, &x->round.round, region_code));
    TRY(instrument_get(cx, x->round.round.instrument_code, &x->instrument));
    TRY(entry_of(cx, x, region_code));
    TRY(region_of(cx, x));
    x->stage = stage_of(&x->round);
    TRY(may_read_it(cx, x, &may_read));
    if (!may_read)
        return unknown(cx, round, region_code);
    return last_of(cx, x);
}

/* "smart-city-evaluation-2026-35.71": a region's code has no hyphen. */
struct err *
assess_get_code(struct cx *cx, struct str code, struct assess_full *x)
{
    size_t at = code.n;

    while (at > 0 && code.p[at - 1] != '-')
        at--;
    return assess_get(cx, str_part(code, 0, at > 0 ? at - 1 : 0), str_part(code, at, code.n), x);
}

/* ---- lines ---------------------------------------------------------------------------------- */

int32_t
assess_ordinal(const struct instrument *in, int32_t item)
{
    int32_t n = 0;

    for (int32_t i = 0; i <= item; i++)
        n += in->tree.node[i].how == SCORE_LEAF;
    return n;
}

bool
assess_is_asked(const struct instrument *in, int32_t item, enum region_kind kind)
{
    if (in->tree.node[item].how != SCORE_LEAF || instrument_says(in->item[item].unknown))
        return false;
    for (; item >= 0 && kind != REGION_KIND_NONE; item = in->tree.node[item].parent)
        if (!instrument_is_for(in->item[item].kinds, kind))
            return false;
    return true;
}

/* All that is read of one stage, before it is put to its items. */
struct reading {
    const struct assess_full *x;
    int64_t                   stage;
    bool                      is_whole;
    struct assess_part       *part;     size_t n_parts;
    struct assess_help       *helper;   size_t n_helpers;
    struct assess_number     *number;   size_t n_numbers;       /* by item, voice, seat */
    struct assess_number     *before;   size_t n_before;
};

static int32_t
order_of(const struct assess_number *n)
{
    enum assess_voice voice = ASSESS_FINAL;

    assess_voice_read(n->voice, &voice);
    return (int32_t)voice;
}

/* They come by item and by the voice's word: within an item few are out of order. */
static void
in_order(struct assess_number *row, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = i; j > 0 && str_eq(row[j - 1].item, row[j].item)
                           && order_of(&row[j - 1]) > order_of(&row[j]); j--) {
            struct assess_number first = row[j];
            row[j] = row[j - 1];
            row[j - 1] = first;
        }
}

static bool
is_seen(const struct reading *r, const struct assess_number *n)
{
    enum assess_voice voice = ASSESS_FINAL;

    assess_voice_read(n->voice, &voice);
    if (voice == ASSESS_ASSESSOR)
        return r->x->seat != 0 && n->seat == r->x->seat;
    return voice != ASSESS_FINAL || r->stage < r->x->stage
        || str_eq(r->x->round.round.state, S("published"));
}

static void
leave_out_unseen(struct reading *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->n_numbers; i++)
        if (is_seen(r, &r->number[i]))
            r->number[n++] = r->number[i];
    r->n_numbers = n;
}

static struct err *
read_stage(struct cx *cx, struct reading *r)
{
    struct assess_entry_id id = r->x->entry.id, last = { r->x->last_id };
    int64_t                stage = r->stage, last_stage = r->x->last_stage;

    if (stage == 1 && last_stage == 1 && last.n == id.n)
        last.n = 0;                     /* stage I is asked for while stage II is written */
    TRY(assess_parts(cx, id, stage, &r->part, &r->n_parts));
    TRY(assess_helpers(cx, id, stage, &r->helper, &r->n_helpers));
    TRY(assess_numbers(cx, id, stage, &r->number, &r->n_numbers));
    if (last.n != 0)
        TRY(assess_numbers(cx, last, last_stage, &r->before, &r->n_before));
    in_order(r->number, r->n_numbers);
    in_order(r->before, r->n_before);
    if (!r->is_whole)
        leave_out_unseen(r);
    return NULL;
}

static void
part_to(const struct reading *r, struct str code, struct assess_line *l)
{
    for (size_t i = 0; i < r->n_parts; i++)
        if (str_eq(r->part[i].item, code))
            l->part = r->part[i];
    if (l->part.id.n == 0)
        return;
    for (size_t i = 0; i < r->n_helpers; i++)
        if (r->helper[i].part_id.n == l->part.id.n && l->n_helpers++ == 0)
            l->helper = &r->helper[i];
}

/* The last word on it: the final number, or the city's, or the agency's. */
static struct assess_number *
last_word(struct assess_number *row, size_t n, struct str code)
{
    static const enum assess_voice voices[] = { ASSESS_FINAL, ASSESS_CITY, ASSESS_AGENCY };

    for (size_t v = 0; v < COUNT(voices); v++)
        for (size_t i = 0; i < n; i++)
            if (str_eq(row[i].item, code) && row[i].of.n == 0 && row[i].value.n > 0
                && str_eq(row[i].voice, assess_voice_word(voices[v])))
                return &row[i];
    return NULL;
}

static void
numbers_to(const struct reading *r, struct str code, struct assess_line *l)
{
    for (size_t i = 0; i < r->n_numbers; i++)
        if (str_eq(r->number[i].item, code) && l->n_numbers++ == 0)
            l->number = &r->number[i];
    l->before = last_word(r->before, r->n_before, code);
}

bool
assess_is_in(const struct assess_line *l, int64_t org)
{
    if (org == 0 || l->part.org_id.n == org)
        return true;
    for (size_t i = 0; i < l->n_helpers; i++)
        if (l->helper[i].org_id.n == org)
            return true;
    return false;
}

static struct err *
lines_of(struct cx *cx, struct reading *r, struct assess_lines *lines)
{
    const struct instrument *in = &r->x->instrument;

    *lines = (struct assess_lines){ .row = NEWS(cx->arena, struct assess_line, in->tree.n) };
    TRY(read_stage(cx, r));
    for (size_t i = 0; i < in->tree.n; i++) {
        struct assess_line *l = &lines->row[lines->n];

        if (!assess_is_asked(in, (int32_t)i, r->x->kind))
            continue;
        *l = (struct assess_line){ .item = (int32_t)i };
        part_to(r, in->item[i].code, l);
        numbers_to(r, in->item[i].code, l);
        lines->n += r->is_whole || assess_is_in(l, r->x->org);
    }
    return NULL;
}

struct err *
assess_lines_at(struct cx *cx, const struct assess_full *x, int64_t stage,
                struct assess_lines *lines)
{
    struct reading r = { .x = x, .stage = stage };

    return lines_of(cx, &r, lines);
}

struct err *
assess_lines_of(struct cx *cx, const struct assess_full *x, struct assess_lines *lines)
{
    return assess_lines_at(cx, x, x->stage, lines);
}

struct err *
assess_lines_whole(struct cx *cx, const struct assess_full *x, int64_t stage,
                   struct assess_lines *lines)
{
    struct reading r = { .x = x, .stage = stage, .is_whole = true };

    return lines_of(cx, &r, lines);
}

struct err *
assess_entries_of(struct cx *cx, struct str region_code, int64_t org,
                  struct assess_entry_line **row, size_t *n)
{
    return assess_entries_of_region(cx, region_code, org, row, n);
}
