/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * region_load.c — reads and checks every file first, then writes in one transaction; see
 * region_load.h.
 */
#include "ground/region/region_load.h"

#include <assert.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/csv.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "ground/journal/journal.h"
#include "ground/region/region.h"
#include "ground/region/region_sql.h"
#include "pack/embedded.h"

enum { EVER_MAX = 200000, COLUMNS_MAX = 6 };

#define SOURCE S("Kemendagri; idn-area-data 3.1.2 (ODbL 1.0)")

struct seed {
    struct str       code, name, parent;
    enum region_kind kind;
    struct str       latitude, longitude, point_source, valid_from;
};

struct link { struct str from, to, change, on_date, law; };

struct load {
    struct cx                *cx;
    struct region_load_count *count;
    const struct region_files *files;
    struct seed              *seed;      size_t n_seeds, level_from[REGION_LEVEL_MAX + 1];
    struct link              *link;      size_t n_links;
    struct region_alias      *alias;     size_t n_aliases;
    struct region_ever       *ever;      size_t n_ever;
    struct str                fingerprint;
};

/* Takes the record that the reader stands on. */
typedef struct err *take_fn(struct load *, struct csv_reader *, const struct csv_record *);

/* ---- reading -------------------------------------------------------------------------------- */

static struct err *
file_refused(struct load *l, struct csv_reader *r, size_t column, const char *code,
             struct msg detail)
{
    return err_of(l->cx->arena, (struct err){
        .kind = ERR_INPUT, .code = code, .where = csv_where(r, column),
        .text = MSG("The regions were not loaded."), .detail = detail,
        .hint = MSG("Correct the file and load it again; nothing has been written."),
    });
}

/*
 * The seed with this code among those of the level, which are in order of code; NULL if there is
 * none.
 */
