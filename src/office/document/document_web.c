/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_web.c — /documents: the list, one document, its files, and the forms that send one. */
#include "base/arena.h"
#include "base/secret.h"
#include "ground/post/post_holding.h"
#include "office/document/document_edit.h"
#include "office/document/document_page.h"
#include "office/document/document_view.h"
#include "web/query.h"

/* ---- the list ------------------------------------------------------------------------------- */

static const struct field query_fields[] = {
    FIELD(struct document_query, org, F_TEXT, .max = 60, .label = N_("Organisation (code)")),
    FIELD(struct document_query, before, F_DATE, .label = N_("Ends before")),
    FIELD(struct document_query, after, F_INT, .min = 0, .max = 1000000,
          .label = N_("Beginning after")),
};
const struct form document_query_form = FORM(struct document_query, query_fields);

/* The last field is of the links alone. */
static const struct form filter_form = { .field = query_fields, .n = COUNT(query_fields) - 1,
                                         .size = sizeof(struct document_query) };

struct err *
document_listed(struct cx *cx, const struct document_query *q, int64_t most,
                struct document_set *set)
{
    struct org org = { .id = { 0 } };

    if (q->org.n > 0)
        TRY(org_get(cx, q->org, &org));
    return document_list_of(cx, (struct document_filter){ .org = org.id.n, .before = q->before,
                                                          .after = q->after, .most = most }, set);
}

static struct str
list_href(struct cx *cx, const struct document_query *q, int64_t after)
{
    return str_fmt(cx->arena, "/documents?org=%.*s&before=%.*s&after=%lld",
                   TEXT(query_encode(cx->arena, q->org, false)),
                   TEXT(q->before.year ? date_iso(cx->arena, q->before) : S("")),
                   (long long)after);
}

static void
show_list(struct cx *cx, const struct request *rq, struct reply *rp,
          const struct document_set *set)
{
    const struct document_query *q = rq->form;
    struct form_draw             draw = { .form = &filter_form, .action = S("/documents"),
                                          .in_a_row = true, .values = q, .faults = rq->faults,
                                          .button = N_("Show") };
    struct document_listing      l = {
        .filter = &draw, .set = *set, .today = post_day(S(""), cx->now_s),
        .may_add = may_somewhere(cx, MAY_ADD_DOCUMENT),
        .is_filtered = q->org.n > 0 || q->before.year != 0,
    };
    struct view v = view_in(cx->arena, cx->lang);

    if (q->after > 0)
        l.previous = list_href(cx, q, q->after > DOCUMENT_PAGE ? q->after - DOCUMENT_PAGE : 0);
    if (set->more)
        l.next = list_href(cx, q, q->after + DOCUMENT_PAGE);
    document_list_view(&v, &l);
    reply_page(rp, MSG("Documents"), &v);
}

static struct err *
document_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_set set;

    TRY(form_err(cx->arena, rq->faults));
    TRY(document_listed(cx, rq->form, DOCUMENT_PAGE, &set));
    if (rq->wants == AS_HTML) {
        show_list(cx, rq, rp, &set);
        return NULL;
    }
    struct table t = document_table(cx->arena, &set);

    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- one document --------------------------------------------------------------------------- */

struct err *
document_record_get(struct cx *cx, struct str code, struct document_record *r)
{
    TRY(document_get(cx, code, &r->d));
    TRY(document_copies_of(cx, &r->d, &r->copies));
    return document_cites_to(cx, &r->d, &r->cites);
}

static struct err *
document_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_record r = { .today = post_day(S(""), cx->now_s) };

    TRY(document_record_get(cx, rq->arg[0], &r));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, document_record_json, &r);
        return NULL;
    }
    r.may_renew = may(cx, MAY_ADD_DOCUMENT, document_scope(&r.d));
    r.is_picture = str_starts(r.d.type, S("image/"));
    r.is_pdf = str_eq(r.d.type, S("application/pdf"));
    TRY(document_actions(cx, &r.d, &r.actions));
    TRY(journal_history(cx, &(struct journal_topic){ "document", r.d.code,
                                                     document_scope(&r.d) }, &r.history));
    TRY(panels_draw(cx, "document.more", r.d.id.n, &r.more));
    struct view v = view_in(cx->arena, cx->lang);

    document_record_view(&v, &r);
    reply_crumb(rp, S("/documents"), MSG("Documents"));
    if (r.is_pdf)
        reply_shows_file(rp);
    reply_page(rp, MSG("{0}", r.d.title), &v);
    return NULL;
}

