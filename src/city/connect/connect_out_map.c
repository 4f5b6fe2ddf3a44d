/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_out_map.c — a plan as GeoJSON; what is to be built by the Open Fibre Data Standard. */
#include "base/arena.h"
#include "base/json.h"
#include "base/sha.h"
#include "city/connect/connect_out.h"

#define OFDS_SCHEMA "https://raw.githubusercontent.com/Open-Telecoms-Data/" \
                    "open-fibre-data-standard/0__3__0/schema/network-schema.json"

/* ---- geometry -------------------------------------------------------------------------------- */

static void
position(struct json *j, struct place at)
{
    json_open(j, '[');
    json_dec(j, connect_degrees_dec(at.lon));
    json_dec(j, connect_degrees_dec(at.lat));
    json_close(j, ']');
}

static void
point_at(struct json *j, const char *key, struct place at)
{
    json_key(j, key);
    json_open(j, '{');
    json_str_at(j, "type", S("Point"));
    json_key(j, "coordinates");
    position(j, at);
    json_close(j, '}');
}

/* Downwards: from what feeds it to what it feeds. */
static void
line_at(struct json *j, const char *key, const struct connect_way *way)
{
    json_key(j, key);
    json_open(j, '{');
    json_str_at(j, "type", S("LineString"));
    json_key(j, "coordinates");
    json_open(j, '[');
    for (uint32_t i = 0; i < way->n; i++)
        position(j, way->at[i]);
    json_close(j, ']');
    json_close(j, '}');
}

/* ---- GeoJSON --------------------------------------------------------------------------------- */

static void
money(struct json *j, const struct connect_report *r, const struct connect_sum *sum)
{
    json_dec_at(j, "npv", connect_money_dec(r, sum->npv));
    json_dec_at(j, "capex", connect_money_dec(r, sum->capex));
    json_dec_at(j, "opex_year", connect_money_dec(r, sum->opex_y));
}

static void
year(struct json *j, const struct connect_report *r, uint16_t y)
{
    struct maybe_int n = { .known = r->ask->n_money > 0 && y != CONNECT_NO_YEAR,
                           .n = (int64_t)y + 1 };

    json_maybe_at(j, "year", n);
}

static void
reasons(struct json *j, const struct connect_site_plan *p)
{
    json_key(j, "why_not");
    json_open(j, '{');
    for (int t = 0; t < CONNECT_TECHS; t++)
        if (p->why[t] != CONNECT_OPEN)
            json_str_at(j, connect_tech_word((enum connect_tech)t).p,
                        connect_reason_word(p->why[t]));
    json_close(j, '}');
}

static void
site_feature(struct json *j, struct arena *a, const struct connect_report *r, uint32_t i)
{
    const struct connect_site      *s = &r->ask->sites->site[i];
    const struct connect_site_plan *p = &r->plan->site[i];

    json_open(j, '{');
    json_str_at(j, "type", S("Feature"));
    point_at(j, "geometry", s->at);
    json_key(j, "properties");
    json_open(j, '{');
    json_str_at(j, "what", S("site"));
    json_str_at(j, "id", s->id);
    json_str_at(j, "name", s->name);
    json_str_at(j, "kind", s->kind);
    json_str_at(j, "technology", connect_tech_word(p->tech));
    json_str_at(j, "status", connect_status_word(r, i));
    year(j, r, s->is_connected ? CONNECT_NO_YEAR : p->year);
    json_str_at(j, "link", p->link == CONNECT_SITES_NONE ? (struct str){ NULL, 0 }
                                                        : str_fmt(a, "L%u", p->link + 1));
    json_int_at(j, "users", p->users);
    json_int_at(j, "kbps", p->kbps);
    money(j, r, &p->sum);
    reasons(j, p);
    json_close(j, '}');
    json_close(j, '}');
}

