/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/negotiate.h"

#include "web/http.h"
#include "web/route.h"

enum { WEIGHT_FULL = 1000, ELEMENTS_MAX = 40 };

/* One element of a list: "text/html;level=1;q=0.8". The weight is in thousandths. */
struct wish { struct str what; int32_t weight; };

/* 0, 0.xxx, 1 or 1.000; -1 for anything else */
static int32_t
weight_of(struct str s)
{
    int32_t unit = WEIGHT_FULL, weight = 0;

    if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
        return -1;
    for (size_t i = 0; i < s.n; i++) {
        if (i == 1)
            continue;
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        weight += (s.p[i] - '0') * unit;
        unit /= 10;
    }
    return weight <= WEIGHT_FULL ? weight : -1;
}

/* Takes the next element off the list; false at its end. A malformed one has an empty `what`. */
static bool
next_wish(struct str *list, struct wish *out)
{
    struct str element, parameter;

    if (!list->p)
        return false;
    str_cut(*list, ',', &element, list);
    *out = (struct wish){ .weight = WEIGHT_FULL };
    str_cut(element, ';', &out->what, &element);
    out->what = str_trim(out->what);
    while (element.p) {
        str_cut(element, ';', &parameter, &element);
        parameter = str_trim(parameter);
        if (parameter.n >= 2 && http_same(str_part(parameter, 0, 2), S("q=")))
            out->weight = weight_of(str_part(parameter, 2, parameter.n - 2));
    }
    if (out->weight < 0)
        *out = (struct wish){ .weight = 0 };
    return true;
}

/* ---- formats -------------------------------------------------------------------------------- */

static const struct { enum format format; const char *type, *family, *alias; } formats[] = {
    { AS_HTML, "text/html",        "text/*",        "application/xhtml+xml"    },
    { AS_JSON, "application/json", "application/*", "application/problem+json" },
    { AS_CSV,  "text/csv",         "text/*",        NULL                       },
};

/* The weight of the most exact element that names the format. */
static int32_t
format_weight(struct str accept, size_t f)
{
    int32_t     best = 0, exact = 0;
    struct wish w;

    for (int i = 0; i < ELEMENTS_MAX && next_wish(&accept, &w); i++) {
        int32_t how = 0;

        if (http_same(w.what, str_of(formats[f].type)))
            how = 4;
        else if (formats[f].alias && http_same(w.what, str_of(formats[f].alias)))
            how = 3;
        else if (http_same(w.what, str_of(formats[f].family)))
            how = 2;
        else if (str_eq(w.what, S("*/*")))
            how = 1;
        if (how > exact) {
            exact = how;
            best = w.weight;
        }
    }
    return best;
}

uint32_t
negotiate_format(struct str accept, uint32_t serves)
{
    uint32_t chosen = 0;
    int32_t  most = 0;

    if (str_trim(accept).n == 0)
        accept = S("*/*");
    for (size_t f = 0; f < COUNT(formats); f++) {
        int32_t weight = serves & formats[f].format ? format_weight(accept, f) : 0;

        if (weight > most) {
            most = weight;
            chosen = formats[f].format;
        }
    }
    return chosen;
}

/* ---- languages ------------------------------------------------------------------------------ */

/* "id", "id-ID": the language before the region; "in" is the code that old devices send */
static bool
is_language(struct str what, struct str code)
{
    struct str primary, region;

    str_cut(what, '-', &primary, &region);
    return http_same(primary, code);
}

enum lang
negotiate_lang(struct str list)
{
    int32_t     indonesian = 0, english = 0;
    struct wish w;

    for (int i = 0; i < ELEMENTS_MAX && next_wish(&list, &w); i++) {
        if (is_language(w.what, S("id")) || is_language(w.what, S("in")))
            indonesian = w.weight > indonesian ? w.weight : indonesian;
        else if (is_language(w.what, S("en")))
            english = w.weight > english ? w.weight : english;
    }
    return english > indonesian ? LANG_EN : LANG_ID;
}

/* ---- packing -------------------------------------------------------------------------------- */

static int32_t
packing_weight(struct str list, struct str name)
{
    int32_t     any = 0;
    struct wish w;

    for (int i = 0; i < ELEMENTS_MAX && next_wish(&list, &w); i++) {
        if (http_same(w.what, name))
            return w.weight;
        if (str_eq(w.what, S("*")))
            any = w.weight;
    }
    return any;
}

enum packing
negotiate_packing(struct str list, bool has_gzip, bool has_brotli)
{
    int32_t gzip = has_gzip ? packing_weight(list, S("gzip")) : 0;
    int32_t brotli = has_brotli ? packing_weight(list, S("br")) : 0;

    if (brotli > 0 && brotli >= gzip)
        return PACK_BROTLI;
    return gzip > 0 ? PACK_GZIP : PACK_PLAIN;
}
