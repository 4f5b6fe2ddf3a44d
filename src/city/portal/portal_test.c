/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/portal/portal_rule.h"

#include "unit.h"

static struct portal_value
tenths(int32_t n)
{
    return (struct portal_value){ .known = n > 0, .value = { .units = n, .scale = 1 } };
}

TEST(portal_tone_is_one_for_each_dimension)
{
    static const struct { const char *code; int32_t tone; } row[] = {
        { "governance", 1 }, { "branding", 2 }, { "economy", 3 }, { "living", 4 }, { "society", 5 },
        { "environment", 6 }, { "baseline", 0 }, { "", 0 }, { "governanc", 0 },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].code, portal_tone(str_of(row[i].code)) == row[i].tone);
}

TEST(portal_years_leave_no_gap)
{
    struct portal_point p[] = {
        { 2020, tenths(28), tenths(0) },
        { 2022, tenths(33), tenths(34) },
        { 2024, tenths(0),  tenths(35) },
    };
    struct portal_point out[PORTAL_YEARS_MAX];

    check("no point, no year", portal_years(p, 0, out) == 0);
    check("one point, one year", portal_years(p, 1, out) == 1 && out[0].year == 2020);
    check("2020 to 2024 are five", portal_years(p, COUNT(p), out) == 5);
    check("a year left out is unknown", out[1].year == 2021 && !out[1].actual.known);
    check("and has no target", !out[1].target.known);
    check("a figure stays", out[2].actual.known && out[2].actual.value.units == 33);
    check("its target too", out[2].target.known && out[2].target.value.units == 34);
    check("a target without a figure stays", !out[4].actual.known && out[4].target.known);
}

TEST(portal_years_keeps_the_last_of_a_long_row)
{
    struct portal_point p[] = { { 1980, tenths(1), tenths(0) }, { 1990, tenths(2), tenths(0) },
                                { 2024, tenths(3), tenths(0) } };
    struct portal_point out[PORTAL_YEARS_MAX];

    check("as many as fit", portal_years(p, COUNT(p), out) == PORTAL_YEARS_MAX);
    check("the last is there", out[PORTAL_YEARS_MAX - 1].year == 2024);
    check("the first is so many years before",
          out[0].year == 2024 - PORTAL_YEARS_MAX + 1 && !out[0].actual.known);
}

TEST(portal_common_year)
{
    struct portal_point a[] = { { 2020, tenths(1), tenths(0) }, { 2022, tenths(1), tenths(0) },
                                { 2024, tenths(0), tenths(9) } };
    struct portal_point b[] = { { 2022, tenths(1), tenths(0) }, { 2023, tenths(1), tenths(0) } };
    struct portal_point c[] = { { 2020, tenths(1), tenths(0) }, { 2023, tenths(1), tenths(0) } };
    const struct portal_point *ab[] = { a, b }, *ac[] = { a, c }, *abc[] = { a, b, c };

    static const size_t n32[] = { 3, 2 }, n322[] = { 3, 2, 2 }, none[] = { 0, 0 };

    check("the year that both know", portal_common_year(ab, n32, 2) == 2022);
    check("a target alone is not known", portal_common_year(ac, n32, 2) == 2020);
    check("of years known to equally many the latest", portal_common_year(abc, n322, 3) == 2023);
    check("one region: its last known year", portal_common_year(ab, n32, 1) == 2022);
    check("nothing known: no year", portal_common_year(ab, none, 2) == 0);
    check("no region: no year", portal_common_year(NULL, NULL, 0) == 0);
}

TEST(portal_stations_are_nine)
{
    size_t here = 0;

    for (size_t i = 0; i < PORTAL_STATIONS; i++) {
        check("a station has its name and its words",
              msg_is(portal_station[i].name) && msg_is(portal_station[i].what));
        here += portal_station[i].href != NULL;
    }
    check("some stations are open and some are not", here > 0 && here < PORTAL_STATIONS);
}

TEST(portal_map_spot_is_a_multiplication)
{
    static const struct {
        const char *name;
        int64_t     latitude_e6, longitude_e6;
        bool        on_map;
        int32_t     x_tenths, y_tenths;
    } row[] = {
        { "the north-west corner",  6700000,   94500000,  true,  0,    0    },
        { "the south-east corner",  -11300000, 141500000, true,  9400, 3600 },
        { "Kota Kediri",            -7816670,  112016670, true,  3503, 2903 },
        { "the equator in Pontianak", -31940,  109325000, true,  2965, 1346 },
        { "west of Sabang",         5000000,   94499999,  false, 0,    0    },
        { "east of Merauke",        -8000000,  141500001, false, 0,    0    },
        { "north of Miangas",       6700001,   120000000, false, 0,    0    },
        { "south of Rote",          -11300001, 120000000, false, 0,    0    },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct portal_spot spot = { 0, 0 };
        bool on_map = portal_map_spot(row[i].latitude_e6, row[i].longitude_e6, &spot);

        check(row[i].name, on_map == row[i].on_map && spot.x_tenths == row[i].x_tenths &&
                           spot.y_tenths == row[i].y_tenths);
    }
}
