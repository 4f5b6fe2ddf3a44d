/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_web.c — /bundles: what was sent and received, one of them, sending, receiving. */
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "city/bundle/bundle_page.h"
#include "city/bundle/bundle_view.h"
#include "ground/job/job.h"
#include "store/store.h"

#define FILE_TYPE "application/octet-stream"

/* ---- the list ------------------------------------------------------------------------------- */

static struct str
list_href(struct arena *a, int64_t after)
{
    return str_fmt(a, "/bundles?after=%lld", (long long)(after > 0 ? after : 0));
}

static struct err *
show_list(struct cx *cx, const struct request *rq, struct reply *rp, struct bundle_listing *l)
{
    const struct bundle_query *q = rq->form;
    struct view                v = view_in(cx->arena, cx->lang);

    TRY(bundle_arrivals_of(cx, &l->arrivals));
    l->may_send = may_somewhere(cx, MAY_CONSOLIDATE) || may_somewhere(cx, MAY_STATE);
    l->may_take = l->may_send || may_somewhere(cx, MAY_RUN_ROUND);
    if (q->after > 0)
        l->previous = list_href(cx->arena, q->after - BUNDLE_PAGE);
    if (l->set.more)
        l->next = list_href(cx->arena, q->after + BUNDLE_PAGE);
    bundle_list_view(&v, l);
    reply_page(rp, MSG("Bundles"), &v);
    return NULL;
}

struct err *
bundle_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct bundle_query *q = rq->form;
    struct bundle_listing      l = { .next = S(""), .previous = S("") };

    TRY(form_err(cx->arena, rq->faults));
    TRY(bundle_list_of(cx, q->after, &l.set));
    if (rq->wants == AS_HTML)
        return show_list(cx, rq, rp, &l);
    struct table t = bundle_table(cx->arena, &l.set);

    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- one ------------------------------------------------------------------------------------ */

struct err *
bundle_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_record r = { .may_deliver = false };
    struct view          v = view_in(cx->arena, cx->lang);
    enum bundle_kind     kind = BUNDLE_ANSWERS;

    TRY(bundle_record_get(cx, rq->arg[0], &r));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, bundle_record_json, &r);
        return NULL;
    }
    bundle_kind_read(r.b.kind, &kind);
    r.may_deliver = r.b.is_ours && r.b.url.n > 0 && !r.b.receipt_at.known
                 && !bundle_must_send(cx, kind, r.b.region_code);
    TRY(journal_history(cx, &(struct journal_topic){ BUNDLE_THING, r.b.sha256,
                                                     bundle_scope(r.b.region_code) },
                        &r.history));
    bundle_record_view(&v, &r);
    reply_crumb(rp, S("/bundles"), MSG("Bundles"));
    reply_page(rp, MSG("Bundle {0}", bundle_file_name(cx->arena, &r.b)), &v);
    return NULL;
}

static struct err *
give_file(struct cx *cx, int fd, struct str name, struct str hash, struct reply *rp)
{
    struct stat st;

    if (fstat(fd, &st) != 0)
        return bundle_unknown(cx);
    reply_file(rp, &(struct file){ .fd = fd, .bytes = st.st_size, .type = S(FILE_TYPE),
                                   .name = name, .digest = hash });
    return NULL;
}

struct err *
bundle_file_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle b;
    int           fd;

    TRY(bundle_get(cx, rq->arg[0], &b));
    TRY(bundle_make(cx, &b, &fd));
    journal_exported(cx, BUNDLE_THING, b.sha256, bundle_scope(b.region_code),
                     (struct subject_id){ 0 });
    return give_file(cx, fd, bundle_file_name(cx->arena, &b), b.sha256, rp);
}

struct err *
bundle_receipt_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle b;
    int           fd;

    TRY(bundle_get(cx, rq->arg[0], &b));
    TRY(bundle_receipt_make(cx, &b, &fd));
    return give_file(cx, fd, str_fmt(cx->arena, "receipt-%.*s",
                                     TEXT(bundle_file_name(cx->arena, &b))),
                     b.receipt_sha256, rp);
}

/* ---- sending -------------------------------------------------------------------------------- */

#define SEND(member, kind, ...) FIELD(struct bundle_send_form, member, kind, __VA_ARGS__)

static const struct field send_fields[] = {
    SEND(kind, F_CHOICE, .choices = bundle_kinds_sent, .required = true,
         .label = N_("What it carries")),
    SEND(round, F_TEXT, .min = 2, .max = 120, .required = true,
         .label = N_("Evaluation (code)"), .hint = N_("Such as smart-city-evaluation-2026.")),
    SEND(region, F_TEXT, .min = 2, .max = 13, .required = true, .label = N_("Region (code)")),
    SEND(stage, F_INT, .min = 1, .max = 2, .required = true, .label = N_("Stage")),
    SEND(to, F_TEXT, .min = 2, .max = 40, .required = true,
         .label = N_("To which installation (code)"),
         .hint = N_("One of the page “Installations”.")),
};
const struct form bundle_send_form = FORM(struct bundle_send_form, send_fields);

