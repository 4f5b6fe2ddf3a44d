/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlite_open.c — opens the file, or says which of the many ways of not opening it is. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/sqlite.h"

/* ---- refusals ------------------------------------------------------------------------------- */

struct err *
sqlite_err_absent(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind = ERR_BROKEN,
        .code = "store.absent",
        .text = MSG("There is no database at {0}.", s->name),
        .hint = MSG("Make it with `guyub init`, or name another one in GUYUB_DB or after --db."),
    });
}

static struct err *
err_directory(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT,
        .code = "store.directory",
        .text = MSG("{0} is a directory, not a database.", s->name),
        .hint = MSG("Name a file in it: sqlite:{0}/guyub.db.", s->name),
    });
}

static struct err *
err_no_folder(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT,
        .code = "store.folder",
        .text = MSG("The database {0} cannot be made: its folder is not there.", s->name),
        .hint = MSG("Make the folder first, or name another path in GUYUB_DB or after --db."),
    });
}

static struct err *
err_permission(struct arena *a, const struct store *s, int errnum)
{
    return err_of(a, (struct err){
        .kind   = ERR_BROKEN,
        .code   = "store.permission",
        .text   = MSG("The database {0} may not be written.", s->name),
        .detail = MSG("The system says: {0}.", str_of(strerror(errnum))),
        .hint   = MSG("Give this account the right to write the file and its folder, "
                      "or name another path."),
    });
}

static struct err *
err_not_database(struct arena *a, const struct store *s)
{
    return err_of(a, (struct err){
        .kind   = ERR_INPUT,
        .code   = "store.not_database",
        .text   = MSG("{0} is not a database of this program.", s->name),
        .detail = MSG("Nothing was changed in it."),
        .hint   = MSG("Name another file in GUYUB_DB or after --db."),
    });
}

static struct err *
err_open(struct arena *a, const struct store *s, int errnum)
{
    switch (errnum) {
    case ENOENT:
        return err_no_folder(a, s);
    case EISDIR:
        return err_directory(a, s);
    case EACCES:
    case EPERM:
    case EROFS:
        return err_permission(a, s, errnum);
    default:
        return err_errno(a, "store.open", MSG("The database {0} could not be opened.", s->name),
                         errnum);
    }
}

/* ---- the file ------------------------------------------------------------------------------- */

/* The file is there and may be written; made for its owner alone if `create`. */
static struct err *
find_file(struct arena *a, struct store *s, const char *path, bool create)
{
    struct stat    is;
    struct sqlite *q = s->self;

    if (stat(path, &is) != 0 && errno == ENOENT && !create)
        return sqlite_err_absent(a, s);
    int fd = open(path, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0600);

    if (fd < 0)
        return err_open(a, s, errno);
    int rc = fstat(fd, &is);

    close(fd);
    if (rc != 0 || S_ISDIR(is.st_mode))
        return err_directory(a, s);
    if (!S_ISREG(is.st_mode))
        return err_not_database(a, s);
    q->inode = is.st_ino;
    q->device = is.st_dev;
    return NULL;
}

/* Ceilings well above what the product's statements need, so that a fault stays small. */
static void
set_limits(sqlite3 *db)
{
    static const struct { int which, most; } limit[] = {
        { SQLITE_LIMIT_LENGTH, 64 << 20 },          { SQLITE_LIMIT_SQL_LENGTH, 256 << 10 },
        { SQLITE_LIMIT_COLUMN, 200 },               { SQLITE_LIMIT_EXPR_DEPTH, 100 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 20 },       { SQLITE_LIMIT_VDBE_OP, 100000 },
        { SQLITE_LIMIT_FUNCTION_ARG, 16 },          { SQLITE_LIMIT_ATTACHED, 1 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },  { SQLITE_LIMIT_VARIABLE_NUMBER, VALUES_MAX },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 4 },          { SQLITE_LIMIT_WORKER_THREADS, 0 },
    };

    for (size_t i = 0; i < COUNT(limit); i++)
        sqlite3_limit(db, limit[i].which, limit[i].most);
}

/*
 * Double quotes never turn into text, the schema may not call functions with effects, a damaged
 * page is noticed when it is read, and what is deleted is overwritten.
 */
static struct err *
set_up(struct arena *a, struct store *s)
{
    static const char pragmas[] =
        "PRAGMA trusted_schema = 0; PRAGMA foreign_keys = 1; PRAGMA cell_size_check = 1;"
        "PRAGMA secure_delete = 1;"
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -%d;"
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
    struct sqlite *q = s->self;

    sqlite3_extended_result_codes(q->db, 0);
    sqlite3_busy_timeout(q->db, s->busy_ms);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(q->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    set_limits(q->db);
    if (sqlite3_exec(q->db, str_z(a, str_fmt(a, pragmas, s->cache_kb)), NULL, NULL, NULL)
        == SQLITE_OK)
        return NULL;
    if (sqlite3_errcode(q->db) == SQLITE_NOTADB)
        return err_not_database(a, s);
    if (sqlite3_errcode(q->db) == SQLITE_READONLY || sqlite3_errcode(q->db) == SQLITE_CANTOPEN)
        return err_permission(a, s, EACCES);
    return sqlite_err(a, s);
}

/* No threads: the locks of the library, and its count of memory, are for programs that have some.
 * Counts for the whole process, and only before the first database; later calls change nothing. */
static void
set_up_library(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

struct err *
sqlite_open(struct arena *a, struct store *s, struct str path, struct store_options options)
{
    struct sqlite *q = NEW(a, struct sqlite);

    s->engine = &sqlite_engine;
    s->kind = STORE_SQLITE;
    s->name = str_copy(a, path);
    s->self = q;
    q->path = str_z(a, path);
    TRY(find_file(a, s, q->path, options.create));
    set_up_library();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

    if (sqlite3_open_v2(q->path, &q->db, flags, NULL) != SQLITE_OK) {
        sqlite3_close(q->db);
        return err_permission(a, s, EACCES);
    }
    struct err *e = set_up(a, s);

    if (e)
        sqlite3_close(q->db);
    return e;
}
