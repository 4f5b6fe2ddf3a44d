/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * store.c — what is the same on both engines: who may write, what is one unit, when to try again.
 *
 * A statement that fails dooms its unit of work: later statements and the commit give the same
 * error. PostgreSQL insists on that; SQLite would let a verb go on with half of what it wanted.
 */
#include "store/store.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/log.h"
#include "store/engine.h"

enum { BUSY_MS = 5000, CACHE_KB = 16000, TRIES_MAX = 5, WAIT_FIRST_MS = 10 };

/* ---- prepared statements -------------------------------------------------------------------- */

void **
cache_at(struct cache *c, const struct statement *st)
{
    size_t i = ((uintptr_t)st >> 4) * 11400714819323198485u >> 52;

    while (c->key[i] && c->key[i] != st)
        i = (i + 1) % CACHE_MAX;
    if (!c->key[i]) {
        assert(c->n < CACHE_MAX / 2);       /* the statements are a closed set: see DIALECT.md */
        c->key[i] = st;
        c->n++;
    }
    return &c->value[i];
}

void
cache_clear(struct cache *c)
{
    memset(c, 0, sizeof *c);
}

/* ---- errors --------------------------------------------------------------------------------- */

bool
err_is_conflict(const struct err *e)
{
    return e && strcmp(e->code, "store.conflict") == 0;
}

struct err *
err_column(struct cx *cx, const struct statement *st, size_t column, struct str is)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.column",
        .text   = MSG("The database answered the statement {0} otherwise than expected.",
                      str_of(st->name)),
        .detail = MSG("Column {0} came as {1}.",
                      str_fmt(cx->arena, "%zu", column + 1), is),
        .hint   = MSG("Run `guyub init` with this version of the program; "
                      "if it stays, report it as a fault."),
    });
}

struct err *
err_engine(struct arena *a, struct str store, struct str said)
{
    return err_of(a, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.broken",
        .text   = MSG("The database {0} could not do this.", store),
        .detail = MSG("It says: {0}.", said),
        .hint   = MSG("Nothing was changed. If it stays, report it as a fault, with this text."),
    });
}

struct err *
err_unsure(struct arena *a, struct msg what)
{
    return err_of(a, (struct err){
        .kind   = ERR_BUSY,
        .code   = "store.unsure",
        .text   = what,
        .detail = MSG("It broke off while the change was being confirmed: "
                      "it may or may not have been done."),
        .hint   = MSG("Look whether it is there before you do it again."),
    });
}

struct err *
err_rule(struct arena *a, const char *code, struct str said)
{
    return err_of(a, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = code,
        .text   = MSG("This does not fit what is in the database already."),
        .detail = MSG("The rule of the tables: {0}.", said),
        .hint   = MSG("Nothing was changed. Look at what is there, "
                      "correct this and send it again."),
    });
}

static struct err *
err_url(struct arena *a)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT,
        .code = "store.url",
        .text = MSG("The database's address is not one that can be read."),
        .hint = MSG("Write sqlite:PATH, or postgresql://USER@HOST/NAME, "
                    "in GUYUB_DB or after --db."),
    });
}

struct err *
err_read_only(struct arena *a, struct str what)
{
    return err_of(a, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.read_only",
        .text   = MSG("This may only read, so a change was refused: {0}.", what),
        .detail = MSG("Nothing was changed."),
        .hint   = MSG("This is a fault of the program: please report it."),
    });
}

static struct err *
err_too_many(struct cx *cx, const struct statement *st)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_TOO_LARGE,
        .code   = "store.too_many",
        .text   = MSG("There is more to show than fits: over {0} rows.",
                      str_int(cx->arena, st->most)),
        .detail = MSG("The statement is {0}.", str_of(st->name)),
        .hint   = MSG("Ask for less at once: filter the list, or take one page of it."),
    });
}

static struct err *
err_nul(struct cx *cx, const struct statement *st)
{
    return err_of(cx->arena, (struct err){
        .kind   = ERR_INPUT,
        .code   = "store.text",
        .text   = MSG("A text holds a NUL byte and was not stored."),
        .detail = MSG("The statement is {0}.", str_of(st->name)),
        .hint   = MSG("Remove it and send the text again."),
    });
}

/* ---- opening -------------------------------------------------------------------------------- */

