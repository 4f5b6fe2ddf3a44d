/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_figure.c — the figures of a region as a list, and one figure with its history. */
#include "base/arena.h"
#include "base/money.h"
#include "city/instrument/instrument_fact.h"
#include "city/instrument/instrument_page.h"
#include "city/instrument/instrument_sql.h"
#include "city/instrument/instrument_view.h"
#include "ground/record/record.h"

/* ---- the list ------------------------------------------------------------------------------- */

static const struct field figures_fields[] = {
    FIELD(struct instrument_figures_query, instrument, F_TEXT, .max = 64,
          .label = N_("Instrument (id)")),
    FIELD(struct instrument_figures_query, year, F_INT, .min = INSTRUMENT_YEAR_FIRST,
          .max = INSTRUMENT_YEAR_LAST, .label = N_("Year")),
};
const struct form instrument_figures_form = FORM(struct instrument_figures_query, figures_fields);

struct err *
instrument_figures_of(struct cx *cx, struct str region, const struct instrument_figures_query *q,
                      struct instrument_figures *f)
{
    struct instrument_fact *all;
    size_t                  n;

    *f = (struct instrument_figures){ .year = q->year };
    TRY(instrument_get(cx, q->instrument.n > 0 ? q->instrument : INSTRUMENT_SMART_CITY, &f->in));
    TRY(region_get(cx, region, &f->region));
    TRY(instrument_facts_of(cx, f->in.id, f->region.code, &all, &n));
    f->fact = NEWS(cx->arena, struct instrument_fact, n);
    for (size_t i = 0; i < n; i++)
        if (q->year == 0 || all[i].year == q->year)
            f->fact[f->n++] = all[i];
    return NULL;
}

static const struct column figures_columns[] = {
    { "figure",      { .id = N_("Figure (id)") },            COLUMN_TEXT },
    { "year",        { .id = N_("Year") },                   COLUMN_INT  },
    { "item",        { .id = N_("Item") },                   COLUMN_TEXT },
    { "measure",     { .id = N_("Measure") },                COLUMN_TEXT },
    { "value",       { .id = N_("Figure") },                 COLUMN_DEC  },
    { "source",      { .id = N_("Source") },                 COLUMN_TEXT },
    { "source_url",  { .id = N_("Address of the source") },  COLUMN_TEXT },
    { "source_date", { .id = N_("Date of the source") },     COLUMN_TEXT },
    { "note_id",     { .id = N_("Note in Indonesian") },     COLUMN_TEXT },
    { "note_en",     { .id = N_("Note in English") },        COLUMN_TEXT },
};

struct table
instrument_figures_table(struct arena *a, const struct instrument_figures *f)
{
    struct table t = table_in(a, figures_columns, COUNT(figures_columns), f->n);

    for (size_t i = 0; i < f->n; i++) {
        const struct instrument_fact *fact = &f->fact[i];
        struct str                   *cell = table_row(&t);

        cell[0] = str_fmt(a, "%.*s/%.*s/%lld/%.*s.%.*s", TEXT(f->in.code), TEXT(f->region.code),
                          (long long)fact->year, TEXT(fact->item), TEXT(fact->measure));
        cell[1] = year_text(a, fact->year);
        cell[2] = fact->item;
        cell[3] = fact->measure;
        cell[4] = fact->value;
        cell[5] = fact->source;
        cell[6] = fact->source_url;
        cell[7] = fact->source_date;
        cell[8] = fact->note_id;
        cell[9] = fact->note_en;
    }
    return t;
}

struct str
instrument_fact_text(struct view *v, const struct instrument_fact *f)
{
    struct dec value;

    if (!str_is_known(f->value))
        return msg_text(v->arena, v->lang, MSG("unknown"));
    return dec_parse(f->value, &value) ? dec_text(v->arena, v->lang, value) : f->value;
}

struct str
instrument_fact_what(struct view *v, const struct instrument *in, const struct instrument_fact *f)
{
    enum instrument_measure m = instrument_measure_of(f->measure);
    int32_t                 item = instrument_item_of(in, f->item);
    struct str              title = item < 0 ? f->item
                                             : instrument_say(v->lang, in->item[item].title);

    if (m == INSTRUMENT_ACTUAL)
        return title;
    return msg_text(v->arena, v->lang, MSG("{0}, {1}", title,
                    msg_text(v->arena, v->lang, instrument_measure_label(m))));
}

/* ---- what is still to be added --------------------------------------------------------------- */

static bool
is_there(const struct instrument_figures *f, const struct instrument_place *p)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->fact[i].year == p->year
            && instrument_measure_of(f->fact[i].measure) == p->measure
            && str_eq(f->fact[i].item, p->in.item[p->item].code))
            return true;
    return false;
}

static void
offer(struct cx *cx, struct instrument_figures *f, const struct instrument_place *p)
{
    struct instrument_fact at = { .item = p->in.item[p->item].code,
                                  .measure = instrument_measure_word(p->measure) };
    struct view            v = view_in(cx->arena, cx->lang);

    if (!instrument_is_place(p->item, p->measure) || is_there(f, p))
        return;
    f->offer[f->n_offers++] = (struct instrument_offer){
        .what = instrument_fact_what(&v, &f->in, &at),
        .href = str_fmt(cx->arena, "%.*s/add", TEXT(instrument_place_href(cx->arena, p))),
    };
}

