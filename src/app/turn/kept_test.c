/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* kept_test.c — what is kept comes back as it was, for its version only, within its room. */
#include "app/turn/kept.h"

#include <string.h>

#include "base/arena.h"
#include "unit.h"

enum { ROOM = 64 << 10 };

static struct answer
answer_of(struct str body)
{
    struct answer a = { .status = 200, .body = body, .route = "/x" };

    answer_field(&a, "Content-Type", S("text/plain"));
    return a;
}

static struct str
number(int i)
{
    return str_fmt(unit_arena(), "%d", i);
}

/* A text of n bytes that begins with i. */
static struct str
long_text(int i, size_t n)
{
    char      *p = NEWS(unit_arena(), char, n);
    struct str begin = number(i);

    memset(p, '.', n);
    memcpy(p, begin.p, begin.n);
    return (struct str){ p, n };
}

TEST(kept_gives_back_what_was_put)
{
    struct kept  *k = kept_make(unit_arena(), ROOM);
    char          body[] = "the body", question[] = "q";
    struct answer a = answer_of(str_of(body));

    check("nothing yet", !kept_find(k, S("1"), S("q")));
    kept_put(k, str_of(question), &a);
    body[0] = question[0] = '!';                        /* it has a copy of its own */
    const struct answer *is = kept_find(k, S("1"), S("q"));

    check("it is there", is != NULL);
    check_text("its body", is ? is->body : S(""), S("the body"));
    check("its status and route", is && is->status == 200 && strcmp(is->route, "/x") == 0);
    check("its field", is && is->n_fields == 1);
    check_text("its field", is ? is->field[0].value : S(""), S("text/plain"));
    check("another question", !kept_find(k, S("1"), S("q2")));
}

TEST(kept_forgets_at_another_version)
{
    static const struct { const char *name; struct str version; bool there; } row[] = {
        { "baseline",            { "7 12", 4 },  true  },
        { "longer",              { "7 123", 5 }, false },
        { "shorter",             { "7 1", 3 },   false },
        { "another of its size", { "7 13", 4 },  false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct kept  *k = kept_make(unit_arena(), ROOM);
        struct answer a = answer_of(S("x"));

        check(row[i].name, !kept_find(k, S("7 12"), S("q")));
        kept_put(k, S("q"), &a);
        check(row[i].name, (kept_find(k, row[i].version, S("q")) != NULL) == row[i].there);
        check("and it does not come back",
              (kept_find(k, S("7 12"), S("q")) != NULL) == row[i].there);
    }
}

TEST(kept_refuses)
{
    struct kept  *k = kept_make(unit_arena(), ROOM);
    struct answer small = answer_of(S("x")), large = answer_of(long_text(0, ROOM / 4));

    kept_put(k, S("q"), &small);
    check("nothing is put before a version is known", !kept_find(k, S("1"), S("q")));
    kept_put(k, S("q"), &large);
    check("what would fill a quarter alone", !kept_find(k, S("1"), S("q")));
    check("a version too long to compare", !kept_find(k, long_text(0, 5000), S("q")));
    kept_put(k, S("q"), &small);
    check("keeps nothing", !kept_find(k, long_text(0, 5000), S("q")));
    check("a short one does again", !kept_find(k, S("2"), S("q")));
    kept_put(k, S("q"), &small);
    check("it is there", kept_find(k, S("2"), S("q")) != NULL);
    kept_clear(k);
    check("cleared", !kept_find(k, S("2"), S("q")));
}

/* Thousands of answers of many sizes go through; the newest are there, and what is is whole. */
TEST(kept_within_its_room)
{
    enum { ANSWERS = 5000, NEWEST = 8 };
    struct kept *k = kept_make(unit_arena(), ROOM);
    size_t       bytes = 0;
    int          there = 0, whole = 0;

    check("nothing yet", !kept_find(k, S("1"), S("0")));
    for (int i = 0; i < ANSWERS; i++) {
        struct answer a = answer_of(long_text(i, 10 + (size_t)(i * 7919) % 3000));

        kept_put(k, number(i), &a);
        check("the one just put", kept_find(k, S("1"), number(i)) != NULL);
    }
    for (int i = 0; i < ANSWERS; i++) {
        const struct answer *is = kept_find(k, S("1"), number(i));

        there += is != NULL;
        bytes += is ? is->body.n : 0;
        whole += is && str_eq(is->body, long_text(i, 10 + (size_t)(i * 7919) % 3000));
        check("the newest are there", is || i < ANSWERS - NEWEST);
    }
    check("some are there", there >= NEWEST && bytes > ROOM / 2);
    check("within the room", bytes <= ROOM);
    check("each as it was put", whole == there);
}

/* Small ones are many before the bytes are full. */
TEST(kept_many_small_ones)
{
    enum { ANSWERS = 4000 };
    struct kept  *k = kept_make(unit_arena(), 1 << 20);
    struct answer a = answer_of(S("x"));
    int           there = 0;

    check("nothing yet", !kept_find(k, S("1"), S("0")));
    for (int i = 0; i < ANSWERS; i++)
        kept_put(k, number(i), &a);
    for (int i = 0; i < ANSWERS; i++)
        there += kept_find(k, S("1"), number(i)) != NULL;
    check("a good thousand", there >= 1000 && there < ANSWERS);
    check("the newest", kept_find(k, S("1"), number(ANSWERS - 1)) != NULL);
    check("not the oldest", !kept_find(k, S("1"), number(0)));
}
