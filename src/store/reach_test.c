/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * reach_test.c — rows outside of a reach do not come, are not changed and are not deleted, on both
 * engines: by the statements that sqlgen makes of scoped.sql, with the reach that right.c gives.
 */
#include "base/arena.h"
#include "right.h"
#include "store/scoped_sql.h"
#include "store/store_test.h"

/* A title is its region, and its organisation behind a slash; "-" is the nation. */
static const struct { const char *region; int64_t org; const char *title; } things[] = {
    { "",         0, "-" },         { "35",       0, "35" },        { "35.7",     0, "35.7" },
    { "35.7.1",   0, "35.7.1" },    { "35.71",    0, "35.71" },     { "35.71",    5, "35.71/5" },
    { "35.71",    6, "35.71/6" },   { "35.71.01", 0, "35.71.01" },  { "35.71.01", 5, "35.71.01/5" },
    { "35.710",   0, "35.710" },    { "35.72",    5, "35.72/5" },   { "36",       0, "36" },
};

#define ALL "- 35 35.7 35.7.1 35.71 35.71/5 35.71/6 35.71.01 35.71.01/5 35.710 35.72/5 36"

/* Who asks; what comes where the organisation is said, and where it is not. */
static const struct reach_row {
    const char    *name;
    enum who_kind  kind;
    enum post_kind post;
    const char    *region;
    int64_t        org;
    const char    *of_org, *of_region;
} rows[] = {
    { "the nation", WHO_PERSON, POST_AUDITOR, "", 0, ALL, ALL },
    { "a shell", WHO_SHELL, POST_NONE, "", 0, ALL, ALL },
    { "a city, and not the code that begins alike", WHO_PERSON, POST_AUDITOR, "35.71", 0,
      "35.71 35.71/5 35.71/6 35.71.01 35.71.01/5", "35.71 35.71/5 35.71/6 35.71.01 35.71.01/5" },
    { "a shorter code, and not the longer", WHO_PERSON, POST_AUDITOR, "35.7", 0,
      "35.7 35.7.1", "35.7 35.7.1" },
    { "a longer code, and not the shorter", WHO_PERSON, POST_AUDITOR, "35.710", 0,
      "35.710", "35.710" },
    { "a province", WHO_PERSON, POST_AUDITOR, "35", 0,
      "35 35.7 35.7.1 35.71 35.71/5 35.71/6 35.71.01 35.71.01/5 35.710 35.72/5",
      "35 35.7 35.7.1 35.71 35.71/5 35.71/6 35.71.01 35.71.01/5 35.710 35.72/5" },
    { "a place without rows", WHO_PERSON, POST_AUDITOR, "99", 0, "", "" },
    { "an organisation of a city", WHO_PERSON, POST_AUDITOR, "35.71", 5,
      "35.71/5 35.71.01/5", "" },
    { "an organisation of the nation", WHO_PERSON, POST_AUDITOR, "", 5,
      "35.71/5 35.71.01/5 35.72/5", "" },
    { "another's organisation", WHO_PERSON, POST_AUDITOR, "35.72", 6, "", "" },
    { "a post without the right", WHO_PERSON, POST_INVESTOR, "", 0, "", "" },
    { "no post", WHO_PERSON, POST_NONE, "", 0, "", "" },
    { "nobody", WHO_NOBODY, POST_NONE, "", 0, "", "" },
};

static struct maybe_int
org_of(int64_t n)
{
    return (struct maybe_int){ .known = n != 0, .n = n };
}

static void
make(struct cx *cx, bool notes)
{
    const struct migration *const list[] = { &scoped_migrations[0] };
    int64_t                       applied;

    check_ok("the tables can be made", store_migrate(cx, list, COUNT(list), &applied));
    for (size_t i = 0; i < COUNT(things); i++) {
        struct scoped_id id;

        check_ok(things[i].title, scoped_add(cx, str_of(things[i].region), org_of(things[i].org),
                                             str_of(things[i].title), &id));
        if (notes)
            check_ok(things[i].title, scoped_note_add(cx, id, S("words"), NULL));
    }
}

static struct reach
reach_in(struct cx *cx, const struct reach_row *row)
{
    const struct who who = {
        .kind = row->kind,
        .post = { .kind = row->post, .scope = { str_of(row->region), row->org } },
    };

    cx->who = &who;
    struct reach reach = reach_of(cx, MAY_READ_WORK);

    cx->who = NULL;
    return reach;
}

