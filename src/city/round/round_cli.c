/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* round_cli.c — `guyub round …`. */
#include "base/arena.h"
#include "base/money.h"
#include "city/round/round_page.h"

/* ---- reading -------------------------------------------------------------------------------- */

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    struct round_set set;
    enum round_kind *now;

    TRY(round_list_of(cx, &set));
    now = NEWS(cx->arena, enum round_kind, set.n);
    TRY(round_now_of(cx, &set, now));
    struct table t = round_table(cx, &set, now);
    shell_table(cx, sh, &t);
    return NULL;
}

static void
say_phases(struct cx *cx, struct shell *sh, const struct round_full *full)
{
    for (int32_t i = 0; i < ROUND_PHASES; i++)
        if (str_is_known(full->phase[i].from_day))
            shell_line(cx, sh, round_kind_label((enum round_kind)i),
                       str_fmt(cx->arena, "%.*s - %.*s%s", TEXT(full->phase[i].from_day),
                               TEXT(full->phase[i].to_day), (int32_t)full->now == i ? " *" : ""));
}

static struct err *
show_run(struct cx *cx, struct shell *sh)
{
    struct round_page p = { .n_short = 0 };

    TRY(round_page_of(cx, sh->arg[0], &p));
    if (sh->json) {
        shell_json(sh, round_json, &p);
        return NULL;
    }
    shell_line(cx, sh, MSG("Name of the round"), p.full.round.title);
    shell_line(cx, sh, MSG("Instrument (code)"), p.full.round.instrument_code);
    shell_line(cx, sh, MSG("State"),
               msg_text(cx->arena, cx->lang, round_state_label(p.full.round.state)));
    shell_line(cx, sh, MSG("Phase today"),
               msg_text(cx->arena, cx->lang, round_kind_label(p.full.now)));
    say_phases(cx, sh, &p.full);
    shell_line(cx, sh, MSG("Who takes part (rule)"), p.full.round.rule);
    shell_line(cx, sh, MSG("Regions that take part"),
               int_text(cx->arena, cx->lang, (int64_t)p.regions.n));
    shell_line(cx, sh, MSG("Seats of assessors"),
               int_text(cx->arena, cx->lang, p.n_sitting));
    return NULL;
}

static struct err *
regions_run(struct cx *cx, struct shell *sh)
{
    struct round_full       full;
    struct round_region_set set;

    TRY(round_get(cx, sh->arg[0], &full));
    TRY(round_regions_said(cx, &full.round, &set));
    struct table t = round_region_table(cx, &set);
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
seats_run(struct cx *cx, struct shell *sh)
{
    struct round_full      full;
    struct round_seat_list list;

    TRY(round_get(cx, sh->arg[0], &full));
    TRY(round_seats_seen(cx, &full.round, &list));
    struct table t = round_seat_table(cx, &list);
    shell_table(cx, sh, &t);
    return NULL;
}

/* ---- a round and its days ------------------------------------------------------------------- */

static struct err *
add_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &round_new_kind, S("new"));
}

static struct err *
edit_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &round_edit_kind, sh->arg[0]);
}

static struct err *
dates_run(struct cx *cx, struct shell *sh)
{
    return record_command(cx, sh, &round_dates_kind, sh->arg[0]);
}

static struct err *
open_run(struct cx *cx, struct shell *sh)
{
    TRY(round_open(cx, sh->arg[0]));
    shell_say(cx, sh, MSG("The round is open: everybody reads it, and its deadlines stand on the "
                          "boards."));
    return NULL;
}

/* ---- who takes part, who assesses ----------------------------------------------------------- */

struct join_flags { struct str region, why; bool out; };

static const struct field join_fields[] = {
    FIELD(struct join_flags, region, F_TEXT, .max = 13, .label = N_("Region (code)"),
          .hint = N_("Without one: all that the rule names.")),
    FIELD(struct join_flags, out, F_FLAG, .label = N_("Take it out")),
    FIELD(struct join_flags, why, F_TEXT, .max = 500, .label = N_("Reason")),
};
static const struct form join_flags = FORM(struct join_flags, join_fields);

