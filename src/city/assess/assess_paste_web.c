/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assess_paste_web.c — an agency's answers from a sheet: read without writing, every fault at its
 * cell, and nothing that was pasted is lost.
 */
#include "base/arena.h"
#include "city/assess/assess_agency_view.h"
#include "city/assess/assess_page.h"

enum { ROWS_MAX = 1000, ITEM_MAX = 80, OF_MAX = 200, VALUE_MAX = 100 };

struct row { struct str item, of, value, note; };

static const struct field row_fields[] = {
    FIELD(struct row, item,  F_TEXT, .max = ITEM_MAX, .required = true, .label = N_("Item")),
    FIELD(struct row, value, F_TEXT, .max = VALUE_MAX, .required = true, .label = N_("Answer")),
    FIELD(struct row, note,  F_TEXT, .max = ASSESS_NOTE_MAX, .label = N_("Note")),
    FIELD(struct row, of,    F_TEXT, .max = OF_MAX, .label = N_("Of which")),
};
static const struct form row_form = FORM(struct row, row_fields);

struct pasting {
    struct assess_typed     *typed;
    struct assess_saving     in;
    const struct table_seen *seen;
};

static struct err *
read_rows(struct cx *cx, struct grid *grid, struct pasting *p)
{
    struct table_in *in;
    bool             more = true;

    p->typed = NEWS(cx->arena, struct assess_typed, ROWS_MAX);
    p->in = (struct assess_saving){ .typed = p->typed, .voice = ASSESS_AGENCY };
    TRY(table_in_open(cx->arena, grid, &row_form, &in));
    while (more) {
        struct row row = { .of = S(""), .note = S("") };

        TRY(table_in_next(in, &row, &more));
        if (!more)
            break;
        if (p->in.n == ROWS_MAX)
            table_in_fault(in, NULL, MSG("One table takes at most 1,000 rows."));
        else
            p->typed[p->in.n++] = (struct assess_typed){ .seen = -1,
                .item = str_copy(cx->arena, row.item), .of = str_copy(cx->arena, row.of),
                .value = str_copy(cx->arena, row.value), .note = str_copy(cx->arena, row.note) };
    }
    p->seen = table_in_seen(in);
    return NULL;
}

static void
mark_row(struct table_in *in, const struct assess_saving *s, size_t row)
{
    for (size_t i = 0; i < s->n_faults; i++)
        if (s->fault[i].row == row)
            table_in_fault(in, s->fault[i].in_note ? "note" : "value", s->fault[i].text);
}

/* A second reading puts what the instrument refuses to the cells. */
static struct err *
read_marked(struct cx *cx, struct grid *grid, struct pasting *p)
{
    struct table_in *in;
    bool             more = true;

    TRY(table_in_open(cx->arena, grid, &row_form, &in));
    for (size_t row = 0; more; row++) {
        struct row values = { .of = S(""), .note = S("") };

        TRY(table_in_next(in, &values, &more));
        if (more)
            mark_row(in, &p->in, row);
    }
    p->seen = table_in_seen(in);
    return NULL;
}

static struct err *
draw(struct cx *cx, const struct request *rq, struct reply *rp, struct assess_org_page *o,
     const struct table_seen *seen)
{
    struct assess_paste_page page = { .o = o, .box = paste_box_of(rq, &row_form),
                                      .mark = assess_mark(cx) };
    struct paste_marks       marks;
    struct grid             *grid;
    bool                     given;
    struct view              v = view_in(cx->arena, cx->lang);

    if (seen) {
        TRY(paste_grid(cx, rq, &grid, &given));
        TRY(paste_marked(cx, grid, &row_form, seen, &marks));
        page.marks = &marks;
    }
    assess_paste_view(&v, &page);
    assess_crumbs(cx, rp, &o->p);
    reply_crumb(rp, assess_org_href(cx->arena, &o->p.x, o->org.code), MSG("{0}", o->org.name));
    reply_page(rp, MSG("Paste answers from a sheet"), &v);
    if (seen)
        rp->status = 400;
    return NULL;
}

static struct err *
page_of(struct cx *cx, const struct request *rq, struct assess_org_page **o)
{
    *o = NEW(cx->arena, struct assess_org_page);
    TRY(assess_org_page_of(cx, rq, *o));
    return must(cx, MAY_ANSWER, assess_org_scope(&(*o)->p.x, (*o)->org.id.n));
}

struct err *
assess_paste_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct assess_org_page *o;

    TRY(page_of(cx, rq, &o));
    return draw(cx, rq, rp, o, NULL);
}

/* What the instrument says of the rows that can be read, without writing while any row is wrong. */
static struct err *
check_or_save(struct cx *cx, const struct request *rq, struct assess_org_page *o,
              struct pasting *p)
{
    struct grid *grid;
    bool         given;

    p->in.is_dry = p->seen->n_faults > 0;
    p->in.mark = query_value(rq->given, S("mark"));
    TRY(assess_save(cx, &o->p.x, &p->in));
    if (p->in.n_faults == 0)
        return NULL;
    TRY(paste_grid(cx, rq, &grid, &given));
    return read_marked(cx, grid, p);
}

struct err *
assess_paste_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct pasting          p;
    struct assess_org_page *o;
    struct grid            *grid;
    bool                    given;

    TRY(page_of(cx, rq, &o));
    TRY(paste_grid(cx, rq, &grid, &given));
    if (!given)
        return draw(cx, rq, rp, o, NULL);
    TRY(read_rows(cx, grid, &p));
    TRY(check_or_save(cx, rq, o, &p));
    if (p.seen->n_faults > 0)
        return draw(cx, rq, rp, o, p.seen);
    return assess_after(rp, assess_org_href(cx->arena, &o->p.x, o->org.code),
        p.in.is_again ? MSG("This was saved already; it counts once.")
                      : MSG("{0} answers are saved.", str_fmt(cx->arena, "%zu", p.in.n_saved)));
}
