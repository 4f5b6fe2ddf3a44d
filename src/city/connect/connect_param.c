/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_param.c — from a pack's nodes to prices, with every fault. */
#include "city/connect/connect_cost.h"

#include "base/arena.h"
#include "city/connect/connect_param_part.h"
#include "pack/embedded.h"

/* More than a pack can have: kinds and areas are counted by the shape. */
enum { FIGURES_MAX = 64 + 2 * (CONNECT_KINDS_MAX + 1) + CONNECT_AREAS_MAX };

struct reader {
    struct arena          *arena;
    const struct pack     *pack;
    struct connect_params *out;
    struct pack_faults    *faults;
    struct connect_figure *figure;      /* FIGURES_MAX */
};

/* Of what a figure is told: its row, where it stands, and its name among all. */
struct about { struct connect_row row; struct str key; enum connect_tech tech; };

/* ---- one figure ------------------------------------------------------------------------------ */

static const struct pack_node *
source_of(const struct reader *r, struct str id)
{
    size_t                  n;
    const struct pack_node *s = pack_list(r->pack->root, "sources", &n);

    while (s && !str_eq(pack_text(s, "id"), id))
        s = s->next;
    return s;
}

static void
read_source(struct reader *r, const struct pack_node *at, struct connect_figure *f)
{
    struct str              id = pack_text(at, "source");
    const struct pack_node *s = str_is_known(id) ? source_of(r, id) : NULL;

    f->date = pack_date(at, "date");
    if (str_is_known(id) && !s)
        pack_fault_at(r->faults, pack_at(at, "source"),
                      MSG("There is no source \"{0}\" in this pack.", id),
                      MSG("Add it under \"sources\", or name one that is there."));
    if (!s)
        return;
    f->source = str_fmt(r->arena, "%.*s, %.*s", TEXT(pack_text(s, "title")),
                        TEXT(pack_text(s, "publisher")));
    f->url    = pack_text(s, "url");
    if (f->date.year == 0)
        f->date = pack_date(s, "date");
}

static void
read_note(const struct pack_node *at, struct connect_figure *f)
{
    const struct pack_node *note = pack_at(at, f->is == CONNECT_NOT_KNOWN ? "unknown" : "note");

    if (!note)
        return;
    f->note_id = pack_text(note, "id");
    f->note_en = pack_text(note, "en");
}

static void
read_range(struct reader *r, const struct pack_node *at, struct connect_figure *f)
{
    bool from = pack_dec(at, "from", &f->from), to = pack_dec(at, "to", &f->to);

    f->has_range = from && to;
    if (!from && !to)
        return;
    if (from != to || f->is != CONNECT_ASSUMED)
        pack_fault_key(r->faults, pack_at(at, from ? "from" : "to"),
                       MSG("A range goes with an assumed figure, and has two ends."),
                       MSG("Write \"assumed\", \"from\" and \"to\" together."));
    else if (dec_cmp(f->from, f->value) > 0 || dec_cmp(f->value, f->to) > 0)
        pack_fault_at(r->faults, pack_at(at, "assumed"),
                      MSG("The assumed figure lies outside of its range."),
                      MSG("Correct the figure, or the range."));
}

/* Says how the figure is known; false, with the fault told, if in none or in several ways. */
static bool
read_standing(struct reader *r, const struct pack_node *at, struct connect_figure *f)
{
    bool stated = pack_dec(at, "value", &f->value), assumed = pack_dec(at, "assumed", &f->value);
    bool unknown = pack_at(at, "unknown") != NULL;

    f->is = stated ? CONNECT_STATED : assumed ? CONNECT_ASSUMED : CONNECT_NOT_KNOWN;
    if (stated + assumed + unknown == 1)
        return true;
    pack_fault_key(r->faults, at,
                   MSG("\"{0}\" must say one of: value, assumed, unknown.", at->key),
                   MSG("Write the value that a source states, what is assumed, or why it is "
                       "not known."));
    return false;
}

/* The figure as whole units; false, with the fault told, if it is too fine or out of bounds. */
static bool
read_number(struct reader *r, const struct pack_node *at, const struct connect_unit *unit,
            const struct connect_figure *f, int64_t *out)
{
    static const int64_t    ten[] = { 1, 10, 100, 1000 };
    int32_t                 places = unit->places < 0 ? r->out->decimals : unit->places;
    const struct pack_node *value = pack_at(at, f->is == CONNECT_STATED ? "value" : "assumed");
    struct dec              whole;

    if (dec_cmp(f->value, DEC(unit->least)) < 0 || dec_cmp(f->value, DEC(unit->most)) > 0) {
        pack_fault_at(r->faults, value,
                      MSG("\"{0}\" is {1}, outside {2} to {3}.", at->key,
                          dec_str(r->arena, f->value), dec_str(r->arena, DEC(unit->least)),
                          dec_str(r->arena, DEC(unit->most))),
                      MSG("Write a figure in that range."));
        return false;
    }
    if (!dec_round(f->value, places, DEC_HALF_UP, &whole) || dec_cmp(whole, f->value) != 0) {
        pack_fault_at(r->faults, value,
                      MSG("\"{0}\" is finer than {1} decimals.", at->key,
                          dec_str(r->arena, DEC(places))),
                      MSG("Round it."));
        return false;
    }
    *out = (int64_t)(whole.units * ten[places] / ten[whole.scale]);
    return true;
}

