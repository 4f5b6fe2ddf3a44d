/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * connect_out_svg.c — the plan as a picture: paths of SVG, bounded whatever the plan is.
 *
 * A degree of longitude is as long as it is in the middle of the picture. What would stand on the
 * same spot is drawn once, and lines without their smallest bends.
 */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "city/connect/connect_page.h"

enum {
    WIDTH = 1000, HEIGHT_LEAST = 420, HEIGHT_MOST = 1300, MARGIN = 36, CELL = 3, BEND = 3,
    LINE_BYTES = 400 << 10, MARK_BYTES = 200 << 10, LAND_BYTES = 40 << 10, POINT_BYTES = 80,
    MANY_LINKS = 20000, SHORT = 3, LEGEND_HALF = 7,
};

#define METRES_A_DEGREE 111194.9266

/* ---- where a place is on the page ------------------------------------------------------------ */

struct frame { double west, north, per_lat, per_lon; int64_t width, height; };
struct spot  { int64_t x, y; };

struct range { double low, high; };

static int
by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;

    return (a > b) - (a < b);
}

/* Nearly all of them: a few places far away would make a dot of the rest. */
static struct range
range_of(double *value, uint32_t n)
{
    uint32_t few = n / 100;

    qsort(value, n, sizeof *value, by_value);
    double low = value[few], high = value[n - 1 - few], more = (high - low) * 0.3;

    return (struct range){ fmax(value[0], low - more), fmin(value[n - 1], high + more) };
}

static struct range
range_of_sites(struct arena *a, const struct connect_sites *sites, bool of_lat)
{
    double *value = NEWS(a, double, sites->n + 1);

    for (uint32_t i = 0; i < sites->n; i++)
        value[i] = of_lat ? sites->site[i].at.lat : sites->site[i].at.lon;
    return range_of(value, sites->n > 0 ? sites->n : 1);
}

static struct frame
frame_of(struct arena *a, const struct connect_report *r)
{
    struct range lat = range_of_sites(a, r->ask->sites, true);
    struct range lon = range_of_sites(a, r->ask->sites, false);
    double       narrow = fmax(cos((lat.low + lat.high) / 2 * 3.14159265358979 / 180), 0.01);
    double       wide = fmax((lon.high - lon.low) * narrow, 1e-3);
    double       high = fmax(lat.high - lat.low, 1e-3);
    double       per = (WIDTH - 2 * MARGIN) / wide;
    struct frame f = { .width = WIDTH };

    if (per * high > HEIGHT_MOST - 2 * MARGIN)
        per = (HEIGHT_MOST - 2 * MARGIN) / high;
    f.per_lat = per;
    f.per_lon = per * narrow;
    f.height = (int64_t)fmax(per * high + 2 * MARGIN, HEIGHT_LEAST);
    f.west = (lon.low + lon.high) / 2 - WIDTH / 2.0 / f.per_lon;
    f.north = (lat.low + lat.high) / 2 + (double)f.height / 2.0 / f.per_lat;
    return f;
}

static struct spot
spot_of(const struct frame *f, struct place at)
{
    return (struct spot){ llround((at.lon - f->west) * f->per_lon),
                          llround((f->north - at.lat) * f->per_lat) };
}

/* Both on the same side outside: nothing of the line between them is seen. */
static bool
is_unseen(const struct frame *f, struct spot a, struct spot b)
{
    return (a.x < 0 && b.x < 0) || (a.y < 0 && b.y < 0) || (a.x > f->width && b.x > f->width)
        || (a.y > f->height && b.y > f->height);
}

/* ---- lines ----------------------------------------------------------------------------------- */

struct pen { struct buf out; struct spot at; bool is_down, is_cut; };

static struct pen
pen_in(struct arena *a, size_t bytes)
{
    return (struct pen){ .out = buf_in(a, bytes) };
}

static bool
has_room(struct pen *p)
{
    p->is_cut |= p->out.n + POINT_BYTES > p->out.cap;
    return !p->is_cut;
}