static void
areas(struct json *j, struct arena *a, const struct connect_report *r,
      const struct connect_link *l)
{
    const struct connect_params *q = r->ask->params;

    if (!l->area_m)
        return;
    json_int_at(j, "metres_paid", connect_ground_paid(q, l->metres, l->area_m));
    json_key(j, "metres_in");
    json_open(j, '{');
    for (size_t i = 0; i < q->n_areas; i++)
        if (l->area_m[i] > 0)
            json_int_at(j, str_z(a, q->area[i].name), l->area_m[i]);
    json_close(j, '}');
}

static void
link_feature(struct json *j, struct arena *a, const struct connect_report *r, uint32_t i)
{
    const struct connect_link *l = &r->plan->link[i];
    struct connect_way         way = connect_way_of(a, r->plan, NULL, i);

    json_open(j, '{');
    json_str_at(j, "type", S("Feature"));
    line_at(j, "geometry", &way);
    json_key(j, "properties");
    json_open(j, '{');
    json_str_at(j, "what", S("link"));
    json_str_at(j, "id", str_fmt(a, "L%u", i + 1));
    json_str_at(j, "technology", connect_tech_word(l->tech));
    json_bool_at(j, "lease", l->is_lease);
    json_str_at(j, "fed_by", l->above == CONNECT_SITES_NONE ? S("network")
                                                            : str_fmt(a, "L%u", l->above + 1));
    if (r->ask->roads)
        json_bool_at(j, "along_road", l->along != NULL);
    if (l->b == CONNECT_AT_JUNCTION)
        json_str_at(j, "begins_at", S("junction"));
    if (l->a == CONNECT_AT_JUNCTION)
        json_str_at(j, "ends_at", S("junction"));
    json_int_at(j, "metres", l->metres);
    areas(j, a, r, l);
    year(j, r, l->year);
    money(j, r, &l->sum);
    json_close(j, '}');
    json_close(j, '}');
}

/* A feature a line, so that two plans can be compared line by line. */
static void
next_line(struct arena *a, struct buf *out, size_t mark)
{
    buf_byte(out, '\n');
    arena_back(a, mark);
}

void
connect_out_geojson(struct arena *a, struct buf *out, const struct connect_report *r)
{
    struct json j = json_to(out);
    size_t      mark = arena_mark(a);

    json_open(&j, '{');
    json_str_at(&j, "type", S("FeatureCollection"));
    json_str_at(&j, "currency", r->ask->params->currency);
    json_key(&j, "features");
    json_open(&j, '[');
    for (uint32_t i = 0; i < r->ask->sites->n; i++) {
        site_feature(&j, a, r, i);
        next_line(a, out, mark);
    }
    for (uint32_t i = 0; i < r->plan->n_links; i++) {
        link_feature(&j, a, r, i);
        next_line(a, out, mark);
    }
    json_close(&j, ']');
    json_close(&j, '}');
    json_end(&j);
    buf_byte(out, '\n');
}

/* ---- OFDS ------------------------------------------------------------------------------------ */

/* A network's id must be a UUID; the same plan has the same (RFC 9562, version 8). */
static struct str
network_id(struct arena *a, const struct connect_report *r)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, r->sites_file);
    sha_add(&sha, r->network_file);
    sha_add(&sha, r->ask->params->name);
    sha_add(&sha, str_fmt(a, "%u %u %jd", r->ask->sites->n, r->plan->n_links,
                          (intmax_t)r->plan->total.npv));
    struct str hex = sha_hex(&sha, a);

    return str_fmt(a, "%.8s-%.4s-8%.3s-a%.3s-%.12s", hex.p, hex.p + 8, hex.p + 12, hex.p + 15,
                   hex.p + 18);
}

static void
node(struct json *j, struct str id, struct str name, struct place at, bool is_there)
{
    json_open(j, '{');
    json_str_at(j, "id", id);
    if (str_is_known(name) && name.n > 0)
        json_str_at(j, "name", name);
    json_str_at(j, "status", is_there ? S("operational") : S("planned"));
    point_at(j, "location", at);
    json_close(j, '}');
}

