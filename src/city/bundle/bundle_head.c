/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_head.c — the head of a bundle: written, and read only as it would be written. */
#include <jansson.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"
#include "city/bundle/bundle_rule.h"

enum { CODE_MAX = 120, NAME_MAX = 80 };

#define FILE_PREFIX "file-"

/* ---- writing -------------------------------------------------------------------------------- */

static void
write_part(struct json *j, const struct bundle_part *p)
{
    json_open(j, '{');
    json_str_at(j, "name", p->name);
    json_str_at(j, "title", p->title);
    json_int_at(j, "bytes", p->bytes);
    json_str_at(j, "sha256", p->sha256);
    json_close(j, '}');
}

struct str
bundle_head_write(struct arena *a, const struct bundle_head *h)
{
    struct buf  b = buf_in(a, BUNDLE_HEAD_MAX);
    struct json j = json_to(&b);

    json_open(&j, '{');
    json_str_at(&j, "kind", bundle_kind_word(h->kind));
    json_str_at(&j, "from", h->from);
    json_str_at(&j, "to", h->to);
    json_str_at(&j, "round", h->round);
    json_str_at(&j, "region", h->region);
    json_int_at(&j, "stage", h->stage);
    json_int_at(&j, "nth", h->nth);
    json_int_at(&j, "at", h->at);
    json_str_at(&j, "before", h->before);
    json_str_at(&j, "about", h->about);
    json_key(&j, "parts");
    json_open(&j, '[');
    for (size_t i = 0; i < h->n; i++)
        write_part(&j, &h->part[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    json_end(&j);
    return b.full ? (struct str){ NULL, 0 } : buf_str(&b);
}

/* ---- names ---------------------------------------------------------------------------------- */

bool
bundle_part_is_file(struct str name)
{
    return str_starts(name, S(FILE_PREFIX));
}

/* Letters, digits, '-' and '.' between them: nothing that a folder or a shell reads otherwise. */
static bool
is_name(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

        if (!is_letter && (i == 0 || i + 1 == s.n || (c != '-' && c != '.')))
            return false;
        if (c == '.' && s.p[i - 1] == '.')
            return false;
    }
    return s.n > 0 && s.n <= NAME_MAX;
}

static bool
is_part_name(const struct bundle_part *p)
{
    if (!bundle_part_is_file(p->name))
        return is_name(p->name);
    return str_eq(str_part(p->name, sizeof FILE_PREFIX - 1, p->name.n), p->sha256);
}

/* ---- faults --------------------------------------------------------------------------------- */

static struct err *
head_fault(struct arena *a, struct str key)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "bundle.head",
        .text = MSG("The head of this bundle is not as one is written."),
        .detail = MSG("What is wrong is “{0}”.", key),
        .hint = MSG("Ask the sender to make it anew with the newest version of Guyub."),
        .where = key });
}

static struct err *
name_fault(struct arena *a, struct str name)
{
    return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "bundle.name",
        .text = MSG("A part of this bundle has a name that is not taken."),
        .detail = MSG("Names are plain words or a file's hash, never a path, and none stands in "
                      "it twice."),
        .hint = MSG("Ask the sender to make it anew with the newest version of Guyub."),
        .where = utf8_is_plain(name) ? name : S("name") });
}

static struct err *
large_fault(struct arena *a, struct str what)
{
    return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "bundle.large",
        .text = MSG("This bundle is larger than what is taken."),
        .detail = MSG("At most 5,000 parts, 8 MB of a text, 2 GB of a file, 64 GB in all."),
        .hint = MSG("Ask the sender to make films and scans smaller."), .where = what });
}

/* ---- reading -------------------------------------------------------------------------------- */

struct head_reading { struct arena *arena; const json_t *from; const char *wrong; };

static struct str
read_text(struct head_reading *r, const char *key, size_t most)
{
    const json_t *value = json_object_get(r->from, key);
    struct str    s = { json_string_value(value), json_string_length(value) };

    if (json_is_string(value) && s.n <= most)
        return str_copy(r->arena, s);
    r->wrong = key;
    return S("");
}

static struct str
read_plain(struct head_reading *r, const char *key, size_t most)
{
    struct str s = read_text(r, key, most);

    if (s.n > 0 && !utf8_is_plain(s))
        r->wrong = key;
    return s;
}

static struct str
read_hash(struct head_reading *r, const char *key, bool may_be_empty)
{
    struct str s = read_text(r, key, BUNDLE_KEY_HEX);

    if (!bundle_is_hash(s) && !(may_be_empty && s.n == 0))
        r->wrong = key;
    return s;
}