/* Of one year, for whoever may add: the whole with all its measures, then the parts. */
static void
offer_all(struct cx *cx, struct instrument_figures *f)
{
    struct instrument_place p = { .in = f->in, .region = f->region, .year = f->year };

    if (f->year == 0 || !may(cx, MAY_EDIT_FACT, (struct scope){ .region = f->region.code }))
        return;
    f->offer = NEWS(cx->arena, struct instrument_offer, f->in.tree.n + INSTRUMENT_RANK_PROVINCE);
    for (p.measure = INSTRUMENT_ACTUAL; p.measure <= INSTRUMENT_RANK_PROVINCE; p.measure++)
        offer(cx, f, &p);
    p.measure = INSTRUMENT_ACTUAL;
    for (p.item = 1; p.item < (int32_t)f->in.tree.n; p.item++)
        offer(cx, f, &p);
}

static void
crumbs(struct cx *cx, struct reply *rp, const struct region *region)
{
    reply_crumb(rp, S("/regions"), MSG("Regions"));
    reply_crumb(rp, region_href(cx->arena, region->code), MSG("{0}", region->name));
}

struct err *
instrument_figures_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct instrument_figures f;

    TRY(form_err(cx->arena, rq->faults));
    TRY(instrument_figures_of(cx, rq->arg[0], rq->form, &f));
    if (rq->wants != AS_HTML) {
        struct table t = instrument_figures_table(cx->arena, &f);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    f.may_add = may(cx, MAY_EDIT_FACT, (struct scope){ .region = f.region.code });
    offer_all(cx, &f);
    TRY(instrument_list_of(cx, &f.brief, &f.n_briefs));
    struct view v = view_in(cx->arena, cx->lang);
    instrument_figures_view(&v, &f);
    crumbs(cx, rp, &f.region);
    reply_page(rp, MSG("Published figures of {0}", f.region.name), &v);
    return NULL;
}

/* ---- one figure ------------------------------------------------------------------------------ */

static void
figure_json(struct json *j, const void *model)
{
    const struct instrument_figure_record *f = model;

    json_open(j, '{');
    json_str_at(j, "figure", f->state.key);
    json_str_at(j, "value", f->published->value);
    json_str_at(j, "source", f->published->source);
    json_str_at(j, "source_url", f->published->source_url);
    json_str_at(j, "source_date", f->published->source_date);
    json_str_at(j, "note_id", f->published->note_id);
    json_str_at(j, "note_en", f->published->note_en);
    json_int_at(j, "version", f->state.version);
    json_close(j, '}');
}

/* Whoever may add it is led to what else is missing. */
static struct err *
not_published(struct cx *cx, const struct record_state *s, struct reply *rp)
{
    struct instrument_place p;

    if (may(cx, MAY_EDIT_FACT, s->scope)) {
        TRY(instrument_place_of(cx, s->key, &p));
        reply_see(rp, instrument_place_list(cx->arena, &p));
        return NULL;
    }
    return instrument_not_known(cx, s);
}

struct err *
instrument_figure_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    static const struct record_kind *const kinds[] = { &instrument_figure_edit };
    struct instrument_figure_record        f = { .place = NEW(cx->arena, struct instrument_place) };
    struct str key = str_fmt(cx->arena, "%.*s/%.*s/%.*s/%.*s", TEXT(rq->arg[1]), TEXT(rq->arg[0]),
                             TEXT(rq->arg[2]), TEXT(rq->arg[3]));

    TRY(instrument_figure_state(cx, key, &f.state));
    if (f.state.version == 0)
        return not_published(cx, &f.state, rp);
    f.published = f.state.values;
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, figure_json, &f);
        return NULL;
    }
    TRY(instrument_place_of(cx, f.state.key, f.place));
    TRY(record_panel(cx, kinds, COUNT(kinds), &f.state, &f.panel));
    struct view v = view_in(cx->arena, cx->lang);
    instrument_figure_view(&v, &f);
    crumbs(cx, rp, &f.place->region);
    reply_crumb(rp, instrument_place_list(cx->arena, f.place), MSG("Published figures"));
    reply_page(rp, MSG("{0}", f.state.name), &v);
    return NULL;
}

/* ---- a region's page: the way to the list, for whoever may add to it ------------------------- */

static struct err *
region_panel(struct cx *cx, int64_t region_id, struct html *out)
{
    struct region region;
    struct view   v = view_in(cx->arena, cx->lang);

    TRY(region_of_id(cx, (struct region_id){ region_id }, &region));
    if (may(cx, MAY_EDIT_FACT, (struct scope){ .region = region.code })
        && !str_is_known(region.valid_to))
        instrument_figures_panel(&v, region.code);
    *out = view_html(&v);
    return NULL;
}

const struct panel instrument_panels[INSTRUMENT_PANELS] = { { "region.more", region_panel } };

/* ---- shell ----------------------------------------------------------------------------------- */

struct err *
instrument_figures_run(struct cx *cx, struct shell *sh)
{
    struct instrument_figures f;

    TRY(instrument_figures_of(cx, sh->arg[0], sh->flags, &f));
    struct table t = instrument_figures_table(cx->arena, &f);
    shell_table(cx, sh, &t);
    return NULL;
}
