/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_road.c — roads as GeoJSON: lines as they were drawn, every fault told. */
#include "city/connect/connect_road.h"

#include <string.h>

#include "base/arena.h"
#include "city/connect/connect_read.h"
#include "city/connect/connect_site.h"

enum { LINES_MAX = 1 << 22 };

/* A line as read, and of which feature it is. */
struct line_in { struct connect_road_line line; size_t feature; };

struct reader {
    struct arena          *arena;
    struct str             name;
    struct connect_faults *faults;
    size_t                 n_before;                /* faults that were there already           */
    struct connect_rows    positions, lines;        /* struct place, struct line_in             */
    struct connect_middle  middle;
    uint64_t               n_seen, n_other;         /* things; those that are no lines          */
    size_t                 other;                   /* the first of these                       */
};

/* ---- faults ---------------------------------------------------------------------------------- */

static struct str
where_of(const struct reader *r, size_t feature)
{
    return str_fmt(r->arena, "%.*s#/features/%zu", TEXT(r->name), feature);
}

static void
fault(struct reader *r, struct str where, struct connect_fault f)
{
    f.where = where;
    connect_fault_add(r->arena, r->faults, f);
}

static void
not_a_way(struct reader *r, size_t feature)
{
    fault(r, where_of(r, feature), (struct connect_fault){ .code = "connect.not_a_way",
        .says = MSG("Its way is no line of two positions or more."),
        .hint = MSG("Give a LineString: [[longitude, latitude], [longitude, latitude], …].") });
}

static struct err *
too_large(const struct reader *r)
{
    return err_of(r->arena, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.roads_large",
        .text = MSG("The roads have more than {0} positions.",
                    str_fmt(r->arena, "%d", CONNECT_ROADS_AT_MAX)),
        .hint = MSG("Leave out footways, or split them by region and plan the parts."),
        .where = r->name });
}

/* ---- lines ----------------------------------------------------------------------------------- */

static struct err *
positions_add(struct reader *r, const json_t *line, size_t n, bool *is_line)
{
    *is_line = n >= 2;
    for (size_t i = 0; *is_line && i < n; i++) {
        struct place *at = connect_rows_add(&r->positions);

        if (!at)
            return too_large(r);
        *is_line = connect_json_position(json_array_get(line, i), at);
    }
    return NULL;
}

/* Positions of a line that turns out to be none stay behind, in no line. */
static struct err *
line_add(struct reader *r, const json_t *line, size_t feature)
{
    struct line_in in = { .line.from = (uint32_t)r->positions.n, .feature = feature };
    size_t         n = json_array_size(line);
    bool           is_line;

    TRY(positions_add(r, line, n, &is_line));
    if (!is_line) {
        not_a_way(r, feature);
        return NULL;
    }
    struct line_in *added = connect_rows_add(&r->lines);

    if (!added)
        return too_large(r);
    in.line.n = (uint32_t)n;
    *added = in;
    return NULL;
}

static struct err *
lines_add(struct reader *r, const json_t *lines, size_t feature)
{
    size_t n = json_array_size(lines);

    for (size_t i = 0; i < n; i++)
        TRY(line_add(r, json_array_get(lines, i), feature));
    if (n == 0)
        not_a_way(r, feature);
    return NULL;
}

static struct err *
feature_read(struct reader *r, const json_t *feature, size_t number)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    const json_t *line = json_object_get(geometry, "coordinates");
    const char   *type = json_string_value(json_object_get(geometry, "type"));

    if (type && strcmp(type, "LineString") == 0)
        return line_add(r, line, number);
    if (type && strcmp(type, "MultiLineString") == 0)
        return lines_add(r, line, number);
    if (r->n_other++ == 0)
        r->other = number;
    return NULL;
}

