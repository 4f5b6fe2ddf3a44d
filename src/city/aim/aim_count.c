/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_count.c — the years, the target and the answers that it is about. */
#include "city/aim/aim_page.h"

#include "base/arena.h"

/* ---- the years ------------------------------------------------------------------------------ */

static const struct instrument_result *
year_named(const struct instrument_series *s, int64_t year)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].year == year)
            return &s->year[i];
    return NULL;
}

static const struct instrument_result *
last_year(const struct instrument_series *s, bool (*has)(const struct instrument_result *))
{
    for (size_t i = s->n; i > 0; i--)
        if (has(&s->year[i - 1]))
            return &s->year[i - 1];
    return NULL;
}

static bool
has_parts(const struct instrument_result *r)
{
    return r->has_parts;
}

static bool
has_index(const struct instrument_result *r)
{
    return r->actual[0].given.known;
}

static bool
has_target(const struct instrument_result *r)
{
    return r->target.given.known;
}

/* "2022, 2024", or unknown. */
static struct str
years_with(struct arena *a, const struct instrument_series *s,
           bool (*has)(const struct instrument_result *))
{
    struct str *part = NEWS(a, struct str, s->n + 1);
    size_t      n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (has(&s->year[i]))
            part[n++] = year_text(a, s->year[i].year);
    return n > 0 ? str_join(a, S(", "), part, n) : (struct str){ NULL, 0 };
}

/* What a year must have to be asked for, and what is said if it has not. */
struct wanted {
    bool      (*has)(const struct instrument_result *);
    const char *code;
    struct msg  text;
};

static struct err *
no_year(struct cx *cx, const struct aim_count *c, const struct wanted *w)
{
    struct str years = years_with(cx->arena, &c->series, w->has);

    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = w->code, .text = w->text,
        .hint = str_is_known(years) ? MSG("Known are: {0}.", years)
                                    : MSG("Leave the year out and answer the items."),
    });
}

/* The year asked for, or the last that has what is needed. */
static struct err *
choose_year(struct cx *cx, const struct aim_count *c, const struct wanted *w, int64_t asked,
            const struct instrument_result **out)
{
    *out = asked == 0 ? last_year(&c->series, w->has) : year_named(&c->series, asked);
    if (asked != 0 && (!*out || !w->has(*out)))
        return no_year(cx, c, w);
    return NULL;
}

/* ---- the target ----------------------------------------------------------------------------- */

static const struct err *
target_wrong(struct cx *cx, const struct instrument *in)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "aim.target", .where = S("target"),
        .text = MSG("The target must be a figure from {0} to {1}.",
                    dec_text(cx->arena, cx->lang, in->scale.min),
                    dec_text(cx->arena, cx->lang, in->scale.max)),
        .hint = MSG("Write digits, such as {0}.", dec_text(cx->arena, cx->lang, in->scale.max)),
    });
}

static void
take_own_target(struct cx *cx, const struct aim_asked *asked, struct aim_count *c)
{
    const struct instrument *in = &c->series.instrument;
    struct score_given       given;
    struct score_fault       fault;

    c->aimed      = NULL;
    c->has_target = dec_parse(asked->target, &c->target)
                 && score_exact(c->target, in->scale, &given, &fault);
    if (!c->has_target)
        c->target_fault = target_wrong(cx, in);
}

static void
take_target(struct cx *cx, const struct aim_asked *asked, struct aim_count *c)
{
    if (asked->target.n > 0) {
        take_own_target(cx, asked, c);
    } else if (c->aimed) {
        c->has_target = true;
        c->target     = c->aimed->target.given.value;
    }
}

/* ---- answers -------------------------------------------------------------------------------- */

/* Before anything is answered everything is missing. */
static void
nothing(struct arena *a, const struct instrument *in, enum region_kind kind,
        struct instrument_answers *out)
{
    size_t              n = in->tree.n;
    struct score_given *given = NEWS(a, struct score_given, n);
    struct score_step  *step = NEWS(a, struct score_step, n);
    int32_t            *missing = NEWS(a, int32_t, n);
    struct score_tree   tree = instrument_tree(a, in);

    score_compute(tree, given, step);
    *out = (struct instrument_answers){
        .instrument = *in, .kind = kind, .given = given, .step = step, .missing = missing,
        .level = NEWS(a, const struct instrument_level *, n),
        .n_missing = score_missing(tree, step, missing, n),
    };
}

static bool
answered(struct arena *a, const struct instrument *in, const struct instrument_sheet *sheet,
         struct instrument_answers *out, struct instrument_answer_faults *faults)
{
    *faults = (struct instrument_answer_faults){ .n = 0 };
    if (sheet->n > 0)
        return instrument_answer_items(a, in, sheet, out, faults);
    nothing(a, in, sheet->kind, out);
    return true;
}

static void
answer(struct cx *cx, const struct aim_asked *asked, struct aim_count *c)
{
    const struct instrument        *in = &c->series.instrument;
    struct instrument_answer       *start = NEWS(cx->arena, struct instrument_answer, in->tree.n);
    struct instrument_answer_faults none;
    struct instrument_sheet         sheet = {
        .answer = start, .kind = region_kind_of_word(c->series.region.kind), .name = S("kind"),
        .lang = cx->lang,
    };

    if (c->from)
        sheet.n = aim_published(cx->arena, in, c->from, sheet.kind, start);
    c->sheet   = NEWS(cx->arena, struct instrument_answer, in->tree.n + asked->n);
    c->n_sheet = aim_put_together(in, start, sheet.n, asked, c->sheet);
    if (!answered(cx->arena, in, &sheet, &c->start, &none))
        nothing(cx->arena, in, sheet.kind, &c->start);
    sheet.answer = c->sheet;
    sheet.n      = c->n_sheet;
    answered(cx->arena, in, &sheet, &c->now, &c->faults);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static struct err *
check_kind(struct cx *cx, const struct aim_count *c)
{
    const struct region *region = &c->series.region;
    enum region_kind     kind = region_kind_of_word(region->kind);

    if (kind >= REGION_PROVINCE && kind <= REGION_CITY
        && instrument_is_for(c->series.instrument.kinds, kind))
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "aim.kind",
        .text = MSG("{0} is not evaluated by this instrument.", region->name),
        .hint = MSG("Choose another region or another instrument."),
    });
}

struct err *
aim_count_of(struct cx *cx, struct str region, struct str instrument, const struct aim_asked *asked,
             struct aim_count *c)
{
    const struct wanted parts = { has_parts, "aim.from",
                                  MSG("No components were published for this year.") };
    const struct wanted target = { has_target, "aim.year",
                                   MSG("No target is known for this year.") };

    *c = (struct aim_count){ .n = 0 };
    TRY(instrument_series_of(cx, instrument, region, &c->series));
    TRY(check_kind(cx, c));
    TRY(choose_year(cx, c, &parts, asked->from, &c->from));
    TRY(choose_year(cx, c, &target, asked->year, &c->aimed));
    c->latest = last_year(&c->series, has_index);
    take_target(cx, asked, c);
    answer(cx, asked, c);
    return c->faults.n > 0 ? NULL : aim_follow(cx, c);
}
