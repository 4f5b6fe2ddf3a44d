/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_web.c — /calendar: a year, a day, a reckoning, working weeks. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/region/region.h"
#include "office/paste/paste.h"
#include "office/workday/workday_page.h"
#include "office/workday/workday_view.h"

enum { WIB_S = 25200, YEAR_MIN = 1945, YEAR_MAX = 9998, REGION_MAX = 13, ORG_MAX = 60 };

struct year_query   { int64_t year; struct str region; };
struct reckon_query { struct date from; int64_t days; struct str region, org; };

static const struct field year_fields[] = {
    FIELD(struct year_query, year, F_INT, .min = YEAR_MIN, .max = YEAR_MAX, .label = N_("Year")),
    FIELD(struct year_query, region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)")),
};
static const struct form year_form = FORM(struct year_query, year_fields);

static const struct field reckon_fields[] = {
    FIELD(struct reckon_query, from, F_DATE, .required = true, .label = N_("Counted from")),
    FIELD(struct reckon_query, days, F_INT, .min = 0, .max = WORKDAY_RECKON_MAX,
          .required = true, .label = N_("Working days")),
    FIELD(struct reckon_query, region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)")),
    FIELD(struct reckon_query, org, F_TEXT, .max = ORG_MAX, .label = N_("Organisation (code)")),
};
static const struct form reckon_form = FORM(struct reckon_query, reckon_fields);

static struct date
today(const struct cx *cx)
{
    return date_of_time(cx->now_s, WIB_S);
}

/* ---- a year ---------------------------------------------------------------------------------- */

static struct err *
show_year(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct year_query  *q = rq->form;
    struct workday_year_page *p = NEW(cx->arena, struct workday_year_page);
    int32_t                   year = q->year ? (int32_t)q->year : today(cx).year;

    TRY(form_err(cx->arena, rq->faults));
    TRY(workday_year_page_of(cx, q->region, year, p));
    p->from = today(cx);
    if (rq->wants != AS_HTML) {
        struct table t = workday_table(cx->arena, &p->set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    struct view v = view_in(cx->arena, cx->lang);
    workday_year_view(&v, p);
    reply_page(rp, MSG("Calendar of {0}", year_text(cx->arena, year)), &v);
    return NULL;
}

/* ---- a day ----------------------------------------------------------------------------------- */

static struct err *
show_day(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workday_day     day;
    struct workday_changes changes;
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(workday_get(cx, rq->arg[0], &day));
    if (rq->wants != AS_HTML) {
        reply_json(cx, rp, workday_day_json, &day);
        return NULL;
    }
    TRY(workday_changes_of(cx, &day, &changes));
    workday_day_view(&v, &day, &changes);
    reply_crumb(rp, S("/calendar"), MSG("Calendar"));
    reply_page(rp, MSG("{0}", cx->lang == LANG_ID ? day.name_id : day.name_en), &v);
    return NULL;
}

/* ---- a reckoning ----------------------------------------------------------------------------- */

static struct err *
reckon_page(struct cx *cx, struct reply *rp, struct form_draw *draw,
            const struct workday_reckoning *r)
{
    struct view v = view_in(cx->arena, cx->lang);

    workday_reckon_view(&v, draw, r);
    reply_crumb(rp, S("/calendar"), MSG("Calendar"));
    reply_page(rp, MSG("Count working days"), &v);
    rp->status = r || draw->faults->n == 0 ? 200 : 400;
    return NULL;
}

static struct err *
reckon(struct cx *cx, const struct request *rq, struct reply *rp)
{
    const struct reckon_query *q = rq->form;
    struct workday_reckoning   r;
    struct workday_wish        wish = { .from = q->from, .n = (int32_t)q->days,
                                        .region = q->region, .org = q->org };
    struct form_draw           draw = { .form = &reckon_form, .action = S("/calendar/after"),
                                        .values = q, .faults = rq->faults,
                                        .button = N_("Count") };

    if (rq->wants == AS_HTML && rq->faults->n > 0)
        return reckon_page(cx, rp, &draw, NULL);
    TRY(form_err(cx->arena, rq->faults));
    TRY(workday_reckon(cx, wish, &r));
    if (rq->wants == AS_HTML)
        return reckon_page(cx, rp, &draw, &r);
    struct table t = workday_steps_table(cx->arena, &r);
    if (rq->wants == AS_CSV)
        reply_table(cx, rq, rp, &t);
    else
        reply_json(cx, rp, workday_reckoning_json, &r);
    return NULL;
}

/* ---- working weeks --------------------------------------------------------------------------- */

static struct err *
show_weeks(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workday_weeks_set set;
    struct view              v = view_in(cx->arena, cx->lang);

    TRY(workday_weeks_of(cx, &set));
    if (rq->wants != AS_HTML) {
        struct table t = workday_weeks_table(cx->arena, &set);
        reply_table(cx, rq, rp, &t);
        return NULL;
    }
    workday_weeks_view(&v, &set, may_somewhere(cx, MAY_EDIT_CALENDAR));
    reply_crumb(rp, S("/calendar"), MSG("Calendar"));
    reply_page(rp, MSG("Working weeks"), &v);
    return NULL;
}

static struct err *
show_week(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct workday_week    week;
    struct workday_changes changes;
    struct view            v = view_in(cx->arena, cx->lang);

    TRY(workday_week_get(cx, rq->arg[0], &week));
    TRY(workday_week_changes_of(cx, &week, &changes));
    workday_week_view(&v, &week, &changes);
    reply_crumb(rp, S("/calendar"), MSG("Calendar"));
    reply_crumb(rp, S("/calendar/weeks"), MSG("Working weeks"));
    reply_page(rp, MSG("{0}", week.key), &v);
    return NULL;
}

/* ---- changing -------------------------------------------------------------------------------- */

static struct err *
new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &workday_new_kind, S("new"));
}

