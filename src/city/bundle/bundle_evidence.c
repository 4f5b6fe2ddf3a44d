/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_evidence.c — which files are evidence of which items, as a list that goes with them. */
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/calendar.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/utf8.h"
#include "city/bundle/bundle_part.h"
#include "ground/org/org.h"
#include "office/document/document.h"

enum { FIELDS = 10, FIELD_MAX = 400, CITED_MAX = 20000, ROW_MAX = 8 << 10 };

static const char *const names[FIELDS] = { "item", "sha256", "title", "name", "sensitivity",
                                           "valid_from", "valid_to", "org", "org_kind",
                                           "org_name" };

static struct str *
field_of(struct bundle_evidence *e, size_t i)
{
    struct str *field[FIELDS] = { &e->item, &e->sha256, &e->title, &e->name, &e->sensitivity,
                                  &e->valid_from, &e->valid_to, &e->org, &e->org_kind,
                                  &e->org_name };

    return field[i];
}

/* ---- as a text ------------------------------------------------------------------------------ */

struct str
bundle_evidence_write(struct arena *a, const struct bundle_evidences *all)
{
    struct buf  b = buf_in(a, BUNDLE_TEXT_MAX);
    struct json j = json_to(&b);

    json_open(&j, '[');
    for (size_t i = 0; i < all->n; i++) {
        json_open(&j, '{');
        for (size_t f = 0; f < FIELDS; f++)
            json_str_at(&j, names[f], *field_of(&all->row[i], f));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_end(&j);
    return b.full ? (struct str){ NULL, 0 } : buf_str(&b);
}

static struct err *
not_list(struct arena *a)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "bundle.evidence",
        .text = MSG("The list of evidence in this bundle is not as one is written."),
        .hint = MSG("Ask the sender to make it anew with the newest version of Guyub."),
        .where = S(BUNDLE_EVIDENCE) });
}

static bool
is_date(struct str s)
{
    struct date d;

    return s.n == 0 || (date_parse(s, &d) && d.day != 0);
}

static bool
is_sound(const struct bundle_evidence *e)
{
    enum sensitivity s;

    return bundle_is_hash(e->sha256) && sensitivity_of(e->sensitivity, &s)
        && is_date(e->valid_from) && is_date(e->valid_to) && e->item.n > 0 && e->org.n > 0
        && e->title.n > 0;
}

static bool
read_row(struct arena *a, const json_t *from, struct bundle_evidence *e)
{
    for (size_t f = 0; f < FIELDS; f++) {
        const json_t *value = json_object_get(from, names[f]);
        struct str    s = { json_string_value(value), json_string_length(value) };

        if (!json_is_string(value) || s.n > FIELD_MAX || (s.n > 0 && !utf8_is_plain(s)))
            return false;
        *field_of(e, f) = str_copy(a, s);
    }
    return is_sound(e);
}

static bool
read_rows(struct arena *a, const json_t *list, struct bundle_evidences *all)
{
    size_t n = json_array_size(list);

    if (!json_is_array(list) || n > CITED_MAX)
        return false;
    *all = (struct bundle_evidences){ .row = NEWS(a, struct bundle_evidence, n + 1), .n = n };
    for (size_t i = 0; i < n; i++)
        if (!read_row(a, json_array_get(list, i), &all->row[i]))
            return false;
    return true;
}

static void
drop(void *json)
{
    json_decref(json);
}

struct err *
bundle_evidence_read(struct arena *a, struct str text, struct bundle_evidences *all)
{
    void **json = arena_owns(a, drop);

    if (text.n == 0 || text.n > BUNDLE_TEXT_MAX)
        return not_list(a);
    *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    bool is = *json && read_rows(a, *json, all);

    json_decref(*json);
    *json = NULL;
    return is ? NULL : not_list(a);
}

/* ---- gathering ------------------------------------------------------------------------------ */

static struct err *
hidden(struct cx *cx, struct str item)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_DENIED, .code = "bundle.hidden",
        .text = MSG("Item {0} has evidence that your post may not see, so you cannot send it.",
                    item),
        .hint = MSG("Let a post send it that reads restricted documents of the region: the head "
                    "of region, the secretary or the coordinator.") });
}

