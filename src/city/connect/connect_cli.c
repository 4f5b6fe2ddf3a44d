/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* connect_cli.c — `guyub connect`: files in, a plan out, every fault told. */
#include "base/arena.h"
#include "base/json.h"
#include "base/money.h"
#include "city/connect/connect_module.h"
#include "city/connect/connect_network.h"
#include "city/connect/connect_out.h"
#include "city/connect/connect_site.h"
#include "engine/net/order.h"
#include "pack/embedded.h"

static const size_t FILE_BYTES = (size_t)1 << 30;

/* ---- flags ----------------------------------------------------------------------------------- */

struct connect_flags {
    struct str sites, network, params, areas, land, roads, budget, out, title;
    int64_t    years;
    bool       dry_run, force, quick, progress;
};

static const struct field fields[] = {
    FIELD(struct connect_flags, sites, F_TEXT, .max = 1000, .required = true,
          .label = N_("List of sites: CSV or GeoJSON")),
    FIELD(struct connect_flags, network, F_TEXT, .max = 1000, .required = true,
          .label = N_("Network that stands: OFDS, GeoJSON or CSV; several: a.json,b.csv")),
    FIELD(struct connect_flags, params, F_TEXT, .max = 1000, .required = true,
          .label = N_("Prices: indonesia, giga, itu, or a file of your own")),
    FIELD(struct connect_flags, areas, F_TEXT, .max = 1000,
          .label = N_("Map of mountains, protected areas, sea: GeoJSON; fibre there costs more")),
    FIELD(struct connect_flags, land, F_TEXT, .max = 1000,
          .label = N_("Map of land: GeoJSON; all that lies outside of it is sea")),
    FIELD(struct connect_flags, roads, F_TEXT, .max = 1000,
          .label = N_("Map of roads: GeoJSON lines; new fibre goes along them")),
    FIELD(struct connect_flags, years, F_INT, .min = 1, .max = CONNECT_YEARS_MAX,
          .label = N_("Years that are planned for; otherwise as the prices say")),
    FIELD(struct connect_flags, budget, F_TEXT, .max = 1000,
          .label = N_("Money of each year: 10000000000,5000000000; or one sum")),
    FIELD(struct connect_flags, out, F_TEXT, .max = 1000,
          .label = N_("Folder for the plan; made if it is not there")),
    FIELD(struct connect_flags, title, F_TEXT, .max = 200,
          .label = N_("Title of the summary; otherwise the name of the list")),
    FIELD(struct connect_flags, dry_run, F_FLAG,
          .label = N_("Only read the files and tell every fault")),
    FIELD(struct connect_flags, force, F_FLAG,
          .label = N_("Replace a plan that is in the folder")),
    FIELD(struct connect_flags, quick, F_FLAG,
          .label = N_("Leave out which figures move the total most: that takes many plans")),
    FIELD(struct connect_flags, progress, F_FLAG,
          .label = N_("Say on standard error how far it is, also where nobody looks on")),
};
const struct form connect_form = FORM(struct connect_flags, fields);

/* ---- the run --------------------------------------------------------------------------------- */

static const char *const file_names[] = {
    "plan.csv", "plan.geojson", "plan.ofds.json", "quantities.csv", "summary.html",
};
static void (*const file_writers[])(struct arena *, struct buf *, const struct connect_report *) = {
    connect_out_csv, connect_out_geojson, connect_out_ofds, connect_out_quantities,
    connect_out_summary,
};

struct run {
    struct cx                  *cx;
    struct shell               *sh;
    const struct connect_flags *flags;
    struct connect_sites        sites;
    struct connect_list         list;
    struct connect_network      network;
    struct connect_params       params;
    struct connect_roads        roads;
    struct connect_faults       site_faults, network_faults, map_faults;
    int64_t                     money[ORDER_YEARS_MAX];
    struct connect_ask          ask;
    struct connect_plan         plan;
    struct connect_moves        moves;
    struct connect_report       report;
};

/* ---- money ----------------------------------------------------------------------------------- */

static struct err *
budget_fault(struct run *run, struct msg text, struct msg hint)
{
    return err_of(run->cx->arena, (struct err){ .kind = ERR_INPUT, .code = "connect.budget",
        .text = text, .hint = hint, .where = S("--budget") });
}

