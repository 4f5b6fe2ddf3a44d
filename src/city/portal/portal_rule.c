/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "city/portal/portal_rule.h"

#include <assert.h>

#include "base/form.h"

int32_t
portal_tone(struct str item_code)
{
    static const char *const dimension[PORTAL_TONES] = {
        "governance", "branding", "economy", "living", "society", "environment",
    };

    for (int32_t i = 0; i < PORTAL_TONES; i++)
        if (str_eq(item_code, str_of(dimension[i])))
            return i + 1;
    return 0;
}

size_t
portal_years(const struct portal_point *p, size_t n, struct portal_point *out)
{
    size_t i = 0, m = 0;

    if (n == 0)
        return 0;
    int64_t first = p[0].year, last = p[n - 1].year;

    if (last - first >= PORTAL_YEARS_MAX)
        first = last - PORTAL_YEARS_MAX + 1;
    while (p[i].year < first)
        i++;
    for (int64_t year = first; year <= last; year++) {
        assert(i < n && p[i].year >= year);
        out[m++] = p[i].year == year ? p[i++] : (struct portal_point){ .year = year };
    }
    assert(i == n && m <= PORTAL_YEARS_MAX);
    return m;
}

static bool
knows(const struct portal_point *p, size_t n, int64_t year)
{
    for (size_t i = 0; i < n; i++)
        if (p[i].year == year)
            return p[i].actual.known;
    return false;
}

int64_t
portal_common_year(const struct portal_point *const *row, const size_t *n, size_t n_rows)
{
    int64_t best = 0;
    size_t  most = 0;

    for (size_t r = 0; r < n_rows; r++)
        for (size_t i = 0; i < n[r]; i++) {
            int64_t year = row[r][i].year;
            size_t  how_many = 0;

            for (size_t other = 0; other < n_rows; other++)
                how_many += knows(row[other], n[other], year);
            if (how_many > most || (how_many == most && how_many > 0 && year > best))
                most = how_many, best = year;
        }
    return best;
}

bool
portal_map_spot(int64_t latitude_e6, int64_t longitude_e6, struct portal_spot *spot)
{
    enum { E6_A_TENTH = 5000 };             /* 20 units a degree: a tenth is 0.005 degrees */

    if (longitude_e6 < PORTAL_MAP_WEST_E6 || longitude_e6 > PORTAL_MAP_EAST_E6 ||
        latitude_e6 > PORTAL_MAP_NORTH_E6 || latitude_e6 < PORTAL_MAP_SOUTH_E6)
        return false;
    *spot = (struct portal_spot){
        (int32_t)((longitude_e6 - PORTAL_MAP_WEST_E6) / E6_A_TENTH),
        (int32_t)((PORTAL_MAP_NORTH_E6 - latitude_e6) / E6_A_TENTH),
    };
    return true;
}

const struct portal_station portal_station[PORTAL_STATIONS] = {
    { .name = { .id = N_("Select") },
      .what = { .id = N_("which regions join this year, and how ready they are") } },
    { .name = { .id = N_("Measure") },
      .what = { .id = N_("the yearly index, with its parts and sources") },
      .href = "/instruments" },
    { .name = { .id = N_("Plan") },
      .what = { .id = N_("a masterplan for five to ten years, and its money") } },
    { .name = { .id = N_("Copy") },
      .what = { .id = N_("an innovation that works in another region") } },
    { .name = { .id = N_("Run") },
      .what = { .id = N_("the service for citizens, with its deadlines") } },
    { .name = { .id = N_("Connect") },
      .what = { .id = N_("offices, schools and health centres") } },
    { .name = { .id = N_("Listen") },
      .what = { .id = N_("to what citizens report and answer") } },
    { .name = { .id = N_("Check") },
      .what = { .id = N_("output, outcome and impact of what runs") } },
    { .name = { .id = N_("Share with all") },
      .what = { .id = N_("open data: every page here is data too") }, .href = "/data" },
};
