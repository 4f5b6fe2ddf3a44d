/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * bench_text.c — what overlap.mjs measures: words, the likeness joins and their peer, alone.
 *
 *     bench_text join      every pair of rows that is alike enough
 *     bench_text minhash   the same by MinHash in bands; how many of the join's pairs it has
 *     bench_text cosine    the nearest ten of each title
 *     bench_text draft     2,000 drafts against all rows, one after the other
 *     bench_text exact     the joins against brute force, pair for pair: exit 1 if they differ
 *     bench_text texts     the rows as CSV: id,title,text
 *     bench_text sets      the rows as the numbers of their terms, a line each
 *
 *     --corpus e|p|r       made.h with villages or without; sets by chance     (e)
 *     --csv FILE --text nama,uraian [--csv …]                                  rows of lists
 *     --rows N             at the most                                         (10000)
 *     --words own|program|trigrams                                             (own)
 *     --owners             phrases of an owner are passed over (words of the program)
 *     --lists FILE         the lexicon's                        (pack/text/words.csv)
 *     --weighs             terms weigh by how rare they are
 *     --least P            a likeness in thousandths                           (600)
 *     --threads T                                                              (1)
 *
 * Each prints lines of JSON; figures of time are of the part alone that is named.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "brute.h"
#include "engine/text/cosine.h"
#include "flag.h"
#include "load.h"
#include "lsh.h"

enum { DRAFTS = 2000, NEAREST = 10, SAMPLES = 200, DRAFT_STEPS = 100, TITLES_LEAST = 3000 };

struct asked {
    struct load_plan load;
    struct join_plan join;
    bool             weighs;
};

/* ---- what was asked -------------------------------------------------------------------------- */

/* Each --csv with the --text that follows it. */
static void
find_lists(struct args args, struct load_plan *plan)
{
    for (int i = 2; i + 3 < args.n && plan->n_csv < LOAD_CSV_MAX; i++)
        if (strcmp(args.arg[i], "--csv") == 0 && strcmp(args.arg[i + 2], "--text") == 0)
            plan->csv[plan->n_csv++] = (struct load_csv){ args.arg[i + 1], args.arg[i + 3] };
}

static struct asked
asked_by(struct args args)
{
    const char  *words = flag_text(args, "--words", "own");
    struct asked asked = {
        .weighs = flag_is_given(args, "--weighs"),
        .load = { .corpus = flag_text(args, "--corpus", "e")[0],
                  .n = flag_number(args, "--rows", 10000, INT32_MAX),
                  .words = words[0] == 'o' ? LOAD_OWN
                                           : words[0] == 'p' ? LOAD_PROGRAM : LOAD_TRIGRAMS,
                  .has_owners = flag_is_given(args, "--owners"),
                  .lists = flag_text(args, "--lists", "pack/text/words.csv") },
        .join = { .least = { flag_number(args, "--least", 600, INT32_MAX), 1000 },
                  .threads = (int)flag_number(args, "--threads", 1, INT32_MAX) },
    };

    find_lists(args, &asked.load);
    asked.load.corpus = asked.load.n_csv > 0 ? 'c' : asked.load.corpus;
    return asked;
}

static struct loaded
load_asked(struct arena *a, const struct asked *asked)
{
    struct loaded l = load(a, asked->load);

    if (!asked->weighs)
        l.sets.weight = NULL;
    gauge_print("text", l.took);
    printf(",\"rows\":%" PRIu32 ",\"sets\":%" PRIu32 ",\"terms_each\":%.1f,\"vocabulary\":%" PRIu32
           ",\"planted\":%zu,\"planted_same\":%zu}\n", l.n, l.sets.n,
           (double)l.sets.first[l.sets.n] / l.sets.n, l.sets.n_terms, l.n_planted, l.n_same);
    return l;
}

/* ---- join ------------------------------------------------------------------------------------ */

/* Which of the planted pairs were found. */
struct tally { const struct loaded *l; size_t found; uint64_t pairs; };

static bool
take(void *arg, const struct join_pair *pair, size_t n)
{
    struct tally        *t = arg;
    const struct loaded *l = t->l;

    for (size_t i = 0; i < n && l->n_planted > 0; i++) {
        struct planted key = { pair[i].a, pair[i].b };

        t->found += bsearch(&key, l->planted, l->n_planted, sizeof key, by_planted) != NULL;
    }
    t->pairs += n;
    return true;
}

static size_t
planted_alike(const struct loaded *l, struct join_least least)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n_planted; i++)
        n += join_is_alike(join_of(&l->sets, l->planted[i].a, l->planted[i].b), least);
    return n;
}

/* Of what was planted at all; those that became one set are found without the join. */
static double
recall_of_planted(const struct loaded *l, size_t found)
{
    size_t all = l->n_planted + l->n_same;

    return all ? (double)(found + l->n_same) / (double)all : 0;
}

