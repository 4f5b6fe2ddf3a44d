/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * judge.c — what the judgement says of given pairs of rows: likeness, points, kind. quality.mjs
 * measures it.
 *
 *     overlap_judge LANG TEXT BY NEAR ROWS.csv PAIRS.csv [MODEL.csv …]
 *
 * LANG is id, en or plain; TEXT and BY name columns as `guyub overlap` takes them, "id" is the id.
 * PAIRS has columns a and b. NEAR above 0 adds every pair of rows whose words are alike by so many
 * per cent, and each title's ten nearest; pairs may come twice then. Without a MODEL the program's
 * own judges; with some, each in its turn.
 *
 * Prints CSV: model (0, 1, …), a, b, words, title (ten-thousandths), points, points_text_only (the
 * fields of both rows unknown), points_structure_only (title and text unknown, likeness 0), kind.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "city/overlap/overlap_part.h"
#include "pack/embedded.h"

enum { ARENA_MAX = 1 << 30, MODEL_BYTES_MAX = 1 << 20, CSV_LINE_MAX = 4096, PAIRS_MAX = 1 << 24 };
enum { NEAREST = 10 };
enum { ARG_LANG = 1, ARG_TEXT, ARG_BY, ARG_NEAR, ARG_ROWS, ARG_PAIRS, ARG_MODELS };

struct pair { uint32_t a, b; };

struct bench {
    struct arena               *arena;
    struct overlap_list         list;
    const struct overlap_row  **by_id;              /* the rows by their ids                  */
    struct overlap_search       search;             /* its words and titles                   */
    uint32_t                   *number;             /* of each row, among different ones      */
    const struct overlap_model *model;
    size_t                      n_model;            /* the number of the model, from 0         */
    struct arena                pairs;              /* the join gives back what is made in its */
    struct pair                *pair;
    size_t                      n_pairs;
};

static const struct str kinds[] = {
    [OVERLAP_NONE] = { "none", 4 }, [OVERLAP_CERTAIN] = { "certain", 7 },
    [OVERLAP_PROBABLE] = { "probable", 8 }, [OVERLAP_LOOK_ALIKE] = { "look-alike", 10 },
    [OVERLAP_REPLICATION] = { "replication", 11 }, [OVERLAP_CONTINUATION] = { "continuation", 12 },
};

/* ---- rows ------------------------------------------------------------------------------------ */

static int
compare_ids(const void *left, const void *right)
{
    const struct overlap_row *const *a = left, *const *b = right;

    return str_cmp((*a)->id, (*b)->id);
}

static struct err *
read_rows(struct bench *b, char **arg)
{
    struct overlap_columns columns;

    TRY(overlap_columns_read(b->arena, S("id"), str_of(arg[ARG_TEXT]), str_of(arg[ARG_BY]),
                             &columns));
    TRY(overlap_list_read(b->arena, str_of(arg[ARG_ROWS]), &columns, NULL, &b->list));
    b->by_id = NEWS(b->arena, const struct overlap_row *, b->list.n);
    for (size_t i = 0; i < b->list.n; i++)
        b->by_id[i] = &b->list.row[i];
    qsort(b->by_id, b->list.n, sizeof *b->by_id, compare_ids);
    return NULL;
}

static struct err *
find_row(const struct bench *b, struct csv_reader *r, struct str id, size_t column, uint32_t *out)
{
    struct overlap_row               key = { .id = id };
    const struct overlap_row        *wanted = &key;
    const struct overlap_row *const *found =
        bsearch(&wanted, b->by_id, b->list.n, sizeof *b->by_id, compare_ids);

    if (!found)
        return err_of(b->arena, (struct err){ .kind = ERR_INPUT, .code = "judge.row",
            .text = MSG("No row has the id \"{0}\".", id), .where = csv_where(r, column) });
    *out = (uint32_t)(*found - b->list.row);
    return NULL;
}

/* They stand side by side: nothing else is made in their arena. */
static void
add_pair(struct bench *b, uint32_t left, uint32_t right)
{
    struct pair *pair = NEW(&b->pairs, struct pair);

    *pair = (struct pair){ left, right };
    if (b->n_pairs++ == 0)
        b->pair = pair;
}

static struct err *
read_pairs(struct bench *b, const char *file)
{
    static const char *const wanted[] = { "a", "b" };
    struct csv_reader       *r;
    struct csv_record        rec;
    bool                     more;

    TRY(csv_open(b->arena, &r, str_of(file), wanted, COUNT(wanted)));
    for (;;) {
        uint32_t left, right;

        TRY(csv_next(r, &rec, &more));
        if (!more)
            break;
        TRY(find_row(b, r, rec.field[0], 0, &left));
        TRY(find_row(b, r, rec.field[1], 1, &right));
        add_pair(b, left, right);
    }
    csv_close(r);
    return NULL;
}

