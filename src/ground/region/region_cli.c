/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* region_cli.c — `guyub region …`: the same verbs as the pages, and the ones that write. */
#include "ground/region/region_page.h"

#include "base/arena.h"
#include "base/money.h"
#include "ground/region/region_boundary.h"
#include "ground/region/region_edit.h"
#include "ground/region/region_revise.h"

enum { LIST_ROWS = 100000, SEARCH_ROWS = 10 };

/* ---- region list ----------------------------------------------------------------------------- */

struct list_flags { int32_t level; struct str within; };

static const struct field list_fields[] = {
    FIELD(struct list_flags, level,  F_CHOICE, .choices = region_levels, .label = N_("Level")),
    FIELD(struct list_flags, within, F_TEXT,   .max = 13, .label = N_("Within (code)")),
};
static const struct form list_form = FORM(struct list_flags, list_fields);

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    const struct list_flags *flags = sh->flags;
    struct region_list       list;

    TRY(region_list_of(cx, (struct region_filter){ .step = (enum region_step)flags->level,
        .within = flags->within, .most = LIST_ROWS }, &list));
    struct table t = region_table(cx->arena, list.row, list.n);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- region show ----------------------------------------------------------------------------- */

static struct str
show_place(struct cx *cx, const struct region_record *r)
{
    struct str name[REGION_DEPTH_MAX - 1];

    for (size_t i = 0; i < r->n_above; i++)
        name[i] = r->above[r->n_above - 1 - i].name;
    return str_join(cx->arena, S(", "), name, r->n_above);
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct region_record r;

    TRY(region_record_get(cx, sh->arg[0], &r));
    if (sh->json) {
        shell_json(sh, region_record_json, &r);
        return NULL;
    }
    shell_line(cx, sh, MSG("Name"), r.region.name);
    shell_line(cx, sh, MSG("Code"), r.region.code);
    shell_line(cx, sh, MSG("Kind"),
               msg_text(cx->arena, cx->lang, region_kind_label(r.region.kind)));
    if (r.n_above > 0)
        shell_line(cx, sh, MSG("Part of"), show_place(cx, &r));
    for (size_t i = 0; i < r.n_kinds_below; i++)
        shell_line(cx, sh, region_kind_plural(r.kinds_below[i].kind),
                   int_text(cx->arena, cx->lang, r.kinds_below[i].n));
    for (size_t i = 0; i < r.n_changes; i++)
        shell_line(cx, sh, region_change_label(r.changes[i].change),
                   str_fmt(cx->arena, "%.*s  %.*s -> %.*s (%.*s)", TEXT(r.changes[i].on_date),
                           TEXT(r.changes[i].from_name), TEXT(r.changes[i].to_name),
                           TEXT(r.changes[i].law)));
    shell_line(cx, sh, MSG("Source"), r.region.source);
    return NULL;
}

/* ---- region search, region at ---------------------------------------------------------------- */

static struct err *
search_run(struct cx *cx, struct shell *sh)
{
    struct region_hit *hit;
    size_t             n;

    TRY(region_search(cx, sh->arg[0], SEARCH_ROWS, &hit, &n));
    if (n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "region.not_found",
            .text = MSG("Nothing found for “{0}”", sh->arg[0]),
            .hint = MSG("Check the spelling, or begin with the list of provinces.") });
    struct table t = region_hit_table(cx->arena, hit, n);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
at_run(struct cx *cx, struct shell *sh)
{
    struct region *row;
    size_t         n;
    int64_t        latitude_e6, longitude_e6;

    TRY(region_degrees(cx->arena, sh->arg[0], 90, &latitude_e6));
    TRY(region_degrees(cx->arena, sh->arg[1], 180, &longitude_e6));
    TRY(region_at(cx, latitude_e6, longitude_e6, &row, &n));
    if (n == 0)
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "region.nowhere",
            .text = MSG("No boundary that is known holds this point."),
            .hint = MSG("Bring boundaries in with: guyub region import boundaries FILE.geojson") });
    struct table t = region_table(cx->arena, row, n);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- what writes ----------------------------------------------------------------------------- */

struct import_flags { struct str code_property, source; };

static const struct field import_fields[] = {
    FIELD(struct import_flags, code_property, F_TEXT, .max = 60,
          .label = N_("Property that holds the code (kode)")),
    FIELD(struct import_flags, source, F_TEXT, .min = 3, .max = 200, .required = true,
          .label = N_("Who made the boundaries, when")),
};
static const struct form import_form = FORM(struct import_flags, import_fields);

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    const struct import_flags   *flags = sh->flags;
    struct str                   property = flags->code_property;
    struct region_boundary_count count;

    if (property.n == 0)
        property = S("kode");
    TRY(region_boundary_import(cx, sh->arg[0], property, flags->source, &count));
    shell_say(cx, sh, MSG("{0} boundaries are in, {1} of them mended.",
                          int_text(cx->arena, cx->lang, count.read),
                          int_text(cx->arena, cx->lang, count.mended)));
    return NULL;
}

static struct err *
revise_run(struct cx *cx, struct shell *sh)
{
    int64_t n;

    TRY(region_revise(cx, sh->arg[0], &n));
    shell_say(cx, sh, MSG("{0} changes are in.", int_text(cx->arena, cx->lang, n)));
    return NULL;
}

static struct err *
edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &region_edit_kind, sh->arg[0]);
}

static struct err *
rename_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &region_rename_kind, sh->arg[0]);
}

const struct command region_commands[REGION_COMMANDS] = {
    { "region list", NEEDS_STORE, true, &list_form, list_run, N_("List the regions of a level") },
    { "region show CODE", NEEDS_STORE, true, NULL, show_run,
      N_("Show one region with its parts and history") },
    { "region search TEXT", NEEDS_STORE, true, NULL, search_run,
      N_("Find regions by name, forgiving slips") },
    { "region at LATITUDE LONGITUDE", NEEDS_STORE, true, NULL, at_run,
      N_("Say in which regions a point lies") },
    { "region edit CODE", NEEDS_STORE, false, &region_edit_flags, edit_run,
      N_("Change a region's point; what is not given stays") },
    { "region rename CODE", NEEDS_STORE, false, &region_rename_flags, rename_run,
      N_("Rename a region by a law, from a day") },
    { "region import boundaries FILE", NEEDS_STORE, false, &import_form, import_run,
      N_("Bring in boundaries from a GeoJSON file") },
    { "region revise FILE", NEEDS_STORE, false, NULL, revise_run,
      N_("Apply splits, mergers and renamings from a CSV file") },
};
