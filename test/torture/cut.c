/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * cut.c — takes the power away: from a record of the disk (disk.h) it makes the files as they
 * would be found after a cut at one moment and another, and lets the program open them.
 *
 *     cut RECORD FOLDER DATABASE IMAGE GUYUB POINTS SEED
 *
 * A cut comes right before and right after each sync that came back, and after each word that was
 * given. What was synced is there: of a file the bytes, of a folder the names. Each cut is tried
 * twice: of the rest nothing has reached the disk, or a part has, sector by sector as chance has
 * it, and a first part of the changed names. Then
 *
 *   - GUYUB init succeeds where nobody was told yet that it has; GUYUB journal verify holds;
 *   - integrity_check and foreign_key_check find nothing;
 *   - of each word given before the cut, the proof is there, once.
 *
 * POINTS of them are tried, evenly from a place chosen by SEED; 0: all. FOLDER is what the program
 * left: the record up to its end must give the same, or something was not seen. The last line is
 * JSON; the exit code is 0 if it could be made, whatever was found.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "disk.h"

enum { FILES_MAX = 10000, NAMES_MAX = 100, TOLD_MAX = 20000, PIDS_MAX = 1000, SECTOR = 512 };

static const uint64_t NEVER = UINT64_MAX;

/* ---- the state of the disk ------------------------------------------------------------------ */

struct op { const struct disk_entry *e; uint64_t nth; };

struct file {
    uint64_t   inode;
    char      *p;               /* as it is on the disk for certain    */
    size_t     n, room;
    struct op *op;              /* what is not, oldest first           */
    size_t     n_ops, ops_room;
};

/* A name, for certain; or a change of one that is not, in the order of the changes. */
struct name { const char *path; struct file *file; uint64_t folder, nth; };

struct began { uint32_t pid; uint64_t inode, nth; };

static struct {
    struct file  *file[FILES_MAX];
    struct name   sure[NAMES_MAX], open[NAMES_MAX];
    struct began  began[PIDS_MAX];
    const char   *told[TOLD_MAX];
    size_t        n_files, n_sure, n_open, n_began, n_told;
} disk;

static void *
grown(void *p, size_t n, size_t size)
{
    p = realloc(p, n * size);
    if (!p)
        abort();
    return p;
}

static struct file *
file_new(uint64_t inode)
{
    assert(disk.n_files < FILES_MAX);
    struct file *f = grown(NULL, 1, sizeof *f);

    *f = (struct file){ .inode = inode };
    return disk.file[disk.n_files++] = f;
}

/* The one that has the inode now: the youngest. */
static struct file *
file_of(uint64_t inode)
{
    for (size_t i = disk.n_files; i-- > 0;)
        if (disk.file[i]->inode == inode)
            return disk.file[i];
    return NULL;
}

static const char *
bytes_of(const struct disk_entry *e)
{
    return (const char *)(e + 1);
}

static const char *
path_of(const struct disk_entry *e)
{
    return strndup(bytes_of(e), e->n);
}

static void
resize(struct file *f, size_t n)
{
    if (n > f->room) {
        f->room = n * 2;
        f->p = grown(f->p, f->room, 1);
    }
    if (n > f->n)
        memset(f->p + f->n, 0, n - f->n);
    f->n = n;
}

static void
put(struct file *f, uint64_t at, const char *p, size_t n)
{
    if (n == 0)
        return;
    if (at + n > f->n)
        resize(f, at + n);
    memcpy(f->p + at, p, n);
}

static void
apply(struct file *f, const struct disk_entry *e)
{
    if (e->kind == DISK_SIZE)
        resize(f, e->at);
    else
        put(f, e->at, bytes_of(e), e->n);
}

static struct name *
name_in(struct name *list, size_t n, const char *path)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].path, path) == 0)
            return &list[i];
    return NULL;
}

static void
set_name(struct name *list, size_t *n, struct name to)
{
    struct name *is = name_in(list, *n, to.path);

    if (!is) {
        assert(*n < NAMES_MAX);
        is = &list[(*n)++];
    }
    *is = to;
}

/* A sync makes sure what was asked for before it began. */
static void
sync_file(struct file *f, uint64_t before)
{
    size_t n = 0;

    while (n < f->n_ops && f->op[n].nth < before)
        apply(f, f->op[n++].e);
    memmove(f->op, f->op + n, (f->n_ops - n) * sizeof *f->op);
    f->n_ops -= n;
}

