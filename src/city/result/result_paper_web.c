/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_paper_web.c — the form for a result's letter or report: seen first, then issued. */
#include "base/arena.h"
#include "base/secret.h"
#include "city/result/result_paper_page.h"
#include "city/result/result_paper_view.h"
#include "city/result/result_part.h"
#include "right.h"

enum { STAGES = 2 };

struct paper_form {
    int32_t    kind, language;
    int64_t    stage;
    struct str org, number, place, post, name, official;
};

static const struct choice kind_choices[] = {           /* enum result_paper_kind */
    { "letter", N_("Letter with the result") },
    { "report", N_("Report with weaknesses, strengths and recommendations") },
    { NULL, NULL },
};

static const struct choice language_choices[] = {       /* enum lang */
    { "id", N_("Indonesian") }, { "en", N_("English") }, { NULL, NULL },
};

#define OF(member, knd, ...) FIELD(struct paper_form, member, knd, __VA_ARGS__)

static const struct field paper_fields[] = {
    OF(kind,     F_CHOICE, .choices = kind_choices, .label = N_("What it is")),
    OF(stage,    F_INT, .min = 1, .max = STAGES, .label = N_("Stage"),
       .hint = N_("Empty: the last one that is published.")),
    OF(org,      F_TEXT, .min = 1, .max = 60, .required = true,
       .label = N_("Organisation (code)"), .hint = N_("The one that issues it.")),
    OF(number,   F_TEXT, .max = 60, .label = N_("Number of the letter")),
    OF(place,    F_TEXT, .max = 60, .label = N_("Place of issue")),
    OF(post,     F_TEXT, .min = 2, .max = 200, .required = true,
       .label = N_("Post of who signs")),
    OF(name,     F_TEXT, .min = 2, .max = 120, .required = true,
       .label = N_("Name of who signs"), .hint = N_("Whoever has the paper's code reads it.")),
    OF(official, F_TEXT, .max = 40, .label = N_("Official number (NIP)")),
    OF(language, F_CHOICE, .choices = language_choices, .label = N_("Language of the paper")),
};
const struct form result_paper_form = FORM(struct paper_form, paper_fields);

static const struct paper_form blank = { .kind = RESULT_LETTER, .language = LANG_ID };

/* ---- the page ------------------------------------------------------------------------------- */

static struct str
result_href(struct cx *cx, struct str round, struct str region_code)
{
    return str_fmt(cx->arena, "%.*s/regions/%.*s/result", TEXT(round_href(cx->arena, round)),
                   TEXT(region_code));
}

struct str
result_paper_href(struct cx *cx, struct str round, const struct result *r)
{
    if (!may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return S("");
    return str_fmt(cx->arena, "%.*s/paper",
                   TEXT(result_href(cx, round, r->region_code)));
}

static struct str
once_of(struct cx *cx, const struct request *rq)
{
    struct str once = query_value(rq->given, S("once"));

    return secret_is_token(once) ? once : secret_token(cx->arena);
}

static int64_t
stage_of(const struct request *rq)
{
    return rq->method == POST ? ((const struct paper_form *)rq->form)->stage : 0;
}

static struct err *
show(struct cx *cx, const struct request *rq, struct reply *rp, const struct paper *paper,
     const struct form_faults *faults)
{
    struct result_one        one = { .agrees = false };
    struct result_paper_page p = { .is_seen = paper != NULL, .once = once_of(cx, rq) };
    struct view              v = view_in(cx->arena, cx->lang);
    struct form_draw         draw = { .form = &result_paper_form, .posts = true,
        .values = rq->method == POST ? rq->form : &blank,
        .faults = faults };

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(result_get(cx, rq->arg[0], rq->arg[1], stage_of(rq), &one));
    TRY(result_papers_of(cx, &one.result, &p.papers));
    if (paper)
        p.said = letter_said_html(cx, paper);
    p.draw = &draw;
    p.title = one.round.round.title;
    p.region = one.frozen.name;
    p.href = result_paper_href(cx, one.round.round.code, &one.result);
    draw.action = p.href;
    result_paper_view(&v, &p);
    reply_crumb(rp, result_href(cx, one.round.round.code, one.result.region_code),
                MSG("Result of {0}", p.region));
    reply_page(rp, MSG("Letter or report to {0}", p.region), &v);
    if (faults && faults->n > 0)
        rp->status = 400;
    return NULL;
}

struct err *
result_paper_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return show(cx, rq, rp, NULL, NULL);
}

/* ---- issuing -------------------------------------------------------------------------------- */

static struct result_paper_wish
wish_of(struct cx *cx, const struct request *rq)
{
    const struct paper_form *f = rq->form;

    return (struct result_paper_wish){ .round = rq->arg[0], .region_code = rq->arg[1],
        .stage = f->stage, .kind = (enum result_paper_kind)f->kind,
        .lang = (enum lang)f->language, .org = f->org, .number = f->number, .place = f->place,
        .post = f->post, .name = f->name, .official = f->official, .once = once_of(cx, rq) };
}

static const struct field *
org_field(void)
{
    size_t i = 0;

    while (!str_eq(str_of(paper_fields[i].name), S("org")))
        i++;
    return &paper_fields[i];
}

struct err *
result_paper_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct result_paper_wish w;
    struct paper             paper;
    struct str               code;
    struct err              *e;

    if (rq->faults->n > 0)
        return show(cx, rq, rp, NULL, rq->faults);
    w = wish_of(cx, rq);
    e = result_paper_draft(cx, &w, &paper);
    if (e && str_eq(str_of(e->code), S("org.unknown")))
        return show(cx, rq, rp, NULL, form_faults_with(cx->arena, org_field(), e->text, NULL));
    TRY(e);
    if (!str_eq(query_value(rq->given, S("step")), S("issue")))
        return show(cx, rq, rp, &paper, NULL);
    TRY(result_paper_issue(cx, &w, &code));
    reply_see(rp, str_fmt(cx->arena, "/papers/%.*s", TEXT(code)));
    reply_done(rp, MSG("The paper is issued. Print it or have its PDF signed."));
    return NULL;
}