static void
show_new(struct cx *cx, struct reply *rp, const void *values, const struct form_faults *faults,
         const struct err *e)
{
    struct form_draw draw = { .form = &bundle_send_form, .action = S("/bundles/new"),
                              .posts = true, .values = values, .faults = faults,
                              .button = N_("Freeze and sign it") };
    struct bundle_form_page p = { .draw = &draw };
    struct view             v = view_in(cx->arena, cx->lang);

    if (e) {
        p.fault = e->text;
        p.detail = e->detail;
        p.hint = e->hint;
        rp->status = err_status(e);
    }
    bundle_new_view(&v, &p);
    reply_crumb(rp, S("/bundles"), MSG("Bundles"));
    reply_page(rp, MSG("Send a bundle"), &v);
}

struct err *
bundle_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle_send_form *f = NEW(cx->arena, struct bundle_send_form);

    (void)rq;
    form_clear(&bundle_send_form, f);
    f->kind = BUNDLE_ANSWERS;
    f->stage = 1;
    if (cx->who)
        f->region = cx->who->post.scope.region;
    show_new(cx, rp, f, NULL, NULL);
    return NULL;
}

static bool
is_mendable(const struct err *e)
{
    return e->kind == ERR_INPUT || e->kind == ERR_MISSING || e->kind == ERR_CONFLICT
        || e->kind == ERR_TOO_LARGE;
}

struct err *
bundle_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct bundle_send_form *f = rq->form;
    struct bundle                  b;
    bool                           is_again;

    if (rq->faults->n > 0) {
        rp->status = 400;
        show_new(cx, rp, f, rq->faults, NULL);
        return NULL;
    }
    struct err *e = bundle_send(cx, &(struct bundle_new){ .kind = (enum bundle_kind)f->kind,
        .round = f->round, .region = f->region, .to = f->to, .stage = f->stage }, &b, &is_again);

    if (e && is_mendable(e)) {
        show_new(cx, rp, f, NULL, e);
        return NULL;
    }
    TRY(e);
    reply_see(rp, bundle_href(cx->arena, b.sha256));
    reply_done(rp, is_again ? MSG("Nothing has changed since the last sending: this is it.")
                            : MSG("It is frozen and signed. Now it goes on a stick, or over "
                                  "HTTPS."));
    return NULL;
}

struct delivering { const struct bundle *b; int64_t job; };

static struct err *
deliver_once(struct cx *cx, void *arg)
{
    struct delivering *d = arg;

    return job_ask(cx, &(struct job_new){ .kind = "bundle_deliver", .input = d->b->sha256,
        .key = d->b->sha256, .scope = bundle_scope(d->b->region_code) }, &d->job);
}

struct err *
bundle_deliver_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct bundle     b;
    struct delivering d = { .b = &b };
    enum bundle_kind  kind = BUNDLE_ANSWERS;

    TRY(bundle_get(cx, rq->arg[0], &b));
    bundle_kind_read(b.kind, &kind);
    TRY(bundle_must_send(cx, kind, b.region_code));
    TRY(store_change(cx, "bundle_deliver_ask", deliver_once, &d));
    reply_see(rp, str_fmt(cx->arena, "/jobs/%lld", (long long)d.job));
    return NULL;
}

/* ---- receiving ------------------------------------------------------------------------------ */

static void
show_take(struct cx *cx, struct reply *rp, const struct err *e)
{
    static const struct form  no_fields = { .n = 0 };
    static const struct field file_field = { .name = "file", .label = N_("Bundle or receipt") };
    struct form_draw          draw = { .form = &no_fields };
    struct bundle_form_page   p = { .draw = &draw };
    struct view               v = view_in(cx->arena, cx->lang);

    if (e) {
        p.fault = e->text;
        p.detail = e->detail;
        p.hint = e->hint;
        rp->status = err_status(e);
        draw.faults = form_faults_with(cx->arena, &file_field, e->text, NULL);
    }
    bundle_take_view(&v, &p);
    reply_crumb(rp, S("/bundles"), MSG("Bundles"));
    reply_page(rp, MSG("Receive a bundle"), &v);
}

struct err *
bundle_take_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    (void)rq;
    show_take(cx, rp, NULL);
    return NULL;
}

static struct msg
taken_said(const struct bundle_taken *t)
{
    if (t->kind == BUNDLE_RECEIPT)
        return t->is_again ? MSG("This receipt was here already.")
                           : MSG("The receipt of that bundle is taken.");
    return t->is_again ? MSG("This bundle was taken before. Nothing was done.")
                       : MSG("The bundle is taken. Give its receipt to the sender.");
}

struct err *
bundle_take_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct upload *up = request_file(rq);
    struct bundle_taken  taken = { .is_again = false };
    struct err          *e;

    if (up)
        e = bundle_take(cx, up->fd, &taken);
    else
        e = err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.no_bytes",
            .text = MSG("Choose a file that is not empty."), .where = S("file") });
    if (e && e->kind != ERR_NOBODY && e->kind != ERR_BROKEN && e->kind != ERR_DENIED) {
        show_take(cx, rp, e);
        return NULL;
    }
    TRY(e);
    reply_see(rp, bundle_href(cx->arena, taken.hash));
    reply_done(rp, taken_said(&taken));
    return NULL;
}
