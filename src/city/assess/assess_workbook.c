/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * assess_workbook.c — an entry as what fills the ministry's own workbook and is read from one.
 *
 * Who consolidates fills and takes the city's numbers; an agency its own. An item that
 * repeats has no cell of its own, so it is left out.
 */
#include "base/arena.h"
#include "base/decimal.h"
#include "city/assess/assess_page.h"
#include "office/workbook/workbook.h"

struct entry { struct assess_full x; struct assess_lines lines; enum assess_voice voice; };

/* The numbers of an agency for who acts there, else the city's. */
static enum assess_voice
voice_of(const struct cx *cx, const struct assess_full *x)
{
    return x->org != 0 && !may(cx, MAY_CONSOLIDATE, assess_scope(x)) ? ASSESS_AGENCY : ASSESS_CITY;
}

static struct workbook_item
item_of(struct cx *cx, const struct entry *e, const struct assess_line *l)
{
    const struct instrument_item *item = &e->x.instrument.item[l->item];
    const struct assess_number   *n = assess_number_of(l, e->voice, 0);
    struct workbook_item          i = { .number = item->code, .cell_kind = GRID_TEXT,
                                        .question = assess_title(cx->lang, item) };
    struct dec                    d;

    if (!n || n->value.n == 0 || assess_each(&e->x.instrument, l->item))
        return i;
    i.now = i.cell = n->value;
    i.cell_kind = dec_parse(n->value, &d) ? GRID_NUMBER : GRID_TEXT;
    return i;
}

static bool
may_take(const struct cx *cx, const struct entry *e)
{
    if (assess_is_locked(&e->x))
        return false;
    return e->voice == ASSESS_CITY ? may(cx, MAY_CONSOLIDATE, assess_scope(&e->x))
                                   : may(cx, MAY_ANSWER, assess_org_scope(&e->x, e->x.org));
}

static struct err *
tell(struct cx *cx, struct str code, struct workbook_answers *a, bool *found)
{
    struct entry *entry = NEW(cx->arena, struct entry);
    struct err   *e = assess_get_code(cx, code, &entry->x);

    *found = !e;
    if (e)
        return e->kind == ERR_MISSING ? NULL : e;
    TRY(assess_lines_of(cx, &entry->x, &entry->lines));
    entry->voice = voice_of(cx, &entry->x);
    *a = (struct workbook_answers){ .code = entry->x.entry.code,
        .title = str_fmt(cx->arena, "%.*s: %.*s", TEXT(entry->x.round.round.title),
                         TEXT(entry->x.region_name)),
        .href = assess_href(cx->arena, &entry->x), .scope = assess_scope(&entry->x),
        .may_take = may_take(cx, entry), .n = entry->lines.n, .record = entry,
        .item = NEWS(cx->arena, struct workbook_item, entry->lines.n + 1) };
    for (size_t i = 0; i < a->n; i++)
        a->item[i] = item_of(cx, entry, &entry->lines.row[i]);
    return NULL;
}

static struct msg
read_cell(struct cx *cx, const struct workbook_answers *a, size_t i, const struct grid_cell *c,
          struct str *value)
{
    const struct entry           *e = a->record;
    const struct instrument_item *item = &e->x.instrument.item[e->lines.row[i].item];
    struct err                   *wrong;

    if (assess_each(&e->x.instrument, e->lines.row[i].item))
        return MSG("This item is answered once for each of several, not by one cell.");
    *value = assess_value_of_typed(cx->arena, c->text, item->rubric != NULL);
    wrong = assess_value_check(cx, &e->x, item->code, S(""), *value);
    if (!wrong)
        return MSG_NONE;
    return MSG("{0} {1}", msg_text(cx->arena, cx->lang, wrong->text),
               msg_is(wrong->hint) ? msg_text(cx->arena, cx->lang, wrong->hint) : S(""));
}

/* What was noted with the answer stays; where nothing was, the cell is its source. */
static struct err *
take(struct cx *cx, const struct workbook_answers *a, const struct workbook_given *given,
     size_t n, size_t *n_taken)
{
    struct entry         *e = a->record;
    struct assess_typed  *typed = NEWS(cx->arena, struct assess_typed, n + 1);
    struct assess_saving  s = { .typed = typed, .n = n, .voice = e->voice };

    for (size_t i = 0; i < n; i++) {
        const struct assess_line   *l = &e->lines.row[given[i].item];
        const struct assess_number *now = assess_number_of(l, e->voice, 0);

        typed[i] = (struct assess_typed){ .item = e->x.instrument.item[l->item].code,
            .of = S(""), .value = given[i].value, .seen = now ? now->version : 0,
            .note = now && now->note.n > 0 ? now->note : given[i].note };
    }
    TRY(assess_save(cx, &e->x, &s));
    if (s.n_faults > 0)
        return workbook_fault(cx, s.fault[0].text, typed[s.fault[0].row].item);
    *n_taken = s.n_saved;
    return NULL;
}

const struct workbook_kind assess_workbooks[1] = {
    { N_("self-assessment"), tell, read_cell, take },
};
