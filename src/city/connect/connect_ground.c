/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_ground.c — maps of areas and of land, as GeoJSON polygons. See connect_ground.h. */
#include "city/connect/connect_ground.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_cost.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_site.h"

enum { RINGS_MAX = 1 << 20, POINTS_MAX = 4000000, NAME_BYTES_MAX = 100, LAND = CONNECT_NO_AREA };

/* Of one area of the prices, or of land. */
struct ring_in { const struct place *point; uint32_t n, polygon, area; };

struct connect_map_files {
    struct arena                *arena;
    const struct connect_params *params;
    struct connect_faults       *faults;
    struct connect_rows          rings;             /* struct ring_in                           */
    size_t                       n_points;
    uint32_t                     n_polygons;
    struct str                   name;              /* of the file that is read                 */
    bool                         is_land, has_land;
};

struct connect_map_files *
connect_map_files_open(struct arena *a, const struct connect_params *q,
                       struct connect_faults *faults)
{
    struct connect_map_files *m = NEW(a, struct connect_map_files);

    *m = (struct connect_map_files){ .arena = a, .params = q, .faults = faults };
    connect_rows_open(a, &m->rings, sizeof(struct ring_in), RINGS_MAX);
    return m;
}

/* ---- areas by their names -------------------------------------------------------------------- */

static uint32_t
find_exactly(const struct connect_params *q, struct str name)
{
    for (uint32_t i = 0; i < q->n_areas; i++)
        if (connect_same_kind(q->area[i].name, name))
            return i;
    return CONNECT_NO_AREA;
}

uint32_t
connect_area_find(const struct connect_params *q, struct str name)
{
    static const struct { const char *word, *is; } usual[] = {
        { "laut", "sea" }, { "gunung", "mountain" }, { "pegunungan", "mountain" },
        { "lindung", "protected" }, { "kawasan lindung", "protected" },
    };
    uint32_t area = find_exactly(q, name);

    for (size_t i = 0; area == CONNECT_NO_AREA && i < COUNT(usual); i++)
        if (connect_same_kind(str_of(usual[i].word), name))
            area = find_exactly(q, str_of(usual[i].is));
    return area;
}

static struct str
area_names(struct arena *a, const struct connect_params *q)
{
    struct str name[CONNECT_AREAS_MAX];

    for (size_t i = 0; i < q->n_areas; i++)
        name[i] = q->area[i].name;
    return str_join(a, S(", "), name, q->n_areas);
}

/* ---- faults ---------------------------------------------------------------------------------- */

static void
tell(struct connect_map_files *m, struct str where, const char *code, struct msg says,
     struct msg hint)
{
    connect_fault_add(m->arena, m->faults, (struct connect_fault){ .code = code, .says = says,
                                                                   .hint = hint, .where = where });
}

static bool
tell_not_a_polygon(struct connect_map_files *m, struct str where)
{
    tell(m, where, "connect.not_a_polygon", MSG("It is no polygon, or one of more than 4 MB."),
         MSG("Give a Polygon or a MultiPolygon of GeoJSON, and a map that is simple enough."));
    return false;
}

/* ---- rings ----------------------------------------------------------------------------------- */

static bool
is_position(const json_t *position, struct place *at)
{
    return connect_json_position(position, at) && place_is_valid(*at);
}

static bool
ring_is_right(struct connect_map_files *m, struct str where, const json_t *ring)
{
    enum { LEAST = 3 };
    struct place at;

    if (json_array_size(ring) < LEAST) {
        tell(m, where, "connect.ring", MSG("A ring of the polygon has fewer than three points."),
             MSG("A ring goes round: four points, the last of them the first again."));
        return false;
    }
    for (size_t i = 0; i < json_array_size(ring); i++)
        if (!is_position(json_array_get(ring, i), &at)) {
            tell(m, where, "connect.ring", MSG("A point of the polygon is not on the earth."),
                 MSG("GeoJSON has the longitude first, in degrees: [112.01, -7.82]."));
            return false;
        }
    return true;
}

static bool
polygon_is_right(struct connect_map_files *m, struct str where, const json_t *polygon)
{
    if (json_array_size(polygon) == 0)
        return tell_not_a_polygon(m, where);
    for (size_t i = 0; i < json_array_size(polygon); i++)
        if (!ring_is_right(m, where, json_array_get(polygon, i)))
            return false;
    return true;
}

static struct err *
too_large(const struct connect_map_files *m)
{
    return err_of(m->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.map_large",
        .text = MSG("The maps have more than {0} points.",
                    str_fmt(m->arena, "%d", POINTS_MAX)),
        .hint = MSG("Simplify them: borders to some ten metres are enough."), .where = m->name });
}

