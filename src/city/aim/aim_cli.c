/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* aim_cli.c — `guyub aim`: the page's answer in a shell. */
#include "city/aim/aim_page.h"

#include "base/arena.h"

struct aim_flags { struct str instrument, target, answers; int64_t from, year; };

enum { YEAR_LEAST = 2000, YEAR_MOST = 2100 };

static const struct field fields[] = {
    FIELD(struct aim_flags, instrument, F_TEXT, .max = 64, .label = N_("Instrument (id)")),
    FIELD(struct aim_flags, from, F_INT, .min = YEAR_LEAST, .max = YEAR_MOST,
          .label = N_("Year of the published figures to begin with")),
    FIELD(struct aim_flags, year, F_INT, .min = YEAR_LEAST, .max = YEAR_MOST,
          .label = N_("Year of the target")),
    FIELD(struct aim_flags, target, F_TEXT, .max = 20, .label = N_("A target of your own")),
    FIELD(struct aim_flags, answers, F_TEXT, .max = 8000,
          .label = N_("What is tried, as the page's address has it: ITEM=ANSWER&ITEM=ANSWER")),
};
static const struct form form = FORM(struct aim_flags, fields);

static const struct column columns[] = {
    { "item",  { .id = N_("Item") },            COLUMN_TEXT },
    { "from",  { .id = N_("Now") },             COLUMN_DEC },
    { "to",    { .id = N_("One step up") },     COLUMN_DEC },
    { "adds",  { .id = N_("Adds") },            COLUMN_DEC },
    { "index", { .id = N_("Index then") },      COLUMN_DEC },
    { "alone", { .id = N_("Alone up to") },     COLUMN_DEC },
};

static struct table
gain_table(struct arena *a, const struct aim_count *c)
{
    struct table t = table_in(a, columns, COUNT(columns), c->n_gain);

    for (size_t i = 0; i < c->n_gain; i++) {
        const struct aim_item *x = &c->item[c->order[i]];
        struct str            *cell = table_row(&t);

        cell[0] = aim_name_of(a, c, x->item);
        cell[1] = dec_str(a, c->now.step[x->item].value);
        cell[2] = dec_str(a, x->up.rung[0]);
        cell[3] = dec_str(a, x->by);
        if (score_has_figure(&c->now.step[0]))
            cell[4] = dec_str(a, x->index_up[0].value);
        if (x->can_alone)
            cell[5] = dec_str(a, x->alone);
    }
    return t;
}

static void
say_plan(struct cx *cx, struct shell *sh, const struct aim_count *c, const struct aim_plan *p,
         struct dec to)
{
    if (!p->rungs)
        return;
    shell_say(cx, sh, aim_plan_msg(cx, c, p, to));
    for (size_t i = 0; i < c->n; i++)
        if (p->rungs[i] > 0 && (p->way == AIM_FEWEST || p->way == AIM_FOUND))
            shell_say(cx, sh, MSG("{0}: from {1} to {2}",
                aim_title_text(cx, c, c->item[i].item),
                aim_value_text(cx, c, c->item[i].item, c->now.step[c->item[i].item].value),
                aim_value_text(cx, c, c->item[i].item, c->item[i].up.rung[p->rungs[i] - 1])));
}

static void
say(struct cx *cx, struct shell *sh, const struct aim_count *c)
{
    struct msg   said[AIM_SENTENCES_MAX];
    size_t       n = aim_sentences(cx, c, said);
    struct table t = gain_table(cx->arena, c);

    shell_line(cx, sh, MSG("{0}", c->series.region.name),
               instrument_say(cx->lang, c->series.instrument.title));
    for (size_t i = 0; i < n; i++)
        shell_say(cx, sh, said[i]);
    shell_table(cx, sh, &t);
    say_plan(cx, sh, c, &c->to_mark, c->mark);
    say_plan(cx, sh, c, &c->to_target, c->target);
}

static struct err *
answers_wrong(struct cx *cx)
{
    return err_of(cx->arena, (struct err){
        .kind = ERR_INPUT, .code = "aim.answers", .where = S("--answers"),
        .text = MSG("The answers cannot be read."),
        .hint = MSG("Write them as in the page's address: outcome=3.5&output=3.4") });
}

static struct err *
aim_run(struct cx *cx, struct shell *sh)
{
    const struct aim_flags *flags = sh->flags;
    struct str         code = flags->instrument.n > 0 ? flags->instrument : INSTRUMENT_SMART_CITY;
    struct instrument *in = NEW(cx->arena, struct instrument);
    struct aim_asked  *asked = NEW(cx->arena, struct aim_asked);
    struct aim_count  *c = NEW(cx->arena, struct aim_count);
    struct query      *q = NEW(cx->arena, struct query);

    TRY(instrument_get(cx, code, in));
    if (flags->answers.n > 0 && !query_read(cx->arena, flags->answers, q))
        return answers_wrong(cx);
    aim_read(cx->arena, in, q->pair, q->n, asked);
    asked->from   = flags->from;
    asked->year   = flags->year;
    asked->target = flags->target.n > 0 ? flags->target : S("");
    TRY(aim_count_of(cx, sh->arg[0], code, asked, c));
    if (c->faults.n > 0)
        return c->faults.fault[0].err;
    if (c->target_fault)
        return err_of(cx->arena, *c->target_fault);
    if (sh->json)
        shell_json(sh, aim_json, c);
    else
        say(cx, sh, c);
    return NULL;
}

const struct command aim_commands[1] = {
    { "aim REGION", NEEDS_STORE, true, &form, aim_run,
      N_("What moves a region's index towards its target, and what gives most") },
};
