/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_web.c — /dossiers: those of one's own, the form, one, and its ZIP; all addresses. */
#include "base/arena.h"
#include "base/money.h"
#include "base/secret.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_view.h"

/* ---- words ---------------------------------------------------------------------------------- */

struct str
dossier_size(struct arena *a, enum lang lang, int64_t bytes)
{
    static const char *const unit[] = { "kB", "MB", "GB" };
    int64_t                  tenths = bytes * 10 / 1000;
    size_t                   i = 0;

    if (bytes < 1000)
        return str_fmt(a, "%lld B", (long long)bytes);
    for (; tenths >= 10000 && i + 1 < COUNT(unit); i++)
        tenths /= 1000;
    return str_fmt(a, "%.*s%c%lld %s", TEXT(int_text(a, lang, tenths / 10)),
                   lang == LANG_EN ? '.' : ',', (long long)(tenths % 10), unit[i]);
}

struct msg
dossier_label(const struct cx *cx, struct str thing)
{
    for (const struct module *const *m = cx->modules; m && *m; m++)
        for (size_t i = 0; i < (*m)->n_dossiers; i++)
            if (str_eq(thing, str_of((*m)->dossiers[i].thing)))
                return (struct msg){ .id = (*m)->dossiers[i].label };
    return MSG("{0}", thing);
}

/* ---- asking --------------------------------------------------------------------------------- */

static const struct field new_fields[] = {
    FIELD(struct dossier_new_form, thing, F_TEXT, .min = 1, .max = 60, .required = true,
          .label = N_("Kind of record")),
    FIELD(struct dossier_new_form, key,   F_TEXT, .min = 1, .max = 400, .required = true,
          .label = N_("Which")),
};
const struct form dossier_new_form = FORM(struct dossier_new_form, new_fields);

static const struct field ask_fields[] = {
    FIELD(struct dossier_ask_form, thing, F_TEXT, .min = 1, .max = 60, .required = true,
          .label = N_("Kind of record")),
    FIELD(struct dossier_ask_form, key,   F_TEXT, .min = 1, .max = 400, .required = true,
          .label = N_("Which")),
    FIELD(struct dossier_ask_form, ask,   F_TEXT, .min = 8, .max = 60, .required = true,
          .label = N_("Number of the form")),
};
const struct form dossier_ask_form = FORM(struct dossier_ask_form, ask_fields);

static struct err *
dossier_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct dossier_new_form *asked = rq->form;
    struct dossier_plan           *plan = NEW(cx->arena, struct dossier_plan);
    struct dossier_offer           o = { .plan = plan, .ask = secret_token(cx->arena) };
    struct view                    v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    TRY(dossier_plan_of(cx, asked->thing, asked->key, plan));
    o.label = (struct msg){ .id = plan->kind->label };
    for (size_t i = 0; i < plan->n_files; i++)
        o.bytes += plan->file[i].copy.bytes;
    dossier_ask_view(&v, &o);
    reply_crumb(rp, S("/dossiers"), MSG("Files for examination"));
    reply_page(rp, MSG("Take the file for examination"), &v);
    return NULL;
}

static struct err *
dossier_ask_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct dossier_ask_form *f = rq->form;
    struct str                     code;

    TRY(form_err(cx->arena, rq->faults));
    TRY(dossier_ask(cx, &(struct dossier_asking){ f->thing, f->key, f->ask, false }, &code));
    reply_see(rp, str_fmt(cx->arena, "/dossiers/%.*s", TEXT(code)));
    reply_done(rp, MSG("The file is being made."));
    return NULL;
}

/* ---- one, and the list ---------------------------------------------------------------------- */

/* Its job may be forgotten by now, which is no fault. */
struct err *
dossier_see(struct cx *cx, const struct dossier *row, struct dossier_seen *s)
{
    *s = (struct dossier_seen){ .row = row, .label = dossier_label(cx, row->thing) };
    if (row->made_at.known)
        return NULL;
    struct err *e = job_get(cx, row->job_id, &s->job);

    if (e && !str_eq(str_of(e->code), S("job.unknown")))
        return e;
    s->job.id = e ? 0 : s->job.id;
    return NULL;
}