static struct err *
keep_polygon(struct connect_map_files *m, const json_t *polygon, uint32_t area)
{
    for (size_t i = 0; i < json_array_size(polygon); i++) {
        const json_t   *from = json_array_get(polygon, i);
        size_t          n = json_array_size(from);
        struct place   *point;
        struct ring_in *ring;

        if (n > POINTS_MAX - m->n_points || !(ring = connect_rows_add(&m->rings)))
            return too_large(m);
        point = NEWS(m->arena, struct place, n);
        for (size_t k = 0; k < n; k++)
            is_position(json_array_get(from, k), &point[k]);
        *ring = (struct ring_in){ point, (uint32_t)n, m->n_polygons, area };
        m->n_points += n;
    }
    m->n_polygons++;
    return NULL;
}

/* ---- features -------------------------------------------------------------------------------- */

/* The list of polygons of a MultiPolygon, or the one; NULL: it is something else. */
static const json_t *
polygons_of(const json_t *geometry, bool *is_one)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));

    *is_one = type && strcmp(type, "Polygon") == 0;
    if (!*is_one && !(type && strcmp(type, "MultiPolygon") == 0))
        return NULL;
    return json_object_get(geometry, "coordinates");
}

static struct err *
geometry_read(struct connect_map_files *m, const json_t *geometry, struct str where, uint32_t area)
{
    bool          is_one;
    const json_t *polygons = polygons_of(geometry, &is_one);
    size_t        n = is_one ? 1 : json_array_size(polygons);

    if (json_array_size(polygons) == 0) {
        tell_not_a_polygon(m, where);
        return NULL;
    }
    for (size_t i = 0; i < n; i++)
        if (!polygon_is_right(m, where, is_one ? polygons : json_array_get(polygons, i)))
            return NULL;
    for (size_t i = 0; i < n; i++)
        TRY(keep_polygon(m, is_one ? polygons : json_array_get(polygons, i), area));
    return NULL;
}

/* Which area a feature says that it is; CONNECT_NO_AREA: none, which is told. */
static uint32_t
area_of(struct connect_map_files *m, const json_t *properties, struct str where)
{
    static const char *const key[] = { "area", "kawasan", "jenis" };
    struct str               names = area_names(m->arena, m->params), said = { NULL, 0 };
    uint32_t                 area = CONNECT_NO_AREA;

    for (size_t i = 0; i < COUNT(key) && area == CONNECT_NO_AREA; i++) {
        const json_t *value = json_object_get(properties, key[i]);

        if (!json_is_string(value))
            continue;
        struct str name = { json_string_value(value), json_string_length(value) };

        area = connect_area_find(m->params, name);
        if (!str_is_known(said))
            said = name.n <= NAME_BYTES_MAX ? str_copy(m->arena, name) : S("…");
    }
    if (area != CONNECT_NO_AREA)
        return area;
    if (!str_is_known(said))
        tell(m, where, "connect.no_area", MSG("It does not say which area it is."),
             MSG("Give each polygon a property \"area\", one of: {0}.", names));
    else
        tell(m, where, "connect.area_unknown", MSG("The prices have no area \"{0}\".", said),
             MSG("Those that they have: {0}.", m->params->n_areas > 0 ? names : S("-")));
    return area;
}

static struct err *
feature_read(struct connect_map_files *m, const json_t *feature, struct str where)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    uint32_t      area = LAND;

    if (!json_is_object(feature)) {
        tell_not_a_polygon(m, where);
        return NULL;
    }
    if (!m->is_land && (area = area_of(m, json_object_get(feature, "properties"), where)) == LAND)
        return NULL;
    return geometry_read(m, geometry ? geometry : feature, where, area);
}

static struct err *
value_read(struct connect_walk *w)
{
    struct connect_map_files *m = w->arg;
    size_t                    mark = arena_mark(m->arena), rings = m->rings.n, n = m->faults->n;
    json_t                   *value;

    TRY(connect_walk_take(w, &value));
    struct err *e = feature_read(m, value, connect_walk_where(w));

    connect_walk_drop(w);
    if (!e && m->rings.n == rings && m->faults->n == n)
        arena_back(m->arena, mark);                     /* a fault that found no room */
    return e;
}

/* ---- files ----------------------------------------------------------------------------------- */

static struct err *
on_feature(struct connect_walk *w, size_t index)
{
    (void)index;
    return value_read(w);
}

/* A FeatureCollection; or one Feature, or its geometry, which is the whole file. */
static struct err *
walk(struct connect_map_files *m, struct str file)
{
    struct connect_walk w = connect_walk_of(m->arena, m->name, file, m);

    TRY(connect_walk_features(&w, on_feature));
    if (w.has_features)
        return NULL;
    w = connect_walk_of(m->arena, m->name, file, m);
    return value_read(&w);
}

