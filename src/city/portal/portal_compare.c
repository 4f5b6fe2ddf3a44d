/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* portal_compare.c — regions side by side: one year in bars, every year in a table, and as data. */
#include "city/portal/portal_page.h"

#include <assert.h>

#include "base/arena.h"
#include "city/portal/portal_view.h"
#include "web/query.h"

enum { YEARS_MAX = PORTAL_REGIONS_MAX * PORTAL_YEARS_MAX };

static const struct field fields[] = {
    FIELD(struct portal_compare_form, year, F_INT, .min = 2000, .max = 2100, .label = N_("Year")),
};

const struct form portal_compare_form = FORM(struct portal_compare_form, fields);

/* What is being compared, before it is put into words. */
struct comparison {
    struct instrument_series series[PORTAL_REGIONS_MAX];
    size_t                   n;
    int64_t                  year;              /* 0: none of them has a figure            */
    int64_t                  years[YEARS_MAX];  /* in which any of them has one, from the first */
    size_t                   n_years;
};

/* ---- what is asked --------------------------------------------------------------------------- */

static bool
is_among(const struct comparison *c, struct str code)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->series[i].region.code, code))
            return true;
    return false;
}

static struct err *
too_many(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "portal.too_many_regions",
        .text = MSG("So many regions cannot be compared."),
        .detail = MSG("At most {0} regions stand side by side.",
                      str_fmt(cx->arena, "%d", PORTAL_REGIONS_MAX)),
        .hint = MSG("Leave some of them out."), .where = S("region"),
    });
}

/* "region" may be given several times; an empty or a repeated one adds nothing. */
static struct err *
read_regions(struct cx *cx, const struct request *rq, struct comparison *c)
{
    struct query *q = NEW(cx->arena, struct query);

    if (!query_read(cx->arena, rq->query, q))
        return NULL;
    for (size_t i = 0; i < q->n; i++) {
        struct str code = str_trim(q->pair[i].value);

        if (!str_eq(q->pair[i].name, S("region")) || code.n == 0 || is_among(c, code))
            continue;
        if (c->n == PORTAL_REGIONS_MAX)
            return too_many(cx);
        TRY(instrument_series_of(cx, INSTRUMENT_SMART_CITY, code, &c->series[c->n]));
        c->n++;
    }
    return NULL;
}

static void
add_year(struct comparison *c, int64_t year)
{
    size_t at = 0;

    while (at < c->n_years && c->years[at] < year)
        at++;
    if (at < c->n_years && c->years[at] == year)
        return;
    assert(c->n_years < YEARS_MAX);
    for (size_t i = c->n_years; i > at; i--)
        c->years[i] = c->years[i - 1];
    c->years[at] = year;
    c->n_years++;
}

static void
choose_year(struct cx *cx, const struct request *rq, struct comparison *c)
{
    const struct portal_compare_form *form = rq->form;
    const struct portal_point        *row[PORTAL_REGIONS_MAX];
    size_t                            n[PORTAL_REGIONS_MAX];

    for (size_t r = 0; r < c->n; r++) {
        n[r] = c->series[r].n;
        row[r] = portal_points_of(cx->arena, &c->series[r]);
        for (size_t i = 0; i < n[r]; i++)
            if (row[r][i].actual.known && c->n_years < YEARS_MAX)
                add_year(c, row[r][i].year);
    }
    c->year = form->year ? form->year : portal_common_year(row, n, c->n);
}

static const struct instrument_result *
result_of(const struct instrument_series *s, int64_t year)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->year[i].year == year)
            return &s->year[i];
    return NULL;
}

/* ---- as data --------------------------------------------------------------------------------- */

static struct str
given_str(struct arena *a, struct score_given g)
{
    return g.known ? dec_str(a, g.value) : (struct str){ NULL, 0 };
}

static struct str
gap_str(struct arena *a, struct instrument_gap g)
{
    return g.known ? dec_str(a, g.by) : (struct str){ NULL, 0 };
}

