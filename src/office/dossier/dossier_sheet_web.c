/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_sheet_web.c — /sheets: the rows of a page as a workbook, asked for, seen, fetched. */
#include "base/arena.h"
#include "base/secret.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_view.h"
#include "paper/content.h"

static struct str
href_of(struct arena *a, struct str code)
{
    return str_fmt(a, "/sheets/%.*s", TEXT(code));
}

/* ---- asking --------------------------------------------------------------------------------- */

struct err *
dossier_sheet_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct dossier_new_form *asked = rq->form;
    struct dossier_plan            plan;
    struct dossier_sheet_offer     o = { .plan = &plan, .ask = secret_token(cx->arena) };
    struct view                    v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    TRY(dossier_head_of(cx, &(struct dossier_asking){ .thing = asked->thing, .key = asked->key,
                                                      .is_sheet = true }, &plan));
    o.label = (struct msg){ .id = plan.kind->label };
    dossier_sheet_ask_view(&v, &o);
    reply_crumb(rp, S("/sheets"), MSG("Workbooks of rows"));
    reply_page(rp, MSG("Take the rows as a workbook"), &v);
    return NULL;
}

struct err *
dossier_sheet_ask_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct dossier_ask_form *f = rq->form;
    struct str                     code;

    TRY(form_err(cx->arena, rq->faults));
    TRY(dossier_ask(cx, &(struct dossier_asking){ f->thing, f->key, f->ask, true }, &code));
    reply_see(rp, href_of(cx->arena, code));
    reply_done(rp, MSG("The workbook is being made."));
    return NULL;
}

/* ---- one, and the list ---------------------------------------------------------------------- */

struct err *
dossier_sheets_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier_listing l;
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(dossier_see_all(cx, true, &l));
    if (rq->wants != AS_HTML) {
        struct table t = dossier_table(cx->arena, &l);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    dossier_sheets_view(&v, &l);
    reply_page(rp, MSG("Workbooks of rows"), &v);
    return NULL;
}

struct err *
dossier_sheet_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier         row;
    struct dossier_seen    s;
    struct dossier_listing one = { &s, 1 };
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(dossier_get(cx, rq->arg[0], true, &row));
    TRY(dossier_see(cx, &row, &s));
    if (rq->wants != AS_HTML) {
        struct table t = dossier_table(cx->arena, &one);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    dossier_sheet_show_view(&v, &s);
    reply_crumb(rp, S("/sheets"), MSG("Workbooks of rows"));
    reply_page(rp, MSG("{0}: workbook", row.name), &v);
    return NULL;
}

struct err *
dossier_sheet_file_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct dossier row;
    int            fd;

    TRY(dossier_get(cx, rq->arg[0], true, &row));
    TRY(dossier_open(cx, &row, &fd));
    reply_file(rp, &(struct file){
        .fd = fd, .bytes = row.bytes.n, .type = content_type(CONTENT_XLSX),
        .name = dossier_file_name(cx->arena, &row), .digest = row.sha256 });
    return NULL;
}
