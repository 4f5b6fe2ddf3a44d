/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_keep.c — a result that was published, here or elsewhere: its row, its facts, its line. */
#include "base/arena.h"
#include "city/instrument/instrument_fact.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"

static struct err *
put(struct cx *cx, const struct result_kept *k, struct str sha256)
{
    const struct result_frozen *f = k->frozen;

    return result_put(cx, &(struct result_put_in){ .round_id = k->round->id,
        .region_code = f->region, .stage = f->stage, .value = f->value, .exact = f->exact,
        .before = f->before, .stated = f->stated, .rank = f->nation.rank,
        .rank_tied = f->nation.tied, .ranked = f->nation.ranked,
        .province_rank = f->province.rank, .province_tied = f->province.tied,
        .province_ranked = f->province.ranked, .frozen = k->text, .sha256 = sha256,
        .published_at = k->at, .published_by = k->by }, NULL);
}

/* ---- facts, so that all other pages show it ------------------------------------------------- */

static struct err *
put_fact(struct cx *cx, struct instrument_place *at, enum instrument_measure measure,
         struct str value, struct instrument_published *v)
{
    at->measure = measure;
    v->value = value;
    return instrument_fact_publish(cx, at, v);
}

static struct err *
put_facts(struct cx *cx, const struct result_kept *k, struct str sha256)
{
    const struct result_frozen *f = k->frozen;
    struct instrument_place     at = { .in = *k->instrument, .year = f->year };
    struct instrument_published v = { .source_date = f->published_on,
        .source = str_fmt(cx->arena, "%.*s, SHA-256 %.*s", TEXT(k->round->title),
                          TEXT(sha256)) };

    TRY(region_get(cx, f->region, &at.region));
    TRY(put_fact(cx, &at, INSTRUMENT_RANK_NATIONAL, str_int(cx->arena, f->nation.rank), &v));
    TRY(put_fact(cx, &at, INSTRUMENT_RANKED_NATIONAL, str_int(cx->arena, f->nation.ranked), &v));
    TRY(put_fact(cx, &at, INSTRUMENT_RANK_PROVINCE, str_int(cx->arena, f->province.rank), &v));
    for (size_t i = 0; i < f->n_figures; i++) {
        at.item = instrument_item_of(&at.in, f->figure[i].item);
        if (at.item >= 0)
            TRY(put_fact(cx, &at, INSTRUMENT_ACTUAL, f->figure[i].value, &v));
    }
    return NULL;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static struct err *
tell(struct cx *cx, const struct result_kept *k, struct str sha256)
{
    const struct result_frozen *f = k->frozen;
    struct result_fields        after = { .region = f->region, .value = f->value,
        .sha256 = sha256, .rank = str_int(cx->arena, f->nation.rank) };

    return journal_tell(cx, &(struct fact){ .verb = k->verb, .thing = RESULT_THING,
        .key = k->round->code, .scope = { .region = f->region }, .form = &result_told_form,
        .after = &after,
        .note = str_fmt(cx->arena, "published stage %lld", (long long)f->stage) });
}

struct err *
result_keep(struct cx *cx, const struct result_kept *k)
{
    struct str sha256 = result_digest(cx->arena, k->text);

    TRY(put(cx, k, sha256));
    if (k->is_last)
        TRY(put_facts(cx, k, sha256));
    return tell(cx, k, sha256);
}
