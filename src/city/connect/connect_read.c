/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_read.c — lists that grow, faults, which places cannot be right. See connect_read.h. */
#include "city/connect/connect_read.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_site.h"

enum { DOUBTS_UP_TO = CONNECT_FAULTS_MAX / 2, SAMPLE_MAX = 1 << 14, FEW = 5 };

/* How far is far: so many times as far from the middle as half of the list lies, and a way on top:
 * for lists of one village, and a longer one for the few places of which nothing can be said. */
static const double FAR_TIMES = 10, FAR_LEAST_M = 100e3, FAR_OF_FEW_M = 1000e3;
/* 0, 0 in so many degrees; nobody lives within a hundred metres of it. */
static const double ZERO_DEGREES = 1e-3;
static const double RADIANS = 3.14159265358979323846 / 180;

/* ---- lists that grow ------------------------------------------------------------------------- */

static void
drop(void *arena)
{
    arena_drop(arena);
}

void
connect_rows_open(struct arena *a, struct connect_rows *r, size_t size, size_t most)
{
    *r = (struct connect_rows){ .size = size, .most = most, .own = NEW(a, struct arena),
                                .place = arena_owns(a, drop) };
    *r->own = arena_make(arena_bytes(most + 1, size));
    r->own->full = a->full;
    *r->place = r->own;
}

void *
connect_rows_add(struct connect_rows *r)
{
    if (r->n == r->most)
        return NULL;
    if (r->n == 0) {
        r->row = arena_alloc(r->own, r->size, _Alignof(max_align_t));
    } else {
        bool is_last = arena_extend(r->own, r->row, r->n * r->size, r->size);

        assert(is_last);
        (void)is_last;
    }
    return (char *)r->row + r->n++ * r->size;
}

void *
connect_rows_take(struct arena *a, struct connect_rows *r, const void *before, size_t n_before)
{
    char *all = arena_alloc(a, arena_bytes(n_before + r->n, r->size), _Alignof(max_align_t));

    if (n_before > 0)
        memcpy(all, before, n_before * r->size);
    if (r->n > 0)
        memcpy(all + n_before * r->size, r->row, r->n * r->size);
    connect_rows_drop(r);
    return all;
}

void
connect_rows_drop(struct connect_rows *r)
{
    *r->place = NULL;
    arena_drop(r->own);
}

/* ---- faults ---------------------------------------------------------------------------------- */

void
connect_fault_add(struct arena *a, struct connect_faults *all, struct connect_fault f)
{
    if (!all->fault)
        all->fault = NEWS(a, struct connect_fault, CONNECT_FAULTS_MAX);
    if (all->n < (f.is_doubt ? DOUBTS_UP_TO : CONNECT_FAULTS_MAX))
        all->fault[all->n++] = f;
    else
        *(f.is_doubt ? &all->n_more_doubts : &all->n_more) += 1;
}

/* There are a thousand at most. */
void
connect_fault_sort(struct connect_faults *all, size_t from)
{
    for (size_t i = from + 1; i < all->n; i++) {
        struct connect_fault it = all->fault[i];
        size_t               to = i;

        for (; to > from && all->fault[to - 1].line > it.line; to--)
            all->fault[to] = all->fault[to - 1];
        all->fault[to] = it;
    }
}

const struct connect_fault *
connect_fault_first(const struct connect_faults *all, size_t from)
{
    for (size_t i = from; i < all->n; i++)
        if (!all->fault[i].is_doubt)
            return &all->fault[i];
    return from < all->n ? &all->fault[from] : NULL;
}

/* ---- the middle ------------------------------------------------------------------------------ */

struct unit { double at[3]; };

static bool
is_on_earth(struct place p)
{
    return fabs(p.lat) <= 90 && fabs(p.lon) <= 180;         /* no number is not */
}

static bool
is_zero(struct place p)
{
    return fabs(p.lat) < ZERO_DEGREES && fabs(p.lon) < ZERO_DEGREES;
}

