/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_data.c — years and members as data: the rows of lists and the JSON of the series. */
#include "base/arena.h"
#include "city/cohort/cohort_page.h"

static struct str
count_cell(struct arena *a, struct maybe_int n)
{
    return n.known ? str_int(a, n.n) : (struct str){ NULL, 0 };
}

/* ---- years ----------------------------------------------------------------------------------- */

static const struct column year_columns[] = {
    { "year",     { .id = N_("Year") },                          COLUMN_INT  },
    { "joined",   { .id = N_("Joined") },                        COLUMN_INT  },
    { "inferred", { .id = N_("Inferred") },                      COLUMN_BOOL },
    { "total",    { .id = N_("Altogether") },                    COLUMN_INT  },
    { "named",    { .id = N_("Known by name") },                 COLUMN_INT  },
    { "provinces", { .id = N_("Provinces") },                    COLUMN_INT  },
    { "source",   { .id = N_("Source") },                        COLUMN_TEXT },
    { "publisher", { .id = N_("Publisher") },                    COLUMN_TEXT },
    { "source_date", { .id = N_("Date of the source") },         COLUMN_TEXT },
    { "source_url", { .id = N_("Address of the source") },       COLUMN_TEXT },
    { "note_id",  { .id = N_("Note in Indonesian") },            COLUMN_TEXT },
    { "note_en",  { .id = N_("Note in English") },               COLUMN_TEXT },
};

static void
year_row(struct arena *a, const struct cohort_year *y, struct str *cell)
{
    const struct cohort_fact *joined = cohort_fact_of(y, COHORT_JOINED);
    const struct cohort_fact *provinces = cohort_fact_of(y, COHORT_PROVINCES);

    cell[0] = year_text(a, y->year);
    cell[1] = count_cell(a, y->joined);
    cell[3] = count_cell(a, y->so_far);
    cell[4] = count_cell(a, KNOWN(y->n_named));
    if (provinces)
        cell[5] = count_cell(a, KNOWN(provinces->value));
    if (!joined)
        return;
    cell[2]  = str_bool(joined->inferred);
    cell[6]  = joined->source;
    cell[7]  = joined->publisher;
    cell[8]  = joined->source_date;
    cell[9]  = joined->source_url;
    cell[10] = joined->note_id;
    cell[11] = joined->note_en;
}

struct table
cohort_series_table(struct arena *a, const struct cohort_series *s)
{
    struct table t = table_in(a, year_columns, COUNT(year_columns), s->n);

    for (size_t i = 0; i < s->n; i++)
        year_row(a, &s->year[i], table_row(&t));
    return t;
}

static void
fact_json(struct json *j, const struct cohort_fact *f)
{
    json_open(j, '{');
    json_str_at(j, "measure", f->measure);
    json_int_at(j, "reading", f->reading);
    json_int_at(j, "value", f->value);
    json_bool_at(j, "inferred", f->inferred);
    json_str_at(j, "source", f->source);
    json_str_at(j, "publisher", f->publisher);
    json_str_at(j, "source_date", f->source_date);
    json_str_at(j, "source_url", f->source_url);
    json_str_at(j, "note_id", f->note_id);
    json_str_at(j, "note_en", f->note_en);
    json_close(j, '}');
}

static void
year_json(struct json *j, const struct cohort_year *y)
{
    json_open(j, '{');
    json_int_at(j, "year", y->year);
    json_maybe_at(j, "joined", y->joined);
    json_bool_at(j, "inferred", y->is_inferred);
    json_maybe_at(j, "total", y->so_far);
    json_int_at(j, "named", y->n_named);
    json_key(j, "facts");
    json_open(j, '[');
    for (size_t i = 0; i < y->n_facts; i++)
        fact_json(j, &y->fact[i]);
    json_close(j, ']');
    json_close(j, '}');
}

void
cohort_series_json(struct json *j, const void *series)
{
    const struct cohort_series *s = series;

    json_open(j, '{');
    json_maybe_at(j, "total", s->total);
    json_int_at(j, "named", s->n_named);
    json_int_at(j, "provinces_named", s->n_provinces);
    json_key(j, "years");
    json_open(j, '[');
    for (size_t i = 0; i < s->n; i++)
        year_json(j, &s->year[i]);
    json_close(j, ']');
    json_close(j, '}');
}

/* ---- members --------------------------------------------------------------------------------- */

static const struct column member_columns[] = {
    { "region_code", { .id = N_("Code") },                       COLUMN_TEXT },
    { "name",      { .id = N_("Name") },                         COLUMN_TEXT },
    { "kind",      { .id = N_("Kind") },                         COLUMN_TEXT },
    { "year",      { .id = N_("Joined in") },                    COLUMN_INT  },
    { "seen_year", { .id = N_("Took part in") },                 COLUMN_INT  },
    { "source",    { .id = N_("Source") },                       COLUMN_TEXT },
    { "publisher", { .id = N_("Publisher") },                    COLUMN_TEXT },
    { "source_date", { .id = N_("Date of the source") },         COLUMN_TEXT },
    { "source_url", { .id = N_("Address of the source") },       COLUMN_TEXT },
    { "note_id",   { .id = N_("Note in Indonesian") },           COLUMN_TEXT },
    { "note_en",   { .id = N_("Note in English") },              COLUMN_TEXT },
};

struct table
cohort_member_table(struct arena *a, const struct cohort_set *set)
{
    struct table t = table_in(a, member_columns, COUNT(member_columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct cohort_member *m = &set->row[i];
        struct str                 *cell = table_row(&t);

        cell[0]  = m->region_code;
        cell[1]  = m->name;
        cell[2]  = m->kind;
        cell[3]  = count_cell(a, m->year);
        cell[4]  = count_cell(a, m->seen_year);
        cell[5]  = m->source;
        cell[6]  = m->publisher;
        cell[7]  = m->source_date;
        cell[8]  = m->source_url;
        cell[9]  = m->note_id;
        cell[10] = m->note_en;
    }
    return t;
}
