/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_data.c — a region's numbers, a desk and a round as rows; words for pages. */
#include "base/arena.h"
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"

/* ---- a region's numbers --------------------------------------------------------------------- */

static const struct column columns[] = {
    { "item",   { .id = N_("Item") }, COLUMN_TEXT },
    { "of",     { .id = N_("Of which") }, COLUMN_TEXT },
    { "title",  { .id = N_("Title") }, COLUMN_TEXT },
    { "voice",  { .id = N_("Who says it") }, COLUMN_TEXT },
    { "seat",   { .id = N_("Assessor") }, COLUMN_TEXT },
    { "value",  { .id = N_("Number") }, COLUMN_TEXT },
    { "turn",   { .id = N_("Beside the city's number") }, COLUMN_TEXT },
    { "reason", { .id = N_("Reason") }, COLUMN_TEXT },
};

struct row_of { struct str voice, seat, value, turn, reason; };

/* Where rows of one line go. */
struct rows { struct table *t; const struct instrument_item *item; const struct judge_line *line;
              enum lang lang; };

static void
put_row(const struct rows *to, struct row_of r)
{
    struct str *cell = table_row(to->t);

    cell[0] = to->item->code;
    cell[1] = to->line->of;
    cell[2] = instrument_say(to->lang, to->item->title);
    cell[3] = r.voice;
    cell[4] = r.seat;
    cell[5] = r.value;
    cell[6] = r.turn;
    cell[7] = r.reason;
}

static const char *
turn_word(enum judge_turn turn)
{
    static const char *const word[] = { "unscored", "confirmed", "lowered", "raised", "changed" };

    return word[turn];
}

static void
put_said(const struct rows *to, enum assess_voice voice, const struct judge_said *said)
{
    if (said->number)
        put_row(to, (struct row_of){ .voice = assess_voice_word(voice),
            .value = said->number->value, .reason = said->number->note });
}

static void
put_line(struct cx *cx, struct table *t, const struct assess_full *x,
         const struct judge_bench *b, const struct judge_line *l)
{
    struct rows to = { t, &x->instrument.item[l->line->item], l, cx->lang };

    put_said(&to, ASSESS_CITY, &l->city);
    for (size_t i = 0; i < b->n; i++)
        if (l->seat[i].number)
            put_row(&to, (struct row_of){
                .voice = assess_voice_word(ASSESS_ASSESSOR), .seat = b->seat[i].name,
                .value = l->seat[i].number->value, .turn = str_of(turn_word(l->seat[i].turn)),
                .reason = l->seat[i].number->note });
    if (l->proposal.known)
        put_row(&to, (struct row_of){ .voice = S("proposal"),
            .value = judge_answer_of(cx->arena, &x->instrument, l->line->item, l->proposal),
            .reason = l->proposal.agreed ? S("agreed") : S("not agreed") });
    put_said(&to, ASSESS_OBJECTION, &l->objection);
    put_said(&to, ASSESS_FINAL, &l->final);
}

struct table
judge_table(struct cx *cx, const struct assess_full *x, const struct judge_bench *b,
            const struct judge_lines *lines)
{
    enum { OTHER_VOICES = 4 };
    struct table t = table_in(cx->arena, columns, COUNT(columns),
                              lines->n * (b->n + OTHER_VOICES) + 1);

    for (size_t i = 0; i < lines->n; i++)
        put_line(cx, &t, x, b, &lines->row[i]);
    return t;
}

/* ---- the desk, the round -------------------------------------------------------------------- */

static const struct column desk_columns[] = {
    { "round",   { .id = N_("Round") }, COLUMN_TEXT },
    { "region",  { .id = N_("Region (code)") }, COLUMN_TEXT },
    { "name",    { .id = N_("Region") }, COLUMN_TEXT },
    { "stage",   { .id = N_("Stage") }, COLUMN_INT },
    { "items",   { .id = N_("Items") }, COLUMN_INT },
    { "scored",  { .id = N_("Scored") }, COLUMN_INT },
    { "done",    { .id = N_("Finished") }, COLUMN_BOOL },
    { "until",   { .id = N_("Until") }, COLUMN_TEXT },
};

struct table
judge_desk_table(struct cx *cx, const struct judge_desk *d)
{
    struct table t = table_in(cx->arena, desk_columns, COUNT(desk_columns), d->n + 1);

    for (size_t i = 0; i < d->n; i++) {
        const struct judge_desk_row *r = &d->row[i];
        struct str                  *cell = table_row(&t);

        cell[0] = r->round.round.code;
        cell[1] = r->seat.region_code;
        cell[2] = r->region_name;
        cell[3] = str_int(cx->arena, r->stage);
        cell[4] = str_int(cx->arena, r->items);
        cell[5] = str_int(cx->arena, r->scored);
        cell[6] = str_bool(r->is_done);
        cell[7] = r->until.year ? date_iso(cx->arena, r->until) : (struct str){ 0 };
    }
    return t;
}