static struct err *
join_run(struct cx *cx, struct shell *sh)
{
    const struct join_flags *f = sh->flags;
    int64_t                  n_in;

    if (f->region.n == 0) {
        TRY(round_join_by_rule(cx, sh->arg[0], &n_in));
        shell_say(cx, sh, MSG("{0} regions take part.", int_text(cx->arena, cx->lang, n_in)));
        return NULL;
    }
    TRY(round_join_set(cx, sh->arg[0], f->region, !f->out, f->why));
    shell_say(cx, sh, f->out ? MSG("{0} does not take part any more.", f->region)
                             : MSG("{0} takes part.", f->region));
    return NULL;
}

struct seat_flags { struct str region, post, exception, why; bool end; };

static const struct field seat_fields[] = {
    FIELD(struct seat_flags, region, F_TEXT, .max = 13, .required = true,
          .label = N_("Region (code)")),
    FIELD(struct seat_flags, post, F_TEXT, .max = 100, .required = true,
          .label = N_("Assessor's post (code)")),
    FIELD(struct seat_flags, exception, F_TEXT, .max = 500,
          .label = N_("Why somebody who mentors the region may assess it")),
    FIELD(struct seat_flags, end, F_FLAG, .label = N_("End the seat")),
    FIELD(struct seat_flags, why, F_TEXT, .max = 500, .label = N_("Reason")),
};
static const struct form seat_flags = FORM(struct seat_flags, seat_fields);

static struct err *
seat_run(struct cx *cx, struct shell *sh)
{
    const struct seat_flags *f = sh->flags;

    if (f->end)
        TRY(round_seat_end(cx, sh->arg[0], f->region, f->post, f->why));
    else
        TRY(round_seat_add(cx, sh->arg[0], &(struct round_seat_new){ .region_code = f->region,
            .post = f->post, .exception = f->exception }));
    shell_say(cx, sh, f->end ? MSG("{0} does not assess {1} any more.", f->post, f->region)
                             : MSG("{0} assesses {1}.", f->post, f->region));
    return NULL;
}

static struct err *
share_run(struct cx *cx, struct shell *sh)
{
    const struct round_share_form *f = sh->flags;
    int64_t                        n_new, n_short;

    TRY(round_seats_share(cx, sh->arg[0], f->each, &n_new, &n_short));
    shell_say(cx, sh, MSG("{0} seats are new, {1} stay empty.",
                          int_text(cx->arena, cx->lang, n_new),
                          int_text(cx->arena, cx->lang, n_short)));
    return NULL;
}

const struct command round_commands[ROUND_COMMANDS] = {
    { "round list", NEEDS_STORE, true, NULL, list_run, N_("List evaluation rounds") },
    { "round show CODE", NEEDS_STORE, true, NULL, show_run,
      N_("Show one round: its phases, who takes part") },
    { "round regions CODE", NEEDS_STORE, true, NULL, regions_run,
      N_("List who takes part, and who was taken out") },
    { "round seats CODE", NEEDS_STORE, true, NULL, seats_run,
      N_("List the seats of assessors") },
    { "round add", NEEDS_STORE, false, &round_new_flags, add_run,
      N_("Add an evaluation round, as a draft") },
    { "round edit CODE", NEEDS_STORE, false, &round_edit_flags, edit_run,
      N_("Change a round; what is not given stays") },
    { "round dates CODE", NEEDS_STORE, false, &round_dates_flags, dates_run,
      N_("Set the days of a round's phases") },
    { "round join CODE", NEEDS_STORE, false, &join_flags, join_run,
      N_("Take the regions that the rule names, or one by hand") },
    { "round open CODE", NEEDS_STORE, false, NULL, open_run,
      N_("Open a round: everybody reads it from here on") },
    { "round seat CODE", NEEDS_STORE, false, &seat_flags, seat_run,
      N_("Name an assessor for a region, or end the seat") },
    { "round share CODE", NEEDS_STORE, false, &round_share_form, share_run,
      N_("Name assessors for all regions, the least loaded first") },
};
