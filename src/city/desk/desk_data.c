/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* desk_data.c — regions of a round, what assessors carry, agencies of a region, as rows. */
#include "base/arena.h"
#include "base/json.h"
#include "city/desk/desk_page.h"

static const struct column region_columns[] = {
    { "region_code", { .id = N_("Region (code)") },                     COLUMN_TEXT },
    { "region",      { .id = N_("Region") },                            COLUMN_TEXT },
    { "stage",       { .id = N_("Stage") },                             COLUMN_INT },
    { "sent",        { .id = N_("Sent") },                              COLUMN_BOOL },
    { "given",       { .id = N_("Items given to agencies") },           COLUMN_INT },
    { "answered",    { .id = N_("Items answered") },                    COLUMN_INT },
    { "approved",    { .id = N_("Items approved") },                    COLUMN_INT },
    { "late",        { .id = N_("Items late") },                        COLUMN_INT },
    { "stands_out",  { .id = N_("Stands out by late items") },          COLUMN_BOOL },
    { "seats",       { .id = N_("Assessors") },                         COLUMN_INT },
    { "finished",    { .id = N_("Assessors who have finished") },       COLUMN_INT },
    { "locked",      { .id = N_("Final numbers locked") },              COLUMN_BOOL },
};

struct table
desk_region_table(struct cx *cx, const struct desk_office *o)
{
    struct table t = table_in(cx->arena, region_columns, COUNT(region_columns), o->n);

    for (size_t i = 0; i < o->n; i++) {
        const struct desk_region *r = &o->line[i].region;
        struct str               *cell = table_row(&t);

        cell[0] = r->region_code;
        cell[1] = r->region_name;
        cell[2] = str_int(cx->arena, o->stage);
        cell[3] = str_bool(o->line[i].is_sent);
        cell[4] = str_int(cx->arena, o->line[i].count.given);
        cell[5] = str_int(cx->arena, o->line[i].count.answered);
        cell[6] = str_int(cx->arena, o->line[i].count.approved);
        cell[7] = str_int(cx->arena, o->line[i].count.late);
        cell[8] = str_bool(o->line[i].stands_out);
        cell[9] = str_int(cx->arena, r->seats);
        cell[10] = str_int(cx->arena, r->done);
        cell[11] = str_bool(r->locked_at.known);
    }
    return t;
}

static const struct column load_columns[] = {
    { "post",     { .id = N_("Assessor's post (code)") },  COLUMN_TEXT },
    { "title",    { .id = N_("Assessor") },                COLUMN_TEXT },
    { "regions",  { .id = N_("Regions") },                 COLUMN_INT },
    { "finished", { .id = N_("Regions finished") },        COLUMN_INT },
};

struct table
desk_load_table(struct cx *cx, const struct desk_office *o)
{
    struct table t = table_in(cx->arena, load_columns, COUNT(load_columns), o->n_loads);

    for (size_t i = 0; i < o->n_loads; i++) {
        struct str *cell = table_row(&t);

        cell[0] = o->load[i].post_code;
        cell[1] = o->load[i].post_title;
        cell[2] = str_int(cx->arena, o->load[i].regions);
        cell[3] = str_int(cx->arena, o->load[i].done);
    }
    return t;
}

static void
table_at(struct json *j, const char *key, struct table t)
{
    json_key(j, key);
    table_json(j, &t);
}

void
desk_office_json(struct json *j, const void *office)
{
    const struct desk_office *o = office;

    json_open(j, '{');
    json_str_at(j, "round", o->round.round.code);
    json_int_at(j, "stage", o->stage);
    json_int_at(j, "regions_all", o->n_regions);
    table_at(j, "regions", desk_region_table(o->cx, o));
    table_at(j, "assessors", desk_load_table(o->cx, o));
    json_close(j, '}');
}

static const struct column agency_columns[] = {
    { "organisation",  { .id = N_("Organisation (code)") },              COLUMN_TEXT },
    { "name",          { .id = N_("Organisation") },                     COLUMN_TEXT },
    { "stage",         { .id = N_("Stage") },                            COLUMN_INT },
    { "given",         { .id = N_("Items given") },                      COLUMN_INT },
    { "answered",      { .id = N_("Items answered") },                   COLUMN_INT },
    { "in_time",       { .id = N_("Items answered in time") },           COLUMN_INT },
    { "with_evidence", { .id = N_("Items answered with evidence") },     COLUMN_INT },
    { "degree",        { .id = N_("Degree of participation, percent") }, COLUMN_DEC },
};

struct table
desk_agency_table(struct cx *cx, const struct desk_agencies *a)
{
    struct table t = table_in(cx->arena, agency_columns, COUNT(agency_columns), a->n);

    for (size_t i = 0; i < a->n; i++) {
        const struct desk_agency *g = &a->row[i];
        struct str               *cell = table_row(&t);

        cell[0] = g->code;
        cell[1] = g->name;
        cell[2] = str_int(cx->arena, a->stage);
        cell[3] = str_int(cx->arena, g->share.given);
        cell[4] = str_int(cx->arena, g->share.answered);
        cell[5] = str_int(cx->arena, g->share.in_time);
        cell[6] = str_int(cx->arena, g->share.with_evidence);
        cell[7] = g->degree.known ? dec_str(cx->arena, g->degree.percent) : (struct str){ 0 };
    }
    return t;
}
