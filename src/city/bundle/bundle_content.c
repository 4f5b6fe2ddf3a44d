/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_content.c — which kinds there are, who may send and take them, parts before they go. */
#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "city/bundle/bundle_part.h"

static const struct bundle_content *const contents[] = { &bundle_answers, &bundle_results };

struct err *
bundle_content_of(struct cx *cx, enum bundle_kind kind, const struct bundle_content **content)
{
    for (size_t i = 0; i < COUNT(contents); i++)
        if (contents[i]->kind == kind) {
            *content = contents[i];
            return NULL;
        }
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "bundle.kind",
        .text = MSG("This installation neither sends nor takes bundles with {0}.",
                    msg_text(cx->arena, cx->lang, bundle_kind_label(kind))),
        .hint = MSG("Bring it up to date, then try again.") });
}

struct str
bundle_text_of(const struct bundle_got *got, const char *name)
{
    for (size_t i = 0; i < got->head->n; i++)
        if (str_eq(got->part[i].name, str_of(name)))
            return got->part[i].text;
    return (struct str){ NULL, 0 };
}

/* ---- who may -------------------------------------------------------------------------------- */

static struct err *
must_of_region(struct cx *cx, struct str region)
{
    if (may(cx, MAY_STATE, bundle_scope(region)))
        return NULL;
    return must(cx, MAY_CONSOLIDATE, bundle_scope(region));
}

struct err *
bundle_must_send(struct cx *cx, enum bundle_kind kind, struct str region)
{
    return kind == BUNDLE_ANSWERS ? must_of_region(cx, region)
                                  : must(cx, MAY_RUN_ROUND, bundle_scope(region));
}

struct err *
bundle_must_take(struct cx *cx, enum bundle_kind kind, struct str region)
{
    return kind == BUNDLE_ANSWERS ? must(cx, MAY_RUN_ROUND, bundle_scope(region))
                                  : must_of_region(cx, region);
}

/* ---- parts ---------------------------------------------------------------------------------- */

static void
add(struct cx *cx, struct bundle_sources *s, const struct bundle_source *source)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->row[i].part.name, source->part.name))
            return;
    if (s->n == s->room) {
        size_t                room = s->room ? 2 * s->room : 64;
        struct bundle_source *row = NEWS(cx->arena, struct bundle_source, room);

        if (s->n > 0)
            memcpy(row, s->row, s->n * sizeof *row);
        s->row = row;
        s->room = room;
    }
    s->row[s->n++] = *source;
}

/* At most so many bytes, and no letter cut in two. */
static struct str
short_title(struct str title)
{
    size_t n = title.n < BUNDLE_TITLE_MAX ? title.n : BUNDLE_TITLE_MAX;

    while (n > 0 && n < title.n && ((unsigned char)title.p[n] & 0xc0) == 0x80)
        n--;
    return str_part(title, 0, n);
}

void
bundle_add_text(struct cx *cx, struct bundle_sources *s, const char *name, struct msg title,
                struct str text)
{
    add(cx, s, &(struct bundle_source){ .text = text,
        .part = { .name = str_of(name), .title = msg_text(cx->arena, LANG_ID, title),
                  .sha256 = bundle_hash_of(cx->arena, text), .bytes = (int64_t)text.n } });
}

void
bundle_add_file(struct cx *cx, struct bundle_sources *s, struct str title, struct str sha256,
                int64_t bytes)
{
    add(cx, s, &(struct bundle_source){ .text = { NULL, 0 },
        .part = { .name = str_fmt(cx->arena, "file-%.*s", TEXT(sha256)),
                  .title = short_title(title), .sha256 = sha256, .bytes = bytes } });
}
