/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * freeze.c — a paper as the text that is hashed, and back.
 *
 *     {"paper":1,"title":"…","language":"id","author":"…","date":"2026-01-31","foot":null,
 *      "blocks":[{"kind":"table","columns":["text","number"],"text":["…","…"]},…]}
 *
 * One paper has one text. What was read is written again and must be the same bytes, so that
 * neither another order nor another spelling of the same paper has a hash of its own.
 */
#include <jansson.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/sha.h"
#include "paper/paper.h"

enum { VERSION = 1, VALUES_MAX = PAPER_TEXTS_MAX + 16 * PAPER_BLOCKS_MAX };

/* ---- there ----------------------------------------------------------------------------------- */

static void
write_block(struct json *j, const struct paper_block *b)
{
    json_open(j, '{');
    json_str_at(j, "kind", paper_kind_word(b->kind));
    if (b->kind == PAPER_TABLE) {
        json_key(j, "columns");
        json_open(j, '[');
        for (size_t i = 0; i < b->n_columns; i++)
            json_str(j, b->is_number[i] ? S("number") : S("text"));
        json_close(j, ']');
    }
    json_key(j, "text");
    json_open(j, '[');
    for (size_t i = 0; i < b->n; i++)
        json_str(j, b->text[i]);
    json_close(j, ']');
    json_close(j, '}');
}

static void
write_paper(struct arena *a, struct json *j, const struct paper *p)
{
    json_open(j, '{');
    json_int_at(j, "paper", VERSION);
    json_str_at(j, "title", p->title);
    json_str_at(j, "language", p->language);
    json_str_at(j, "author", p->author);
    json_str_at(j, "date", date_iso(a, p->date));
    json_str_at(j, "foot", p->foot);
    json_key(j, "blocks");
    json_open(j, '[');
    for (size_t i = 0; i < p->n; i++)
        write_block(j, &p->block[i]);
    json_close(j, ']');
    json_close(j, '}');
    json_end(j);
}

struct err *
paper_freeze(struct arena *a, const struct paper *p, struct str *frozen)
{
    struct buf  out = buf_in(a, PAPER_FROZEN_MAX);
    struct json j = json_to(&out);

    TRY(paper_check(a, p));
    write_paper(a, &j, p);
    if (out.full)
        return err_of(a, (struct err){
            .kind = ERR_TOO_LARGE, .code = "paper.large",
            .text = MSG("The paper is too large."),
            .detail = MSG("Its text is larger than 16 MB."),
            .hint = MSG("Make several papers of it, or give the rows as a workbook."),
        });
    *frozen = buf_str(&out);
    return NULL;
}

struct str
paper_hash(struct arena *a, struct str frozen)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, frozen);
    return sha_hex(&sha, a);
}

/* ---- and back -------------------------------------------------------------------------------- */

/* `ok` turns false at the first thing that is not as it is frozen; what was read then counts for
 * nothing. */
struct thaw { struct arena *arena; bool ok; };

static struct str
text_of(struct thaw *t, const json_t *v)
{
    if (!json_is_string(v)) {
        t->ok = t->ok && json_is_null(v);
        return (struct str){ .p = NULL };
    }
    return str_copy(t->arena, (struct str){ json_string_value(v), json_string_length(v) });
}

static enum paper_kind
kind_of(struct str word)
{
    enum paper_kind k = 0;

    while (k < PAPER_KINDS_N && !str_eq(word, paper_kind_word(k)))
        k++;
    return k;
}

/* No more values than a paper has: they cost far more memory than their bytes. */
static bool
has_few_values(struct str json)
{
    size_t n = 0;
    bool   in_text = false;

    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];

        if (in_text && c == '\\')
            i++;
        else if (c == '"')
            in_text = !in_text;
        else if (!in_text && (c == ',' || c == '[' || c == '{'))
            n++;
    }
    return n <= VALUES_MAX;
}

static void
read_columns(struct thaw *t, const json_t *list, struct paper_block *b)
{
    size_t n = json_array_size(list);
    bool  *is_number = NEWS(t->arena, bool, n <= PAPER_COLUMNS_MAX ? n : 0);

    t->ok = t->ok && n <= PAPER_COLUMNS_MAX;
    for (size_t i = 0; t->ok && i < n; i++)
        is_number[i] = str_eq(text_of(t, json_array_get(list, i)), S("number"));
    b->n_columns = n;
    b->is_number = is_number;
}

static void
read_block(struct thaw *t, const json_t *o, struct paper_block *b)
{
    const json_t *list = json_object_get(o, "text");
    size_t        n = json_array_size(list);
    struct str   *text = NEWS(t->arena, struct str, n);

    b->kind = kind_of(text_of(t, json_object_get(o, "kind")));
    read_columns(t, json_object_get(o, "columns"), b);
    for (size_t i = 0; t->ok && i < n; i++)
        text[i] = text_of(t, json_array_get(list, i));
    b->text = text;
    b->n = n;
}

static void
read_paper(struct thaw *t, const json_t *o, struct paper *p)
{
    const json_t       *list = json_object_get(o, "blocks");
    size_t              n = json_array_size(list);
    struct paper_block *block = NEWS(t->arena, struct paper_block, n);

    *p = (struct paper){
        .title    = text_of(t, json_object_get(o, "title")),
        .language = text_of(t, json_object_get(o, "language")),
        .author   = text_of(t, json_object_get(o, "author")),
        .foot     = text_of(t, json_object_get(o, "foot")),
        .block    = block, .n = n,
    };
    t->ok = t->ok && date_parse(text_of(t, json_object_get(o, "date")), &p->date);
    for (size_t i = 0; t->ok && i < n; i++)
        read_block(t, json_array_get(list, i), &block[i]);
}

static void
drop(void *value)
{
    json_decref(value);
}

static struct err *
not_frozen(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = "paper.frozen",
        .text = MSG("The text is not one of a paper."),
        .detail = MSG("It differs from what is written when a paper is issued."),
        .hint = MSG("Take the text as it was issued, byte by byte."),
    });
}

struct err *
paper_thaw(struct arena *a, struct str frozen, struct paper *p)
{
    struct thaw t = { .arena = a, .ok = true };
    struct str  again;

    if (frozen.n == 0 || frozen.n > PAPER_FROZEN_MAX || !has_few_values(frozen))
        return not_frozen(a);
    void **json = arena_owns(a, drop);

    *json = json_loadb(frozen.p, frozen.n, JSON_REJECT_DUPLICATES, NULL);
    if (!*json)
        return not_frozen(a);
    read_paper(&t, *json, p);
    json_decref(*json);
    *json = NULL;
    if (!t.ok)
        return not_frozen(a);
    TRY(paper_freeze(a, p, &again));
    return str_eq(again, frozen) ? NULL : not_frozen(a);
}
