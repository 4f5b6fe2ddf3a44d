/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/dossier/dossier.h"

#include "base/arena.h"
#include "base/secret.h"
#include "ground/job/job.h"
#include "ground/journal/journal.h"
#include "office/dossier/dossier_page.h"
#include "office/dossier/dossier_rule.h"
#include "office/dossier/dossier_sql.h"
#include "office/dossier/dossier_view.h"
#include "store/store.h"
#include "web/query.h"

enum { DAY_SECONDS = 86400 };

/* ---- asking --------------------------------------------------------------------------------- */

struct asking { const struct dossier_asking *what; struct dossier_plan plan; struct str code; };

static struct str
key_of_job(struct cx *cx, int64_t account, const struct dossier_asking *a)
{
    return str_fmt(cx->arena, "%lld %.*s %.*s%s", (long long)account, TEXT(a->thing), TEXT(a->key),
                   a->is_sheet ? " xlsx" : "");
}

static const char *
kind_of_job(const struct asking *g)
{
    return g->what->is_sheet ? "dossier_sheet" : "dossier";
}

/* Who is asked for data reads a request of a scope above their own. */
static struct scope
scope_of_job(const struct cx *cx, const struct asking *g)
{
    return g->what->is_sheet && cx->who ? cx->who->post.scope : g->plan.record.scope;
}

/* As the journal calls it. */
static const char *
thing_told(bool is_sheet)
{
    return is_sheet ? "sheet" : "dossier";
}

/* The same form again, or the same record while its file is being made. */
static struct err *
find_asked(struct cx *cx, struct asking *g, bool *found)
{
    int64_t             account = cx->who ? cx->who->account_id : 0;
    struct dossier_code row;
    bool                is_open;

    TRY(dossier_by_ask(cx, g->what->ask, account, &row, found));
    if (!*found) {
        TRY(job_is_open(cx, kind_of_job(g), key_of_job(cx, account, g->what), &is_open));
        if (is_open)
            TRY(dossier_waiting(cx, account, g->what->thing, g->what->key, g->what->is_sheet, &row,
                                found));
    }
    if (*found)
        g->code = row.code;
    return NULL;
}

static struct err *
put(struct cx *cx, const struct asking *g, int64_t job)
{
    static const struct who     nobody = { .kind = WHO_NOBODY };
    const struct who           *who = cx->who ? cx->who : &nobody;
    const struct dossier_record *r = &g->plan.record;

    return dossier_put(cx, &(struct dossier_put_in){
        .code = g->code, .ask = g->what->ask, .thing = g->what->thing, .key = g->what->key,
        .name = r->name, .region_code = r->scope.region, .org_id = r->scope.org,
        .account_id = who->account_id, .post_id = who->post.post_id,
        .post = str_is_known(who->post.title) ? who->post.title : S(""),
        .lang = cx->lang == LANG_EN ? S("en") : S("id"), .job_id = job, .asked_at = cx->now_s,
        .ends_at = cx->now_s + (int64_t)DOSSIER_DAYS * DAY_SECONDS,
        .is_sheet = g->what->is_sheet }, NULL);
}

static struct err *
ask_once(struct cx *cx, void *arg)
{
    struct asking *g = arg;
    int64_t        job, account = cx->who ? cx->who->account_id : 0;
    bool           found;

    TRY(find_asked(cx, g, &found));
    if (found)
        return NULL;
    g->code = secret_code(cx->arena, 3);
    TRY(job_ask(cx, &(struct job_new){
        .kind = kind_of_job(g), .input = g->code, .key = key_of_job(cx, account, g->what),
        .scope = scope_of_job(cx, g) }, &job));
    TRY(put(cx, g, job));
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_ASKED, .thing = thing_told(g->what->is_sheet), .key = g->code,
        .scope = g->plan.record.scope, .note = g->plan.record.name });
}

struct err *
dossier_ask(struct cx *cx, const struct dossier_asking *what, struct str *code)
{
    struct asking g = { .what = what };

    TRY(dossier_head_of(cx, what, &g.plan));
    TRY(store_change(cx, "dossier_ask", ask_once, &g));
    *code = g.code;
    return NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct err *
dossiers_of(struct cx *cx, bool is_sheet, struct dossier_set *set)
{
    return dossier_mine(cx, cx->who ? cx->who->account_id : 0, is_sheet, cx->now_s, &set->row,
                        &set->n);
}

struct err *
dossier_get(struct cx *cx, struct str code, bool is_sheet, struct dossier *d)
{
    bool found;

    TRY(dossier_by_code(cx, code, cx->now_s, d, &found));
    if (found && cx->who && cx->who->kind == WHO_PERSON && d->account_id == cx->who->account_id
        && d->is_sheet == is_sheet)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_MISSING, .code = "dossier.unknown",
        .text = is_sheet ? MSG("There is no workbook {0} that you asked for.", code)
              : MSG("There is no file for examination {0} that you asked for.", code),
        .hint = MSG("It is kept for 7 days; ask for it anew on the page of the record.") });
}

/* What another post may read is not fetched in this one. */
static struct err *
check_post(struct cx *cx, const struct dossier *d)
{
    if (cx->who->post.post_id == d->post_id)
        return NULL;
    return err_of(cx->arena, (struct err){
        .kind = ERR_DENIED, .code = "dossier.other_post",
        .text = MSG("This file was made for another of your posts: {0}.", d->post),
        .hint = MSG("Act in that post to fetch it, or ask for one anew.") });
}

struct err *
dossier_open(struct cx *cx, const struct dossier *d, int *fd)
{
    struct scope        scope = { d->region_code, d->org_id };
    struct dossier_plan now;

    if (!d->is_sheet)
        TRY(must(cx, MAY_TAKE_DOSSIER, scope));
    TRY(check_post(cx, d));
    if (d->is_sheet)
        TRY(dossier_head_of(cx, &(struct dossier_asking){ .thing = d->thing, .key = d->key,
                                                          .is_sheet = true }, &now));
    if (!d->made_at.known)
        return err_of(cx->arena, (struct err){
            .kind = ERR_CONFLICT, .code = "dossier.not_made",
            .text = MSG("The file is not made yet."),
            .hint = MSG("Its page says how far it is.") });
    TRY(dossier_folder_open(cx, d->file, fd));
    journal_exported(cx, thing_told(d->is_sheet), d->code, scope, (struct subject_id){ 0 });
    return NULL;
}

/* Without the number that names in the ZIP begin with. */
struct str
dossier_file_name(struct arena *a, const struct dossier *d)
{
    struct str safe = dossier_name(a, 1, str_fmt(a, "%.*s.%s", TEXT(d->name),
                                                 d->is_sheet ? "xlsx" : "zip"));

    return str_part(safe, 4, safe.n);
}

/* ---- on a record's page --------------------------------------------------------------------- */

struct err *
dossier_link(struct cx *cx, const char *thing, struct str key, struct scope scope,
             struct html *out)
{
    struct view v = view_in(cx->arena, cx->lang);

    if (may(cx, MAY_TAKE_DOSSIER, scope) && cx->who && cx->who->kind == WHO_PERSON)
        dossier_link_view(&v, str_of(thing), key);
    *out = view_html(&v);
    return NULL;
}

struct str
dossier_sheet_href(struct arena *a, const char *thing, struct str key)
{
    return str_fmt(a, "/sheets/new?thing=%s&key=%.*s", thing, TEXT(query_encode(a, key, false)));
}
