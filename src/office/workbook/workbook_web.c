/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workbook_web.c — /workbooks: the sheets of a workbook, its cells mapped, filled and read. */
#include "base/arena.h"
#include "ground/journal/journal.h"
#include "office/workbook/workbook_page.h"
#include "office/workbook/workbook_view.h"
#include "web/query.h"

static struct err *
index_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workbook_set set;
    struct view         v = view_in(cx->arena, cx->lang);

    TRY(workbook_list_of(cx, &set));
    if (rq->wants != AS_HTML) {
        struct table t = workbook_table(cx->arena, &set);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    workbook_list_view(&v, &set);
    reply_page(rp, MSG("Workbooks"), &v);
    return NULL;
}

/* ---- one workbook ---------------------------------------------------------------------------- */

static const struct field look_fields[] = {
    FIELD(struct workbook_look, sheet, F_TEXT, .max = 100, .label = N_("Sheet")),
    FIELD(struct workbook_look, cell, F_TEXT, .max = 20, .label = N_("Cell")),
    FIELD(struct workbook_look, row, F_INT, .min = 1, .max = GRID_ROWS_MAX, .label = N_("Row")),
    FIELD(struct workbook_look, column, F_INT, .min = 1, .max = GRID_COLUMNS_MAX,
          .label = N_("Column")),
    FIELD(struct workbook_look, of, F_TEXT, .max = 120,
          .label = N_("Task or self-assessment (code)"),
          .hint = N_("As on its page, such as K7WM-3F9T-XR42")),
    FIELD(struct workbook_look, answers, F_TEXT, .max = 3, .label = N_("Column of the answers"),
          .hint = N_("Its letter, such as D")),
};
const struct form workbook_look_form = FORM(struct workbook_look, look_fields);
enum { LOOK_PROPOSES = 4 };                 /* the fields from here on ask for a proposal */
static const struct form propose_form = { .field = look_fields + LOOK_PROPOSES,
    .n = COUNT(look_fields) - LOOK_PROPOSES, .size = sizeof(struct workbook_look) };

/* One cell and the number of its item; no cell takes the item's mapping away. */
static const struct field map_fields[] = {
    FIELD(struct workbook_wish, number, F_TEXT, .min = 1, .max = WORKBOOK_NUMBER_MAX,
          .required = true, .label = N_("Item"),
          .hint = N_("Its number in the request, or its code in the instrument: 3.2.1")),
    FIELD(struct workbook_wish, cell, F_TEXT, .max = 150, .label = N_("Cell"),
          .hint = N_("C5, of the sheet shown; empty: the item has no cell any more")),
    FIELD(struct workbook_wish, sheet, F_TEXT, .max = 100, .label = N_("Sheet")),
};
/* The last field goes along unseen. */
static const struct form map_form = FORM(struct workbook_wish, map_fields);
static const struct form map_shown_form = { .field = map_fields, .n = COUNT(map_fields) - 1,
                                            .size = sizeof(struct workbook_wish) };

struct showing {
    struct workbook_map         map;
    struct workbook_look        look;
    struct workbook_wish        wish;
    const struct form_faults   *faults, *look_faults;
    const struct paste_marks   *marks;
    struct workbook_proposal    proposal;
    bool                        proposes;
};

static void
crumbs(struct reply *rp, struct cx *cx, const struct workbook_map *m, bool below)
{
    reply_crumb(rp, S("/workbooks"), MSG("Workbooks"));
    if (below)
        reply_crumb(rp, str_fmt(cx->arena, "/workbooks/%.*s", TEXT(m->document.code)),
                    MSG("{0}", m->document.title));
}

