/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap_part.h — what the parts of overlap_find share. Private to the slice.
 *
 * READ   overlap_prepare.c words, titles, clusters of a list · overlap_pair.c which pairs of rows
 *        are judged and told · overlap_group.c rows that are told once · overlap_find.c the two
 *        roads to a candidate, and all of it
 */
#ifndef GUYUB_OVERLAP_PART_H
#define GUYUB_OVERLAP_PART_H

#include "city/overlap/overlap_same.h"
#include "engine/text/corpus.h"
#include "engine/text/cosine.h"

/* Rows of one city in a cluster up to which each pair is judged; more are a crowd: their common
 * words, or title, say nothing of two of them. */
enum { OVERLAP_ALL_PAIRS = 8 };

/* What is kept of a finding until it is told; the judgement is asked again then. */
struct overlap_kept { uint32_t a, b, n_a, n_b; int32_t points; enum overlap_kind kind; };

/* `number`: of the cluster, or of the different row; a, b: the two that are shown. */
struct overlap_kept_group {
    uint32_t number, n, a, b; int32_t points; enum overlap_kind kind; bool differs;
};

/* Rows are different rows (overlap_same.h) wherever nothing else is said. */
struct overlap_search {
    struct arena               *arena;
    const struct overlap_model *model;
    const struct overlap_list  *list;
    const struct overlap_plan  *plan;
    struct overlap_taker        taker;
    const struct progress      *progress;
    struct overlap_count       *count;

    struct overlap_same         same;
    struct corpus              *corpus;
    struct cosine_index        *titles;
    struct overlap_clusters     by_words, by_title;
    bool                       *is_usual;           /* of each row: the office's usual title */
    bool                       *has_crowded_title;  /* too many of its city have it          */
    bool                       *has_crowded_words;
    bool                        is_nomenclature;    /* titles come with codes                */

    struct overlap_kept        *kept;       size_t n_kept;      /* up to 2 x most */
    struct overlap_kept_group  *group;      size_t n_groups;
    size_t                      n_told;
    uint64_t                   *near;       size_t n_near;      /* two titles each */
    struct err                 *failed;
};

/* A stage of the whole: its own progress is a part of the outer one, in thousandths. */
enum { OVERLAP_WHOLE = 1000 };
struct overlap_stage { struct overlap_search *search; uint64_t from, to; };
struct progress overlap_stage(struct overlap_search *, struct overlap_stage *, uint64_t from,
                              uint64_t to);

/* ---- overlap_prepare.c ----------------------------------------------------------------------- */

/* Words, titles and clusters of the list. False: stopped. */
bool overlap_prepare(struct overlap_search *);

/* ---- overlap_pair.c -------------------------------------------------------------------------- */

/* What it says: its first row in the list. */
const struct overlap_row *overlap_row_of(const struct overlap_search *, uint32_t row);

/* How alike two rows are, as far as that says anything of them; of a group: crowd or not. */
struct overlap_likeness   overlap_likeness_of(const struct overlap_search *, uint32_t, uint32_t);
struct overlap_likeness   overlap_group_likeness(const struct overlap_search *, uint32_t, uint32_t);

/* How many members from `from` on are of one city. */
size_t overlap_city_run(const struct overlap_search *, struct overlap_cluster, size_t from);

/* Below 0: the first comes first, by kind and points. */
int  overlap_by_worth(enum overlap_kind, int32_t points, enum overlap_kind, int32_t points_b);
bool overlap_is_shown(const struct overlap_search *, enum overlap_kind);

/* Rows of the list in a cluster. */
uint32_t overlap_rows_in(const struct overlap_search *, struct overlap_cluster);

/* Judges pairs of one cluster, or of two, and tells or keeps what is found. `by_title`: those that
 * words alone lead to are passed over, they have been seen. */
struct err *overlap_pair_within(struct overlap_search *, struct overlap_cluster, bool by_title);
struct err *overlap_pair_cross(struct overlap_search *, struct overlap_cluster,
                               struct overlap_cluster, bool by_title);

/* Gives a pair to the taker; and leaves the best of those that were kept. */
struct err *overlap_pair_tell(struct overlap_search *, const struct overlap_kept *);
void        overlap_pair_keep_best(struct overlap_search *);

/* ---- overlap_group.c ------------------------------------------------------------------------- */

/* Finds and counts groups, and gives them to the taker, the best first. */
void        overlap_groups_find(struct overlap_search *);
struct err *overlap_groups_tell(struct overlap_search *);

#endif
