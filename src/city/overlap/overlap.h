/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * overlap.h — work that may be the same work: found in lists of programmes, packages or
 * applications, explained, and left to a named person to decide.
 *
 * WHAT   A list of rows (a CSV file: anyone's) becomes findings: pairs of rows that may be the same
 *        work, each with its kind, its points, its reasons in words and what speaks against. Rows
 *        that say the same are one group. Two lists are compared with each other.
 * KINDS  certain      the same code, sub-unit, place, year and object
 *        probable     points of `probable` and more
 *        look-alike   points of `look_alike` and more: words in common, little else
 *        replication  the same work in another city with money of its own: worth copying, no
 *                     overlap
 *        continuation the next year of the same work
 * NOT    Nothing is merged, refused or decided here. The same code in different sub-units
 *        (puskesmas, UPTD, kelurahan) is normal and by itself no finding (domain 4.2); phrases that
 *        an office says all the time are no likeness (engine/text/corpus.h).
 * DATA   Points are in pack/text/overlap.csv, a line for each with its meaning: whoever runs an
 *        installation may read and change them.
 * READ   overlap_rule the judgement · overlap_list a file as rows · overlap_same which of them say
 *        the same · overlap_part what overlap_find is made of · overlap_report findings as CSV,
 *        JSON, text and a page of its own · overlap_cli the command
 */
#ifndef GUYUB_CITY_OVERLAP_H
#define GUYUB_CITY_OVERLAP_H

#include "base/maybe.h"
#include "base/msg.h"
#include "base/progress.h"
#include "base/str.h"
#include "cx.h"
#include "engine/text/join.h"

struct module;

/* ---- a row and what is known of it ----------------------------------------------------------- */

/* Texts are as the file has them; unknown where the list has no such column or cell. */
struct overlap_row {
    struct str       id, title, text;
    struct str       office, unit;              /* organisation; puskesmas, UPTD, kelurahan     */
    struct str       code, edition;             /* of the nomenclature: "2.16.03.2.02.0014"     */
    struct str       place;                     /* a region's code, or words                    */
    struct str       city;                      /* code or name: whose budget it is             */
    struct str       target, function, fund;    /* for whom; of an application; source of money */
    struct maybe_int from, to;                  /* years                                        */
    struct maybe_int money;                     /* rupiah                                       */
    int64_t          line;                      /* of the file                                  */
};

/* What the list says at all; a field that it does not say is neither for nor against. */
enum overlap_field {
    OVERLAP_OFFICE, OVERLAP_UNIT, OVERLAP_CODE, OVERLAP_EDITION, OVERLAP_PLACE, OVERLAP_CITY,
    OVERLAP_TARGET, OVERLAP_FUNCTION, OVERLAP_FUND, OVERLAP_YEAR, OVERLAP_MONEY, OVERLAP_FIELDS
};

/* ---- the judgement (overlap_rule.c: pure) ---------------------------------------------------- */

/* Ten-thousandths. Words: corpus weights, all of a row; title: letter sequences (cosine.h). */
struct overlap_likeness { uint32_t words, title; };

enum overlap_kind {
    OVERLAP_NONE, OVERLAP_CERTAIN, OVERLAP_PROBABLE, OVERLAP_LOOK_ALIKE, OVERLAP_REPLICATION,
    OVERLAP_CONTINUATION,
};

/* How two rows stand to each other in one field. */
enum overlap_stand {
    OVERLAP_UNSAID,             /* one of them or both say nothing     */
    OVERLAP_SAME, OVERLAP_INSIDE, OVERLAP_NEAR, OVERLAP_OTHER,
};

/* What each agreement is worth: the lines of pack/text/overlap.csv (overlap_model.h). */
struct overlap_model;

enum { OVERLAP_REASONS_MAX = 16, OVERLAP_WORDS_MAX = 12 };

struct overlap_reason { int32_t points; struct msg says; };

struct overlap_verdict {
    enum overlap_kind     kind;
    int32_t               points;               /* the sum of reasons; below 0 is possible       */
    struct overlap_reason reason[OVERLAP_REASONS_MAX];      /* for, against, and without points  */
    size_t                n_reasons;
};

/* The judgement on two rows; the other way round it is the same. The reasons' messages hold texts
 * of the rows and texts made in the arena. */
struct overlap_verdict overlap_judge(struct arena *, const struct overlap_model *,
                                     const struct overlap_row *, const struct overlap_row *,
                                     struct overlap_likeness);

/* The model from lines in memory, `name` for complaints. Fails: overlap.model_name (unknown, twice,
 * missing), overlap.model_line (a figure), and what csv.h refuses. */
struct err *overlap_model_read(struct arena *, struct str name, struct str lines,
                               struct overlap_model **);
struct err *overlap_model_own(struct arena *, struct overlap_model **);     /* the program's own */

/* ---- a list ---------------------------------------------------------------------------------- */

enum { OVERLAP_TEXTS_MAX = 4, OVERLAP_FILES_MAX = 2 };

/* Which column is what: names of columns, unknown where there is none. */
struct overlap_columns {
    struct str id;                                          /* unknown: the number of the line   */
    struct str text[OVERLAP_TEXTS_MAX];     size_t n_text;  /* the first is the title            */
    struct str by[OVERLAP_FIELDS];                          /* OVERLAP_YEAR: "2025", "2025-2029" */
};

/*
 * Reads "nama,uraian" and "satker,tahun,pagu" or "office=nama_satker,money=pagu": a bare name is
 * looked up among the usual names of each field (pack/text/columns.csv). Fails:
 * overlap.column_text, overlap.column_meaning, overlap.column_twice.
 */
struct err *overlap_columns_read(struct arena *, struct str id, struct str text, struct str by,
                                 struct overlap_columns *);
struct msg  overlap_field_label(enum overlap_field);        /* "Office"                          */
struct str  overlap_field_word(enum overlap_field);         /* "office": in data and in --by     */

struct overlap_list { struct overlap_row *row; size_t n; };

/* "25000000", "Rp 25.000.000,00", "1,000,000.5": rupiah, half up; false for anything else. */
bool overlap_money_read(struct str, int64_t *idr);
/* "2025", "2025-2029", "2025-01-31": the years; false for anything else. */
bool overlap_years_read(struct str, int64_t *from, int64_t *to);

/* Appends the rows of FILE; what csv.h refuses, and overlap.year, overlap.money, overlap.cell,
 * overlap.rows, overlap.stopped. `progress` hears of rows. */
struct err *overlap_list_read(struct arena *, struct str file, const struct overlap_columns *,
                              const struct progress *, struct overlap_list *);

/* ---- findings -------------------------------------------------------------------------------- */

/* A row stands for those that say the same in every field but their id, and in a pair of words that
 * many rows have for those too: n_a, n_b, at least 1. */
struct overlap_finding {
    uint32_t                a, b;               /* rows of the list, a < b                      */
    uint32_t                n_a, n_b;
    struct overlap_likeness like;
    struct overlap_verdict  verdict;
    struct str              word[OVERLAP_WORDS_MAX];    size_t n_words;     /* in common        */
};

/* Rows told once, not pair for pair: they say the same in every field but their id; or (`differs`)
 * only the same words, and are too many to be told in pairs. Then the first and the last are those
 * of which the verdict is: two that have least in common. */
struct overlap_group {
    const uint32_t *row; size_t n; bool differs; struct overlap_verdict verdict;
};

struct overlap_plan {
    struct join_least  least;                   /* of words                                     */
    uint32_t           title_least;             /* of titles, ten-thousandths                   */
    size_t             most;                    /* findings and groups, of each; more is said   */
    int                threads;
    size_t             n_left;                  /* rows of the first of two lists; 0: one list  */
    bool               shows_all;               /* replications, continuations, look-alikes too */
    bool               best_first;              /* the `most` best, at the end, not the first   */
};

struct overlap_taker {
    void *arg;
    struct err *(*finding)(void *arg, const struct overlap_finding *);
    struct err *(*group)(void *arg, const struct overlap_group *);
};

/* What was looked at. Of rows that say the same one is compared: `different`. A crowd is a group
 * that differs, shown or not; `pairs` were judged. */
struct overlap_count {
    uint64_t rows, different, empty, plain, groups, crowds, pairs;
    uint64_t findings[OVERLAP_CONTINUATION + 1];
    bool     was_stopped, is_cut;
};

/* What is asked: in which list, by which model, how far, for whom. */
struct overlap_ask {
    const struct overlap_model *model;
    const struct overlap_list  *list;
    const struct overlap_plan  *plan;
    struct overlap_taker        taker;
    const struct progress      *progress;       /* NULL: nobody asks */
};

/*
 * Finds, judges and gives what is found: groups first, then pairs by words, then pairs by titles;
 * with best_first all of it at the end, when `count` is complete, and pairs before groups. The same
 * for any number of threads. `count` is true even if stopped. What the taker makes in the arena is
 * gone after it. Fails: overlap.threads, what the taker refuses, and what lexicon.h refuses.
 */
struct err *overlap_find(struct arena *, const struct overlap_ask *, struct overlap_count *);

extern const struct module overlap_module;

#endif
