/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* story.c — see story.h. A unit of work begins and ends as in app/server/worker.c. */
#include "story.h"

#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/modules.h"
#include "app/turn/dispatch.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/secret.h"
#include "ground/journal/journal.h"
#include "ground/org/org_edit.h"
#include "ground/region/region_boundary.h"
#include "module.h"
#include "store/value.h"

static struct {
    struct arena      arena, store_arena, own;
    struct dispatch   dispatch;
    struct secret_key key;
    struct rand       chance;
    struct store     *store;
    char              url[300], folder[100];
} story;

static const struct who shell = { .kind = WHO_SHELL, .name = { "torture", 7 } };

static struct cx
unit_of_work(void)
{
    return (struct cx){ .arena = &story.arena, .store = story.store, .chance = &story.chance,
        .now_s = clock_now_s(), .modules = app_modules, .who = &shell, .key = &story.key,
        .lang = LANG_EN };
}

static void
complain(struct tale *tale, const char *what, struct str why)
{
    if (!tale->said[0])
        snprintf(tale->said, sizeof tale->said, "%s: %.*s", what, TEXT(why));
}

/* An error is a text, or it is a fault of its own: nothing else tells a person what happened. */
static bool
ok(struct tale *tale, const char *what, const struct err *e)
{
    char words[300];

    if (!e)
        return true;
    tale->unsure |= e->kind == ERR_BUSY && msg_is(e->detail)
                 && strstr(e->detail.id, "may or may not");
    /* In memory of its own: what failed may be the arena. */
    snprintf(words, sizeof words, "%s (%s)", e->text.id, e->code);
    assert(strlen(e->text.id) > 5);
    complain(tale, what, str_of(words));
    return false;
}

/* ---- one unit after the other ---------------------------------------------------------------- */

typedef void part_fn(struct cx *, struct tale *);

static void
full(struct tale *tale)
{
    if (story.store)
        store_reset(story.store);
    complain(tale, "arena", S("the unit of work needs more memory than it may use"));
}

static void
tell_part(part_fn *part, struct tale *tale)
{
    jmp_buf   back;
    struct cx cx = unit_of_work();

    story.arena.full = &back;
    if (setjmp(back) == 0)
        part(&cx, tale);
    else
        full(tale);
    story.arena.full = NULL;
    arena_reset(&story.arena);
}

static struct err *
open_store(void)
{
    arena_reset(&story.store_arena);
    struct err *e = store_open(&story.store_arena, &story.store, str_of(story.url),
                               (struct store_options){ .busy_ms = 1000, .create = true });

    if (e)
        story.store = NULL;
    return e;
}

static void
close_store(void)
{
    if (story.store)
        store_close(story.store);
    story.store = NULL;
}

/* ---- its parts ------------------------------------------------------------------------------- */

static void
make_org(struct cx *cx, struct tale *tale)
{
    struct org_form f = { .code = str_of(tale->code), .name = S("Dinas Uji Ketahanan"),
        .short_name = S("Uji"), .kind = 1, .source = S("uji") };
    bool            changed = false;

    tale->made = ok(tale, "made", record_change(cx, &org_new_kind, (struct record_wish){
        .key = S("new"), .values = &f, .why = S("uji") }, &changed)) && changed;
}

static void
change_org(struct cx *cx, struct tale *tale)
{
    struct org_form f = { .name = S("Dinas Uji Ketahanan"), .short_name = S("Berubah"), .kind = 1,
        .source = S("uji") };
    bool            changed = false;

    tale->changed = ok(tale, "changed", record_change(cx, &org_edit_kind, (struct record_wish){
        .key = str_of(tale->code), .values = &f, .why = S("uji") }, &changed)) && changed;
}

static void
seal(struct cx *cx, struct tale *tale)
{
    int64_t n;

    cx->who = &who_program;
    ok(tale, "sealed", journal_seal(cx, &n));
}

static void
prove(struct cx *cx, struct tale *tale)
{
    struct journal_verdict v = { .holds = true };

    if (ok(tale, "proved", journal_verify(cx, &v)) && !v.holds)
        complain(tale, "proved", S("the chain does not hold"));
}