static struct err *
map_read(struct connect_map_files *m, struct str name, struct str file, bool is_land)
{
    size_t     rings = m->rings.n, faults = m->faults->n;
    struct err none = { .kind = ERR_INPUT, .code = "connect.no_polygon",
        .text = MSG("No polygon of the map can be used."), .detail = MSG("It is empty."),
        .hint = MSG("Export the layer of areas or of land as GeoJSON.") };

    m->name = none.where = str_copy(m->arena, name);
    m->is_land = is_land;
    if (file.n > CONNECT_FILE_MAX)
        return too_large(m);
    TRY(walk(m, file));
    if (m->rings.n == rings)
        return connect_none_left(m->arena, none, connect_fault_first(m->faults, faults));
    m->has_land |= is_land;
    return NULL;
}

struct err *
connect_areas_read(struct connect_map_files *m, struct str name, struct str file)
{
    return map_read(m, name, file, false);
}

struct err *
connect_land_read(struct connect_map_files *m, struct str name, struct str file)
{
    if (connect_area_find(m->params, S("sea")) == CONNECT_NO_AREA)
        return err_of(m->arena, (struct err){ .kind = ERR_INPUT, .code = "connect.no_sea",
            .text = MSG("The prices have no area \"{0}\".", S("sea")),
            .detail = MSG("A map of land says where the sea is, and not what a km there costs."),
            .hint = MSG("Add the area sea with its factor to the prices, or leave --land out."),
            .where = str_copy(m->arena, name) });
    return map_read(m, name, file, true);
}

/* ---- the ground ------------------------------------------------------------------------------ */

/* The prices' areas, the dearest first; of equals the first. */
static void
by_factor(const struct connect_params *q, uint8_t order[CONNECT_AREAS_MAX])
{
    for (size_t i = 0; i < q->n_areas; i++) {
        size_t to = i;

        for (; to > 0 && q->area[order[to - 1]].factor_per_mille < q->area[i].factor_per_mille;
             to--)
            order[to] = order[to - 1];
        order[to] = (uint8_t)i;
    }
}

/* Which area of the ground is which of the prices', and the other way round; what is outside of
 * land has a number of its own beside the sea's. */
static void
number_areas(const struct connect_map_files *m, struct connect_ground *g,
             uint8_t number_of[CONNECT_AREAS_MAX + 1])
{
    uint8_t order[CONNECT_AREAS_MAX], n = 0;

    by_factor(m->params, order);
    g->sea = connect_area_find(m->params, S("sea"));
    g->land = GROUND_AREAS_MAX;
    for (size_t i = 0; i < m->params->n_areas; i++) {
        if (order[i] == g->sea && m->has_land) {
            number_of[LAND] = n;
            g->land = n;
            g->price_of[n++] = order[i];
        }
        number_of[order[i]] = n;
        g->price_of[n++] = order[i];
    }
}

struct connect_ground *
connect_ground_of(struct connect_map_files *m)
{
    struct connect_ground *g = NEW(m->arena, struct connect_ground);
    uint32_t               n = (uint32_t)m->rings.n;
    struct ground_ring    *ring = NEWS(m->arena, struct ground_ring, n + 1);
    const struct ring_in  *in = m->rings.row;
    uint8_t                number_of[CONNECT_AREAS_MAX + 1] = { 0 };

    number_areas(m, g, number_of);
    for (uint32_t i = 0; i < n; i++)
        ring[i] = (struct ground_ring){ in[i].point, in[i].n, in[i].polygon,
                                        number_of[in[i].area] };
    connect_rows_drop(&m->rings);
    g->ask = (struct ground_ask){ ring, n, g->land };
    g->ground = ground_make(m->arena, &g->ask);
    return g;
}

/* ---- sites ----------------------------------------------------------------------------------- */

void
connect_sites_at_sea(struct arena *a, const struct connect_ground *g,
                     const struct connect_list *list, struct connect_faults *faults)
{
    struct str name = list->name;

    for (uint32_t i = 0; g->land < GROUND_AREAS_MAX && i < list->sites->n; i++) {
        const struct connect_site *s = &list->sites->site[i];
        size_t                     mark = arena_mark(a), n = faults->n;

        if (ground_at(g->ground, s->at) != g->land)
            continue;
        connect_fault_add(a, faults, (struct connect_fault){ .is_doubt = true,
            .code = "connect.at_sea", .line = list->is_json ? 0 : s->line,
            .where = list->is_json ? str_fmt(a, "%.*s#/features/%u", TEXT(name), s->line - 1)
                                   : str_fmt(a, "%.*s:%u", TEXT(name), s->line),
            .says = MSG("It lies in the sea by the map of land."),
            .hint = MSG("Is it right, or is the map's coast too simple? It is kept.") });
        if (faults->n == n)
            arena_back(a, mark);
    }
    connect_fault_sort(faults, 0);
}
