/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_paper.c — drafting, issuing and finding the papers that tell a result. */
#include "city/result/result_paper.h"

#include "base/arena.h"
#include "city/result/result_paper_block.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"
#include "ground/post/post_holding.h"
#include "store/store.h"

static const struct { const char *word, *label; } kinds[RESULT_PAPERS] = {
    [RESULT_LETTER] = { "letter", N_("Letter with the result") },
    [RESULT_REPORT] = { "report", N_("Report with weaknesses, strengths and recommendations") },
};

struct str
result_paper_word(enum result_paper_kind kind)
{
    return str_of(kinds[kind].word);
}

struct msg
result_paper_label(enum result_paper_kind kind)
{
    return (struct msg){ .id = kinds[kind].label };
}

/* ---- drafting ------------------------------------------------------------------------------- */

struct drafting {
    const struct result_paper_wish *wish;
    struct org                      org;
    struct result_one               one;
    struct result_finding_set       findings;
    struct str                      region;
};

static struct scope
scope_of(const struct org *o)
{
    return (struct scope){ .region = str_is_known(o->region_code) ? o->region_code : S(""),
                           .org = o->id.n };
}

static struct err *
no_instrument(struct cx *cx, const struct result_one *o)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.instrument",
        .text = MSG("The instrument {0} is not here as it was when the result was published.",
                    o->frozen.instrument),
        .hint = MSG("Load the text of then; until that its items have no names.") });
}

static struct err *
gather(struct cx *cx, struct drafting *d)
{
    const struct result_paper_wish *w = d->wish;

    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(org_get(cx, w->org, &d->org));
    TRY(must(cx, MAY_ISSUE_PAPER, scope_of(&d->org)));
    TRY(result_get(cx, w->round, w->region_code, w->stage, &d->one));
    if (!d->one.has_answers)
        return no_instrument(cx, &d->one);
    d->region = d->one.frozen.name;
    if (w->kind != RESULT_REPORT)
        return NULL;
    return result_findings_of(cx, w->round, w->region_code, &d->findings);
}

static struct err *
draft(struct cx *cx, struct drafting *d, struct paper *p)
{
    struct cx in = *cx;             /* the paper is in its own language */

    in.lang = d->wish->lang;
    TRY(gather(cx, d));
    *p = result_paper_of(&(struct result_told){
        .cx = &in, .wish = d->wish, .one = &d->one, .org = &d->org, .region = d->region,
        .findings = &d->findings, .today = date_of_time(cx->now_s, post_offset_s(S(""))) });
    return paper_check(cx->arena, p);
}

struct err *
result_paper_draft(struct cx *cx, const struct result_paper_wish *wish, struct paper *p)
{
    struct drafting d = { .wish = wish };

    return draft(cx, &d, p);
}

/* ---- issuing -------------------------------------------------------------------------------- */

struct issuing { struct drafting *d; struct letter_ready ready; };

/* The one of that kind that holds; unknown: none does. */
static struct err *
holding(struct cx *cx, int64_t result_id, enum result_paper_kind kind, struct str *code)
{
    struct result_paper_line *row;
    size_t                    n;

    *code = (struct str){ NULL, 0 };
    TRY(result_paper_lines(cx, (struct result_id){ result_id }, &row, &n));
    for (size_t i = 0; i < n && !str_is_known(*code); i++)
        if (str_eq(row[i].kind, result_paper_word(kind)))
            *code = row[i].letter_code;
    return NULL;
}

static struct err *
issue_once(struct cx *cx, void *arg)
{
    struct issuing                 *i = arg;
    const struct result_paper_wish *w = i->d->wish;
    struct result_id                result = i->d->one.result.id;
    struct letter_issuing           issuing = { .ready = &i->ready, .org = &i->d->org,
        .kind = w->kind == RESULT_LETTER ? "result_letter" : "result_report", .once = w->once };

    TRY(holding(cx, result.n, w->kind, &issuing.replaces));
    TRY(letter_issue(cx, &issuing));
    return result_paper_put(cx, result, result_paper_word(w->kind), i->ready.code, cx->now_s,
                            NULL);
}

/* Sent twice, it is the one of the first time, also when both came at once. */
struct err *
result_paper_issue(struct cx *cx, const struct result_paper_wish *wish, struct str *code)
{
    struct drafting d = { .wish = wish };
    struct issuing  i = { .d = &d };
    struct paper    p;
    struct err     *e;

    TRY(draft(cx, &d, &p));
    TRY(letter_issued_once(cx, wish->once, code));
    if (str_is_known(*code))
        return NULL;
    TRY(letter_prepare(cx, &p, &i.ready));
    e = store_change(cx, "result_paper", issue_once, &i);
    if (e)
        TRY(letter_issued_once(cx, wish->once, code));
    else
        *code = i.ready.code;
    return str_is_known(*code) ? NULL : e;
}

/* ---- finding -------------------------------------------------------------------------------- */

struct err *
result_papers_of(struct cx *cx, const struct result *r, struct result_papers *out)
{
    struct scope scope = { .region = r->region_code };

    *out = (struct result_papers){ .code = { { NULL, 0 } } };
    TRY(holding(cx, r->id.n, RESULT_LETTER, &out->code[RESULT_LETTER]));
    return may(cx, MAY_READ_WORK, scope)
        ? holding(cx, r->id.n, RESULT_REPORT, &out->code[RESULT_REPORT]) : NULL;
}
