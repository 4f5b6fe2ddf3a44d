/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* town.c — see town.h. */
#include "town.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rand.h"
#include "base/str.h"

enum { YEARS = 10, COVERED_PERCENT = 30, LEAST_MBPS = 2 };

/* Giga Open Cost Model, UNICEF and ITU 2023, US dollars. */
static const double FIBRE_KM = 5500, FIBRE_KM_YEAR = 160, FIBRE_MBPS_YEAR = 208.02;
static const double SATELLITE = 467, SATELLITE_MBPS_YEAR = 309.91;
static const double CELLULAR = 186, CELLULAR_MBPS_YEAR = 182.55;
static const double RATE = 0.08, CENTS = 100, KM = 1000, MILLION = 1e6, PI = 3.14159265358979323846;

/* Students of a school, and the Mbps that each of them asks for. */
static const double STUDENTS_LOG = 4.868, STUDENTS_SPREAD = 0.8, MBPS_EACH = 0.1;

/* ---- money ----------------------------------------------------------------------------------- */

/* What one a year is worth today. */
static double
of_years(void)
{
    double sum = 0;

    for (int y = 1; y <= YEARS; y++)
        sum += pow(1 + RATE, -y);
    return sum;
}

static int64_t
cents(double dollars)
{
    return llround(dollars * CENTS);
}

int64_t
town_fibre(double metres)
{
    static double per_metre;

    if (per_metre == 0)
        per_metre = (FIBRE_KM + FIBRE_KM_YEAR * of_years()) / KM;
    return cents(metres * per_metre);
}

/* ---- towns ----------------------------------------------------------------------------------- */

struct town { struct place place; double people; };
struct towns { struct town *town; uint32_t n; };

static int
by_people(const void *a, const void *b)
{
    const struct town *x = a, *y = b;

    if (x->people != y->people)
        return (x->people < y->people) - (x->people > y->people);
    return (x->place.lat > y->place.lat) - (x->place.lat < y->place.lat);
}

/* Three numbers; false: a line of something else, as the header is. */
static bool
read_town(const char *line, struct town *town)
{
    struct str part, rest = str_trim(str_of(line));
    int64_t    number[3];

    for (size_t i = 0; i < 3; i++) {
        str_cut(rest, ',', &part, &rest);
        if (!str_int64(part, &number[i]))
            return false;
    }
    *town = (struct town){ { (double)number[0] / MILLION, (double)number[1] / MILLION },
                           (double)number[2] };
    return place_is_valid(town->place);
}

static struct towns
read_towns(struct arena *a, const char *file)
{
    struct towns t = { NEWS(a, struct town, TOWNS_MAX), 0 };
    char         line[200];
    FILE        *f = fopen(file, "r");

    while (f && t.n < TOWNS_MAX && fgets(line, sizeof line, f))
        t.n += read_town(line, &t.town[t.n]);
    if (f)
        fclose(f);
    if (t.n == 0) {
        fprintf(stderr, "%s: no lines of latitude,longitude,population\n", file);
        exit(2);
    }
    qsort(t.town, t.n, sizeof *t.town, by_people);
    return t;
}

/* ---- the network ----------------------------------------------------------------------------- */

static uint32_t
points_on(double metres)
{
    return (uint32_t)(metres / TOWN_POINT_M) + 1;
}

static void
make_network(struct arena *a, const struct towns *t, struct town_sites *out)
{
    uint32_t           n = t->n < TOWNS_ON_NETWORK ? t->n : TOWNS_ON_NETWORK, all = 1;
    struct place      *place = NEWS(a, struct place, n);
    struct place_links tree;

    for (uint32_t i = 0; i < n; i++)
        place[i] = t->town[i].place;
    place_tree(a, place_index_make(a, place, n), 0, NULL, &tree);
    for (size_t i = 0; i < tree.n; i++)
        all += points_on(tree.link[i].metres);
    out->point = NEWS(a, struct place, all);
    out->point[out->n_points++] = place[0];
    for (size_t i = 0; i < tree.n; i++) {
        struct place_link l = tree.link[i];
        uint32_t          parts = points_on(l.metres);

        for (uint32_t p = 0; p < parts; p++)
            out->point[out->n_points++] = place_between(place[l.a], place[l.b],
                                                        (p + 0.5) / parts);
    }
}

/* ---- sites ----------------------------------------------------------------------------------- */

/* Above 0, up to 1. */
static double
some_share(struct rand *chance)
{
    return (double)((rand_next(chance) >> 11) + 1) / 9007199254740992.0;
}

/* Of a normal distribution: Box and Muller. */
static double
some_normal(struct rand *chance)
{
    double far = sqrt(-2 * log(some_share(chance)));

    return far * cos(2 * PI * some_share(chance));
}

static struct place
some_place(struct rand *chance, const struct towns *t)
{
    struct place town = t->town[rand_below(chance, t->n)].place;
    double       far = -log(some_share(chance)) * TOWN_SPREAD_M;
    double       turn = 2 * PI * some_share(chance), degree = PLACE_EARTH_M * PI / 180;

    return (struct place){
        town.lat + far * cos(turn) / degree,
        town.lon + far * sin(turn) / (degree * cos(town.lat * PI / 180)),
    };
}

static void
some_site(struct rand *chance, const struct towns *t, struct town_sites *out)
{
    double students = exp(STUDENTS_LOG + STUDENTS_SPREAD * some_normal(chance));
    double mbps = fmax(LEAST_MBPS, ceil(students * MBPS_EACH)), years = of_years();
    double otherwise = SATELLITE + SATELLITE_MBPS_YEAR * mbps * years;
    double fibre = FIBRE_MBPS_YEAR * mbps * years;

    if (rand_below(chance, 100) < COVERED_PERCENT)
        otherwise = fmin(otherwise, CELLULAR + CELLULAR_MBPS_YEAR * mbps * years);
    out->site[out->n] = some_place(chance, t);
    out->paid[out->n] = cents(otherwise);
    out->users[out->n] = llround(ceil(students));
    out->prize[out->n++] = otherwise > fibre ? cents(otherwise) - cents(fibre) : 0;
}

struct town_sites
town_sites_make(struct arena *a, const char *file, uint32_t n, uint64_t seed)
{
    struct town_sites out = { .site = NEWS(a, struct place, n), .prize = NEWS(a, int64_t, n),
                              .paid = NEWS(a, int64_t, n), .users = NEWS(a, int64_t, n) };
    struct rand       chance = { seed };
    struct towns      towns = read_towns(a, file);

    make_network(a, &towns, &out);
    while (out.n < n)
        some_site(&chance, &towns, &out);
    return out;
}