static struct str
name_of_end(const struct connect_report *r, const struct connect_link *l)
{
    if (l->a_site != CONNECT_SITES_NONE)
        return r->ask->sites->site[l->a_site].name;
    return l->a == CONNECT_AT_JUNCTION ? S("junction") : (struct str){ NULL, 0 };
}

/* Each way's lower end; and where it begins, if that is the network that stands. */
static void
nodes(struct json *j, struct arena *a, const struct connect_report *r, struct buf *out)
{
    const bool *bend = connect_bends_of(a, r->plan);
    struct str  unknown = { NULL, 0 };

    json_key(j, "nodes");
    json_open(j, '[');
    for (uint32_t i = 0; i < r->plan->n_links; i++) {
        const struct connect_link *l = &r->plan->link[i];
        size_t                     mark = arena_mark(a);

        if (l->above == CONNECT_SITES_NONE)
            node(j, str_fmt(a, "R%u", i + 1), unknown, l->to, true);
        if (!bend[i])
            node(j, str_fmt(a, "N%u", i + 1), name_of_end(r, l), l->from, false);
        if (!bend[i] || l->above == CONNECT_SITES_NONE)
            next_line(a, out, mark);
    }
    json_close(j, ']');
}

/* Links along a road are one span as far as nothing leaves it. */
static void
span(struct json *j, struct arena *a, const struct connect_report *r, const bool *bend,
     uint32_t i)
{
    const struct connect_link *l = &r->plan->link[i];
    struct connect_way         way = connect_way_of(a, r->plan, bend, i);
    uint32_t                   above = r->plan->link[way.first].above;
    bool                       is_fibre = l->tech == CONNECT_FIBRE;

    json_open(j, '{');
    json_str_at(j, "id", str_fmt(a, "L%u", i + 1));
    json_str_at(j, "status", S("planned"));
    json_str_at(j, "start", above == CONNECT_SITES_NONE ? str_fmt(a, "R%u", way.first + 1)
                                                        : str_fmt(a, "N%u", above + 1));
    json_str_at(j, "end", str_fmt(a, "N%u", i + 1));
    line_at(j, "route", &way);
    json_key(j, "transmissionMedium");
    json_open(j, '[');
    json_str(j, is_fibre ? S("fibre") : S("microwave"));
    json_close(j, ']');
    if (is_fibre) {
        json_bool_at(j, "darkFibre", l->is_lease);
        json_dec_at(j, "fibreLength", (struct dec){ .units = way.metres, .scale = 3 });
    }
    json_close(j, '}');
}

static void
spans(struct json *j, struct arena *a, const struct connect_report *r, struct buf *out)
{
    const bool *bend = connect_bends_of(a, r->plan);

    json_key(j, "spans");
    json_open(j, '[');
    for (uint32_t i = 0; i < r->plan->n_links; i++) {
        size_t mark = arena_mark(a);

        if (bend[i])
            continue;
        span(j, a, r, bend, i);
        next_line(a, out, mark);
    }
    json_close(j, ']');
}

static void
schema_link(struct json *j)
{
    json_key(j, "links");
    json_open(j, '[');
    json_open(j, '{');
    json_str_at(j, "href", S(OFDS_SCHEMA));
    json_str_at(j, "rel", S("describedby"));
    json_close(j, '}');
    json_close(j, ']');
}

void
connect_out_ofds(struct arena *a, struct buf *out, const struct connect_report *r)
{
    struct json j = json_to(out);

    json_open(&j, '{');
    json_key(&j, "networks");
    json_open(&j, '[');
    json_open(&j, '{');
    json_str_at(&j, "id", network_id(a, r));
    json_str_at(&j, "name", r->title);
    schema_link(&j);
    if (r->plan->n_links > 0) {             /* an empty list is no list to the standard */
        nodes(&j, a, r, out);
        spans(&j, a, r, out);
    }
    json_close(&j, '}');
    json_close(&j, ']');
    json_close(&j, '}');
    json_end(&j);
    buf_byte(out, '\n');
}
