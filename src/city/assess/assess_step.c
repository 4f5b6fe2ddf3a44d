/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_step.c — items sent to the head, approved, returned; and taken over by the city. */
#include "base/arena.h"
#include "city/assess/assess_part.h"
#include "city/assess/assess_sql.h"
#include "store/store.h"

struct stepping {
    struct assess_change   change;
    struct assess_stepping in;
    struct assess_lines    lines;
};

/* ---- refusals -------------------------------------------------------------------------------- */

static struct err *
wrong_state(struct cx *cx, const struct assess_part *p)
{
    enum assess_state state = ASSESS_GIVEN;

    assess_state_read(p->state, &state);
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "assess.state",
        .text = MSG("Item {0} stands so that this cannot be done: {1}.", p->item,
                    msg_text(cx->arena, cx->lang, assess_state_label(state))),
        .hint = MSG("Open the page again to see how it stands now.") });
}

static struct err *
changed_meanwhile(struct cx *cx, const struct assess_part *p)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT,
        .code = "assess.changed_meanwhile",
        .text = MSG("Item {0} was changed after you had opened the page.", p->item),
        .hint = MSG("Look at it again, then decide.") });
}

static struct err *
not_answered(struct cx *cx, struct str item)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "assess.missing",
        .text = MSG("Item {0} has no answer yet.", item),
        .hint = MSG("Answer it first; what does not apply is answered so."), .where = item });
}

/* ---- one item -------------------------------------------------------------------------------- */

/* The city, too, returns what its agencies have approved. */
static struct err *
must_step(struct cx *cx, const struct stepping *s, const struct assess_part *p)
{
    const struct assess_full *x = s->change.x;

    if (s->in.step == ASSESS_SEND)
        return must(cx, MAY_ANSWER, assess_org_scope(x, p->org_id.n));
    if (s->in.step == ASSESS_RETURN && str_eq(p->state, S("approved"))
        && may(cx, MAY_CONSOLIDATE, assess_scope(x)))
        return NULL;
    return must(cx, MAY_APPROVE, assess_org_scope(x, p->org_id.n));
}

static struct err *
tell(struct cx *cx, const struct stepping *s, const struct assess_line *l, enum assess_state next)
{
    struct assess_part_fields before = assess_part_fields_of(cx, l), after = before;

    after.state = (int32_t)next;
    return assess_tell_part(cx, s->change.x, &(struct assess_part_told){ l->part.item, &before,
                                                                         &after, s->in.why });
}

static struct err *
set_state(struct cx *cx, const struct stepping *s, const struct assess_line *l,
          enum assess_state next)
{
    const struct assess_part *p = &l->part;
    int64_t                   n;

    TRY(assess_part_step(cx, &(struct assess_part_step_in){ .id = p->id, .was = p->version,
        .state = assess_state_word(next),
        .why = next == ASSESS_RETURNED ? s->in.why : (struct str){ 0 },
        .answered_at = next == ASSESS_ANSWERED ? KNOWN(cx->now_s) : p->answered_at,
        .approved_at = next == ASSESS_APPROVED ? KNOWN(cx->now_s) : (struct maybe_int){ 0 } },
        &n));
    return n == 0 ? changed_meanwhile(cx, p) : tell(cx, s, l, next);
}

static struct err *
step_one(struct cx *cx, struct stepping *s, const struct assess_wish *wish)
{
    struct assess_line *l = assess_line_of(s->change.x, &s->lines, wish->item);
    enum assess_state   state = ASSESS_GIVEN, next;

    if (!l || l->part.id.n == 0)
        return assess_no_item(cx, wish->item);
    TRY(must_step(cx, s, &l->part));
    if (wish->version != 0 && wish->version != l->part.version)
        return changed_meanwhile(cx, &l->part);
    assess_state_read(l->part.state, &state);
    if (!assess_step_to(state, s->in.step, &next))
        return wrong_state(cx, &l->part);
    if (s->in.step == ASSESS_SEND && assess_says(l, ASSESS_AGENCY) == 0)
        return not_answered(cx, wish->item);
    return set_state(cx, s, l, next);
}