static struct join_index *
make_index(struct arena *a, const struct loaded *l, struct join_plan plan)
{
    struct gauge       from = gauge_now();
    struct join_index *x = join_make(a, &l->sets, plan);

    gauge_print("index", gauge_since(from));
    printf("}\n");
    return x;
}

static int
run_join(struct arena *a, struct asked *asked)
{
    struct loaded      l = load_asked(a, asked);
    struct tally       tally = { .l = &l };
    struct join_count  count;
    size_t             alike = planted_alike(&l, asked->join.least);
    struct join_index *x = make_index(a, &l, asked->join);
    struct gauge       from = gauge_now();
    bool is_whole = join_all(x, a, (struct join_out){ { &tally, take }, NULL, &count });

    gauge_print("join", gauge_since(from));
    printf(",\"threads\":%d,\"looked_at\":%" PRIu64 ",\"verified\":%" PRIu64 ",\"pairs\":%" PRIu64
           ",\"looked_at_each\":%.1f,\"planted_found\":%zu,\"planted_alike\":%zu,"
           "\"recall_of_planted\":%.4f}\n", asked->join.threads, count.looked_at, count.verified,
           tally.pairs, (double)count.looked_at / l.sets.n, tally.found, alike,
           recall_of_planted(&l, tally.found));
    return is_whole && tally.found == alike ? 0 : 1;
}

/* ---- minhash --------------------------------------------------------------------------------- */

static int
run_minhash(struct arena *a, struct asked *asked)
{
    asked->weighs = false;
    struct loaded     l = load_asked(a, asked);
    struct gauge      from = gauge_now();
    struct lsh_result r = lsh_join(a, &l.sets, asked->join);
    struct tally      tally = { .l = &l };

    gauge_print("minhash", gauge_since(from));
    take(&tally, r.pair, r.n);
    printf(",\"threads\":%d,\"looked_at\":%" PRIu64 ",\"verified\":%" PRIu64 ",\"pairs\":%zu,"
           "\"planted_found\":%zu,\"recall_of_planted\":%.4f}\n", asked->join.threads,
           r.candidates, r.verified, r.n, tally.found, recall_of_planted(&l, tally.found));
    return 0;
}

/* ---- cosine ---------------------------------------------------------------------------------- */

static bool
count_hits(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n)
{
    (void)row;
    (void)hit;
    *(uint64_t *)arg += n;
    return true;
}

static struct cosine_index *
make_titles(struct arena *a, const struct loaded *l)
{
    struct gauge         from = gauge_now();
    struct cosine_index *x = cosine_make(a, l->title, l->n);

    gauge_print("titles", gauge_since(from));
    printf("}\n");
    return x;
}

static int
run_cosine(struct arena *a, struct asked *asked)
{
    asked->load.keeps_titles = true;
    struct loaded        l = load_asked(a, asked);
    struct cosine_index *x = make_titles(a, &l);
    uint32_t             least = asked->join.least.p * (COSINE_ONE / 1000), different = 0;
    uint64_t             hits = 0;
    struct gauge         from = gauge_now();
    bool is_whole = cosine_all(x, a,
        (struct cosine_plan){ { least, NEAREST }, 0, asked->join.threads },
        (struct cosine_out){ { &hits, count_hits }, NULL });

    gauge_print("cosine", gauge_since(from));
    for (uint32_t row = 0; row < l.n; row++)
        different += cosine_first(x, row) == row;
    printf(",\"threads\":%d,\"titles\":%" PRIu32 ",\"hits\":%" PRIu64 "}\n", asked->join.threads,
           different, hits);
    return is_whole ? 0 : 1;
}

/* ---- drafts ---------------------------------------------------------------------------------- */

static int
by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Microseconds of each draft; of the processor alone too, for a machine that has other work. */
struct drafts { double wall_us[DRAFTS], cpu_us[DRAFTS]; uint64_t hits; };

static void
note_draft(struct drafts *d, uint32_t i, struct gauge took, size_t hits)
{
    d->wall_us[i] = took.wall_s * 1e6;
    d->cpu_us[i] = took.cpu_s * 1e6;
    d->hits += hits;
}

static void
print_drafts(const char *what, struct drafts *d)
{
    struct gauge all = { 0, 0 };

    for (size_t i = 0; i < DRAFTS; i++)
        gauge_add(&all, (struct gauge){ d->wall_us[i] / 1e6, d->cpu_us[i] / 1e6 });
    qsort(d->wall_us, DRAFTS, sizeof *d->wall_us, by_time);
    qsort(d->cpu_us, DRAFTS, sizeof *d->cpu_us, by_time);
    gauge_print(what, all);
    printf(",\"drafts\":%d,\"p50_us\":%.1f,\"p99_us\":%.1f,\"most_us\":%.1f,\"p99_cpu_us\":%.1f,"
           "\"hits\":%" PRIu64 "}\n", DRAFTS, d->wall_us[DRAFTS / 2], d->wall_us[DRAFTS * 99 / 100],
           d->wall_us[DRAFTS - 1], d->cpu_us[DRAFTS * 99 / 100], d->hits);
}

