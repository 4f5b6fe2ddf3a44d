/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_cli.c — `guyub judge …`. */
#include "base/arena.h"
#include "city/judge/judge_page.h"

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    const struct judge_stage_query *q = sh->flags;
    struct assess_full              x;
    struct judge_bench              bench;
    struct judge_lines              lines;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    if (q->stage != 0 && q->stage <= x.stage)
        x.stage = q->stage;
    TRY(judge_bench_of(cx, &x, &bench));
    TRY(judge_lines_of(cx, &x, &bench, &lines));
    struct table t = judge_table(cx, &x, &bench, &lines);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
progress_run(struct cx *cx, struct shell *sh)
{
    const struct judge_stage_query *q = sh->flags;
    struct judge_progress_list      l;

    TRY(judge_progress_of(cx, sh->arg[0], q->stage, &l));
    struct table t = judge_progress_table(cx, l.row, l.n);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
lock_run(struct cx *cx, struct shell *sh)
{
    struct assess_full x;

    TRY(assess_get(cx, sh->arg[0], sh->arg[1], &x));
    TRY(judge_lock(cx, &x));
    shell_say(cx, sh, MSG("The final numbers are locked."));
    return NULL;
}

const struct command judge_commands[JUDGE_COMMANDS] = {
    { "judge show ROUND REGION", NEEDS_STORE, true, &judge_stage_form, show_run,
      N_("Show a region's numbers; assessors' once all of them have finished") },
    { "judge progress ROUND", NEEDS_STORE, true, &judge_stage_form, progress_run,
      N_("Show how far the assessors are, region by region") },
    { "judge lock ROUND REGION", NEEDS_STORE, false, NULL, lock_run,
      N_("Lock the final numbers of a region's stage") },
};
