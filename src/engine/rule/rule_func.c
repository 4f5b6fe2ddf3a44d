/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_func.c — two tables, in the order of their names, and how a function is written. */
#include "engine/rule/rule_func.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/near.h"

#define P(kind) PARAM_##kind

static const struct rule_func funcs[] = {
    { "abs",               FN_ABS,               GIVES_NUMBER, 1, 1, { P(NUMBER) } },
    { "boolean",           FN_BOOLEAN,           GIVES_BOOL,   1, 1, { P(ANY) } },
    { "coalesce",          FN_COALESCE,          GIVES_SAME,   2, -1, { P(SAME) } },
    { "concat",            FN_CONCAT,            GIVES_TEXT,   1, -1, { P(ANY) } },
    { "contains",          FN_CONTAINS,          GIVES_BOOL,   2, 2, { P(TEXT), P(TEXT) } },
    { "count",             FN_COUNT,             GIVES_NUMBER, 1, 1, { P(MANY) } },
    { "count-non-empty",   FN_COUNT_NON_EMPTY,   GIVES_NUMBER, 1, 1, { P(MANY) } },
    { "count-selected",    FN_COUNT_SELECTED,    GIVES_NUMBER, 1, 1, { P(TEXT) } },
    { "date",              FN_DATE,              GIVES_DATE,   1, 1, { P(ANY) } },
    { "decimal-date-time", FN_DECIMAL_DATE_TIME, GIVES_NUMBER, 1, 1, { P(DATE) } },
    { "ends-with",         FN_ENDS_WITH,         GIVES_BOOL,   2, 2, { P(TEXT), P(TEXT) } },
    { "false",             FN_FALSE,             GIVES_BOOL,   0, 0, { P(ANY) } },
    { "format-date",       FN_FORMAT_DATE,       GIVES_TEXT,   2, 2, { P(DATE), P(LITERAL) } },
    { "if",                FN_IF,                GIVES_SAME,   3, 3,
                           { P(BOOL), P(SAME), P(SAME) } },
    { "int",               FN_INT,               GIVES_NUMBER, 1, 1, { P(NUMBER) } },
    { "max",               FN_MAX,               GIVES_NUMBER, 1, -1, { P(NUMBERS) } },
    { "min",               FN_MIN,               GIVES_NUMBER, 1, -1, { P(NUMBERS) } },
    { "not",               FN_NOT,               GIVES_BOOL,   1, 1, { P(BOOL) } },
    { "number",            FN_NUMBER,            GIVES_NUMBER, 1, 1, { P(ANY) } },
    { "once",              FN_ONCE,              GIVES_SAME,   1, 1, { P(SAME) } },
    { "position",          FN_POSITION,          GIVES_NUMBER, 1, 1, { P(PARENT) } },
    { "pulldata",          FN_PULLDATA,          GIVES_COLUMN, 4, 4,
                           { P(LITERAL), P(LITERAL), P(LITERAL), P(TEXT) } },
    { "regex",             FN_REGEX,             GIVES_BOOL,   2, 2, { P(TEXT), P(LITERAL) } },
    { "round",             FN_ROUND,             GIVES_NUMBER, 1, 2, { P(NUMBER), P(PLACES) } },
    { "selected",          FN_SELECTED,          GIVES_BOOL,   2, 2, { P(TEXT), P(TEXT) } },
    { "selected-at",       FN_SELECTED_AT,       GIVES_TEXT,   2, 2, { P(TEXT), P(NUMBER) } },
    { "starts-with",       FN_STARTS_WITH,       GIVES_BOOL,   2, 2, { P(TEXT), P(TEXT) } },
    { "string",            FN_STRING,            GIVES_TEXT,   1, 1, { P(ANY) } },
    { "string-length",     FN_STRING_LENGTH,     GIVES_NUMBER, 1, 1, { P(TEXT) } },
    { "substr",            FN_SUBSTR,            GIVES_TEXT,   2, 3,
                           { P(TEXT), P(NUMBER), P(NUMBER) } },
    { "substring-after",   FN_SUBSTRING_AFTER,   GIVES_TEXT,   2, 2, { P(TEXT), P(TEXT) } },
    { "substring-before",  FN_SUBSTRING_BEFORE,  GIVES_TEXT,   2, 2, { P(TEXT), P(TEXT) } },
    { "sum",               FN_SUM,               GIVES_NUMBER, 1, 1, { P(MANY_NUMBERS) } },
    { "today",             FN_TODAY,             GIVES_DATE,   0, 0, { P(ANY) } },
    { "true",              FN_TRUE,              GIVES_BOOL,   0, 0, { P(ANY) } },
};

