/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_cli.c — `guyub result …`. */
#include "base/arena.h"
#include "base/money.h"
#include "city/result/result_page.h"
#include "pack/pack.h"

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct result_stage_query *q = sh->flags;
    struct result_ranking            r;

    TRY(result_ranking_of(cx, sh->arg[0], q->stage, &r));
    struct table t = result_ranking_table(cx, &r);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    const struct result_stage_query *q = sh->flags;
    struct result_one                o;

    TRY(result_get(cx, sh->arg[0], sh->arg[1], q->stage, &o));
    shell_line(cx, sh, MSG("Index"), o.result.value);
    shell_line(cx, sh, MSG("Before it was rounded"), o.result.exact);
    shell_line(cx, sh, MSG("Rank in the nation"), msg_text(cx->arena, cx->lang,
               result_rank_text(cx, o.result.rank, o.result.rank_tied, o.result.ranked)));
    shell_line(cx, sh, MSG("Rank in the province"), msg_text(cx->arena, cx->lang,
               result_rank_text(cx, o.result.province_rank, o.result.province_tied,
                                o.result.province_ranked)));
    shell_line(cx, sh, MSG("SHA-256"), o.result.sha256);
    return NULL;
}

struct publish_flags { int64_t stage; bool leave_out; };

static const struct field publish_fields[] = {
    FIELD(struct publish_flags, stage, F_INT, .min = 1, .max = 2, .required = true,
          .label = N_("Stage")),
    FIELD(struct publish_flags, leave_out, F_FLAG,
          .label = N_("Leave out regions whose final numbers are not locked")),
};
static const struct form publish_form = FORM(struct publish_flags, publish_fields);

static struct err *
publish_run(struct cx *cx, struct shell *sh)
{
    const struct publish_flags *f = sh->flags;
    struct result_outcome       out;

    TRY(result_publish(cx, &(struct result_wish){ sh->arg[0], f->stage, f->leave_out }, &out));
    shell_say(cx, sh, MSG("{0} results are published, {1} regions are left out.",
                          int_text(cx->arena, cx->lang, out.n_new),
                          int_text(cx->arena, cx->lang, out.n_left)));
    return NULL;
}

static struct err *
not_published(struct cx *cx, struct str file, struct str sha256, bool is_result)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_CONFLICT, .code = "result.not_published",
        .text = MSG("This is no result that was published here."),
        .detail = is_result ? MSG("It is written as a result, with the SHA-256 {0}.", sha256)
                            : MSG("It is not written as a result is."),
        .hint = MSG("Take the JSON of the result's page, byte by byte."), .where = file });
}

static struct err *
verify_run(struct cx *cx, struct shell *sh)
{
    struct result_frozen f;
    struct result_proven p;
    struct str           text, sha256;
    bool                 found;

    TRY(pack_bytes(cx->arena, sh->arg[0], &text));
    sha256 = result_digest(cx->arena, text);
    TRY(result_find(cx, sha256, &p, &found));
    if (!found)
        return not_published(cx, sh->arg[0], sha256, result_thaw(cx->arena, text, &f));
    shell_say(cx, sh, MSG("This is what was published: {0}, {1}, index {2}.", p.title,
                          p.region_code, p.value));
    return NULL;
}

static struct err *
findings_run(struct cx *cx, struct shell *sh)
{
    struct result_finding_set set;

    TRY(result_findings_of(cx, sh->arg[0], sh->arg[1], &set));
    struct table t = result_finding_table(cx, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

const struct command result_commands[RESULT_COMMANDS] = {
    { "result list ROUND", NEEDS_STORE, true, &result_stage_form, list_run,
      N_("List the published results of a round, by rank") },
    { "result show ROUND REGION", NEEDS_STORE, false, &result_stage_form, show_run,
      N_("Show one published result") },
    { "result findings ROUND REGION", NEEDS_STORE, true, NULL, findings_run,
      N_("List a region's findings") },
    { "result publish ROUND", NEEDS_STORE, false, &publish_form, publish_run,
      N_("Publish the results of a stage, for all of its regions") },
    { "result verify FILE", NEEDS_STORE, false, NULL, verify_run,
      N_("Say whether a file is a result as it was published here") },
};
