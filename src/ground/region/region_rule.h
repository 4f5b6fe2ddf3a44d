/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_rule.h — the rules of places: what a code says, how a name is written, what a person asks.
 *
 * WHAT   Pure: no clock, no SQL, no HTTP. Texts are made in the caller's arena.
 * NOT    Where regions are kept (region.sql), how they are found (region_search.h).
 * LAW    Codes and names: the Minister of Home Affairs' decree on codes and data of government
 *        regions (Kepmendagri 300.2.2-2138 of 2025), as npm idn-area-data gives them. Kinds of
 *        villages: Law 6 of 2014 on villages; in the code the last part begins with 1 for a
 *        kelurahan, 2 for a desa, 3 for a desa adat, which is a desa too (article 6).
 */
#ifndef GUYUB_REGION_RULE_H
#define GUYUB_REGION_RULE_H

#include "base/form.h"

/* kind, word in the data, level from the nation down, label */
#define REGION_KINDS(X)                             \
    X(PROVINCE,  "province",  1, N_("province"))    \
    X(REGENCY,   "regency",   2, N_("regency"))     \
    X(CITY,      "city",      2, N_("city"))        \
    X(DISTRICT,  "district",  3, N_("district"))    \
    X(KELURAHAN, "kelurahan", 4, N_("kelurahan"))   \
    X(DESA,      "desa",      4, N_("desa"))

enum region_kind { REGION_KIND_NONE,
#define X(name, word, level, label) REGION_##name,
    REGION_KINDS(X)
#undef X
};

enum { REGION_LEVEL_MAX = 4, REGION_CODE_MAX = 13, REGION_NAME_MAX = 100 };

struct str       region_kind_word(enum region_kind);       /* "city"; asserts a kind            */
enum region_kind region_kind_of_word(struct str);          /* REGION_KIND_NONE if it is none    */
int32_t          region_kind_level(enum region_kind);      /* 1 to 4                            */
struct msg       region_kind_label(struct str word);       /* for people; asserts a kind's word */

/* The four levels as lists choose them; regency and city are one, as are kelurahan and desa. */
enum region_step {
    REGION_STEP_PROVINCE, REGION_STEP_REGENCY, REGION_STEP_DISTRICT, REGION_STEP_VILLAGE
};

enum region_step region_step_of(struct str word);          /* asserts a kind's word             */

/* ---- codes: "35", "35.71", "35.71.01", "35.71.01.1001" -------------------------------------- */

bool             region_code_is_valid(struct str code);
int32_t          region_code_level(struct str code);       /* 1 to 4; 0: this is not a code     */
struct str       region_code_parent(struct str code);      /* unknown for a province            */
bool             region_code_is_below(struct str code, struct str above);   /* "35.71", "35" */

/*
 * The kind by the code alone (in a city's the second part is 71 or more); REGION_KIND_NONE if it
 * has none.
 */
enum region_kind region_kind_of_code(struct str code);

/* The kind that code and name as the source writes it agree on; REGION_KIND_NONE if they do not. */
enum region_kind region_kind_of(struct str code, struct str raw_name);

/* ---- names ---------------------------------------------------------------------------------- */

/*
 * The name as people read it. The source writes provinces, regencies and cities in capitals
 * ("KABUPATEN KEDIRI"): words get one capital, short forms are written out, roman numbers and DKI
 * stay, "dan" is small; nine names that no rule can know stand in a table. Districts and villages
 * keep the source's letters, with a capital in front.
 */
struct str       region_name_of(struct arena *, enum region_kind, struct str raw_name);

/* The name without the word for its kind, folded for comparing: "Kota Kediri" is "kediri". */
struct str       region_name_folded(struct arena *, enum region_kind, struct str name);

/*
 * The villages file of idn-area-data has a quotation mark where an apostrophe belongs, in the
 * middle of 24 names (Soka"an). That is not CSV; a mark between two letters is put right, others
 * stay.
 */
struct str       region_mend_quotes(struct arena *, struct str csv);

/* ---- points --------------------------------------------------------------------------------- */

/*
 * Whether a point in decimal degrees can lie in Indonesia: within 6.1 north to 11.1 south and
 * 94.9 to 141.1 east. OURS: the outermost islands (We, Ndana, Rondo, the border of Papua) and a
 * tenth of a degree, 11 km, round them. It catches swapped figures and a forgotten sign, not a
 * wrong village.
 */
bool             region_point_is_here(struct dec latitude, struct dec longitude);

/* ---- what a person asks --------------------------------------------------------------------- */

enum { REGION_WORDS_MAX = 8, REGION_QUESTION_MAX = 120 };

struct region_word {
    struct str       text;          /* folded                                                */
    enum region_kind hint;          /* what the word before it says, "kota kediri"; or NONE  */
    struct str       hint_text;     /* that word, for names that have it within: "kota baru" */
};

struct region_question {
    struct region_word word[REGION_WORDS_MAX];
    size_t             n;
    struct str         all;         /* the folded text with the words for kinds */
};

/* Words for a kind ("kab.", "kota") become hints; a text of nothing else keeps them as words. */
void             region_question_of(struct arena *, struct str text, struct region_question *);

/*
 * The question as it may have been meant: with a slip in its word for a kind put right ("koota
 * kediri"), or that word parted from the name ("kotakediri"). False: there is nothing to doubt.
 */
bool             region_question_doubt(struct arena *, const struct region_question *,
                                       struct region_question *meant);

#endif