/* One sum in the smallest unit of the currency. */
static bool
read_sum(const struct run *run, struct str s, int64_t *sum)
{
    struct dec d, cut;
    int32_t    places = run->params.decimals;

    if (places == 0)
        return idr_parse(s, sum) && *sum >= 0;
    if (!dec_parse(s, &d) || d.units < 0 || !dec_round(d, places, DEC_DOWN, &cut)
        || dec_cmp(cut, d) != 0)
        return false;
    for (; cut.scale < places; cut.scale++)
        cut.units *= 10;
    *sum = (int64_t)cut.units;
    return cut.units <= CONNECT_MONEY_MAX;
}

static struct err *
read_budget(struct run *run)
{
    struct str rest = run->flags->budget, one;
    uint32_t   n = 0;
    int64_t    all = 0;

    while (rest.n > 0) {
        str_cut(rest, ',', &one, &rest);
        if (n == ORDER_YEARS_MAX || n == run->params.years)
            return budget_fault(run, MSG("There are more sums than years."),
                                MSG("Give one sum for each year, or fewer."));
        if (!read_sum(run, str_trim(one), &run->money[n])
            || !idr_add(all, run->money[n], &all) || all > CONNECT_MONEY_MAX)
            return budget_fault(run, MSG("\"{0}\" is no sum of money.", one),
                                MSG("Write sums like 10000000000,5000000000."));
        n++;
    }
    if (all == 0)
        return budget_fault(run, MSG("With a budget of zero nothing is built."),
                            MSG("Give a sum, or leave the flag out to plan for everybody."));
    run->ask.money = run->money;
    run->ask.n_money = n;
    return NULL;
}

/* ---- files ----------------------------------------------------------------------------------- */

/* The folders concern who runs it, not who reads it. */
static struct str
without_folders(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return str_part(path, at, path.n);
}

static bool
is_json(struct str file)
{
    struct str s = str_starts(file, S("\xef\xbb\xbf")) ? str_part(file, 3, file.n) : file;

    s = str_trim(str_part(s, 0, 100));
    return str_starts(s, S("{"));
}

static struct err *
read_sites(struct run *run)
{
    struct arena *a = run->cx->arena;
    struct str    text, name = without_folders(run->flags->sites);

    TRY(connect_file_read(a, run->flags->sites, &text));
    run->list = (struct connect_list){ name, is_json(text), &run->sites };
    TRY(run->list.is_json
        ? connect_sites_read_geojson(a, name, text, &run->sites, &run->site_faults)
        : connect_sites_read_csv(a, name, text, &run->sites, &run->site_faults));
    connect_kinds_check(a, &run->list, &run->params, &run->site_faults);
    return NULL;
}

static struct err *
read_network(struct run *run)
{
    struct arena *a = run->cx->arena;
    struct str    rest = run->flags->network, name, text;

    while (rest.n > 0) {
        str_cut(rest, ',', &name, &rest);
        TRY(connect_file_read(a, name, &text));
        TRY(connect_network_read(a, without_folders(name), text, &run->network,
                                 &run->network_faults));
    }
    return NULL;
}

typedef struct err *map_reader(struct connect_map_files *, struct str name, struct str file);

static struct err *
read_maps(struct run *run, struct connect_map_files *maps, struct str list, map_reader *reader)
{
    struct str name, text;

    while (list.n > 0) {
        str_cut(list, ',', &name, &list);
        TRY(connect_file_read(run->cx->arena, name, &text));
        TRY(reader(maps, without_folders(name), text));
    }
    return NULL;
}

static struct err *
read_ground(struct run *run)
{
    struct arena             *a = run->cx->arena;
    const struct str          areas = run->flags->areas, land = run->flags->land;
    struct connect_map_files *maps;

    if (areas.n + land.n == 0)
        return NULL;
    maps = connect_map_files_open(a, &run->params, &run->map_faults);
    TRY(read_maps(run, maps, areas, connect_areas_read));
    TRY(read_maps(run, maps, land, connect_land_read));
    run->ask.ground = connect_ground_of(maps);
    connect_sites_at_sea(a, run->ask.ground, &run->list, &run->site_faults);
    return NULL;
}

static struct err *
read_roads(struct run *run)
{
    struct str rest = run->flags->roads, name, text;

    if (rest.n == 0)
        return NULL;
    while (rest.n > 0) {
        str_cut(rest, ',', &name, &rest);
        TRY(connect_file_read(run->cx->arena, name, &text));
        TRY(connect_roads_read(run->cx->arena, without_folders(name), text, &run->roads,
                               &run->map_faults));
    }
    run->ask.roads = &run->roads;
    TRY(connect_roads_join(run->cx->arena, &run->roads));
    connect_roads_leave(run->cx->arena, &run->roads, &run->sites, &run->network);
    return NULL;
}

