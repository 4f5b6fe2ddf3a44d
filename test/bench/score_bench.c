/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * score_bench.c — what score.mjs measures: 514 regions of 60 items each, scored and explained.
 *
 * Beside it the same means as sums of doubles, with no range and no reason, and the same lines
 * written from them with printf. Prints milliseconds of CPU time as one line of JSON.
 */
#include <assert.h>
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/rand.h"
#include "engine/score/score.h"

enum {
    REGIONS = 514, DOMAINS = 4, ASPECTS = 3, INDICATORS = 5,
    ITEMS = DOMAINS * ASPECTS * INDICATORS,
    NODES = 1 + DOMAINS + DOMAINS * ASPECTS + ITEMS,
    EXPLAINED_MAX = 1 << 20,
    REPEATS = 20                        /* of what takes too little to be measured once */
};

static const int32_t DOMAIN_PERCENT[DOMAINS] = { 13, 25, 17, 45 };
static const int32_t ASPECT_PERCENT[ASPECTS] = { 40, 35, 25 };

static struct score_node  node[NODES];
static struct score_given given[REGIONS][NODES];
static struct score_step  step[NODES];
static double             figure[REGIONS][NODES];

static const struct score_tree TREE = { .node = node, .n = NODES };

/* ---- an instrument and the nation's answers -------------------------------------------------- */

static int32_t
add_node(int32_t *n, int32_t parent, enum score_how how, int32_t percent)
{
    node[*n] = (struct score_node){
        .parent = parent, .how = how, .weight = DEC(percent), .whole = DEC(100),
        .scale = { DEC(1), DEC(5) },
    };
    return (*n)++;
}

static void
make_tree(void)
{
    struct score_fault fault;
    int32_t            n = 0, root = add_node(&n, -1, SCORE_WEIGHTED, 0);

    for (int32_t d = 0; d < DOMAINS; d++) {
        int32_t domain = add_node(&n, root, SCORE_WEIGHTED, DOMAIN_PERCENT[d]);
        for (int32_t a = 0; a < ASPECTS; a++) {
            int32_t aspect = add_node(&n, domain, SCORE_PLAIN, ASPECT_PERCENT[a]);
            for (int32_t i = 0; i < INDICATORS; i++)
                add_node(&n, aspect, SCORE_LEAF, 0);
        }
    }
    if (n != NODES || !score_check(TREE, &fault))
        assert(!"a sound tree");
}

static void
make_answers(void)
{
    struct rand        r = { 514 };
    struct score_fault fault;

    for (size_t region = 0; region < REGIONS; region++)
        for (size_t i = 0; i < NODES; i++) {
            uint32_t hundredths = 100 + rand_below(&r, 401);
            if (node[i].how != SCORE_LEAF)
                continue;
            figure[region][i] = hundredths / 100.0;
            if (!score_published((struct dec){ hundredths, 2 }, node[i].scale,
                                 &given[region][i], &fault))
                assert(!"a figure of the scale");
        }
}

/* ---- exact ----------------------------------------------------------------------------------- */

static void
explain_line(struct json *j, size_t i)
{
    const struct score_step *s = &step[i];

    json_open(j, '{');
    json_int_at(j, "item", (int64_t)i);
    json_int_at(j, "parent", node[i].parent);
    json_bool_at(j, "computed", s->state == SCORE_COMPUTED);
    json_dec_at(j, "exact", s->value);
    json_dec_at(j, "shown", score_shown(s->value, 2));
    json_dec_at(j, "from", s->range.low);
    json_bool_at(j, "from_included", s->range.low_in);
    json_dec_at(j, "to", s->range.high);
    json_bool_at(j, "to_included", s->range.high_in);
    json_dec_at(j, "share", s->share);
    json_dec_at(j, "adds", s->contribution);
    json_close(j, '}');
}

static size_t
score_all(struct arena *a, bool explained)
{
    size_t bytes = 0;

    for (size_t region = 0; region < REGIONS; region++) {
        size_t      mark = arena_mark(a);
        struct buf  out = buf_in(a, EXPLAINED_MAX);
        struct json j = json_to(&out);
        score_compute(TREE, given[region], step);
        json_open(&j, '[');
        for (size_t i = 0; explained && i < NODES; i++)
            explain_line(&j, i);
        json_close(&j, ']');
        json_end(&j);
        bytes += buf_str(&out).n;
        arena_back(a, mark);
    }
    return bytes;
}

/* ---- doubles --------------------------------------------------------------------------------- */

/* The same means; children stand after their parent, so one pass from the end adds them up. */
static void
sum_doubles(double f[static NODES])
{
    for (size_t i = 0; i < NODES; i++)
        if (node[i].how != SCORE_LEAF)
            f[i] = 0;
    for (size_t i = NODES - 1; i > 0; i--) {
        const struct score_node *parent = &node[node[i].parent];
        double                   weight = parent->how == SCORE_PLAIN
                                        ? 1.0 / INDICATORS : (double)node[i].weight.units / 100;
        f[node[i].parent] += weight * f[i];
    }
}

static size_t
print_doubles(char *out, const double f[static NODES])
{
    size_t n = 0;

    for (size_t i = 0; i < NODES; i++)
        n += (size_t)snprintf(out + n, EXPLAINED_MAX - n,
                              "{\"item\":%zu,\"parent\":%d,\"exact\":%.17g,\"shown\":%.2f},",
                              i, (int)node[i].parent, f[i], f[i]);
    return n;
}

static size_t
double_all(bool explained)
{
    static char out[EXPLAINED_MAX];
    size_t      bytes = 0;

    for (size_t region = 0; region < REGIONS; region++) {
        sum_doubles(figure[region]);
        if (explained)
            bytes += print_doubles(out, figure[region]);
    }
    return bytes;
}

/* ---- the measures ---------------------------------------------------------------------------- */

static double
cpu_ms(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        assert(!"Linux has this clock");
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static double
exact_ms(struct arena *a, bool explained, size_t *bytes)
{
    double began = cpu_ms();

    *bytes = score_all(a, explained);
    return cpu_ms() - began;
}

static double
double_ms(bool explained)
{
    double began = cpu_ms();

    for (int32_t i = 0; i < REPEATS; i++)
        double_all(explained);
    return (cpu_ms() - began) / REPEATS;
}

int
main(void)
{
    struct arena a = arena_make((size_t)4 * EXPLAINED_MAX);
    size_t       bytes;

    make_tree();
    make_answers();
    score_all(&a, true);                        /* touches the memory that is measured below */
    double scored = exact_ms(&a, false, &bytes), explained = exact_ms(&a, true, &bytes);

    printf("{\"regions\":%d,\"items\":%d,\"bytes\":%zu,\"scored\":%.3f,\"explained\":%.3f,"
           "\"doubles\":%.4f,\"printed\":%.3f}\n",
           REGIONS, ITEMS, bytes, scored, explained, double_ms(false), double_ms(true));
    arena_drop(&a);
    return 0;
}
