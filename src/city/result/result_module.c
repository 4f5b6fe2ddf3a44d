/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result_module.c — what the slice shows to the program. */
#include "city/result/result_page.h"
#include "city/result/result_paper_page.h"
#include "city/result/result_part.h"
#include "city/result/result_sql.h"
#include "city/result/result_view.h"

const struct route result_routes[RESULT_ROUTES] = {
    { GET, "/rounds/{code}/results", MAY_READ_PUBLIC, .serves = SERVES_LIST,
      .form = &result_stage_form, .page = result_ranking_page,
      .help = N_("The published results of a round, by rank") },
    { POST, "/rounds/{code}/results/publish", MAY_RUN_ROUND, .serves = AS_HTML,
      .page = result_publish_do, .help = N_("Publish the results of a stage") },
    { GET, "/rounds/{code}/regions/{region}/result", MAY_READ_PUBLIC,
      .form = &result_stage_form, .page = result_one_page,
      .help = N_("One region's published result, with its reasons; as JSON what was frozen") },
    { GET, "/rounds/{code}/regions/{region}/result/paper", MAY_RUN_ROUND, .serves = AS_HTML,
      .page = result_paper_page, .help = N_("The form for a result's letter or report") },
    { POST, "/rounds/{code}/regions/{region}/result/paper", MAY_RUN_ROUND, .serves = AS_HTML,
      .form = &result_paper_form, .page = result_paper_do,
      .help = N_("Shows a result's letter or report as it would be, or issues it") },
    { GET, "/rounds/{code}/regions/{region}/findings", MAY_READ_WORK, .serves = SERVES_LIST,
      .page = result_findings_page, .help = N_("One region's findings") },
    { POST, "/rounds/{code}/regions/{region}/findings", MAY_READ_WORK, .serves = AS_HTML,
      .page = result_finding_add_do, .help = N_("Say a finding") },
    { POST, "/rounds/{code}/regions/{region}/findings/{finding}", MAY_READ_WORK,
      .serves = AS_HTML, .page = result_finding_step_do,
      .help = N_("Give, follow up, close a finding, or open it again") },
    { GET, "/results/verify", MAY_READ_PUBLIC, .form = &result_hash_form,
      .page = result_verify_page, .help = N_("Is a text a result that was published here?") },
};

/* Published results, for everybody; the way to publish them, for who runs the round. */
static struct err *
round_panel(struct cx *cx, int64_t id, struct html *out)
{
    struct view           v = view_in(cx->arena, cx->lang);
    struct result_ranking ranking;
    struct round          r;

    *out = HTML("");
    TRY(round_of_id(cx, id, &r));
    TRY(result_ranking_of(cx, r.code, 0, &ranking));
    if (ranking.n == 0 && !may(cx, MAY_RUN_ROUND, (struct scope){ .region = S("") }))
        return NULL;
    result_door_view(&v, r.code);
    *out = view_html(&v);
    return NULL;
}

static const struct panel panels[] = { { "round.more", round_panel } };

static const struct told told[] = {
    { RESULT_THING, N_("published result"), { &result_told_form } },
    { RESULT_FINDING, N_("finding"), { &result_finding_told_form } },
};

const struct module result_module = {
    .name       = "result",
    .routes     = result_routes,     .n_routes     = RESULT_ROUTES,
    .commands   = result_commands,   .n_commands   = RESULT_COMMANDS,
    .migrations = result_migrations, .n_migrations = RESULT_MIGRATIONS,
    .statements = result_statements, .n_statements = RESULT_STATEMENTS,
    .panels     = panels,            .n_panels     = COUNT(panels),
    .told       = told,              .n_told       = COUNT(told),
};
