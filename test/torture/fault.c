/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fault.c — see fault.h. Defined in the program itself, so that libraries call these too. */
#include "fault.h"

#include <errno.h>
#include <geos_c.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"

const char *const fault_names[FAULT_KINDS] = { "malloc", "arena", "statement", "disk" };

static struct {
    enum fault_kind kind;
    long            nth, count[FAULT_KINDS], live;
    bool            armed, stays;
} fault;

void
fault_arm(enum fault_kind kind, long nth, bool stays)
{
    memset(fault.count, 0, sizeof fault.count);
    fault.kind = kind;
    fault.nth = nth;
    fault.stays = stays;
    fault.armed = true;
}

void
fault_rest(void)
{
    fault.armed = false;
}

long
fault_count(enum fault_kind kind)
{
    return fault.count[kind];
}

long
fault_live(void)
{
    return fault.live;
}

/* Counts a call; true: this one fails. */
static bool
strikes(enum fault_kind kind)
{
    if (!fault.armed)
        return false;
    long n = ++fault.count[kind];

    if (kind != fault.kind || fault.nth == 0)
        return false;
    return n == fault.nth || (fault.stays && n > fault.nth);
}

/* ---- memory --------------------------------------------------------------------------------- */

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void  __libc_free(void *);

void *malloc(size_t);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void  free(void *);
void *memalign(size_t, size_t);
void *aligned_alloc(size_t, size_t);
int   posix_memalign(void **, size_t, size_t);

static void *
out_of_memory(void)
{
    errno = ENOMEM;
    return NULL;
}

static void *
counted(void *p)
{
    fault.live += p != NULL;
    return p;
}

void *
malloc(size_t n)
{
    return strikes(FAULT_MALLOC) ? out_of_memory() : counted(__libc_malloc(n));
}

void *
calloc(size_t n, size_t size)
{
    return strikes(FAULT_MALLOC) ? out_of_memory() : counted(__libc_calloc(n, size));
}

void *
realloc(void *p, size_t n)
{
    if (strikes(FAULT_MALLOC))
        return out_of_memory();
    void *q = __libc_realloc(p, n);

    fault.live += (!p && q) - (p && n == 0);
    return q;
}

void
free(void *p)
{
    fault.live -= p != NULL;
    __libc_free(p);
}

void *
memalign(size_t align, size_t n)
{
    return strikes(FAULT_MALLOC) ? out_of_memory() : counted(__libc_memalign(align, n));
}

void *
aligned_alloc(size_t align, size_t n)
{
    return memalign(align, n);
}

int
posix_memalign(void **out, size_t align, size_t n)
{
    void *p = memalign(align, n);

    if (!p)
        return ENOMEM;
    *out = p;
    return 0;
}

/* ---- the arena: only where a unit of work has said where to go ------------------------------- */

void *__real_arena_alloc(struct arena *, size_t n, size_t align);
void *__wrap_arena_alloc(struct arena *, size_t n, size_t align);

void *
__wrap_arena_alloc(struct arena *a, size_t n, size_t align)
{
    if (a->full && strikes(FAULT_ARENA))
        longjmp(*a->full, 1);
    return __real_arena_alloc(a, n, align);
}

/* ---- statements of SQLite -------------------------------------------------------------------- */

static int said;        /* the failure that was made up; SQLITE_OK: the library's own word counts */

static int
made_up(void)
{
    return said = SQLITE_IOERR;
}

#define LIBRARY(type, name, params, args, ...)                  \
    type __real_##name params;                                  \
    type __wrap_##name params;                                  \
    type __wrap_##name params                                   \
    {                                                           \
        __VA_ARGS__                                             \
        return __real_##name args;                              \
    }

#define FAILS_AS(made) if (strikes(FAULT_STATEMENT)) return made;
#define SAID           said = SQLITE_OK;

LIBRARY(int, sqlite3_step, (sqlite3_stmt *p), (p), SAID FAILS_AS(made_up()))
LIBRARY(int, sqlite3_prepare_v3,
        (sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **p, const char **end),
        (db, sql, n, flags, p, end), SAID FAILS_AS((*p = NULL, made_up())))
LIBRARY(int, sqlite3_exec,
        (sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **), void *arg,
         char **text),
        (db, sql, row, arg, text), SAID FAILS_AS(made_up()))
LIBRARY(int, sqlite3_errcode, (sqlite3 *db), (db), if (said) return said;)
LIBRARY(int, sqlite3_extended_errcode, (sqlite3 *db), (db), if (said) return said;)
LIBRARY(const char *, sqlite3_errmsg, (sqlite3 *db), (db), if (said) return "disk I/O error";)

/* ---- statements of PostgreSQL: the connection breaks right before ---------------------------- */

static void
cut_line(const PGconn *c)
{
    if (strikes(FAULT_STATEMENT) && PQsocket(c) >= 0)
        shutdown(PQsocket(c), SHUT_RDWR);
}

LIBRARY(PGresult *, PQexec, (PGconn *c, const char *sql), (c, sql), cut_line(c);)
LIBRARY(PGresult *, PQprepare,
        (PGconn *c, const char *name, const char *sql, int n, const Oid *type),
        (c, name, sql, n, type), cut_line(c);)
LIBRARY(PGresult *, PQexecPrepared,
        (PGconn *c, const char *name, int n, const char *const *value, const int *length,
         const int *format, int result),
        (c, name, n, value, length, format, result), cut_line(c);)
LIBRARY(int, PQsendQueryPrepared,
        (PGconn *c, const char *name, int n, const char *const *value, const int *length,
         const int *format, int result),
        (c, name, n, value, length, format, result), cut_line(c);)
LIBRARY(int, PQpipelineSync, (PGconn *c), (c), cut_line(c);)

/* ---- GEOS ------------------------------------------------------------------------------------ */

char __real_GEOSIntersects_r(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);
char __wrap_GEOSIntersects_r(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);

/* GEOS 3.11 leaves some of its own graph behind when memory ends while it is made, and says 2 (it
 * failed). That is the library's; what the program left behind would still be seen. */
char
__wrap_GEOSIntersects_r(GEOSContextHandle_t h, const GEOSGeometry *a, const GEOSGeometry *b)
{
    long live = fault.live;
    char is = __real_GEOSIntersects_r(h, a, b);

    if (is == 2)
        fault.live = live;
    return is;
}

/* ---- files ----------------------------------------------------------------------------------- */

static bool
disk_strikes(int fd, int errnum)
{
    struct stat is;

    if (!fault.armed || fd <= STDERR_FILENO || fstat(fd, &is) != 0 || !S_ISREG(is.st_mode)
        || !strikes(FAULT_DISK))
        return false;
    errno = errnum;
    return true;
}

ssize_t
write(int fd, const void *p, size_t n)
{
    return disk_strikes(fd, ENOSPC) ? -1 : syscall(SYS_write, fd, p, n);
}

ssize_t
pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    return disk_strikes(fd, ENOSPC) ? -1 : syscall(SYS_pwrite64, fd, p, n, at);
}

int
fsync(int fd)
{
    return disk_strikes(fd, EIO) ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
    return disk_strikes(fd, EIO) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
ftruncate64(int fd, off64_t size)
{
    return disk_strikes(fd, EIO) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}
