/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * portal_data.c — everything public, as data: each list and record that the program serves.
 *
 * The page walks the modules' route tables, so a new list is on it by itself, with the rows that
 * its own handler gives. What a route cannot tell, licence, source and date, stands in `known`.
 */
#include "city/portal/portal_page.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/money.h"
#include "city/portal/portal_view.h"
#include "module.h"
#include "web/query.h"

enum { SETS_MAX = 64, RECORDS_MAX = 64 };

struct licence { const char *name, *href; };

static const struct licence odbl = { "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/" };
static const struct licence agpl = { "AGPL-3.0-or-later",
                                     "https://www.gnu.org/licenses/agpl-3.0.html" };

#define REGION_SOURCE N_("Kemendagri's codes and names, as idn-area-data 3.1.2 collects them; " \
                         "points: GeoNames (CC BY 4.0)")
#define FACT_SOURCE   N_("published facts; each row names its own source and date")

/* What is known of a list beside its rows. A path with several queries is several lists. */
static const struct known {
    const char           *path, *query, *title, *source;
    const struct licence *licence;
    const char           *as_of;
    const char           *kinds[2];         /* regions: of which the program keeps count */
    bool                  is_asked;         /* its rows depend on what is asked: not counted */
} known[] = {
    { .path = "/regions", .query = "", .title = N_("Provinces"), .kinds = { "province" },
      .source = REGION_SOURCE, .licence = &odbl, .as_of = "2025" },
    { .path = "/regions", .query = "level=regency", .title = N_("Regencies and cities"),
      .kinds = { "regency", "city" },
      .source = REGION_SOURCE, .licence = &odbl, .as_of = "2025" },
    { .path = "/regions", .query = "level=district", .title = N_("Districts"),
      .kinds = { "district" },
      .source = REGION_SOURCE, .licence = &odbl, .as_of = "2025" },
    { .path = "/regions", .query = "level=village", .title = N_("Villages (kelurahan and desa)"),
      .kinds = { "kelurahan", "desa" },
      .source = REGION_SOURCE, .licence = &odbl, .as_of = "2025" },
    { .path = "/organisations", .query = "", .title = N_("Organisations"),
      .source = FACT_SOURCE, .licence = &agpl, .as_of = "2026-11-21" },
    { .path = "/documents", .query = "", .title = N_("Public documents"),
      .source = N_("the organisations that the documents belong to, named in each row"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/calendar", .query = "", .title = N_("Holidays and shared leave of a year"),
      .source = N_("joint decrees of three ministers, named in each row"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/calendar/after", .query = "", .title = N_("Working days after a day, one by one"),
      .source = N_("joint decrees of three ministers, named in each row"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/calendar/weeks", .query = "", .title = N_("Working weeks of their own"),
      .source = N_("decisions of regions, named in each row"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/instruments", .query = "", .title = N_("Instruments"),
      .source = N_("laws and guidelines, named in each instrument with what they leave open"),
      .licence = &agpl, .as_of = "2026-11-22" },
    { .path = "/cohorts", .query = "", .title = N_("Participants by year"),
      .source = FACT_SOURCE, .licence = &agpl, .as_of = "2026-11-22" },
    { .path = "/cohorts/members", .query = "", .title = N_("Participants known by name"),
      .source = FACT_SOURCE, .licence = &agpl, .as_of = "2026-11-22" },
    { .path = "/rounds", .query = "", .title = N_("Evaluation rounds"),
      .source = N_("decisions of the programme's office, told in the journal"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/rounds/{code}/regions", .query = "",
      .title = N_("Regions that take part in a round, and why"),
      .source = N_("decisions of the programme's office, told in the journal"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/regions/{code}/figures", .query = "", .title = N_("Published figures of a region"),
      .source = FACT_SOURCE, .licence = &agpl, .as_of = "2026-11-22", .is_asked = true },
    { .path = "/rounds/{code}/results", .query = "", .title = N_("Results of a round, by rank"),
      .source = N_("the final numbers of the round's assessors, as they were locked"),
      .licence = &agpl, .as_of = "2026-11-23", .is_asked = true },
    { .path = "/compare", .query = "", .title = N_("Published results of chosen regions"),
      .source = FACT_SOURCE, .licence = &agpl, .as_of = "2026-11-22", .is_asked = true },
    { .path = "/instruments/{id}/score", .query = "",
      .title = N_("An index tried out, line by line"),
      .source = N_("the answers in the address; weights and levels as in the instrument's sources"),
      .licence = &agpl, .as_of = "2026-11-22", .is_asked = true },
    { .path = "/data", .query = "", .title = N_("This list"),
      .source = N_("the program's own table of addresses"), .licence = &agpl,
      .as_of = "2026-11-22" },
};

/* ---- rows ------------------------------------------------------------------------------------ */


/* The rows of a CSV text without its header; line breaks within quotes do not end a row. */
static int64_t
csv_rows(struct str csv)
{
    int64_t lines = 0;
    bool    quoted = false;

    for (size_t i = 0; i < csv.n; i++) {
        quoted ^= csv.p[i] == '"';
        lines += csv.p[i] == '\n' && !quoted;
    }
    return lines > 0 ? lines - 1 : 0;
}

/* Asks the route's own handler for its rows, as a reader without wishes would. */
static struct err *
rows_served(struct cx *cx, const struct route *route, struct maybe_int *rows)
{
    struct form_faults *faults = NEW(cx->arena, struct form_faults);
    struct request      rq = { .method = GET, .wants = AS_CSV, .path = str_of(route->path),
                               .query = S(""), .faults = faults };
    struct reply        rp = { 0 };

    if (route->form) {
        void *empty = arena_alloc(cx->arena, route->form->size, 16);

        form_read(cx->arena, route->form, NULL, 0, empty, faults);
        rq.form = empty;
    }
    if (faults->n > 0)
        return NULL;                        /* it has to be asked something: no number of its own */
    TRY(route->page(cx, &rq, &rp));
    *rows = KNOWN(csv_rows(rp.body));
    return NULL;
}

static struct maybe_int
rows_counted(const struct known *k, const struct region_kind_count *row, size_t n)
{
    struct maybe_int rows = KNOWN(0);

    for (size_t i = 0; i < n; i++)
        for (size_t kind = 0; kind < COUNT(k->kinds); kind++)
            if (k->kinds[kind] && str_eq(row[i].kind, str_of(k->kinds[kind])))
                rows.n += row[i].n;
    return rows;
}

/* ---- what is listed -------------------------------------------------------------------------- */


struct walk {
    struct cx                      *cx;
    const struct region_kind_count *tally;
    size_t                          n_tally;
    struct portal_data             *out;
};

static bool
has_hole(const struct route *r)
{
    return strchr(r->path, '{') != NULL;
}

static struct str
address(struct arena *a, const struct route *r, const char *suffix, const char *query)
{
    if (has_hole(r))
        return (struct str){ NULL, 0 };
    return str_fmt(a, "%s%s%s%s", r->path, suffix, query[0] ? "?" : "", query);
}

static struct err *
add_set(struct walk *w, const struct route *r, const struct known *k)
{
    struct cx             *cx = w->cx;
    struct arena          *a = cx->arena;
    const char            *query = k ? k->query : "";
    struct portal_dataset *set = &w->out->set[w->out->n++];

    assert(w->out->n <= SETS_MAX);
    *set = (struct portal_dataset){
        .path = str_fmt(a, "%s%s%s", r->path, query[0] ? "?" : "", query),
        .csv = address(a, r, ".csv", query), .json = address(a, r, ".json", query),
        .help = msg_text(a, cx->lang, (struct msg){ .id = r->help }),
    };
    set->title = k ? msg_text(a, cx->lang, (struct msg){ .id = k->title }) : set->help;
    if (k) {
        set->source = msg_text(a, cx->lang, (struct msg){ .id = k->source });
        set->licence = str_of(k->licence->name);
        set->licence_href = str_of(k->licence->href);
        set->as_of = str_of(k->as_of);
    }
    if (k && k->kinds[0])
        set->rows = rows_counted(k, w->tally, w->n_tally);
    else if (!has_hole(r) && !(k && k->is_asked) && strcmp(r->path, "/data") != 0)
        TRY(rows_served(cx, r, &set->rows));
    return NULL;
}

static struct err *
add_list(struct walk *w, const struct route *r)
{
    bool some = false;

    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].path, r->path) == 0) {
            TRY(add_set(w, r, &known[i]));
            some = true;
        }
    return some ? NULL : add_set(w, r, NULL);
}

static void
add_record(struct walk *w, const struct route *r)
{
    struct portal_record *record = &w->out->record[w->out->n_records++];

    assert(w->out->n_records <= RECORDS_MAX);
    record->path = str_fmt(w->cx->arena, "%s.json", r->path);
    record->help = msg_text(w->cx->arena, w->cx->lang, (struct msg){ .id = r->help });
}

static struct err *
add_route(struct walk *w, const struct route *r)
{
    uint32_t serves = r->serves ? r->serves : (uint32_t)(AS_HTML | AS_JSON);

    if (r->method != GET || r->right != MAY_READ_PUBLIC || strcmp(r->path, "/") == 0)
        return NULL;
    if (serves & AS_CSV)
        return add_list(w, r);
    if (serves & AS_JSON)
        add_record(w, r);
    return NULL;
}

static struct err *
data_of(struct cx *cx, struct portal_data *out)
{
    struct region_kind_count *tally;
    struct walk               w = { .cx = cx, .out = out };

    TRY(region_counts(cx, &tally, &w.n_tally));
    w.tally = tally;
    *out = (struct portal_data){ .set = NEWS(cx->arena, struct portal_dataset, SETS_MAX),
                                 .record = NEWS(cx->arena, struct portal_record, RECORDS_MAX) };
    for (const struct module *const *m = cx->modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_routes; i++)
            TRY(add_route(&w, &(*m)->routes[i]));
    for (size_t i = 0; i < out->n; i++)
        if (str_eq(out->set[i].path, S("/data")))
            out->set[i].rows = KNOWN((int64_t)out->n);
    return NULL;
}

/* ---- faces ----------------------------------------------------------------------------------- */


static struct err *
reply_rows(struct cx *cx, const struct request *rq, const struct portal_data *d, struct reply *rp)
{
    static const struct column column[] = {
        { "path", { 0 }, COLUMN_TEXT },         { "title", { 0 }, COLUMN_TEXT },
        { "rows", { 0 }, COLUMN_INT },          { "csv", { 0 }, COLUMN_TEXT },
        { "json", { 0 }, COLUMN_TEXT },         { "source", { 0 }, COLUMN_TEXT },
        { "licence", { 0 }, COLUMN_TEXT },      { "licence_url", { 0 }, COLUMN_TEXT },
        { "as_of", { 0 }, COLUMN_TEXT },
    };
    struct table t = table_in(cx->arena, column, COUNT(column), d->n);

    for (size_t i = 0; i < d->n; i++) {
        const struct portal_dataset *set = &d->set[i];
        struct str                  *cell = table_row(&t);

        cell[0] = set->path;
        cell[1] = set->title;
        if (set->rows.known)
            cell[2] = str_int(cx->arena, set->rows.n);
        cell[3] = set->csv;
        cell[4] = set->json;
        cell[5] = set->source;
        cell[6] = set->licence;
        cell[7] = set->licence_href;
        cell[8] = set->as_of;
    }
    reply_table(cx, rq, rp, &t);
    return NULL;
}

struct err *
portal_data_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct portal_data d;

    TRY(data_of(cx, &d));
    if (rq->wants != AS_HTML)
        return reply_rows(cx, rq, &d, rp);
    struct view v = view_in(cx->arena, cx->lang);

    portal_data_view(&v, &d);
    reply_page(rp, MSG("Open data"), &v);
    return NULL;
}