static struct err *
show(struct cx *cx, const struct request *rq, struct showing *s, struct reply *rp)
{
    struct workbook_window *w = NEW(cx->arena, struct workbook_window);
    struct scope            scope = document_scope(&s->map.document);
    struct view             v = view_in(cx->arena, cx->lang);

    w->map = &s->map;
    w->marks = s->marks;
    w->may_map = may(cx, MAY_ADD_DOCUMENT, scope);
    TRY(workbook_window_of(cx, &s->look, w));
    w->box = paste_box_of(rq, &workbook_cells_form);
    struct pair      hidden = { S("sheet"), w->name };
    struct form_draw draw = { .form = &map_shown_form, .posts = true, .values = &s->wish,
                              .action = str_fmt(cx->arena, "/workbooks/%.*s",
                                                TEXT(s->map.document.code)),
                              .faults = s->faults, .button = N_("Map the cell"),
                              .hidden = &hidden, .n_hidden = 1 };

    struct form_draw propose = { .form = &propose_form, .values = &s->look,
                                 .action = draw.action, .faults = s->look_faults,
                                 .button = N_("Propose cells") };

    w->form = &draw;
    w->propose = &propose;
    if (s->proposes) {
        w->proposal = &s->proposal;
        w->box.rows = s->proposal.rows;
    }
    TRY(journal_history(cx, &(struct journal_topic){ "workbook", s->map.document.code, scope },
                        &w->history));
    workbook_record_view(&v, w);
    crumbs(rp, cx, &s->map, false);
    reply_page(rp, MSG("{0}", s->map.document.title), &v);
    return NULL;
}

/* A wrong column or code is told at its field, and the page is there all the same. */
static struct err *
propose(struct cx *cx, struct showing *s, struct reply *rp)
{
    struct err         *e = workbook_propose(cx, &s->map, &s->look, &s->proposal);
    struct form_faults *faults;

    s->proposes = !e;
    if (!e || (e->kind != ERR_INPUT && e->kind != ERR_MISSING))
        return e;
    faults = NEW(cx->arena, struct form_faults);
    bool is_column = e->kind == ERR_INPUT;
    faults->fault[0] = (struct form_fault){ .text = e->text,
        .field = &look_fields[is_column ? LOOK_PROPOSES + 1 : LOOK_PROPOSES],
        .given = is_column ? s->look.answers : s->look.of };
    faults->n = 1;
    s->look_faults = faults;
    rp->status = 400;
    return NULL;
}

static struct err *
show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct showing s = { .look = *(const struct workbook_look *)rq->form };

    TRY(form_err(cx->arena, rq->faults));
    TRY(workbook_get(cx, rq->arg[0], &s.map));
    if (rq->wants != AS_HTML) {
        struct table t = workbook_cells_table(cx->arena, &s.map);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    s.wish.cell = s.look.cell;
    if (s.look.of.n > 0 || s.look.answers.n > 0)
        TRY(propose(cx, &s, rp));
    return show(cx, rq, &s, rp);
}

static struct str
sheet_href(struct cx *cx, struct str code, struct str sheet)
{
    return str_fmt(cx->arena, "/workbooks/%.*s?sheet=%.*s", TEXT(code),
                   TEXT(query_encode(cx->arena, sheet, false)));
}

/* What the verb refuses stands at the cell's field. */
static struct err *
refused(struct cx *cx, const struct request *rq, struct showing *s, const struct err *e,
        struct reply *rp)
{
    struct form_faults *faults = NEW(cx->arena, struct form_faults);

    faults->fault[0] = (struct form_fault){ .field = &map_fields[1], .text = e->text,
                                            .given = s->wish.cell };
    faults->n = 1;
    s->faults = faults;
    rp->status = 400;
    return show(cx, rq, s, rp);
}

static struct err *
map_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct showing s = { .wish = *(const struct workbook_wish *)rq->form, .faults = rq->faults };
    struct err    *e;

    TRY(workbook_get(cx, rq->arg[0], &s.map));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&s.map.document)));
    s.look.sheet = s.wish.sheet;
    if (rq->faults->n > 0) {
        rp->status = 400;
        return show(cx, rq, &s, rp);
    }
    e = workbook_map_set(cx, rq->arg[0], &s.wish, 1);
    if (e && e->kind == ERR_INPUT)
        return refused(cx, rq, &s, e, rp);
    TRY(e);
    reply_done(rp, s.wish.cell.n > 0 ? MSG("The cell is mapped.") : MSG("The item has no cell."));
    reply_see(rp, sheet_href(cx, s.map.document.code, s.wish.sheet));
    return NULL;
}

