/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_publish.c — all regions of a stage at once: index, ranks, the frozen text. */
#include "base/arena.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"
#include "ground/post/post_holding.h"
#include "store/store.h"

enum { NAMED_MAX = 12, PROVINCE_DIGITS = 2 };

/* A region that is published. */
struct ready {
    struct assess_full        full;
    struct instrument_answers answers;
    struct result_answer     *answer;   size_t n_answers;
    struct str                stated;
};

struct publishing {
    const struct result_wish *wish;
    struct result_outcome     out;
    struct round_full         round;
    struct ready             *ready;    size_t n;
    struct dec               *figure;           /* at the published places */
    struct result_rank       *nation, *province;
    struct str                open[NAMED_MAX];  size_t n_open;
};

/* ---- may it be ------------------------------------------------------------------------------ */

bool
result_is_last(const struct round_full *f, int64_t stage)
{
    return stage == (str_is_known(f->phase[ROUND_STAGE_2].from_day) ? 2 : 1);
}

static struct err *
early(struct cx *cx, const struct round_phase *phase)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.early",
        .text = MSG("Results of this stage cannot be published yet."),
        .detail = str_is_known(phase->from_day)
                ? MSG("They can from {0} on.",
                      date_text(cx->arena, cx->lang, date_of_iso(phase->from_day)))
                : MSG("The round has no days for them.") });
}

static struct err *
must_be_due(struct cx *cx, struct publishing *p)
{
    int64_t                   stage = p->wish->stage;
    const struct round_phase *phase = &p->round.phase[stage == 1 ? ROUND_RESULT_1
                                                                 : ROUND_RESULT];
    struct result_stage      *there;
    size_t                    n;

    if (!str_is_known(phase->from_day)
        || date_cmp(p->round.today, date_of_iso(phase->from_day)) < 0)
        return early(cx, phase);
    TRY(result_stages(cx, p->round.round.id, &there, &n));
    for (size_t i = 0; i < n; i++)
        if (there[i].stage == stage)
            return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT,
                .code = "result.published",
                .text = MSG("The results of this stage are published already.") });
    return NULL;
}

/* ---- what each region's final numbers give -------------------------------------------------- */

static struct result_answer *
answers_of(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines,
           size_t *n)
{
    size_t                most = 0;
    struct result_answer *out;

    for (size_t i = 0; i < lines->n; i++)
        most += lines->row[i].n_numbers;
    out = NEWS(cx->arena, struct result_answer, most + 1);
    *n = 0;
    for (size_t i = 0; i < lines->n; i++)
        for (size_t k = 0; k < lines->row[i].n_numbers; k++) {
            const struct assess_number *number = &lines->row[i].number[k];

            if (str_eq(number->voice, S("final")) && number->value.n > 0)
                out[(*n)++] = (struct result_answer){ .of = number->of, .value = number->value,
                    .item = x->instrument.item[lines->row[i].item].code };
        }
    return out;
}

static struct str
shown(struct cx *cx, const struct instrument_answers *a, size_t i)
{
    return dec_str(cx->arena, score_shown(a->step[i].value, a->instrument.places));
}

static struct err *
take(struct cx *cx, struct publishing *p, const struct assess_full *x)
{
    struct ready              r = { .full = *x };
    struct assess_lines       lines;
    struct instrument_answers city;

    r.full.stage = p->wish->stage;
    TRY(assess_lines_whole(cx, &r.full, p->wish->stage, &lines));
    TRY(assess_index_of(cx, &r.full, &lines, (struct assess_whose){ .voice = ASSESS_FINAL },
                        &r.answers));
    if (!score_has_figure(&r.answers.step[0])) {
        p->out.n_left++;
        return NULL;
    }
    TRY(assess_index_of(cx, &r.full, &lines, (struct assess_whose){ .voice = ASSESS_CITY }, &city));
    if (score_has_figure(&city.step[0]))
        r.stated = shown(cx, &city, 0);
    r.answer = answers_of(cx, x, &lines, &r.n_answers);
    p->ready[p->n++] = r;
    return NULL;
}

static struct err *
look_at(struct cx *cx, struct publishing *p, struct str region_code)
{
    struct assess_full x;
    bool               locked = false;

    TRY(assess_get(cx, p->wish->round, region_code, &x));
    if (x.entry.id.n == 0 || x.entry.stage < p->wish->stage) {
        p->out.n_left++;
        return NULL;
    }
    TRY(judge_is_locked(cx, &x, p->wish->stage, &locked));
    if (locked)
        return take(cx, p, &x);
    p->out.n_left++;
    if (p->n_open < NAMED_MAX)
        p->open[p->n_open++] = x.region_name;
    return NULL;
}