static void
draw_line(struct pen *p, const struct frame *f, struct spot from, struct spot to)
{
    if (is_unseen(f, from, to) || !has_room(p)) {
        p->is_down = false;
        return;
    }
    if (!p->is_down || p->at.x != from.x || p->at.y != from.y)
        buf_fmt(&p->out, "M%jd %jd", (intmax_t)from.x, (intmax_t)from.y);
    buf_fmt(&p->out, "L%jd %jd", (intmax_t)to.x, (intmax_t)to.y);
    p->is_down = true;
    p->at = to;
}

static void
draw_way(struct pen *p, const struct frame *f, const struct place *at, uint32_t n)
{
    struct spot from = spot_of(f, at[0]);

    p->is_down = false;
    for (uint32_t i = 1; i < n; i++) {
        struct spot to = spot_of(f, at[i]);

        if (llabs(to.x - from.x) + llabs(to.y - from.y) < BEND && i + 1 < n)
            continue;
        draw_line(p, f, from, to);
        from = to;
    }
}

static enum connect_line
line_of(const struct connect_link *l)
{
    if (l->year == CONNECT_NO_YEAR)
        return CONNECT_LINE_LATER;
    if (l->is_lease)
        return CONNECT_LINE_LEASE;
    return l->tech == CONNECT_FIBRE ? CONNECT_LINE_FIBRE : CONNECT_LINE_HOP;
}

/* Along a road, what belongs together is drawn as one, so that its bends do not fill the page. */
static void
draw_links(struct arena *a, struct pen *pen, const struct frame *f, const struct connect_report *r)
{
    const struct connect_plan *plan = r->plan;
    const bool                *bend = connect_bends_of(a, plan);

    for (uint32_t i = 0; i < plan->n_links; i++) {
        if (bend[i])
            continue;
        struct connect_way way = connect_way_of(a, plan, bend, i);
        struct spot        from = spot_of(f, way.at[0]), to = spot_of(f, way.at[way.n - 1]);

        if (plan->n_links <= MANY_LINKS || llabs(to.x - from.x) + llabs(to.y - from.y) >= SHORT)
            draw_way(&pen[line_of(&plan->link[i])], f, way.at, way.n);
    }
}

static void
draw_lines(struct arena *a, const struct frame *f, const struct connect_report *r,
           struct connect_map *map)
{
    const struct connect_network *net = r->ask->network;
    struct pen                    pen[CONNECT_LINES];

    for (int i = 0; i < CONNECT_LINES; i++)
        pen[i] = pen_in(a, LINE_BYTES);
    for (uint32_t i = 0; i < net->n_spans; i++) {
        if (net->span[i].is == CONNECT_LIT)
            draw_way(&pen[CONNECT_LINE_LIT], f, net->span[i].point, net->span[i].n);
        if (net->span[i].is == CONNECT_DARK)
            draw_way(&pen[CONNECT_LINE_DARK], f, net->span[i].point, net->span[i].n);
    }
    draw_links(a, pen, f, r);
    for (int i = 0; i < CONNECT_LINES; i++) {
        map->line[i] = buf_str(&pen[i].out);
        map->is_cut |= pen[i].is_cut;
    }
}

/* ---- land ------------------------------------------------------------------------------------ */

/* What lies outside is drawn at the frame's side: that keeps the ring, and needs few points. */
static struct spot
framed(const struct frame *f, struct place at)
{
    struct spot s = spot_of(f, at);

    s.x = s.x < -MARGIN ? -MARGIN : s.x > f->width + MARGIN ? f->width + MARGIN : s.x;
    s.y = s.y < -MARGIN ? -MARGIN : s.y > f->height + MARGIN ? f->height + MARGIN : s.y;
    return s;
}

