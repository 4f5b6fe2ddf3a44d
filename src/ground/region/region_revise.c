/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "ground/region/region_revise.h"

#include "base/arena.h"
#include "base/calendar.h"
#include "base/csv.h"
#include "base/utf8.h"
#include "ground/journal/journal.h"
#include "ground/region/region.h"
#include "ground/region/region_search.h"
#include "ground/region/region_sql.h"
#include "store/store.h"

enum { AT_CHANGE, AT_FROM, AT_TO, AT_NAME, AT_DATE, AT_LAW, AT_END };

static const char *const columns[AT_END] = {
    "change", "from_code", "to_code", "to_name", "on_date", "law",
};

struct revision {
    struct csv_reader       *csv;
    struct str               name, text;        /* text known: read from memory */
    int64_t                  n;
    const struct csv_record *rec;               /* the line being applied       */
    struct region            from;
    bool                     ends, renames;
};

static struct err *
refuse(struct cx *cx, struct revision *rv, size_t column, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = csv_where(rv->csv, column);
    return err_of(cx->arena, e);
}

static struct err *
check_words(struct cx *cx, struct revision *rv)
{
    static const struct { struct str word; bool ends; } change[] = {
        { { "split", 5 }, false }, { { "merge", 5 }, true }, { { "rename", 6 }, true },
        { { "recode", 6 }, true }, { { "move", 4 }, true },
    };
    const struct str *f = rv->rec->field;
    struct date       d;

    for (size_t i = 0; i < COUNT(change); i++)
        if (str_eq(change[i].word, f[AT_CHANGE])) {
            rv->ends    = change[i].ends;
            rv->renames = str_eq(f[AT_CHANGE], S("rename"));
            if (!date_parse(f[AT_DATE], &d) || d.day == 0)
                return refuse(cx, rv, AT_DATE, (struct err){ .code = "region.revise_date",
                    .text = MSG("{0} is not a whole date.", f[AT_DATE]),
                    .hint = MSG("Write it as 2022-07-25.") });
            if (f[AT_LAW].n == 0)
                return refuse(cx, rv, AT_LAW, (struct err){ .code = "region.revise_law",
                    .text = MSG("A change of regions needs its law.") });
            return NULL;
        }
    return refuse(cx, rv, AT_CHANGE, (struct err){ .code = "region.revise_change",
        .text = MSG("{0} is not a change of regions.", f[AT_CHANGE]),
        .hint = MSG("Use split, merge, rename, recode or move.") });
}

/* The region that the line begins from; it must be there today, and not younger than the change. */
static struct err *
find_from(struct cx *cx, struct revision *rv)
{
    const struct str *f = rv->rec->field;
    bool              found = false;

    if (region_code_is_valid(f[AT_FROM]))
        TRY(region_find(cx, f[AT_FROM], &rv->from, &found));
    if (!found)
        return refuse(cx, rv, AT_FROM, (struct err){ .code = "region.revise_from",
            .text = MSG("There is no region with the code {0}.", f[AT_FROM]) });
    if (str_is_known(rv->from.valid_from) && str_cmp(rv->from.valid_from, f[AT_DATE]) >= 0)
        return refuse(cx, rv, AT_DATE, (struct err){ .code = "region.revise_order",
            .text = MSG("{0} began on {1}; it cannot change before that.",
                        rv->from.name, rv->from.valid_from) });
    if (rv->renames != str_eq(f[AT_FROM], f[AT_TO]))
        return refuse(cx, rv, AT_TO, (struct err){ .code = "region.revise_code",
            .text = MSG("A renamed region keeps its code; other changes give another one.") });
    if (region_code_level(f[AT_TO]) > 0
        && region_code_level(f[AT_TO]) != region_code_level(f[AT_FROM]))
        return refuse(cx, rv, AT_TO, (struct err){ .code = "region.revise_level",
            .text = MSG("“{0}” is not a code of this level.", f[AT_TO]) });
    return NULL;
}

static struct err *
check_parts(struct cx *cx, struct revision *rv)
{
    struct region *part;
    size_t         n;

    if (!rv->ends || rv->renames)
        return NULL;
    TRY(region_children_of(cx, rv->from.code, &part, &n));
    if (n == 0)
        return NULL;
    return refuse(cx, rv, AT_FROM, (struct err){ .code = "region.revise_parts",
        .text = MSG("{0} still has parts, {1} among them.", rv->from.name, part[0].name),
        .hint = MSG("List the changes of its parts in lines before this one.") });
}