static void
sync_folder(uint64_t inode, uint64_t before)
{
    size_t left = 0;

    for (size_t i = 0; i < disk.n_open; i++) {
        struct name to = disk.open[i];

        if (to.folder == inode && to.nth < before)
            set_name(disk.sure, &disk.n_sure, to);
        else
            disk.open[left++] = to;
    }
    disk.n_open = left;
}

static struct began *
began_by(const struct disk_entry *e)
{
    for (size_t i = 0; i < disk.n_began; i++)
        if (disk.began[i].pid == e->pid && disk.began[i].inode == e->inode)
            return &disk.began[i];
    assert(disk.n_began < PIDS_MAX);
    disk.began[disk.n_began] = (struct began){ e->pid, e->inode, NEVER };
    return &disk.began[disk.n_began++];
}

static void
note_base(const struct disk_entry *e)
{
    const char  *path = bytes_of(e);
    size_t       skip = strlen(path) + 1;
    struct file *f = file_new(e->inode);

    put(f, 0, path + skip, e->n - skip);
    set_name(disk.sure, &disk.n_sure, (struct name){ strdup(path), f, e->at, 0 });
}

static void
note_name(const struct disk_entry *e, uint64_t nth)
{
    struct file *f = e->kind == DISK_MAKE ? file_new(e->inode)
                   : e->kind == DISK_LINK ? file_of(e->inode) : NULL;

    assert(disk.n_open < NAMES_MAX);
    disk.open[disk.n_open++] = (struct name){ path_of(e), f, e->at, nth };
}

static void
note_op(const struct disk_entry *e, uint64_t nth)
{
    struct file *f = file_of(e->inode);

    if (!f) {
        fprintf(stderr, "cut: a file is written that nobody made\n");
        exit(2);
    }
    if (f->n_ops == f->ops_room) {
        f->ops_room = f->ops_room ? f->ops_room * 2 : 64;
        f->op = grown(f->op, f->ops_room, sizeof *f->op);
    }
    f->op[f->n_ops++] = (struct op){ e, nth };
}

static void
note_sync(const struct disk_entry *e)
{
    struct began *began = began_by(e);
    struct file  *f = file_of(e->inode);

    if (f)
        sync_file(f, began->nth);
    else
        sync_folder(e->inode, began->nth);
}

static void
take(const struct disk_entry *e, uint64_t nth)
{
    switch ((enum disk_kind)e->kind) {
    case DISK_BASE:   note_base(e); break;
    case DISK_MAKE:
    case DISK_LINK:
    case DISK_REMOVE: note_name(e, nth); break;
    case DISK_WRITE:
    case DISK_SIZE:   note_op(e, nth); break;
    case DISK_BEGIN:  began_by(e)->nth = nth; break;
    case DISK_SYNC:   note_sync(e); break;
    case DISK_TOLD:
        assert(disk.n_told < TOLD_MAX);
        disk.told[disk.n_told++] = path_of(e);
        break;
    }
}

/* ---- chance --------------------------------------------------------------------------------- */

static uint64_t chance;

static uint32_t
below(uint32_t n)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((chance >> 33) % n);
}

/* ---- an image ------------------------------------------------------------------------------- */

static const char *image, *database, *guyub;

static const char *
in_image(const char *path)
{
    static char to[8300];
    const char *slash = strrchr(path, '/');

    snprintf(to, sizeof to, "%s/%s", image, slash ? slash + 1 : path);
    return to;
}

/* Of what is not sure, `of_ten` sectors in ten, whole, are there. */
static void
apply_partly(struct file *f, const struct disk_entry *e, uint32_t of_ten)
{
    if (e->kind == DISK_SIZE) {
        if (below(10) < of_ten)
            resize(f, e->at);
        return;
    }
    for (size_t done = 0; done < e->n;) {
        size_t n = SECTOR - (e->at + done) % SECTOR;

        if (n > e->n - done)
            n = e->n - done;
        if (below(10) < of_ten)
            put(f, e->at + done, bytes_of(e) + done, n);
        done += n;
    }
}

