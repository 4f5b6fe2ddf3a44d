/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_object.c — right of reply: the region objects to an item, an assessor decides. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "store/store.h"

struct objecting {
    struct judge_work_on      w;
    const struct judge_reply *reply;
    bool                      upheld;
    struct judge_line        *line;
};

static struct str
of_of(const struct judge_reply *r)
{
    return str_is_known(r->of) ? r->of : S("");
}

/* ---- objecting ------------------------------------------------------------------------------ */

static struct err *
objected(struct cx *cx, const struct judge_reply *r)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.objected",
        .text = MSG("The region has objected to {0} already.", r->item),
        .hint = MSG("Each item can be objected to once.") });
}

static struct err *
value_needed(struct cx *cx)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "answer.value",
        .text = MSG("Give the number that the region thinks right."), .where = S("value") });
}

static struct err *
put_objection(struct cx *cx, struct objecting *o, struct str value, struct str why)
{
    const struct assess_full  *x = o->w.full;
    struct judge_objection_id  id;
    bool                       is_changed;

    TRY(assess_number_put(cx, x, &(struct assess_number_new){ .item = o->reply->item,
        .of = o->line->of, .value = value, .note = why, .voice = ASSESS_OBJECTION,
        .stage = x->stage }, &is_changed));
    TRY(judge_objection_put(cx, &(struct judge_objection_put_in){ .entry_id = x->entry.id,
        .stage = x->stage, .item = o->reply->item, .of = o->line->of, .why = why,
        .objected_at = cx->now_s, .objected_by = judge_by_post(cx) }, &id));
    return id.n == 0 ? objected(cx, o->reply) : NULL;
}

static struct err *
object_once(struct cx *cx, void *arg)
{
    struct objecting        *o = arg;
    struct str               value = str_trim(o->reply->value), why = str_trim(o->reply->why);
    struct judge_item_fields after = { .item = o->reply->item, .value = value, .why = why };

    TRY(judge_begin(cx, &o->w, MAY_OBJECT, ROUND_OBJECT));
    TRY(judge_must_be_open(cx, &o->w));
    TRY(judge_line_named(cx, &o->w, o->reply->item, of_of(o->reply), &o->line));
    if (o->line->reply)
        return objected(cx, o->reply);
    TRY(judge_must_say_why(cx, why));
    if (value.n == 0)
        return value_needed(cx);
    TRY(put_objection(cx, o, value, why));
    return judge_tell(cx, o->w.full, (struct fact){ .verb = JOURNAL_ADDED,
        .form = &judge_item_told_form, .after = &after, .note = S("objection") });
}

struct err *
judge_object(struct cx *cx, struct assess_full *x, const struct judge_reply *reply)
{
    struct objecting o = { .w.full = x, .reply = reply };

    return store_change(cx, "judge_object", object_once, &o);
}

/* ---- deciding ------------------------------------------------------------------------------- */

static struct err *
no_objection(struct cx *cx, const struct judge_reply *r)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.no_objection",
        .text = MSG("No objection to {0} waits for a decision.", r->item) });
}

/* What was upheld is the final number; what was refused leaves what the assessors gave. */
static struct err *
take_over(struct cx *cx, struct objecting *o, struct str why)
{
    const struct assess_number *number = o->line->objection.number;
    bool                        is_changed;

    if (!o->upheld || !number)
        return NULL;
    return assess_number_put(cx, o->w.full, &(struct assess_number_new){
        .item = o->reply->item, .of = o->line->of, .value = number->value, .note = why,
        .voice = ASSESS_FINAL, .stage = o->w.full->stage }, &is_changed);
}

static struct err *
decide_once(struct cx *cx, void *arg)
{
    struct objecting        *o = arg;
    struct str               why = str_trim(o->reply->why);
    struct judge_item_fields after = { .item = o->reply->item, .why = why };
    int64_t                  n;

    TRY(judge_begin_seat(cx, &o->w, ROUND_SETTLE));
    TRY(judge_must_be_open(cx, &o->w));
    TRY(judge_line_named(cx, &o->w, o->reply->item, of_of(o->reply), &o->line));
    if (!o->line->reply || !str_eq(o->line->reply->state, S("open")))
        return no_objection(cx, o->reply);
    TRY(judge_must_say_why(cx, why));
    TRY(judge_objection_decide(cx, &(struct judge_objection_decide_in){
        .id = o->line->reply->id, .state = o->upheld ? S("upheld") : S("refused"),
        .decided_why = why, .decided_at = KNOWN(cx->now_s), .decided_by = judge_by_post(cx) },
        &n));
    if (n == 0)
        return no_objection(cx, o->reply);
    TRY(take_over(cx, o, why));
    if (o->upheld && o->line->objection.number)
        after.value = o->line->objection.number->value;
    return judge_tell(cx, o->w.full, (struct fact){ .verb = JOURNAL_DONE,
        .form = &judge_item_told_form, .after = &after,
        .note = o->upheld ? S("objection upheld") : S("objection refused") });
}

struct err *
judge_decide(struct cx *cx, struct assess_full *x, const struct judge_reply *reply, bool upheld)
{
    struct objecting o = { .w.full = x, .reply = reply, .upheld = upheld };

    return store_change(cx, "judge_decide", decide_once, &o);
}
