/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_office_web.c — for who issues papers: the list, a letter's form, ending, signed copies. */
#include "base/arena.h"
#include "base/secret.h"
#include "office/letter/letter_page.h"
#include "office/letter/letter_text.h"
#include "office/letter/letter_view.h"
#include "store/store.h"

enum { WHY_MIN = 3, WHY_MAX = 250 };

static struct scope
scope_of(struct str region, int64_t org)
{
    return (struct scope){ .region = str_is_known(region) ? region : S(""), .org = org };
}

/* By chance, of a form: it is the same when the form is sent again. */
static struct str
once_of(struct cx *cx, const struct request *rq)
{
    struct str once = query_value(rq->given, S("once"));

    return secret_is_token(once) ? once : secret_token(cx->arena);
}

/* ---- the list ------------------------------------------------------------------------------- */

struct list_query { struct str org; int64_t before; };

static const struct field list_fields[] = {
    FIELD(struct list_query, org,    F_TEXT, .max = 60, .label = N_("Organisation (code)")),
    FIELD(struct list_query, before, F_INT, .min = 0, .max = INT64_MAX,
          .label = N_("Only before this number")),
};
const struct form letter_list_form = FORM(struct list_query, list_fields);

struct table
letter_table(struct arena *a, const struct letter_lines *lines)
{
    static const struct column columns[] = {
        { "code",         { .id = N_("Code") },         COLUMN_TEXT },
        { "title",        { .id = N_("Title of the paper") }, COLUMN_TEXT },
        { "organisation", { .id = N_("Organisation") }, COLUMN_TEXT },
        { "issued_at",    { .id = N_("Issued on") },    COLUMN_TEXT },
        { "issued_by",    { .id = N_("Issued by") },    COLUMN_TEXT },
        { "ended_at",     { .id = N_("Ended") },        COLUMN_TEXT },
        { "replaced_by",  { .id = N_("Replaced by") },  COLUMN_TEXT },
    };
    struct table t = table_in(a, columns, COUNT(columns), lines->n);

    for (size_t i = 0; i < lines->n; i++) {
        const struct letter_line *l = &lines->row[i];
        struct str               *cell = table_row(&t);

        cell[0] = l->code;
        cell[1] = l->title;
        cell[2] = l->org_code;
        cell[3] = time_iso(a, l->issued_at);
        cell[4] = l->issued_by;
        cell[5] = l->ended_at.known ? time_iso(a, l->ended_at.n) : (struct str){ NULL, 0 };
        cell[6] = l->replaced_by;
    }
    return t;
}

struct err *
letter_list_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct list_query *q = rq->form;
    struct letter_filter     filter = { .before = q->before };
    struct letter_listing    l = { .older = S("") };
    struct view              v = view_in(cx->arena, cx->lang);
    struct org               org;

    TRY(form_err(cx->arena, rq->faults));
    if (q->org.n > 0) {
        TRY(org_get(cx, q->org, &org));
        filter.org = org.id.n;
    }
    TRY(letter_list_of(cx, filter, &l.lines));
    if (rq->wants != AS_HTML) {
        struct table t = letter_table(cx->arena, &l.lines);

        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    if (l.lines.older > 0)
        l.older = str_fmt(cx->arena, "/papers?org=%.*s&before=%lld", TEXT(q->org),
                          (long long)l.lines.older);
    letter_list_view(&v, &l);
    reply_page(rp, MSG("Issued papers"), &v);
    return NULL;
}

/* ---- a letter ------------------------------------------------------------------------------- */

struct new_form {
    struct str org, title, number, to, place, post, name, official, replaces;
    int32_t    language;
};

static const struct choice languages[] = {
    { "id", N_("Indonesian") }, { "en", N_("English") }, { NULL, NULL },
};

#define OF(member, knd, ...) FIELD(struct new_form, member, knd, __VA_ARGS__)

static const struct field new_fields[] = {
    OF(org,      F_TEXT, .min = 1, .max = 60, .required = true,
       .label = N_("Organisation (code)"), .hint = N_("The one that issues it.")),
    OF(title,    F_TEXT, .min = 3, .max = 200, .required = true, .label = N_("About (perihal)")),
    OF(number,   F_TEXT, .max = 60, .label = N_("Number of the letter")),
    OF(to,       F_TEXT, .max = 200, .label = N_("To whom")),
    OF(place,    F_TEXT, .max = 60, .label = N_("Place of issue")),
    OF(post,     F_TEXT, .min = 2, .max = 200, .required = true,
       .label = N_("Post of who signs")),
    OF(name,     F_TEXT, .min = 2, .max = 120, .required = true,
       .label = N_("Name of who signs"), .hint = N_("Whoever has the paper's code reads it.")),
    OF(official, F_TEXT, .max = 40, .label = N_("Official number (NIP)")),
    OF(replaces, F_TEXT, .max = 20, .label = N_("Replaces the paper with the code")),
    OF(language, F_CHOICE, .choices = languages, .label = N_("Language of the letter")),
};
const struct form letter_new_form = FORM(struct new_form, new_fields);

