/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_data.c — documents as rows, as JSON, and in words. */
#include "base/arena.h"
#include "base/money.h"
#include "office/document/document_page.h"

static const struct column columns[] = {
    { "code",        { .id = N_("Code") },            COLUMN_TEXT },
    { "title",       { .id = N_("Title of the document") }, COLUMN_TEXT },
    { "org",         { .id = N_("Organisation") },    COLUMN_TEXT },
    { "sensitivity", { .id = N_("Who may see it") },  COLUMN_TEXT },
    { "valid_from",  { .id = N_("Holds from") },      COLUMN_TEXT },
    { "valid_to",    { .id = N_("Holds until (the last day)") }, COLUMN_TEXT },
    { "type",        { .id = N_("Type by content") }, COLUMN_TEXT },
    { "bytes",       { .id = N_("Bytes") },           COLUMN_INT },
    { "sha256",      { .id = N_("SHA-256") },         COLUMN_TEXT },
};

struct table
document_table(struct arena *a, const struct document_set *set)
{
    struct table t = table_in(a, columns, COUNT(columns), set->n);

    for (size_t i = 0; i < set->n; i++) {
        const struct document *d = &set->row[i];
        struct str            *cell = table_row(&t);

        cell[0] = d->code;
        cell[1] = d->title;
        cell[2] = d->org_code;
        cell[3] = d->sensitivity;
        cell[4] = d->valid_from;
        cell[5] = d->valid_to;
        cell[6] = d->type;
        cell[7] = str_int(a, d->bytes);
        cell[8] = d->sha256;
    }
    return t;
}

static void
copies_json(struct json *j, const struct document_copies *copies)
{
    json_key(j, "copies");
    json_open(j, '[');
    for (size_t i = 0; i < copies->n; i++) {
        const struct document_copy *c = &copies->row[i];

        json_open(j, '{');
        json_int_at(j, "nth", c->nth);
        json_str_at(j, "name", c->name);
        json_str_at(j, "type", c->type);
        json_int_at(j, "bytes", c->bytes);
        json_str_at(j, "sha256", c->sha256);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void
cites_json(struct json *j, const struct document_cites *cites)
{
    json_key(j, "cited_by");
    json_open(j, '[');
    for (size_t i = 0; i < cites->n; i++) {
        const struct document_cite *c = &cites->row[i];

        json_open(j, '{');
        json_str_at(j, "thing", c->thing);
        json_str_at(j, "key", c->key);
        json_str_at(j, "part", c->part);
        json_int_at(j, "seen", c->seen);
        json_bool_at(j, "locked", c->locked);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
document_record_json(struct json *j, const void *record)
{
    const struct document_record *r = record;

    json_open(j, '{');
    json_str_at(j, "code", r->d.code);
    json_str_at(j, "title", r->d.title);
    json_str_at(j, "org", r->d.org_code);
    json_str_at(j, "org_name", r->d.org_name);
    json_str_at(j, "region_code", r->d.region_code);
    json_str_at(j, "sensitivity", r->d.sensitivity);
    json_str_at(j, "valid_from", r->d.valid_from);
    json_str_at(j, "valid_to", r->d.valid_to);
    copies_json(j, &r->copies);
    cites_json(j, &r->cites);
    json_close(j, '}');
}

void
document_arrival_json(struct json *j, const void *model)
{
    const struct document_arrival *a = model;

    json_open(j, '{');
    json_str_at(j, "code", a->code);
    json_str_at(j, "name", a->name);
    json_int_at(j, "total", a->total);
    json_int_at(j, "have", str_is_known(a->document_code) ? a->total : a->have);
    json_int_at(j, "piece_max", ARRIVAL_PIECE_BYTES);
    json_str_at(j, "document", a->document_code);
    json_maybe_at(j, "job", a->job_id);
    json_close(j, '}');
}

/* ---- in words ------------------------------------------------------------------------------- */

struct msg
document_size_text(struct arena *a, enum lang lang, int64_t bytes)
{
    enum { KB = 1000, MB = 1000 * KB, GB = 1000 * MB };
    int64_t    tenth = bytes < GB ? MB / 10 : GB / 10;
    struct dec tenths = { .units = (bytes + tenth / 2) / tenth, .scale = 1 };

    if (bytes < MB)
        return MSG("{0} kB", int_text(a, lang, (bytes + KB - 1) / KB));
    return bytes < GB ? MSG("{0} MB", dec_text(a, lang, tenths))
                      : MSG("{0} GB", dec_text(a, lang, tenths));
}

struct msg
document_seen_text(struct str word)
{
    enum sensitivity s = SENSITIVITY_RESTRICTED;

    sensitivity_of(word, &s);
    return (struct msg){ .id = sensitivities[s].label };
}

struct msg
document_type_text(struct str type)
{
    static const struct { const char *type; struct msg text; } known[] = {
        { "application/pdf", { .id = N_("PDF") } },
        { "image/png",  { .id = N_("picture (PNG)") } },
        { "image/jpeg", { .id = N_("picture (JPEG)") } },
        { "image/webp", { .id = N_("picture (WebP)") } },
        { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          { .id = N_("workbook (XLSX)") } },
        { "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          { .id = N_("text (DOCX)") } },
        { "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          { .id = N_("slides (PPTX)") } },
        { "application/vnd.oasis.opendocument.spreadsheet", { .id = N_("workbook (ODS)") } },
        { "application/vnd.oasis.opendocument.text", { .id = N_("text (ODT)") } },
        { "video/mp4",       { .id = N_("film (MP4)") } },
        { "text/csv",        { .id = N_("table (CSV)") } },
        { "text/plain",      { .id = N_("plain text") } },
        { "application/zip", { .id = N_("ZIP") } },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(type, str_of(known[i].type)))
            return known[i].text;
    return MSG("{0}", type);
}

static enum validity
validity_of(const struct document *d, struct date today)
{
    return validity_on(date_of_iso(d->valid_from), date_of_iso(d->valid_to), today,
                       (struct date){ .year = 0 });
}

bool
document_is_late(const struct document *d, struct date today)
{
    return validity_of(d, today) == VALIDITY_OVER;
}

struct msg
document_validity_text(struct arena *a, enum lang lang, const struct document *d,
                       struct date today)
{
    enum validity v = validity_of(d, today);
    struct str    to = date_text(a, lang, date_of_iso(d->valid_to));

    if (v == VALIDITY_OVER)
        return MSG("over since {0}", to);
    if (v == VALIDITY_NOT_YET)
        return MSG("holds from {0}", date_text(a, lang, date_of_iso(d->valid_from)));
    return str_is_known(d->valid_to) ? MSG("holds until {0}", to) : MSG("not limited in time");
}