/* The rows that would come next; some are copies of one that is there. */
static void
ask_drafts(struct arena *a, const struct loaded *l, const struct join_index *x)
{
    struct drafts *d = NEW(a, struct drafts);

    for (uint32_t i = 0; i < DRAFTS; i++) {
        size_t            mark = arena_mark(a);
        struct made_row   r;
        struct join_pair *hit;

        made_row(l->made, l->n + i, &r);
        struct gauge from = gauge_now();

        size_t       n = join_ask(x, a, load_draft(l, a, &r), &hit);

        note_draft(d, i, gauge_since(from), n);
        arena_back(a, mark);
    }
    print_drafts("draft", d);
}

static void
ask_titles(struct arena *a, const struct loaded *l, const struct cosine_index *x)
{
    struct cosine_want want = { TITLES_LEAST, NEAREST };
    struct drafts     *d = NEW(a, struct drafts);

    for (uint32_t i = 0; i < DRAFTS; i++) {
        size_t            mark = arena_mark(a);
        struct made_row   r;
        struct cosine_hit hit[NEAREST];
        char              room[MADE_TEXT_MAX];

        made_row(l->made, l->n + i, &r);
        struct str   title = made_text(l->made, r.word, r.n_title, room);
        struct gauge from = gauge_now();

        size_t       n = cosine_nearest(x, a, title, want, hit);

        note_draft(d, i, gauge_since(from), n);
        arena_back(a, mark);
    }
    print_drafts("draft title", d);
}

static int
run_draft(struct arena *a, struct asked *asked)
{
    asked->load.keeps_titles = true;
    asked->join.for_drafts = true;
    asked->weighs |= asked->load.words == LOAD_PROGRAM;     /* what is unknown weighs, there */
    struct loaded l = load_asked(a, asked);

    ask_drafts(a, &l, make_index(a, &l, asked->join));
    ask_titles(a, &l, make_titles(a, &l));
    return 0;
}

/* ---- exact ----------------------------------------------------------------------------------- */

static const struct join_least leasts[] = {
    { 5, 10 }, { 6, 10 }, { 7, 10 }, { 8, 10 }, { 9, 10 },
};

/* The pairs of two lists, of the first n_left rows and of the others. */
static struct pairs
between(struct arena *a, struct pairs of, uint32_t n_left)
{
    struct pairs kept = { NEWS(a, struct join_pair, of.n), 0 };

    for (size_t i = 0; i < of.n; i++)
        if (of.pair[i].a < n_left && of.pair[i].b >= n_left)
            kept.pair[kept.n++] = of.pair[i];
    return kept;
}

static bool
is_exact_at(struct arena *a, const struct join_sets *s, struct pairs brute, struct join_least least)
{
    struct pairs wanted = brute_at(a, brute, least);
    bool         agrees = true;

    for (int threads = 1; threads <= 2; threads++) {
        struct join_plan plan = { least, threads, threads == 2 };    /* the longer index too */

        agrees &= pairs_agree(wanted, joined_pairs(a, s, plan, UINT32_MAX), "one list");
        agrees &= pairs_agree(between(a, wanted, s->n / 3), joined_pairs(a, s, plan, s->n / 3),
                              "two lists");
    }
    agrees &= drafts_agree(a, s, least, s->n / DRAFT_STEPS + 1);
    printf("{\"what\":\"exact\",\"rows\":%" PRIu32 ",\"weighs\":%s,\"least\":%" PRIu32
           ",\"pairs\":%zu,\"agrees\":%s}\n", s->n, s->weight ? "true" : "false", least.p * 100,
           wanted.n, agrees ? "true" : "false");
    return agrees;
}

static bool
is_exact(struct arena *a, const struct join_sets *s)
{
    struct pairs brute = brute_pairs(a, s, leasts[0]);
    bool         agrees = true;

    for (size_t i = 0; i < COUNT(leasts); i++) {
        size_t mark = arena_mark(a);

        agrees &= is_exact_at(a, s, brute, leasts[i]);
        arena_back(a, mark);
    }
    return agrees;
}

/* What the nearest of some titles are; others are passed by. */
struct samples { struct cosine_hit hit[SAMPLES][NEAREST]; size_t n[SAMPLES]; uint32_t step; };

static bool
keep_sample(void *arg, uint32_t row, const struct cosine_hit *hit, size_t n)
{
    struct samples *s = arg;

    if (row % s->step == 0) {
        memcpy(s->hit[row / s->step], hit, n * sizeof *hit);
        s->n[row / s->step] = n;
    }
    return true;
}

