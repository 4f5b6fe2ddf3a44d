/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_paper_block.c — a result in the words of a letter, and of a report. */
#include "city/result/result_paper_block.h"

#include "base/arena.h"
#include "city/result/result_page.h"

enum { BLOCKS_MAX = 40 };

struct writing {
    const struct result_told *t;
    struct cx                *cx;
    struct paper_blocks       out;
};

static struct str
said(const struct writing *w, struct msg m)
{
    return msg_text(w->cx->arena, w->cx->lang, m);
}

static void
put_one(struct writing *w, enum paper_kind kind, struct msg m)
{
    struct str text = said(w, m);

    paper_put(&w->out, kind, &text, 1);
}

/* ---- the head ------------------------------------------------------------------------------- */

static struct msg
title_of(const struct writing *w)
{
    struct str title = w->t->one->round.round.title;

    return w->t->wish->kind == RESULT_LETTER
        ? MSG("Result of {0}: {1}", title, w->t->region)
        : MSG("Report on {0}: {1}", title, w->t->region);
}

static void
put_head(struct writing *w)
{
    const struct org *org = w->t->org;
    struct str        number = w->t->wish->number;
    struct str        head[] = { org->name, org->region_name };
    struct str        title[] = { said(w, title_of(w)), said(w, MSG("Number: {0}", number)) };

    paper_put(&w->out, PAPER_HEAD, head, str_is_known(org->region_name) ? 2 : 1);
    paper_put(&w->out, PAPER_TITLE, title, number.n > 0 ? 2 : 1);
    put_one(w, PAPER_TEXT, MSG("To: {0}", said(w, MSG("Head of region, {0}", w->t->region))));
}

static struct msg
stage_of(const struct result_one *o)
{
    return o->result.stage == 1 ? MSG("Stage I") : MSG("Stage II");
}

static void
put_opening(struct writing *w)
{
    const struct result_one *o = w->t->one;
    struct str               title = instrument_say(w->cx->lang, o->answers.instrument.title);
    struct str               year = str_int(w->cx->arena, o->frozen.year);

    put_one(w, PAPER_TEXT, MSG("{0} was evaluated for {1} by “{2}”. These are the results that "
                               "were published ({3}).",
                               w->t->region, year, title, said(w, stage_of(o))));
}

/* ---- the figures ---------------------------------------------------------------------------- */

static struct str
figure_text(const struct writing *w, struct str figure)
{
    struct dec value;

    if (!dec_parse(figure, &value))
        return said(w, MSG("unknown"));
    return dec_text(w->cx->arena, w->cx->lang, value);
}

/* "+0.25 (3.06 in 2021)"; the year before has no published index: so it says. */
static struct str
improvement_text(const struct writing *w)
{
    const struct result_one *o = w->t->one;
    struct instrument_gap    gap = { .known = true };
    struct dec               now, before;

    if (!dec_parse(o->result.value, &now) || !dec_parse(o->result.before, &before)
        || !dec_sub(now, before, &gap.by))
        return said(w, MSG("unknown: no index of {0} is published",
                           str_int(w->cx->arena, o->frozen.year - 1)));
    return said(w, MSG("{0} ({1} in {2})", instrument_gap_text(w->cx, gap),
                       figure_text(w, o->result.before),
                       str_int(w->cx->arena, o->frozen.year - 1)));
}

