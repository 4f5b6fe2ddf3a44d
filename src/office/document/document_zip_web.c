/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_zip_web.c — /documents/zip: where a ZIP is sent, its list, giving a file to an item. */
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "office/document/document_zip_page.h"
#include "office/document/document_zip_view.h"

/* ---- the form ------------------------------------------------------------------------------- */

struct zip_form {
    struct str  thing, key, arrival;
    int32_t     sensitivity;
    struct date valid_to;
};

#define OF(member, kind, ...) FIELD(struct zip_form, member, kind, __VA_ARGS__)
#define THING OF(thing, F_TEXT, .max = 60, .required = true, .label = N_("What asks for it")), \
              OF(key, F_TEXT, .max = 120, .required = true, .label = N_("Which one"))

static const struct field seen_fields[] = {
    OF(sensitivity, F_CHOICE, .choices = sensitivities, .required = true,
       .label = N_("Who may see the documents")),
    OF(valid_to, F_DATE, .label = N_("Hold until (the last day)"),
       .hint = N_("Empty: they hold until somebody says otherwise.")),
};
static const struct field send_fields[] = {
    THING, OF(sensitivity, F_CHOICE, .choices = sensitivities, .required = true,
              .label = N_("Who may see the documents")),
    OF(valid_to, F_DATE, .label = N_("Hold until (the last day)")),
    OF(arrival, F_TEXT, .max = 60, .label = N_("Upload that is whole")),
};
static const struct field ask_fields[] = { THING };

static const struct form seen_form = FORM(struct zip_form, seen_fields);
const struct form document_zip_send_form = FORM(struct zip_form, send_fields);
const struct form document_zip_ask_form = FORM(struct zip_form, ask_fields);

static const struct field file_field = { .name = "file", .label = N_("ZIP file") };

static struct err *
show_form(struct cx *cx, const struct request *rq, struct msg fault, struct reply *rp)
{
    const struct zip_form *f = rq->form;
    struct zip_form        values = { .sensitivity = SENSITIVITY_INTERNAL };
    struct evidence_wanted wanted;
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(evidence_open(cx, f->thing, f->key, &wanted));
    if (rq->method == POST)
        values = *f;
    struct form_draw draw = { .form = &seen_form, .action = S("/documents/zip"), .posts = true,
        .values = &values,
        .faults = rq->method == POST
                      ? form_faults_with(cx->arena, &file_field, fault, rq->faults) : NULL };

    zip_send_view(&v, &(struct zip_send_page){ &wanted, &draw, f->thing, f->key, fault });
    reply_crumb(rp, wanted.href, MSG("{0}", wanted.name));
    reply_page(rp, MSG("Send a ZIP of evidence"), &v);
    return NULL;
}

struct err *
document_zip_send_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    TRY(form_err(cx->arena, rq->faults));
    return show_form(cx, rq, MSG_NONE, rp);
}

/* What is wrong with the file itself is said at its field. */
static bool
is_of_file(const struct err *e)
{
    return e->kind == ERR_INPUT && (str_starts(str_of(e->code), S("zip."))
        || str_starts(str_of(e->code), S("content.")) || str_starts(str_of(e->code), S("document"))
        ) && strcmp(e->code, "zip.thing") != 0;
}

struct err *
document_zip_send_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct zip_form  *f = rq->form;
    const struct upload    *up = request_file(rq);
    struct document_zip_new new = { .thing = f->thing, .key = f->key, .valid_to = f->valid_to,
                                    .sensitivity = (enum sensitivity)f->sensitivity };
    struct str              code;

    if (up)
        new.source = (struct document_source){ .fd = up->fd, .name = up->name,
                                               .sha256 = up->sha256 };
    else if (f->arrival.n > 0)
        new.source = (struct document_source){ .arrival = f->arrival };
    bool has = up || f->arrival.n > 0;

    if (!has || rq->faults->n > 0) {
        rp->status = 400;
        return show_form(cx, rq, has ? MSG_NONE : MSG("Choose a file that is not empty."), rp);
    }
    struct err *e = document_zip_add(cx, &new, &code);

    if (e && is_of_file(e)) {
        rp->status = 400;
        return show_form(cx, rq, document_zip_said(cx, e), rp);
    }
    TRY(e);
    reply_see(rp, document_zip_page(cx->arena, code));
    reply_done(rp, MSG("The ZIP was received. Its files are looked at one by one."));
    return NULL;
}

/* ---- the list ------------------------------------------------------------------------------- */

struct zip_query { int64_t after, nth; struct str part; };

static const struct field query_fields[] = {
    FIELD(struct zip_query, after, F_INT, .min = 0, .max = ZIP_FILES_MAX,
          .label = N_("After so many")),
};
static const struct field assign_fields[] = {
    FIELD(struct zip_query, nth, F_INT, .min = 0, .max = ZIP_FILES_MAX, .required = true,
          .label = N_("File")),
    FIELD(struct zip_query, part, F_TEXT, .max = 120, .label = N_("Item")),
    FIELD(struct zip_query, after, F_INT, .min = 0, .max = ZIP_FILES_MAX,
          .label = N_("After so many")),
};
const struct form document_zip_list_form = FORM(struct zip_query, query_fields);
const struct form document_zip_assign_form = FORM(struct zip_query, assign_fields);