static size_t
nearest_by_brute(const struct cosine_index *x, uint32_t n, uint32_t row, struct cosine_hit *hit)
{
    size_t found = 0;

    for (uint32_t r = 0; r < n; r++) {
        uint32_t likeness = r != row && cosine_first(x, r) == r ? cosine_of(x, row, r) : 0;
        size_t   at = found;

        if (likeness < TITLES_LEAST)
            continue;
        for (; at > 0 && hit[at - 1].likeness < likeness; at--)
            if (at < NEAREST)
                hit[at] = hit[at - 1];
        if (at < NEAREST)
            hit[at] = (struct cosine_hit){ r, likeness };
        found += found < NEAREST;
    }
    return found;
}

static bool
titles_are_exact(struct arena *a, const struct loaded *l)
{
    struct cosine_index *x = cosine_make(a, l->title, l->n);
    struct samples      *s = NEW(a, struct samples);
    bool                 agrees = true;
    uint32_t             looked = 0, step = l->n / SAMPLES + 1;

    s->step = step;
    agrees &= cosine_all(x, a, (struct cosine_plan){ { TITLES_LEAST, NEAREST }, 0, 2 },
                         (struct cosine_out){ { s, keep_sample }, NULL });
    for (uint32_t i = 0, row = 0; row < l->n; row = ++i * step) {
        struct cosine_hit hit[NEAREST];

        if (cosine_first(x, row) != row)
            continue;
        size_t n = nearest_by_brute(x, l->n, row, hit);

        agrees &= n == s->n[i] &&
                  memcmp(hit, s->hit[i], n * sizeof *hit) == 0;
        looked++;
    }
    printf("{\"what\":\"exact titles\",\"rows\":%" PRIu32 ",\"asked\":%" PRIu32 ",\"agrees\":%s}\n",
           l->n, looked, agrees ? "true" : "false");
    return agrees;
}

static int
run_exact(struct arena *a, struct asked *asked)
{
    asked->load.keeps_titles = asked->load.corpus != 'r';
    asked->weighs = true;
    struct loaded    l = load_asked(a, asked);
    struct join_sets plain = l.sets;
    bool             agrees;

    plain.weight = NULL;
    agrees = is_exact(a, &plain);
    agrees &= is_exact(a, &l.sets);
    if (l.title)
        agrees &= titles_are_exact(a, &l);
    return agrees ? 0 : 1;
}

/* ---- the rows themselves, for peers ---------------------------------------------------------- */

static int
run_texts(struct arena *a, struct asked *asked)
{
    struct made *m = made_open(a, LOAD_SEED, asked->load.corpus == 'e');

    printf("id,title,text\r\n");
    for (uint32_t i = 0; i < asked->load.n; i++) {
        size_t          mark = arena_mark(a);
        struct buf      line = buf_in(a, 4 * MADE_TEXT_MAX);
        char            title[MADE_TEXT_MAX], text[MADE_TEXT_MAX];
        struct made_row r;

        made_row(m, i, &r);
        csv_write(&line, (struct str[]){ str_fmt(a, "%" PRIu32, i),
            made_text(m, r.word, r.n_title, title),
            made_text(m, r.word + r.n_title, r.n - r.n_title, text) }, 3, false);
        printf("%.*s", TEXT(buf_str(&line)));
        arena_back(a, mark);
    }
    return 0;
}

static int
run_sets(struct arena *a, struct asked *asked)
{
    struct join_sets s = load(a, asked->load).sets;

    for (uint32_t row = 0; row < s.n; row++) {
        for (uint32_t i = s.first[row]; i < s.first[row + 1]; i++)
            printf("%s%" PRIu32, i > s.first[row] ? " " : "", s.term[i]);
        printf("\n");
    }
    return 0;
}

/* ---- main ------------------------------------------------------------------------------------ */

int
main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int       (*run)(struct arena *, struct asked *);
    } command[] = {
        { "join", run_join }, { "minhash", run_minhash }, { "cosine", run_cosine },
        { "draft", run_draft }, { "exact", run_exact }, { "texts", run_texts },
        { "sets", run_sets },
    };
    struct arena a = arena_make((size_t)1 << 37);
    struct asked asked = asked_by((struct args){ argc, argv });

    for (size_t i = 0; argc > 1 && i < COUNT(command); i++)
        if (strcmp(argv[1], command[i].name) == 0) {
            int status = command[i].run(&a, &asked);

            arena_drop(&a);
            return status;
        }
    fprintf(stderr, "bench_text join|minhash|cosine|draft|exact|texts|sets: what each does and its "
            "flags stand at the head of test/bench/text/bench_text.c\n");
    return 2;
}
