/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_begin.c — what verbs ask before they do anything, and how they refuse. */
#include "base/arena.h"
#include "base/utf8.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"
#include "ground/post/post_holding.h"

/* ---- refusals ------------------------------------------------------------------------------- */

static struct err *
not_sent(struct cx *cx, const struct assess_full *x)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.not_sent",
        .text = MSG("{0} has not sent its answers of this stage.", x->region_name),
        .hint = MSG("It can be scored once they are sent.") });
}

static struct err *
locked(struct cx *cx, const struct assess_full *x, const struct judge_lock *lock)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.locked",
        .text = MSG("The final numbers of this stage are locked."),
        .detail = MSG("{0} locked them on {1}.", lock->locked_by,
                      date_text(cx->arena, cx->lang, post_day(x->entry.region_code,
                                                                 lock->locked_at))) });
}

/* Says who is waited for, and nothing of what was scored. */
static struct err *
blind(struct cx *cx, const struct judge_bench *b)
{
    struct str *name = NEWS(cx->arena, struct str, b->n + 1);
    size_t      n = 0;

    for (size_t i = 0; i < b->n; i++)
        if (!b->seat[i].has_ended && !b->seat[i].is_done)
            name[n++] = b->seat[i].name;
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "judge.blind",
        .text = MSG("The assessors have not all finished, so nothing is compared yet."),
        .detail = n > 0 ? MSG("Not finished: {0}.", str_join(cx->arena, S(", "), name, n))
                        : MSG("Fewer than two assessors have finished."),
        .hint = n > 0 ? MSG_NONE : MSG("The programme's office names another assessor.") });
}

/* Line ends may stand in what is typed, and nothing else that cannot be seen. */
bool
judge_is_text(struct str text)
{
    struct str rest = text, line;

    while (str_is_known(rest)) {
        str_cut(rest, '\n', &line, &rest);
        if (!utf8_is_plain(str_trim(line)))
            return false;
    }
    return utf8_count(text) <= JUDGE_TEXT_MAX;
}

struct err *
judge_must_say_why(struct cx *cx, struct str why)
{
    struct str said = str_trim(why);

    if (said.n >= JUDGE_WHY_MIN && judge_is_text(said))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "judge.why",
        .text = MSG("Say why, in a sentence."), .where = S("why") });
}

struct err *
judge_must_say(struct cx *cx, struct str text, const char *field)
{
    struct str said = str_trim(text);

    if (said.n > 0 && judge_is_text(said))
        return NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "judge.text",
        .text = MSG("Write a text of at most 4,000 characters."), .where = str_of(field) });
}

/* ---- beginning ------------------------------------------------------------------------------ */

/* The entry as it is now: `full` may have been read before the change. */
static struct err *
read_again(struct cx *cx, struct judge_work_on *w, enum round_step step)
{
    struct assess_full *x = w->full;

    TRY(round_must_allow(cx, &x->round, step));
    TRY(assess_get(cx, x->round.round.code, x->entry.region_code, x));
    if (x->entry.id.n == 0 || !assess_is_locked(x))
        return not_sent(cx, x);
    TRY(judge_bench_of(cx, x, &w->bench));
    if (w->bench.is_locked)
        return locked(cx, x, &w->bench.lock);
    return judge_lines_of(cx, x, &w->bench, &w->lines);
}

struct err *
judge_begin(struct cx *cx, struct judge_work_on *w, enum right right, enum round_step step)
{
    struct scope nation = { .region = S("") };

    TRY(must(cx, right, right == MAY_RUN_ROUND ? nation : assess_scope(w->full)));
    return read_again(cx, w, step);
}

struct err *
judge_begin_seat(struct cx *cx, struct judge_work_on *w, enum round_step step)
{
    const struct assess_full *x = w->full;

    TRY(must(cx, MAY_SCORE, assess_scope(x)));
    TRY(round_my_seat(cx, &x->round.round, x->entry.region_code, &w->seat));
    return read_again(cx, w, step);
}

struct err *
judge_line_named(struct cx *cx, struct judge_work_on *w, struct str item, struct str of,
                 struct judge_line **line)
{
    for (size_t i = 0; i < w->lines.n; i++) {
        struct judge_line *l = &w->lines.row[i];

        if (str_eq(w->full->instrument.item[l->line->item].code, item) && str_eq(l->of, of)) {
            *line = l;
            return NULL;
        }
    }
    *line = NULL;
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "answer.item_unknown",
        .text = MSG("{0} has no item \"{1}\".", w->full->instrument.code, item),
        .where = S("item") });
}

/* ---- opening -------------------------------------------------------------------------------- */

/* "baseline.policy 3, baseline.budget 2" */
static struct str
scores_text(struct cx *cx, const struct judge_work_on *w, size_t seat)
{
    struct str *part = NEWS(cx->arena, struct str, w->lines.n + 1);
    size_t      n = 0;

    for (size_t i = 0; i < w->lines.n; i++) {
        const struct judge_line    *l = &w->lines.row[i];
        const struct assess_number *number = l->seat[seat].number;

        if (number)
            part[n++] = str_fmt(cx->arena, "%.*s%s%.*s %.*s",
                TEXT(w->full->instrument.item[l->line->item].code), l->of.n > 0 ? " " : "",
                TEXT(l->of), TEXT(number->value));
    }
    return str_join(cx->arena, S(", "), part, n);
}

/* What each seat scored stands in the journal from here on; before, only how many. */
static struct err *
tell_opening(struct cx *cx, const struct judge_work_on *w)
{
    for (size_t i = 0; i < w->bench.n; i++) {
        struct judge_seat_fields after = { .seat = w->bench.seat[i].name,
                                           .scores = scores_text(cx, w, i) };

        TRY(judge_tell(cx, w->full, (struct fact){ .verb = JOURNAL_WROTE,
            .thing = JUDGE_SEAT_THING, .form = &judge_seat_told_form, .after = &after,
            .note = S("all assessors have finished") }));
    }
    return NULL;
}

struct err *
judge_must_be_open(struct cx *cx, struct judge_work_on *w)
{
    struct judge_opening_id id;

    if (!w->bench.is_open)
        return blind(cx, &w->bench);
    TRY(judge_opening_put(cx, w->full->entry.id, w->full->stage, cx->now_s, &id));
    return id.n == 0 ? NULL : tell_opening(cx, w);
}