static struct str
titles(struct cx *cx, const struct scoped_title *row, size_t n)
{
    struct str *title = NEWS(cx->arena, struct str, n + 1);

    for (size_t i = 0; i < n; i++)
        title[i] = row[i].title;
    return str_join(cx->arena, S(" "), title, n);
}

/* The titles that a statement gives, in one line. */
typedef struct err *gives(struct cx *, struct reach, struct scoped_title **, size_t *);

static struct err *
by_join(struct cx *cx, struct reach reach, struct scoped_title **row, size_t *n)
{
    return scoped_joined(cx, reach, S("words"), row, n);
}

static void
check_gives(struct cx *cx, const struct reach_row *row, gives *statement, const char *should)
{
    struct scoped_title *title = NULL;
    size_t               n = 0;

    check_ok(row->name, statement(cx, reach_in(cx, row), &title, &n));
    check_text(row->name, titles(cx, title, n), str_of(should));
}

BOTH(store_reach_reads)
{
    (void)kind;
    make(cx, true);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct reach_row *r = &rows[i];
        size_t                  space;
        bool                    several = str_find(str_of(r->of_org), S(" "), &space);

        check_gives(cx, r, scoped_of_org, r->of_org);
        check_gives(cx, r, scoped_of_region, r->of_region);
        check_gives(cx, r, scoped_through_view, r->of_org);
        check_gives(cx, r, by_join, r->of_org);
        check_gives(cx, r, scoped_pairs, several ? r->of_org : "");
    }
}

BOTH(store_reach_of_zeros_is_none)
{
    struct scoped_title *title;
    size_t               n = 1;

    (void)kind;
    make(cx, true);
    check_ok("zeros", scoped_of_org(cx, (struct reach){ 0 }, &title, &n));
    check("no row comes", n == 0);
}

BOTH(store_reach_in_a_left_join_leaves_unknown)
{
    struct scoped_note_of row;
    bool                  found = false;

    (void)kind;
    make(cx, true);
    check_ok("within", scoped_note_of(cx, reach_in(cx, &rows[0]), (struct scoped_id){ 1 }, &row,
                                      &found));
    check("its title is known", found && str_eq(row.title, S("-")));
    check_ok("outside", scoped_note_of(cx, reach_in(cx, &rows[2]), (struct scoped_id){ 1 }, &row,
                                       &found));
    check("its title is unknown", found && !str_is_known(row.title));
}

static void
check_left(struct cx *cx, const char *name, const char *should)
{
    struct scoped_title *title;
    size_t               n = 0;

    check_ok(name, scoped_all(cx, &title, &n));
    check_text(name, titles(cx, title, n), str_of(should));
}

BOTH(store_reach_changes)
{
    const struct reach_row *city = &rows[2], *org = &rows[7];
    int64_t                 n = 0;

    (void)kind;
    make(cx, true);
    check_ok("an organisation: its own", scoped_change(cx, reach_in(cx, org), KNOWN(7), &n));
    check("two rows changed", n == 2);
    check_ok("and reaches them no more", scoped_change(cx, reach_in(cx, org), KNOWN(8), &n));
    check("no row changed", n == 0);
    check_ok("outside: the row stays", scoped_put(cx, reach_in(cx, city), S("35.71"),
                                                  S("35.72/5"), &n));
    check("no row is taken over", n == 0);
    check_ok("within: it changes", scoped_put(cx, reach_in(cx, city), S("35.71"),
                                              S("35.71/6"), &n));
    check("one row changed", n == 1);
    check_ok("not there: it is added", scoped_put(cx, (struct reach){ 0 }, S("36"), S("new"), &n));
    check("one row added", n == 1);
}

BOTH(store_reach_deletes)
{
    int64_t n = 0;

    (void)kind;
    make(cx, false);
    check_ok("nobody deletes", scoped_drop(cx, reach_in(cx, &rows[COUNT(rows) - 1]), &n));
    check_left(cx, "all are left", ALL);
    check_ok("the city deletes", scoped_drop(cx, reach_in(cx, &rows[2]), &n));
    check("five rows", n == 5);
    check_left(cx, "the others are left", "- 35 35.7 35.7.1 35.710 35.72/5 36");
}

BOTH(store_reach_is_prepared)
{
    (void)kind;
    make(cx, true);
    check_ok("every statement", store_prepare_all(cx, scoped_statements, SCOPED_STATEMENTS));
}
