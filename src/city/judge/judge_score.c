/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_score.c — an assessor scores: partly, as often as it takes, until the stage is finished. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "store/store.h"

enum { NAMED_MAX = 12 };                /* of the missing, in a sentence */

struct scoring {
    struct judge_work_on  w;
    struct assess_saving *in;
    size_t                seat;         /* of the bench */
    struct judge_line   **line;         /* of each typed row */
};

static struct err *
already_done(struct cx *cx, const struct scoring *s)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.done",
        .text = MSG("You have finished scoring {0} in this stage.", s->w.full->region_name),
        .hint = MSG("What differs between assessors is settled item by item.") });
}

/* An open seat of the acting post: judge_begin_seat found it. */
static struct err *
begin(struct cx *cx, struct scoring *s)
{
    TRY(judge_begin_seat(cx, &s->w, ROUND_SCORE));
    for (s->seat = 0; s->w.bench.seat[s->seat].id != s->w.seat.id.n; )
        s->seat++;
    return s->w.bench.seat[s->seat].is_done ? already_done(cx, s) : NULL;
}

/* ---- faults --------------------------------------------------------------------------------- */

static void
fault(struct scoring *s, size_t row, bool in_note, struct msg text)
{
    s->in->fault[s->in->n_faults++] = (struct assess_fault){ row, in_note, text };
}

static bool
is_twice(const struct scoring *s, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (s->line[i] == s->line[row])
            return true;
    return false;
}

static bool
is_stale(const struct scoring *s, size_t row)
{
    const struct assess_number *now = s->line[row]->seat[s->seat].number;
    const struct assess_typed  *t = &s->in->typed[row];

    return t->seen >= 0 && t->seen != (now ? now->version : 0)
        && !(now && str_eq(now->value, str_trim(t->value)));
}

static struct msg
reason_fault(const struct scoring *s, size_t row)
{
    const struct judge_line   *l = s->line[row];
    const struct assess_typed *t = &s->in->typed[row];
    struct judge_score         mine = judge_score_of(&s->w.full->instrument, l->line->item,
                                                     str_trim(t->value));

    if (!judge_is_text(str_trim(t->note)))
        return MSG("Write a text of at most 4,000 characters.");
    if (str_trim(t->note).n >= JUDGE_WHY_MIN)
        return MSG_NONE;
    switch (judge_turn_of(l->city.score, mine)) {
    case JUDGE_LOWERED: return MSG("Say why it is lowered.");
    case JUDGE_RAISED:  return MSG("Say why it is raised.");
    case JUDGE_OTHER:   return MSG("Say why it is changed.");
    default:            return MSG_NONE;
    }
}

/* What the instrument says against the value alone. */
static struct msg
answer_fault(struct cx *cx, const struct scoring *s, size_t row)
{
    const struct assess_full       *x = s->w.full;
    struct instrument_answer        answer = { .item = s->in->typed[row].item,
        .of = s->line[row]->of, .value = str_trim(s->in->typed[row].value),
        .where = { S("item"), S("of"), S("value") } };
    struct instrument_sheet         sheet = { .answer = &answer, .n = 1, .kind = x->kind,
                                              .name = x->entry.code, .lang = cx->lang };
    struct instrument_answers       out;
    struct instrument_answer_faults faults;

    if (answer.value.n == 0
        || instrument_answer_items(cx->arena, &x->instrument, &sheet, &out, &faults))
        return MSG_NONE;
    return faults.fault[0].err->text;
}

static struct msg
value_fault(struct cx *cx, const struct scoring *s, size_t row)
{
    if (is_twice(s, row))
        return MSG("Item {0} stands here twice.", s->in->typed[row].item);
    if (is_stale(s, row))
        return MSG("Meanwhile your post saved another score here. Save again to put this one in "
                   "its place.");
    return answer_fault(cx, s, row);
}

static void
check_row(struct cx *cx, struct scoring *s, size_t row)
{
    const struct assess_typed *t = &s->in->typed[row];
    struct err                *unknown;
    struct msg                 wrong;

    unknown = judge_line_named(cx, &s->w, t->item, str_is_known(t->of) ? t->of : S(""),
                               &s->line[row]);
    if (unknown) {
        fault(s, row, false, unknown->text);
        return;
    }
    wrong = value_fault(cx, s, row);
    if (msg_is(wrong))
        fault(s, row, false, wrong);
    else if (msg_is(wrong = reason_fault(s, row)))
        fault(s, row, true, wrong);
}

/* ---- saving --------------------------------------------------------------------------------- */

