/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/server/serve_cli.h"

#include "app/server/serve.h"
#include "app/shell/command.h"
#include "base/log.h"

struct serve_flags { struct str listen; int64_t workers; struct str source; bool check; };

static const struct field serve_fields[] = {
    FIELD(struct serve_flags, listen, F_TEXT, .max = 1000,
          .label = N_("Address and port to serve at")),
    FIELD(struct serve_flags, workers, F_INT, .min = 1, .max = SETTINGS_WORKERS_MAX,
          .label = N_("Processes that answer requests")),
    FIELD(struct serve_flags, source, F_TEXT, .max = 1000,
          .label = N_("Address where the source code of this program is offered")),
    FIELD(struct serve_flags, check, F_FLAG,
          .label = N_("Only say whether the server could begin with these settings")),
};
const struct form serve_form = FORM(struct serve_flags, serve_fields);

struct err *
serve_run(struct cx *cx, struct shell *sh)
{
    const struct serve_flags *flags = sh->flags;
    const struct app_shell   *app = (struct app_shell *)sh;
    struct settings           s = *app->settings;

    if (str_is_known(flags->listen))
        s.listen = flags->listen;
    if (flags->workers)
        s.workers = flags->workers;
    if (str_is_known(flags->source))
        s.source = flags->source;
    if (flags->check) {
        TRY(app_serve_check(cx->arena, &s));
        shell_say(cx, sh, MSG("The settings, the database and the key are well."));
        return NULL;
    }
    log_from(LOG_INFO);
    return app_serve(cx->arena, &s, app->argv);
}