static struct place
other_way_round(struct place p)
{
    return (struct place){ p.lon, p.lat };
}

/* On a sphere of radius one, where the 180th meridian is nothing special. */
static struct unit
unit_of(struct place p)
{
    double lat = p.lat * RADIANS, lon = p.lon * RADIANS;

    return (struct unit){ { cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat) } };
}

static double
metres_from(const struct connect_middle *m, struct unit u)
{
    double x = u.at[0] - m->x, y = u.at[1] - m->y, z = u.at[2] - m->z;

    return 2 * asin(fmin(1, sqrt(x * x + y * y + z * z) / 2)) * PLACE_EARTH_M;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double
median(double *value, size_t n)
{
    qsort(value, n, sizeof *value, by_value);
    return value[n / 2];
}

/* Of up to SAMPLE_MAX places, evenly over the list, those that can be looked at. */
static size_t
sample_of(const struct place *first, size_t n, size_t step, bool is_swapped, struct unit *out)
{
    size_t every = n / SAMPLE_MAX + 1, found = 0;

    for (size_t i = 0; i < n; i += every) {
        struct place p = *(const struct place *)(const void *)((const char *)first + i * step);

        if (is_swapped)
            p = other_way_round(p);
        if (is_on_earth(p) && !is_zero(p))
            out[found++] = unit_of(p);
    }
    return found;
}

static void
middle_of_sample(const struct unit *u, size_t n, double *value, struct connect_middle *m)
{
    double at[3], length;

    for (size_t k = 0; k < COUNT(at); k++) {
        for (size_t i = 0; i < n; i++)
            value[i] = u[i].at[k];
        at[k] = median(value, n);
    }
    length = sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]);
    if (!(length > 0))
        return;                                             /* all over the earth: no middle */
    *m = (struct connect_middle){ .x = at[0] / length, .y = at[1] / length, .z = at[2] / length,
                                  .is_known = true };
    for (size_t i = 0; i < n; i++)
        value[i] = metres_from(m, u[i]);
    m->far_m = FAR_TIMES * median(value, n) + (n < FEW ? FAR_OF_FEW_M : FAR_LEAST_M);
}

void
connect_middle_of(struct arena *a, const struct place *first, size_t n, size_t step,
                  struct connect_middle *m)
{
    size_t       mark = arena_mark(a), found;
    struct unit *sample = NEWS(a, struct unit, SAMPLE_MAX);
    double      *value = NEWS(a, double, SAMPLE_MAX);

    *m = (struct connect_middle){ .is_known = false };
    found = sample_of(first, n, step, false, sample);
    if (found == 0)
        found = sample_of(first, n, step, true, sample);
    if (found > 0)
        middle_of_sample(sample, found, value, m);
    arena_back(a, mark);
}

enum connect_verdict
connect_judge(const struct connect_middle *m, struct place p, double *metres)
{
    struct place other = other_way_round(p);
    bool         is_on = is_on_earth(p);

    *metres = 0;
    if (is_on && is_zero(p))
        return CONNECT_ZERO;
    if (!m->is_known)
        return is_on ? CONNECT_FINE : CONNECT_OUTSIDE;
    if (is_on)
        *metres = metres_from(m, unit_of(p));
    if (is_on && *metres <= m->far_m)
        return CONNECT_FINE;
    if (is_on_earth(other) && metres_from(m, unit_of(other)) <= m->far_m)
        return CONNECT_SWAPPED;
    if (p.lat == 0 || p.lon == 0)
        return CONNECT_ZERO;
    return is_on ? CONNECT_FAR : CONNECT_OUTSIDE;
}

/* ---- what is wrong with a place -------------------------------------------------------------- */

static struct str
degrees(struct arena *a, double value)
{
    return str_fmt(a, "%.9g", value);
}

bool
connect_place_fault(struct arena *a, const struct connect_middle *m, struct place p,
                    struct connect_fault *out)
{
    double               metres;
    enum connect_verdict is = connect_judge(m, p, &metres);

