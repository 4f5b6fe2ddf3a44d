/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_cli.c — `guyub workday …`. */
#include "base/arena.h"
#include "base/money.h"
#include "office/workday/workday_page.h"

enum { WIB_S = 25200, REGION_MAX = 13, ORG_MAX = 60 };

struct list_flags  { struct str region; };
struct after_flags { struct str region, org; };

static const struct field list_fields[] = {
    FIELD(struct list_flags, region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)")),
};
static const struct form list_form = FORM(struct list_flags, list_fields);

static const struct field after_fields[] = {
    FIELD(struct after_flags, region, F_TEXT, .max = REGION_MAX, .label = N_("Region (code)")),
    FIELD(struct after_flags, org, F_TEXT, .max = ORG_MAX, .label = N_("Organisation (code)")),
};
static const struct form after_form = FORM(struct after_flags, after_fields);

static struct err *
wrong(struct cx *cx, const char *field, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "workday.arguments",
                                           .text = text, .where = str_of(field) });
}

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct list_flags *flags = sh->flags;
    int64_t                  year = date_of_time(cx->now_s, WIB_S).year;
    struct workday_set       set;

    if (str_is_known(sh->arg[0]) && (!str_int64(sh->arg[0], &year) || year < 1 || year > 9999))
        return wrong(cx, "YEAR", MSG("{0} is not a year.", sh->arg[0]));
    TRY(workday_set_of(cx, flags->region, (int32_t)year, &set));
    struct table t = workday_table(cx->arena, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
after_run(struct cx *cx, struct shell *sh)
{
    const struct after_flags *flags = sh->flags;
    struct workday_wish       wish = { .region = flags->region, .org = flags->org };
    struct workday_reckoning  r;
    int64_t                   n;

    if (!date_parse(sh->arg[0], &wish.from))
        return wrong(cx, "DATE", MSG("{0} is not a date.", sh->arg[0]));
    if (!str_int64(sh->arg[1], &n) || n < 0 || n > WORKDAY_RECKON_MAX)
        return wrong(cx, "DAYS", MSG("Count 0 to 250 working days."));
    wish.n = (int32_t)n;
    TRY(workday_reckon(cx, wish, &r));
    if (sh->json) {
        shell_json(sh, workday_reckoning_json, &r);
        return NULL;
    }
    struct table t = workday_steps_table(cx->arena, &r);
    shell_table(cx, sh, &t);
    shell_line(cx, sh, MSG("Last day"), date_text(cx->arena, cx->lang, r.due.date));
    if (r.due.is_provisional)
        shell_say(cx, sh, MSG("Provisional: a year among these days is not loaded yet."));
    return NULL;
}

static struct err *
years_run(struct cx *cx, struct shell *sh)
{
    static const struct column columns[] = {
        { "year",   { .id = N_("Year") },   COLUMN_INT  },
        { "decree", { .id = N_("Decree") }, COLUMN_TEXT },
    };
    struct workday_years_set set;

    TRY(workday_years_of(cx, &set));
    struct table t = table_in(cx->arena, columns, COUNT(columns), set.n);
    for (size_t i = 0; i < set.n; i++) {
        struct str *cell = table_row(&t);

        cell[0] = year_text(cx->arena, set.row[i].year);
        cell[1] = set.row[i].decree;
    }
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    struct workday_many many;

    TRY(workday_import(cx, sh->arg[0], &many));
    shell_say(cx, sh, MSG("Free days of {0}: {1} new, {2} kept as they were.",
                          year_text(cx->arena, many.year),
                          int_text(cx->arena, cx->lang, many.n_new),
                          int_text(cx->arena, cx->lang, many.n_kept)));
    return NULL;
}

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &workday_new_kind, S("new"));
}

static struct err *
edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &workday_edit_kind, sh->arg[0]);
}

static struct err *
end_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &workday_end_kind, sh->arg[0]);
}

static struct err *
weeks_run(struct cx *cx, struct shell *sh)
{
    struct workday_weeks_set set;

    TRY(workday_weeks_of(cx, &set));
    struct table t = workday_weeks_table(cx->arena, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
week_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &workday_week_new_kind, S("new"));
}

const struct command workday_commands[WORKDAY_COMMANDS] = {
    { "workday list [YEAR]", NEEDS_STORE, true, &list_form, list_run,
      N_("List the free days of a year") },
    { "workday after DATE DAYS", NEEDS_STORE, true, &after_form, after_run,
      N_("Count working days, and say which days were passed over and why") },
    { "workday years", NEEDS_STORE, true, NULL, years_run,
      N_("List the years whose national days are loaded") },
    { "workday import FILE", NEEDS_STORE, false, NULL, import_run,
      N_("Load a year from a calendar pack") },
    { "workday add", NEEDS_STORE, false, &workday_new_flags, add_run, N_("Add a free day") },
    { "workday edit DAY", NEEDS_STORE, false, &workday_edit_flags, edit_run,
      N_("Change a free day; what is not given stays") },
    { "workday end DAY", NEEDS_STORE, false, &workday_end_flags, end_run,
      N_("Make a free day a working day again") },
    { "workday weeks", NEEDS_STORE, true, NULL, weeks_run,
      N_("Who has a working week of their own") },
    { "workday week", NEEDS_STORE, false, &workday_week_flags, week_run,
      N_("Set the working week of an organisation or a region") },
};