static struct str
or_empty(struct str s)
{
    return str_is_known(s) ? s : S("");
}

struct err *
bundle_evidence_add(struct cx *cx, const struct bundle_cited *c, struct bundle_sources *sources,
                    struct bundle_evidence *e)
{
    struct document        d;
    struct document_copies copies;
    struct org             org;

    if (document_get(cx, c->code, &d))
        return hidden(cx, c->item);
    TRY(document_copies_of(cx, &d, &copies));
    TRY(org_get(cx, d.org_code, &org));
    for (size_t i = 0; i < copies.n; i++) {
        const struct document_copy *copy = &copies.row[i];

        if (copy->nth != c->nth)
            continue;
        *e = (struct bundle_evidence){ .item = c->item, .sha256 = copy->sha256, .title = d.title,
            .name = copy->name, .sensitivity = d.sensitivity,
            .valid_from = or_empty(d.valid_from), .valid_to = or_empty(d.valid_to),
            .org = d.org_code, .org_kind = org.kind, .org_name = d.org_name };
        bundle_add_file(cx, sources, d.title, copy->sha256, copy->bytes);
        return NULL;
    }
    return hidden(cx, c->item);
}

/* ---- taking --------------------------------------------------------------------------------- */

/* Of the region, so that one city brings no organisation of another. */
static struct err *
foreign_org(struct cx *cx, const struct bundle_evidence *e, struct str region)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.org",
        .text = MSG("The organisation {0} is not known here, and its code is not one of region "
                    "{1}.", e->org, region),
        .hint = MSG("Add the organisation first, then receive the bundle again.") });
}

static struct err *
make_org(struct cx *cx, const struct bundle_evidence *e, struct str region, struct str hash)
{
    struct buf b = buf_in(cx->arena, ROW_MAX);
    int64_t    n_new;

    csv_write(&b, (struct str[]){ S("code"), S("kind"), S("name"), S("short_name"),
        S("region_code"), S("parent_code"), S("valid_from"), S("valid_to"),
        S("successor_code"), S("law"), S("source") }, 11, false);
    csv_write(&b, (struct str[]){ e->org, str_eq(e->org_kind, S("unit")) ? S("agency")
        : e->org_kind, e->org_name, { 0 }, region, { 0 }, { 0 }, { 0 }, { 0 }, { 0 },
        str_fmt(cx->arena, "bundle %.*s", TEXT(str_part(hash, 0, 16))) }, 11, false);
    return org_import_text(cx, S("bundle"), buf_str(&b), &n_new);
}

struct err *
bundle_evidence_org(struct cx *cx, const struct bundle_evidence *e, struct str region,
                    struct str hash)
{
    struct org org;
    bool       found;

    TRY(org_find(cx, e->org, &org, &found));
    if (found)
        return NULL;
    if (!str_starts(e->org, str_fmt(cx->arena, "%.*s-", TEXT(region))))
        return foreign_org(cx, e, region);
    return make_org(cx, e, region, hash);
}

/* Documents by the hash of their file. */
static struct str
document_of(const struct bundle_got *got, struct str sha256)
{
    for (size_t i = 0; i < got->head->n; i++)
        if (str_eq(got->part[i].sha256, sha256) && str_is_known(got->part[i].document_code))
            return got->part[i].document_code;
    return (struct str){ NULL, 0 };
}

struct err *
bundle_evidence_cite(struct cx *cx, const struct bundle_got *got, const char *thing,
                     struct str key)
{
    struct str              text = bundle_text_of(got, BUNDLE_EVIDENCE);
    struct bundle_evidences all = { .n = 0 };

    if (!str_is_known(text))
        return NULL;
    TRY(bundle_evidence_read(cx->arena, text, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct str code = document_of(got, all.row[i].sha256);

        if (!str_is_known(code))
            return not_list(cx->arena);
        TRY(document_cite(cx, code, (struct citation){ thing, key, all.row[i].item }));
    }
    return NULL;
}