static const struct new_form blank = { .language = 0 };     /* in Indonesian */

static struct err *
show_writing(struct cx *cx, const struct request *rq, struct reply *rp,
             struct letter_writing w)
{
    struct view      v = view_in(cx->arena, cx->lang);
    struct form_draw draw = {
        .form = &letter_new_form, .action = S("/papers/new"), .posts = true,
        .values = rq->method == POST ? rq->form : &blank,
        .faults = rq->method == POST ? rq->faults : NULL,
    };

    w.draw = &draw;
    w.once = once_of(cx, rq);
    w.body = query_value(rq->given, S("body"));
    if (!str_is_known(w.body))
        w.body = S("");
    letter_writing_view(&v, &w);
    reply_crumb(rp, S("/papers"), MSG("Issued papers"));
    reply_page(rp, MSG("A new letter"), &v);
    if (w.fault || (rq->method == POST && rq->faults->n > 0))
        rp->status = 400;
    return NULL;
}

struct err *
letter_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show_writing(cx, rq, rp, (struct letter_writing){ .fault = NULL });
}

static struct err *
issue_once(struct cx *cx, void *arg)
{
    const struct letter_issuing *i = arg;
    struct letter                was;

    TRY(must(cx, MAY_ISSUE_PAPER, scope_of(i->org->region_code, i->org->id.n)));
    if (str_is_known(i->replaces)) {
        TRY(letter_get(cx, i->replaces, &was));
        TRY(must(cx, MAY_ISSUE_PAPER, scope_of(was.region_code, was.org_id.n)));
    }
    return letter_issue(cx, i);
}

/* Sent twice, it is the one of the first time, also when both came at once. */
static struct err *
issue(struct cx *cx, const struct letter_draft *d, const struct paper *p,
      struct letter_issuing *i, struct str *code)
{
    struct letter_ready ready;

    TRY(letter_issued_once(cx, i->once, code));
    if (str_is_known(*code))
        return NULL;
    TRY(letter_prepare(cx, p, &ready));
    i->ready = &ready;
    i->org = &d->org;
    struct err *e = store_change(cx, "letter_issue", issue_once, i);

    if (e)
        TRY(letter_issued_once(cx, i->once, code));
    else
        *code = ready.code;
    return str_is_known(*code) ? NULL : e;
}

static struct err *
draft_of(struct cx *cx, const struct request *rq, struct letter_draft *d)
{
    const struct new_form *f = rq->form;
    struct str             body = query_value(rq->given, S("body"));

    *d = (struct letter_draft){
        .title = f->title, .number = f->number, .to = f->to,
        .body = str_is_known(body) ? body : S(""), .place = f->place, .post = f->post,
        .name = f->name, .official = f->official, .language = str_of(languages[f->language].value),
    };
    TRY(org_get(cx, f->org, &d->org));
    return must(cx, MAY_ISSUE_PAPER, scope_of(d->org.region_code, d->org.id.n));
}

struct err *
letter_new_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct new_form *f = rq->form;
    struct letter_writing  w = { .fault = NULL };
    struct letter_issuing  i = { .kind = "letter", .once = once_of(cx, rq) };
    struct letter_draft    d;
    struct paper           paper;
    struct str             code;

    if (rq->faults->n > 0)
        return show_writing(cx, rq, rp, w);
    TRY(draft_of(cx, rq, &d));
    struct err *e = letter_drafted(cx, &d, &paper);

    if (e && e->kind != ERR_INPUT)
        return e;
    w.fault = e;
    w.paper = e ? NULL : &paper;
    if (e || !str_eq(query_value(rq->given, S("step")), S("issue")))
        return show_writing(cx, rq, rp, w);
    if (f->replaces.n > 0)
        i.replaces = f->replaces;
    TRY(issue(cx, &d, &paper, &i, &code));
    reply_see(rp, str_fmt(cx->arena, "/papers/%.*s", TEXT(code)));
    reply_done(rp, MSG("The letter is issued. Print it or have its PDF signed."));
    return NULL;
}

/* ---- ending --------------------------------------------------------------------------------- */

struct end_form { struct str why; };

static const struct field end_fields[] = {
    FIELD(struct end_form, why, F_TEXT, .min = WHY_MIN, .max = WHY_MAX, .required = true,
          .label = N_("Why it holds no more"),
          .hint = N_("Whoever has the paper's code reads it.")),
};
const struct form letter_end_form = FORM(struct end_form, end_fields);

