/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_desk.c — what waits for the acting assessor, and how far all of a round's are. */
#include "base/arena.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"

static int64_t
waiting(const struct judge_lines *lines)
{
    int64_t n = 0;

    for (size_t i = 0; i < lines->n; i++)
        n += lines->row[i].reply && str_eq(lines->row[i].reply->state, S("open"));
    return n;
}

static struct err *
at_work(struct cx *cx, const struct assess_full *x, struct judge_desk_row *row)
{
    struct judge_bench bench;
    struct judge_lines lines;

    TRY(judge_bench_of(cx, x, &bench));
    TRY(judge_lines_of(cx, x, &bench, &lines));
    for (size_t i = 0; i < bench.n; i++)
        if (bench.seat[i].is_mine) {
            row->scored = bench.seat[i].items;
            row->is_done = bench.seat[i].is_done;
        }
    row->items = (int64_t)lines.n;
    row->is_open = bench.is_open;
    row->is_locked = bench.is_locked;
    row->to_decide = waiting(&lines);
    return NULL;
}

/* The region's entry is read only once it was sent. */
static struct err *
fill(struct cx *cx, struct judge_desk_row *row)
{
    struct assess_full x;
    struct round_seat  seat;
    struct region      region;
    bool               found;
    struct err        *e;

    TRY(region_find(cx, row->seat.region_code, &region, &found));
    row->region_name = found ? region.name : row->seat.region_code;
    row->until = round_last_day(&row->round, ROUND_SCORE, row->stage);
    row->tie = round_my_seat(cx, &row->round.round, row->seat.region_code, &seat);
    e = assess_get(cx, row->round.round.code, row->seat.region_code, &x);
    if (e)
        return e->kind == ERR_MISSING ? NULL : e;
    row->stage = x.stage;
    row->until = round_last_day(&row->round, ROUND_SCORE, x.stage);
    row->is_sent = assess_is_locked(&x);
    return row->is_sent ? at_work(cx, &x, row) : NULL;
}

static struct err *
add_round(struct cx *cx, struct str code, struct judge_desk *d)
{
    struct round_full     round;
    struct round_seat_set seats;

    TRY(round_get(cx, code, &round));
    TRY(round_seats_of(cx, &round.round, (struct str){ 0 }, &seats));
    for (size_t i = 0; i < seats.n && d->n < ROUND_REGIONS_MAX; i++) {
        struct judge_desk_row *row = &d->row[d->n++];

        *row = (struct judge_desk_row){ .round = round, .seat = seats.row[i],
                                        .stage = round_stage_of(round.now) };
        TRY(fill(cx, row));
    }
    return NULL;
}

struct err *
judge_desk_of(struct cx *cx, struct judge_desk *d)
{
    struct round_set rounds;

    *d = (struct judge_desk){ .row = NEWS(cx->arena, struct judge_desk_row, ROUND_REGIONS_MAX) };
    TRY(round_list_of(cx, &rounds));
    for (size_t i = 0; i < rounds.n; i++)
        if (str_eq(rounds.row[i].state, S("open")))
            TRY(add_round(cx, rounds.row[i].code, d));
    return NULL;
}

struct err *
judge_progress_of(struct cx *cx, struct str round, int64_t stage, struct judge_progress_list *l)
{
    TRY(must(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }));
    TRY(round_get(cx, round, &l->round));
    l->stage = stage ? stage : round_stage_of(l->round.now);
    return judge_progress_rows(cx, l->stage, l->round.round.id, &l->row, &l->n);
}