static struct err *
gather(struct cx *cx, struct publishing *p)
{
    struct round_region_set set;

    TRY(round_regions_of(cx, &p->round.round, &set));
    p->ready = NEWS(cx->arena, struct ready, set.n + 1);
    for (size_t i = 0; i < set.n; i++)
        TRY(look_at(cx, p, set.row[i].region_code));
    if (p->n_open > 0 && !p->wish->leaves_out)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.open",
            .text = MSG("Some regions sent their answers, and their final numbers are not locked."),
            .detail = MSG("They are: {0}.",
                          str_join(cx->arena, S(", "), p->open, p->n_open)),
            .hint = MSG("Lock them, or say that such regions are left out.") });
    if (p->n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.none",
            .text = MSG("No region has final numbers that give an index.") });
    return NULL;
}

/* ---- ranks ---------------------------------------------------------------------------------- */

static int32_t
province_of(struct str region_code)
{
    int64_t n = 0;

    str_int64(str_part(region_code, 0, PROVINCE_DIGITS), &n);
    return (int32_t)n;
}

static void
rank(struct cx *cx, struct publishing *p)
{
    int32_t *group = NEWS(cx->arena, int32_t, p->n);

    p->figure = NEWS(cx->arena, struct dec, p->n);
    p->nation = NEWS(cx->arena, struct result_rank, p->n);
    p->province = NEWS(cx->arena, struct result_rank, p->n);
    for (size_t i = 0; i < p->n; i++) {
        const struct instrument_answers *a = &p->ready[i].answers;

        group[i] = province_of(p->ready[i].full.entry.region_code);
        p->figure[i] = score_shown(a->step[0].value, a->instrument.places);
    }
    result_rank(p->figure, NULL, p->n, p->nation);
    result_rank(p->figure, group, p->n, p->province);
}

/* ---- freezing ------------------------------------------------------------------------------- */

/* Of all that has parts, and of what stands right below the whole. */
static bool
is_figure(const struct instrument_answers *a, size_t i)
{
    return score_has_figure(&a->step[i])
        && (a->instrument.tree.node[i].how != SCORE_LEAF || a->instrument.tree.node[i].parent == 0);
}

static void
put_figures(struct cx *cx, const struct instrument_answers *a, struct result_frozen *f)
{
    struct result_figure *figure = NEWS(cx->arena, struct result_figure, a->instrument.tree.n);

    for (size_t i = 0; i < a->instrument.tree.n; i++)
        if (is_figure(a, i))
            figure[f->n_figures++] = (struct result_figure){ a->instrument.item[i].code,
                shown(cx, a, i), dec_str(cx->arena, a->step[i].value) };
    f->figure = figure;
}

static struct err *
before_of(struct cx *cx, const struct ready *r, struct str *before)
{
    struct instrument_series        series;
    const struct instrument_result *last = NULL;
    bool                            found = false;

    *before = (struct str){ 0 };
    TRY(instrument_result_of(cx, r->full.instrument.code, r->full.entry.region_code,
                             r->full.round.round.year - 1, &series, &last, &found));
    if (found && last->actual[0].given.known)
        *before = dec_str(cx->arena, last->actual[0].given.value);
    return NULL;
}

static struct err *
freeze(struct cx *cx, const struct publishing *p, size_t i, struct result_frozen *f)
{
    const struct ready *r = &p->ready[i];

    *f = (struct result_frozen){
        .instrument = r->full.instrument.code, .digest = r->full.instrument.digest,
        .round = p->round.round.code, .region = r->full.entry.region_code,
        .name = r->full.region_name, .year = p->round.round.year, .stage = p->wish->stage,
        .published_on = date_iso(cx->arena, p->round.today),
        .value = dec_str(cx->arena, p->figure[i]),
        .exact = dec_str(cx->arena, r->answers.step[0].value), .stated = r->stated,
        .nation = p->nation[i], .province = p->province[i],
        .answer = r->answer, .n_answers = r->n_answers,
    };
    put_figures(cx, &r->answers, f);
    return before_of(cx, r, &f->before);
}

static struct err *
publish_one(struct cx *cx, struct publishing *p, size_t i)
{
    struct result_frozen f;

    TRY(freeze(cx, p, i, &f));
    p->out.n_new++;
    return result_keep(cx, &(struct result_kept){ .round = &p->round.round,
        .instrument = &p->ready[i].full.instrument, .frozen = &f,
        .text = result_freeze(cx->arena, &f), .at = cx->now_s, .by = result_by_post(cx),
        .is_last = p->out.is_last, .verb = JOURNAL_ADDED });
}

static struct err *
publish_once(struct cx *cx, void *arg)
{
    struct publishing *p = arg;

    *p = (struct publishing){ .wish = p->wish };
    TRY(round_get(cx, p->wish->round, &p->round));
    p->out.is_last = result_is_last(&p->round, p->wish->stage);
    TRY(must_be_due(cx, p));
    TRY(gather(cx, p));
    rank(cx, p);
    for (size_t i = 0; i < p->n; i++)
        TRY(publish_one(cx, p, i));
    return p->out.is_last ? round_publish(cx, &p->round) : NULL;
}

struct err *
result_publish(struct cx *cx, const struct result_wish *wish, struct result_outcome *out)
{
    struct publishing p = { .wish = wish };

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(store_change(cx, "result_publish", publish_once, &p));
    *out = p.out;
    return NULL;
}