static void
fill_line(struct cx *cx, const struct zip_page *p, const struct zip_query *q,
          const struct document_zip_file *file, struct zip_line *l)
{
    bool has = str_is_known(file->document_code);

    *l = (struct zip_line){ .file = file, .why = document_zip_why(cx, file) };
    l->is_cited = str_eq(file->state, document_zip_state_word(ZIP_CITED));
    l->waits = has && !l->is_cited;
    l->is_wrong = p->fault && q->nth == file->nth;
    l->value = l->is_wrong ? q->part : str_is_known(file->part) ? file->part : S("");
}

static struct str
list_href(struct arena *a, struct str code, int64_t after)
{
    return str_fmt(a, "%.*s?after=%lld", TEXT(document_zip_page(a, code)), (long long)after);
}

/* Of a thing that takes nothing more the list stays. */
static struct err *
fill_page(struct cx *cx, const struct zip_query *q, struct zip_page *p)
{
    struct document_zip_files files;

    if (evidence_open(cx, p->zip->thing, p->zip->key, &p->wanted))
        p->wanted = (struct evidence_wanted){ .n = 0 };
    TRY(document_zip_count_of(cx, p->zip, &p->count));
    TRY(document_zip_files_of(cx, p->zip, q->after, &files));
    p->line = NEWS(cx->arena, struct zip_line, files.n + 1);
    for (p->n = 0; p->n < files.n; p->n++)
        fill_line(cx, p, q, &files.row[p->n], &p->line[p->n]);
    p->action = document_zip_page(cx->arena, p->zip->code);
    p->job = str_fmt(cx->arena, "/jobs/%lld", (long long)p->zip->job_id);
    p->fault_href = str_fmt(cx->arena, "#part-%lld", (long long)q->nth);
    if (files.more)
        p->next = list_href(cx->arena, p->zip->code, q->after + ZIP_PAGE);
    if (q->after > 0)
        p->first = p->action;
    return NULL;
}

static void
page_json(struct json *j, const void *model)
{
    const struct zip_page *p = model;

    json_open(j, '{');
    json_str_at(j, "code", p->zip->code);
    json_str_at(j, "name", p->zip->name);
    json_bool_at(j, "ended", p->zip->ended_at.known);
    json_int_at(j, "cited", p->count.n[ZIP_CITED]);
    json_int_at(j, "doubt", p->count.n[ZIP_DOUBT]);
    json_int_at(j, "none", p->count.n[ZIP_NONE]);
    json_int_at(j, "refused", p->count.n[ZIP_REFUSED]);
    json_key(j, "files");
    json_open(j, '[');
    for (size_t i = 0; i < p->n; i++) {
        const struct document_zip_file *f = p->line[i].file;

        json_open(j, '{');
        json_int_at(j, "nth", f->nth);
        json_str_at(j, "path", f->path);
        json_str_at(j, "state", f->state);
        json_str_at(j, "why", f->why);
        json_str_at(j, "part", f->part);
        json_str_at(j, "document", f->document_code);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static struct err *
show(struct cx *cx, const struct request *rq, const struct err *fault, struct reply *rp)
{
    const struct zip_query *q = rq->form;
    struct document_zip     zip;
    struct zip_page         p = { .zip = &zip, .fault = fault, .after = q->after };
    struct view             v = view_in(cx->arena, cx->lang);

    TRY(document_zip_get(cx, rq->arg[0], &zip));
    TRY(fill_page(cx, q, &p));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, page_json, &p);
        return NULL;
    }
    zip_show_view(&v, &p);
    if (str_is_known(p.wanted.href))
        reply_crumb(rp, p.wanted.href, MSG("{0}", p.wanted.name));
    reply_page(rp, MSG("ZIP of evidence: {0}", zip.name), &v);
    return NULL;
}

struct err *
document_zip_list_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    TRY(form_err(cx->arena, rq->faults));
    return show(cx, rq, NULL, rp);
}

struct err *
document_zip_assign_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct zip_query *q = rq->form;

    TRY(form_err(cx->arena, rq->faults));
    struct err *e = document_zip_assign(cx, rq->arg[0], q->nth, q->part);

    if (e && e->kind == ERR_INPUT) {
        rp->status = 400;
        return show(cx, rq, e, rp);
    }
    TRY(e);
    reply_see(rp, q->after > 0 ? list_href(cx->arena, rq->arg[0], q->after)
                               : document_zip_page(cx->arena, rq->arg[0]));
    reply_done(rp, MSG("It is cited for item {0} now.", q->part));
    return NULL;
}
