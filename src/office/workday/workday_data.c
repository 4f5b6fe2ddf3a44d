/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_data.c — the calendar as data: free days, a reckoning's steps, working weeks. */
#include "base/arena.h"
#include "base/money.h"
#include "office/workday/workday_page.h"

static const struct column day_columns[] = {
    { "date",        { .id = N_("Date") },               COLUMN_TEXT },
    { "kind",        { .id = N_("Kind") },               COLUMN_TEXT },
    { "region_code", { .id = N_("Region") },             COLUMN_TEXT },
    { "name_id",     { .id = N_("Name in Indonesian") }, COLUMN_TEXT },
    { "name_en",     { .id = N_("Name in English") },    COLUMN_TEXT },
    { "source",      { .id = N_("Source") },             COLUMN_TEXT },
};

struct table
workday_table(struct arena *a, const struct workday_set *set)
{
    struct table t = table_in(a, day_columns, COUNT(day_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct workday_day *d = &set->row[i];
        struct str               *cell = table_row(&t);

        cell[0] = d->date;
        cell[1] = d->kind;
        cell[2] = d->region_code;
        cell[3] = d->name_id;
        cell[4] = d->name_en;
        cell[5] = d->source;
    }
    return t;
}

static const struct column step_columns[] = {
    { "date",  { .id = N_("Date") },            COLUMN_TEXT },
    { "nth",   { .id = N_("Working day no.") }, COLUMN_INT  },
    { "why",   { .id = N_("Passed over as") },  COLUMN_TEXT },
    { "name",  { .id = N_("Name") },            COLUMN_TEXT },
    { "source", { .id = N_("Source") },         COLUMN_TEXT },
};

static struct str
why_word(const struct workday_step *s)
{
    if (s->nth > 0)
        return (struct str){ 0 };
    return s->by ? s->by->kind : S("weekend");
}

struct table
workday_steps_table(struct arena *a, const struct workday_reckoning *r)
{
    struct table t = table_in(a, step_columns, COUNT(step_columns), r->n_steps);

    for (size_t i = 0; i < r->n_steps; i++) {
        const struct workday_step *s = &r->step[i];
        struct str                *cell = table_row(&t);

        cell[0] = date_iso(a, s->date);
        cell[1] = s->nth > 0 ? str_fmt(a, "%d", (int)s->nth) : (struct str){ 0 };
        cell[2] = why_word(s);
        cell[3] = s->by ? s->by->name_id : (struct str){ 0 };
        cell[4] = s->by ? s->by->source : (struct str){ 0 };
    }
    return t;
}

struct msg
workday_step_why(enum lang lang, const struct workday_step *s)
{
    if (s->nth > 0)
        return MSG_NONE;
    if (s->by)
        return MSG("{0}", lang == LANG_ID ? s->by->name_id : s->by->name_en);
    return MSG("Weekend");
}

static const struct column week_columns[] = {
    { "key",         { .id = N_("Code") },                COLUMN_TEXT },
    { "name",        { .id = N_("Name") },                COLUMN_TEXT },
    { "region_code", { .id = N_("Region") },              COLUMN_TEXT },
    { "days",        { .id = N_("Working days a week") }, COLUMN_INT  },
    { "source",      { .id = N_("Source") },              COLUMN_TEXT },
};

struct table
workday_weeks_table(struct arena *a, const struct workday_weeks_set *set)
{
    struct table t = table_in(a, week_columns, COUNT(week_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct workday_week *w = &set->row[i];
        struct str                *cell = table_row(&t);

        cell[0] = w->key;
        cell[1] = str_is_known(w->org_name) ? w->org_name : w->region_name;
        cell[2] = w->region_code;
        cell[3] = str_fmt(a, "%d", (int)w->days);
        cell[4] = w->source;
    }
    return t;
}

static void
date_at(struct json *j, const char *key, struct date date)
{
    char text[16];
    struct str iso = { text, 10 };

    text[0] = (char)('0' + date.year / 1000 % 10);
    text[1] = (char)('0' + date.year / 100 % 10);
    text[2] = (char)('0' + date.year / 10 % 10);
    text[3] = (char)('0' + date.year % 10);
    text[4] = text[7] = '-';
    text[5] = (char)('0' + date.month / 10);
    text[6] = (char)('0' + date.month % 10);
    text[8] = (char)('0' + date.day / 10);
    text[9] = (char)('0' + date.day % 10);
    json_str_at(j, key, iso);
}

static void
step_json(struct json *j, const struct workday_step *s)
{
    json_open(j, '{');
    date_at(j, "date", s->date);
    if (s->nth > 0) {
        json_int_at(j, "nth", s->nth);
    } else {
        json_str_at(j, "why", why_word(s));
        json_str_at(j, "name", s->by ? s->by->name_id : (struct str){ 0 });
        json_str_at(j, "source", s->by ? s->by->source : (struct str){ 0 });
    }
    json_close(j, '}');
}

void
workday_reckoning_json(struct json *j, const void *reckoning)
{
    const struct workday_reckoning *r = reckoning;

    json_open(j, '{');
    date_at(j, "from", r->wish.from);
    json_int_at(j, "days", r->wish.n);
    date_at(j, "date", r->due.date);
    json_bool_at(j, "is_provisional", r->due.is_provisional);
    json_int_at(j, "working_days_a_week", r->week);
    json_int_at(j, "loaded_from", r->loaded_from);
    json_int_at(j, "loaded_to", r->loaded_to);
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_steps; i++)
        step_json(j, &r->step[i]);
    json_close(j, ']');
    json_close(j, '}');
}

void
workday_day_json(struct json *j, const void *day)
{
    const struct workday_day *d = day;

    json_open(j, '{');
    json_str_at(j, "date", d->date);
    json_str_at(j, "region_code", d->region_code);
    json_str_at(j, "kind", d->kind);
    json_str_at(j, "name_id", d->name_id);
    json_str_at(j, "name_en", d->name_en);
    json_str_at(j, "source", d->source);
    json_bool_at(j, "is_ended", d->is_ended);
    json_int_at(j, "version", d->version);
    json_close(j, '}');
}
