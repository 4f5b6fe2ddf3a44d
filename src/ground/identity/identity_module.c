/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* identity_module.c — what the slice shows to the program. */
#include "ground/identity/identity_page.h"
#include "ground/identity/identity_part.h"

static struct err *
sweep_once(struct cx *cx, void *arg)
{
    (void)arg;
    TRY(identity_session_sweep(cx, cx->now_s - IDENTITY_IDLE_S, cx->now_s - IDENTITY_WHOLE_S,
                               cx->now_s - IDENTITY_PROVE_S, cx->now_s + IDENTITY_SKEW_S, NULL));
    TRY(identity_code_sweep(cx, cx->now_s, NULL));
    TRY(identity_try_sweep(cx, cx->now_s - IDENTITY_TRY_S, NULL));
    return identity_device_sweep(cx, cx->now_s - IDENTITY_DEVICE_S, NULL);
}

static struct err *
tend(struct cx *cx)
{
    static int64_t next_s;

    TRY(identity_lost_serve(cx));
    if (cx->now_s < next_s && cx->now_s > next_s - 120)
        return NULL;
    next_s = cx->now_s + 60;
    TRY(identity_refusals_tell(cx));
    TRY(identity_retire(cx));
    return store_change(cx, "identity_sweep", sweep_once, NULL);
}

static const struct told told[] = {
    { "account", N_("account"), { &identity_profile_form } },
    { "subject", N_("personal data"), { NULL } },
};

const struct module identity_module = {
    .name       = "identity",
    .routes     = identity_routes,     .n_routes     = IDENTITY_ROUTES,
    .commands   = identity_commands,   .n_commands   = IDENTITY_COMMANDS,
    .migrations = identity_migrations, .n_migrations = IDENTITY_MIGRATIONS,
    .statements = identity_statements, .n_statements = IDENTITY_STATEMENTS,
    .told       = told,               .n_told       = COUNT(told),
    .tend       = tend,
};
