/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_data.c — regions as data: the rows of lists and the JSON of a record. */
#include "ground/region/region_page.h"

static const struct column columns[] = {
    { "code",        { .id = N_("Code") },      COLUMN_TEXT },
    { "name",        { .id = N_("Name") },      COLUMN_TEXT },
    { "kind",        { .id = N_("Kind") },      COLUMN_TEXT },
    { "parent_code", { .id = N_("Part of") },   COLUMN_TEXT },
    { "latitude",    { .id = N_("Latitude") },  COLUMN_DEC },
    { "longitude",   { .id = N_("Longitude") }, COLUMN_DEC },
    { "valid_from",  { .id = N_("Since") },     COLUMN_TEXT },
};

static void
row_of(struct table *t, const struct region *r)
{
    struct str *cell = table_row(t);

    cell[0] = r->code;
    cell[1] = r->name;
    cell[2] = r->kind;
    cell[3] = r->parent_code;
    cell[4] = r->latitude;
    cell[5] = r->longitude;
    cell[6] = r->valid_from;
}

struct table
region_table(struct arena *a, const struct region *row, size_t n)
{
    struct table t = table_in(a, columns, COUNT(columns), n);

    for (size_t i = 0; i < n; i++)
        row_of(&t, &row[i]);
    return t;
}

struct table
region_hit_table(struct arena *a, const struct region_hit *hit, size_t n)
{
    struct table t = table_in(a, columns, COUNT(columns), n);

    for (size_t i = 0; i < n; i++)
        row_of(&t, &hit[i].region);
    return t;
}

void
region_json(struct json *j, const struct region *r)
{
    json_open(j, '{');
    json_str_at(j, "code", r->code);
    json_str_at(j, "name", r->name);
    json_str_at(j, "kind", r->kind);
    json_close(j, '}');
}

static void
regions_json(struct json *j, const char *key, const struct region *row, size_t n)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        region_json(j, &row[i]);
    json_close(j, ']');
}

static void
point_json(struct json *j, const struct region *r)
{
    struct dec latitude, longitude;

    json_key(j, "point");
    if (!dec_parse(r->latitude, &latitude) || !dec_parse(r->longitude, &longitude)) {
        json_unknown(j);
        return;
    }
    json_open(j, '{');
    json_dec_at(j, "latitude", latitude);
    json_dec_at(j, "longitude", longitude);
    json_str_at(j, "source", r->point_source);
    json_close(j, '}');
}

static void
kinds_json(struct json *j, const struct region_record *r)
{
    json_key(j, "holds");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_kinds_below; i++) {
        json_open(j, '{');
        json_str_at(j, "kind", r->kinds_below[i].kind);
        json_int_at(j, "n", r->kinds_below[i].n);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
changes_json(struct json *j, const struct region_record *r)
{
    json_key(j, "changes");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_changes; i++) {
        const struct region_change *c = &r->changes[i];

        json_open(j, '{');
        json_str_at(j, "change", c->change);
        json_str_at(j, "on_date", c->on_date);
        json_str_at(j, "from_code", c->from_code);
        json_str_at(j, "from_name", c->from_name);
        json_str_at(j, "to_code", c->to_code);
        json_str_at(j, "to_name", c->to_name);
        json_str_at(j, "law", c->law);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
past_json(struct json *j, const struct region_record *r)
{
    json_key(j, "past");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_past; i++) {
        json_open(j, '{');
        json_str_at(j, "name", r->past[i].name);
        json_str_at(j, "valid_from", r->past[i].valid_from);
        json_str_at(j, "valid_to", r->past[i].valid_to);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
region_record_json(struct json *j, const void *record)
{
    const struct region_record *r = record;

    json_open(j, '{');
    json_str_at(j, "code", r->region.code);
    json_str_at(j, "name", r->region.name);
    json_str_at(j, "kind", r->region.kind);
    json_str_at(j, "parent_code", r->region.parent_code);
    point_json(j, &r->region);
    json_str_at(j, "valid_from", r->region.valid_from);
    json_str_at(j, "valid_to", r->region.valid_to);
    json_str_at(j, "source", r->region.source);
    regions_json(j, "above", r->above, r->n_above);
    kinds_json(j, r);
    regions_json(j, "below", r->below, r->n_below);
    changes_json(j, r);
    past_json(j, r);
    json_close(j, '}');
}