static struct err *
save_row(struct cx *cx, struct scoring *s, size_t row)
{
    const struct assess_typed *t = &s->in->typed[row];
    struct str                 value = str_trim(t->value), note = str_trim(t->note);
    bool                       is_changed;

    if (!s->line[row]->seat[s->seat].number && value.n == 0)
        return NULL;
    TRY(assess_number_put(cx, s->w.full, &(struct assess_number_new){ .item = t->item,
        .of = s->line[row]->of, .value = value.n > 0 ? value : S(""),
        .note = note.n > 0 ? note : S(""), .voice = ASSESS_ASSESSOR, .seat = s->w.seat.id.n,
        .stage = s->w.full->stage }, &is_changed));
    s->in->n_saved += is_changed;
    return NULL;
}

static size_t
scored(const struct scoring *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->w.lines.n; i++)
        n += s->w.lines.row[i].seat[s->seat].number != NULL;
    return n;
}

/* The seat's row, and a line of the journal that says how many and not what. */
static struct err *
tell_saved(struct cx *cx, struct scoring *s)
{
    const struct assess_full *x = s->w.full;

    TRY(judge_lines_of(cx, x, &s->w.bench, &s->w.lines));
    TRY(judge_work_save(cx, &(struct judge_work_save_in){ .entry_id = x->entry.id,
        .region_code = x->entry.region_code, .stage = x->stage, .seat_id = s->w.seat.id,
        .seat_name = judge_by_post(cx), .items = (int64_t)scored(s), .began_at = cx->now_s,
        .saved_at = cx->now_s }, NULL));
    return judge_tell(cx, x, (struct fact){ .verb = JOURNAL_WROTE,
        .note = str_fmt(cx->arena, "scores: %zu changed, %zu of %zu items scored",
                        s->in->n_saved, scored(s), s->w.lines.n) });
}

static struct err *
save_once(struct cx *cx, void *arg)
{
    struct scoring *s = arg;

    s->in->n_faults = s->in->n_saved = 0;
    s->in->fault = NEWS(cx->arena, struct assess_fault, s->in->n + 1);
    s->line = NEWS(cx->arena, struct judge_line *, s->in->n + 1);
    TRY(begin(cx, s));
    for (size_t i = 0; i < s->in->n; i++)
        check_row(cx, s, i);
    if (s->in->n_faults > 0)
        return NULL;
    for (size_t i = 0; i < s->in->n; i++)
        TRY(save_row(cx, s, i));
    return s->in->n_saved > 0 ? tell_saved(cx, s) : NULL;
}

struct err *
judge_save(struct cx *cx, struct assess_full *x, struct assess_saving *in)
{
    struct scoring s = { .w.full = x, .in = in };

    return store_change(cx, "judge_save", save_once, &s);
}

/* ---- finishing ------------------------------------------------------------------------------ */

static struct err *
missing(struct cx *cx, const struct scoring *s)
{
    struct str item[NAMED_MAX];
    size_t     n = 0, all = s->w.lines.n - scored(s);

    if (s->w.lines.n > 0 && all == 0)
        return NULL;
    for (size_t i = 0; i < s->w.lines.n && n < NAMED_MAX; i++)
        if (!s->w.lines.row[i].seat[s->seat].number)
            item[n++] = s->w.full->instrument.item[s->w.lines.row[i].line->item].code;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.missing",
        .text = MSG("{0} items are not scored yet.", str_fmt(cx->arena, "%zu", all)),
        .detail = MSG("They are: {0}.", str_fmt(cx->arena, "%.*s%s",
            TEXT(str_join(cx->arena, S(", "), item, n)), n < all ? ", …" : "")),
        .hint = MSG("What you have saved stays. Score them, then finish.") });
}

static struct err *
finish_once(struct cx *cx, void *arg)
{
    struct scoring           *s = arg;
    const struct assess_full *x = s->w.full;

    TRY(begin(cx, s));
    TRY(missing(cx, s));
    TRY(judge_work_done(cx, KNOWN(cx->now_s), x->entry.id, x->stage, s->w.seat.id, NULL));
    TRY(judge_tell(cx, x, (struct fact){ .verb = JOURNAL_DONE,
        .note = str_fmt(cx->arena, "finished scoring, stage %lld", (long long)x->stage) }));
    TRY(judge_bench_of(cx, x, &s->w.bench));
    TRY(judge_lines_of(cx, x, &s->w.bench, &s->w.lines));
    return s->w.bench.is_open ? judge_must_be_open(cx, &s->w) : NULL;
}

struct err *
judge_finish(struct cx *cx, struct assess_full *x)
{
    struct scoring s = { .w.full = x };

    return store_change(cx, "judge_finish", finish_once, &s);
}