static struct connect_figure *
add_figure(struct reader *r, const struct about *about)
{
    struct connect_figure *f = &r->figure[r->out->n_figures++];

    *f = (struct connect_figure){ .key = about->key, .label = about->row.label,
                                  .tech = about->tech };
    return f;
}

/* Into the row's place in `base`. */
static void
read_figure(struct reader *r, const struct pack_node *at, const struct about *about, void *base)
{
    struct connect_figure *f = add_figure(r, about);
    struct maybe_int       n = { 0 };

    if (!read_standing(r, at, f))
        return;
    read_source(r, at, f);
    read_note(at, f);
    read_range(r, at, f);
    if (f->is != CONNECT_NOT_KNOWN)
        n.known = read_number(r, at, about->row.unit, f, &n.n);
    else if (!about->row.is_maybe)
        pack_fault_key(r->faults, pack_at(at, "unknown"),
                       MSG("\"{0}\" cannot stay unknown: no plan is made without it.", at->key),
                       MSG("Write what is assumed, with its range."));
    if (about->row.is_maybe)
        *(struct maybe_int *)((char *)base + about->row.at) = n;
    else if (n.known)
        *(int64_t *)((char *)base + about->row.at) = n.n;
}

/* ---- groups of figures ----------------------------------------------------------------------- */

static void
read_rows(struct reader *r, const struct pack_node *map, struct connect_rows rows, void *base,
          enum connect_tech tech)
{
    for (size_t i = 0; map && i < rows.n; i++) {
        const struct pack_node *at = pack_at(map, rows.row[i].key);
        struct about            about = { rows.row[i], str_of(rows.row[i].key), tech };
        if (map != r->pack->root)
            about.key = str_fmt(r->arena, "%.*s.%s", TEXT(map->key), rows.row[i].key);
        if (at)
            read_figure(r, at, &about, base);
    }
}

static void
read_prices(struct reader *r)
{
    static const char *const key[] = {
#define X(name, word, label) word,
        CONNECT_TECHS_X(X)
#undef X
    };
    const struct pack_node *root = r->pack->root;

    read_rows(r, root, connect_rows_top, r->out, CONNECT_NO_TECH);
    for (enum connect_tech t = 0; t < CONNECT_TECHS; t++) {
        read_rows(r, pack_at(root, key[t]), connect_rows_price, &r->out->price[t], t);
        if (t == CONNECT_FIBRE)
            read_rows(r, pack_at(root, key[t]), connect_rows_fibre, r->out, t);
    }
    read_rows(r, pack_at(root, "lease"), connect_rows_lease, r->out, CONNECT_NO_TECH);
}

/* What the kind needs; `name` is how its figures are called. */
static struct connect_demand
read_needs(struct reader *r, const struct pack_node *map, struct str name)
{
    static const struct connect_row row[] = {
        { "mbps", N_("Mbps that a site needs"), &connect_mbps, false,
          offsetof(struct connect_demand, kbps) },
        { "users", N_("people whom a site serves"), &connect_count, false,
          offsetof(struct connect_demand, users) },
    };
    struct connect_demand needs = { .kind = name };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct about about = { row[i], str_fmt(r->arena, "demand.%.*s.%s", TEXT(name), row[i].key),
                               CONNECT_NO_TECH };
        read_figure(r, pack_at(map, row[i].key), &about, &needs);
    }
    return needs;
}

static bool
has_kind(const struct connect_params *q, struct str kind)
{
    for (size_t i = 0; i < q->n_demands; i++)
        if (connect_same_kind(q->demand[i].kind, kind))
            return true;
    return false;
}

static void
read_kinds(struct reader *r, const struct pack_node *map)
{
    size_t                  n;
    const struct pack_node *kind = pack_list(map, "kinds", &n);
    struct connect_demand   needs = read_needs(r, map, str_trim(kind->text));

    for (; kind; kind = kind->next) {
        needs.kind = str_trim(kind->text);
        if (has_kind(r->out, needs.kind))
            pack_fault_at(r->faults, kind, MSG("The kind \"{0}\" stands here twice.", needs.kind),
                          MSG("Keep one of them."));
        else if (r->out->n_demands == CONNECT_KINDS_MAX)
            pack_fault_at(r->faults, kind, MSG("There are more than {0} names of kinds.",
                                               dec_str(r->arena, DEC(CONNECT_KINDS_MAX))),
                          MSG("Remove what is too many."));
        else
            r->out->demand[r->out->n_demands++] = needs;
    }
}