static struct err *
edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &workday_edit_kind, rq->arg[0]);
}

static struct err *
end_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &workday_end_kind, rq->arg[0]);
}

static struct err *
week_new_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &workday_week_new_kind, S("new"));
}

static struct err *
week_edit_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    return record_page(cx, rq, rp, &workday_week_edit_kind, rq->arg[0]);
}

/* On a region's page: the way to its calendar. */
static struct err *
region_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct region region;
    struct view   v = view_in(cx->arena, cx->lang);

    TRY(region_of_id(cx, (struct region_id){ id }, &region));
    workday_panel_view(&v, region.code);
    *out = view_html(&v);
    return NULL;
}

const struct panel workday_panels[WORKDAY_PANELS] = { { "region.more", region_panel } };

const struct route workday_routes[WORKDAY_ROUTES] = {
    { GET, "/calendar", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &year_form,
      .page = show_year, .help = N_("Holidays, shared leave and local free days of a year") },
    { GET, "/calendar/after", MAY_READ_PUBLIC, .serves = SERVES_LIST, .form = &reckon_form,
      .page = reckon, .help = N_("So many working days after a day, every day explained") },
    { GET, "/calendar/weeks", MAY_READ_PUBLIC, .serves = SERVES_LIST, .page = show_weeks,
      .help = N_("Who has a working week of their own") },
    { GET, "/calendar/weeks/{key}", MAY_READ_PUBLIC, .serves = AS_HTML, .page = show_week,
      .help = N_("The working week of an organisation or a region") },
    { GET, "/calendar/{day}", MAY_READ_PUBLIC, .page = show_day,
      .help = N_("One free day: its name, kind, source and history") },
    { GET, "/calendar/new", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = new_page,
      .help = N_("The form to add a free day") },
    { POST, "/calendar/new", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = new_page,
      .help = N_("Add a free day") },
    { GET, "/calendar/paste", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = workday_paste_page,
      .help = N_("The page to add many free days at once") },
    { POST, "/calendar/paste", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = workday_paste_do,
      .takes_bytes = PASTE_FILE_BYTES, .help = N_("Add many free days at once") },
    { GET, "/calendar/{day}/edit", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = edit_page,
      .help = N_("The form to change a free day") },
    { POST, "/calendar/{day}/edit", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = edit_page,
      .help = N_("Change a free day") },
    { GET, "/calendar/{day}/end", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = end_page,
      .help = N_("The form to make a free day a working day again") },
    { POST, "/calendar/{day}/end", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = end_page,
      .help = N_("Make a free day a working day again") },
    { GET, "/calendar/weeks/new", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = week_new_page,
      .help = N_("The form to set a working week") },
    { POST, "/calendar/weeks/new", MAY_EDIT_CALENDAR, .serves = AS_HTML, .page = week_new_page,
      .help = N_("Set a working week") },
    { GET, "/calendar/weeks/{key}/edit", MAY_EDIT_CALENDAR, .serves = AS_HTML,
      .page = week_edit_page, .help = N_("The form to change a working week") },
    { POST, "/calendar/weeks/{key}/edit", MAY_EDIT_CALENDAR, .serves = AS_HTML,
      .page = week_edit_page, .help = N_("Change a working week") },
};
