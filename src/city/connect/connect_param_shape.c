/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_param_shape.c — what may stand in a pack of prices, as a table. */
#include "city/connect/connect_param_part.h"

const char *const connect_currencies[] = { "IDR", "USD", NULL };

#define FIGURE_MOST INT64_C(10000000000)

static const struct shape_key words_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in Indonesian.") },
    { .key = "en", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in English.") },
};
static const struct shape words = SHAPE(words_keys);

static const struct shape_key figure_keys[] = {
    { .key = "value", .kind = SHAPE_DEC, .max = FIGURE_MOST,
      .help = N_("The figure that its source states.") },
    { .key = "assumed", .kind = SHAPE_DEC, .max = FIGURE_MOST,
      .help = N_("The figure that is taken where no source states one.") },
    { .key = "from", .kind = SHAPE_DEC, .max = FIGURE_MOST,
      .help = N_("The least that an assumed figure may be.") },
    { .key = "to", .kind = SHAPE_DEC, .max = FIGURE_MOST,
      .help = N_("The most that an assumed figure may be.") },
    { .key = "unknown", .kind = SHAPE_MAP, .of = &words,
      .help = N_("Why the figure is not known; ways that need it stay closed.") },
    { .key = "source", .kind = SHAPE_ID, .help = N_("The id of the source that states it.") },
    { .key = "date", .kind = SHAPE_DATE, .help = N_("Of when the figure is.") },
    { .key = "note", .kind = SHAPE_MAP, .of = &words, .help = N_("How it is meant or known.") },
};
static const struct shape figure = SHAPE(figure_keys);

#define FIGURE(name, says) { .key = (name), .kind = SHAPE_MAP, .of = &figure, .help = (says) }

#define PRICE_KEYS                                                                                \
    FIGURE("once", N_("What is paid once and never again: a licence.")),                          \
    FIGURE("site", N_("What equipment of a site costs; of microwave, of a whole hop.")),          \
    FIGURE("site_year", N_("What running a site costs a year, without its Mbps.")),               \
    FIGURE("km", N_("What a km of a link costs to build.")),                                      \
    FIGURE("km_year", N_("What running a km of a link costs a year.")),                           \
    FIGURE("mbps_year", N_("What one Mbps costs a year.")),                                       \
    FIGURE("upkeep", N_("Upkeep, per cent a year of what was built.")),                           \
    FIGURE("renewed", N_("After how many years equipment of a site is bought again; 0: never.")), \
    FIGURE("km_renewed", N_("After how many years a link is built again; 0: never.")),            \
    FIGURE("most_mbps", N_("The most Mbps that it carries to a site.")),                          \
    FIGURE("most_km", N_("The longest that one link may be, in km."))

static const struct shape_key price_keys[] = { PRICE_KEYS };
static const struct shape price = SHAPE(price_keys);

static const struct shape_key fibre_keys[] = {
    PRICE_KEYS,
    FIGURE("trench_km", N_("What a km of cable in a trench costs to build, instead of \"km\".")),
    FIGURE("aerial_km", N_("What a km of cable on poles costs to build, instead of \"km\".")),
    FIGURE("junction", N_("What a junction of cables on the way costs; unknown: none is built.")),
};
static const struct shape fibre = SHAPE(fibre_keys);

static const struct shape_key lease_keys[] = {
    FIGURE("km_year", N_("What the lease of a km of dark fibre on land costs a year.")),
    FIGURE("sea_km_year", N_("What the lease of a km of dark fibre in the sea costs a year.")),
    FIGURE("tap", N_("What a branch from a cable that stands costs, once.")),
};
static const struct shape lease = SHAPE(lease_keys);

#define NEEDS_KEYS                                                                      \
    { .key = "mbps", .kind = SHAPE_MAP, .of = &figure, .required = true,                \
      .help = N_("The Mbps that one such site needs.") },                               \
    { .key = "users", .kind = SHAPE_MAP, .of = &figure, .required = true,               \
      .help = N_("The people whom one such site serves.") }

static const struct shape_key demand_keys[] = {
    { .key = "kinds", .kind = SHAPE_LIST, .items = SHAPE_TEXT, .required = true, .min = 1,
      .max = CONNECT_KINDS_MAX, .help = N_("The names that lists of sites give this kind.") },
    NEEDS_KEYS,
};
static const struct shape demand = SHAPE(demand_keys);

static const struct shape_key otherwise_keys[] = { NEEDS_KEYS };
static const struct shape otherwise = SHAPE(otherwise_keys);

static const struct shape_key area_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique among the areas: sea.") },
    { .key = "factor", .kind = SHAPE_MAP, .of = &figure, .required = true,
      .help = N_("How many times as much a km costs there.") },
};
static const struct shape area = SHAPE(area_keys);

static const struct shape_key source_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique among the sources.") },
    { .key = "title", .kind = SHAPE_TEXT, .required = true, .help = N_("Its title.") },
    { .key = "publisher", .kind = SHAPE_TEXT, .required = true, .help = N_("Who published it.") },
    { .key = "url", .kind = SHAPE_URL, .help = N_("Where it can be read.") },
    { .key = "date", .kind = SHAPE_DATE, .help = N_("When it was published.") },
};
static const struct shape source = SHAPE(source_keys);

static const struct shape_key top_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, the file's own.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Its name, in Indonesian (id) and English (en).") },
    { .key = "summary", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Whose prices these are and what they leave out.") },
    { .key = "currency", .kind = SHAPE_CHOICE, .choices = connect_currencies, .required = true,
      .help = N_("The currency of every price: IDR or USD.") },
    { .key = "years", .kind = SHAPE_MAP, .of = &figure, .required = true,
      .help = N_("For how many years is planned.") },
    { .key = "discount", .kind = SHAPE_MAP, .of = &figure, .required = true,
      .help = N_("By how many per cent money of a year later is worth less.") },
    FIGURE("route", N_("How long a way on the ground is for a km of the straight line.")),
    FIGURE("floor_mbps", N_("The least Mbps of any site.")),
    { .key = "fibre", .kind = SHAPE_MAP, .of = &fibre, .help = N_("What fibre costs.") },
    { .key = "lease", .kind = SHAPE_MAP, .of = &lease,
      .help = N_("What dark fibre costs that lies there.") },
    { .key = "microwave", .kind = SHAPE_MAP, .of = &price,
      .help = N_("What a microwave hop costs.") },
    { .key = "cellular", .kind = SHAPE_MAP, .of = &price,
      .help = N_("What a line over the cellular network costs.") },
    { .key = "satellite", .kind = SHAPE_MAP, .of = &price,
      .help = N_("What a line over a satellite costs.") },
    { .key = "demand", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &demand,
      .max = CONNECT_KINDS_MAX, .help = N_("What each kind of site needs.") },
    { .key = "otherwise", .kind = SHAPE_MAP, .of = &otherwise, .required = true,
      .help = N_("What a site of any other kind needs.") },
    { .key = "areas", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &area,
      .max = CONNECT_AREAS_MAX, .help = N_("Where links cost more: the sea, mountains.") },
    { .key = "sources", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &source, .required = true,
      .min = 1, .max = 100, .help = N_("Where the figures come from.") },
};
const struct shape connect_shape = SHAPE(top_keys);