/* A ring without bends of less than so many units; of three points at least. */
static void
draw_ring(struct buf *out, const struct frame *f, const struct ground_ring *r, int64_t bend)
{
    struct spot before = framed(f, r->point[0]);
    size_t      begin = out->n;
    uint32_t    n = 1;

    buf_fmt(out, "M%jd %jd", (intmax_t)before.x, (intmax_t)before.y);
    for (uint32_t i = 1; i < r->n; i++) {
        struct spot to = framed(f, r->point[i]);

        if (llabs(to.x - before.x) + llabs(to.y - before.y) < bend)
            continue;
        buf_fmt(out, "L%jd %jd", (intmax_t)to.x, (intmax_t)to.y);
        before = to;
        n++;
    }
    if (n < 3 && !out->full)
        out->n = begin;
    else
        buf_byte(out, 'z');
}

/* As fine as it fits; nothing, if it never does. */
static void
draw_land(struct arena *a, const struct frame *f, const struct connect_ground *g,
          struct connect_map *map)
{
    enum { FINE = 2, COARSE = 64 };

    for (int64_t bend = FINE; g && g->land < GROUND_AREAS_MAX && bend <= COARSE; bend *= 2) {
        struct buf out = buf_in(a, LAND_BYTES);

        for (uint32_t i = 0; i < g->ask.n && !out.full; i++)
            if (g->ask.ring[i].area == g->land)
                draw_ring(&out, f, &g->ask.ring[i], bend);
        if (out.full)
            continue;
        map->land = buf_str(&out);
        return;
    }
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* Each technology has a shape of its own; a disc is a line of no length with a round end. */
static void
draw_mark(struct buf *out, enum connect_mark mark, struct spot at, int64_t half)
{
    intmax_t x = at.x, y = at.y, h = half;

    switch ((int)mark) {
    case CONNECT_FIBRE:
        buf_fmt(out, "M%jd %jdh0", x, y);
        break;
    case CONNECT_MICROWAVE:
        buf_fmt(out, "M%jd %jdl%jd %jdh%jdz", x, y - h, h, 2 * h, -2 * h);
        break;
    case CONNECT_CELLULAR:
        buf_fmt(out, "M%jd %jdh%jdv%jdh%jdz", x - h, y - h, 2 * h, 2 * h, -2 * h);
        break;
    case CONNECT_SATELLITE:
        buf_fmt(out, "M%jd %jdl%jd %jdl%jd %jdl%jd %jdz", x, y - h, h, h, -h, h, -h, -h);
        break;
    case CONNECT_MARK_NONE:
        buf_fmt(out, "M%jd %jdl%jd %jdm0 %jdl%jd %jd", x - h, y - h, 2 * h, 2 * h, -2 * h, -2 * h,
                2 * h);
        break;
    case CONNECT_MARK_GIVEN:
        buf_fmt(out, "M%jd %jdh%jdm%jd %jdv%jd", x - h, y, 2 * h, -h, -h, 2 * h);
        break;
    default:
        h = half - half / 3;
        buf_fmt(out, "M%jd %jda%jd %jd 0 1 0 %jd 0a%jd %jd 0 1 0 %jd 0", x - h, y, h, h, 2 * h, h,
                h, -2 * h);
        break;
    }
}

static enum connect_mark
mark_of(const struct connect_report *r, uint32_t site)
{
    if (r->ask->sites->site[site].is_connected)
        return CONNECT_MARK_GIVEN;
    if (r->plan->site[site].tech != CONNECT_NO_TECH
        && r->plan->site[site].year == CONNECT_NO_YEAR)
        return CONNECT_MARK_LATER;
    return (enum connect_mark)r->plan->site[site].tech;
}

static int64_t
mark_size(uint32_t n)
{
    return n <= 100 ? 9 : n <= 500 ? 7 : n <= 3000 ? 5 : n <= 10000 ? 4 : n <= 20000 ? 3 : 2;
}

static void
draw_marks(struct arena *a, const struct frame *f, const struct connect_report *r,
           struct connect_map *map)
{
    int64_t    columns = f->width / CELL + 1, rows = f->height / CELL + 1;
    uint8_t   *there = NEWS(a, uint8_t, (size_t)(columns * rows));
    struct pen pen[CONNECT_MARKS];

