/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/runner_cli.h"

#include "app/modules.h"
#include "app/server/runner.h"
#include "app/server/serve.h"
#include "app/shell/command.h"
#include "base/arena.h"
#include "base/log.h"

struct work_flags { int64_t jobs; bool once; };

static const struct field work_fields[] = {
    FIELD(struct work_flags, jobs, F_INT, .min = 1, .max = RUNNER_JOBS_MAX,
          .label = N_("Jobs at a time")),
    FIELD(struct work_flags, once, F_FLAG,
          .label = N_("End when nothing is due")),
};
const struct form work_form = FORM(struct work_flags, work_fields);

struct err *
work_run(struct cx *cx, struct shell *sh)
{
    const struct work_flags *flags = sh->flags;
    const struct settings   *s = ((struct app_shell *)sh)->settings;
    struct secret_key       *key = NEW(cx->arena, struct secret_key);
    int64_t jobs = flags->jobs ? flags->jobs : s->jobs ? s->jobs : 1;

    TRY(app_check_store(cx->arena, s, key));
    log_from(LOG_INFO);
    LOG(LOG_INFO, "work.begins", LOG_NUMBER("jobs", jobs));
    runner_run(&(struct runner_plan){
        .db = s->db, .key = key, .modules = app_modules, .site = cx->site, .jobs = jobs,
        .once = flags->once,
    });
    LOG(LOG_INFO, "work.ended", LOG_NUMBER("jobs", jobs));
    return NULL;
}