static void
read_demand(struct reader *r)
{
    size_t n;

    for (const struct pack_node *d = pack_list(r->pack->root, "demand", &n); d; d = d->next)
        read_kinds(r, d);
    r->out->otherwise = read_needs(r, pack_at(r->pack->root, "otherwise"), S("otherwise"));
}

static void
read_areas(struct reader *r)
{
    static const struct connect_row row = {
        "factor", N_("cost of a km there, in km on land"), &connect_factor, false,
        offsetof(struct connect_area, factor_per_mille)
    };
    size_t n;

    for (const struct pack_node *at = pack_list(r->pack->root, "areas", &n); at; at = at->next) {
        struct connect_area area = { .name = pack_text(at, "id") };
        struct about        about = { row, str_fmt(r->arena, "areas.%.*s", TEXT(area.name)),
                                      CONNECT_NO_TECH };
        for (size_t i = 0; i < r->out->n_areas; i++)
            if (str_eq(r->out->area[i].name, area.name))
                pack_fault_at(r->faults, pack_at(at, "id"),
                              MSG("The area \"{0}\" stands here twice.", area.name),
                              MSG("Keep one of them."));
        read_figure(r, pack_at(at, "factor"), &about, &area);
        r->out->area[r->out->n_areas++] = area;
    }
}

static void
check_sources(struct reader *r)
{
    size_t n;

    for (const struct pack_node *s = pack_list(r->pack->root, "sources", &n); s; s = s->next)
        if (source_of(r, pack_text(s, "id")) != s)
            pack_fault_at(r->faults, pack_at(s, "id"),
                          MSG("The source \"{0}\" stands here twice.", pack_text(s, "id")),
                          MSG("Give one of them another id."));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void
read_head(struct reader *r)
{
    const struct pack_node *root = r->pack->root, *title = pack_at(root, "title");

    *r->out = (struct connect_params){
        .name            = pack_text(root, "id"),
        .title_id        = pack_text(title, "id"),
        .title_en        = pack_text(title, "en"),
        .currency        = pack_text(root, "currency"),
        .decimals        = pack_choice(root, "currency", connect_currencies) == 0 ? 0 : 2,
        .route_per_mille = CONNECT_PER_MILLE,
        .figure          = r->figure,
    };
}

static void
read_pack(struct arena *a, const struct pack *pack, struct connect_params *out,
          struct pack_faults *faults)
{
    struct reader r = { a, pack, out, faults, NEWS(a, struct connect_figure, FIGURES_MAX) };

    *faults = pack_faults_in(a, pack);
    shape_check(pack->root, &connect_shape, faults);
    if (faults->n > 0)
        return;
    read_head(&r);
    check_sources(&r);
    read_prices(&r);
    read_demand(&r);
    read_areas(&r);
}

static void
pack_check(struct arena *a, const struct pack *pack, struct pack_faults *faults)
{
    struct connect_params *out = NEW(a, struct connect_params);

    read_pack(a, pack, out, faults);
}

const struct pack_kind connect_pack_kind = {
    .name  = "connectivity",
    .shape = &connect_shape,
    .help  = N_("What a line to an office, a school or a clinic costs, and what each needs."),
    .check = pack_check,
};

void
connect_params_of(struct arena *a, const struct pack *pack, struct connect_params *out)
{
    struct pack_faults faults;

    read_pack(a, pack, out, &faults);
}

/* "giga, indonesia, itu" */
static struct str
shipped(struct arena *a)
{
    struct str *name = NEWS(a, struct str, embedded_list_n), folder = S("pack/connectivity/");
    size_t      n = 0;

    for (size_t i = 0; i < embedded_list_n; i++) {
        struct str path = str_of(embedded_list[i].path);
        if (str_starts(path, folder) && str_ends(path, S(".yaml")))
            name[n++] = str_part(path, folder.n, path.n - folder.n - S(".yaml").n);
    }
    return str_join(a, S(", "), name, n);
}

static struct err *
find_pack(struct arena *a, struct str name, struct pack *pack)
{
    struct str path = str_fmt(a, "pack/connectivity/%.*s.yaml", TEXT(name)), text;
    size_t     at;

    if (embedded_find(path, &text))
        return pack_read_text(a, path, text, pack);
    if (str_eq(name, S("-")) || str_find(name, S("."), &at) || str_find(name, S("/"), &at))
        return pack_read(a, name, pack);
    return err_of(a, (struct err){
        .kind  = ERR_MISSING,
        .code  = "connect.no_params",
        .text  = MSG("There is no pack of prices {0}.", name),
        .hint  = MSG("Use one of {0}, or name the file of a pack: FILE.yaml", shipped(a)),
        .where = S("params"),
    });
}

struct err *
connect_params_read(struct arena *a, struct str name, struct connect_params *out)
{
    struct pack        pack = { .root = NULL };
    struct pack_faults faults;

    TRY(find_pack(a, name, &pack));
    read_pack(a, &pack, out, &faults);
    return pack_faults_err(&faults);
}