static struct err *
show_marks(struct cx *cx, const struct request *rq, struct showing *s,
           const struct table_seen *seen, struct reply *rp)
{
    struct paste_marks *m = NEW(cx->arena, struct paste_marks);
    struct grid        *g;
    bool                given;

    TRY(paste_grid(cx, rq, &g, &given));
    TRY(paste_marked(cx, g, &workbook_cells_form, seen, m));
    s->marks = m;
    rp->status = 400;
    return show(cx, rq, s, rp);
}

static struct err *
cells_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct showing         s = { .wish = { .number = { NULL, 0 } } };
    struct workbook_wishes w;
    struct grid           *g;
    bool                   given;

    TRY(workbook_get(cx, rq->arg[0], &s.map));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&s.map.document)));
    TRY(paste_grid(cx, rq, &g, &given));
    if (!given) {
        reply_see(rp, sheet_href(cx, s.map.document.code, S("")));
        return NULL;
    }
    TRY(workbook_wishes_read(cx, &s.map.document, g, &w));
    if (w.seen->n_faults > 0)
        return show_marks(cx, rq, &s, w.seen, rp);
    TRY(workbook_map_set(cx, rq->arg[0], w.row, w.n));
    reply_done(rp, MSG("Mapped cells: {0}", int_text(cx->arena, cx->lang, (int64_t)w.n)));
    reply_see(rp, sheet_href(cx, s.map.document.code, S("")));
    return NULL;
}

/* ---- filling --------------------------------------------------------------------------------- */

struct fill_wish { struct str record; };

static const struct field fill_fields[] = {
    FIELD(struct fill_wish, record, F_TEXT, .min = 1, .max = 120, .required = true,
          .label = N_("Task or self-assessment (code)"),
          .hint = N_("As on its page, such as K7WM-3F9T-XR42")),
};
static const struct form fill_form = FORM(struct fill_wish, fill_fields);

static struct err *
fill_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workbook_fill_page p = { .form = NULL };
    struct view               v = view_in(cx->arena, cx->lang);
    struct form_draw          draw = { .form = &fill_form, .posts = true,
                                       .button = N_("Make a filled copy"),
                                       .faults = rq->faults, .values = rq->form };

    TRY(workbook_get(cx, rq->arg[0], &p.map));
    draw.action = str_fmt(cx->arena, "/workbooks/%.*s/fill", TEXT(p.map.document.code));
    p.form = &draw;
    workbook_fill_view(&v, &p);
    crumbs(rp, cx, &p.map, true);
    reply_page(rp, MSG("Fill this workbook"), &v);
    return NULL;
}

static struct err *
fill_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct fill_wish *wish = rq->form;
    int64_t                 job;

    if (rq->faults->n > 0) {
        rp->status = 400;
        return fill_page(cx, rq, rp);
    }
    TRY(workbook_fill_ask(cx, rq->arg[0], wish->record, &job));
    reply_see(rp, str_fmt(cx->arena, "/jobs/%lld", (long long)job));
    return NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

struct read_wish { struct str from, record, seen; bool replaces; };

static const struct field read_fields[] = {
    FIELD(struct read_wish, from, F_TEXT, .max = 40, .label = N_("Filled workbook (document)"),
          .hint = N_("Its code among the documents: last year's, or one that came back")),
    FIELD(struct read_wish, record, F_TEXT, .max = 120,
          .label = N_("Task or self-assessment (code)"),
          .hint = N_("As on its page, such as K7WM-3F9T-XR42")),
    FIELD(struct read_wish, replaces, F_FLAG, .label = N_("Replace answers that differ")),
    FIELD(struct read_wish, seen, F_TEXT, .max = 64, .label = N_("What was shown")),
};
/* The last field goes along unseen. */
static const struct form read_form = FORM(struct read_wish, read_fields);
static const struct form read_shown_form = { .field = read_fields, .n = COUNT(read_fields) - 1,
                                             .size = sizeof(struct read_wish) };