/* ---- all or none ----------------------------------------------------------------------------- */

static struct err *
step_once(struct cx *cx, void *arg)
{
    struct stepping *s = arg;

    TRY(assess_begin_change(cx, &s->change));
    TRY(assess_ready(cx, s->change.x));
    TRY(assess_lines_of(cx, s->change.x, &s->lines));
    if (s->in.step == ASSESS_RETURN)
        TRY(assess_must_say_why(cx, s->in.why));
    for (size_t i = 0; i < s->in.n; i++)
        TRY(step_one(cx, s, &s->in.wish[i]));
    for (size_t i = 0; i < s->in.n; i++) {
        struct assess_line *l = assess_line_of(s->change.x, &s->lines, s->in.wish[i].item);

        TRY(assess_feed(cx, s->change.x, l->part.org_id.n, s->in.why));
    }
    return NULL;
}

struct err *
assess_step(struct cx *cx, struct assess_full *x, const struct assess_stepping *in)
{
    struct stepping s = { .change = assess_change_of(x), .in = *in };

    s.in.why = str_is_known(in->why) ? str_trim(in->why) : S("");
    return store_change(cx, "assess_step", step_once, &s);
}

/* ---- the agency's numbers become the city's -------------------------------------------------- */

struct taking { struct assess_change change; int64_t n; };

/* The city has said nothing of its own: what stands there was carried over from stage I. */
static bool
is_free(const struct assess_line *l, struct str of)
{
    for (size_t i = 0; i < l->n_numbers; i++)
        if (str_eq(l->number[i].voice, S("city")) && str_eq(l->number[i].of, of))
            return l->number[i].value.n == 0 || l->number[i].by_post.n == 0;
    return true;
}

static struct err *
take_number(struct cx *cx, struct taking *t, const struct assess_number *n)
{
    struct assess_told told = { .voice = ASSESS_CITY, .item = n->item, .of = n->of,
                                .after = { n->value, n->note } };
    bool               is_changed;

    TRY(assess_number_put(cx, t->change.x, &(struct assess_number_new){ .item = n->item,
        .of = n->of, .value = n->value, .note = n->note, .voice = ASSESS_CITY,
        .stage = t->change.x->stage }, &is_changed));
    t->n += is_changed;
    return is_changed ? assess_tell_number(cx, t->change.x, &told) : NULL;
}

static struct err *
take_line(struct cx *cx, struct taking *t, const struct assess_line *l)
{
    if (l->part.id.n == 0 || !str_eq(l->part.state, S("approved")))
        return NULL;
    for (size_t i = 0; i < l->n_numbers; i++)
        if (str_eq(l->number[i].voice, S("agency")) && l->number[i].value.n > 0
            && is_free(l, l->number[i].of))
            TRY(take_number(cx, t, &l->number[i]));
    return NULL;
}

static struct err *
take_once(struct cx *cx, void *arg)
{
    struct taking      *t = arg;
    struct assess_lines lines;

    t->n = 0;
    TRY(assess_begin_change(cx, &t->change));
    TRY(must(cx, MAY_CONSOLIDATE, assess_scope(t->change.x)));
    TRY(assess_ready(cx, t->change.x));
    TRY(assess_lines_of(cx, t->change.x, &lines));
    for (size_t i = 0; i < lines.n; i++)
        TRY(take_line(cx, t, &lines.row[i]));
    return NULL;
}

struct err *
assess_take_over(struct cx *cx, struct assess_full *x, int64_t *n)
{
    struct taking t = { .change = assess_change_of(x) };

    TRY(store_change(cx, "assess_take_over", take_once, &t));
    *n = t.n;
    return NULL;
}