static struct err *
read_files(struct run *run)
{
    TRY(connect_params_read(run->cx->arena, run->flags->params, &run->params));
    if (shell_was_given(run->sh, S("years")))
        run->params.years = run->flags->years;
    run->ask = (struct connect_ask){ .sites = &run->sites, .network = &run->network,
                                     .params = &run->params };
    if (shell_was_given(run->sh, S("budget")))
        TRY(read_budget(run));
    TRY(read_sites(run));
    TRY(read_ground(run));
    TRY(read_network(run));
    return read_roads(run);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* Faults, or doubts. */
static void
tell_faults(struct run *run, struct str file, const struct connect_faults *faults, bool is_doubt)
{
    struct arena *a = run->cx->arena;
    enum lang     lang = run->cx->lang;

    for (size_t i = 0; i < faults->n; i++) {
        const struct connect_fault *f = &faults->fault[i];
        struct str                  hint = msg_text(a, lang, f->hint);

        if (f->is_doubt != is_doubt)
            continue;
        if (f->line > 0 && !str_is_known(f->where))
            buf_fmt(run->sh->out, "%.*s:%u", TEXT(file), f->line);
        else
            buf_fmt(run->sh->out, "%.*s", TEXT(str_is_known(f->where) ? f->where : file));
        buf_fmt(run->sh->out, ": %.*s%s%.*s\n", TEXT(msg_text(a, lang, f->says)),
                hint.n > 0 ? " " : "", TEXT(hint));
    }
}

static int64_t
count_faults(const struct connect_faults *faults, bool is_doubt)
{
    int64_t n = (int64_t)(is_doubt ? faults->n_more_doubts : faults->n_more);

    for (size_t i = 0; i < faults->n; i++)
        n += faults->fault[i].is_doubt == is_doubt;
    return n;
}

static int64_t
count_all(const struct run *run, bool is_doubt)
{
    return count_faults(&run->site_faults, is_doubt) + count_faults(&run->network_faults, is_doubt)
        + count_faults(&run->map_faults, is_doubt);
}

static struct str
count_text(const struct run *run, int64_t n)
{
    return int_text(run->cx->arena, run->cx->lang, n);
}

static void
say_faults(struct run *run)
{
    int64_t faults = count_all(run, false), doubts = count_all(run, true);

    shell_say(run->cx, run->sh, MSG("Faults, left out of the plan: {0}. Doubts, kept in it: {1}.",
                                    count_text(run, faults), count_text(run, doubts)));
    run->sh->says_no |= run->flags->dry_run && faults > 0;
}

/* Faults first. */
static void
tell_all_faults(struct run *run)
{
    for (int is_doubt = 0; is_doubt < 2; is_doubt++) {
        tell_faults(run, without_folders(run->flags->sites), &run->site_faults, is_doubt);
        tell_faults(run, without_folders(run->flags->network), &run->network_faults, is_doubt);
        tell_faults(run, without_folders(run->flags->land), &run->map_faults, is_doubt);
    }
}

static struct err *
dry_run(struct run *run)
{
    tell_all_faults(run);
    shell_say(run->cx, run->sh, MSG("Read: {0} sites, {1} nodes, {2} spans, {3} cell sites.",
        count_text(run, run->sites.n), count_text(run, run->network.n_nodes),
        count_text(run, run->network.n_spans), count_text(run, run->network.n_towers)));
    if (run->ask.roads)
        shell_say(run->cx, run->sh, MSG("Roads: {0} points and {1} km.",
                  count_text(run, run->roads.n),
                  dec_text(run->cx->arena, run->cx->lang, connect_roads_km(&run->roads))));
    say_faults(run);
    return NULL;
}

/* ---- planning -------------------------------------------------------------------------------- */

static struct err *
not_itself(struct run *run, const char *wrong)
{
    return err_of(run->cx->arena, (struct err){ .kind = ERR_BROKEN, .code = "connect.wrong",
        .text = MSG("The plan does not agree with a second reckoning; nothing was written."),
        .detail = MSG("What differs: {0}.", str_of(wrong)),
        .hint = MSG("Please send the files to those who make this program.") });
}

static struct err *
make_plan(struct run *run)
{
    struct cx  *cx = run->cx;
    const char *wrong;

    run->ask.progress = shell_follow(cx, MSG("Planning"), run->flags->progress);
    TRY(connect_plan_of(cx->arena, &run->ask, &run->plan));
    wrong = connect_plan_wrong(cx->arena, &run->ask, &run->plan);
    if (wrong)
        return not_itself(run, wrong);
    if (run->flags->quick)
        return NULL;
    run->ask.progress = shell_follow(cx, MSG("Turning each figure"), run->flags->progress);
    run->report.moves = &run->moves;
    return connect_tornado(cx->arena, &run->ask, &run->moves);
}

static struct str
title_of(const struct run *run)
{
    struct str name = without_folders(run->flags->sites), stem;

    if (str_is_known(run->flags->title) && run->flags->title.n > 0)
        return run->flags->title;
    str_cut(name, '.', &stem, &name);
    return stem;
}

/* "nodes.geojson, spans.geojson" */
static struct str
names_of(const struct run *run, struct str list)
{
    struct str name, all = S("");

    while (list.n > 0) {
        str_cut(list, ',', &name, &list);
        all = str_fmt(run->cx->arena, "%.*s%s%.*s", TEXT(all), all.n > 0 ? ", " : "",
                      TEXT(without_folders(name)));
    }
    return all;
}

static void
drop(void *arena)
{
    arena_drop(arena);
}

static struct err *
write_files(struct run *run, struct arena *own)
{
    struct arena *a = run->cx->arena;

    for (size_t i = 0; i < COUNT(file_names); i++) {
        struct buf out = buf_in(own, FILE_BYTES - (1 << 20));

        file_writers[i](a, &out, &run->report);
        if (out.full)
            return err_of(a, (struct err){ .kind = ERR_TOO_LARGE, .code = "connect.write",
                .text = MSG("The file would be larger than 1 GB."),
                .hint = MSG("Plan by province."), .where = str_of(file_names[i]) });
        TRY(connect_folder_write(a, run->flags->out, file_names[i], buf_str(&out)));
        arena_reset(own);
    }
    return connect_folder_end(a, run->flags->out, file_names, COUNT(file_names));
}

static struct err *
write_plan(struct run *run)
{
    struct arena *a = run->cx->arena, own;
    void        **place = arena_owns(a, drop);

    run->report.ask = &run->ask, run->report.plan = &run->plan;
    run->report.site_faults = &run->site_faults;
    run->report.network_faults = &run->network_faults;
    run->report.map_faults = &run->map_faults;
    run->report.title = title_of(run);
    run->report.program = run->sh->program;
    run->report.sites_file = without_folders(run->flags->sites);
    run->report.network_file = names_of(run, run->flags->network);
    run->report.areas_file = names_of(run, run->flags->areas);
    run->report.land_file = names_of(run, run->flags->land);
    run->report.roads_file = names_of(run, run->flags->roads);
    run->report.lang = run->cx->lang;
    own = arena_make(FILE_BYTES);
    own.full = a->full;
    *place = &own;
    struct err *e = write_files(run, &own);

    *place = NULL;
    arena_drop(&own);
    if (e)
        connect_folder_drop(a, run->flags->out, file_names, COUNT(file_names));
    return e;
}

/* ---- what is said ---------------------------------------------------------------------------- */

static struct str
money_text(const struct run *run, int64_t money)
{
    struct dec d = { .units = money, .scale = run->params.decimals };

    if (str_eq(run->params.currency, S("IDR")))
        return idr_text(run->cx->arena, money);
    return str_fmt(run->cx->arena, "%.*s %.*s", TEXT(run->params.currency),
                   TEXT(dec_text(run->cx->arena, run->cx->lang, d)));
}

static void
say_techs(struct run *run)
{
    for (int t = 0; t <= CONNECT_TECHS; t++)
        if (run->plan.n_tech[t] > 0)
            shell_line(run->cx, run->sh, connect_tech_label((enum connect_tech)t),
                       count_text(run, run->plan.n_tech[t]));
    if (run->plan.n_given > 0)
        shell_line(run->cx, run->sh, MSG("has fibre already"), count_text(run, run->plan.n_given));
}

static void
say_plan(struct run *run)
{
    const struct connect_plan *p = &run->plan;

    say_techs(run);
    shell_line(run->cx, run->sh, MSG("total over the years"), money_text(run, p->total.npv));
    shell_line(run->cx, run->sh, MSG("each on its own"), money_text(run, p->alone));
    shell_line(run->cx, run->sh, MSG("what a plan can change"),
               money_text(run, p->decision + p->saved));
    shell_line(run->cx, run->sh, MSG("no plan is below"), money_text(run, p->bound));
    if (p->junctions > 0) {
        shell_line(run->cx, run->sh, MSG("junctions of new fibre"), count_text(run, p->junctions));
        shell_line(run->cx, run->sh, MSG("saved by junctions"), money_text(run, p->saved));
    }
    if (run->ask.n_money > 0) {
        shell_line(run->cx, run->sh, MSG("taken from the money"), money_text(run, p->spent));
        shell_line(run->cx, run->sh, MSG("users served"), count_text(run, p->users));
        shell_line(run->cx, run->sh, MSG("no plan serves more than"),
                   count_text(run, p->users_bound));
    }
    if (count_all(run, false) + count_all(run, true) > 0)
        say_faults(run);
    if (p->n_tech[CONNECT_NO_TECH] == run->sites.n - p->n_given && run->sites.n > p->n_given) {
        shell_say(run->cx, run->sh, MSG("No site can be connected; plan.csv says why for each."));
        run->sh->says_no = true;
    }
}

static void
say_json(struct json *j, const void *model)
{
    const struct run          *run = model;
    const struct connect_plan *p = &run->plan;
    struct connect_report      r = { .ask = &run->ask };

    json_open(j, '{');
    json_int_at(j, "sites", run->sites.n);
    json_int_at(j, "connected", p->n_given);
    for (int t = 0; t <= CONNECT_TECHS; t++)
        json_int_at(j, connect_tech_word((enum connect_tech)t).p, p->n_tech[t]);
    json_int_at(j, "links", p->n_links);
    json_str_at(j, "currency", run->params.currency);
    json_dec_at(j, "total", connect_money_dec(&r, p->total.npv));
    json_dec_at(j, "alone", connect_money_dec(&r, p->alone));
    json_dec_at(j, "decision", connect_money_dec(&r, p->decision));
    json_dec_at(j, "bound", connect_money_dec(&r, p->bound));
    json_int_at(j, "junctions", p->junctions);
    json_dec_at(j, "saved_by_junctions", connect_money_dec(&r, p->saved));
    json_int_at(j, "candidates", (int64_t)p->n_candidates);
    if (run->ask.n_money > 0) {
        json_int_at(j, "users", p->users);
        json_int_at(j, "users_bound", p->users_bound);
        json_dec_at(j, "spent", connect_money_dec(&r, p->spent));
    }
    json_int_at(j, "faults", count_all(run, false));
    json_int_at(j, "doubts", count_all(run, true));
    json_close(j, '}');
}

/* ---- the command ----------------------------------------------------------------------------- */

static struct err *
plan_and_write(struct run *run)
{
    struct arena *a = run->cx->arena;

    if (run->flags->out.n == 0)
        return err_of(a, (struct err){ .kind = ERR_INPUT, .code = "connect.out",
            .text = MSG("Where is the plan to go?"),
            .hint = MSG("Name a folder: --out plan; or only read the files: --dry-run."),
            .where = S("--out") });
    TRY(connect_folder_open(a, run->flags->out, file_names, COUNT(file_names), run->flags->force));
    TRY(make_plan(run));
    shell_follow_end();
    TRY(write_plan(run));
    if (run->sh->json)
        shell_json(run->sh, say_json, run);
    else
        say_plan(run);
    return NULL;
}

/* A file that is refused as a whole: what was found until then is told too. */
static struct err *
refused(struct run *run, struct err *why)
{
    if (run->sh->json)
        return why;
    tell_all_faults(run);
    struct err *unsent = shell_send(run->cx, run->sh, 0);

    return unsent ? unsent : why;
}

struct err *
connect_run(struct cx *cx, struct shell *sh)
{
    struct run *run = NEW(cx->arena, struct run);

    run->cx = cx, run->sh = sh, run->flags = sh->flags;
    struct err *e = read_files(run);

    if (e)
        return refused(run, e);
    e = run->flags->dry_run ? dry_run(run) : plan_and_write(run);
    shell_follow_end();
    return e;
}

/* ---- connect params -------------------------------------------------------------------------- */

struct err *
connect_params_run(struct cx *cx, struct shell *sh)
{
    struct str yaml, path = str_fmt(cx->arena, "pack/connectivity/%.*s.yaml", TEXT(sh->arg[0]));

    if (!embedded_find(path, &yaml))
        return err_of(cx->arena, (struct err){ .kind = ERR_MISSING, .code = "connect.no_params",
            .text = MSG("There are no prices of that name."),
            .hint = MSG("Those that come with the program: indonesia, giga, itu."),
            .where = sh->arg[0] });
    buf_add(sh->out, yaml);
    return NULL;
}
