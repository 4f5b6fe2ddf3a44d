/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * rule.h — expressions that people write in forms and instruments: XLSForm's, typed and total.
 *
 * WHAT   `${output} * 0.4 + if(${x} > 2, 1, 0)`: a text is compiled once against a scope, which
 *        says what each name stands for, and run with values as often as wanted. What can be
 *        refused is refused when it is compiled, at its byte, in words. A run cannot fail: it gives
 *        a value, which may be unknown and then says why.
 * NOT    Where expressions stand and what they decide: the slices. Figures' ranges: engine/score.
 * READ   doc/rule.md, the table of functions · rule_lex.c, rule_parse.c text to tree ·
 *        rule_func.c the functions · rule_type.c, rule_type_call.c what fits where · rule_cost.c
 *        the bound · rule_run.c, rule_call.c values · rule_regex.c patterns · rule_print.c texts
 *
 * THE LAW  XLSForm and the ODK XForms specification, where they agree on what a function means.
 * OURS     Types are checked, unknown is not zero, decimals are exact, nothing asks a clock or
 *          chance; doc/rule.md marks each difference, ADR 0008 says why.
 *
 * Pure: the caller's memory, no clock, no I/O, no global. The cost of a run is bounded when the
 * text is compiled: what could take over RULE_STEPS_MAX steps or RULE_BYTES_MAX bytes is refused.
 */
#ifndef GUYUB_ENGINE_RULE_RULE_H
#define GUYUB_ENGINE_RULE_RULE_H

#include "base/arena.h"
#include "base/calendar.h"
#include "base/decimal.h"

enum {
    RULE_TEXT_MAX  = 8192,          /* bytes of an expression                            */
    RULE_NODES_MAX = 1000,          /* operators, functions, names and literals          */
    RULE_DEPTH_MAX = 200,           /* of the tree; a sum of n parts is n deep           */
    RULE_NAMES_MAX = 10000,         /* of a scope                                        */
    RULE_STEPS_MAX = 300000,        /* of a run, see rule_cost.h: under 1 ms             */
    RULE_BYTES_MAX = 1 << 20        /* of scratch that a run may take                    */
};

enum rule_type { RULE_NUMBER, RULE_TEXT, RULE_BOOL, RULE_DATE };

/* Is there a value, and if not, why. EMPTY is "no answer"; what follows KNOWN are failures. */
enum rule_state {
    RULE_EMPTY,                     /* not answered: the default                         */
    RULE_KNOWN,
    RULE_DIV_ZERO,                  /* div or mod by zero                                */
    RULE_TOO_LARGE,                 /* over 36 digits, a date outside 0001 to 9999       */
    RULE_NO_NUMBER,                 /* a text that is no number; an index that is not whole */
    RULE_NO_DATE,                   /* a text that is no whole date                      */
    RULE_NO_ROW,                    /* pulldata found no row                             */
    RULE_NOT_AS_SAID                /* the value given breaks what the scope promised    */
};

struct rule_value {
    enum rule_type  type;
    enum rule_state state;
    int32_t         at;             /* if not known: the byte of the expression that made it so */
    union {                         /* read only if RULE_KNOWN */
        struct dec  number;
        struct str  text;           /* never empty: an empty text is RULE_EMPTY          */
        bool        truth;
        struct date date;           /* a whole date                                      */
        struct { const struct rule_value *item; size_t n; } many;   /* of a name that is many */
    };
};

#define RULE_OF_NUMBER(d) ((struct rule_value){ RULE_NUMBER, RULE_KNOWN, 0, { .number = (d) } })
#define RULE_OF_TEXT(s)   ((struct rule_value){ RULE_TEXT, RULE_KNOWN, 0, { .text = (s) } })
#define RULE_OF_BOOL(b)   ((struct rule_value){ RULE_BOOL, RULE_KNOWN, 0, { .truth = (b) } })
#define RULE_OF_DATE(d)   ((struct rule_value){ RULE_DATE, RULE_KNOWN, 0, { .date = (d) } })

/* ---- the scope: what a text may speak of; it outlives the rule ------------------------------ */

struct rule_name {
    struct str     name;            /* as in ${name}                                     */
    enum rule_type type;
    int32_t        bytes_max;       /* of a text, one item of it; others leave it 0      */
    int32_t        many_max;        /* rows of a repeat; 0: one value                    */
};

struct rule_column { struct str name; enum rule_type type; };

struct rule_table {                 /* for pulldata */
    struct str                name;
    const struct rule_column *column;
    const struct str         *cell; /* n_rows x n_columns, row by row; unknown cells are empty */
    size_t                    n_columns, n_rows;
};

struct rule_scope {
    const struct rule_name  *name;
    const struct rule_table *table;
    size_t                   n_names, n_tables;
    const struct rule_name  *self;  /* one of `name`: what "." and once() stand for; NULL: none */
    bool                     in_repeat;     /* position(..) has a meaning                */
};

/* ---- compile -------------------------------------------------------------------------------- */

struct rule;                        /* closed; lives in the arena it was compiled into   */

struct rule_fault {
    size_t     at, n;               /* bytes of the text: where, and how many; n may be 0 */
    struct msg what, todo;          /* todo may be MSG_NONE                              */
};

/* False and the first fault, if the text is not an expression of this scope. Copies the text. */
bool rule_compile(struct arena *, const struct rule_scope *, struct str text, const struct rule **,
                  struct rule_fault *);

/* Line and column, from 1, in characters, of a byte of a text: what a pack adds to its own. */
void rule_place(struct str text, size_t at, int32_t *line, int32_t *column);

/* ---- ask ------------------------------------------------------------------------------------ */

struct rule_cost { int64_t steps; size_t bytes; };

enum rule_type   rule_type_of(const struct rule *);
struct rule_cost rule_cost_of(const struct rule *);     /* no run takes more                 */

/* Does the expression read this name of the scope, by its index? */
bool             rule_reads(const struct rule *, size_t name);

/* The canonical text; compiles to the same tree. */
struct str       rule_print(struct arena *, const struct rule *);

/* ---- run ------------------------------------------------------------------------------------ */

struct rule_input {
    const struct rule_value *value;     /* one a name of the scope, in its order         */
    struct date              today;     /* for today(); no date: today() is empty        */
    int32_t                  position;  /* for position(..), from 1                      */
    int64_t                 *steps;     /* if not NULL: what the run took is stored here */
};

/* Total. `scratch` has rule_cost_of().bytes left; a text of the result may lie there. */
struct rule_value rule_run(const struct rule *, const struct rule_input *, struct arena *scratch);

/* Why a result of this rule is not known, in a sentence; MSG_NONE if it is known. */
struct msg rule_reason(struct arena *, const struct rule *, const struct rule_value *);

#endif
