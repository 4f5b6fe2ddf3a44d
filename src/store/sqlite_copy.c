/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * sqlite_copy.c — a copy of a file that is being written (ADR 0020).
 *
 * A reader of a WAL keeps its moment however long it takes, and holds no writer up: SQLite's backup
 * walks the pages in steps inside such a reading, so that it need not begin again. The copy has all
 * pages, keys of persons too; they are deleted there, where deleting overwrites, and what is left
 * is written anew into the file that is kept.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/copy.h"
#include "store/sqlite.h"

enum { STEP_PAGES = 256, TICK_OPS = 1 << 20 };

static sqlite3 *
db_of(struct cx *cx)
{
    return ((struct sqlite *)cx->store->self)->db;
}

/* ---- what is in it --------------------------------------------------------------------------- */

static struct err *
count_rows(struct cx *cx, struct store_table *t)
{
    const char   *sql = str_z(cx->arena, str_fmt(cx->arena, "SELECT count(*) FROM \"%.*s\"",
                                                 TEXT(t->name)));
    sqlite3_stmt *p = NULL;
    bool          ok = sqlite3_prepare_v2(db_of(cx), sql, -1, &p, NULL) == SQLITE_OK
                    && sqlite3_step(p) == SQLITE_ROW;
    struct err   *e = ok ? NULL : sqlite_err(cx->arena, cx->store);

    if (ok)
        t->n_rows = sqlite3_column_int64(p, 0);
    sqlite3_finalize(p);
    return e;
}

struct err *
sqlite_tables(struct cx *cx, struct store_tables *out)
{
    static const char names[] =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
        " ESCAPE '\\' ORDER BY name";
    sqlite3_stmt *p = NULL;
    int           rc = sqlite3_prepare_v2(db_of(cx), names, -1, &p, NULL);

    while (rc == SQLITE_OK && (rc = sqlite3_step(p)) == SQLITE_ROW && out->n < STORE_TABLES_MAX) {
        out->row[out->n++].name = str_copy(cx->arena,
                                           str_of((const char *)sqlite3_column_text(p, 0)));
        rc = SQLITE_OK;
    }
    struct err *e = rc == SQLITE_DONE ? NULL
                  : rc == SQLITE_ROW  ? err_tables_many(cx) : sqlite_err(cx->arena, cx->store);

    sqlite3_finalize(p);
    for (size_t i = 0; !e && i < out->n; i++)
        e = count_rows(cx, &out->row[i]);
    return e;
}

/* ---- whether it hangs together --------------------------------------------------------------- */

