/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge.c — reading: who judges a region, and what each voice says, as far as it may be seen. */
#include "city/judge/judge.h"

#include "base/arena.h"
#include "city/judge/judge_sql.h"
#include "city/judge/judge_value.h"

/* ---- the bench ------------------------------------------------------------------------------ */

static const struct judge_work *
work_of(const struct judge_work *work, size_t n, int64_t seat)
{
    for (size_t i = 0; i < n; i++)
        if (work[i].seat_id.n == seat)
            return &work[i];
    return NULL;
}

static struct err *
add_open(struct cx *cx, struct judge_bench *b, const struct round_seat *seat,
         const struct judge_work *work)
{
    struct judge_seat *s = &b->seat[b->n++];
    struct judge_named name = { .title = S("") };
    bool               found;

    TRY(judge_seat_name(cx, seat->post_id, &name, &found));
    *s = (struct judge_seat){ .id = seat->id.n, .name = name.title,
        .is_mine = cx->who && cx->who->kind == WHO_PERSON
                && cx->who->post.post_id == seat->post_id.n };
    if (work) {
        s->items = work->items;
        s->is_done = work->done_at.known;
        s->saved_at = KNOWN(work->saved_at);
    }
    if (s->is_mine)
        b->mine = s->id;
    return NULL;
}

static bool
is_on(const struct judge_bench *b, int64_t seat)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->seat[i].id == seat)
            return true;
    return false;
}

static void
add_ended(struct judge_bench *b, const struct judge_work *work)
{
    b->seat[b->n++] = (struct judge_seat){ .id = work->seat_id.n, .name = work->seat_name,
        .has_ended = true, .is_done = work->done_at.known, .items = work->items,
        .saved_at = KNOWN(work->saved_at) };
}

static struct judge_seats
counts_of(const struct judge_bench *b)
{
    struct judge_seats c = { 0 };

    for (size_t i = 0; i < b->n; i++) {
        c.open += !b->seat[i].has_ended;
        c.open_done += !b->seat[i].has_ended && b->seat[i].is_done;
        c.ended_done += b->seat[i].has_ended && b->seat[i].is_done;
    }
    return c;
}

struct err *
judge_bench_of(struct cx *cx, const struct assess_full *x, struct judge_bench *b)
{
    struct round_seat_set open;
    struct judge_work    *work;
    size_t                n_work;

    TRY(round_seats_of(cx, &x->round.round, x->entry.region_code, &open));
    TRY(judge_works(cx, x->entry.id, x->stage, &work, &n_work));
    *b = (struct judge_bench){ .seat = NEWS(cx->arena, struct judge_seat, open.n + n_work + 1) };
    for (size_t i = 0; i < open.n; i++)
        if (!open.row[i].ended_at.known)
            TRY(add_open(cx, b, &open.row[i], work_of(work, n_work, open.row[i].id.n)));
    for (size_t i = 0; i < n_work; i++)
        if (!is_on(b, work[i].seat_id.n))
            add_ended(b, &work[i]);
    b->is_open = judge_is_open(counts_of(b), ROUND_SEATS_LEAST);
    return judge_lock_of(cx, x->entry.id, x->stage, &b->lock, &b->is_locked);
}

struct err *
judge_is_locked(struct cx *cx, const struct assess_full *x, int64_t stage, bool *is)
{
    struct judge_lock lock;

    return judge_lock_of(cx, x->entry.id, stage, &lock, is);
}

/* ---- lines ---------------------------------------------------------------------------------- */

struct reading {
    const struct assess_full *x;
    const struct judge_bench *bench;
    struct assess_lines       lines;        /* whole if the bench is open; else the reader's own */
    struct judge_question    *question;  size_t n_questions;
    struct judge_objection   *objection; size_t n_objections;
    struct dec                points;
    struct judge_score       *score;        /* of the seats that count, of one line */
};

static const struct assess_number *
number_of(const struct assess_line *l, struct str of, enum assess_voice voice, int64_t seat)
{
    for (size_t i = 0; i < l->n_numbers; i++)
        if (l->number[i].seat == seat && l->number[i].value.n > 0 && str_eq(l->number[i].of, of)
            && str_eq(l->number[i].voice, assess_voice_word(voice)))
            return &l->number[i];
    return NULL;
}

static struct judge_said
said_of(const struct reading *r, const struct judge_line *l, enum assess_voice voice, int64_t seat)
{
    struct judge_said said = { .number = number_of(l->line, l->of, voice, seat) };

    if (said.number)
        said.score = judge_score_of(&r->x->instrument, l->line->item, said.number->value);
    return said;
}