/* ---- its files ------------------------------------------------------------------------------ */

struct file_query { bool download; };

static const struct field file_fields[] = {
    FIELD(struct file_query, download, F_FLAG, .label = N_("To be kept as a file")),
};
static const struct form file_form = FORM(struct file_query, file_fields);

/* What a reader goes back and forth in (a film, a long PDF) is asked for in ranges: of a restricted
 * document every one of them is a fact. */
static struct err *
send_copy(struct cx *cx, const struct request *rq, const struct document *d, int64_t nth,
          struct reply *rp)
{
    const struct file_query *q = rq->form;
    struct document_copy     copy;
    int                      fd;

    TRY(document_open(cx, d, nth, &copy, &fd));
    document_taken(cx, d);
    reply_file(rp, &(struct file){ .fd = fd, .bytes = copy.bytes, .type = copy.type,
        .name = copy.name, .digest = copy.sha256, .shown = !q->download });
    return NULL;
}

static struct err *
document_file(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document d;

    TRY(document_get(cx, rq->arg[0], &d));
    return send_copy(cx, rq, &d, d.copies, rp);
}

static struct err *
document_copy_file(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document d;
    int64_t         nth = 0;

    TRY(document_get(cx, rq->arg[0], &d));
    if (!str_int64(rq->arg[1], &nth))
        nth = 0;                                    /* no copy's number */
    return send_copy(cx, rq, &d, nth, rp);
}

/* ---- forms ---------------------------------------------------------------------------------- */

static const struct field new_fields[] = {
    FIELD(struct document_form, title, F_TEXT, .min = 3, .max = 200, .required = true,
          .label = N_("Title of the document"),
          .hint = N_("What it is, with number and date if it has them.")),
    FIELD(struct document_form, org, F_TEXT, .min = 2, .max = 60, .required = true,
          .label = N_("Organisation (code)"),
          .hint = N_("To which it belongs, such as 35.71-diskominfo.")),
    FIELD(struct document_form, sensitivity, F_CHOICE, .choices = sensitivities,
          .required = true, .label = N_("Who may see it")),
    FIELD(struct document_form, valid_from, F_DATE, .label = N_("Holds from"),
          .hint = N_("Empty: not limited.")),
    FIELD(struct document_form, valid_to, F_DATE, .label = N_("Holds until (the last day)"),
          .hint = N_("Empty: not limited.")),
};
const struct form document_new_form = FORM(struct document_form, new_fields);

static const struct field file_field = { .name = "file", .label = N_("File") };

/* A file with the form, or one that came before it in pieces. False: neither is there. */
static bool
source_in(const struct request *rq, struct document_source *source)
{
    const struct upload *up = request_file(rq);
    struct str           once = query_value(rq->given, S("once"));
    struct str           arrival = query_value(rq->given, S("arrival"));

    *source = (struct document_source){ .fd = -1 };
    if (once.n >= 8 && once.n <= 40)
        source->once = once;
    if (up) {
        source->fd = up->fd;
        source->name = up->name;
        source->sha256 = up->sha256;
        source->sha = up->sha;
    } else if (arrival.n > 0)
        source->arrival = arrival;
    return up || arrival.n > 0;
}

/* What came in pieces need not be sent again because of another field's fault. */
static void
keep_arrival(struct cx *cx, const struct request *rq, struct document_form_page *page)
{
    struct str code = query_value(rq->given, S("arrival"));

    if (code.n > 0 && arrival_get(cx, code, &page->arrival))
        page->arrival = (struct document_arrival){ .id = { 0 } };
}

static void
show_form(struct cx *cx, const struct request *rq, struct reply *rp,
          struct document_form_page *page, struct form_draw *draw)
{
    struct view v = view_in(cx->arena, cx->lang);

    if (rq->method == POST)
        keep_arrival(cx, rq, page);
    page->once = rq->method == POST ? query_value(rq->given, S("once")) : S("");
    if (page->once.n == 0)
        page->once = secret_code(cx->arena, 4);
    draw->action = page->action;
    draw->posts = true;
    page->draw = draw;
    document_form_view(&v, page);
    reply_crumb(rp, S("/documents"), MSG("Documents"));
    if (page->about.n > 0)
        reply_crumb(rp, page->back, MSG("{0}", page->about));
    reply_page(rp, page->about.n > 0 ? MSG("A newer copy") : MSG("Add a document"), &v);
    if (draw->faults && draw->faults->n > 0)
        rp->status = 400;
}