/* What a pragma complains of: its first rows, unless the first says that all is well. */
static struct err *
complaints(struct cx *cx, const char *pragma, struct str *wrong)
{
    enum { SHOWN = 5 };
    sqlite3_stmt *p = NULL;
    struct str    line[SHOWN];
    size_t        n = 0;
    int           rc = sqlite3_prepare_v2(db_of(cx), pragma, -1, &p, NULL);

    while (rc == SQLITE_OK && n < SHOWN && (rc = sqlite3_step(p)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(p, 0);

        if (!text || strcmp(text, "ok") != 0)
            line[n++] = str_copy(cx->arena, str_of(text ? text : "?"));
        rc = SQLITE_OK;
    }
    struct err *e = rc == SQLITE_DONE || n == SHOWN ? NULL : sqlite_err(cx->arena, cx->store);

    sqlite3_finalize(p);
    if (!e && n > 0)
        *wrong = str_join(cx->arena, S("; "), line, n);
    return e;
}

struct err *
sqlite_check(struct cx *cx, struct str *wrong)
{
    TRY(complaints(cx, "PRAGMA integrity_check(5)", wrong));
    if (str_is_known(*wrong))
        return NULL;
    TRY(complaints(cx, "SELECT \"table\" || ' -> ' || parent FROM pragma_foreign_key_check",
                   wrong));
    return NULL;
}

/* ---- the copy -------------------------------------------------------------------------------- */

struct copying {
    struct cx         *cx;
    struct store_watch watch;
    struct str         path;        /* of the copy's own file, for people */
    sqlite3           *to;
    struct err        *stopped;     /* by watch.step, in the middle of a statement */
};

static struct err *
err_file(struct cx *cx, struct str path, int errnum)
{
    struct err *e = err_errno(cx->arena, "copy.file", MSG("The copy {0} could not be written.",
                                                          path), errnum);

    e->hint = MSG("Nothing was changed in the database. Look whether there is room on that disk "
                  "and whether the folder may be written; then try again.");
    return e;
}

static struct err *
err_copy(const struct copying *c)
{
    struct err *e = err_engine(c->cx->arena, c->path, str_copy(c->cx->arena,
                                                               str_of(sqlite3_errmsg(c->to))));

    if (c->stopped)
        return c->stopped;
    return sqlite3_errcode(c->to) == SQLITE_FULL ? err_file(c->cx, c->path, ENOSPC) : e;
}

/* Made for its owner alone; an empty file is as good as none to SQLite. */
static struct err *
make_file(struct cx *cx, struct str path)
{
    int fd = open(str_z(cx->arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return err_file(cx, path, errno);
    close(fd);
    return NULL;
}

static struct err *
told(struct copying *c, int64_t done, int64_t all)
{
    return c->watch.step ? c->watch.step(c->cx, c->watch.arg, done, all) : NULL;
}

static struct err *
copy_pages(struct copying *c)
{
    sqlite3_backup *b = sqlite3_backup_init(c->to, "main", db_of(c->cx), "main");
    int             rc = b ? SQLITE_OK : SQLITE_ERROR;
    struct err     *e = b ? NULL : err_copy(c);

    while (!e && (rc = sqlite3_backup_step(b, STEP_PAGES)) == SQLITE_OK) {
        int64_t all = sqlite3_backup_pagecount(b);

        e = told(c, all - sqlite3_backup_remaining(b), 2 * all);
    }
    if (b)
        sqlite3_backup_finish(b);
    if (!e && rc == SQLITE_FULL)
        return err_file(c->cx, c->path, ENOSPC);
    return e || rc == SQLITE_DONE ? e : err_engine(c->cx->arena, c->path,
                                                   str_of(sqlite3_errstr(rc)));
}

static int
tick(void *arg)
{
    struct copying *c = arg;

    c->stopped = told(c, 1, 2);
    return c->stopped != NULL;
}

static struct err *
run(struct copying *c, const char *sql)
{
    return sqlite3_exec(c->to, sql, NULL, NULL, NULL) == SQLITE_OK ? NULL : err_copy(c);
}

static struct err *
vacuum_into(struct copying *c, struct str path)
{
    sqlite3_stmt *p = NULL;

    sqlite3_progress_handler(c->to, TICK_OPS, tick, c);
    bool ok = sqlite3_prepare_v2(c->to, "VACUUM INTO ?1", -1, &p, NULL) == SQLITE_OK
           && sqlite3_bind_text(p, 1, path.p, (int)path.n, SQLITE_STATIC) == SQLITE_OK
           && sqlite3_step(p) == SQLITE_DONE;
    struct err *e = ok ? NULL : err_copy(c);

    sqlite3_finalize(p);
    return e;
}

/* The rows are overwritten as they go, and no journal keeps them; the file that is kept has never
 * held them. */
static struct err *
write_anew(struct copying *c, const char *without, struct str path)
{
    struct arena *a = c->cx->arena;

    TRY(make_file(c->cx, path));
    TRY(run(c, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = 1;"
               "PRAGMA foreign_keys = 0"));
    if (without)
        TRY(run(c, str_z(a, str_fmt(a, "DELETE FROM %s", without))));
    return vacuum_into(c, path);
}

static struct err *
copy_into(struct copying *c, const char *without, struct str path)
{
    TRY(copy_pages(c));
    return write_anew(c, without, path);
}

struct err *
sqlite_copy(struct cx *cx, struct str path, const char *without, struct store_watch watch)
{
    struct copying c = {
        .cx = cx, .watch = watch, .path = str_fmt(cx->arena, "%.*s.all", TEXT(path)),
    };

    TRY(make_file(cx, c.path));
    int rc = sqlite3_open_v2(str_z(cx->arena, c.path), &c.to,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    struct err *e = rc == SQLITE_OK ? copy_into(&c, without, path) : err_copy(&c);

    sqlite3_close(c.to);
    if (!e && unlink(str_z(cx->arena, c.path)) != 0)
        e = err_file(cx, c.path, errno);
    return e;
}
