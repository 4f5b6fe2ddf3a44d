/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_take.c — a result and its findings on their way to the region's own installation. */
#include "base/arena.h"
#include "base/money.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"

/* ---- from here ------------------------------------------------------------------------------ */

static struct err *
news_of(struct cx *cx, const struct result_one *o, struct result_news *news)
{
    struct result_finding_said *said;

    TRY(result_findings_said(cx, o->round.round.id, o->region.code, o->result.stage, &said,
                             &news->n));
    news->finding = NEWS(cx->arena, struct result_news_finding, news->n + 1);
    for (size_t i = 0; i < news->n; i++) {
        struct result_news_finding *f = &news->finding[i];

        *f = (struct result_news_finding){ .id = said[i].id.n, .at = said[i].said_at,
            .item = said[i].item, .text = said[i].text, .by = said[i].said_by };
        result_kind_read(said[i].kind, &f->kind);
    }
    return NULL;
}

struct err *
result_of_region(struct cx *cx, struct result_coming *c)
{
    struct result_one *o = NEW(cx->arena, struct result_one);
    struct result_news news = { 0 };

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = c->region_code }));
    TRY(result_get(cx, c->round, c->region_code, c->stage, o));
    TRY(news_of(cx, o, &news));
    news.at = o->result.published_at;
    news.by = o->result.published_by;
    news.is_last = result_is_last(&o->round, o->result.stage);
    c->frozen = o->result.frozen;
    c->news = result_news_write(cx->arena, &news);
    return NULL;
}

/* ---- there: is it one, and of what ---------------------------------------------------------- */

struct taking {
    const struct result_coming *c;
    struct result_frozen        f;
    struct result_news          news;
    struct round_full           round;
    struct instrument           instrument;
    bool                        is_here;        /* this very result */
};

static struct err *
refuse(struct cx *cx, struct msg detail)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "result.coming",
        .text = MSG("This is no published result of this region and stage."),
        .detail = detail,
        .hint = MSG("Ask the sender to send it again with the newest version of Guyub.") });
}

static struct err *
read(struct cx *cx, struct taking *t)
{
    const struct result_coming *c = t->c;

    if (!result_thaw(cx->arena, c->frozen, &t->f) || !result_frozen_is_sound(&t->f))
        return refuse(cx, MSG("Its text is not as a result is written."));
    if (!result_news_read(cx->arena, c->news, &t->news))
        return refuse(cx, MSG("What goes with it is not as it is written."));
    if (!str_eq(t->f.round, c->round) || !str_eq(t->f.region, c->region_code)
        || t->f.stage != c->stage)
        return refuse(cx, MSG("It is of {0} in {1}, stage {2}.", t->f.region, t->f.round,
                              int_text(cx->arena, cx->lang, t->f.stage)));
    return NULL;
}

static struct err *
read_round(struct cx *cx, struct taking *t)
{
    const struct round *r = &t->round.round;

    TRY(round_get(cx, t->f.round, &t->round));
    if (!str_eq(r->instrument_code, t->f.instrument) || r->year != t->f.year)
        return refuse(cx, MSG("It evaluates {0} by {1}; the round of that code here does not.",
                              str_int(cx->arena, t->f.year), t->f.instrument));
    return instrument_get(cx, r->instrument_code, &t->instrument);
}

/* ---- there: does it fit to what is known ---------------------------------------------------- */

static struct err *
other(struct cx *cx, struct str sha256)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.other",
        .text = MSG("Another result of this region and stage is here already."),
        .detail = MSG("Its SHA-256 is {0}.", sha256),
        .hint = MSG("Ask the programme's office which of them was published.") });
}

static struct err *
find_result(struct cx *cx, struct taking *t)
{
    struct result there;
    bool          found;

    TRY(result_at(cx, t->round.round.id, t->f.region, t->f.stage, &there, &found));
    t->is_here = found && str_eq(there.frozen, t->c->frozen);
    return found && !t->is_here ? other(cx, there.sha256) : NULL;
}

static struct err *
known_already(struct cx *cx, const struct taking *t, struct str known)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT,
        .code = "instrument.known_already",
        .text = MSG("For {0} the index {1} is known here, not {2}.",
                    str_int(cx->arena, t->f.year), known, t->f.value),
        .hint = MSG("Open the region's figures, correct what is wrong there, then take it again.")
    });
}

/* Figures that somebody typed before the result came: the same is well, another is not. */
static struct err *
check_facts(struct cx *cx, const struct taking *t)
{
    struct instrument_series        series;
    const struct instrument_result *there = NULL;
    bool                            found = false;
    struct dec                      value = { 0 };

    if (!t->news.is_last || t->is_here)
        return NULL;
    TRY(instrument_result_of(cx, t->f.instrument, t->f.region, t->f.year, &series, &there,
                             &found));
    if (!found || !there->actual[0].given.known)
        return NULL;
    dec_parse(t->f.value, &value);
    return dec_cmp(there->actual[0].given.value, value) == 0
        ? NULL : known_already(cx, t, dec_str(cx->arena, there->actual[0].given.value));
}

static struct err *
must_take(struct cx *cx, struct str region_code)
{
    struct scope there = { .region = region_code };

    return may(cx, MAY_STATE, there) ? NULL : must(cx, MAY_CONSOLIDATE, there);
}

static struct err *
look(struct cx *cx, struct taking *t)
{
    TRY(must_take(cx, t->c->region_code));
    TRY(read(cx, t));
    TRY(read_round(cx, t));
    TRY(find_result(cx, t));
    return check_facts(cx, t);
}

struct err *
result_look(struct cx *cx, const struct result_coming *c)
{
    struct taking *t = NEW(cx->arena, struct taking);

    t->c = c;
    return look(cx, t);
}

/* ---- there: taken --------------------------------------------------------------------------- */

static struct err *
take_finding(struct cx *cx, const struct taking *t, const struct result_news_finding *said,
             struct str origin)
{
    struct result_finding        f = { .round_id = t->round.round.id, .region_code = t->f.region,
        .stage = t->f.stage, .kind = result_kind_word(said->kind), .state = S("open"),
        .item = said->item, .text = said->text, .said_at = said->at, .said_by = said->by };
    struct result_finding_origin there;
    bool                         found;

    TRY(result_finding_come(cx, origin, &there, &found));
    return found ? NULL : result_finding_keep(cx, &f, origin);
}

static struct err *
take_result(struct cx *cx, const struct taking *t)
{
    TRY(result_keep(cx, &(struct result_kept){ .round = &t->round.round,
        .instrument = &t->instrument, .frozen = &t->f, .text = t->c->frozen, .at = t->news.at,
        .by = t->news.by, .is_last = t->news.is_last, .verb = JOURNAL_LOADED }));
    return t->news.is_last && str_eq(t->round.round.state, S("open"))
         ? round_publish(cx, &t->round) : NULL;
}

struct err *
result_take(struct cx *cx, const struct result_coming *c, struct str from)
{
    struct taking *t = NEW(cx->arena, struct taking);

    t->c = c;
    TRY(look(cx, t));
    if (!t->is_here)
        TRY(take_result(cx, t));
    for (size_t i = 0; i < t->news.n; i++)
        TRY(take_finding(cx, t, &t->news.finding[i],
                         str_fmt(cx->arena, "%.*s/%lld", TEXT(from),
                                 (long long)t->news.finding[i].id)));
    return NULL;
}