struct err *
store_open(struct arena *a, struct store **out, struct str url, struct store_options options)
{
    struct store *s = NEW(a, struct store);
    struct str    sqlite = S("sqlite:");

    if (options.busy_ms == 0)
        options.busy_ms = BUSY_MS;
    if (options.cache_kb == 0)
        options.cache_kb = CACHE_KB;
    s->busy_ms = options.busy_ms;
    s->cache_kb = options.cache_kb;
    if (str_starts(url, sqlite) && url.n > sqlite.n)
        TRY(sqlite_open(a, s, str_part(url, sqlite.n, url.n), options));
    else if (str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://")))
        TRY(postgres_open(a, s, url, options));
    else
        return err_url(a);
    assert(s->engine && s->self);
    *out = s;
    return NULL;
}

void
store_close(struct store *s)
{
    if (!s)
        return;
    store_reset(s);
    s->engine->close(s);
}

enum store_kind
store_kind(const struct store *s)
{
    return s->kind;
}

struct str
store_name(const struct store *s)
{
    return s->name;
}

void
store_reset(struct store *s)
{
    s->engine->reset(s);
    if (s->unit != UNIT_NONE)
        s->engine->rollback(s);
    s->unit = UNIT_NONE;
    s->doomed = NULL;
}

struct err *
store_ping(struct cx *cx)
{
    assert(cx->store->unit == UNIT_NONE);
    return cx->store->engine->ping(cx);
}

/* The engine's own refusal follows the unit: belt and braces with the check of `writes`. */
static struct err *
guard(struct cx *cx, bool read_only)
{
    struct store *s = cx->store;

    if (s->guarded == read_only)
        return NULL;
    TRY(s->engine->guard(cx, read_only));
    s->guarded = read_only;
    return NULL;
}

struct err *
store_version(struct cx *cx, struct str *version)
{
    struct store *s = cx->store;
    struct str    others;

    assert(s->unit == UNIT_NONE);
    TRY(guard(cx, cx->read_only));
    TRY(s->engine->version(cx, &others));
    *version = str_fmt(cx->arena, "%llu %.*s", (unsigned long long)s->turns, TEXT(others));
    return NULL;
}

/* ---- units of work -------------------------------------------------------------------------- */

struct work { const char *name; struct err *(*once)(struct cx *, void *); void *arg; };

/* Begins, runs and commits once; an error rolls back. */
static struct err *
attempt(struct cx *cx, enum unit unit, struct work w)
{
    struct store *s = cx->store;

    TRY(guard(cx, unit == UNIT_READ));
    TRY(s->engine->begin(cx, unit));
    s->unit = unit;
    s->doomed = NULL;
    struct err *e = w.once(cx, w.arg);

    if (!e)
        e = s->doomed;
    if (!e)
        e = s->engine->commit(cx);
    if (e)
        s->engine->rollback(s);
    s->turns += unit != UNIT_READ;
    s->unit = UNIT_NONE;
    s->doomed = NULL;
    return e;
}

static void
wait_ms(int64_t ms)
{
    struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

    nanosleep(&t, NULL);
}

/* Tries again after a conflict with growing waits; the scratch of a failed try is given back. */
static struct err *
persist(struct cx *cx, enum unit unit, struct work w)
{
    size_t mark = arena_mark(cx->arena);

    for (int64_t try = 1, wait = WAIT_FIRST_MS;; try++, wait *= 2) {
        struct err *e = attempt(cx, unit, w);

        if (!err_is_conflict(e) || try == TRIES_MAX)
            return e;
        LOG(LOG_WARN, "store.retry", LOG_TEXT("work", str_of(w.name)), LOG_NUMBER("try", try));
        arena_back(cx->arena, mark);
        wait_ms(wait);
    }
}

/* A nested unit joins the outer one, which cannot succeed without it. */
static struct err *
join(struct cx *cx, struct work w)
{
    struct err *e = w.once(cx, w.arg);

    if (e && !cx->store->doomed)
        cx->store->doomed = e;
    return e;
}

struct err *
store_change(struct cx *cx, const char *name, struct err *(*once)(struct cx *, void *), void *arg)
{
    struct work   w = { name, once, arg };
    struct store *s = cx->store;

    if (cx->read_only || s->unit == UNIT_READ)
        return err_read_only(cx->arena, str_of(name));
    return s->unit == UNIT_NONE ? persist(cx, UNIT_CHANGE, w) : join(cx, w);
}

struct err *
store_read(struct cx *cx, const char *name, struct err *(*once)(struct cx *, void *), void *arg)
{
    struct work w = { name, once, arg };

    return cx->store->unit == UNIT_NONE ? persist(cx, UNIT_READ, w) : once(cx, arg);
}

struct err *
store_migrating(struct cx *cx, const char *name,
                struct err *(*once)(struct cx *, void *), void *arg)
{
    assert(cx->store->unit == UNIT_NONE);
    if (cx->read_only)
        return err_read_only(cx->arena, str_of(name));
    return persist(cx, UNIT_MIGRATE, (struct work){ name, once, arg });
}

/* ---- statements ----------------------------------------------------------------------------- */

/* One call of a statement, on its way to the engine. */
struct call {
    const struct statement *st;
    struct ask              ask;        /* for the engine: take_row, with this   */
    store_row              *row;        /* for whom take_row counts              */
    void                   *arg;
    int64_t                 n;          /* rows so far                           */
    struct err             *stopped;    /* by the row's function or the ceiling  */
};

static struct err *
take_row(struct cx *cx, const struct value *column, void *arg)
{
    struct call *c = arg;

    if (c->st->most > 0 && c->n == c->st->most)
        c->stopped = err_too_many(cx, c->st);
    else
        c->stopped = c->row(cx, column, c->arg);
    c->n++;
    return c->stopped;
}

static struct err *
check_params(struct cx *cx, const struct call *c)
{
    assert(c->st->n_params <= VALUES_MAX && c->st->n_columns <= VALUES_MAX);
    for (size_t i = 0; i < c->st->n_params; i++) {
        const struct value *v = &c->ask.param[i];

        assert(v->kind == c->st->param[i]);
        if (v->kind == VALUE_TEXT && v->s.n && memchr(v->s.p, '\0', v->s.n))
            return err_nul(cx, c->st);
    }
    return NULL;
}

static struct err *
call_engine(struct cx *cx, void *arg)
{
    struct call  *c = arg;
    struct store *s = cx->store;

    c->n = 0;
    c->stopped = NULL;
    c->ask.arg = c;
    struct err *e = s->engine->run(cx, c->st, &c->ask);

    if (e && e != c->stopped && s->unit != UNIT_NONE && !s->doomed)
        s->doomed = e;
    return e;
}

static struct err *
call_store(struct cx *cx, struct call *c)
{
    struct store *s = cx->store;

    assert(s);
    if (c->st->writes && (cx->read_only || s->unit == UNIT_READ))
        return err_read_only(cx->arena, str_of(c->st->name));
    if (s->doomed)
        return s->doomed;
    TRY(check_params(cx, c));
    if (s->unit != UNIT_NONE)
        return call_engine(cx, c);
    if (c->st->writes)
        return store_change(cx, c->st->name, call_engine, c);
    TRY(guard(cx, cx->read_only));
    return call_engine(cx, c);
}

struct err *
store_each(struct cx *cx, const struct statement *st, const struct value *param,
           store_row *row, void *arg)
{
    struct call c = {
        .st = st, .ask = { .param = param, .row = take_row }, .row = row, .arg = arg,
    };

    assert(row);
    return call_store(cx, &c);
}

struct err *
store_run(struct cx *cx, const struct statement *st, const struct value *param, int64_t *n_changed)
{
    struct call c = { .st = st, .ask = { .param = param, .n_changed = n_changed } };

    return call_store(cx, &c);
}

struct err *
store_prepare_all(struct cx *cx, const struct statement *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(cx->store->engine->prepare(cx, list[i]));
    return NULL;
}

static struct err *
analyze_once(struct cx *cx, void *arg)
{
    (void)arg;
    return cx->store->engine->script(cx, "ANALYZE");
}

struct err *
store_analyze(struct cx *cx)
{
    if (cx->store->kind == STORE_SQLITE)
        return NULL;
    return store_change(cx, "store_analyze", analyze_once, NULL);
}

struct err *
store_scrub(struct cx *cx, const char *table, bool *done)
{
    struct store *s = cx->store;

    assert(s->unit == UNIT_NONE);
    *done = false;
    if (cx->read_only)
        return err_read_only(cx->arena, str_of(table));
    TRY(guard(cx, false));
    return s->engine->scrub(cx, table, done);
}
