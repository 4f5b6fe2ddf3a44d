/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_cli.c — `guyub org …`. */
#include "base/arena.h"
#include "base/money.h"
#include "ground/org/org_edit.h"
#include "ground/org/org_page.h"

struct list_flags { struct str region; bool nation; };

static const struct field list_fields[] = {
    FIELD(struct list_flags, region, F_TEXT, .max = 13, .label = N_("Region (code)")),
    FIELD(struct list_flags, nation, F_FLAG, .label = N_("Only those of the nation")),
};
static const struct form list_form = FORM(struct list_flags, list_fields);

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct list_flags *flags = sh->flags;
    struct org_set           set;
    struct org_filter        filter = {
        .region_code = flags->region, .within_nation = flags->nation,
    };

    TRY(org_set_of(cx, filter, &set));
    struct table t = org_table(cx->arena, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct org_record r;

    TRY(org_record_get(cx, sh->arg[0], &r));
    if (sh->json) {
        shell_json(sh, org_record_json, &r);
        return NULL;
    }
    shell_line(cx, sh, MSG("Name"), r.org.name);
    shell_line(cx, sh, MSG("Code"), r.org.code);
    shell_line(cx, sh, MSG("Kind"), msg_text(cx->arena, cx->lang, org_kind_label(r.org.kind)));
    shell_line(cx, sh, MSG("Region"), r.org.region_name);
    shell_line(cx, sh, MSG("Part of"), r.parent.name);
    shell_line(cx, sh, MSG("Since"), r.org.valid_from);
    shell_line(cx, sh, MSG("Until"), r.org.valid_to);
    for (size_t i = 0; i < r.n_before; i++)
        shell_line(cx, sh, MSG("Came from"), r.before[i].name);
    for (size_t i = 0; i < r.n_after; i++)
        shell_line(cx, sh, MSG("Became"), r.after[i].name);
    for (size_t i = 0; i < r.n_units; i++)
        shell_line(cx, sh, MSG("Unit"), r.unit[i].name);
    shell_line(cx, sh, MSG("Source"), r.org.source);
    return NULL;
}

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    int64_t n_new;

    TRY(org_import(cx, sh->arg[0], &n_new));
    shell_say(cx, sh, MSG("Organisations: {0} new.", int_text(cx->arena, cx->lang, n_new)));
    return NULL;
}

/* ---- what writes ----------------------------------------------------------------------------- */

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &org_new_kind, S("new"));
}

static struct err *
edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &org_edit_kind, sh->arg[0]);
}

static struct err *
end_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &org_end_kind, sh->arg[0]);
}

const struct command org_commands[ORG_COMMANDS] = {
    { "org list", NEEDS_STORE, true, &list_form, list_run, N_("List organisations") },
    { "org show CODE", NEEDS_STORE, true, NULL, show_run,
      N_("Show one organisation, its units and succession") },
    { "org add", NEEDS_STORE, false, &org_new_flags, add_run, N_("Add an organisation") },
    { "org edit CODE", NEEDS_STORE, false, &org_edit_flags, edit_run,
      N_("Change an organisation; what is not given stays") },
    { "org end CODE", NEEDS_STORE, false, &org_end_flags, end_run,
      N_("End an organisation, and say which one goes on") },
    { "org import FILE", NEEDS_STORE, false, NULL, import_run,
      N_("Bring in organisations from a CSV file") },
};
