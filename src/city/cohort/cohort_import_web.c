/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_import_web.c — /cohorts/import: the form, and the file that comes with it. */
#include "base/arena.h"
#include "base/utf8.h"
#include "city/cohort/cohort_page.h"
#include "city/cohort/cohort_view.h"

struct import_form { struct str why; };

static const struct field import_fields[] = {
    FIELD(struct import_form, why, F_TEXT, .min = RECORD_WHY_MIN, .max = RECORD_WHY_MAX,
          .required = true, .label = N_("Reason, for the history"),
          .hint = N_("Where the figures are from, and why they are brought in now.")),
};
const struct form cohort_import_form = FORM(struct import_form, import_fields);

static const struct field file_field = { .name = "file", .label = N_("CSV file") };

static struct err *
show(struct cx *cx, const struct request *rq, struct msg fault, struct reply *rp)
{
    struct view      v = view_in(cx->arena, cx->lang);
    struct form_draw draw = {
        .form = &cohort_import_form, .action = S("/cohorts/import"), .posts = true,
        .values = rq->method == POST ? rq->form : NULL,
        .faults = rq->method == POST
                      ? form_faults_with(cx->arena, &file_field, fault, rq->faults) : NULL,
    };

    cohort_import_view(&v, &(struct cohort_import_page){ &draw, fault });
    reply_crumb(rp, S("/cohorts"), MSG("Participants by year"));
    reply_page(rp, MSG("Figures from a file"), &v);
    return NULL;
}

struct err *
cohort_import_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    TRY(must(cx, MAY_EDIT_FACT, (struct scope){ .org = 0 }));
    return show(cx, rq, MSG_NONE, rp);
}

/* ---- what was sent -------------------------------------------------------------------------- */

/* A name, not a path, of plain letters: it is only shown. */
static struct str
shown_name(struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
            return shown_name(str_part(name, i, name.n));
    return name.n > 0 && name.n <= COHORT_FILE_NAME_MAX && utf8_is_plain(name) ? name
                                                                               : S("file.csv");
}

struct err *
cohort_import_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct import_form *form = rq->form;
    const struct upload      *up = request_file(rq);
    int64_t                   id;

    if (!up || rq->faults->n > 0) {
        rp->status = 400;
        return show(cx, rq, up ? MSG_NONE : MSG("Choose a file that is not empty."), rp);
    }
    TRY(cohort_import_ask(cx, &(struct cohort_file){
        .fd = up->fd, .bytes = up->bytes, .name = shown_name(up->name), .why = form->why }, &id));
    reply_see(rp, str_fmt(cx->arena, "/jobs/%lld", (long long)id));
    reply_done(rp, MSG("The file was received. It is checked first, then brought in."));
    return NULL;
}
