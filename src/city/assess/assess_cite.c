/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_cite.c — evidence of the vault beside an item: added, cited by many items, taken off. */
#include "base/arena.h"
#include "base/utf8.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "office/document/document.h"
#include "store/store.h"

struct citing {
    struct assess_change change;
    const struct str    *item;
    size_t               n;
    struct str           document;
    bool                 takes_off;
};

/* Who answers the item, or the city, which consolidates. */
static struct err *
may_cite(struct cx *cx, const struct assess_full *x, const struct assess_line *l, struct str item)
{
    if (!l)
        return assess_no_item(cx, item);
    if (assess_may_answer(cx, x, l) || may(cx, MAY_CONSOLIDATE, assess_scope(x)))
        return NULL;
    return must(cx, MAY_ANSWER, assess_org_scope(x, l->part.org_id.n));
}

static struct err *
cite_one(struct cx *cx, const struct citing *c, const struct assess_line *l, struct str item)
{
    const struct assess_full *x = c->change.x;
    struct citation           place = { ASSESS_THING, x->entry.code, item };

    TRY(may_cite(cx, x, l, item));
    TRY(c->takes_off ? document_uncite(cx, c->document, place)
                     : document_cite(cx, c->document, place));
    if (l->part.id.n != 0)
        TRY(assess_part_touch(cx, l->part.id, NULL));
    return journal_tell(cx, &(struct fact){ .verb = c->takes_off ? JOURNAL_ENDED : JOURNAL_ADDED,
        .thing = ASSESS_THING, .key = x->entry.code,
        .scope = assess_org_scope(x, l->part.org_id.n),
        .note = str_fmt(cx->arena, "%.*s: %.*s", TEXT(item), TEXT(c->document)) });
}

static struct err *
cite_once(struct cx *cx, void *arg)
{
    const struct citing *c = arg;
    struct assess_lines  lines;

    TRY(assess_begin_change(cx, &c->change));
    TRY(assess_ready(cx, c->change.x));
    TRY(assess_lines_of(cx, c->change.x, &lines));
    for (size_t i = 0; i < c->n; i++)
        TRY(cite_one(cx, c, assess_line_of(c->change.x, &lines, c->item[i]), c->item[i]));
    return NULL;
}

static struct err *
no_items(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.item",
        .text = MSG("Choose at least one item that the document is evidence of."),
        .where = S("item") });
}

struct err *
assess_cite(struct cx *cx, struct assess_full *x, const struct str *item, size_t n,
            struct str document)
{
    struct citing c = { assess_change_of(x), item, n, document, false };

    return n == 0 ? no_items(cx) : store_change(cx, "assess_cite", cite_once, &c);
}

struct err *
assess_uncite(struct cx *cx, struct assess_full *x, struct str item, struct str document)
{
    struct citing c = { assess_change_of(x), &item, 1, document, true };

    return store_change(cx, "assess_uncite", cite_once, &c);
}

/* ---- a file ---------------------------------------------------------------------------------- */

/* At most 200 characters, cut where one ends. */
static struct str
title_of(struct cx *cx, const struct assess_full *x, const struct assess_line *l)
{
    const struct instrument_item *item = &x->instrument.item[l->item];
    struct str                    title = instrument_say(LANG_ID, item->title);
    size_t                        bad;

    title = str_fmt(cx->arena, "%.*s %.*s", TEXT(item->code), TEXT(title));
    while (utf8_count(title) > 200 || !utf8_is_valid(title, &bad))
        title.n--;
    return title;
}

/* What may not be cited is not brought into the vault either. */
struct err *
assess_attach(struct cx *cx, struct assess_full *x, const struct assess_attached *file)
{
    struct assess_lines lines;
    struct assess_line *l = NULL;
    struct str          document;

    if (file->n == 0)
        return no_items(cx);
    TRY(round_must_allow(cx, &x->round, ROUND_ANSWER));
    TRY(assess_lines_of(cx, x, &lines));
    for (size_t i = 0; i < file->n; i++) {
        l = assess_line_of(x, &lines, file->item[i]);
        TRY(may_cite(cx, x, l, file->item[i]));
    }
    l = assess_line_of(x, &lines, file->item[0]);
    TRY(document_add(cx, &(struct document_new){ .source = file->source, .org = file->org,
        .title = file->title.n > 0 ? file->title : title_of(cx, x, l),
        .sensitivity = file->sensitivity, .valid_to = file->valid_to }, &document));
    return assess_cite(cx, x, file->item, file->n, document);
}