/* ---- likeness: the program's own ------------------------------------------------------------- */

static void
number_rows(struct bench *b)
{
    const struct overlap_same *same = &b->search.same;

    b->number = NEWS(b->arena, uint32_t, b->list.n);
    for (uint32_t k = 0; k < same->n; k++)
        for (uint32_t row = same->row[k]; row != OVERLAP_NO_ROW; row = same->next[row])
            b->number[row] = k;
}

static struct err *
read_texts(struct bench *b, enum lexicon_lang lang)
{
    static const struct overlap_plan plan = { .threads = 1 };
    struct overlap_search           *f = &b->search;
    struct lexicon                  *words;
    struct str                       lists = S("");

    embedded_find(S("pack/text/words.csv"), &lists);
    TRY(lexicon_read(b->arena, S("pack/text/words.csv"), lists, lang, &words));
    *f = (struct overlap_search){ .arena = b->arena, .list = &b->list, .plan = &plan,
                                  .count = NEW(b->arena, struct overlap_count) };
    overlap_same_of(b->arena, &b->list, 0, &f->same);
    f->corpus = corpus_open(b->arena, words);
    if (!overlap_prepare(f))
        assert(!"nobody stops it");
    number_rows(b);
    return NULL;
}

/* Rows that say the same are a group. */
static struct overlap_likeness
likeness(const struct bench *b, struct pair p)
{
    uint32_t                left = b->number[p.a], right = b->number[p.b];
    struct overlap_likeness like;

    if (left != right)
        return overlap_likeness_of(&b->search, left, right);
    like = overlap_group_likeness(&b->search, left, right);
    if (corpus_is_plain(b->search.corpus, left))
        like.title = 0;
    return like;
}

/* ---- pairs that are near by words or titles -------------------------------------------------- */

/* The pairs of rows that say the one with those that say the other; of those that say the same,
 * each once. */
static void
add_pairs(struct bench *b, uint32_t left, uint32_t right)
{
    const uint32_t *row = b->search.same.row, *next = b->search.same.next;

    for (uint32_t l = row[left]; l != OVERLAP_NO_ROW; l = next[l])
        for (uint32_t r = left == right ? next[l] : row[right]; r != OVERLAP_NO_ROW; r = next[r])
            add_pair(b, l, r);
}

/* The same of the rows of two sets of words. */
static void
add_sets(struct bench *b, uint32_t x, uint32_t y)
{
    const struct corpus *corpus = b->search.corpus;
    struct rows          left = corpus_rows_of(corpus, x), right = corpus_rows_of(corpus, y);

    for (size_t l = 0; l < left.n; l++)
        for (size_t r = x == y ? l + 1 : 0; r < right.n; r++)
            add_pairs(b, left.row[l], right.row[r]);
}

static bool
take_near(void *arg, const struct join_pair *near, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_sets(arg, near[i].a, near[i].b);
    return true;
}

static bool
take_titles(void *arg, uint32_t k, const struct cosine_hit *hit, size_t n)
{
    struct bench *b = arg;

    for (size_t i = 0; i < n; i++)
        add_pairs(b, k, hit[i].row);
    return true;
}

/* By words and by titles, as overlap_find.c does, so that a pair may come twice. On the second road
 * rows of one title are one. */
static void
add_near(struct bench *b, uint32_t percent)
{
    const struct join_sets *sets = corpus_sets(b->search.corpus);
    struct join_plan        words = { .least = { percent, 100 }, .threads = 1 };
    struct cosine_plan      titles = { .want = { 0, NEAREST }, .threads = 1 };

    if (!join_all(join_make(b->arena, sets, words), b->arena,
                  (struct join_out){ .taker = { b, take_near } })
        || !cosine_all(b->search.titles, b->arena, titles,
                       (struct cosine_out){ .taker = { b, take_titles } }))
        assert(!"nobody stops it");
    for (uint32_t set = 0; set < sets->n; set++)
        if (sets->first[set] != sets->first[set + 1])
            add_sets(b, set, set);
    for (uint32_t k = 0; k < b->search.same.n; k++)
        add_pairs(b, k, k);
}

/* ---- the judgement --------------------------------------------------------------------------- */

static struct overlap_row
text_of(const struct overlap_row *row)
{
    return (struct overlap_row){ .id = row->id, .title = row->title, .text = row->text,
                                 .line = row->line };
}

static struct overlap_row
fields_of(const struct overlap_row *row)
{
    struct overlap_row said = *row;

    said.title = said.text = (struct str){ NULL, 0 };
    return said;
}

