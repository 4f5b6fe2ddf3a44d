/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_fact.c — the rules of one published figure, the same for files, pages and shell. */
#include "city/instrument/instrument_fact.h"

#include "base/arena.h"
#include "base/money.h"

/* ---- rules ---------------------------------------------------------------------------------- */

static struct err *
refuse(struct cx *cx, struct str field, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = field;
    return err_of(cx->arena, e);
}

static struct err *
check_scaled(struct cx *cx, const struct instrument *in, int32_t item, struct dec value)
{
    struct arena      *a = cx->arena;
    struct score_scale scale = in->tree.node[item].scale;
    struct score_given given;
    struct score_fault fault;

    if (score_published(value, scale, &given, &fault))
        return NULL;
    if (fault.kind == SCORE_TOO_FINE)
        return refuse(cx, S("value"), (struct err){ .code = "instrument.too_fine",
            .text = MSG("{0} has more than {1} decimals.", dec_str(a, value), S("9")),
            .hint = MSG("Round it.") });
    return refuse(cx, S("value"), (struct err){ .code = "instrument.outside_scale",
        .text = MSG("{0} lies outside the scale of {1}, {2} to {3}.", dec_str(a, value), in->code,
                    dec_str(a, scale.min), dec_str(a, scale.max)),
        .hint = MSG("Check the figure in its source.") });
}

/* Ranks count from 1; an improvement may be negative; achieved and target lie on the scale. */
static struct err *
check_value(struct cx *cx, const struct instrument *in, int32_t item,
            enum instrument_measure measure, struct str text)
{
    bool       rank = measure >= INSTRUMENT_RANK_NATIONAL;
    struct dec value;

    if (text.n == 0)
        return NULL;
    if (!dec_parse(text, &value) || (rank && (value.scale > 0 || value.units < 1)))
        return refuse(cx, S("value"), (struct err){ .code = "instrument.value",
            .text = MSG("\"{0}\" is not a figure.", text),
            .hint = MSG("Write digits, with a point before the decimals; "
                        "leave it empty if it is not known.") });
    if (rank || measure == INSTRUMENT_IMPROVEMENT)
        return NULL;
    return check_scaled(cx, in, item, value);
}

static bool
is_web_address(struct str s)
{
    return str_starts(s, S("https://")) || str_starts(s, S("http://"));
}

static struct err *
check_source(struct cx *cx, const struct instrument_published *p)
{
    struct date date;

    if (p->source.n == 0)
        return refuse(cx, S("source"), (struct err){ .code = "instrument.source",
            .text = MSG("A fact needs its source."),
            .hint = MSG("Name who published it.") });
    if (p->source_url.n > 0 && !is_web_address(p->source_url))
        return refuse(cx, S("source_url"), (struct err){ .code = "instrument.url",
            .text = MSG("\"{0}\" is not a web address.", p->source_url),
            .hint = MSG("Begin it with https://") });
    if (p->source_date.n > 0 && !date_parse(p->source_date, &date))
        return refuse(cx, S("source_date"), (struct err){ .code = "instrument.date",
            .text = MSG("{0} is not a date.", p->source_date),
            .hint = MSG("Write 2024-10-21, 2024-10 or 2024.") });
    return NULL;
}

struct err *
instrument_fact_check(struct cx *cx, const struct instrument *in, int32_t item,
                      enum instrument_measure measure, const struct instrument_published *p)
{
    TRY(check_value(cx, in, item, measure, p->value));
    return check_source(cx, p);
}

/* ---- where it stands ------------------------------------------------------------------------ */

struct str
instrument_measure_word(enum instrument_measure measure)
{
    static const char *const word[] = { "",
#define X(name, code, label) code,
        INSTRUMENT_MEASURES(X)
#undef X
    };

    return str_of(word[measure]);
}

bool
instrument_is_place(int32_t item, enum instrument_measure measure)
{
    return measure == INSTRUMENT_ACTUAL || (item == 0 && measure != INSTRUMENT_MEASURE_NONE);
}

static struct err *
figure_unknown(struct cx *cx, struct str key)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "instrument.figure_unknown",
        .text = MSG("There is no place for a figure {0}.", key),
        .hint = MSG("Write INSTRUMENT/REGION/YEAR/ITEM.MEASURE, as the list of a region's figures "
                    "has it."),
    });
}

struct err *
instrument_place_of(struct cx *cx, struct str key, struct instrument_place *p)
{
    struct str code, region, year, item, rest;

    *p = (struct instrument_place){ .year = 0 };
    if (!str_cut(key, '/', &code, &rest) || !str_cut(rest, '/', &region, &rest)
        || !str_cut(rest, '/', &year, &rest) || !str_cut(rest, '.', &item, &rest))
        return figure_unknown(cx, key);
    TRY(instrument_get(cx, code, &p->in));
    TRY(region_get(cx, region, &p->region));
    p->item    = instrument_item_of(&p->in, item);
    p->measure = instrument_measure_of(rest);
    if (p->item < 0 || p->measure == INSTRUMENT_MEASURE_NONE || !str_int64(year, &p->year)
        || p->year < INSTRUMENT_YEAR_FIRST || p->year > INSTRUMENT_YEAR_LAST)
        return figure_unknown(cx, key);
    return NULL;
}

struct str
instrument_place_key(struct arena *a, const struct instrument_place *p)
{
    return str_fmt(a, "%.*s/%.*s/%lld/%.*s.%.*s", TEXT(p->in.code), TEXT(p->region.code),
                   (long long)p->year, TEXT(p->in.item[p->item].code),
                   TEXT(instrument_measure_word(p->measure)));
}

struct str
instrument_place_name(struct cx *cx, const struct instrument_place *p)
{
    struct str what = instrument_say(cx->lang, p->in.item[p->item].title);

    if (p->measure != INSTRUMENT_ACTUAL)
        what = msg_text(cx->arena, cx->lang, MSG("{0}, {1}", what,
                        msg_text(cx->arena, cx->lang, instrument_measure_label(p->measure))));
    return str_fmt(cx->arena, "%.*s: %.*s, %lld", TEXT(what), TEXT(p->region.name),
                   (long long)p->year);
}

struct str
instrument_place_href(struct arena *a, const struct instrument_place *p)
{
    return str_fmt(a, "/regions/%.*s/figures/%.*s/%lld/%.*s.%.*s", TEXT(p->region.code),
                   TEXT(p->in.code), (long long)p->year, TEXT(p->in.item[p->item].code),
                   TEXT(instrument_measure_word(p->measure)));
}

struct str
instrument_place_list(struct arena *a, const struct instrument_place *p)
{
    return str_fmt(a, "/regions/%.*s/figures?instrument=%.*s&year=%lld", TEXT(p->region.code),
                   TEXT(p->in.code), (long long)p->year);
}