static struct seed *
seed_on_level(struct load *l, int32_t level, struct str code)
{
    size_t low = l->level_from[level - 1], high = level == REGION_LEVEL_MAX ? l->n_seeds
                                                                           : l->level_from[level];

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    cmp = str_cmp(l->seed[middle].code, code);

        if (cmp == 0)
            return &l->seed[middle];
        if (cmp < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct seed *
seed_of(struct load *l, struct str code)
{
    int32_t level = region_code_level(code);

    return level > 0 ? seed_on_level(l, level, code) : NULL;
}

/* A row of the four files of places: code, name and (but for provinces) the code above. */
static struct err *
take_place(struct load *l, struct csv_reader *r, const struct csv_record *rec, int32_t level)
{
    struct str       code = rec->field[0], raw = rec->field[1];
    enum region_kind kind = region_kind_of(code, raw);

    if (region_code_level(code) != level)
        return file_refused(l, r, 0, "region.file_code",
                            MSG("“{0}” is not a code of this level.", code));
    if (l->n_seeds > l->level_from[level - 1] && str_cmp(l->seed[l->n_seeds - 1].code, code) >= 0)
        return file_refused(l, r, 0, "region.file_order",
                            MSG("{0} comes after {1}: rows are in order of code, each code once.",
                                code,
                                l->seed[l->n_seeds - 1].code));
    if (kind == REGION_KIND_NONE)
        return file_refused(l, r, 1, "region.file_kind",
                            MSG("{0} and “{1}” do not say the same kind of region.", code, raw));
    if (raw.n == 0 || raw.n > REGION_NAME_MAX)
        return file_refused(l, r, 1, "region.file_name",
                            MSG("{0} has no name, or one that is too long.", code));
    if (level > 1 && (!str_eq(rec->field[2], region_code_parent(code))
                      || !seed_on_level(l, level - 1, rec->field[2])))
        return file_refused(l, r, 2, "region.file_parent",
                            MSG("{0} is not the region above {1}.", rec->field[2], code));
    struct seed *seed = &l->seed[l->n_seeds++];

    seed->code = str_copy(l->cx->arena, code);
    seed->kind = kind;
    seed->parent = region_code_parent(seed->code);
    seed->name = region_name_of(l->cx->arena, kind, raw);
    return NULL;
}

static struct err *
take_province(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    return take_place(l, r, rec, 1);
}

static struct err *
take_regency(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    return take_place(l, r, rec, 2);
}

static struct err *
take_district(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    return take_place(l, r, rec, 3);
}

static struct err *
take_village(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    return take_place(l, r, rec, 4);
}

static bool
is_degrees(struct str text, int64_t most)
{
    struct dec d;

    return dec_parse(text, &d) && dec_cmp(d, DEC(most)) <= 0 && dec_cmp(d, DEC(-most)) >= 0;
}

static struct err *
take_point(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    struct arena *a = l->cx->arena;
    struct seed  *seed = seed_of(l, rec->field[0]);

    if (!seed)
        return file_refused(l, r, 0, "region.file_unknown",
                            MSG("There is no region {0}.", rec->field[0]));
    if (str_is_known(seed->latitude))
        return file_refused(l, r, 0, "region.file_order",
                            MSG("{0} has a point already.", seed->code));
    if (!is_degrees(rec->field[1], 90))
        return file_refused(l, r, 1, "region.file_degrees",
                            MSG("“{0}” is not a latitude.", rec->field[1]));
    if (!is_degrees(rec->field[2], 180))
        return file_refused(l, r, 2, "region.file_degrees",
                            MSG("“{0}” is not a longitude.", rec->field[2]));
    seed->latitude = str_copy(a, rec->field[1]);
    seed->longitude = str_copy(a, rec->field[2]);
    seed->point_source = str_fmt(a, "%.*s %.*s", TEXT(rec->field[3]), TEXT(rec->field[4]));
    l->count->points++;
    return NULL;
}

static bool
is_change(struct str word)
{
    static const struct str changes[] = { { "split", 5 }, { "merge", 5 }, { "rename", 6 },
                                          { "recode", 6 }, { "move", 4 } };

    for (size_t i = 0; i < COUNT(changes); i++)
        if (str_eq(word, changes[i]))
            return true;
    return false;
}

static struct err *
take_link(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    struct arena *a = l->cx->arena;
    struct seed  *to = seed_of(l, rec->field[1]);
    struct date   date;

    if (!seed_of(l, rec->field[0]))
        return file_refused(l, r, 0, "region.file_unknown",
                            MSG("There is no region {0}.", rec->field[0]));
    if (!to)
        return file_refused(l, r, 1, "region.file_unknown",
                            MSG("There is no region {0}.", rec->field[1]));
    if (!is_change(rec->field[2]))
        return file_refused(l, r, 2, "region.file_change",
                            MSG("“{0}” is not a change.", rec->field[2]));
    if (!date_parse(rec->field[3], &date) || date.day == 0)
        return file_refused(l, r, 3, "region.file_date",
                            MSG("“{0}” is not a date.", rec->field[3]));
    if (rec->field[4].n == 0)
        return file_refused(l, r, 4, "region.file_law", MSG("A change names its law."));
    struct link *link = &l->link[l->n_links++];

    *link = (struct link){ str_copy(a, rec->field[0]), to->code, str_copy(a, rec->field[2]),
                           str_copy(a, rec->field[3]), str_copy(a, rec->field[4]) };
    to->valid_from = link->on_date;
    return NULL;
}

static struct err *
take_alias(struct load *l, struct csv_reader *r, const struct csv_record *rec)
{
    struct seed *seed = seed_of(l, rec->field[0]);

    if (!seed)
        return file_refused(l, r, 0, "region.file_unknown",
                            MSG("There is no region {0}.", rec->field[0]));
    if (rec->field[1].n == 0 || rec->field[1].n > REGION_NAME_MAX)
        return file_refused(l, r, 1, "region.file_name",
                            MSG("{0} has no name, or one that is too long.", seed->code));
    l->alias[l->n_aliases++] = (struct region_alias){ seed->code,
        str_copy(l->cx->arena, rec->field[1]) };
    return NULL;
}

static const struct file_reader {
    take_fn    *take;
    const char *column[COLUMNS_MAX];
    size_t      n;
} readers[REGION_FILES] = {
    [REGION_PROVINCES] = { take_province, { "code", "name" }, 2 },
    [REGION_REGENCIES] = { take_regency,  { "code", "name", "province_code" }, 3 },
    [REGION_DISTRICTS] = { take_district, { "code", "name", "regency_code" }, 3 },
    [REGION_VILLAGES]  = { take_village,  { "code", "name", "district_code" }, 3 },
    [REGION_POINTS]    = { take_point,
        { "region_code", "latitude", "longitude", "source", "source_id" }, 5 },
    [REGION_LINEAGE]   = { take_link,
        { "from_code", "to_code", "change", "on_date", "law", "note" }, 6 },
    [REGION_ALIASES]   = { take_alias,    { "code", "alias" }, 2 },
};

static struct err *
read_records(struct load *l, struct csv_reader *r, take_fn *take)
{
    struct csv_record *rec = NEW(l->cx->arena, struct csv_record);
    bool               more;

    for (;;) {
        TRY(csv_next(r, rec, &more));
        if (!more)
            return NULL;
        TRY(take(l, r, rec));
    }
}

static struct err *
read_file(struct load *l, enum region_file_kind kind)
{
    const struct region_file *file = &l->files->file[kind];
    struct str                text = region_mend_quotes(l->cx->arena, file->text);
    struct csv_reader        *r;

    if (kind <= REGION_VILLAGES)
        l->level_from[kind] = l->n_seeds;
    TRY(csv_open_text(l->cx->arena, &r, file->name, text, readers[kind].column, readers[kind].n));
    struct err *err = read_records(l, r, readers[kind].take);

    csv_close(r);
    return err;
}

static struct str
fingerprint_of(struct arena *a, const struct region_files *files)
{
    struct str all = S("1");                    /* the edition of the rules that read them */

    for (size_t i = 0; i < REGION_FILES; i++)
        all = str_fmt(a, "%.*s-%016llx", TEXT(all),
                      (unsigned long long)hash_64(files->file[i].text));
    return all;
}

/* ---- writing -------------------------------------------------------------------------------- */

static struct err *
take_ever(struct cx *cx, const struct region_ever *row, void *arg)
{
    struct load *l = arg;

    if (l->n_ever > 0 && str_eq(l->ever[l->n_ever - 1].code, row->code))
        l->n_ever--;                            /* the later row of the same code counts */
    assert(l->n_ever < EVER_MAX);
    l->ever[l->n_ever] = *row;
    l->ever[l->n_ever++].code = str_copy(cx->arena, row->code);
    return NULL;
}

static const struct region_ever *
ever_of(const struct load *l, struct str code)
{
    size_t low = 0, high = l->n_ever;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    cmp = str_cmp(l->ever[middle].code, code);

        if (cmp == 0)
            return &l->ever[middle];
        if (cmp < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static struct err *
write_seed(struct load *l, const struct seed *s)
{
    const struct region_ever *ever = ever_of(l, s->code);

    if (!ever) {
        l->count->added++;
        return region_seed(l->cx, &(struct region_seed_in){ .code = s->code,
            .kind = region_kind_word(s->kind),
            .name = s->name, .parent_code = s->parent, .latitude = s->latitude, .longitude =
                s->longitude,
            .point_source = s->point_source, .valid_from = s->valid_from, .source = SOURCE }, NULL);
    }
    l->count->kept++;
    if (!str_is_known(s->latitude))
        return NULL;
    return region_point_put(l->cx, s->latitude, s->longitude, s->point_source, ever->id, NULL);
}

static struct err *
write_seeds(struct load *l)
{
    l->ever = NEWS(l->cx->arena, struct region_ever, EVER_MAX);
    TRY(region_ever(l->cx, take_ever, l));
    for (size_t i = 0; i < l->n_seeds; i++) {
        size_t mark = arena_mark(l->cx->arena);

        TRY(write_seed(l, &l->seed[i]));
        arena_back(l->cx->arena, mark);
    }
    return NULL;
}

static struct err *
write_links(struct load *l)
{
    struct region from, to;
    bool          from_found, to_found;
    int64_t       changed;

    for (size_t i = 0; i < l->n_links; i++) {
        const struct link *k = &l->link[i];

        TRY(region_by_code(l->cx, k->from, &from, &from_found));
        TRY(region_by_code(l->cx, k->to, &to, &to_found));
        if (!from_found || !to_found)  /* ended since, by a later law: its lineage says so */
            continue;
        TRY(region_link_once(l->cx, &(struct region_link_once_in){ .from_id = from.id,
            .to_id = to.id,
            .change = k->change, .on_date = k->on_date, .law = k->law }, &changed));
        l->count->lineage += changed;
    }
    return NULL;
}

static struct err *
write_aliases(struct load *l)
{
    TRY(region_alias_clear(l->cx, NULL));
    for (size_t i = 0; i < l->n_aliases; i++)
        TRY(region_alias_add(l->cx, l->alias[i].code, l->alias[i].alias, NULL));
    l->count->aliases = (int64_t)l->n_aliases;
    return NULL;
}

static struct err *
tell_loaded(struct cx *cx, const struct load *l)
{
    if (l->count->added == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_LOADED, .thing = "region", .key = l->files->file[REGION_PROVINCES].name,
        .note = str_int(cx->arena, l->count->added) });
}

/* May run again after a failure of the engine: it starts from zero each time. */
static struct err *
region_load_once(struct cx *cx, void *arg)
{
    struct load          *l = arg;
    struct region_edition edition;
    int64_t               points = l->count->points;
    bool                  found;

    *l->count = (struct region_load_count){ .points = points };
    l->n_ever = 0;
    TRY(region_edition_of(cx, S("regions"), &edition, &found));
    if (found && str_eq(edition.fingerprint, l->fingerprint)) {
        *l->count = (struct region_load_count){ .same = true, .kept = (int64_t)l->n_seeds };
        return NULL;
    }
    TRY(write_seeds(l));
    TRY(write_links(l));
    TRY(write_aliases(l));
    TRY(region_settle(cx));
    TRY(tell_loaded(cx, l));
    return region_edition_put(cx, S("regions"), l->fingerprint, cx->now_s, NULL);
}

/* A record takes a line or more, so there are no more records than lines. */
static size_t
records_at_most(const struct region_files *files, enum region_file_kind first,
                enum region_file_kind last)
{
    size_t n = 0;

    for (enum region_file_kind kind = first; kind <= last; kind++) {
        struct str text = files->file[kind].text;

        n++;
        for (size_t i = 0; i < text.n; i++)
            n += text.p[i] == '\n';
    }
    return n;
}

struct err *
region_load(struct cx *cx, const struct region_files *files, struct region_load_count *count)
{
    struct arena *a = cx->arena;
    size_t        mark = arena_mark(a);
    struct load   l = { .cx = cx, .count = count, .files = files };

    l.seed = NEWS(a, struct seed, records_at_most(files, REGION_PROVINCES, REGION_VILLAGES));
    l.link = NEWS(a, struct link, records_at_most(files, REGION_LINEAGE, REGION_LINEAGE));
    l.alias = NEWS(a, struct region_alias, records_at_most(files, REGION_ALIASES, REGION_ALIASES));
    *count = (struct region_load_count){ 0 };
    l.fingerprint = fingerprint_of(a, files);
    for (enum region_file_kind kind = 0; kind < REGION_FILES; kind++)
        TRY(read_file(&l, kind));
    TRY(store_change(cx, "region_load", region_load_once, &l));
    arena_back(a, mark);                        /* some 80 MB that a server's start would keep */
    return NULL;
}

struct err *
region_load_own(struct cx *cx, struct region_load_count *count)
{
    static const struct { enum region_file_kind kind; const char *path; } own[] = {
        { REGION_PROVINCES, "idn-area-data/provinces.csv" },
        { REGION_REGENCIES, "idn-area-data/regencies.csv" },
        { REGION_DISTRICTS, "idn-area-data/districts.csv" },
        { REGION_VILLAGES,  "idn-area-data/villages.csv" },
        { REGION_POINTS,    "pack/fact/region-points.csv" },
        { REGION_LINEAGE,   "pack/fact/region-lineage.csv" },
        { REGION_ALIASES,   "pack/fact/region-alias.csv" },
    };
    struct region_files files;

    for (size_t i = 0; i < COUNT(own); i++) {
        struct region_file *file = &files.file[own[i].kind];
        bool                found = embedded_find(str_of(own[i].path), &file->text);

        assert(found);                          /* the build put it there */
        file->name = str_of(own[i].path);
    }
    return region_load(cx, &files, count);
}
