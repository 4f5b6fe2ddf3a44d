/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * tidy.c — tidy [--ratchet] [--debts] [ROOT]: what does not hold in the tree, see tidy.h.
 *
 * Exit 0: all holds. 1: the findings are on standard output. --ratchet writes counts that fell into
 * src/tool/tidy.ratchet; --debts lists the debts.
 */
#include "tool/tidy.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct order { bool ratchet, debts; const char *root; };

static bool
read_order(int argc, char **argv, struct order *o)
{
    *o = (struct order){ .root = "." };
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--ratchet") == 0)
            o->ratchet = true;
        else if (strcmp(argv[i], "--debts") == 0)
            o->debts = true;
        else if (argv[i][0] != '-' && i + 1 == argc)
            o->root = argv[i];
        else
            return false;
    }
    return true;
}

static void
print(struct tidy *t, bool debts)
{
    printf("%.*s", t->report.n ? (int)t->report.n : 0, t->report.p);
    for (size_t i = 0; i < TIDY_DEBTS; i++)
        if (debts)
            printf("%.*s", t->debts[i].n ? (int)t->debts[i].n : 0, t->debts[i].p);
    printf("ratchet:");
    for (size_t i = 0; i < TIDY_DEBTS; i++)
        printf("%s %s %zu", i ? ";" : "", tidy_debt_name((enum tidy_debt)i), t->debt[i]);
    printf("\ntidy: %zu files, %zu findings\n", t->n_files, t->n_faults);
}

static struct err *
run(struct arena *a, const struct order *o, bool *clean)
{
    struct tidy  *t = NEW(a, struct tidy);
    const char   *path = str_z(a, str_fmt(a, "%s/src/tool/tidy.ratchet", o->root));
    struct source ratchet;
    struct str    lower;

    TRY(tidy_read(a, o->root, t));
    TRY(source_read(a, path, &ratchet));
    t->cc = GUYUB_CC;
    t->generated = GUYUB_GENERATED;
    tidy_check(t);
    tidy_hold(t, &ratchet, &lower);
    print(t, o->debts);
    *clean = t->n_faults == 0;
    return o->ratchet ? source_write(a, path, lower) : NULL;
}

int
main(int argc, char **argv)
{
    struct arena a = arena_make((size_t)1 << 30);
    struct order o;
    bool         clean = false;

    if (!read_order(argc, argv, &o)) {
        fprintf(stderr, "usage: tidy [--ratchet] [--debts] [ROOT]\n");
        return 2;
    }
    struct err *e = run(&a, &o, &clean);
    return e ? tool_exit(&a, e) : !clean;
}