static void
look_at(struct cx *cx, struct tale *tale, const char *path, const char *accept)
{
    struct http_reader *r = NEW(cx->arena, struct http_reader);
    struct answer      *out = NEW(cx->arena, struct answer);

    http_start(r, cx->arena, &http_limits_default);
    http_feed(r, str_fmt(cx->arena, "GET %s HTTP/1.1\r\nHost: uji\r\nAccept: %s\r\n"
                                    "Accept-Encoding: gzip\r\n\r\n", path, accept));
    assert(r->state == HTTP_WHOLE);
    dispatch_answer(&story.dispatch, cx, &r->request, S("uji"), out);
    if (out->status == 200 && out->body.n > 0)
        return;
    assert(out->status >= 500 && out->body.n > 0);
    complain(tale, path, str_fmt(cx->arena, "%d", (int)out->status));
}

static void look_at_org(struct cx *cx, struct tale *tale)
{
    char path[80];

    snprintf(path, sizeof path, "/organisations/%s", tale->code);
    if (tale->made)
        look_at(cx, tale, path, "text/html");
}

static void look_at_region(struct cx *cx, struct tale *tale)
{
    look_at(cx, tale, "/regions/35.71", "text/html");
}

static void look_at_map(struct cx *cx, struct tale *tale)
{
    look_at(cx, tale, "/regions/35.71/map", "application/json");
}

static void look_at_data(struct cx *cx, struct tale *tale)
{
    look_at(cx, tale, "/regions.csv?q=kedri", "*/*");
}

static void look_at_figure(struct cx *cx, struct tale *tale)
{
    look_at(cx, tale, "/regions/35.71/figures", "application/json");
}

static void look_where(struct cx *cx, struct tale *tale)
{
    struct region *rows;
    size_t         n = 0;

    if (ok(tale, "where", region_at(cx, -7820000, 112010000, &rows, &n)) && n == 0)
        complain(tale, "where", S("no region holds the point"));
}

void
story_tell(struct tale *tale)
{
    static part_fn *const part[] = {
        make_org, change_org, seal, look_at_org, look_at_region, look_at_map, look_at_data,
        look_at_figure, look_where, prove,
    };

    snprintf(tale->code, sizeof tale->code, "uji-%lld", (long long)clock_mono_us());
    if (ok(tale, "opened", open_store()))
        for (size_t i = 0; i < COUNT(part); i++)
            tell_part(part[i], tale);
    close_store();
}

/* ---- what is left ---------------------------------------------------------------------------- */

struct left { int64_t rows, changed, lines_made, lines_changed; };

static struct err *
take_left(struct cx *cx, const struct value *column, void *arg)
{
    (void)cx;
    struct left *l = arg;

    *l = (struct left){ column[0].n, column[1].n, column[2].n, column[3].n };
    return NULL;
}

#define LINES(p, verb)                                                                          \
    "(SELECT count(*) FROM journal_tail WHERE thing = 'org' AND key = " p " AND verb = '" verb   \
    "') + (SELECT count(*) FROM journal_fact WHERE thing = 'org' AND key = " p " AND verb = '"    \
    verb "')"
#define LEFT(p)                                                                                 \
    "SELECT (SELECT count(*) FROM org WHERE code = " p "), (SELECT count(*) FROM org WHERE code"  \
    " = " p " AND short_name = 'Berubah'), " LINES(p, "added") ", " LINES(p, "changed")

static const enum value_kind code_kinds[] = { VALUE_TEXT };
static const enum value_kind left_kinds[] = { VALUE_INT64, VALUE_INT64, VALUE_INT64, VALUE_INT64 };

static const struct statement left_statement = {
    .name = "torture_left", .sqlite = LEFT(":code"), .postgres = LEFT("$1"),
    .param = code_kinds, .n_params = 1, .column = left_kinds, .n_columns = 4, .most = 1,
};

static bool
is_as_said(int64_t rows, int64_t lines, bool said, bool unsure)
{
    return rows == lines && rows <= 1 && (unsure || rows == said);
}

