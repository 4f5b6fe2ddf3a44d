/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_give_web.c — the coordinator's page: which agency answers which item, ticked or pasted. */
#include "base/arena.h"
#include "city/assess/assess_give_view.h"
#include "city/assess/assess_page.h"
#include "ground/org/org.h"

enum { ROWS_MAX = 1000, ITEM_MAX = 80, CODES_MAX = 600, ORG_MAX = 60 };

/* ---- drawing --------------------------------------------------------------------------------- */

/* Agencies of the region as they are today, by name. */
static struct err *
choices_of(struct cx *cx, struct assess_give_page *g)
{
    struct region  region;
    struct org_set set;
    bool           found;

    TRY(region_find(cx, g->p.x.entry.region_code, &region, &found));
    if (!found)
        return NULL;
    TRY(org_now_in(cx, region.id, &set));
    g->org = NEWS(cx->arena, struct assess_org_choice, set.n + 1);
    for (size_t i = 0; i < set.n; i++)
        if (str_eq(set.row[i].kind, S("agency")))
            g->org[g->n_orgs++] = (struct assess_org_choice){ set.row[i].code, set.row[i].name };
    return NULL;
}

struct pasted { struct str item, org, helpers; struct date due; };

static const struct field pasted_fields[] = {
    FIELD(struct pasted, item,    F_TEXT, .max = ITEM_MAX, .required = true, .label = N_("Item")),
    FIELD(struct pasted, org,     F_TEXT, .max = ORG_MAX, .required = true,
          .label = N_("Agency in charge")),
    FIELD(struct pasted, helpers, F_TEXT, .max = CODES_MAX, .label = N_("Contributing")),
    FIELD(struct pasted, due,     F_DATE, .label = N_("Last day")),
};
static const struct form pasted_form = FORM(struct pasted, pasted_fields);

static struct err *
draw(struct cx *cx, const struct request *rq, struct reply *rp, struct err *wrong,
     const struct table_seen *seen)
{
    struct assess_give_page *g = NEW(cx->arena, struct assess_give_page);
    struct view              v = view_in(cx->arena, cx->lang);
    struct paste_marks       marks;
    struct grid             *grid;
    bool                     given;

    TRY(assess_page_of(cx, rq, &g->p));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(&g->p.x)));
    TRY(assess_sheet_of(cx, &g->p.x, &g->p.lines, &(struct assess_sheet_wish){
        .voice = ASSESS_CITY, .most = g->p.lines.n, .href = S("") }, &g->p.sheet));
    TRY(choices_of(cx, g));
    g->box = paste_box_of(rq, &pasted_form);
    g->p.wrong = wrong;
    if (seen) {
        TRY(paste_grid(cx, rq, &grid, &given));
        TRY(paste_marked(cx, grid, &pasted_form, seen, &marks));
        g->marks = &marks;
    }
    assess_give_view(&v, g);
    assess_crumbs(cx, rp, &g->p);
    reply_page(rp, MSG("Give items to agencies"), &v);
    if (wrong || seen)
        rp->status = wrong ? err_status(wrong) : 400;
    return NULL;
}

struct err *
assess_give_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return draw(cx, rq, rp, NULL, NULL);
}

/* ---- ticked ---------------------------------------------------------------------------------- */

static struct err *
nothing_chosen(struct cx *cx, const char *where)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.item",
        .text = MSG("Choose at least one item, and the agency that answers it."),
        .where = str_of(where) });
}

static struct str *
values_of(struct cx *cx, const struct query *q, struct str name, size_t *n)
{
    struct str *value = NEWS(cx->arena, struct str, q->n + 1);

    *n = 0;
    for (size_t i = 0; i < q->n; i++)
        if (str_eq(q->pair[i].name, name) && q->pair[i].value.n > 0)
            value[(*n)++] = q->pair[i].value;
    return value;
}

static struct err *
give_ticked(struct cx *cx, const struct request *rq, struct assess_full *x, size_t *n)
{
    struct str           org = str_trim(query_value(rq->given, S("org")));
    struct date          due = { 0 };
    size_t               n_helpers;
    struct str          *item = values_of(cx, rq->given, S("item"), n);
    struct str          *helper = values_of(cx, rq->given, S("helper"), &n_helpers);
    struct assess_given *given = NEWS(cx->arena, struct assess_given, *n + 1);

    if (*n == 0 || org.n == 0)
        return nothing_chosen(cx, *n == 0 ? "item" : "org");
    date_parse(query_value(rq->given, S("due")), &due);
    for (size_t i = 0; i < *n; i++)
        given[i] = (struct assess_given){ .item = item[i], .org = org, .helper = helper,
                                          .n_helpers = n_helpers, .due = due };
    return assess_give(cx, x, given, *n);
}

