/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_finding_web.c — a region's findings: read, said, given, followed up, closed. */
#include "base/arena.h"
#include "city/result/result_page.h"
#include "city/result/result_part.h"
#include "city/result/result_view.h"

static struct err *
page_of(struct cx *cx, const struct request *rq, struct result_findings_page *p)
{
    struct scope region;

    p->cx = cx;
    TRY(result_findings_of(cx, rq->arg[0], rq->arg[1], &p->set));
    region = (struct scope){ .region = p->set.region.code };
    p->href = result_findings_href(cx->arena, rq->arg[0], region.region);
    p->may_add = may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") })
              || (p->set.sits && may(cx, MAY_SCORE, region));
    if (may(cx, MAY_CONSOLIDATE, region))
        TRY(org_set_of(cx, (struct org_filter){ .region_code = region.region }, &p->orgs));
    return NULL;
}

static struct err *
draw(struct cx *cx, struct reply *rp, struct result_findings_page *p)
{
    struct view v = view_in(cx->arena, cx->lang);

    result_findings_view(&v, p);
    reply_crumb(rp, round_href(cx->arena, p->set.round.round.code),
                MSG("{0}", p->set.round.round.title));
    reply_page(rp, MSG("Findings: {0}", p->set.region.name), &v);
    if (p->wrong)
        rp->status = err_status(p->wrong);
    return NULL;
}

struct err *
result_findings_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct result_findings_page p = { .wrong = NULL };

    TRY(page_of(cx, rq, &p));
    if (rq->wants != AS_HTML) {
        struct table t = result_finding_table(cx, &p.set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    return draw(cx, rp, &p);
}

/* ---- forms ---------------------------------------------------------------------------------- */

static bool
is_typed(const struct result_findings_page *p, int64_t id, struct str does)
{
    return p->wrong && p->typed.id == id && str_eq(p->typed.does, does);
}

struct result_typed
result_add_now(const struct result_findings_page *p)
{
    return is_typed(p, 0, S("")) ? p->typed : (struct result_typed){ .text = S("") };
}

struct result_typed
result_give_now(const struct result_findings_page *p, const struct result_finding *f)
{
    return is_typed(p, f->id.n, S("give")) ? p->typed
         : (struct result_typed){ .org = f->org_code, .due = f->due };
}

struct str
result_text_now(const struct result_findings_page *p, const struct result_finding *f,
                struct str does)
{
    return is_typed(p, f->id.n, does) ? p->typed.text : S("");
}

struct outcome { struct err *e; struct msg done; struct result_typed typed; };

static struct err *
after(struct cx *cx, const struct request *rq, struct reply *rp, const struct outcome *o)
{
    struct err                 *e = o->e;
    struct result_findings_page p = { .wrong = e, .typed = o->typed };

    if (e && e->kind != ERR_INPUT && e->kind != ERR_CONFLICT)
        return e;
    TRY(page_of(cx, rq, &p));
    if (e)
        return draw(cx, rp, &p);
    reply_done(rp, o->done);
    reply_see(rp, p.href);
    return NULL;
}

/* Line ends as they are kept; browsers send CR LF. */
static struct str
given(struct cx *cx, const struct request *rq, const char *name)
{
    struct str value = query_value(rq->given, str_of(name));
    char      *p = NEWS(cx->arena, char, value.n + 1);
    size_t     n = 0;

    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != '\r')
            p[n++] = value.p[i];
    return str_trim((struct str){ p, n });
}

struct err *
result_finding_add_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct result_finding_new new = { .round = rq->arg[0], .region_code = rq->arg[1],
        .item = given(cx, rq, "item"), .text = given(cx, rq, "text") };
    int64_t                   id;

    if (!result_kind_read(given(cx, rq, "kind"), &new.kind))
        new.kind = RESULT_WEAKNESS;
    return after(cx, rq, rp, &(struct outcome){ .e = result_finding_add(cx, &new, &id),
        .done = MSG("The finding is there."), .typed = { .does = S(""), .item = new.item,
        .text = new.text, .kind = result_kind_word(new.kind) } });
}

static enum result_step
step_given(struct cx *cx, const struct request *rq)
{
    static const char *const word[RESULT_STEPS] = { "give", "follow", "close", "reopen" };
    struct str               said = given(cx, rq, "do");

    for (enum result_step s = 0; s < RESULT_STEPS; s++)
        if (str_eq(said, str_of(word[s])))
            return s;
    return RESULT_GIVE;
}

struct err *
result_finding_step_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct result_todo todo = { .step = step_given(cx, rq), .org = given(cx, rq, "org"),
                                .text = given(cx, rq, "text") };

    if (!str_int64(rq->arg[2], &todo.id))
        todo.id = 0;
    if (!date_parse(given(cx, rq, "due"), &todo.due) || !date_is_valid(todo.due)
        || todo.due.day == 0)
        todo.due = (struct date){ 0 };
    return after(cx, rq, rp, &(struct outcome){ .e = result_finding_step(cx, &todo),
        .done = MSG("That is done."), .typed = { .id = todo.id, .does = given(cx, rq, "do"),
        .text = todo.text, .org = todo.org, .due = given(cx, rq, "due") } });
}
