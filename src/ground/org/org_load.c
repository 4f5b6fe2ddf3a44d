/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* org_load.c — organisations from CSV: the facts that come with the program, or anyone's file. */
#include "ground/org/org_page.h"

#include <assert.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/csv.h"
#include "base/money.h"
#include "ground/journal/journal.h"
#include "ground/org/org_sql.h"
#include "pack/embedded.h"
#include "store/store.h"

enum { AT_CODE, AT_KIND, AT_NAME, AT_SHORT, AT_REGION, AT_PARENT, AT_FROM, AT_TO, AT_SUCCESSOR,
       AT_LAW, AT_SOURCE, AT_END };

static const char *const columns[AT_END] = {
    "code", "kind", "name", "short_name", "region_code", "parent_code", "valid_from", "valid_to",
    "successor_code", "law", "source",
};

/* A succession is told on the row of the one that ends; its successor may stand further down. */
struct succession { struct str from, to, on_date, law, where; };

enum { SUCCESSIONS_MAX = 1000 };

struct import {
    struct csv_reader *csv;
    struct succession *succession;
    size_t             n_successions;
    int64_t            n_new, n_kept;
    bool               keeps;               /* what is known otherwise stays, and is counted */
    struct str         name, text;          /* text known: read from memory */
};

static struct str
known(struct str cell)
{
    return cell.n > 0 ? cell : (struct str){ 0 };
}

static struct err *
refuse(struct cx *cx, struct import *im, size_t column, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = csv_where(im->csv, column);
    return err_of(cx->arena, e);
}

static struct err *
check_date(struct cx *cx, struct import *im, const struct csv_record *rec, size_t column)
{
    struct date d;

    if (rec->field[column].n == 0 || date_parse(rec->field[column], &d))
        return NULL;
    return refuse(cx, im, column, (struct err){ .code = "org.date",
        .text = MSG("{0} is not a date.", rec->field[column]),
        .hint = MSG("Write 2024-10-21, 2024-10 or 2024.") });
}

static struct err *
check_row(struct cx *cx, struct import *im, const struct csv_record *rec)
{
    const struct str *f = rec->field;

    if (!org_code_is_valid(f[AT_CODE]))
        return refuse(cx, im, AT_CODE, (struct err){ .code = "org.code",
            .text = MSG("{0} cannot be an organisation's code.", f[AT_CODE]),
            .hint = MSG("Use 2 to 60 small letters, digits, points and hyphens.") });
    if (!org_kind_is_known(f[AT_KIND]))
        return refuse(cx, im, AT_KIND, (struct err){ .code = "org.kind",
            .text = MSG("{0} is not a kind of organisation.", f[AT_KIND]),
            .hint = MSG("Use ministry, agency, unit, university, company or community.") });
    if (f[AT_NAME].n == 0)
        return refuse(cx, im, AT_NAME, (struct err){ .code = "org.name",
            .text = MSG("An organisation needs a name.") });
    if (f[AT_SOURCE].n == 0)
        return refuse(cx, im, AT_SOURCE, (struct err){ .code = "org.source",
            .text = MSG("A fact needs its source.") });
    if (f[AT_SUCCESSOR].n > 0 && (f[AT_TO].n == 0 || f[AT_LAW].n == 0))
        return refuse(cx, im, AT_SUCCESSOR, (struct err){ .code = "org.succession",
            .text = MSG("A succession needs the day on which it took place and the law.") });
    TRY(check_date(cx, im, rec, AT_FROM));
    return check_date(cx, im, rec, AT_TO);
}

/* What comes with the program may name a region or a parent that this database has ended, recoded
 * or never taken in: such a row stays out. */
static struct err *
has_places(struct cx *cx, const struct import *im, const struct csv_record *rec, bool *out)
{
    struct region region;
    struct org    parent;

    *out = true;
    if (im->keeps && rec->field[AT_REGION].n > 0)
        TRY(region_find(cx, rec->field[AT_REGION], &region, out));
    if (im->keeps && *out && rec->field[AT_PARENT].n > 0)
        TRY(org_find(cx, rec->field[AT_PARENT], &parent, out));
    return NULL;
}

static struct err *
find_places(struct cx *cx, struct import *im, const struct csv_record *rec, struct org_add_in *in)
{
    struct region region;
    struct org    parent;
    bool          found = true;

    if (rec->field[AT_REGION].n > 0) {
        TRY(region_find(cx, rec->field[AT_REGION], &region, &found));
        if (!found)
            return refuse(cx, im, AT_REGION, (struct err){ .code = "org.region",
                .text = MSG("There is no region with the code {0}.", rec->field[AT_REGION]) });
        in->region_id = region.id;
    }
    if (rec->field[AT_PARENT].n > 0) {
        TRY(org_find(cx, rec->field[AT_PARENT], &parent, &found));
        if (!found)
            return refuse(cx, im, AT_PARENT, (struct err){ .code = "org.parent",
                .text = MSG("There is no organisation with the code {0}.", rec->field[AT_PARENT]),
                .hint = MSG("A parent stands in a line above its units.") });
        in->parent_id = parent.id;
    }
    return NULL;
}

static bool
same(const struct org *o, const struct org_add_in *in)
{
    return str_eq(o->kind, in->kind) && str_eq(o->name, in->name)
        && str_eq(o->short_name, in->short_name)
        && o->region_id.n == in->region_id.n && o->parent_id.n == in->parent_id.n
        && str_eq(o->valid_from, in->valid_from) && str_eq(o->valid_to, in->valid_to);
}