static const struct field *
field_named(struct str name)
{
    for (size_t i = 0; i < COUNT(new_fields); i++)
        if (str_eq(name, str_of(new_fields[i].name)))
            return &new_fields[i];
    return &file_field;
}

/* Of what the reader can mend in the form; else NULL. */
static const struct field *
field_of(const struct err *e)
{
    if (str_starts(str_of(e->code), S("org.")))
        return field_named(S("org"));
    if (e->kind == ERR_INPUT || e->kind == ERR_TOO_LARGE ||
        str_starts(str_of(e->code), S("arrival.")))
        return field_named(e->where);
    return NULL;
}

static void
show_new(struct cx *cx, const struct request *rq, struct reply *rp, const void *values,
         const struct form_fault *fault)
{
    struct form_faults       *faults = form_faults_with(cx->arena, &file_field, MSG_NONE,
                                                        rq->faults);
    struct document_form_page page = { .action = S("/documents/new"), .back = S("/documents") };
    struct form_draw          draw = { .form = &document_new_form, .values = values,
                                       .faults = faults };

    if (fault && fault->field == &file_field) {
        page.fault = fault->text;
        draw.faults = form_faults_with(cx->arena, &file_field, fault->text, rq->faults);
    } else if (fault && faults->n < FORM_FAULTS_MAX)
        faults->fault[faults->n++] = *fault;
    show_form(cx, rq, rp, &page, &draw);
}

/* The organisation in whose post the reader acts. */
static struct err *
own_org(struct cx *cx, struct str *code)
{
    struct scope   scope = cx->who->post.scope;
    struct org_set set;

    *code = S("");
    if (scope.org == 0)
        return NULL;
    TRY(org_set_of(cx, (struct org_filter){ .region_code = scope.region,
                                            .within_nation = scope.region.n == 0 }, &set));
    for (size_t i = 0; i < set.n; i++)
        if (set.row[i].id.n == scope.org)
            *code = set.row[i].code;
    return NULL;
}

static struct err *
document_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_form *f = NEW(cx->arena, struct document_form);

    form_clear(&document_new_form, f);
    f->sensitivity = SENSITIVITY_INTERNAL;
    TRY(own_org(cx, &f->org));
    show_new(cx, rq, rp, f, NULL);
    return NULL;
}

static struct msg
no_file(void)
{
    return MSG("Choose a file that is not empty.");
}

/* Its page says how far it is, and leads to the document. */
static struct err *
take_later(struct cx *cx, const struct document_new *new, struct str renews, struct reply *rp)
{
    struct str arrival;

    TRY(document_later(cx, new, renews, &arrival));
    reply_see(rp, str_fmt(cx->arena, "/documents/arrivals/%.*s", TEXT(arrival)));
    return NULL;
}

static struct err *
take_new(struct cx *cx, const struct document_new *new, struct reply *rp)
{
    struct str code;

    if (document_is_large(cx, &new->source))
        return take_later(cx, new, (struct str){ NULL, 0 }, rp);
    TRY(document_add(cx, new, &code));
    reply_see(rp, str_fmt(cx->arena, "/documents/%.*s", TEXT(code)));
    reply_done(rp, MSG("{0} is added.", new->title));
    return NULL;
}

static struct err *
document_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct document_form *f = rq->form;
    struct document_new new = { .title = f->title, .org = f->org,
        .sensitivity = (enum sensitivity)f->sensitivity, .valid_from = f->valid_from,
        .valid_to = f->valid_to };

    if (!source_in(rq, &new.source)) {
        show_new(cx, rq, rp, f, &(struct form_fault){ .field = &file_field, .text = no_file() });
        return NULL;
    }
    if (rq->faults->n > 0) {
        show_new(cx, rq, rp, f, NULL);
        return NULL;
    }
    struct err *e = take_new(cx, &new, rp);

    if (!e || !field_of(e))
        return e;
    show_new(cx, rq, rp, f, &(struct form_fault){ .field = field_of(e), .text = e->text });
    return NULL;
}

