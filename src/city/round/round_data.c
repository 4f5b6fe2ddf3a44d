/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_data.c — rounds, their phases, regions and seats as rows. */
#include "base/arena.h"
#include "city/round/round_page.h"

struct str
round_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/rounds/%.*s", TEXT(code));
}

/* ---- rounds --------------------------------------------------------------------------------- */

static const struct column columns[] = {
    { "code",       { .id = N_("Code") },                     COLUMN_TEXT },
    { "title",      { .id = N_("Name of the round") },        COLUMN_TEXT },
    { "instrument", { .id = N_("Instrument (code)") },        COLUMN_TEXT },
    { "year",       { .id = N_("Year that is evaluated") },   COLUMN_INT },
    { "state",      { .id = N_("State") },                    COLUMN_TEXT },
    { "phase",      { .id = N_("Phase today") },              COLUMN_TEXT },
    { "regions",    { .id = N_("Regions that take part") },   COLUMN_INT },
};

struct table
round_table(struct cx *cx, const struct round_set *set, const enum round_kind *now)
{
    struct table t = table_in(cx->arena, columns, COUNT(columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct round_line *r = &set->row[i];
        struct str              *cell = table_row(&t);

        cell[0] = r->code;
        cell[1] = r->title;
        cell[2] = r->instrument_code;
        cell[3] = str_int(cx->arena, r->year);
        cell[4] = r->state;
        cell[5] = round_kind_word(now[i]);
        cell[6] = str_int(cx->arena, r->n_regions);
    }
    return t;
}

/* ---- phases --------------------------------------------------------------------------------- */

static const struct column phase_columns[] = {
    { "phase",    { .id = N_("Phase") },     COLUMN_TEXT },
    { "from_day", { .id = N_("First day") }, COLUMN_TEXT },
    { "to_day",   { .id = N_("Last day") },  COLUMN_TEXT },
    { "now",      { .id = N_("Today") },     COLUMN_BOOL },
};

struct table
round_phase_table(struct cx *cx, const struct round_full *full)
{
    struct table t = table_in(cx->arena, phase_columns, COUNT(phase_columns), ROUND_PHASES);

    for (int32_t i = 0; i < ROUND_PHASES; i++) {
        struct str *cell = table_row(&t);

        cell[0] = round_kind_word((enum round_kind)i);
        cell[1] = full->phase[i].from_day;
        cell[2] = full->phase[i].to_day;
        cell[3] = str_bool((int32_t)full->now == i);
    }
    return t;
}

/* ---- regions -------------------------------------------------------------------------------- */

static const struct column region_columns[] = {
    { "region_code", { .id = N_("Region (code)") },  COLUMN_TEXT },
    { "name",        { .id = N_("Region") },         COLUMN_TEXT },
    { "kind",        { .id = N_("Kind") },           COLUMN_TEXT },
    { "takes_part",  { .id = N_("Takes part") },     COLUMN_BOOL },
    { "by_hand",     { .id = N_("Said by hand") },   COLUMN_BOOL },
    { "why",         { .id = N_("Reason") },         COLUMN_TEXT },
};

struct table
round_region_table(struct cx *cx, const struct round_region_set *set)
{
    struct table t = table_in(cx->arena, region_columns, COUNT(region_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct round_region *r = &set->row[i];
        struct str                *cell = table_row(&t);

        cell[0] = r->region_code;
        cell[1] = r->name;
        cell[2] = r->kind;
        cell[3] = str_bool(r->is_in);
        cell[4] = str_bool(r->is_by_hand);
        cell[5] = r->why.n > 0 ? r->why : (struct str){ 0 };
    }
    return t;
}

/* ---- seats ---------------------------------------------------------------------------------- */

static const struct column seat_columns[] = {
    { "region_code", { .id = N_("Region (code)") },          COLUMN_TEXT },
    { "region",      { .id = N_("Region") },                 COLUMN_TEXT },
    { "post",        { .id = N_("Assessor's post (code)") }, COLUMN_TEXT },
    { "title",       { .id = N_("Assessor") },               COLUMN_TEXT },
    { "state",       { .id = N_("State") },                  COLUMN_TEXT },
    { "exception",   { .id = N_("Exception") },              COLUMN_TEXT },
    { "since",       { .id = N_("Since") },                  COLUMN_TEXT },
    { "until",       { .id = N_("Until") },                  COLUMN_TEXT },
    { "why",         { .id = N_("Reason") },                 COLUMN_TEXT },
};

struct table
round_seat_table(struct cx *cx, const struct round_seat_list *list)
{
    static const char *const words[] = { "sits", "vacant", "tied", "ended" };
    struct table             t = table_in(cx->arena, seat_columns, COUNT(seat_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct round_seat *s = &list->row[i].seat;
        struct str              *cell = table_row(&t);

        cell[0] = s->region_code;
        cell[1] = s->region_name;
        cell[2] = s->post_code;
        cell[3] = s->post_title;
        cell[4] = str_of(words[list->row[i].state]);
        cell[5] = s->exception.n > 0 ? s->exception : (struct str){ 0 };
        cell[6] = time_iso(cx->arena, s->given_at);
        cell[7] = s->ended_at.known ? time_iso(cx->arena, s->ended_at.n) : (struct str){ 0 };
        cell[8] = s->ended_why;
    }
    return t;
}

/* ---- a round -------------------------------------------------------------------------------- */

static void
table_at(struct json *j, const char *key, struct table t)
{
    json_key(j, key);
    table_json(j, &t);
}

void
round_json(struct json *j, const void *page)
{
    const struct round_page *p = page;
    const struct round      *r = &p->full.round;

    json_open(j, '{');
    json_str_at(j, "code", r->code);
    json_str_at(j, "title", r->title);
    json_str_at(j, "instrument", r->instrument_code);
    json_int_at(j, "year", r->year);
    json_str_at(j, "rule", r->rule);
    json_str_at(j, "disagreement", r->disagreement);
    json_str_at(j, "state", r->state);
    json_str_at(j, "phase", round_kind_word(p->full.now));
    table_at(j, "phases", round_phase_table(p->cx, &p->full));
    table_at(j, "regions", round_region_table(p->cx, &p->regions));
    table_at(j, "by_hand", round_region_table(p->cx, &p->by_hand));
    table_at(j, "seats", round_seat_table(p->cx, &p->seats));
    json_close(j, '}');
}
