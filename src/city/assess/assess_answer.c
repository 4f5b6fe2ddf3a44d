/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_answer.c — numbers of agencies and of the city, saved all at once or not at all. */
#include "base/arena.h"
#include "base/utf8.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "store/store.h"

struct saving {
    struct assess_change  change;
    struct assess_saving *in;
    struct assess_lines   lines;
    struct str           *value;        /* of each typed row, in data form */
};

static void
fault(struct saving *s, size_t row, bool in_note, struct msg text)
{
    s->in->fault[s->in->n_faults++] = (struct assess_fault){ row, in_note, text };
}

/* ---- who may write it ------------------------------------------------------------------------ */

bool
assess_may_answer(const struct cx *cx, const struct assess_full *x, const struct assess_line *l)
{
    if (l->part.id.n != 0 && may(cx, MAY_ANSWER, assess_org_scope(x, l->part.org_id.n)))
        return true;
    for (size_t i = 0; i < l->n_helpers; i++)
        if (may(cx, MAY_ANSWER, assess_org_scope(x, l->helper[i].org_id.n)))
            return true;
    return false;
}

static struct msg
may_not_write(const struct cx *cx, const struct saving *s, const struct assess_line *l)
{
    enum assess_state state = ASSESS_GIVEN;

    if (s->in->voice == ASSESS_CITY)
        return MSG_NONE;
    if (l->part.id.n == 0)
        return MSG("This item was given to no agency yet.");
    if (!assess_may_answer(cx, s->change.x, l))
        return MSG("This item is answered by {0}.", l->part.org_name);
    assess_state_read(l->part.state, &state);
    return state == ASSESS_APPROVED
        ? MSG("This item is approved. Its head can return it, so that it can be changed.")
        : MSG_NONE;
}

/* ---- the faults of what was typed ------------------------------------------------------------ */

/* Line ends may stand in what is typed, and nothing else that cannot be seen. */
static bool
is_plain(struct str text)
{
    struct str rest = text, line;

    while (str_cut(rest, '\n', &line, &rest))
        if (!utf8_is_plain(str_trim(line)))
            return false;
    return utf8_is_plain(str_trim(line));
}

static struct msg
note_fault(struct str note)
{
    if (!is_plain(note))
        return MSG("This holds characters that cannot be used here.");
    return utf8_count(note) > ASSESS_NOTE_MAX ? MSG("A note has at most 4,000 characters.")
                                              : MSG_NONE;
}

static const struct assess_number *
row_of(const struct saving *s, const struct assess_line *l, struct str of)
{
    return assess_row_of(l, (struct assess_whose){ s->in->voice, 0 }, of);
}

/* What stage II began with while the page was open is nobody's answer of this stage. */
static bool
is_carried(const struct assess_typed *t, const struct assess_number *now)
{
    return t->seen == 0 && now->by_post.n == 0;
}

static struct msg
stale(const struct saving *s, const struct assess_line *l, size_t i)
{
    const struct assess_typed  *t = &s->in->typed[i];
    const struct assess_number *now = row_of(s, l, t->of);
    int64_t                     version = now ? now->version : 0;

    if (t->seen < 0 || t->seen == version || !now || is_carried(t, now)
        || (str_eq(now->value, s->value[i]) && str_eq(now->note, str_trim(t->note))))
        return MSG_NONE;
    return MSG("Meanwhile somebody else answered: {0}. Save again to put yours in its place.",
               now->value.n > 0 ? now->value : S("-"));
}

static bool
is_twice(const struct assess_saving *in, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (str_eq(in->typed[i].item, in->typed[row].item)
            && str_eq(in->typed[i].of, in->typed[row].of))
            return true;
    return false;
}

static struct msg
value_fault(struct cx *cx, struct saving *s, const struct assess_line *l, size_t i)
{
    const struct assess_full  *x = s->change.x;
    const struct assess_typed *t = &s->in->typed[i];
    struct err                *e;

    if (!is_plain(t->value) || !utf8_is_plain(t->of))
        return MSG("This holds characters that cannot be used here.");
    s->value[i] = assess_value_of_typed(cx->arena, t->value,
                                        x->instrument.item[l->item].rubric != NULL);
    if (is_twice(s->in, i))
        return MSG("Item {0} stands here twice.", t->item);
    e = assess_value_check(cx, x, t->item, t->of, s->value[i]);
    if (e)
        return MSG("{0} {1}", msg_text(cx->arena, cx->lang, e->text),
                   msg_is(e->hint) ? msg_text(cx->arena, cx->lang, e->hint) : S(""));
    return stale(s, l, i);
}

