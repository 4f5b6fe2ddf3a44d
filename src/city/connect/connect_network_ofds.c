/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_network_ofds.c — the Open Fibre Data Standard as JSON: nodes and spans. */
#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_network_part.h"

enum { ID_BYTES_MAX = 400 };

/* ---- members --------------------------------------------------------------------------------- */

static struct str
text_at(struct connect_network_in *in, const json_t *object, const char *key)
{
    struct str s = connect_cell(connect_json_text(in->arena, json_object_get(object, key)));

    return s.n <= ID_BYTES_MAX ? s : (struct str){ NULL, 0 };
}

/* An id, or, as GeoJSON of OFDS has it, an object with one. */
static struct str
end_at(struct connect_network_in *in, const json_t *object, const char *key)
{
    const json_t *end = json_object_get(object, key);

    return json_is_object(end) ? text_at(in, end, "id") : text_at(in, object, key);
}

static struct maybe_int
dark_at(struct connect_network_in *in, const json_t *object)
{
    struct str s = text_at(in, object, "darkFibre");
    bool       is;

    return str_is_known(s) && connect_yes_read(s, &is) ? KNOWN(is)
                                                       : (struct maybe_int){ .known = false };
}

static void
tell_no_id(struct connect_network_in *in, const struct connect_thing *t, struct str id)
{
    if (!str_is_known(id) && t->is_ofds)
        connect_network_fault(in, t->where, 0, (struct connect_fault){ .code = "connect.no_id",
            .is_doubt = true, .says = MSG("It has no id."),
            .hint = MSG("OFDS asks for one; nothing else can refer to it.") });
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static struct err *
tower_add(struct connect_network_in *in, const struct connect_thing *t, struct place at,
          enum connect_radio radio)
{
    struct connect_tower_in *tower = connect_rows_add(&in->towers);

    if (!tower)
        return connect_network_full(in);
    *tower = (struct connect_tower_in){ .where = t->where,
        .tower = { .id = text_at(in, t->object, "id"), .at = at,
                   .is_4g = radio == CONNECT_RADIO_4G } };
    return NULL;
}

/* Does it say which radio it has? Then it is a cell site. */
static bool
radio_of(struct connect_network_in *in, const json_t *object, enum connect_radio *radio)
{
    static const char *const key[] = { "radio_type", "radio", "technology", "teknologi" };

    for (size_t i = 0; i < COUNT(key); i++) {
        struct str s = text_at(in, object, key[i]);

        if (str_is_known(s) && connect_radio_read(s, radio))
            return *radio != CONNECT_RADIO_NONE;
    }
    return false;
}

struct err *
connect_node_read(struct connect_network_in *in, const struct connect_thing *t)
{
    const struct maybe_int   unknown = { .known = false };
    struct place             at;
    enum connect_degrees     is = connect_json_point(t->geometry, &at);
    enum connect_radio       radio;
    struct connect_node_in  *node;
    struct connect_fault     fault;

    in->n_seen++;
    if (is != CONNECT_DEGREES) {
        connect_degrees_fault(in->arena, is, S(""), &fault);
        connect_network_fault(in, t->where, 0, fault);
        return NULL;
    }
    if (!t->is_ofds && radio_of(in, t->object, &radio))
        return tower_add(in, t, at, radio);
    node = connect_rows_add(&in->nodes);
    if (!node)
        return connect_network_full(in);
    *node = (struct connect_node_in){ .scope = t->scope, .where = t->where,
        .node = { .id = text_at(in, t->object, "id"), .name = text_at(in, t->object, "name"),
                  .at = at,
                  .is = connect_state_of(in, text_at(in, t->object, "status"), &unknown,
                                         t->where) } };
    tell_no_id(in, t, node->node.id);
    return NULL;
}

/* ---- spans ----------------------------------------------------------------------------------- */

static void
not_a_way(struct connect_network_in *in, struct str where)
{
    connect_network_fault(in, where, 0, (struct connect_fault){ .code = "connect.not_a_way",
        .says = MSG("Its way is no line of two positions or more."),
        .hint = MSG("Give a LineString: [[longitude, latitude], [longitude, latitude], …].") });
}

/* The points of one line; NULL: told. */
static struct place *
line_of(struct connect_network_in *in, const json_t *line, struct str where)
{
    size_t        n = json_array_size(line);
    struct place *point = n < 2 ? NULL : NEWS(in->arena, struct place, n);

    for (size_t i = 0; point && i < n; i++)
        if (!connect_json_position(json_array_get(line, i), &point[i]))
            point = NULL;
    if (!point)
        not_a_way(in, where);
    return point;
}

/* Fibre, as far as it says what it is made of? */
static bool
is_fibre(struct connect_network_in *in, const struct connect_thing *t)
{
    const json_t *medium = json_object_get(t->object, "transmissionMedium");
    size_t        n = json_array_size(medium);

    for (size_t i = 0; i < n; i++)
        if (json_is_string(json_array_get(medium, i))
            && strcmp(json_string_value(json_array_get(medium, i)), "fibre") == 0)
            return true;
    if (n > 0)
        connect_network_fault(in, t->where, 0, (struct connect_fault){ .is_doubt = true,
            .code = "connect.not_fibre",
            .says = MSG("It is not of fibre and is not used."),
            .hint = MSG("Fibre is said so: \"transmissionMedium\": [\"fibre\"].") });
    return n == 0;
}

static enum connect_state
span_state(struct connect_network_in *in, const struct connect_thing *t)
{
    struct str         status = text_at(in, t->object, "status");
    struct maybe_int   dark = dark_at(in, t->object);
    enum connect_state is = connect_state_of(in, status, &dark, t->where);

    in->n_no_status += !str_is_known(status) && !dark.known;
    return is_fibre(in, t) ? is : CONNECT_UNUSABLE;
}

static struct err *
span_add(struct connect_network_in *in, const struct connect_span_in *s, const struct place *point,
         size_t n)
{
    struct connect_span_in *added = connect_rows_add(&in->spans);

    if (!added)
        return connect_network_full(in);
    *added = *s;
    added->span.point = point;
    added->span.n = (uint32_t)n;
    in->n_points += n;
    return NULL;
}

/* All lines of a way; of several each is a span, the first of which has the start. */
static struct err *
lines_add(struct connect_network_in *in, const struct connect_thing *t, const json_t *lines,
          struct connect_span_in s)
{
    size_t     n = json_array_size(lines);
    struct str end = s.end;

    for (size_t i = 0; i < n; i++) {
        const json_t *line = json_array_get(lines, i);
        struct place *point = line_of(in, line, t->where);

        s.end = i + 1 == n ? end : (struct str){ NULL, 0 };
        s.tells_ends = s.tells_ends && n == 1;
        if (point)
            TRY(span_add(in, &s, point, json_array_size(line)));
        s.goes_on = true;
        s.start = (struct str){ NULL, 0 };
    }
    if (n == 0)
        not_a_way(in, t->where);
    return NULL;
}

struct err *
connect_span_read(struct connect_network_in *in, const struct connect_thing *t)
{
    const char            *type = json_string_value(json_object_get(t->geometry, "type"));
    const json_t          *line = json_object_get(t->geometry, "coordinates");
    struct connect_span_in s = { .scope = t->scope, .where = t->where, .tells_ends = t->is_ofds,
        .start = end_at(in, t->object, "start"), .end = end_at(in, t->object, "end"),
        .span = { .id = text_at(in, t->object, "id"), .name = text_at(in, t->object, "name"),
                  .is = span_state(in, t) } };

    in->n_seen++;
    tell_no_id(in, t, s.span.id);
    if (!t->geometry || json_is_null(t->geometry))
        return span_add(in, &s, NULL, 0);
    if (type && strcmp(type, "MultiLineString") == 0)
        return lines_add(in, t, line, s);
    if (!type || strcmp(type, "LineString") != 0) {
        not_a_way(in, t->where);
        return NULL;
    }
    struct place *point = line_of(in, line, t->where);

    return point ? span_add(in, &s, point, json_array_size(line)) : NULL;
}

/* ---- the file -------------------------------------------------------------------------------- */

/* The thing before which the walk stands, until it is dropped; no object: it is none, told. */
static struct err *
thing_taken(struct connect_walk *w, struct connect_thing *t)
{
    struct connect_network_in *in = w->arg;
    json_t                    *object;

    TRY(connect_walk_take(w, &object));
    *t = (struct connect_thing){ .object = object, .is_ofds = true,
                                 .where = connect_walk_where(w),
                                 .scope = str_fmt(in->arena, "%zu", in->network) };
    if (!json_is_object(object)) {
        in->n_seen++;
        connect_network_fault(in, t->where, 0, (struct connect_fault){ .code = "connect.thing",
            .says = MSG("It is no object, or one that is too large."),
            .hint = MSG("A node or a span is an object of at most 4 MB.") });
        t->object = NULL;
    }
    return NULL;
}

static struct err *
on_node(struct connect_walk *w, size_t index)
{
    struct connect_thing t;
    struct err          *e = NULL;

    (void)index;
    TRY(thing_taken(w, &t));
    t.geometry = json_object_get(t.object, "location");
    if (t.object)
        e = connect_node_read(w->arg, &t);
    connect_walk_drop(w);
    return e;
}

static struct err *
on_span(struct connect_walk *w, size_t index)
{
    struct connect_thing t;
    struct err          *e = NULL;

    (void)index;
    TRY(thing_taken(w, &t));
    t.geometry = json_object_get(t.object, "route");
    if (t.object)
        e = connect_span_read(w->arg, &t);
    connect_walk_drop(w);
    return e;
}

static struct err *
on_feature(struct connect_walk *w, size_t index)
{
    json_t     *feature;
    struct err *e;

    (void)index;
    TRY(connect_walk_take(w, &feature));
    e = connect_feature_read(w->arg, feature, connect_walk_where(w));
    connect_walk_drop(w);
    return e;
}

enum { NODES, SPANS, NETWORKS, FEATURES };
static const char *const member[] = { "nodes", "spans", "networks", "features" };

static struct err *
on_list(struct connect_walk *w, size_t key)
{
    ((struct connect_network_in *)w->arg)->has_networks = true;
    if (connect_walk_next(w) == 'n')
        return connect_walk_skip(w);                            /* null: there are none */
    return connect_walk_items(w, key == NODES ? on_node : on_span);
}

static struct err *
on_network(struct connect_walk *w, size_t index)
{
    ((struct connect_network_in *)w->arg)->network = index + 1;
    return connect_walk_members(w, member, SPANS + 1, on_list);
}

static struct err *
on_top(struct connect_walk *w, size_t key)
{
    struct connect_network_in *in = w->arg;

    if (key <= SPANS)
        return on_list(w, key);
    in->has_features |= key == FEATURES;
    in->has_networks |= key == NETWORKS;
    return connect_walk_items(w, key == NETWORKS ? on_network : on_feature);
}

struct err *
connect_network_read_json(struct connect_network_in *in, struct str file)
{
    struct connect_walk w = connect_walk_of(in->arena, in->name, file, in);

    TRY(connect_walk_members(&w, member, COUNT(member), on_top));
    TRY(connect_walk_end(&w));
    if (in->has_features || in->has_networks)
        return NULL;
    return err_of(in->arena, (struct err){ .kind = ERR_INPUT, .code = "connect.no_network",
        .text = MSG("This is neither a network of OFDS nor GeoJSON."),
        .detail = MSG("It has none of: networks, nodes, spans, features."),
        .hint = MSG("Give OFDS as JSON or GeoJSON, a GeoJSON of points and lines, or a CSV of "
                    "points."), .where = in->name });
}