static struct err *
office_letter(struct cx *cx, const struct request *rq, struct letter *l)
{
    TRY(letter_get(cx, rq->arg[0], l));
    return must(cx, MAY_ISSUE_PAPER, scope_of(l->region_code, l->org_id.n));
}

static struct str
href_of(struct arena *a, const struct letter *l, const char *step)
{
    return str_fmt(a, "/papers/%.*s%s", TEXT(l->code), step);
}

struct err *
letter_end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct letter    l;
    struct view      v = view_in(cx->arena, cx->lang);
    bool             posts = rq->method == POST;
    struct form_draw draw = { .form = &letter_end_form, .posts = true,
                              .values = posts ? rq->form : NULL,
                              .faults = posts ? rq->faults : NULL,
                              .button = N_("End the paper") };

    TRY(office_letter(cx, rq, &l));
    draw.action = href_of(cx->arena, &l, "/end");
    letter_end_view(&v, &(struct letter_form_page){ .letter = &l, .draw = &draw });
    reply_crumb(rp, href_of(cx->arena, &l, ""), MSG("{0}", l.title));
    reply_page(rp, MSG("End the paper"), &v);
    rp->status = posts ? 400 : rp->status;
    return NULL;
}

struct ending { struct str code, why; };

static struct err *
end_once(struct cx *cx, void *arg)
{
    const struct ending *e = arg;

    return letter_end(cx, e->code, e->why);
}

struct err *
letter_end_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct end_form *f = rq->form;
    struct letter          l;

    if (rq->faults->n > 0)
        return letter_end_page(cx, rq, rp);
    TRY(office_letter(cx, rq, &l));
    TRY(store_change(cx, "letter_end", end_once, &(struct ending){ l.code, f->why }));
    reply_see(rp, href_of(cx->arena, &l, ""));
    reply_done(rp, MSG("The paper holds no more."));
    return NULL;
}

/* ---- signed copies -------------------------------------------------------------------------- */

struct copy_form { int32_t kind; struct str typed_code; int32_t sensitivity; };

static const struct choice copy_kinds[] = {
    { "pdf",  N_("the PDF, signed electronically (BSrE or another service)") },
    { "scan", N_("a scan or photograph of the paper, signed by hand") },
    { NULL, NULL },
};

static const struct field copy_fields[] = {
    FIELD(struct copy_form, kind, F_CHOICE, .choices = copy_kinds, .required = true,
          .label = N_("What it is")),
    FIELD(struct copy_form, typed_code, F_TEXT, .max = 30, .label = N_("Code beside the QR"),
          .hint = N_("Of a scan only: typing it says that the scan is this paper.")),
    FIELD(struct copy_form, sensitivity, F_CHOICE, .choices = sensitivities, .required = true,
          .label = N_("Who may see it")),
};
const struct form letter_copy_form = FORM(struct copy_form, copy_fields);

static struct err *
show_copy(struct cx *cx, const struct request *rq, struct reply *rp, const struct err *fault)
{
    struct letter           l;
    struct view             v = view_in(cx->arena, cx->lang);
    bool                    posts = rq->method == POST;
    struct form_draw        draw = { .form = &letter_copy_form, .posts = true,
                                     .values = posts ? rq->form : NULL,
                                     .faults = posts ? rq->faults : NULL };
    struct letter_form_page page = { .letter = &l, .draw = &draw, .once = once_of(cx, rq) };

    TRY(office_letter(cx, rq, &l));
    if (fault) {
        page.fault = fault->text;
        page.hint = fault->hint;
    }
    letter_copy_view(&v, &page);
    reply_crumb(rp, href_of(cx->arena, &l, ""), MSG("{0}", l.title));
    reply_page(rp, MSG("Add a signed copy"), &v);
    rp->status = posts ? 400 : rp->status;
    return NULL;
}

struct err *
letter_copy_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show_copy(cx, rq, rp, NULL);
}

struct err *
letter_copy_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct copy_form *f = rq->form;
    const struct upload    *up = request_file(rq);
    struct letter           l;

    if (rq->faults->n > 0 || !up)
        return show_copy(cx, rq, rp, up ? NULL : err_of(cx->arena, (struct err){
            .kind = ERR_INPUT, .code = "letter.file",
            .text = MSG("Choose a file that is not empty.") }));
    TRY(office_letter(cx, rq, &l));
    struct err *e = letter_add_copy(cx, l.code, &(struct letter_copy){
        .fd = up->fd, .name = up->name, .is_scan = f->kind == 1, .typed_code = f->typed_code,
        .sensitivity = (enum sensitivity)f->sensitivity, .once = once_of(cx, rq) });

    if (e && e->kind == ERR_INPUT)
        return show_copy(cx, rq, rp, e);
    TRY(e);
    reply_see(rp, href_of(cx->arena, &l, ""));
    reply_done(rp, MSG("The signed copy is bound to the paper."));
    return NULL;
}
