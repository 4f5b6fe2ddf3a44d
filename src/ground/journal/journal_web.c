/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* journal_web.c — /journal, and /journal/head to print. */
#include "base/arena.h"
#include "ground/journal/journal_page.h"
#include "ground/journal/journal_view.h"

static const struct field query_fields[] = {
    FIELD(struct journal_query, thing,   F_TEXT, .max = 40, .label = N_("To what")),
    FIELD(struct journal_query, key,     F_TEXT, .max = 200, .label = N_("Which")),
    FIELD(struct journal_query, post,    F_TEXT, .max = 200, .label = N_("Post")),
    FIELD(struct journal_query, day,     F_DATE, .label = N_("Day (WIB)")),
    FIELD(struct journal_query, account, F_INT, .min = 0, .max = INT64_MAX,
          .label = N_("Account (number)")),
    FIELD(struct journal_query, before,  F_INT, .min = 0, .max = INT64_MAX,
          .label = N_("Only before this line")),
};
const struct form journal_query_form = FORM(struct journal_query, query_fields);

/* ---- the list ------------------------------------------------------------------------------- */

static struct str
part(struct arena *a, const char *name, struct str value)
{
    if (value.n == 0)
        return S("");
    return str_fmt(a, "%s=%.*s&", name, TEXT(query_encode(a, value, false)));
}

/* The same list from another line on; 0: from the newest. */
static struct str
list_href(struct arena *a, const struct journal_listing *l, const struct journal_query *q,
          int64_t before)
{
    struct str of = q->account ? str_fmt(a, "account=%lld&", (long long)q->account) : S("");
    struct str from = before ? str_fmt(a, "before=%lld&", (long long)before) : S("");
    struct str piece[] = { part(a, "thing", q->thing), part(a, "key", q->key),
                           part(a, "post", q->post), part(a, "day", l->day), of, from };
    struct str all = str_join(a, S(""), piece, COUNT(piece));

    return all.n > 0 ? str_fmt(a, "/journal?%.*s", TEXT(str_part(all, 0, all.n - 1)))
                     : S("/journal");
}

static void
list_pager(struct arena *a, struct journal_listing *l, const struct journal_query *q)
{
    if (l->list.older > 0)
        l->older = list_href(a, l, q, l->list.older);
    if (q->before > 0)
        l->newest = list_href(a, l, q, 0);
}

/* All that facts are told about, for the filter. */
static void
list_choices(const struct cx *cx, struct journal_listing *l)
{
    for (const struct module *const *m = cx->modules; *m; m++)
        for (size_t i = 0; i < (*m)->n_told && l->n_choices < JOURNAL_CHOICES_MAX; i++)
            l->choice[l->n_choices++] = &(*m)->told[i];
}

static struct err *
journal_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct journal_query *q = rq->form;
    struct journal_filter       filter = journal_filter_of(q);
    bool                        page = rq->wants == AS_HTML;
    struct journal_listing      l = { .thing = q->thing, .key = q->key, .post = q->post };

    TRY(form_err(cx->arena, rq->faults));
    TRY(journal_list_of(cx, &filter, page ? JOURNAL_PAGE : JOURNAL_LINES_MAX, &l.list));
    if (!page) {
        struct table t = journal_table(cx->arena, &l.list.lines);
        journal_exported(cx, "journal", S("list"), cx->who->post.scope, (struct subject_id){ 0 });
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    l.day = q->day.year ? date_iso(cx->arena, q->day) : S("");
    list_pager(cx->arena, &l, q);
    list_choices(cx, &l);
    journal_list_view(&v, &l);
    reply_page(rp, MSG("Journal"), &v);
    return NULL;
}

/* ---- the head of a day ---------------------------------------------------------------------- */

struct head_query { struct date day; };

static const struct field head_fields[] = {
    FIELD(struct head_query, day, F_DATE, .label = N_("Day (WIB)")),
};
static const struct form head_form = FORM(struct head_query, head_fields);

static struct err *
journal_head_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct head_query *q = rq->form;
    struct date              day = q->day;
    struct journal_head      h;

    TRY(form_err(cx->arena, rq->faults));
    if (day.year == 0)
        day = date_of_time(cx->now_s, WIB_S);
    TRY(journal_head_of(cx, day, &h));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, journal_head_json, &h);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    journal_head_view(&v, &h, str_fmt(cx->arena, "/journal/head?day=%.*s", TEXT(h.day_text)));
    reply_crumb(rp, S("/journal"), MSG("Journal"));
    reply_page(rp, MSG("Closing of the journal"), &v);
    return NULL;
}

const struct route journal_routes[JOURNAL_ROUTES] = {
    { GET, "/journal", MAY_READ_JOURNAL, .serves = SERVES_LIST, .form = &journal_query_form,
      .page = journal_index, .help = N_("What was done, by which post, when and why") },
    { GET, "/journal/head", MAY_READ_JOURNAL, .form = &head_form, .page = journal_head_page,
      .help = N_("The journal's last line of a day and its digest, to print") },
};