static void
show_renewal(struct cx *cx, const struct request *rq, struct reply *rp, const struct document *d,
             struct msg fault)
{
    static const struct form  no_fields = { .n = 0 };
    struct document_form_page page = { .about = d->title, .fault = fault, .org = d->org_code,
        .back = str_fmt(cx->arena, "/documents/%.*s", TEXT(d->code)),
        .action = str_fmt(cx->arena, "/documents/%.*s/renew", TEXT(d->code)) };
    struct form_draw draw = { .form = &no_fields,
        .faults = form_faults_with(cx->arena, &file_field, fault, NULL) };

    show_form(cx, rq, rp, &page, &draw);
}

static struct err *
document_renew_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document d;

    TRY(document_get(cx, rq->arg[0], &d));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&d)));
    show_renewal(cx, rq, rp, &d, MSG_NONE);
    return NULL;
}

static struct err *
take_copy(struct cx *cx, const struct document *d, const struct document_source *source,
          struct reply *rp)
{
    if (document_is_large(cx, source))
        return take_later(cx, &(struct document_new){ .source = *source, .org = d->org_code },
                          d->code, rp);
    TRY(document_renew(cx, d->code, source));
    reply_see(rp, str_fmt(cx->arena, "/documents/%.*s", TEXT(d->code)));
    reply_done(rp, MSG("A newer copy of {0} is added.", d->title));
    return NULL;
}

static struct err *
document_renew_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct document_source source;
    struct document        d;

    TRY(document_get(cx, rq->arg[0], &d));
    TRY(must(cx, MAY_ADD_DOCUMENT, document_scope(&d)));
    if (!source_in(rq, &source)) {
        show_renewal(cx, rq, rp, &d, no_file());
        return NULL;
    }
    struct err *e = take_copy(cx, &d, &source, rp);

    if (!e || (!field_of(e) && !str_eq(str_of(e->code), S("document.same"))))
        return e;
    show_renewal(cx, rq, rp, &d, e->text);
    return NULL;
}

/* A form around the file has some bytes of its own; around a piece there is little. */
enum { FORM_EXTRA = 1 << 20, PIECE_EXTRA = 16 << 10 };

const struct route document_routes[DOCUMENT_ROUTES] = {
    { GET, "/documents", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &document_query_form,
      .page = document_index, .help = N_("Documents that the reader may see, what ends first") },
    { GET, "/documents/{code}", MAY_READ_PUBLIC, .page = document_show,
      .help = N_("One document: its copies, who cites it, its history") },
    { GET, "/documents/{code}/file", MAY_READ_PUBLIC, .serves = AS_HTML, .form = &file_form,
      .page = document_file, .help = N_("The newest copy of a document, as a file") },
    { GET, "/documents/{code}/copies/{nth}", MAY_READ_PUBLIC, .serves = AS_HTML,
      .form = &file_form, .page = document_copy_file,
      .help = N_("A copy of a document, as a file") },
    { GET, "/documents/new", MAY_ADD_DOCUMENT, .serves = AS_HTML, .page = document_new_page,
      .help = N_("The form to add a document") },
    { POST, "/documents/new", MAY_ADD_DOCUMENT, .serves = AS_HTML, .form = &document_new_form,
      .takes_bytes = DOCUMENT_BYTES_MAX + FORM_EXTRA, .page = document_new_do,
      .help = N_("Add a document") },
    { GET, "/documents/{code}/renew", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .page = document_renew_page, .help = N_("The form for a newer copy of a document") },
    { POST, "/documents/{code}/renew", MAY_ADD_DOCUMENT, .serves = AS_HTML,
      .takes_bytes = DOCUMENT_BYTES_MAX + FORM_EXTRA, .page = document_renew_do,
      .help = N_("Add a newer copy of a document") },
    { POST, "/documents/arrivals", MAY_ADD_DOCUMENT, .serves = AS_JSON,
      .form = &arrival_begin_form, .page = arrival_new_do,
      .help = N_("Begin to send a file in pieces") },
    { GET, "/documents/arrivals/{code}", MAY_ADD_DOCUMENT,
      .page = arrival_show, .help = N_("How much of a file is there") },
    { POST, "/documents/arrivals/{code}", MAY_ADD_DOCUMENT, .serves = AS_JSON,
      .form = &arrival_piece_form, .takes_bytes = ARRIVAL_PIECE_BYTES + PIECE_EXTRA,
      .page = arrival_piece_do, .help = N_("Send a piece of a file") },
    { POST, "/documents/arrivals/{code}/stop", MAY_ADD_DOCUMENT, .serves = AS_JSON,
      .page = arrival_stop_do, .help = N_("Forget what was sent of a file") },
};