static struct err *
add_row(struct cx *cx, struct import *im, const struct csv_record *rec)
{
    const struct str *f = rec->field;
    struct org_add_in in = { .code = f[AT_CODE], .kind = f[AT_KIND], .name = f[AT_NAME],
        .short_name = known(f[AT_SHORT]), .valid_from = known(f[AT_FROM]),
        .valid_to = known(f[AT_TO]), .source = f[AT_SOURCE] };
    struct org        there;
    struct org_id     id;
    bool              found;

    TRY(find_places(cx, im, rec, &in));
    TRY(org_find(cx, in.code, &there, &found));
    if (found && im->keeps) {
        im->n_kept += !same(&there, &in);
        return NULL;
    }
    if (found && !same(&there, &in))
        return refuse(cx, im, AT_CODE, (struct err){ .kind = ERR_CONFLICT, .code = "org.differs",
            .text = MSG("{0} is known already, with other facts.", in.code),
            .hint = MSG("Give a changed organisation a new code, as successor of the old one.") });
    if (found)
        return NULL;
    TRY(org_add(cx, &in, &id));
    im->n_new++;
    return NULL;
}

static struct err *
note_succession(struct cx *cx, struct import *im, const struct csv_record *rec)
{
    const struct str *f = rec->field;

    if (f[AT_SUCCESSOR].n == 0)
        return NULL;
    if (im->n_successions == SUCCESSIONS_MAX)
        return refuse(cx, im, AT_SUCCESSOR, (struct err){ .code = "org.too_many",
            .text = MSG("One file may tell at most 1,000 successions."),
            .hint = MSG("Divide the file.") });
    im->succession[im->n_successions++] = (struct succession){
        .from    = str_copy(cx->arena, f[AT_CODE]),
        .to      = str_copy(cx->arena, f[AT_SUCCESSOR]),
        .on_date = str_copy(cx->arena, f[AT_TO]),
        .law     = str_copy(cx->arena, f[AT_LAW]),
        .where   = csv_where(im->csv, AT_SUCCESSOR),
    };
    return NULL;
}

static struct err *
add_succession(struct cx *cx, const struct import *im, const struct succession *s)
{
    struct org               from, to;
    struct org_neighbour    *after;
    struct org_succession_id id;
    size_t                   n;
    bool                     found;

    TRY(org_get(cx, s->from, &from));
    TRY(org_find(cx, s->to, &to, &found));
    if (!found && im->keeps)
        return NULL;                    /* its row stayed out */
    if (!found)
        return err_of(cx->arena, (struct err){
            .kind = ERR_INPUT, .code = "org.successor", .where = s->where,
            .text = MSG("There is no organisation with the code {0}.", s->to) });
    TRY(org_after(cx, from.id, &after, &n));
    for (size_t i = 0; i < n; i++)
        if (str_eq(after[i].code, s->to))
            return NULL;
    return org_succeed(cx, from.id, to.id, s->on_date, s->law, &id);
}

static struct err *
import_record(struct cx *cx, struct import *im, const struct csv_record *rec)
{
    bool has;

    TRY(check_row(cx, im, rec));
    TRY(has_places(cx, im, rec, &has));
    if (!has) {
        im->n_kept++;
        return NULL;
    }
    TRY(add_row(cx, im, rec));
    return note_succession(cx, im, rec);
}

static struct err *
import_records(struct cx *cx, struct import *im)
{
    struct csv_record rec;
    bool              more;

    for (;;) {
        TRY(csv_next(im->csv, &rec, &more));
        if (!more)
            break;
        TRY(import_record(cx, im, &rec));
    }
    for (size_t i = 0; i < im->n_successions; i++)
        TRY(add_succession(cx, im, &im->succession[i]));
    return NULL;
}

static struct err *
tell_loaded(struct cx *cx, const struct import *im)
{
    if (im->n_new == 0)
        return NULL;
    return journal_tell(cx, &(struct fact){
        .verb = JOURNAL_LOADED, .thing = "org", .key = im->name,
        .note = str_int(cx->arena, im->n_new) });
}

static struct err *
import_once(struct cx *cx, void *arg)
{
    struct import *im = arg;
    struct err    *e;

    im->n_new = im->n_kept = 0;
    im->n_successions = 0;
    im->succession = NEWS(cx->arena, struct succession, SUCCESSIONS_MAX);
    TRY(str_is_known(im->text)
        ? csv_open_text(cx->arena, &im->csv, im->name, im->text, columns, AT_END)
        : csv_open(cx->arena, &im->csv, im->name, columns, AT_END));
    e = import_records(cx, im);
    csv_close(im->csv);
    return e ? e : tell_loaded(cx, im);
}

struct err *
org_import(struct cx *cx, struct str file, int64_t *n_new)
{
    struct import im = { .name = file };

    TRY(store_change(cx, "org_import", import_once, &im));
    *n_new = im.n_new;
    return NULL;
}

struct err *
org_import_text(struct cx *cx, struct str name, struct str text, int64_t *n_new)
{
    struct import im = { .name = name, .text = text };

    TRY(store_change(cx, "org_import", import_once, &im));
    *n_new = im.n_new;
    return NULL;
}

struct err *
org_load(struct cx *cx, struct buf *out)
{
    struct import im = { .name = S("pack/fact/org.csv"), .keeps = true };
    bool          is_there = embedded_find(im.name, &im.text);

    assert(is_there);       /* the build embeds it */
    TRY(store_change(cx, "org_load", import_once, &im));
    load_say(cx, out, MSG("Organisations: {0} new.", int_text(cx->arena, cx->lang, im.n_new)));
    load_say_kept(cx, out, im.n_kept);
    return NULL;
}
