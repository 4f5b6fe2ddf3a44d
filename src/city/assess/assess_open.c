/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_open.c — what a change begins with: the entry, its stage, forms that come twice. */
#include "base/arena.h"
#include "base/secret.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "store/store.h"

struct assess_change
assess_change_of(struct assess_full *x)
{
    return (struct assess_change){ x, x->round.round.code, x->entry.region_code };
}

static struct err *
locked(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.locked",
        .text = MSG("The self-assessment of {0} was sent; it stays as it was.", x->region_name),
        .hint = MSG("The head of region can take it back while the stage lasts.") });
}

struct err *
assess_begin_change(struct cx *cx, const struct assess_change *c)
{
    TRY(assess_get(cx, c->round, c->region, c->x));
    TRY(round_must_allow(cx, &c->x->round, ROUND_ANSWER));
    return assess_is_locked(c->x) ? locked(cx, c->x) : NULL;
}

/* ---- forms that are sent twice --------------------------------------------------------------- */

struct err *
assess_taken(struct cx *cx, struct str mark, bool *is_again)
{
    struct assess_taken_id id;

    *is_again = false;
    if (!str_is_known(mark) || !secret_is_token(mark))
        return NULL;
    TRY(assess_taken_put(cx, mark, cx->now_s, &id));
    *is_again = id.n == 0;
    return NULL;
}

struct err *
assess_was_taken(struct cx *cx, struct str mark, bool *was)
{
    struct assess_taken_first row;

    *was = false;
    return str_is_known(mark) ? assess_taken_of(cx, mark, &row, was) : NULL;
}

struct err *
assess_needs_begin(struct cx *cx, const struct assess_full *x, bool *needs)
{
    struct assess_stage_first row;
    bool                      found = false;

    if (x->entry.id.n != 0)
        TRY(assess_stage_begun(cx, x->entry.id, x->stage, &row, &found));
    *needs = x->entry.id.n == 0 || (x->stage == 2 && !found);
    return NULL;
}

static struct str
stage_note(struct cx *cx, const struct assess_full *x)
{
    return str_fmt(cx->arena, "stage %lld", (long long)x->stage);
}

/* ---- stage II begins with what stage I ended with -------------------------------------------- */

/* Numbers that nobody of this stage has said: no post stands beside them. */
static struct err *
carry_number(struct cx *cx, const struct assess_full *x, struct str item, enum assess_voice voice,
             const struct assess_number *was)
{
    return assess_number_set(cx, &(struct assess_number_set_in){ .entry_id = x->entry.id,
        .stage = x->stage, .item = item, .of = was->of, .voice = assess_voice_word(voice),
        .seat = 0, .value = was->value, .note = was->note, .at = cx->now_s, .by_post = S("") },
        NULL);
}

static struct err *
carry_part(struct cx *cx, const struct assess_full *x, const struct assess_line *l,
           struct str item, struct str due)
{
    struct assess_part_id id;

    TRY(assess_part_put(cx, &(struct assess_part_put_in){ .entry_id = x->entry.id,
        .region_code = x->entry.region_code, .org_id = l->part.org_id, .item = item,
        .stage = x->stage, .due = due, .given_at = cx->now_s }, &id));
    for (size_t i = 0; i < l->n_helpers; i++)
        TRY(assess_helper_put(cx, id, l->helper[i].org_id, NULL));
    return NULL;
}

/* What stage I ended with: of each `of` the final number, or the city's, or the agency's. */
static const struct assess_number *
ended_with(const struct assess_line *l, struct str of)
{
    static const enum assess_voice voices[] = { ASSESS_FINAL, ASSESS_CITY, ASSESS_AGENCY };

    for (size_t v = 0; v < COUNT(voices); v++)
        for (size_t i = 0; i < l->n_numbers; i++)
            if (str_eq(l->number[i].of, of) && l->number[i].value.n > 0
                && str_eq(l->number[i].voice, assess_voice_word(voices[v])))
                return &l->number[i];
    return NULL;
}

static bool
is_first_of(const struct assess_line *l, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (str_eq(l->number[i].of, l->number[at].of))
            return false;
    return true;
}

static struct err *
carry_line(struct cx *cx, const struct assess_full *x, const struct assess_line *l, struct str due)
{
    struct str item = x->instrument.item[l->item].code;

    if (l->part.id.n != 0)
        TRY(carry_part(cx, x, l, item, due));
    for (size_t i = 0; i < l->n_numbers; i++) {
        const struct assess_number *was = is_first_of(l, i) ? ended_with(l, l->number[i].of)
                                                            : NULL;
        if (!was)
            continue;
        TRY(carry_number(cx, x, item, ASSESS_AGENCY, was));
        TRY(carry_number(cx, x, item, ASSESS_CITY, was));
    }
    return NULL;
}

static struct err *
feed_all(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines)
{
    for (size_t i = 0; i < lines->n; i++) {
        int64_t org = lines->row[i].part.org_id.n;
        bool    is_first = org != 0;

        for (size_t k = 0; k < i; k++)
            is_first = is_first && lines->row[k].part.org_id.n != org;
        if (is_first)
            TRY(assess_feed(cx, x, org, S("")));
    }
    return NULL;
}

static struct err *
carry(struct cx *cx, const struct assess_full *x)
{
    struct date         last = round_last_day(&x->round, ROUND_ANSWER, x->stage);
    struct assess_lines lines;

    TRY(assess_lines_whole(cx, x, 1, &lines));
    for (size_t i = 0; i < lines.n; i++)
        TRY(carry_line(cx, x, &lines.row[i], date_iso(cx->arena, last)));
    TRY(feed_all(cx, x, &lines));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = ASSESS_THING,
        .key = x->entry.code, .scope = assess_scope(x), .note = stage_note(cx, x) });
}

/* ---- the entry ------------------------------------------------------------------------------- */

static struct err *
put_entry(struct cx *cx, struct assess_full *x)
{
    bool found;

    TRY(assess_entry_put(cx, x->round.round.id, x->entry.region_code, x->entry.code, cx->now_s,
                         NULL));
    TRY(assess_entry_of(cx, x->round.round.id, x->entry.region_code, &x->entry, &found));
    return journal_tell(cx, &(struct fact){ .verb = JOURNAL_ADDED, .thing = ASSESS_THING,
        .key = x->entry.code, .scope = assess_scope(x), .note = stage_note(cx, x) });
}

struct err *
assess_ready(struct cx *cx, struct assess_full *x)
{
    struct assess_stage_first row;
    bool                      found;

    if (x->entry.id.n == 0)
        return put_entry(cx, x);
    if (x->stage != 2)
        return NULL;
    TRY(assess_stage_begun(cx, x->entry.id, x->stage, &row, &found));
    return found ? NULL : carry(cx, x);
}

static struct err *
begin_once(struct cx *cx, void *arg)
{
    const struct assess_change *c = arg;

    TRY(assess_begin_change(cx, c));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(c->x)));
    return assess_ready(cx, c->x);
}

struct err *
assess_begin(struct cx *cx, struct assess_full *x)
{
    struct assess_change c = assess_change_of(x);

    return store_change(cx, "assess_begin", begin_once, &c);
}
