/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_settle.c — final numbers: one by hand, all of them by the rule, and the lock. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "store/store.h"

enum { NAMED_MAX = 12 };

struct settling {
    struct judge_work_on      w;
    const struct judge_reply *reply;
    struct judge_line        *line;
};

static struct str
item_code(const struct settling *s, const struct judge_line *l)
{
    return s->w.full->instrument.item[l->line->item].code;
}

/* ---- one by hand ---------------------------------------------------------------------------- */

/* The office, or who sits there. */
static struct err *
begin_either(struct cx *cx, struct settling *s)
{
    if (may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return judge_begin(cx, &s->w, MAY_RUN_ROUND, ROUND_SETTLE);
    return judge_begin_seat(cx, &s->w, ROUND_SETTLE);
}

/* An objection is decided first, and one that was upheld stands. */
static struct err *
check_reply(struct cx *cx, const struct settling *s)
{
    const struct judge_objection *o = s->line->reply;

    if (!o || str_eq(o->state, S("refused")))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.objection",
        .text = str_eq(o->state, S("open"))
                ? MSG("The region objects to {0}, and nobody has decided on that yet.", o->item)
                : MSG("The region's objection to {0} was upheld; its number is the final one.",
                      o->item) });
}

static struct err *
put_final(struct cx *cx, struct settling *s, const struct judge_line *l, struct str value,
          struct str why)
{
    bool is_changed;

    return assess_number_put(cx, s->w.full, &(struct assess_number_new){
        .item = item_code(s, l), .of = l->of, .value = value, .note = why,
        .voice = ASSESS_FINAL, .stage = s->w.full->stage }, &is_changed);
}

static struct err *
value_needed(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "answer.value",
        .text = MSG("Give the final number."), .where = S("value") });
}

static struct err *
settle_once(struct cx *cx, void *arg)
{
    struct settling         *s = arg;
    struct str               value = str_trim(s->reply->value), why = str_trim(s->reply->why);
    struct judge_item_fields before = { .item = s->reply->item };
    struct judge_item_fields after = { .item = s->reply->item, .value = value, .why = why };

    TRY(begin_either(cx, s));
    TRY(judge_must_be_open(cx, &s->w));
    TRY(judge_line_named(cx, &s->w, s->reply->item,
                         str_is_known(s->reply->of) ? s->reply->of : S(""), &s->line));
    TRY(check_reply(cx, s));
    TRY(judge_must_say_why(cx, why));
    if (value.n == 0)
        return value_needed(cx);
    TRY(put_final(cx, s, s->line, value, why));
    if (s->line->final.number) {
        before.value = s->line->final.number->value;
        before.why = s->line->final.number->note;
    }
    return judge_tell(cx, s->w.full, (struct fact){ .verb = JOURNAL_CHANGED,
        .form = &judge_item_told_form, .before = &before, .after = &after,
        .note = str_fmt(cx->arena, "final number of %.*s", TEXT(s->reply->item)) });
}

struct err *
judge_final_set(struct cx *cx, struct assess_full *x, const struct judge_reply *reply)
{
    struct settling s = { .w.full = x, .reply = reply };

    return store_change(cx, "judge_final_set", settle_once, &s);
}

/* ---- the lock ------------------------------------------------------------------------------- */

static struct err *
may_still_object(struct cx *cx, const struct assess_full *x)
{
    struct date last = round_last_day(&x->round, ROUND_OBJECT, x->stage);

    if (x->round.now != ROUND_REPLY)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.reply",
        .text = MSG("The region may still object, until {0}.",
                    date_text(cx->arena, cx->lang, last)),
        .hint = MSG("Lock the numbers after that.") });
}

static struct err *
all_settled(struct cx *cx, const struct settling *s)
{
    struct str item[NAMED_MAX];
    size_t     n = 0, all = 0;

    for (size_t i = 0; i < s->w.lines.n; i++) {
        if (!s->w.lines.row[i].is_open)
            continue;
        if (all++ < NAMED_MAX)
            item[n++] = item_code(s, &s->w.lines.row[i]);
    }
    if (all == 0)
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.open",
        .text = MSG("{0} items are not settled.", str_fmt(cx->arena, "%zu", all)),
        .detail = MSG("They are: {0}.", str_fmt(cx->arena, "%.*s%s",
            TEXT(str_join(cx->arena, S(", "), item, n)), n < all ? ", …" : "")),
        .hint = MSG("Assessors differ on them, or an objection waits for its decision.") });
}

static struct err *
take_proposals(struct cx *cx, struct settling *s, size_t *n)
{
    for (size_t i = 0; i < s->w.lines.n; i++) {
        const struct judge_line *l = &s->w.lines.row[i];

        if (l->final.number)
            continue;
        TRY(put_final(cx, s, l, judge_answer_of(cx->arena, &s->w.full->instrument,
                                                l->line->item, l->proposal), S("")));
        ++*n;
    }
    return NULL;
}

static struct err *
lock_once(struct cx *cx, void *arg)
{
    struct settling          *s = arg;
    const struct assess_full *x = s->w.full;
    size_t                    taken = 0;

    TRY(judge_begin(cx, &s->w, MAY_RUN_ROUND, ROUND_SETTLE));
    TRY(may_still_object(cx, x));
    TRY(judge_must_be_open(cx, &s->w));
    TRY(all_settled(cx, s));
    TRY(take_proposals(cx, s, &taken));
    TRY(judge_lock_put(cx, x->entry.id, x->stage, cx->now_s, judge_by_post(cx), NULL));
    return judge_tell(cx, x, (struct fact){ .verb = JOURNAL_DONE,
        .note = str_fmt(cx->arena, "locked stage %lld: %zu final numbers, %zu of them proposed",
                        (long long)x->stage, s->w.lines.n, taken) });
}

struct err *
judge_lock(struct cx *cx, struct assess_full *x)
{
    struct settling s = { .w.full = x };

    return store_change(cx, "judge_lock", lock_once, &s);
}