static int32_t
points(const struct bench *b, const struct overlap_row *left, const struct overlap_row *right,
       struct overlap_likeness like)
{
    return overlap_judge(b->arena, b->model, left, right, like).points;
}

static void
print_pair(const struct bench *b, struct pair p)
{
    const struct overlap_row *left = &b->list.row[p.a], *right = &b->list.row[p.b];
    struct overlap_row        left_text = text_of(left), right_text = text_of(right);
    struct overlap_row        left_said = fields_of(left), right_said = fields_of(right);
    struct overlap_likeness   like = likeness(b, p), none = { 0, 0 };
    size_t                    mark = arena_mark(b->arena);
    struct overlap_verdict    verdict = overlap_judge(b->arena, b->model, left, right, like);
    struct buf                line = buf_in(b->arena, CSV_LINE_MAX);
    struct str                field[] = {
        str_fmt(b->arena, "%zu", b->n_model), left->id, right->id,
        str_fmt(b->arena, "%u", like.words), str_fmt(b->arena, "%u", like.title),
        str_fmt(b->arena, "%d", verdict.points),
        str_fmt(b->arena, "%d", points(b, &left_text, &right_text, like)),
        str_fmt(b->arena, "%d", points(b, &left_said, &right_said, none)), kinds[verdict.kind],
    };

    csv_write(&line, field, COUNT(field), false);
    printf("%.*s", TEXT(buf_str(&line)));
    arena_back(b->arena, mark);
}

static struct err *
read_model(struct arena *a, const char *path, struct overlap_model **out)
{
    char  *bytes = NEWS(a, char, MODEL_BYTES_MAX);
    FILE  *file = fopen(path, "rb");
    size_t n = file ? fread(bytes, 1, MODEL_BYTES_MAX, file) : 0;

    if (!file)
        return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "judge.model",
            .text = MSG("The model cannot be opened."), .where = str_of(path) });
    fclose(file);
    return overlap_model_read(a, str_of(path), (struct str){ bytes, n }, out);
}

static struct err *
judge_all(struct bench *b, int n_arg, char **arg)
{
    struct overlap_model *model = NULL;
    int                   n_models = n_arg > ARG_MODELS ? n_arg - ARG_MODELS : 1;

    printf("model,a,b,words,title,points,points_text_only,points_structure_only,kind\r\n");
    for (int m = 0; m < n_models; m++) {
        if (n_arg > ARG_MODELS)
            TRY(read_model(b->arena, arg[ARG_MODELS + m], &model));
        else
            TRY(overlap_model_own(b->arena, &model));
        b->model = model;
        b->n_model = (size_t)m;
        for (size_t i = 0; i < b->n_pairs; i++)
            print_pair(b, b->pair[i]);
    }
    return NULL;
}

static bool
lang_find(const char *word, enum lexicon_lang *out)
{
    static const struct { const char *word; enum lexicon_lang lang; } known[] = {
        { "id", LEXICON_ID }, { "en", LEXICON_EN }, { "plain", LEXICON_PLAIN },
    };

    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(word, known[i].word) == 0) {
            *out = known[i].lang;
            return true;
        }
    return false;
}

static struct err *
run(struct bench *b, enum lexicon_lang lang, int n_arg, char **arg)
{
    int64_t near;

    if (!str_int64(str_of(arg[ARG_NEAR]), &near) || near < 0 || near > 100)
        return err_of(b->arena, (struct err){ .kind = ERR_INPUT, .code = "judge.near",
            .text = MSG("NEAR is a whole number of per cent, 0 to 100.") });
    TRY(read_rows(b, arg));
    TRY(read_texts(b, lang));
    TRY(read_pairs(b, arg[ARG_PAIRS]));
    if (near > 0)
        add_near(b, (uint32_t)near);
    return judge_all(b, n_arg, arg);
}

int
main(int n_arg, char **arg)
{
    struct arena      arena = arena_make(ARENA_MAX);
    struct bench      b = { .arena = &arena, .pairs = arena_make(PAIRS_MAX * sizeof(struct pair)) };
    enum lexicon_lang lang;

    if (n_arg < ARG_MODELS || !lang_find(arg[ARG_LANG], &lang)) {
        fputs("usage: overlap_judge id|en|plain TEXT BY NEAR ROWS.csv PAIRS.csv [MODEL.csv …]\n",
              stderr);
        return 2;
    }
    struct err *e = run(&b, lang, n_arg, arg);

    if (e)
        fprintf(stderr, "%.*s\n", TEXT(err_line(&arena, LANG_EN, e)));
    arena_drop(&b.pairs);
    arena_drop(&arena);
    return e ? err_exit(e) : 0;
}