static struct err *
check_new(struct cx *cx, struct revision *rv, struct str name, enum region_kind *kind)
{
    const struct str *f = rv->rec->field;
    struct str        parent_code = region_code_parent(f[AT_TO]);
    struct region     parent;
    bool              found = true;

    if (!region_code_is_valid(f[AT_TO]))
        return refuse(cx, rv, AT_TO, (struct err){ .code = "region.revise_code",
            .text = MSG("{0} is not the code of a region.", f[AT_TO]),
            .hint = MSG("Codes look like 35, 35.71, 35.71.01 or 35.71.01.1001.") });
    if (str_is_known(parent_code))
        TRY(region_find(cx, parent_code, &parent, &found));
    if (!found)
        return refuse(cx, rv, AT_TO, (struct err){ .code = "region.revise_parent",
            .text = MSG("There is no region with the code {0}.", parent_code),
            .hint = MSG("A new region's parent stands in a line before it.") });
    if (name.n == 0 || name.n > REGION_NAME_MAX || !utf8_is_plain(name))
        return refuse(cx, rv, AT_NAME, (struct err){ .code = "region.revise_name",
            .text = MSG("{0} has no name, or one that is too long.", f[AT_TO]) });
    *kind = region_kind_of(f[AT_TO], name);
    if (*kind == REGION_KIND_NONE)
        return refuse(cx, rv, AT_NAME, (struct err){ .code = "region.revise_name",
            .text = MSG("The name {0} does not suit the code {1}.", name, f[AT_TO]),
            .hint = MSG("A name begins with Kabupaten or Kota where the code is of one.") });
    return NULL;
}

/* Only what is merged goes into a region that was there before; a split may make one of several. */
static struct err *
check_there(struct cx *cx, struct revision *rv, const struct region *to)
{
    const struct str *f = rv->rec->field;
    bool              merge = str_eq(f[AT_CHANGE], S("merge"));

    if (merge || (!rv->ends && str_eq(to->valid_from, f[AT_DATE])))
        return NULL;
    return refuse(cx, rv, AT_TO, (struct err){ .code = "region.revise_there",
        .text = MSG("There is a region with the code {0} already: {1}.", to->code, to->name),
        .hint = MSG("Write merge if the region goes into it; else give another code.") });
}

/* Begins the new region. Where the place stays the same, so does its point. */
static struct err *
begin(struct cx *cx, struct revision *rv, struct region_id *to)
{
    const struct str    *f = rv->rec->field;
    bool                 split = !rv->ends;
    bool                 same_place = rv->ends && !str_eq(f[AT_CHANGE], S("merge"));
    struct str           name = f[AT_NAME].n > 0 || split ? f[AT_NAME] : rv->from.name;
    enum region_kind     kind = REGION_KIND_NONE;
    struct region_add_in in;

    TRY(check_new(cx, rv, name, &kind));
    in = (struct region_add_in){ .code = f[AT_TO], .kind = region_kind_word(kind), .name = name,
        .parent_code = region_code_parent(f[AT_TO]), .valid_from = f[AT_DATE],
        .source = f[AT_LAW] };
    if (same_place) {
        in.latitude     = rv->from.latitude;
        in.longitude    = rv->from.longitude;
        in.point_source = rv->from.point_source;
    }
    TRY(region_add(cx, &in, to));
    return rv->renames ? region_go_on(cx, rv->from.id, *to, NULL) : NULL;
}

static struct err *
apply(struct cx *cx, struct revision *rv)
{
    const struct str        *f = rv->rec->field;
    struct region            to = { 0 };
    struct region_lineage_id line;
    bool                     found = false;
    int64_t                  n_ended;

    TRY(check_words(cx, rv));
    TRY(find_from(cx, rv));
    TRY(check_parts(cx, rv));
    if (rv->ends)
        TRY(region_end(cx, f[AT_DATE], rv->from.id, &n_ended));
    if (region_code_is_valid(f[AT_TO]))
        TRY(region_find(cx, f[AT_TO], &to, &found));
    TRY(found ? check_there(cx, rv, &to) : begin(cx, rv, &to.id));
    rv->n++;
    return region_link(cx, &(struct region_link_in){ .from_id = rv->from.id, .to_id = to.id,
        .change = f[AT_CHANGE], .on_date = f[AT_DATE], .law = f[AT_LAW] }, &line);
}

static struct err *
apply_all(struct cx *cx, struct revision *rv)
{
    struct csv_record rec;
    bool              more;

    for (;;) {
        TRY(csv_next(rv->csv, &rec, &more));
        if (!more)
            return region_settle(cx);
        rv->rec = &rec;
        TRY(apply(cx, rv));
    }
}

/* Of a file; who revises by a text of their own tells it themselves. */
static struct err *
tell(struct cx *cx, const struct revision *rv)
{
    if (rv->n == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_LOADED, .thing = "region", .key = rv->name,
        .note = str_int(cx->arena, rv->n) });
}

static struct err *
revise_once(struct cx *cx, void *arg)
{
    struct revision *rv = arg;
    struct err      *e;

    rv->n = 0;
    TRY(str_is_known(rv->text)
        ? csv_open_text(cx->arena, &rv->csv, rv->name, rv->text, columns, AT_END)
        : csv_open(cx->arena, &rv->csv, rv->name, columns, AT_END));
    e = apply_all(cx, rv);
    csv_close(rv->csv);
    return e || str_is_known(rv->text) ? e : tell(cx, rv);
}

struct err *
region_revise_text(struct cx *cx, struct str name, struct str text, int64_t *n)
{
    struct revision rv = { .name = name, .text = text };

    TRY(store_change(cx, "region_revise", revise_once, &rv));
    *n = rv.n;
    return NULL;
}

struct err *
region_revise(struct cx *cx, struct str file, int64_t *n)
{
    return region_revise_text(cx, file, (struct str){ 0 }, n);
}