static struct err *
on_feature(struct connect_walk *w, size_t index)
{
    struct reader *r = w->arg;
    json_t        *feature;
    struct err    *e = NULL;

    TRY(connect_walk_take(w, &feature));
    r->n_seen++;
    if (json_is_object(feature))
        e = feature_read(r, feature, index);
    else
        fault(r, where_of(r, index), (struct connect_fault){ .code = "connect.thing",
            .says = MSG("It is no object, or one that is too large."),
            .hint = MSG("A feature is an object of at most 4 MB.") });
    connect_walk_drop(w);
    return e;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

/* All positions are looked at; one that cannot be right is enough, far ones are told once. */
static bool
line_holds(struct reader *r, const struct line_in *in)
{
    const struct place  *at = (const struct place *)r->positions.row + in->line.from;
    bool                 told_far = false;
    struct connect_fault f;
    double               metres;

    for (uint32_t i = 0; i < in->line.n; i++) {
        enum connect_verdict is = connect_judge(&r->middle, at[i], &metres);

        if (is == CONNECT_FINE || (is == CONNECT_FAR && told_far))
            continue;
        if (!connect_place_fault(r->arena, &r->middle, at[i], &f))
            continue;
        fault(r, str_fmt(r->arena, "%.*s, position %u", TEXT(where_of(r, in->feature)), i), f);
        if (!f.is_doubt)
            return false;
        told_far = true;
    }
    return true;
}

static void
tell_others(struct reader *r)
{
    if (r->n_other > 0)
        fault(r, where_of(r, r->other), (struct connect_fault){ .code = "connect.not_a_line",
            .is_doubt = true, .says = MSG("Features that are no lines are not used: {0}, of which "
                                          "this is the first.",
                                          str_fmt(r->arena, "%ju", (uintmax_t)r->n_other)),
            .hint = MSG("Roads are lines: LineString or MultiLineString.") });
}

static struct err *
nothing(const struct reader *r)
{
    struct err e = { .kind = ERR_INPUT, .code = "connect.no_road",
        .text = MSG("Nothing of the roads can be used."),
        .detail = MSG("The file has no line."),
        .hint = MSG("Export the layer of roads as GeoJSON."), .where = r->name };

    return connect_none_left(r->arena, e,
                             r->n_seen > 0 ? connect_fault_first(r->faults, r->n_before) : NULL);
}

static void
keep_lines(struct reader *r, struct connect_roads *out)
{
    const struct line_in     *in = r->lines.row;
    struct connect_road_line *line = NEWS(r->arena, struct connect_road_line,
                                          out->n_lines + r->lines.n);

    if (out->n_lines > 0)
        memcpy(line, out->line, out->n_lines * sizeof *line);
    out->line = line;
    for (size_t i = 0; i < r->lines.n; i++)
        if (line_holds(r, &in[i]))
            line[out->n_lines++] = (struct connect_road_line){ in[i].line.from + out->n_at,
                                                               in[i].line.n };
}

static struct err *
lines_close(struct reader *r, struct connect_roads *out)
{
    uint32_t n = out->n_lines;

    if (r->positions.n + out->n_at > CONNECT_ROADS_AT_MAX)
        return too_large(r);
    connect_middle_of(r->arena, r->positions.row, r->positions.n, sizeof(struct place),
                      &r->middle);
    keep_lines(r, out);
    tell_others(r);
    if (out->n_lines == n)
        return nothing(r);
    uint32_t n_at = out->n_at + (uint32_t)r->positions.n;

    out->at = connect_rows_take(r->arena, &r->positions, out->at, out->n_at);
    out->n_at = n_at;
    connect_rows_drop(&r->lines);
    return NULL;
}

/* ---- the file -------------------------------------------------------------------------------- */

static struct err *
file_walk(struct reader *r, struct str file)
{
    struct connect_walk w = connect_walk_of(r->arena, r->name, file, r);

    TRY(connect_walk_features(&w, on_feature));
    if (w.has_features)
        return NULL;
    return err_of(r->arena, (struct err){ .kind = ERR_INPUT, .code = "connect.no_features",
        .text = MSG("This is no GeoJSON FeatureCollection: it has no features."),
        .hint = MSG("Export the layer of roads as GeoJSON."), .where = r->name });
}

struct err *
connect_roads_read(struct arena *a, struct str name, struct str file, struct connect_roads *out,
                   struct connect_faults *faults)
{
    struct reader r = { .arena = a, .name = str_copy(a, name), .faults = faults,
                        .n_before = faults->n };

    if (file.n > CONNECT_FILE_MAX)
        return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.file_large",
            .text = MSG("The file is larger than {0} MB.",
                        str_fmt(a, "%d", CONNECT_FILE_MAX >> 20)),
            .hint = MSG("Split it by region and plan the parts."), .where = r.name });
    connect_rows_open(a, &r.positions, sizeof(struct place), CONNECT_ROADS_AT_MAX);
    connect_rows_open(a, &r.lines, sizeof(struct line_in), LINES_MAX);
    TRY(file_walk(&r, file));
    return lines_close(&r, out);
}