static int64_t
read_int(struct head_reading *r, const char *key, int64_t min, int64_t max)
{
    const json_t *value = json_object_get(r->from, key);
    int64_t       n = json_integer_value(value);

    if (json_is_integer(value) && n >= min && n <= max)
        return n;
    r->wrong = key;
    return 0;
}

static struct err *
read_part(struct arena *a, const json_t *from, struct bundle_part *p)
{
    struct head_reading r = { a, from, NULL };

    *p = (struct bundle_part){ .name = read_text(&r, "name", NAME_MAX),
        .title = read_plain(&r, "title", BUNDLE_TITLE_MAX),
        .sha256 = read_hash(&r, "sha256", false), .bytes = read_int(&r, "bytes", 0, INT64_MAX) };
    if (r.wrong)
        return head_fault(a, str_of(r.wrong));
    if (!is_part_name(p))
        return name_fault(a, p->name);
    bool is_file = bundle_part_is_file(p->name);

    return p->bytes > (is_file ? BUNDLE_FILE_MAX : BUNDLE_TEXT_MAX) ? large_fault(a, p->name)
                                                                    : NULL;
}

/* By name in order, so that none is there twice and no search is needed. */
static struct err *
read_parts(struct arena *a, const json_t *list, struct bundle_head *h)
{
    int64_t all = 0;

    if (!json_is_array(list))
        return head_fault(a, S("parts"));
    h->n = json_array_size(list);
    if (h->n > BUNDLE_PARTS_MAX)
        return large_fault(a, S("parts"));
    h->part = NEWS(a, struct bundle_part, h->n + 1);
    for (size_t i = 0; i < h->n; i++) {
        TRY(read_part(a, json_array_get(list, i), &h->part[i]));
        if (i > 0 && str_cmp(h->part[i - 1].name, h->part[i].name) >= 0)
            return name_fault(a, h->part[i].name);
        all += h->part[i].bytes;
        if (all > BUNDLE_BYTES_MAX)
            return large_fault(a, S("parts"));
    }
    return NULL;
}

static struct err *
read_head(struct arena *a, const json_t *from, struct bundle_head *h)
{
    struct head_reading r = { a, from, NULL };

    *h = (struct bundle_head){ .kind = BUNDLE_KINDS_N };
    if (!bundle_kind_read(read_text(&r, "kind", NAME_MAX), &h->kind))
        return head_fault(a, S("kind"));
    h->from = read_hash(&r, "from", false);
    h->to = read_hash(&r, "to", false);
    h->round = read_plain(&r, "round", CODE_MAX);
    h->region = read_plain(&r, "region", CODE_MAX);
    h->stage = read_int(&r, "stage", 1, 2);
    h->nth = read_int(&r, "nth", 1, BUNDLE_NTH_MAX);
    h->at = read_int(&r, "at", 0, INT64_C(1) << 40);
    h->before = read_hash(&r, "before", true);
    h->about = read_hash(&r, "about", h->kind != BUNDLE_RECEIPT);
    if (!r.wrong && h->about.n > 0 && h->kind != BUNDLE_RECEIPT)
        r.wrong = "about";
    return r.wrong ? head_fault(a, str_of(r.wrong)) : NULL;
}

static void
drop(void *json)
{
    json_decref(json);
}

/* A head has a handful of values a part: a text of many is none, and is not read to find out. */
static bool
has_few_values(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == ',' || text.p[i] == '[' || text.p[i] == '{';
    return n <= 40 + 250 * (size_t)BUNDLE_PARTS_MAX;
}

struct err *
bundle_head_read(struct arena *a, struct str text, struct bundle_head *h)
{
    if (text.n > BUNDLE_HEAD_MAX)
        return large_fault(a, S("head"));
    if (text.n == 0 || !has_few_values(text))
        return head_fault(a, S("head"));
    void **json = arena_owns(a, drop);

    *json = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
    struct err *e = *json ? read_head(a, *json, h) : head_fault(a, S("head"));

    if (!e)
        e = read_parts(a, json_object_get(*json, "parts"), h);
    json_decref(*json);
    *json = NULL;
    TRY(e);
    return str_eq(bundle_head_write(a, h), text) ? NULL : head_fault(a, S("head"));
}

int64_t
bundle_parts_bytes(const struct bundle_head *h)
{
    int64_t n = 0;

    for (size_t i = 0; i < h->n; i++)
        n += h->part[i].bytes;
    return n;
}
