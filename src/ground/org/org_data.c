/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_data.c — organisations as data: the rows of lists and the JSON of a record. */
#include <assert.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "ground/org/org_page.h"

static const struct column columns[] = {
    { "code",        { .id = N_("Code") },       COLUMN_TEXT },
    { "name",        { .id = N_("Name") },       COLUMN_TEXT },
    { "short_name",  { .id = N_("Short name") }, COLUMN_TEXT },
    { "kind",        { .id = N_("Kind") },       COLUMN_TEXT },
    { "region_code", { .id = N_("Region") },     COLUMN_TEXT },
    { "valid_from",  { .id = N_("Since") },      COLUMN_TEXT },
    { "valid_to",    { .id = N_("Until") },      COLUMN_TEXT },
    { "source",      { .id = N_("Source") },     COLUMN_TEXT },
};

struct table
org_table(struct arena *a, const struct org_set *set)
{
    struct table t = table_in(a, columns, COUNT(columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct org *o = &set->row[i];
        struct str       *cell = table_row(&t);

        cell[0] = o->code;
        cell[1] = o->name;
        cell[2] = o->short_name;
        cell[3] = o->kind;
        cell[4] = o->region_code;
        cell[5] = o->valid_from;
        cell[6] = o->valid_to;
        cell[7] = o->source;
    }
    return t;
}

static void
neighbours_json(struct json *j, const char *key, const struct org_neighbour *row, size_t n)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, '{');
        json_str_at(j, "code", row[i].code);
        json_str_at(j, "name", row[i].name);
        json_str_at(j, "on_date", row[i].on_date);
        json_str_at(j, "law", row[i].law);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
units_json(struct json *j, const struct org_record *r)
{
    json_key(j, "units");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_units; i++) {
        json_open(j, '{');
        json_str_at(j, "code", r->unit[i].code);
        json_str_at(j, "name", r->unit[i].name);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
org_record_json(struct json *j, const void *record)
{
    const struct org_record *r = record;

    json_open(j, '{');
    json_str_at(j, "code", r->org.code);
    json_str_at(j, "name", r->org.name);
    json_str_at(j, "short_name", r->org.short_name);
    json_str_at(j, "kind", r->org.kind);
    json_str_at(j, "region_code", r->org.region_code);
    json_str_at(j, "region_name", r->org.region_name);
    json_str_at(j, "parent_code", r->parent.code);
    json_str_at(j, "valid_from", r->org.valid_from);
    json_str_at(j, "valid_to", r->org.valid_to);
    json_str_at(j, "source", r->org.source);
    units_json(j, r);
    neighbours_json(j, "before", r->before, r->n_before);
    neighbours_json(j, "after", r->after, r->n_after);
    json_close(j, '}');
}

struct str
org_href(struct arena *a, struct str code)
{
    return str_fmt(a, "/organisations/%.*s", TEXT(code));
}