static void
check_row(struct cx *cx, struct saving *s, size_t i)
{
    const struct assess_typed *t = &s->in->typed[i];
    const struct assess_line  *l = assess_line_of(s->change.x, &s->lines, t->item);
    struct msg                 wrong;

    if (!l) {
        fault(s, i, false, MSG("There is no item “{0}” here that you may write.", t->item));
        return;
    }
    wrong = may_not_write(cx, s, l);
    if (!msg_is(wrong))
        wrong = value_fault(cx, s, l, i);
    if (msg_is(wrong))
        fault(s, i, false, wrong);
    else if (msg_is(wrong = note_fault(t->note)))
        fault(s, i, true, wrong);
}

/* ---- saving ---------------------------------------------------------------------------------- */

static struct err *
tell(struct cx *cx, const struct saving *s, const struct assess_line *l, size_t i)
{
    const struct assess_typed  *t = &s->in->typed[i];
    const struct assess_number *was = row_of(s, l, t->of);
    struct assess_told          told = { .voice = s->in->voice, .item = t->item, .of = t->of,
        .org = s->in->voice == ASSESS_CITY ? 0 : l->part.org_id.n,
        .after = { .value = s->value[i], .note = str_trim(t->note) } };

    if (was)
        told.before = (struct assess_number_fields){ was->value, was->note };
    return assess_tell_number(cx, s->change.x, &told);
}

static struct err *
save_row(struct cx *cx, struct saving *s, size_t i)
{
    const struct assess_typed  *t = &s->in->typed[i];
    const struct assess_line   *l = assess_line_of(s->change.x, &s->lines, t->item);
    const struct assess_number *now = row_of(s, l, t->of);
    bool                        is_changed;

    if (s->value[i].n == 0 && str_trim(t->note).n == 0 && (!now || is_carried(t, now)))
        return NULL;
    TRY(assess_number_put(cx, s->change.x, &(struct assess_number_new){ .item = t->item,
        .of = t->of, .value = s->value[i], .note = str_trim(t->note), .voice = s->in->voice,
        .stage = s->change.x->stage }, &is_changed));
    if (!is_changed)
        return NULL;
    s->in->n_saved++;
    if (s->in->voice == ASSESS_AGENCY)
        TRY(assess_part_touch(cx, l->part.id, NULL));
    return tell(cx, s, l, i);
}

static struct err *
save_all(struct cx *cx, struct saving *s)
{
    TRY(assess_taken(cx, s->in->mark, &s->in->is_again));
    for (size_t i = 0; i < s->in->n && !s->in->is_again; i++)
        TRY(save_row(cx, s, i));
    return NULL;
}

/* Who may write nothing here at all is told so, and not item by item. */
static struct err *
must_write(struct cx *cx, const struct saving *s)
{
    const struct assess_full *x = s->change.x;

    if (s->in->voice == ASSESS_CITY)
        return must(cx, MAY_CONSOLIDATE, assess_scope(x));
    for (size_t i = 0; i < s->lines.n; i++)
        if (assess_may_answer(cx, x, &s->lines.row[i]))
            return NULL;
    return must(cx, MAY_ANSWER, assess_org_scope(x, x->org != 0 ? x->org : -1));
}

static struct err *
save_once(struct cx *cx, void *arg)
{
    struct saving *s = arg;

    s->in->n_faults = s->in->n_saved = 0;
    s->in->is_again = false;
    s->in->fault = NEWS(cx->arena, struct assess_fault, s->in->n + 1);
    s->value = NEWS(cx->arena, struct str, s->in->n + 1);
    TRY(assess_was_taken(cx, s->in->mark, &s->in->is_again));
    if (s->in->is_again)
        return NULL;
    TRY(assess_begin_change(cx, &s->change));
    TRY(assess_ready(cx, s->change.x));
    TRY(assess_lines_of(cx, s->change.x, &s->lines));
    TRY(must_write(cx, s));
    for (size_t i = 0; i < s->in->n; i++)
        check_row(cx, s, i);
    return s->in->n_faults > 0 || s->in->is_dry ? NULL : save_all(cx, s);
}

struct err *
assess_save(struct cx *cx, struct assess_full *x, struct assess_saving *in)
{
    struct saving s = { .change = assess_change_of(x), .in = in };

    return store_change(cx, "assess_save", save_once, &s);
}
