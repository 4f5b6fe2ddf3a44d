/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cohort_cli.c — `guyub cohort …`: the same verbs as the pages. */
#include "base/arena.h"
#include "base/money.h"
#include "city/cohort/cohort_page.h"

static void
say_named(struct cx *cx, struct shell *sh, const struct cohort_series *s)
{
    shell_say(cx, sh, MSG("{0} of {1} are known by name.",
                          int_text(cx->arena, cx->lang, s->n_named),
                          cohort_count_text(cx, s->total)));
}

/* What a terminal has room for: some columns of a table. --json tells them all. */
static struct table
picked(struct arena *a, const struct table *whole, const size_t *at, size_t n)
{
    struct column *column = NEWS(a, struct column, n);
    struct table   t;

    for (size_t i = 0; i < n; i++)
        column[i] = whole->column[at[i]];
    t = table_in(a, column, n, whole->n_rows);
    for (size_t r = 0; r < whole->n_rows; r++) {
        struct str *cell = table_row(&t);

        for (size_t i = 0; i < n; i++)
            cell[i] = whole->cell[r * whole->n_columns + at[i]];
    }
    return t;
}

static struct err *
list_run(struct cx *cx, struct shell *sh)
{
    static const size_t  at[] = { COHORT_AT_YEAR, COHORT_AT_JOINED, COHORT_AT_INFERRED,
                                  COHORT_AT_TOTAL, COHORT_AT_NAMED };
    struct cohort_series s;

    TRY(cohort_series_of(cx, &s));
    if (sh->json) {
        shell_json(sh, cohort_series_json, &s);
        return NULL;
    }
    struct table whole = cohort_series_table(cx->arena, &s);
    struct table t     = picked(cx->arena, &whole, at, COUNT(at));
    shell_table(cx, sh, &t);
    say_named(cx, sh, &s);
    return NULL;
}

struct members_flags { int64_t year; };

static const struct field members_fields[] = {
    FIELD(struct members_flags, year, F_INT, .min = COHORT_YEAR_FIRST, .max = COHORT_YEAR_LAST,
          .label = N_("Year of joining")),
};
static const struct form members_form = FORM(struct members_flags, members_fields);

static struct err *
members_run(struct cx *cx, struct shell *sh)
{
    static const size_t         at[] = { COHORT_AT_REGION, COHORT_AT_NAME, COHORT_AT_SINCE,
                                         COHORT_AT_SEEN, COHORT_AT_PUBLISHER };
    const struct members_flags *flags = sh->flags;
    struct cohort_set           set;

    TRY(cohort_members_of(cx, (struct cohort_filter){ .year = flags->year }, &set));
    struct table whole = cohort_member_table(cx->arena, &set);
    struct table t     = sh->json ? whole : picked(cx->arena, &whole, at, COUNT(at));
    shell_table(cx, sh, &t);
    return NULL;
}

static struct err *
import_run(struct cx *cx, struct shell *sh)
{
    int64_t n_new;

    TRY(cohort_import(cx, sh->arg[0], &n_new));
    shell_say(cx, sh, MSG("{0} new.", int_text(cx->arena, cx->lang, n_new)));
    return NULL;
}

const struct command cohort_commands[COHORT_COMMANDS] = {
    { "cohort list", NEEDS_STORE, true, NULL, list_run,
      N_("List the years: how many regions joined the movement") },
    { "cohort members", NEEDS_STORE, true, &members_form, members_run,
      N_("List the participants that are known by name") },
    { "cohort import FILE", NEEDS_STORE, false, NULL, import_run,
      N_("Bring in counts or members from a CSV file") },
    { "cohort count edit COUNT", NEEDS_STORE, false, &cohort_count_flags, cohort_count_edit_run,
      N_("Change a count: YEAR/MEASURE/READING") },
    { "cohort count add COUNT", NEEDS_STORE, false, &cohort_count_flags, cohort_count_add_run,
      N_("Add a count: YEAR/MEASURE/READING") },
    { "cohort member edit REGION", NEEDS_STORE, false, &cohort_member_flags,
      cohort_member_edit_run, N_("Change what is known of a participant") },
    { "cohort member add REGION", NEEDS_STORE, false, &cohort_member_flags,
      cohort_member_add_run, N_("Add a participant that a source names") },
};