static void
add_row(struct arena *a, const struct instrument_series *s, const struct instrument_result *r,
        struct table *t)
{
    const struct instrument_fact *f = r->actual[0].fact ? r->actual[0].fact : r->target.fact;
    struct str                   *cell = table_row(t);

    *cell++ = s->region.code;
    *cell++ = s->region.name;
    *cell++ = str_int(a, r->year);
    *cell++ = given_str(a, r->actual[0].given);
    *cell++ = given_str(a, r->target.given);
    *cell++ = gap_str(a, r->improvement);
    *cell++ = gap_str(a, r->over_target);
    *cell++ = f ? f->source : (struct str){ NULL, 0 };
    *cell++ = f ? f->source_url : (struct str){ NULL, 0 };
    *cell++ = f ? f->source_date : (struct str){ NULL, 0 };
}

/* All years, or the one that was asked for. */
static struct err *
reply_data(struct cx *cx, const struct request *rq, const struct comparison *c, struct reply *rp)
{
    static const struct column column[] = {
        { "region_code", { 0 }, COLUMN_TEXT },  { "region", { 0 }, COLUMN_TEXT },
        { "year", { 0 }, COLUMN_INT },          { "index", { 0 }, COLUMN_DEC },
        { "target", { 0 }, COLUMN_DEC },        { "improvement", { 0 }, COLUMN_DEC },
        { "over_target", { 0 }, COLUMN_DEC },   { "source", { 0 }, COLUMN_TEXT },
        { "source_url", { 0 }, COLUMN_TEXT },   { "source_date", { 0 }, COLUMN_TEXT },
    };
    const struct portal_compare_form *form = rq->form;
    size_t                            n = 0;

    for (size_t r = 0; r < c->n; r++)
        n += c->series[r].n;
    struct table t = table_in(cx->arena, column, COUNT(column), n);

    for (size_t r = 0; r < c->n; r++)
        for (size_t i = 0; i < c->series[r].n; i++)
            if (form->year == 0 || form->year == c->series[r].year[i].year)
                add_row(cx->arena, &c->series[r], &c->series[r].year[i], &t);
    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- as a page ------------------------------------------------------------------------------- */

/* The address of this comparison without region `skip` (c->n: with all of them). */
static struct str
address(struct arena *a, const struct comparison *c, size_t skip, int64_t year)
{
    struct str s = S("");

    for (size_t i = 0; i < c->n; i++)
        if (i != skip)
            s = str_fmt(a, "%.*s%sregion=%.*s", TEXT(s), s.n ? "&" : "?",
                        TEXT(c->series[i].region.code));
    if (year)
        s = str_fmt(a, "%.*s%syear=%lld", TEXT(s), s.n ? "&" : "?", (long long)year);
    return str_fmt(a, "/compare%.*s", TEXT(s));
}

static void
column_of(struct cx *cx, const struct comparison *c, const struct request *rq, size_t i,
          struct portal_column *out)
{
    const struct portal_compare_form *form = rq->form;
    const struct instrument_series   *s = &c->series[i];
    struct portal_panel              *p = NEW(cx->arena, struct portal_panel);

    *out = (struct portal_column){
        .code = s->region.code, .name = s->region.name,
        .without = address(cx->arena, c, i, form->year),
    };
    if (s->n == 0)
        return;
    portal_panel_of(cx, s, str_fmt(cx->arena, "region-%zu", i + 1), p);
    out->chart = p->chart;
}

static void
bars_of(struct cx *cx, const struct comparison *c, struct portal_compare *page)
{
    struct chart_bar bar[PORTAL_REGIONS_MAX] = { 0 };

    for (size_t i = 0; i < c->n; i++) {
        const struct instrument_result *r = result_of(&c->series[i], c->year);

        bar[i].label = MSG("{0}", c->series[i].region.name);
        if (r)
            bar[i].value = portal_shown(r->actual[0].given);
    }
    page->chosen_year = str_int(cx->arena, c->year);
    page->bars = chart_bars(cx->arena, cx->lang, &(struct chart_bars){
        .id = S("compare"), .title = MSG("Index in {0}", page->chosen_year),
        .most = portal_axis_end(&c->series[0].instrument), .bar = bar, .n = c->n });
}

static struct str
cell_of(struct cx *cx, const struct instrument_series *s, int64_t year, size_t item)
{
    const struct instrument_result *r = result_of(s, year);

    if (!r || !r->actual[item].given.known)
        return (struct str){ NULL, 0 };
    return instrument_figure_text(cx, r->actual[item]);
}

static void
rows_by_year(struct cx *cx, const struct comparison *c, struct portal_compare *page)
{
    page->by_year = NEWS(cx->arena, struct portal_row, c->n_years);
    page->n_by_year = c->n_years;
    for (size_t y = 0; y < c->n_years; y++) {
        page->by_year[y].head = str_int(cx->arena, c->years[y]);
        for (size_t r = 0; r < c->n; r++)
            page->by_year[y].cell[r] = cell_of(cx, &c->series[r], c->years[y], 0);
    }
}

/* The parts of the chosen year, where any of the regions has published one. */
static void
rows_by_part(struct cx *cx, const struct comparison *c, struct portal_compare *page)
{
    const struct instrument *in = &c->series[0].instrument;

    page->by_part = NEWS(cx->arena, struct portal_row, in->tree.n);
    for (size_t item = 1; item < in->tree.n; item++) {
        struct portal_row row = { .head = instrument_say(cx->lang, in->item[item].title) };
        bool              some = false;

        for (size_t r = 0; r < c->n; r++) {
            row.cell[r] = cell_of(cx, &c->series[r], c->year, item);
            some |= str_is_known(row.cell[r]);
        }
        if (some)
            page->by_part[page->n_by_part++] = row;
    }
}

/* What the form offers: regions that have an index and are not there yet, years that any has. */
static struct err *
options_of(struct cx *cx, const struct comparison *c, struct portal_compare *page)
{
    struct instrument_region *row;
    size_t                    n;
    bool                      has;

    TRY(portal_has_instrument(cx, &has));
    if (!has)
        return NULL;
    TRY(instrument_regions(cx, INSTRUMENT_SMART_CITY, &row, &n));
    page->region = NEWS(cx->arena, struct portal_option, n);
    for (size_t i = 0; i < n; i++)
        if (!is_among(c, row[i].region_code))
            page->region[page->n_regions++] = (struct portal_option){
                .value = row[i].region_code, .text = row[i].name };
    page->year = NEWS(cx->arena, struct portal_option, c->n_years);
    for (size_t i = c->n_years; i > 0; i--) {
        int64_t    year = c->years[i - 1];
        struct str text = str_int(cx->arena, year);

        page->year[page->n_years++] = (struct portal_option){ text, text, year == c->year };
    }
    page->full = c->n == PORTAL_REGIONS_MAX;
    return NULL;
}

static struct err *
reply_html(struct cx *cx, const struct request *rq, const struct comparison *c, struct reply *rp)
{
    struct portal_compare *page = NEW(cx->arena, struct portal_compare);
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(options_of(cx, c, page));
    page->n = c->n;
    for (size_t i = 0; i < c->n; i++) {
        column_of(cx, c, rq, i, &page->column[i]);
        page->n_sources = portal_add_sources(cx, &c->series[i], c->series[i].region.name,
                                             page->source, page->n_sources);
    }
    if (c->n > 0) {
        rows_by_year(cx, c, page);
        if (c->year) {
            bars_of(cx, c, page);
            rows_by_part(cx, c, page);
        }
    }
    portal_compare_view(&v, page);
    reply_page(rp, MSG("Compare regions"), &v);
    return NULL;
}

struct err *
portal_compare_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct comparison *c = NEW(cx->arena, struct comparison);

    TRY(form_err(cx->arena, rq->faults));
    TRY(read_regions(cx, rq, c));
    choose_year(cx, rq, c);
    return rq->wants == AS_HTML ? reply_html(cx, rq, c, rp) : reply_data(cx, rq, c, rp);
}