struct table
dossier_table(struct arena *a, const struct dossier_listing *l)
{
    static const struct column columns[] = {
        { "code",     { .id = N_("Code") },       COLUMN_TEXT },
        { "thing",    { .id = N_("Kind of record") }, COLUMN_TEXT },
        { "key",      { .id = N_("Which") },      COLUMN_TEXT },
        { "asked_at", { .id = N_("Asked for") },  COLUMN_TEXT },
        { "made_at",  { .id = N_("Made") },       COLUMN_TEXT },
        { "bytes",    { .id = N_("Bytes") },      COLUMN_INT },
        { "left_out", { .id = N_("Left out") },   COLUMN_INT },
        { "changed",  { .id = N_("Changed") },    COLUMN_INT },
        { "sha256",   { .id = N_("SHA-256") },    COLUMN_TEXT },
        { "job",      { .id = N_("Work") },       COLUMN_INT },
    };
    struct table t = table_in(a, columns, COUNT(columns), l->n);

    for (size_t i = 0; i < l->n; i++) {
        const struct dossier *d = l->row[i].row;
        struct str           *cell = table_row(&t);

        cell[0] = d->code;
        cell[1] = d->thing;
        cell[2] = d->key;
        cell[3] = time_iso(a, d->asked_at);
        cell[9] = str_int(a, d->job_id);
        if (!d->made_at.known)
            continue;
        cell[4] = time_iso(a, d->made_at.n);
        cell[5] = str_int(a, d->bytes.n);
        cell[6] = str_int(a, d->n_left.n);
        cell[7] = str_int(a, d->n_changed.n);
        cell[8] = d->sha256;
    }
    return t;
}

struct err *
dossier_see_all(struct cx *cx, bool is_sheet, struct dossier_listing *l)
{
    struct dossier_set set;

    TRY(dossiers_of(cx, is_sheet, &set));
    *l = (struct dossier_listing){ .row = NEWS(cx->arena, struct dossier_seen, set.n + 1) };
    for (; l->n < set.n; l->n++)
        TRY(dossier_see(cx, &set.row[l->n], &l->row[l->n]));
    return NULL;
}

static struct err *
dossier_list_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier_listing l;
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(dossier_see_all(cx, false, &l));
    if (rq->wants != AS_HTML) {
        struct table t = dossier_table(cx->arena, &l);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    dossier_list_view(&v, &l);
    reply_page(rp, MSG("Files for examination"), &v);
    return NULL;
}

static struct err *
dossier_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier         row;
    struct dossier_seen    s;
    struct dossier_listing one = { &s, 1 };
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(dossier_get(cx, rq->arg[0], false, &row));
    TRY(dossier_see(cx, &row, &s));
    if (rq->wants != AS_HTML) {
        struct table t = dossier_table(cx->arena, &one);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    dossier_show_view(&v, &s);
    reply_crumb(rp, S("/dossiers"), MSG("Files for examination"));
    reply_page(rp, MSG("{0}: file for examination", row.name), &v);
    return NULL;
}

static struct err *
dossier_file_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier row;
    int            fd;

    TRY(dossier_get(cx, rq->arg[0], false, &row));
    TRY(dossier_open(cx, &row, &fd));
    reply_file(rp, &(struct file){
        .fd = fd, .bytes = row.bytes.n, .type = S("application/zip"),
        .name = dossier_file_name(cx->arena, &row), .digest = row.sha256 });
    return NULL;
}

const struct route dossier_routes[DOSSIER_ROUTES] = {
    { GET, "/dossiers", MAY_TAKE_DOSSIER, .serves = SERVES_LIST, .page = dossier_list_page,
      .help = N_("The files for examination that one asked for") },
    { GET, "/dossiers/new", MAY_TAKE_DOSSIER, .serves = AS_HTML, .form = &dossier_new_form,
      .page = dossier_new_page, .help = N_("What a record's file for examination will hold") },
    { POST, "/dossiers", MAY_TAKE_DOSSIER, .serves = AS_HTML, .form = &dossier_ask_form,
      .page = dossier_ask_do, .help = N_("Ask for a record's file for examination") },
    { GET, "/dossiers/{code}", MAY_TAKE_DOSSIER, .page = dossier_show_page,
      .help = N_("One file for examination: whether it is ready, its digest") },
    { GET, "/dossiers/{code}/file", MAY_TAKE_DOSSIER, .serves = AS_HTML,
      .page = dossier_file_page, .help = N_("Fetch a file for examination") },
    { GET, "/sheets", MAY_READ_WORK, .serves = SERVES_LIST, .page = dossier_sheets_page,
      .help = N_("The workbooks that one asked for") },
    { GET, "/sheets/new", MAY_READ_WORK, .serves = AS_HTML, .form = &dossier_new_form,
      .page = dossier_sheet_new_page,
      .help = N_("The form to ask for the rows of a page as a workbook (XLSX)") },
    { POST, "/sheets", MAY_READ_WORK, .serves = AS_HTML, .form = &dossier_ask_form,
      .page = dossier_sheet_ask_do, .help = N_("Ask for the rows of a page as a workbook") },
    { GET, "/sheets/{code}", MAY_READ_WORK, .page = dossier_sheet_show_page,
      .help = N_("One workbook: whether it is ready, its digest") },
    { GET, "/sheets/{code}/file", MAY_READ_WORK, .serves = AS_HTML,
      .page = dossier_sheet_file_page, .help = N_("Fetch a workbook of rows") },
};