static void
put_figures(struct writing *w)
{
    const struct result_one *o = w->t->one;
    const struct result     *r = &o->result;
    struct str               band = instrument_band_text(w->cx, &o->answers.instrument,
                                                         o->answers.step[0].range);
    struct str               text[10];
    size_t                   n = 0;

    text[n++] = instrument_say(w->cx->lang, o->answers.instrument.item[0].title);
    text[n++] = figure_text(w, r->value);
    if (str_is_known(band)) {
        text[n++] = said(w, MSG("Predicate"));
        text[n++] = band;
    }
    text[n++] = said(w, MSG("Improvement"));
    text[n++] = improvement_text(w);
    text[n++] = said(w, MSG("National rank"));
    text[n++] = said(w, result_rank_text(w->cx, r->rank, r->rank_tied, r->ranked));
    text[n++] = said(w, MSG("Rank in the province"));
    text[n++] = said(w, result_rank_text(w->cx, r->province_rank, r->province_tied,
                                         r->province_ranked));
    paper_put(&w->out, PAPER_FIELDS, text, n);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static int32_t
depth_of(const struct instrument *in, int32_t i)
{
    int32_t depth = 0;

    while (in->tree.node[i].parent > 0) {
        i = in->tree.node[i].parent;
        depth++;
    }
    return depth;
}

/* As deep as it stands: "Impact", "· Smart governance". */
static struct str
part_name(const struct writing *w, const struct instrument *in, int32_t i)
{
    struct str title = instrument_say(w->cx->lang, in->item[i].title);
    int32_t    depth = depth_of(in, i);

    return depth == 0 ? title : str_fmt(w->cx->arena, "%.*s%.*s", depth * 3,
                                        "\xC2\xB7 \xC2\xB7 \xC2\xB7 \xC2\xB7 ", TEXT(title));
}

static struct str
weight_of(const struct writing *w, const struct instrument *in, int32_t i)
{
    const struct score_node *above = &in->tree.node[in->tree.node[i].parent];

    if (above->how != SCORE_WEIGHTED)
        return S("-");
    return str_fmt(w->cx->arena, "%.*s%%",
                   TEXT(dec_text(w->cx->arena, w->cx->lang, dec_trim(in->item[i].percent))));
}

/* The figures that were frozen, but the whole. */
static void
put_parts(struct writing *w)
{
    enum { COLUMNS = 3 };
    static const bool           is_number[COLUMNS] = { false, true, true };
    const struct result_frozen *f = &w->t->one->frozen;
    const struct instrument    *in = &w->t->one->answers.instrument;
    struct str                 *text = NEWS(w->cx->arena, struct str,
                                            (f->n_figures + 1) * COLUMNS);
    size_t                      n = 0;

    text[n++] = said(w, MSG("Part"));
    text[n++] = said(w, MSG("Weight"));
    text[n++] = said(w, MSG("Figure"));
    for (size_t i = 0; i < f->n_figures; i++) {
        int32_t item = instrument_item_of(in, f->figure[i].item);

        if (item <= 0)
            continue;
        text[n++] = part_name(w, in, item);
        text[n++] = weight_of(w, in, item);
        text[n++] = figure_text(w, f->figure[i].value);
    }
    if (n == COLUMNS)
        return;
    put_one(w, PAPER_HEADING, MSG("The parts of the index"));
    paper_put_table(&w->out, text, n, COLUMNS, is_number);
    put_one(w, PAPER_NOTE, MSG("The whole is computed from parts that were not rounded; from "
                               "rounded ones it may differ in its last place."));
}

/* ---- the report: findings, items ------------------------------------------------------------- */

static bool
is_of(const struct result_finding *f, enum result_kind kind)
{
    return str_eq(f->kind, result_kind_word(kind));
}

/* A paper's text is one paragraph. */
static struct str
one_line(struct arena *a, struct str text)
{
    char *p = NEWS(a, char, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        p[i] = (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i];
    return (struct str){ p, text.n };
}

static struct str
finding_text(const struct writing *w, const struct result_finding *f)
{
    const struct instrument *in = &w->t->one->answers.instrument;
    int32_t                  item = f->item.n > 0 ? instrument_item_of(in, f->item) : -1;
    struct str               text = one_line(w->cx->arena, f->text);

    if (item < 0)
        return text;
    return str_fmt(w->cx->arena, "%.*s: %.*s",
                   TEXT(instrument_say(w->cx->lang, in->item[item].title)), TEXT(text));
}

/* "given to Dinas Kominfo, until 31 March 2027" */
static struct str
standing_text(const struct writing *w, const struct result_finding *f)
{
    enum result_state state = RESULT_OPEN;
    struct str        word;

    result_state_read(f->state, &state);
    word = said(w, result_state_label(state));
    if (!str_is_known(f->org_name) || !str_is_known(f->due))
        return word;
    return said(w, MSG("{0}: {1}, until {2}", word, f->org_name,
                       date_text(w->cx->arena, w->cx->lang, date_of_iso(f->due))));
}

static void
put_findings(struct writing *w, enum result_kind kind, struct msg none)
{
    const struct result_finding_set *set = w->t->findings;
    struct str                      *text = NEWS(w->cx->arena, struct str, set->n + 1);
    size_t                           n = 0;

    for (size_t i = 0; i < set->n; i++) {
        const struct result_finding *f = &set->row[i];

        if (is_of(f, kind))
            text[n++] = kind == RESULT_STRENGTH ? finding_text(w, f)
                      : str_fmt(w->cx->arena, "%.*s (%.*s)", TEXT(finding_text(w, f)),
                                TEXT(standing_text(w, f)));
    }
    put_one(w, PAPER_HEADING, result_kind_label(kind));
    if (n == 0)
        put_one(w, PAPER_TEXT, none);
    else
        paper_put(&w->out, PAPER_LIST, text, n);
}

static void
put_items(struct writing *w)
{
    enum { COLUMNS = 3 };
    static const bool                is_number[COLUMNS] = { false, true, false };
    const struct instrument_answers *x = &w->t->one->answers;
    size_t                           n = 0, all = x->instrument.tree.n;
    struct str                      *text = NEWS(w->cx->arena, struct str, (all + 1) * COLUMNS);

    text[n++] = said(w, MSG("Item"));
    text[n++] = said(w, MSG("Figure"));
    text[n++] = said(w, MSG("Reason"));
    for (size_t i = 1; i < all; i++) {
        const struct score_step *step = &x->step[i];

        if (step->state == SCORE_STOOD_IN)
            continue;
        text[n++] = part_name(w, &x->instrument, (int32_t)i);
        text[n++] = score_has_figure(step)
                  ? instrument_shown_text(w->cx, &x->instrument, step->value) : S("-");
        text[n++] = instrument_why_text(w->cx, x, i);
    }
    put_one(w, PAPER_HEADING, MSG("Every item, with its reason"));
    paper_put_table(&w->out, text, n, COLUMNS, is_number);
}

static void
put_report(struct writing *w)
{
    if (w->t->wish->kind != RESULT_REPORT)
        return;
    put_findings(w, RESULT_WEAKNESS, MSG("None was recorded."));
    put_findings(w, RESULT_STRENGTH, MSG("None was recorded."));
    put_findings(w, RESULT_RECOMMENDATION, MSG("None was recorded."));
    put_items(w);
}

/* ---- the end -------------------------------------------------------------------------------- */

static void
put_end(struct writing *w)
{
    const struct result_paper_wish *wish = w->t->wish;
    struct str day = date_text(w->cx->arena, w->cx->lang, w->t->today);
    struct str sign[] = {
        wish->place.n > 0 ? str_fmt(w->cx->arena, "%.*s, %.*s", TEXT(wish->place), TEXT(day)) : day,
        wish->post, wish->name, wish->official.n > 0 ? wish->official : S(""),
    };

    paper_put(&w->out, PAPER_SIGN, sign, COUNT(sign));
    put_one(w, PAPER_NOTE, MSG("SHA-256 of the published result: {0}", w->t->one->result.sha256));
}

struct paper
result_paper_of(const struct result_told *t)
{
    struct writing w = { .t = t, .cx = t->cx,
                         .out = paper_blocks_in(t->cx->arena, BLOCKS_MAX) };

    put_head(&w);
    put_opening(&w);
    put_figures(&w);
    put_parts(&w);
    put_report(&w);
    put_end(&w);
    return (struct paper){ .title = said(&w, title_of(&w)), .author = t->org->name,
        .language = lang_code(t->cx->lang), .date = t->today, .foot = said(&w, title_of(&w)),
        .block = w.out.row, .n = w.out.n };
}
