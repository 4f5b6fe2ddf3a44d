/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "office/document/document_expiry.h"

#include "base/arena.h"
#include "base/money.h"
#include "ground/post/post_holding.h"
#include "office/document/document_expiry_view.h"
#include "office/document/document_sql.h"
#include "web/form_html.h"
#include "web/query.h"

/* ---- which ---------------------------------------------------------------------------------- */

static struct err *
fill(struct cx *cx, struct document *d, struct date today, struct expiring *row)
{
    struct document_open_cites open;
    bool                       found;

    TRY(document_cites_open(cx, d->id, &open, &found));
    *row = (struct expiring){ .document = d, .n_open = open.n,
        .is_over = validity_on(date_of_iso(d->valid_from), date_of_iso(d->valid_to), today,
                               (struct date){ 0 }) == VALIDITY_OVER };
    return NULL;
}

struct err *
document_expiring(struct cx *cx, int64_t org, struct date next, int64_t after,
                  struct expiring_set *set)
{
    struct document_set documents;

    *set = (struct expiring_set){ .today = post_day(S(""), cx->now_s) };
    set->next = next.year ? next : date_from_days(date_days(set->today) + EXPIRY_DAYS);
    TRY(document_list_of(cx, (struct document_filter){ .org = org, .before = set->next,
                                                       .after = after }, &documents));
    set->row = NEWS(cx->arena, struct expiring, documents.n + 1);
    set->more = documents.more;
    for (; set->n < documents.n; set->n++)
        TRY(fill(cx, &documents.row[set->n], set->today, &set->row[set->n]));
    return NULL;
}

/* ---- the page ------------------------------------------------------------------------------- */

struct expiring_query { struct date next; struct str org; int64_t after; };

static const struct field query_fields[] = {
    FIELD(struct expiring_query, next, F_DATE, .label = N_("First day of the next round"),
          .hint = N_("Empty: 90 days from today.")),
    FIELD(struct expiring_query, org, F_TEXT, .max = 60, .label = N_("Organisation (code)")),
    FIELD(struct expiring_query, after, F_INT, .min = 0, .max = 1000000,
          .label = N_("Beginning after")),
};
const struct form document_expiring_form = FORM(struct expiring_query, query_fields);
static const struct form filter_form = { .field = query_fields, .n = COUNT(query_fields) - 1,
                                         .size = sizeof(struct expiring_query) };

static const struct column column[] = {
    { "code",  { .id = N_("Code") }, COLUMN_TEXT },
    { "title", { .id = N_("Title of the document") }, COLUMN_TEXT },
    { "organisation", { .id = N_("Organisation (code)") }, COLUMN_TEXT },
    { "valid_to", { .id = N_("Holds until (the last day)") }, COLUMN_TEXT },
    { "open_citations", { .id = N_("Cited where nothing is decided yet") }, COLUMN_INT },
};

static struct table
table_of(struct cx *cx, const struct expiring_set *set)
{
    struct table t = table_in(cx->arena, column, COUNT(column), set->n + 1);

    for (size_t i = 0; i < set->n; i++) {
        const struct expiring *e = &set->row[i];
        struct str            *cell = table_row(&t);

        cell[0] = e->document->code;
        cell[1] = e->document->title;
        cell[2] = e->document->org_code;
        cell[3] = e->document->valid_to;
        cell[4] = str_int(cx->arena, e->n_open);
    }
    return t;
}

static struct str
href_after(struct cx *cx, const struct expiring_query *q, int64_t after)
{
    return str_fmt(cx->arena, "/documents/expiring?next=%.*s&org=%.*s&after=%lld",
                   TEXT(q->next.year ? date_iso(cx->arena, q->next) : S("")),
                   TEXT(query_encode(cx->arena, q->org, false)), (long long)after);
}

static void
show(struct cx *cx, const struct request *rq, struct reply *rp, struct expiring_page *p)
{
    const struct expiring_query *q = rq->form;
    struct expiring_query        values = *q;
    struct form_draw            *draw = NEW(cx->arena, struct form_draw);
    struct view                  v = view_in(cx->arena, cx->lang);

    *draw = (struct form_draw){ .form = &filter_form, .in_a_row = true,
        .action = S("/documents/expiring"), .values = &values, .faults = rq->faults,
        .button = N_("Show") };
    values.next = p->set.next;
    p->filter = draw;
    p->may_renew = may_somewhere(cx, MAY_ADD_DOCUMENT);
    if (p->set.more)
        p->more = href_after(cx, q, q->after + DOCUMENT_PAGE);
    if (q->after > 0)
        p->first = href_after(cx, q, 0);
    expiring_view(&v, p);
    reply_crumb(rp, S("/documents"), MSG("Documents"));
    reply_page(rp, MSG("Evidence that ends soon"), &v);
}

struct err *
document_expiring_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct expiring_query *q = rq->form;
    struct expiring_page         p = { .filter = NULL };
    struct org                   org = { .id = { 0 } };

    TRY(form_err(cx->arena, rq->faults));
    if (q->org.n > 0)
        TRY(org_get(cx, q->org, &org));
    TRY(document_expiring(cx, org.id.n, q->next, q->after, &p.set));
    if (rq->wants == AS_HTML) {
        show(cx, rq, rp, &p);
        return NULL;
    }
    struct table t = table_of(cx, &p.set);

    reply_table(cx, rq, rp, &t);
    return NULL;
}

/* ---- the doctor ----------------------------------------------------------------------------- */

struct err *
document_examine_expiry(struct cx *cx, struct findings *f)
{
    struct document_ending over, soon;
    struct date            today = post_day(S(""), cx->now_s);
    struct date            ahead = date_from_days(date_days(today) + EXPIRY_DOCTOR_DAYS);
    bool                   found_any;

    TRY(document_ending_before(cx, date_iso(cx->arena, today), &over, &found_any));
    TRY(document_ending_before(cx, date_iso(cx->arena, ahead), &soon, &found_any));
    if (soon.n > 0)
        found(f, FINDING_DOUBT, "document.ending",
              MSG("Evidence that is cited and not decided: {0} documents are over, {1} end within "
                  "30 days.", int_text(cx->arena, cx->lang, over.n),
                  int_text(cx->arena, cx->lang, soon.n - over.n)),
              MSG("Who is to renew them sees them on the page /documents/expiring."));
    return NULL;
}
