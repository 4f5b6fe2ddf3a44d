/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* workday_load.c — calendar packs into the database: what it knows otherwise stays. */
#include "base/arena.h"
#include "base/money.h"
#include "module.h"
#include "office/workday/workday_pack.h"
#include "office/workday/workday_page.h"
#include "pack/embedded.h"
#include "store/store.h"

static struct workday_day
day_of(struct arena *a, const struct workday_free *f)
{
    return (struct workday_day){ .date = date_iso(a, f->date),
        .kind = f->is_leave ? S("shared_leave") : S("national"),
        .name_id = f->is_leave ? S("Cuti bersama") : f->name_id,
        .name_en = f->is_leave ? S("Shared leave") : f->name_en };
}

static struct err *
many_of(struct cx *cx, const struct pack *pack, struct workday_many *many)
{
    struct workday_decree year;

    TRY(workday_decree_of(cx->arena, pack, &year));
    *many = (struct workday_many){ .region = S(""), .source = str_trim(year.decree),
        .year = year.year, .n = year.n, .day = NEWS(cx->arena, struct workday_day, year.n) };
    for (size_t i = 0; i < year.n; i++)
        many->day[i] = day_of(cx->arena, &year.free[i]);
    return NULL;
}

struct err *
workday_import(struct cx *cx, struct str file, struct workday_many *many)
{
    struct pack pack;

    TRY(pack_read(cx->arena, file, &pack));
    TRY(many_of(cx, &pack, many));
    return workday_add_many(cx, many);
}

static struct err *
load_once(struct cx *cx, void *arg)
{
    return workday_put_many(cx, arg);
}

static struct err *
load_file(struct cx *cx, const struct embedded *file, struct workday_many *sum)
{
    struct workday_many many;
    struct pack         pack;

    TRY(pack_read_text(cx->arena, str_of(file->path), file->bytes, &pack));
    TRY(many_of(cx, &pack, &many));
    TRY(store_change(cx, "workday_load", load_once, &many));
    sum->n_new  += many.n_new;
    sum->n_kept += many.n_kept;
    return NULL;
}

struct err *
workday_load(struct cx *cx, struct buf *out)
{
    struct workday_many sum = { .n = 0 };

    for (size_t i = 0; i < embedded_list_n; i++) {
        struct str path = str_of(embedded_list[i].path);

        if (str_starts(path, S("pack/calendar/")) && str_ends(path, S(".yaml")))
            TRY(load_file(cx, &embedded_list[i], &sum));
    }
    load_say(cx, out, MSG("Holidays and shared leave: {0} days new.",
                          int_text(cx->arena, cx->lang, sum.n_new)));
    load_say_kept(cx, out, sum.n_kept);
    return NULL;
}
