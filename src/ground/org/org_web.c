/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_web.c — /organisations, /organisations/{code}, and the panel on a region's page. */
#include "base/arena.h"
#include "ground/org/org_edit.h"
#include "ground/org/org_page.h"
#include "ground/org/org_view.h"

struct org_query { struct str region; };

static const struct field query_fields[] = {
    FIELD(struct org_query, region, F_TEXT, .max = 13, .label = N_("Region (code)")),
};
static const struct form query_form = FORM(struct org_query, query_fields);

static struct err *
index_title(struct cx *cx, struct str region_code, struct msg *title)
{
    struct region region;

    *title = MSG("Organisations");
    if (region_code.n == 0)
        return NULL;
    TRY(region_get(cx, region_code, &region));
    *title = MSG("Organisations of {0}", region.name);
    return NULL;
}

static struct err *
org_index(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct org_query *q = rq->form;
    struct org_set          set;
    struct msg              title;

    TRY(form_err(cx->arena, rq->faults));
    TRY(index_title(cx, q->region, &title));
    TRY(org_set_of(cx, (struct org_filter){ .region_code = q->region }, &set));
    if (rq->wants != AS_HTML) {
        struct table t = org_table(cx->arena, &set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    org_list_view(&v, &set, title, may_somewhere(cx, MAY_EDIT_ORG));
    reply_page(rp, title, &v);
    return NULL;
}

static struct err *
org_show(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct org_record  r;
    struct org_changes changes;

    TRY(org_record_get(cx, rq->arg[0], &r));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, org_record_json, &r);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    TRY(org_changes_of(cx, &r.org, &changes));
    org_record_view(&v, &r, &changes);
    reply_crumb(rp, S("/organisations"), MSG("Organisations"));
    reply_page(rp, MSG("{0}", r.org.name), &v);
    return NULL;
}

static struct err *
org_panel(struct cx *cx, int64_t region, struct html *out)
{
    struct org_set set;
    struct view    v = view_in(cx->arena, cx->lang);

    TRY(org_now_in(cx, (struct region_id){ region }, &set));
    if (set.n > 0)
        org_panel_view(&v, &set);
    *out = view_html(&v);
    return NULL;
}

const struct route org_routes[ORG_ROUTES] = {
    { GET, "/organisations", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &query_form,
      .page = org_index, .keeps = true, .help = N_("Organisations of a region or the nation") },
    { GET, "/organisations/{code}", MAY_READ_PUBLIC, .page = org_show, .keeps = true,
      .help = N_("One organisation: its parts, what it came from and became") },
    { GET, "/organisations/new", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_new_page,
      .help = N_("The form to add an organisation") },
    { POST, "/organisations/new", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_new_page,
      .help = N_("Add an organisation") },
    { GET, "/organisations/{code}/edit", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_edit_page,
      .help = N_("The form to change an organisation") },
    { POST, "/organisations/{code}/edit", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_edit_page,
      .help = N_("Change an organisation") },
    { GET, "/organisations/{code}/end", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_end_page,
      .help = N_("The form to end an organisation") },
    { POST, "/organisations/{code}/end", MAY_EDIT_ORG, .serves = AS_HTML, .page = org_end_page,
      .help = N_("End an organisation, and say which one goes on") },
};

const struct panel org_panels[ORG_PANELS] = { { "region.more", org_panel } };