    map->size = mark_size(r->ask->sites->n);
    for (int i = 0; i < CONNECT_MARKS; i++)
        pen[i] = pen_in(a, MARK_BYTES);
    for (uint32_t i = 0; i < r->ask->sites->n; i++) {
        enum connect_mark mark = mark_of(r, i);
        struct spot       at = spot_of(f, r->ask->sites->site[i].at);

        if (is_unseen(f, at, at)) {
            map->n_outside++;
            continue;
        }
        uint8_t *cell = &there[at.y / CELL * columns + at.x / CELL];

        if (*cell >> mark & 1 || !has_room(&pen[mark]))
            continue;
        *cell |= (uint8_t)(1U << mark);
        draw_mark(&pen[mark].out, mark, at, map->size);
    }
    for (int i = 0; i < CONNECT_MARKS; i++) {
        map->mark[i] = buf_str(&pen[i].out);
        map->is_cut |= pen[i].is_cut;
    }
}

struct str
connect_mark_path(struct arena *a, enum connect_mark mark)
{
    struct buf out = buf_in(a, POINT_BYTES);

    draw_mark(&out, mark, (struct spot){ 10, 10 }, LEGEND_HALF);
    return buf_str(&out);
}

/* ---- the scale ------------------------------------------------------------------------------- */

/* 1, 2 or 5 with zeros: the longest that is at most a quarter of the width. */
static void
scale_of(const struct frame *f, struct connect_map *map)
{
    static const int64_t step[] = { 1, 2, 5 };
    double               per_metre = f->per_lat / METRES_A_DEGREE;

    for (int64_t ten = 1; ten <= 10000000; ten *= 10)
        for (size_t i = 0; i < COUNT(step); i++) {
            int64_t metres = step[i] * ten;

            if ((double)metres * per_metre > WIDTH / 4.0)
                return;
            map->bar = llround((double)metres * per_metre);
            map->bar_km = dec_trim((struct dec){ .units = metres, .scale = 3 });
        }
}

void
connect_map_of(struct arena *a, const struct connect_report *r, struct connect_map *map)
{
    struct frame f = frame_of(a, r);

    *map = (struct connect_map){ .width = f.width, .height = f.height };
    draw_land(a, &f, r->ask->ground, map);
    draw_lines(a, &f, r, map);
    draw_marks(a, &f, r, map);
    scale_of(&f, map);
}

/* ---- words ----------------------------------------------------------------------------------- */

struct str
connect_mark_class(enum connect_mark mark)
{
    if (mark == CONNECT_MARK_GIVEN)
        return S("given");
    return mark == CONNECT_MARK_LATER ? S("later") : connect_tech_word((enum connect_tech)mark);
}

struct str
connect_line_class(enum connect_line line)
{
    const struct str word[] = {
        [CONNECT_LINE_LIT] = S("lit"), [CONNECT_LINE_DARK] = S("dark"),
        [CONNECT_LINE_FIBRE] = S("fibre"), [CONNECT_LINE_LEASE] = S("lease"),
        [CONNECT_LINE_HOP] = S("hop"), [CONNECT_LINE_LATER] = S("later"),
    };

    return word[line];
}

struct msg
connect_line_label(enum connect_line line)
{
    switch (line) {
    case CONNECT_LINE_LIT:   return MSG("fibre in use");
    case CONNECT_LINE_DARK:  return MSG("dark fibre");
    case CONNECT_LINE_FIBRE: return MSG("new fibre");
    case CONNECT_LINE_LEASE: return MSG("dark fibre to be leased");
    case CONNECT_LINE_HOP:   return MSG("microwave hop");
    case CONNECT_LINE_LATER: return MSG("not within the money");
    case CONNECT_LINES:      break;
    }
    return MSG_NONE;
}