static void
write_file(const char *path, const struct file *f, uint32_t of_ten)
{
    static struct file all;         /* its room is used again */
    int                fd = open(in_image(path), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    all.n = 0;
    put(&all, 0, f->n ? f->p : "", f->n);
    for (size_t i = 0; of_ten && i < f->n_ops; i++)
        apply_partly(&all, f->op[i].e, of_ten);
    if (fd < 0 || (all.n && write(fd, all.p, all.n) != (ssize_t)all.n)) {
        perror(in_image(path));
        exit(2);
    }
    close(fd);
}

static void
clear_image(void)
{
    static const char *const suffix[] = { "", "-wal", "-journal", "-shm" };
    char                     path[4200];

    for (size_t i = 0; i < sizeof suffix / sizeof *suffix; i++) {
        snprintf(path, sizeof path, "%s%s", database, suffix[i]);
        unlink(in_image(path));
    }
    for (size_t i = 0; i < disk.n_sure; i++)
        unlink(in_image(disk.sure[i].path));
    for (size_t i = 0; i < disk.n_open; i++)
        unlink(in_image(disk.open[i].path));
}

/* 0: only what is sure. 10: all that was asked for. */
static void
make_image(uint32_t of_ten)
{
    struct name now[NAMES_MAX];
    size_t      n = disk.n_sure;
    size_t      more = of_ten == 10 ? disk.n_open
                     : of_ten ? below((uint32_t)disk.n_open + 1) : 0;

    clear_image();
    memcpy(now, disk.sure, n * sizeof *now);
    for (size_t i = 0; i < more; i++)
        set_name(now, &n, disk.open[i]);
    for (size_t i = 0; i < n; i++)
        if (now[i].file)
            write_file(now[i].path, now[i].file, of_ten);
}

/* ---- what is found in it -------------------------------------------------------------------- */

static struct {
    long syncs, told, points, images, lost, doubled, damaged, unproved, not_begun;
    char first[400];
} found;

static void
fault(long *count, uint64_t nth, uint32_t of_ten, const char *what)
{
    if (!found.first[0])
        snprintf(found.first, sizeof found.first, "entry %" PRIu64 ", %s: %s", nth,
                 of_ten ? "torn" : "synced only", what);
    ++*count;
}

/* The first of what is said; the rest is passed over. */
static void
hear(int from, char said[300])
{
    char    rest[4096] = "";
    size_t  all = 0;
    ssize_t n;

    while ((n = read(from, rest, sizeof rest)) > 0) {
        size_t take = (size_t)n < 299 - all ? (size_t)n : 299 - all;

        memcpy(said + all, rest, take);
        all += take;
    }
    said[all] = '\0';
}

/* The program's exit code; its words go into `said`. */
static int
run(const char *a, const char *b, char said[300])
{
    int   out[2], status = 0;
    pid_t child;

    fflush(stdout);
    if (pipe(out) != 0 || (child = fork()) < 0)
        exit(2);
    if (child == 0) {
        char db[8400], key[8400];

        snprintf(db, sizeof db, "sqlite:%s", in_image(database));
        snprintf(key, sizeof key, "%s.key", in_image(database));
        setenv("GUYUB_DB", db, 1);
        setenv("GUYUB_KEY", key, 1);
        setenv("GUYUB_LANG", "en", 1);
        dup2(out[1], 1);
        dup2(out[1], 2);
        close(out[0]);
        execl(guyub, guyub, a, b, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    hear(out[0], said);
    close(out[0]);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
first_text(void *arg, int n, char **value, char **name)
{
    char *text = arg;

    (void)n, (void)name;
    if (!text[0])
        snprintf(text, 200, "%s", value[0] ? value[0] : "null");
    return 0;
}

static void
ask(sqlite3 *db, const char *sql, char text[200])
{
    char *said = NULL;

    text[0] = '\0';
    if (sqlite3_exec(db, sql, first_text, text, &said) != SQLITE_OK)
        snprintf(text, 200, "%s", said ? said : "an error");
    sqlite3_free(said);
}

static void
check_rows(sqlite3 *db, uint64_t nth, uint32_t of_ten)
{
    char text[200];

    ask(db, "PRAGMA integrity_check", text);
    if (strcmp(text, "ok") != 0)
        fault(&found.damaged, nth, of_ten, text);
    ask(db, "PRAGMA foreign_key_check", text);
    if (text[0])
        fault(&found.damaged, nth, of_ten, text);
    for (size_t i = 0; i < disk.n_told; i++) {
        ask(db, disk.told[i], text);
        if (strcmp(text, "1") == 0)
            continue;
        bool more = text[0] >= '1' && text[0] <= '9';

        fault(more ? &found.doubled : &found.lost, nth, of_ten, disk.told[i]);
    }
}

static void
check_image(uint64_t nth, uint32_t of_ten)
{
    char     said[300];
    sqlite3 *db;

    found.images++;
    if (disk.n_told == 0 && run("init", NULL, said) != 0)
        fault(&found.not_begun, nth, of_ten, said);
    if (run("journal", "verify", said) != 0)
        fault(&found.unproved, nth, of_ten, said);
    if (sqlite3_open_v2(in_image(database), &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
        check_rows(db, nth, of_ten);
    else
        fault(&found.damaged, nth, of_ten, "it does not open");
    sqlite3_close(db);
}

/* A point has come; whether it is among those that are tried. */
static void
point(uint64_t nth, size_t step, size_t first)
{
    size_t which = (size_t)found.points++;

    if (which % step != first)
        return;
    make_image(0);
    check_image(nth, 0);
    uint32_t of_ten = 1 + below(9);

    make_image(of_ten);
    check_image(nth, of_ten);
}

/* ---- the whole ------------------------------------------------------------------------------ */

static bool
is_same(const char *path, const char *folder)
{
    char        left[4096];
    const char *slash = strrchr(path, '/'), *made = in_image(path);
    struct stat a, b;

    snprintf(left, sizeof left, "%s/%s", folder, slash ? slash + 1 : path);
    if (stat(made, &a) != 0 || stat(left, &b) != 0 || a.st_size != b.st_size)
        return false;
    int   x = open(made, O_RDONLY), y = open(left, O_RDONLY);
    char *p = mmap(NULL, (size_t)a.st_size + 1, PROT_READ, MAP_PRIVATE, x, 0);
    char *q = mmap(NULL, (size_t)a.st_size + 1, PROT_READ, MAP_PRIVATE, y, 0);
    bool  same = memcmp(p, q, (size_t)a.st_size) == 0;

    close(x);
    close(y);
    return same;
}

/* Names that end as they stood: all of what was asked for has been done. */
static void
check_whole(const char *folder)
{
    make_image(10);
    if (!is_same(database, folder)) {
        fprintf(stderr, "cut: the record does not give the database that the program left\n");
        exit(2);
    }
}

static void
go_through(const char *record, size_t n, size_t step, size_t first)
{
    for (size_t at = 0, nth = 0; at < n; nth++) {
        const struct disk_entry *e = (const struct disk_entry *)(const void *)(record + at);

        if (e->kind == DISK_SYNC)
            point(nth, step, first);
        take(e, nth);
        if (e->kind == DISK_SYNC || e->kind == DISK_TOLD)
            point(nth, step, first);
        found.syncs += e->kind == DISK_SYNC;
        at += (sizeof *e + e->n + 7) / 8 * 8;
    }
}

static size_t
count_points(const char *record, size_t n)
{
    size_t points = 0;

    for (size_t at = 0; at < n;) {
        const struct disk_entry *e = (const struct disk_entry *)(const void *)(record + at);

        points += e->kind == DISK_SYNC ? 2 : e->kind == DISK_TOLD;
        at += (sizeof *e + e->n + 7) / 8 * 8;
    }
    return points;
}

static void
print_text(const char *text)
{
    putchar('"');
    for (; *text; text++)
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else
            putchar(*text < ' ' ? ' ' : *text);
    putchar('"');
}

int
main(int argc, char **argv)
{
    struct stat is;
    int         fd = argc == 8 ? open(argv[1], O_RDONLY) : -1;

    if (fd < 0 || fstat(fd, &is) != 0 || is.st_size == 0) {
        fprintf(stderr, "usage: cut RECORD FOLDER DATABASE IMAGE GUYUB POINTS SEED\n");
        return 2;
    }
    const char *record = mmap(NULL, (size_t)is.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    size_t      wanted = strtoul(argv[6], NULL, 10);
    size_t      all = count_points(record, (size_t)is.st_size);
    size_t      step = wanted && all > wanted ? all / wanted : 1;

    database = argv[3];
    image = argv[4];
    guyub = argv[5];
    chance = strtoul(argv[7], NULL, 10);
    go_through(record, (size_t)is.st_size, step, below((uint32_t)step));
    check_whole(argv[2]);
    printf("{\"syncs\":%ld,\"told\":%zu,\"points\":%ld,\"images\":%ld,\"lost\":%ld,\"doubled\":%ld,"
           "\"damaged\":%ld,\"unproved\":%ld,\"not_begun\":%ld,\"first\":", found.syncs,
           disk.n_told, found.points, found.images, found.lost, found.doubled, found.damaged,
           found.unproved, found.not_begun);
    print_text(found.first);
    printf("}\n");
    return 0;
}