static const struct column progress_columns[] = {
    { "region",     { .id = N_("Region (code)") }, COLUMN_TEXT },
    { "name",       { .id = N_("Region") }, COLUMN_TEXT },
    { "sent",       { .id = N_("Stage that was sent") }, COLUMN_INT },
    { "seats",      { .id = N_("Assessors") }, COLUMN_INT },
    { "done",       { .id = N_("Finished") }, COLUMN_INT },
    { "unanswered", { .id = N_("Questions without an answer") }, COLUMN_INT },
    { "objections", { .id = N_("Objections to decide") }, COLUMN_INT },
    { "locked",     { .id = N_("Locked") }, COLUMN_BOOL },
};

struct table
judge_progress_table(struct cx *cx, const struct judge_progress *row, size_t n)
{
    struct table t = table_in(cx->arena, progress_columns, COUNT(progress_columns), n + 1);

    for (size_t i = 0; i < n; i++) {
        struct str *cell = table_row(&t);

        cell[0] = row[i].region_code;
        cell[1] = row[i].region_name;
        cell[2] = str_int(cx->arena, row[i].sent.known ? row[i].sent.n : 0);
        cell[3] = str_int(cx->arena, row[i].seats);
        cell[4] = str_int(cx->arena, row[i].done);
        cell[5] = str_int(cx->arena, row[i].unanswered);
        cell[6] = str_int(cx->arena, row[i].objections);
        cell[7] = str_bool(row[i].locked_at.known);
    }
    return t;
}

struct str
judge_digit(int64_t stage)
{
    return stage == 1 ? S("1") : S("2");
}

/* ---- words ---------------------------------------------------------------------------------- */

const struct instrument_item *
judge_item_of(const struct judge_page *p, const struct judge_line *l)
{
    return &p->full.instrument.item[l->line->item];
}

struct str
judge_item_href(struct arena *a, const struct judge_page *p, const struct judge_line *l)
{
    struct str of = query_encode(a, l->of, false);

    return str_fmt(a, "%.*s/items/%.*s?stage=%lld%s%.*s", TEXT(p->href),
                   TEXT(judge_item_of(p, l)->code), (long long)p->full.stage,
                   of.n > 0 ? "&of=" : "", TEXT(of));
}

struct msg
judge_said_text(struct view *v, const struct judge_page *p, const struct judge_line *l,
                const struct assess_number *number)
{
    return judge_value_text(v->arena, v->lang, &p->full.instrument, l->line->item,
                            number ? number->value : S(""));
}

struct msg
judge_proposal_text(struct view *v, const struct judge_page *p, const struct judge_line *l)
{
    struct str answer = judge_answer_of(v->arena, &p->full.instrument, l->line->item,
                                        l->proposal);

    return judge_value_text(v->arena, v->lang, &p->full.instrument, l->line->item,
                            str_is_known(answer) ? answer : S(""));
}

struct msg
judge_seat_state(const struct judge_seat *s)
{
    if (s->is_done)
        return s->has_ended ? MSG("finished; the seat has ended since") : MSG("finished");
    if (s->has_ended)
        return MSG("ended before it was finished; does not count");
    return s->items > 0 ? MSG("is scoring") : MSG("has not begun");
}

struct msg
judge_reply_state(struct str state)
{
    return str_eq(state, S("upheld")) ? MSG("upheld")
         : str_eq(state, S("refused")) ? MSG("refused") : MSG("not decided yet");
}

struct msg
judge_phase_text(struct view *v, const struct judge_page *p)
{
    enum round_kind now = p->full.round.now;

    if (now == ROUND_BEFORE)
        return MSG("The round has not begun.");
    if (now == ROUND_OVER)
        return MSG("The round is over.");
    if (now == ROUND_BETWEEN)
        return MSG("Between two phases.");
    if (p->until.year == 0)
        return round_kind_label(now);
    return MSG("{0}, until {1}", msg_text(v->arena, v->lang, round_kind_label(now)),
               date_text(v->arena, v->lang, p->until));
}

bool
judge_turn_is_change(enum judge_turn turn)
{
    return turn == JUDGE_LOWERED || turn == JUDGE_RAISED || turn == JUDGE_OTHER;
}

const struct document_cited *
judge_documents_at(const struct document_cited_set *set, struct str item, size_t *n)
{
    const struct document_cited *first = NULL;

    *n = 0;
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->row[i].part, item) && (*n)++ == 0)
            first = &set->row[i];
    return first;
}