static struct err *
ended(struct cx *cx, const struct request *rq, struct reply *rp, struct err *e, size_t n)
{
    bool is_missing = e && e->kind == ERR_MISSING;      /* an organisation that there is not */

    if (e)
        return assess_is_shown(e) || is_missing ? draw(cx, rq, rp, e, NULL) : e;
    return assess_after(rp, str_fmt(cx->arena, "/assessments/%.*s/%.*s/give", TEXT(rq->arg[0]),
                                    TEXT(rq->arg[1])),
                        MSG("{0} items are given.", str_fmt(cx->arena, "%zu", n)));
}

struct err *
assess_give_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_full x;
    struct err        *e;
    size_t             n;

    TRY(assess_get(cx, rq->arg[0], rq->arg[1], &x));
    e = give_ticked(cx, rq, &x, &n);
    return ended(cx, rq, rp, e, n);
}

/* ---- pasted ---------------------------------------------------------------------------------- */

struct pasting {
    struct assess_given     *given; size_t n;
    const struct table_seen *seen;
};

/* "35.71-dinkes 35.71-bappeda", with blanks or commas between. */
static size_t
codes_in(struct cx *cx, struct str text, struct str **code)
{
    struct str rest = text, word;
    size_t     n = 0;
    bool       more = text.n > 0;
    char      *p = NEWS(cx->arena, char, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == ',' || text.p[i] == ';' ? ' ' : text.p[i];
    rest.p = p;
    *code = NEWS(cx->arena, struct str, text.n / 2 + 2);
    while (more) {
        more = str_cut(rest, ' ', &word, &rest);
        if (word.n > 0)
            (*code)[n++] = word;
    }
    return n;
}

/* What a row alone can say: is there such an item, such an agency? */
static struct err *
check_row(struct cx *cx, const struct assess_page *p, const struct pasted *row,
          struct table_in *in, bool *is_good)
{
    struct org org;
    bool       found;

    *is_good = false;
    if (!assess_line_of(&p->x, &p->lines, row->item)) {
        table_in_fault(in, "item", MSG("There is no such item in {0}.", p->x.instrument.code));
        return NULL;
    }
    TRY(org_find(cx, row->org, &org, &found));
    *is_good = found && str_eq(org.region_code, p->x.entry.region_code);
    if (!*is_good)
        table_in_fault(in, "org", MSG("No agency of {0} has this code.", p->x.region_name));
    return NULL;
}

static struct err *
read_rows(struct cx *cx, const struct assess_page *p, struct grid *grid, struct pasting *out)
{
    struct table_in *in;
    bool             more = true, is_good;

    *out = (struct pasting){ .given = NEWS(cx->arena, struct assess_given, ROWS_MAX) };
    TRY(table_in_open(cx->arena, grid, &pasted_form, &in));
    while (more && out->n < ROWS_MAX) {
        struct pasted row = { .helpers = S("") };
        struct str   *helper;

        TRY(table_in_next(in, &row, &more));
        if (!more)
            break;
        TRY(check_row(cx, p, &row, in, &is_good));
        if (!is_good)
            continue;
        size_t n = codes_in(cx, str_copy(cx->arena, row.helpers), &helper);

        out->given[out->n++] = (struct assess_given){ .item = str_copy(cx->arena, row.item),
            .org = str_copy(cx->arena, row.org), .helper = helper, .n_helpers = n,
            .due = row.due };
    }
    out->seen = table_in_seen(in);
    return NULL;
}

struct err *
assess_give_paste_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_page *p = NEW(cx->arena, struct assess_page);
    struct pasting      pasted;
    struct grid        *grid;
    struct err         *e;
    bool                given;

    TRY(assess_page_of(cx, rq, p));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(&p->x)));
    TRY(paste_grid(cx, rq, &grid, &given));
    if (!given)
        return draw(cx, rq, rp, nothing_chosen(cx, "rows"), NULL);
    TRY(read_rows(cx, p, grid, &pasted));
    if (pasted.seen->n_faults > 0)
        return draw(cx, rq, rp, NULL, pasted.seen);
    e = assess_give(cx, &p->x, pasted.given, pasted.n);
    return ended(cx, rq, rp, e, pasted.n);
}