static struct workbook_read_wish
wish_of(const struct request *rq)
{
    const struct read_wish *w = rq->form;

    return (struct workbook_read_wish){ .document = rq->arg[0], .from = w->from,
                                        .record = w->record,
                                        .replaces = w->replaces };
}

/* Without both codes it is only asked for them. */
static struct err *
read_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workbook_read_wish wish = wish_of(rq);
    struct workbook_read_page p = { .replaces = wish.replaces ? S("1") : S("") };
    struct view               v = view_in(cx->arena, cx->lang);
    struct form_draw          draw = { .form = &read_shown_form, .values = rq->form,
                                       .faults = rq->faults,
                                       .button = N_("Show what would be taken") };

    TRY(workbook_get(cx, rq->arg[0], &p.map));
    if (wish.from.n > 0 && wish.record.n > 0 && rq->faults->n == 0) {
        p.reading = NEW(cx->arena, struct workbook_reading);
        TRY(workbook_read(cx, &wish, p.reading));
        p.may_take = p.reading->answers.may_take;
    }
    draw.action = str_fmt(cx->arena, "/workbooks/%.*s/read", TEXT(p.map.document.code));
    p.form = &draw;
    workbook_read_view(&v, &p);
    crumbs(rp, cx, &p.map, true);
    reply_page(rp, MSG("Read a filled workbook"), &v);
    return NULL;
}

static struct err *
read_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workbook_read_wish wish = wish_of(rq);
    struct workbook_reading   w;

    TRY(form_err(cx->arena, rq->faults));
    TRY(workbook_read(cx, &wish, &w));
    TRY(workbook_take(cx, &w, ((const struct read_wish *)rq->form)->seen));
    reply_done(rp, MSG("Answers taken from the workbook: {0}",
                       int_text(cx->arena, cx->lang, (int64_t)w.n_taken)));
    reply_see(rp, w.answers.href);
    return NULL;
}

const struct route workbook_routes[WORKBOOK_ROUTES] = {
    { GET, "/workbooks", MAY_READ_WORK, .serves = SERVES_LIST, .page = index_page,
      .help = N_("Workbooks of others whose cells are mapped") },
    { GET, "/workbooks/{code}", MAY_READ_WORK, .serves = SERVES_LIST,
      .form = &workbook_look_form, .page = show_page,
      .help = N_("The sheets of a workbook, and which cell is which item's") },
    { POST, "/workbooks/{code}", MAY_ADD_DOCUMENT, .serves = AS_HTML, .form = &map_form,
      .page = map_do, .help = N_("Map a cell to an item") },
    { POST, "/workbooks/{code}/cells", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .takes_bytes = PASTE_FILE_BYTES, .page = cells_do,
      .help = N_("Map cells by a table that is pasted or sent") },
    { GET, "/workbooks/{code}/fill", MAY_ADD_DOCUMENT, .serves = AS_HTML, .page = fill_page,
      .help = N_("The form to fill a workbook with answers") },
    { POST, "/workbooks/{code}/fill", MAY_ADD_DOCUMENT, .serves = AS_HTML, .page = fill_do,
      .form = &fill_form, .help = N_("Fill a workbook with answers") },
    { GET, "/workbooks/{code}/read", MAY_READ_WORK, .serves = AS_HTML, .page = read_page,
      .form = &read_form, .help = N_("What a filled workbook would answer") },
    { POST, "/workbooks/{code}/read", MAY_READ_WORK, .serves = AS_HTML, .page = read_do,
      .form = &read_form, .help = N_("Take a filled workbook's cells as answers") },
};