static const char *const param_names[] = {
    [PARAM_NUMBER] = "number",    [PARAM_TEXT] = "text",       [PARAM_BOOL] = "bool",
    [PARAM_DATE] = "date",        [PARAM_ANY] = "any",         [PARAM_SAME] = "same",
    [PARAM_MANY] = "many",        [PARAM_MANY_NUMBERS] = "many numbers",
    [PARAM_NUMBERS] = "number or many numbers",                [PARAM_LITERAL] = "'text'",
    [PARAM_PLACES] = "places",    [PARAM_PARENT] = "..",
};

static const char *const gives_names[] = {
    [GIVES_NUMBER] = "number", [GIVES_TEXT] = "text", [GIVES_BOOL] = "bool",
    [GIVES_DATE] = "date",     [GIVES_SAME] = "same", [GIVES_COLUMN] = "as the column",
};

static const struct rule_refused refused[] = {
    { "acos",                  REFUSED_INEXACT, NULL },
    { "area",                  REFUSED_PLACE, NULL },
    { "asin",                  REFUSED_INEXACT, NULL },
    { "atan",                  REFUSED_INEXACT, NULL },
    { "atan2",                 REFUSED_INEXACT, NULL },
    { "base64-decode",         REFUSED_SECRET, NULL },
    { "boolean-from-string",   REFUSED_FOR, "${name} = 'true' or ${name} = '1'" },
    { "ceiling",               REFUSED_FOR, "int(${name}) + if(${name} > int(${name}), 1, 0)" },
    { "checklist",             REFUSED_FOR, "if(${a} = 'yes', 1, 0) + if(${b} = 'yes', 1, 0) > 0" },
    { "cos",                   REFUSED_INEXACT, NULL },
    { "current",               REFUSED_PATH, NULL },
    { "date-time",             REFUSED_TIME, NULL },
    { "decimal-time",          REFUSED_TIME, NULL },
    { "digest",                REFUSED_SECRET, NULL },
    { "distance",              REFUSED_PLACE, NULL },
    { "exp",                   REFUSED_INEXACT, NULL },
    { "exp10",                 REFUSED_INEXACT, NULL },
    { "extract-signed",        REFUSED_SECRET, NULL },
    { "floor",                 REFUSED_FOR, "int(${name}) - if(${name} < int(${name}), 1, 0)" },
    { "format-date-time",      REFUSED_TIME, NULL },
    { "geofence",              REFUSED_PLACE, NULL },
    { "id",                    REFUSED_PATH, NULL },
    { "indexed-repeat",        REFUSED_PATH, NULL },
    { "instance",              REFUSED_FOR, "pulldata('table', 'column', 'key', ${name})" },
    { "intersects",            REFUSED_PLACE, NULL },
    { "is-selected",           REFUSED_FOR, "selected(${name}, 'code')" },
    { "join",                  REFUSED_FOR, "concat(${a}, ', ', ${b})" },
    { "jr:choice-name",        REFUSED_FOR, "pulldata('table', 'label', 'code', ${name})" },
    { "jr:itext",              REFUSED_DEVICE, NULL },
    { "lang",                  REFUSED_DEVICE, NULL },
    { "last",                  REFUSED_FOR, "count(${name})" },
    { "local-name",            REFUSED_PATH, NULL },
    { "log",                   REFUSED_INEXACT, NULL },
    { "log10",                 REFUSED_INEXACT, NULL },
    { "name",                  REFUSED_PATH, NULL },
    { "namespace-uri",         REFUSED_PATH, NULL },
    { "normalize-space",       REFUSED_FOR, "regex(${name}, '[^ ]+( [^ ]+)*')" },
    { "now",                   REFUSED_TIME, NULL },
    { "pi",                    REFUSED_INEXACT, NULL },
    { "pow",                   REFUSED_FOR, "${name} * ${name}" },
    { "property",              REFUSED_DEVICE, NULL },
    { "random",                REFUSED_CHANCE, NULL },
    { "randomize",             REFUSED_CHANCE, NULL },
    { "search",                REFUSED_PATH, NULL },
    { "sin",                   REFUSED_INEXACT, NULL },
    { "sqrt",                  REFUSED_INEXACT, NULL },
    { "substring",             REFUSED_FOR, "substr(${name}, 0, 3)" },
    { "tan",                   REFUSED_INEXACT, NULL },
    { "translate",             REFUSED_FOR, "if(${name} = 'a', 'b', ${name})" },
    { "uuid",                  REFUSED_CHANCE, NULL },
    { "version",               REFUSED_DEVICE, NULL },
    { "weighted-checklist",    REFUSED_FOR, "if(${a} = 'yes', 2, 0) + if(${b} = 'yes', 3, 0) > 2" },
};

