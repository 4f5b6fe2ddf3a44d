/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* document_cite.c — who cites which copy; the locked keep theirs. */
#include "base/arena.h"
#include "ground/post/post_holding.h"
#include "office/document/document_cite_page.h"
#include "office/document/document_cite_view.h"
#include "office/document/document_part.h"
#include "office/document/document_sql.h"

static struct str
thing_of(struct citation c)
{
    return str_of(c.thing);
}

struct err *
document_cite(struct cx *cx, struct str code, struct citation c)
{
    struct document d;

    TRY(document_get(cx, code, &d));
    return document_cite_put(cx, &(struct document_cite_put_in){
        .document_id = d.id, .thing = thing_of(c), .key = c.key, .part = c.part,
        .seen = d.copies }, NULL);
}

struct err *
document_uncite(struct cx *cx, struct str code, struct citation c)
{
    struct document d;
    int64_t         n;

    TRY(document_get(cx, code, &d));
    TRY(document_cite_drop(cx, d.id, thing_of(c), c.key, c.part, &n));
    if (n > 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "document.locked",
        .text = MSG("{0} is not cited there any more, or what cites it is decided.", d.title) });
}

struct err *
document_lock(struct cx *cx, struct citation c)
{
    return document_cite_lock_set(cx, thing_of(c), c.key, c.part, NULL);
}

struct err *
document_looked(struct cx *cx, struct str code, struct citation c)
{
    struct document d;

    TRY(document_get(cx, code, &d));
    return document_cite_look(cx, &(struct document_cite_look_in){
        .seen = d.copies, .document_id = d.id, .thing = thing_of(c), .key = c.key,
        .part = c.part }, NULL);
}

bool
document_waits(const struct document_cited *c)
{
    return !c->locked && c->seen < c->copies;
}

/* It is there, and that is all that is said. */
static void
hide(struct document_cited *c)
{
    c->code = c->title = c->valid_from = c->valid_to = (struct str){ NULL, 0 };
}

struct err *
documents_of(struct cx *cx, const char *thing, struct str key, struct document_cited_set *set)
{
    TRY(document_cites_of(cx, str_of(thing), key, &set->row, &set->n));
    for (size_t i = 0; i < set->n; i++) {
        struct document_cited *c = &set->row[i];
        struct scope           scope = { .region = c->region_code, .org = c->org_id.n };
        enum sensitivity       s = SENSITIVITY_RESTRICTED;

        sensitivity_of(c->sensitivity, &s);
        if (!document_is_seen(s, document_reader_of(cx, scope)))
            hide(c);
        else if (s == SENSITIVITY_RESTRICTED)
            journal_read(cx, "document", c->code, scope, (struct subject_id){ 0 });
    }
    return NULL;
}

/* ---- on the thing's own page ---------------------------------------------------------------- */

static struct cited_line
line_of(struct cx *cx, const struct document_cited *c, struct date today)
{
    struct cited_line l = { .cited = c, .is_hidden = !str_is_known(c->code) };

    if (l.is_hidden)
        return l;
    l.waits = document_waits(c);
    l.is_over = validity_on(date_of_iso(c->valid_from), date_of_iso(c->valid_to), today,
                            (struct date){ 0 }) == VALIDITY_OVER;
    l.copy = str_fmt(cx->arena, "/documents/%.*s/copies/%lld?download=1", TEXT(c->code),
                     (long long)c->seen);
    return l;
}

struct err *
documents_draw(struct cx *cx, const char *thing, struct str key, struct str part,
               struct html *out)
{
    struct document_cited_set set;
    struct cited_page         p = { .shows_parts = !str_is_known(part) };
    struct date               today = post_day(S(""), cx->now_s);
    struct view               v = view_in(cx->arena, cx->lang);

    TRY(documents_of(cx, thing, key, &set));
    p.line = NEWS(cx->arena, struct cited_line, set.n + 1);
    for (size_t i = 0; i < set.n; i++)
        if (p.shows_parts || str_eq(set.row[i].part, part))
            p.line[p.n++] = line_of(cx, &set.row[i], today);
    if (p.n > 0)
        cited_view(&v, &p);
    *out = view_html(&v);
    return NULL;
}
