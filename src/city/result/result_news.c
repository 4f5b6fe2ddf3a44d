/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result_news.c — what goes with a result, as text, and back.
 *
 *     {"news":1,"at":1785000000,"by":"Kantor Program","last":true,
 *      "findings":[{"id":3,"at":1784000000,"kind":"weakness","item":"people","text":"…",
 *                   "by":"…"},…]}
 */
#include "city/result/result_news.h"

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"
#include "city/result/result_thaw.h"

enum { VERSION = 1, NAME_MAX = 200 };

/* ---- there ---------------------------------------------------------------------------------- */

static void
write_finding(struct json *j, const struct result_news_finding *f)
{
    json_open(j, '{');
    json_int_at(j, "id", f->id);
    json_int_at(j, "at", f->at);
    json_str_at(j, "kind", result_kind_word(f->kind));
    json_str_at(j, "item", f->item);
    json_str_at(j, "text", f->text);
    json_str_at(j, "by", f->by);
    json_close(j, '}');
}

struct str
result_news_write(struct arena *a, const struct result_news *n)
{
    struct buf  out = buf_in(a, RESULT_NEWS_BYTES_MAX);
    struct json j = json_to(&out);

    json_open(&j, '{');
    json_int_at(&j, "news", VERSION);
    json_int_at(&j, "at", n->at);
    json_str_at(&j, "by", n->by);
    json_bool_at(&j, "last", n->is_last);
    json_key(&j, "findings");
    json_open(&j, '[');
    for (size_t i = 0; i < n->n; i++)
        write_finding(&j, &n->finding[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    json_end(&j);
    return out.full ? (struct str){ NULL, 0 } : buf_str(&out);
}

/* ---- and back ------------------------------------------------------------------------------- */

bool
result_text_is(struct str text)
{
    struct str rest = str_trim(text), line;
    bool       is = utf8_count(rest) >= RESULT_TEXT_MIN && utf8_count(rest) <= RESULT_TEXT_MAX;

    while (is && str_is_known(rest)) {
        str_cut(rest, '\n', &line, &rest);
        is = utf8_is_plain(str_trim(line));
    }
    return is;
}

static bool
is_name(struct str s)
{
    return str_is_known(s) && s.n <= NAME_MAX && (s.n == 0 || utf8_is_plain(s));
}

static struct result_news_finding
finding_of(struct thaw *t, const json_t *from)
{
    struct result_news_finding f = {
        .id = thaw_int(t, json_object_get(from, "id")),
        .at = thaw_int(t, json_object_get(from, "at")),
        .item = thaw_text(t, json_object_get(from, "item")),
        .text = thaw_text(t, json_object_get(from, "text")),
        .by = thaw_text(t, json_object_get(from, "by")),
    };

    t->ok = t->ok && result_kind_read(thaw_text(t, json_object_get(from, "kind")), &f.kind)
         && f.id > 0 && f.at > 0 && is_name(f.item) && is_name(f.by)
         && str_is_known(f.text) && result_text_is(f.text);
    return f;
}

static void
read_news(struct thaw *t, const json_t *from, void *out)
{
    struct result_news *n = out;
    const json_t       *list = json_object_get(from, "findings");

    n->at = thaw_int(t, json_object_get(from, "at"));
    n->by = thaw_text(t, json_object_get(from, "by"));
    n->is_last = thaw_bool(t, json_object_get(from, "last"));
    t->ok = t->ok && n->at > 0 && is_name(n->by);
    n->n = thaw_count(t, list, RESULT_NEWS_FINDINGS_MAX);
    n->finding = NEWS(t->arena, struct result_news_finding, n->n + 1);
    for (size_t i = 0; i < n->n && t->ok; i++)
        n->finding[i] = finding_of(t, json_array_get(list, i));
}

bool
result_news_read(struct arena *a, struct str text, struct result_news *n)
{
    *n = (struct result_news){ 0 };
    return thaw_whole(a, text, RESULT_NEWS_BYTES_MAX, read_news, n)
        && str_eq(result_news_write(a, n), text);
}
