/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_paste.c — /calendar/paste: many free days of one decree at once, a dry run first. */
#include "base/arena.h"
#include "office/paste/paste.h"
#include "office/workday/workday_page.h"
#include "office/workday/workday_view.h"

enum { REGION_MAX = 13, SOURCE_MAX = 300, NAME_MAX = 120, DAYS_MAX = 500, YEAR_MIN = 1945,
       YEAR_MAX = 9998 };

struct about { struct str region, source; int64_t year; };

static const struct field about_fields[] = {
    FIELD(struct about, region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)"),
          .hint = N_("Such as 35.71, for it and all below it. Empty: for the whole nation.")),
    FIELD(struct about, source, F_TEXT, .min = 3, .max = SOURCE_MAX, .required = true,
          .label = N_("Source"),
          .hint = N_("The decree or decision that says so, with its number and date.")),
    FIELD(struct about, year, F_INT, .min = YEAR_MIN, .max = YEAR_MAX,
          .label = N_("All national days of the year"),
          .hint = N_("Only if the list is complete: deadlines in that year are sure from then "
                     "on.")),
};
static const struct form about_form = FORM(struct about, about_fields);

struct row { struct date date; int32_t kind; struct str name_id, name_en; };

static const struct field row_fields[] = {
    FIELD(struct row, date, F_DATE, .required = true, .label = N_("Date")),
    FIELD(struct row, name_id, F_TEXT, .min = 3, .max = NAME_MAX, .required = true,
          .label = N_("Name in Indonesian")),
    FIELD(struct row, name_en, F_TEXT, .max = NAME_MAX, .label = N_("Name in English")),
    FIELD(struct row, kind, F_CHOICE, .choices = workday_kinds, .label = N_("Kind")),
};
static const struct form row_form = FORM(struct row, row_fields);

struct pasting {
    struct about             about;
    struct form_faults       faults;
    struct workday_many      many;
    const struct table_seen *seen;      /* NULL: no table was given */
};

/* ---- reading ------------------------------------------------------------------------------- */

static struct msg
wrong_with(const struct about *about, const struct row *row)
{
    if (about->year && row->date.year != about->year)
        return MSG("The day is not of the year that the list is of.");
    if ((about->region.n > 0) != (row->kind == WORKDAY_LOCAL))
        return MSG("A local holiday is of a region, a national one and shared leave of none.");
    return MSG_NONE;
}

static void
keep(struct cx *cx, struct workday_many *many, const struct row *row)
{
    struct str name_id = str_copy(cx->arena, row->name_id);

    many->day[many->n++] = (struct workday_day){ .date = date_iso(cx->arena, row->date),
        .kind = str_of(workday_kinds[row->kind].value), .name_id = name_id,
        .name_en = row->name_en.n > 0 ? str_copy(cx->arena, row->name_en) : name_id };
}

static struct err *
read_rows(struct cx *cx, struct grid *grid, struct pasting *p)
{
    struct table_in *in;
    bool             more = true;

    p->many = (struct workday_many){ .region = p->about.region, .source = p->about.source,
        .year = (int32_t)p->about.year, .day = NEWS(cx->arena, struct workday_day, DAYS_MAX) };
    TRY(table_in_open(cx->arena, grid, &row_form, &in));
    while (more) {
        struct row row = { .kind = p->about.region.n > 0 ? WORKDAY_LOCAL : WORKDAY_NATIONAL,
                           .name_en = S("") };
        struct msg wrong;

        TRY(table_in_next(in, &row, &more));
        if (!more)
            break;
        wrong = wrong_with(&p->about, &row);
        if (msg_is(wrong))
            table_in_fault(in, NULL, wrong);
        else if (p->many.n == DAYS_MAX)
            table_in_fault(in, NULL, MSG("One list takes at most 500 days."));
        else
            keep(cx, &p->many, &row);
    }
    p->seen = table_in_seen(in);
    return NULL;
}

/* ---- the page ------------------------------------------------------------------------------ */

static struct err *
draw(struct cx *cx, const struct request *rq, struct reply *rp, struct pasting *p)
{
    struct form_draw   form = { .form = &about_form, .values = &p->about, .faults = &p->faults };
    struct paste_box   box = paste_box_of(rq, &row_form);
    struct paste_marks marks;
    struct grid       *grid;
    bool               given, is_wrong = p->seen && p->seen->n_faults > 0;
    struct view        v = view_in(cx->arena, cx->lang);

    if (is_wrong) {
        TRY(paste_grid(cx, rq, &grid, &given));
        TRY(paste_marked(cx, grid, &row_form, p->seen, &marks));
    }
    workday_paste_view(&v, &form, &box, is_wrong ? &marks : NULL);
    reply_crumb(rp, S("/calendar"), MSG("Calendar"));
    reply_page(rp, MSG("Add many free days"), &v);
    rp->status = is_wrong || p->faults.n > 0 ? 400 : 200;
    return NULL;
}

struct err *
workday_paste_page(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct pasting *p = NEW(cx->arena, struct pasting);

    form_clear(&about_form, &p->about);
    if (cx->who)
        p->about.region = cx->who->post.scope.region;
    return draw(cx, rq, rp, p);
}

static struct err *
check_region(struct cx *cx, const struct about *about)
{
    struct workday_set none;

    TRY(must(cx, MAY_EDIT_CALENDAR, workday_scope(about->region)));
    return workday_set_of(cx, about->region, YEAR_MIN, &none);      /* region.unknown */
}

struct err *
workday_paste_do(struct cx *cx, const struct request *rq, struct reply *rp)
{
    struct pasting *p = NEW(cx->arena, struct pasting);
    struct grid    *grid;
    bool            given;

    p->about = (struct about){ .region = S(""), .source = S("") };
    form_read(cx->arena, &about_form, rq->given->pair, rq->given->n, &p->about, &p->faults);
    if (p->faults.n > 0)
        return draw(cx, rq, rp, p);
    TRY(check_region(cx, &p->about));
    TRY(paste_grid(cx, rq, &grid, &given));
    if (!given)
        return draw(cx, rq, rp, p);
    TRY(read_rows(cx, grid, p));
    if (p->seen->n_faults > 0)
        return draw(cx, rq, rp, p);
    TRY(workday_add_many(cx, &p->many));
    reply_done(rp, MSG("{0} days are new in the calendar, {1} were known otherwise and stay.",
                       str_int(cx->arena, p->many.n_new),
                       str_int(cx->arena, p->many.n_kept)));
    reply_see(rp, p->many.n == 0 ? S("/calendar")
        : str_fmt(cx->arena, "/calendar?year=%.*s&region=%.*s",
                  TEXT(str_part(p->many.day[0].date, 0, 4)), TEXT(p->about.region)));
    return NULL;
}