static void
voices_of(struct cx *cx, const struct reading *r, struct judge_line *l)
{
    l->city = said_of(r, l, ASSESS_CITY, 0);
    l->objection = said_of(r, l, ASSESS_OBJECTION, 0);
    l->final = said_of(r, l, ASSESS_FINAL, 0);
    l->seat = NEWS(cx->arena, struct judge_said, r->bench->n + 1);
    for (size_t i = 0; i < r->bench->n; i++) {
        l->seat[i] = said_of(r, l, ASSESS_ASSESSOR, r->bench->seat[i].id);
        l->seat[i].turn = judge_turn_of(l->city.score, l->seat[i].score);
    }
}

static void
talk_of(const struct reading *r, struct judge_line *l)
{
    struct str code = r->x->instrument.item[l->line->item].code;

    for (size_t i = 0; i < r->n_questions && l->of.n == 0; i++)
        if (str_eq(r->question[i].item, code) && l->n_questions++ == 0)
            l->question = &r->question[i];
    for (size_t i = 0; i < r->n_objections; i++)
        if (str_eq(r->objection[i].item, code) && str_eq(r->objection[i].of, l->of))
            l->reply = &r->objection[i];
}

/* What follows from the seats that have finished. */
static void
propose(const struct reading *r, struct judge_line *l)
{
    bool   of_levels = r->x->instrument.item[l->line->item].rubric != NULL;
    bool   waits = l->reply && str_eq(l->reply->state, S("open"));
    size_t n = 0;

    for (size_t i = 0; i < r->bench->n; i++)
        if (r->bench->seat[i].is_done)
            r->score[n++] = l->seat[i].score;
    l->spread = judge_spread_of(r->score, n, r->points);
    l->proposal = judge_propose(r->score, n, of_levels, r->points);
    l->is_open = waits || (!l->final.number && !l->proposal.agreed);
}

static void
add_line(struct cx *cx, struct reading *r, const struct assess_line *line, struct str of,
         struct judge_lines *out)
{
    struct judge_line *l = &out->row[out->n++];

    *l = (struct judge_line){ .line = line, .of = of };
    voices_of(cx, r, l);
    talk_of(r, l);
    if (r->bench->is_open)
        propose(r, l);
}

/* An item that repeats has a line for each instance that the city answered. */
static void
add_lines(struct cx *cx, struct reading *r, const struct assess_line *line,
          struct judge_lines *out)
{
    for (size_t i = 0; i < line->n_numbers; i++)
        if (line->number[i].value.n > 0
            && str_eq(line->number[i].voice, assess_voice_word(ASSESS_CITY)))
            add_line(cx, r, line, line->number[i].of, out);
}

static size_t
numbers_in(const struct assess_lines *lines)
{
    size_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->row[i].n_numbers;
    return n;
}

/* An agency reads its own items, however open the bench is. */
static void
keep_only(struct assess_lines *whole, const struct assess_lines *own)
{
    size_t n = 0;

    for (size_t i = 0, k = 0; i < whole->n && k < own->n; i++)
        if (whole->row[i].item == own->row[k].item) {
            whole->row[n++] = whole->row[i];
            k++;
        }
    whole->n = n;
}

static struct err *
read_lines(struct cx *cx, struct reading *r)
{
    struct assess_lines own;

    TRY(assess_lines_at(cx, r->x, r->x->stage, &own));
    r->lines = own;
    if (!r->bench->is_open)
        return NULL;
    TRY(assess_lines_whole(cx, r->x, r->x->stage, &r->lines));
    keep_only(&r->lines, &own);
    return NULL;
}

static struct err *
read_all(struct cx *cx, struct reading *r)
{
    struct assess_entry_id id = r->x->entry.id;

    TRY(read_lines(cx, r));
    if (!dec_parse(r->x->round.round.disagreement, &r->points))
        r->points = DEC(1);
    r->score = NEWS(cx->arena, struct judge_score, r->bench->n + 1);
    TRY(judge_questions(cx, id, r->x->stage, &r->question, &r->n_questions));
    return judge_objections(cx, id, r->x->stage, &r->objection, &r->n_objections);
}

struct err *
judge_lines_of(struct cx *cx, const struct assess_full *x, const struct judge_bench *b,
               struct judge_lines *out)
{
    struct reading r = { .x = x, .bench = b };

    TRY(read_all(cx, &r));
    *out = (struct judge_lines){
        .row = NEWS(cx->arena, struct judge_line, numbers_in(&r.lines) + 1) };
    for (size_t i = 0; i < r.lines.n; i++)
        add_lines(cx, &r, &r.lines.row[i], out);
    return NULL;
}