bool
story_is_whole(const struct tale *tale, char *what, size_t n)
{
    struct left            left = { -1, -1, -1, -1 };
    struct journal_verdict v = { .holds = false };
    struct err            *e = open_store();
    struct cx              cx = unit_of_work();

    if (!e)
        e = store_each(&cx, &left_statement, (struct value[]){ value_text(str_of(tale->code)) },
                       take_left, &left);
    if (!e)
        e = journal_verify(&cx, &v);
    close_store();
    snprintf(what, n, "%s; said: made %d changed %d; rows %d %d, lines %d %d, %s (%s)",
             e ? e->text.id : "", tale->made, tale->changed, (int)left.rows, (int)left.changed,
             (int)left.lines_made, (int)left.lines_changed, v.holds ? "proved" : "not proved",
             tale->said);
    arena_reset(&story.arena);
    return !e && v.holds && is_as_said(left.rows, left.lines_made, tale->made, tale->unsure)
        && is_as_said(left.changed, left.lines_changed, tale->changed, tale->unsure);
}

/* ---- a database as at the beginning ---------------------------------------------------------- */

static bool
copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE       *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t      n = 0;
    bool        good = in && out;

    while (good && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        good = fwrite(bytes, 1, n, out) == n;
    good = good && !ferror(in);
    if (in)
        fclose(in);
    return (!out || fclose(out) == 0) && good;
}

static void
take_away(const char *suffix)
{
    char path[150];

    snprintf(path, sizeof path, "%s/uji.db%s", story.folder, suffix);
    unlink(path);
}

/* The last to close the database has brought its log into it. */
static bool
copy_database(const char *from, const char *to)
{
    char source[150], target[150];

    snprintf(source, sizeof source, "%s/uji.db%s", story.folder, from);
    snprintf(target, sizeof target, "%s/uji.db%s", story.folder, to);
    return copy_file(source, target);
}

bool
story_renew(void)
{
    if (!story.folder[0])
        return true;
    take_away("-wal");
    take_away("-shm");
    return copy_database("-clean", "");
}

/* ---- before and after ------------------------------------------------------------------------ */

static const char boundary[] =
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
    "{\"code\":\"35.71\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[111.95,-7.9],"
    "[112.1,-7.9],[112.1,-7.75],[112.02,-7.7],[111.95,-7.75],[111.95,-7.9]]]}}]}";

static struct err *
fill(struct cx *cx)
{
    struct region_boundary_count   count;
    struct buf                     said = buf_in(cx->arena, 1 << 20);
    const struct migration *const *list;
    int64_t                        applied;
    size_t                         n;

    list = app_migrations(cx->arena, &n);
    TRY(store_migrate(cx, list, n, &applied));
    for (const struct module *const *m = app_modules; *m; m++)
        if ((*m)->load)
            TRY((*m)->load(cx, &said));
    return region_boundary_import_text(cx, &(struct region_boundary_text){ .name = S("uji"),
        .text = str_of(boundary), .code_property = S("code"), .source = S("uji") }, &count);
}

/* A file that nobody else has, in memory where there is such a place: a sync then costs nothing. */
static bool
make_folder(void)
{
    snprintf(story.folder, sizeof story.folder, "%s/guyub-torture-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(story.folder))
        return false;
    snprintf(story.url, sizeof story.url, "sqlite:%s/uji.db", story.folder);
    return true;
}

bool
story_begin(const char *url)
{
    story.own = arena_make(8 << 20);
    story.arena = arena_make((size_t)512 << 20);
    story.store_arena = arena_make(64 << 20);
    story.chance.state = 1;
    story.key = secret_key_new();
    if (url)
        snprintf(story.url, sizeof story.url, "%s", url);
    else if (!make_folder())
        return false;
    struct err *e = dispatch_make(&story.own, &story.dispatch, app_modules);

    if (!e)
        e = open_store();
    struct cx cx = unit_of_work();

    if (!e)
        e = fill(&cx);
    if (e)
        fprintf(stderr, "torture: %.*s\n", TEXT(err_line(&story.own, LANG_EN, e)));
    close_store();
    arena_reset(&story.arena);
    for (int i = 0; !e && i < 2; i++)
        story_tell(&(struct tale){ 0 });
    return !e && (!story.folder[0] || copy_database("", "-clean"));
}

void
story_end(void)
{
    static const char *const suffix[] = { "", "-wal", "-shm", "-clean" };

    for (size_t i = 0; story.folder[0] && i < COUNT(suffix); i++)
        take_away(suffix[i]);
    if (story.folder[0])
        rmdir(story.folder);
}