const struct rule_func *
rule_func_find(struct str name)
{
    for (size_t i = 0; i < COUNT(funcs); i++)
        if (str_eq(name, str_of(funcs[i].name)))
            return &funcs[i];
    return NULL;
}

const struct rule_func *
rule_func_at(size_t i)
{
    return i < COUNT(funcs) ? &funcs[i] : NULL;
}

enum rule_param
rule_func_param(const struct rule_func *f, size_t i)
{
    if (f->n_max == RULE_ARGS_ANY)
        return f->param[0];
    assert(i < RULE_PARAMS_MAX && (int32_t)i < f->n_max);
    return f->param[i];
}

struct str
rule_func_shape(struct arena *a, const struct rule_func *f)
{
    struct buf out = buf_in(a, 256);
    int32_t    n   = f->n_max == RULE_ARGS_ANY ? f->n_min : f->n_max;

    buf_fmt(&out, "%s(", f->name);
    for (int32_t i = 0; i < n; i++) {
        const char *is = param_names[rule_func_param(f, (size_t)i)];

        buf_fmt(&out, "%s%s%s%s", i ? ", " : "", i < f->n_min ? "" : "[", is,
                i < f->n_min ? "" : "]");
    }
    buf_fmt(&out, "%s)", f->n_max == RULE_ARGS_ANY ? ", …" : "");
    return buf_str(&out);
}

struct str
rule_func_gives(const struct rule_func *f)
{
    return str_of(gives_names[f->gives]);
}

const struct rule_refused *
rule_refused_find(struct str name)
{
    for (size_t i = 0; i < COUNT(refused); i++)
        if (str_eq(name, str_of(refused[i].name)))
            return &refused[i];
    return NULL;
}

const struct rule_refused *
rule_refused_at(size_t i)
{
    return i < COUNT(refused) ? &refused[i] : NULL;
}

struct msg
rule_refused_todo(const struct rule_refused *r)
{
    switch (r->why) {
    case REFUSED_CHANCE:
        return MSG("The same answers must give the same result: nothing here is left to chance.");
    case REFUSED_DEVICE:
        return MSG("Only answers are read here, not the phone or the program: make it a question.");
    case REFUSED_INEXACT:
        return MSG("Its digits never end and numbers are exact here: use a table and pulldata().");
    case REFUSED_PATH:
        return MSG("Answers are read by their names here: write {0}.", S("${name}"));
    case REFUSED_PLACE:
        return MSG("Places on a map are not calculated with here.");
    case REFUSED_SECRET:
        return MSG("Codes and signatures are not made here: let the answer hold the text itself.");
    case REFUSED_TIME:
        return MSG("Days are counted here, not hours: use today(), date() or format-date().");
    case REFUSED_FOR:
        break;
    }
    return MSG("Write {0}.", str_of(r->write));
}

struct str
rule_func_near(struct str name)
{
    struct str known[COUNT(funcs)];

    for (size_t i = 0; i < COUNT(funcs); i++)
        known[i] = str_of(funcs[i].name);
    return near_word(name, known, COUNT(funcs));
}
