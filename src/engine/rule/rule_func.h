/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule_func.h — the functions of the language, and those of XLSForm that it refuses.
 *
 * doc/rule.md is the same table for people; a test holds the two together.
 */
#ifndef GUYUB_ENGINE_RULE_RULE_FUNC_H
#define GUYUB_ENGINE_RULE_RULE_FUNC_H

#include "engine/rule/rule.h"

enum rule_fn {
    FN_ABS, FN_BOOLEAN, FN_COALESCE, FN_CONCAT, FN_CONTAINS, FN_COUNT, FN_COUNT_NON_EMPTY,
    FN_COUNT_SELECTED, FN_DATE, FN_DECIMAL_DATE_TIME, FN_ENDS_WITH, FN_FALSE, FN_FORMAT_DATE, FN_IF,
    FN_INT, FN_MAX, FN_MIN, FN_NOT, FN_NUMBER, FN_ONCE, FN_POSITION, FN_PULLDATA, FN_REGEX,
    FN_ROUND, FN_SELECTED, FN_SELECTED_AT, FN_STARTS_WITH, FN_STRING, FN_STRING_LENGTH, FN_SUBSTR,
    FN_SUBSTRING_AFTER, FN_SUBSTRING_BEFORE, FN_SUM, FN_TODAY, FN_TRUE
};

/*
 * What an argument may be, and what a value that is not known does there. NUMBER, BOOL, DATE: the
 * result is not known either. TEXT: empty counts as a text of no letters; a failure goes on. The
 * rest: the function says.
 */
enum rule_param {
    PARAM_NUMBER, PARAM_TEXT, PARAM_BOOL, PARAM_DATE,       /* as enum rule_type            */
    PARAM_ANY,                      /* one value of any type                                */
    PARAM_SAME,                     /* of the same type as its fellows                      */
    PARAM_MANY,                     /* a name that stands for many                          */
    PARAM_MANY_NUMBERS,
    PARAM_NUMBERS,                  /* a number, or a name that stands for many             */
    PARAM_LITERAL,                  /* a text in quotes                                     */
    PARAM_PLACES,                   /* a whole number from 0 to 18, written out             */
    PARAM_PARENT                    /* ".."                                                 */
};

enum rule_gives { GIVES_NUMBER, GIVES_TEXT, GIVES_BOOL, GIVES_DATE, GIVES_SAME, GIVES_COLUMN };

enum { RULE_PARAMS_MAX = 4, RULE_ARGS_ANY = -1 };

struct rule_func {
    const char     *name;
    enum rule_fn    fn;
    enum rule_gives gives;
    int32_t         n_min, n_max;   /* arguments; RULE_ARGS_ANY: the last goes on           */
    enum rule_param param[RULE_PARAMS_MAX];
};

/* The function of this name, or NULL. */
const struct rule_func *rule_func_find(struct str name);
const struct rule_func *rule_func_at(size_t i);             /* by name; NULL behind the last */

/* What the i-th argument may be, counted from 0. */
enum rule_param rule_func_param(const struct rule_func *, size_t i);

/* "round(number, [places])", as doc/rule.md writes it; its result: "number", "same", … */
struct str rule_func_shape(struct arena *, const struct rule_func *);
struct str rule_func_gives(const struct rule_func *);

/* A function of XLSForm that is not here: why, or what to write instead. */
enum rule_refusal {
    REFUSED_FOR,                    /* `write` says the same with what is here */
    REFUSED_CHANCE, REFUSED_DEVICE, REFUSED_INEXACT, REFUSED_PATH, REFUSED_PLACE, REFUSED_SECRET,
    REFUSED_TIME
};

struct rule_refused { const char *name; enum rule_refusal why; const char *write; };

/* The one of this name, the i-th by name; NULL if there is none. The way out, in a sentence. */
const struct rule_refused *rule_refused_find(struct str name);
const struct rule_refused *rule_refused_at(size_t i);
struct msg                 rule_refused_todo(const struct rule_refused *);

/* The nearest function to a misspelt one; unknown if none is near. */
struct str rule_func_near(struct str name);

#endif
