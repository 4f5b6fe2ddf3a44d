/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_dossier.c — a region's scoring as a file for examination. */
#include "base/arena.h"
#include "city/judge/judge_page.h"
#include "city/judge/judge_part.h"
#include "city/judge/judge_sql.h"

enum { COLUMNS = 4, BLOCKS = 4, TALK_MAX = 2000 };

static struct str
said(struct cx *cx, struct msg m)
{
    return msg_text(cx->arena, cx->lang, m);
}

/* ---- blocks --------------------------------------------------------------------------------- */

/* Item, voice, number, reason: the rows of the page's table. */
static struct paper_block
numbers_block(struct cx *cx, const struct table *t)
{
    static const bool is_number[COLUMNS];
    struct str       *text = NEWS(cx->arena, struct str, (t->n_rows + 1) * COLUMNS);

    text[0] = said(cx, MSG("Item"));
    text[1] = said(cx, MSG("Who says it"));
    text[2] = said(cx, MSG("Number"));
    text[3] = said(cx, MSG("Reason"));
    for (size_t i = 0; i < t->n_rows; i++) {
        const struct str *from = &t->cell[i * t->n_columns];
        struct str       *to = &text[(i + 1) * COLUMNS];

        to[0] = str_fmt(cx->arena, "%.*s%s%.*s", TEXT(from[0]), from[1].n > 0 ? " " : "",
                        TEXT(from[1]));
        to[1] = str_is_known(from[4]) ? from[4] : from[3];
        to[2] = from[5];
        to[3] = str_is_known(from[7]) ? from[7] : S("");
    }
    return (struct paper_block){ .kind = PAPER_TABLE, .text = text,
                                 .n = (t->n_rows + 1) * COLUMNS, .n_columns = COLUMNS,
                                 .is_number = is_number };
}

static struct paper_block
bench_block(struct cx *cx, const struct judge_bench *b)
{
    struct str *text = NEWS(cx->arena, struct str, b->n * 2 + 2);

    for (size_t i = 0; i < b->n; i++) {
        text[2 * i] = b->seat[i].name;
        text[2 * i + 1] = said(cx, judge_seat_state(&b->seat[i]));
    }
    text[2 * b->n] = said(cx, MSG("Final numbers"));
    text[2 * b->n + 1] = b->is_locked ? said(cx, MSG("locked")) : said(cx, MSG("not locked yet"));
    return (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = b->n * 2 + 2 };
}

static struct paper_block
talk_block(struct cx *cx, const struct judge_question *q, size_t n)
{
    static const bool is_number[COLUMNS];
    struct str       *text = NEWS(cx->arena, struct str, (n + 1) * COLUMNS);

    text[0] = said(cx, MSG("Item"));
    text[1] = said(cx, MSG("Assessor"));
    text[2] = said(cx, MSG("Question"));
    text[3] = said(cx, MSG("Answer"));
    for (size_t i = 0; i < n; i++) {
        text[(i + 1) * COLUMNS] = q[i].item;
        text[(i + 1) * COLUMNS + 1] = q[i].asked_by;
        text[(i + 1) * COLUMNS + 2] = q[i].question;
        text[(i + 1) * COLUMNS + 3] = str_is_known(q[i].answer) ? q[i].answer : S("-");
    }
    return (struct paper_block){ .kind = PAPER_TABLE, .text = text, .n = (n + 1) * COLUMNS,
                                 .n_columns = COLUMNS, .is_number = is_number };
}

/* ---- the record ----------------------------------------------------------------------------- */

/* "smart-city-evaluation-2026-35.71": a round's code, and a region's after the last hyphen. */
static struct err *
entry_of(struct cx *cx, struct str key, struct assess_full *x)
{
    size_t at = key.n;

    while (at > 0 && key.p[at - 1] != '-')
        at--;
    return judge_get(cx, str_part(key, 0, at > 0 ? at - 1 : 0), str_part(key, at, key.n), x);
}

static struct err *
tell(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct paper_block   *b = NEWS(cx->arena, struct paper_block, BLOCKS);
    struct dossier_thing *thing = NEW(cx->arena, struct dossier_thing);
    struct assess_full    x;
    struct judge_bench    bench;
    struct judge_lines    lines;
    struct judge_question *question;
    size_t                n_questions;
    struct str           *name = NEW(cx->arena, struct str);

    TRY(entry_of(cx, key, &x));
    TRY(judge_bench_of(cx, &x, &bench));
    TRY(judge_lines_of(cx, &x, &bench, &lines));
    TRY(judge_questions(cx, x.entry.id, x.stage, &question, &n_questions));
    struct table t = judge_table(cx, &x, &bench, &lines);
    *name = said(cx, MSG("Scores: {0}", x.region_name));
    b[0] = (struct paper_block){ .kind = PAPER_HEADING, .text = name, .n = 1 };
    b[1] = bench_block(cx, &bench);
    b[2] = numbers_block(cx, &t);
    b[3] = talk_block(cx, question, n_questions);
    *thing = (struct dossier_thing){ JUDGE_THING, x.entry.code, assess_scope(&x), *name };
    *r = (struct dossier_record){ .name = *name, .href = judge_href(cx->arena, &x),
        .scope = assess_scope(&x), .block = b, .n = BLOCKS, .thing = thing, .n_things = 1 };
    return NULL;
}

const struct dossier_kind judge_dossiers[JUDGE_DOSSIERS] = {
    { .thing = JUDGE_THING, .label = N_("scoring"), .tell = tell },
};