    if (is == CONNECT_FINE)
        return false;
    struct str lat = degrees(a, p.lat), lon = degrees(a, p.lon);

    if (is == CONNECT_ZERO)
        *out = (struct connect_fault){ .code = "connect.zero",
            .says = is_zero(p) ? MSG("It lies at 0, 0: in the sea off Africa.")
                               : MSG("Latitude {0}, longitude {1}: far from most others, and one "
                                     "of the two is 0.", lat, lon),
            .hint = MSG("Empty cells often become 0; fill in where it is.") };
    else if (is == CONNECT_OUTSIDE)
        *out = (struct connect_fault){ .code = "connect.outside",
            .says = MSG("Latitude {0}, longitude {1} is not on the earth.", lat, lon),
            .hint = MSG("Latitude goes from -90 to 90, longitude from -180 to 180. Is a decimal "
                        "point missing?") };
    else if (is == CONNECT_SWAPPED)
        *out = (struct connect_fault){ .code = "connect.swapped",
            .says = MSG("Latitude {0}, longitude {1}: the two are likely swapped.", lat, lon),
            .hint = MSG("The other way round it lies where most of the others do: latitude {0}, "
                        "longitude {1}.", lon, lat) };
    else
        *out = (struct connect_fault){ .code = "connect.far", .is_doubt = true,
            .says = MSG("It lies {0} km from the middle of the list, far from most others.",
                        str_fmt(a, "%.0f", metres / 1000)),
            .hint = MSG("Is it right? It is kept.") };
    return true;
}

void
connect_degrees_fault(struct arena *a, enum connect_degrees is, struct str cell,
                      struct connect_fault *out)
{
    enum { SHOWN = 40 };
    struct str shown = cell.n <= SHOWN ? str_copy(a, cell) : S("…");

    if (is == CONNECT_DEGREES_NONE)
        *out = (struct connect_fault){ .code = "connect.no_coordinates",
            .says = MSG("It has no coordinates."),
            .hint = MSG("Fill in latitude and longitude in degrees, as -7.8166 and 112.0114.") };
    else if (is == CONNECT_DEGREES_COMMA)
        *out = (struct connect_fault){ .code = "connect.decimal_comma",
            .says = MSG("\"{0}\" is written with a decimal comma.", shown),
            .hint = MSG("Write a point: -7.8166. A spreadsheet does so once its language is set to "
                        "English.") };
    else if (cell.n == 0)
        *out = (struct connect_fault){ .code = "connect.not_a_point",
            .says = MSG("It is no point of two numbers."),
            .hint = MSG("Give a Point of GeoJSON: [longitude, latitude].") };
    else
        *out = (struct connect_fault){ .code = "connect.not_a_number",
            .says = MSG("\"{0}\" is not a number of degrees.", shown),
            .hint = MSG("Write degrees and their decimals, as -7.8166; no minutes, no letters.") };
}

bool
connect_place_read(struct arena *a, const struct str cell[CONNECT_FIELDS], struct place *at,
                   struct connect_fault *out)
{
    enum connect_degrees lat = connect_degrees_read(cell[CONNECT_LAT], &at->lat);
    enum connect_degrees lon = connect_degrees_read(cell[CONNECT_LON], &at->lon);

    if (lat != CONNECT_DEGREES)
        connect_degrees_fault(a, lat, cell[CONNECT_LAT], out);
    else if (lon != CONNECT_DEGREES)
        connect_degrees_fault(a, lon, cell[CONNECT_LON], out);
    return lat == CONNECT_DEGREES && lon == CONNECT_DEGREES;
}

struct err *
connect_none_left(struct arena *a, struct err e, const struct connect_fault *fault)
{
    if (fault) {
        e.detail = fault->says;
        e.hint = fault->hint;
        e.where = fault->where;
    }
    return err_of(a, e);
}
