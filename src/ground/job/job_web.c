/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* job_web.c — /jobs, one job, stopping it, trying it again; those of one's own on the account. */
#include "base/arena.h"
#include "ground/job/job_page.h"
#include "ground/job/job_part.h"
#include "ground/job/job_view.h"

enum { SHOWN_ON_ACCOUNT = 5 };

static const struct field query_fields[] = {
    FIELD(struct job_query, state,  F_CHOICE, .choices = job_state_choices, .label = N_("State")),
    FIELD(struct job_query, before, F_INT, .min = 0, .max = INT64_MAX,
          .label = N_("Only before this number")),
};
static const struct form query_form = FORM(struct job_query, query_fields);

/* ---- the list ------------------------------------------------------------------------------- */

static struct str
list_href(struct arena *a, int32_t state, int64_t before)
{
    struct str word = str_of(job_state_choices[state].value);
    const char *and_word = word.n ? "&state=" : "";

    if (before > 0)
        return str_fmt(a, "/jobs?before=%lld%s%.*s", (long long)before, and_word, TEXT(word));
    return word.n ? str_fmt(a, "/jobs?state=%.*s", TEXT(word)) : S("/jobs");
}

static struct err *
jobs_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct job_query *q = rq->form;
    struct job_list_filter  filter = job_filter_of(q);
    struct job_listing      l = { .state = q->state };
    struct view             v = view_in(cx->arena, cx->lang);

    TRY(form_err(cx->arena, rq->faults));
    TRY(job_list_of(cx, &filter, &l.list));
    if (rq->wants != AS_HTML) {
        struct table t = job_table(cx, &l.list);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    if (l.list.older > 0)
        l.older = list_href(cx->arena, q->state, l.list.older);
    if (q->before > 0)
        l.newest = list_href(cx->arena, q->state, 0);
    job_list_view(&v, &l);
    reply_crumb(rp, S("/account"), MSG("Your account"));
    reply_page(rp, MSG("Background work"), &v);
    return NULL;
}

/* ---- one ------------------------------------------------------------------------------------ */

static struct err *
job_of(struct cx *cx, const struct request *rq, int64_t *id)
{
    if (str_int64(rq->arg[0], id) && *id > 0)
        return NULL;
    return job_unknown(cx, rq->arg[0]);
}

static struct err *
job_show_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct job_record r = { .now_s = cx->now_s };
    struct view       v = view_in(cx->arena, cx->lang);
    int64_t           id;

    TRY(job_of(cx, rq, &id));
    TRY(job_get(cx, id, &r.job));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, job_json, &(struct job_said){ cx, &r.job });
        return NULL;
    }
    struct journal_topic topic = { "job", job_key_text(cx->arena, id), r.job.scope };

    TRY(journal_history(cx, &topic, &r.history));
    r.may_stop = !job_has_ended(r.job.state) && !r.job.stop_asked;
    r.may_again = job_may_again(cx, &r.job);
    if (r.job.state == JOB_FAILED && r.job.known && r.job.known->page)
        r.form = str_of(r.job.known->page);
    job_show_view(&v, &r);
    reply_crumb(rp, S("/account"), MSG("Your account"));
    reply_crumb(rp, S("/jobs"), MSG("Background work"));
    reply_page(rp, MSG("Work {0}: {1}", job_key_text(cx->arena, id),
                       msg_text(cx->arena, cx->lang, r.job.label)), &v);
    return NULL;
}

static struct err *
job_stop_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    int64_t         id;
    struct job_seen job;

    TRY(job_of(cx, rq, &id));
    TRY(job_stop(cx, id));
    TRY(job_get(cx, id, &job));
    reply_see(rp, job_href(cx->arena, id));
    reply_done(rp, job.state == JOB_STOPPED ? MSG("It is stopped.")
                                            : MSG("It was asked to stop."));
    return NULL;
}

static struct err *
job_again_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    int64_t id;

    TRY(job_of(cx, rq, &id));
    TRY(job_again(cx, id));
    reply_see(rp, job_href(cx->arena, id));
    reply_done(rp, MSG("It is tried again, from where it had come."));
    return NULL;
}

/* ---- on the own account --------------------------------------------------------------------- */

static struct err *
draw_own(struct cx *cx, int64_t account, struct html *out)
{
    struct view     v = view_in(cx->arena, cx->lang);
    struct job_list list = { 0 };

    if (cx->who && cx->who->account_id == account)
        TRY(job_list_of(cx, &(struct job_list_filter){ .before = 0 }, &list));
    if (list.n > SHOWN_ON_ACCOUNT)
        list.n = SHOWN_ON_ACCOUNT;
    if (list.n > 0)
        job_panel_view(&v, &list);
    *out = view_html(&v);
    return NULL;
}

const struct panel job_panels[JOB_PANELS] = { { "account.more", draw_own } };

const struct route job_routes[JOB_ROUTES] = {
    { GET, "/jobs", MAY_OWN_ACCOUNT, .serves = SERVES_LIST, .form = &query_form,
      .page = jobs_page, .help = N_("Background work that one asked for, and how far it came") },
    { GET, "/jobs/{id}", MAY_OWN_ACCOUNT, .page = job_show_page,
      .help = N_("One piece of long work: its state, what it found, its history") },
    { POST, "/jobs/{id}/stop", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = job_stop_do,
      .help = N_("Stop a piece of long work") },
    { POST, "/jobs/{id}/again", MAY_OWN_ACCOUNT, .serves = AS_HTML, .page = job_again_do,
      .help = N_("Try again what failed") },
};
