/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doctor_disk.c — room on the disks, the key file, and what stands beside what. */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "app/care/disk.h"
#include "app/care/doctor.h"
#include "app/care/findings.h"
#include "base/arena.h"
#include "base/money.h"
#include "base/secret.h"

enum finding_level
doctor_room(int64_t left, int64_t all)
{
    enum { BAD_BYTES = 500 << 20, BAD_PERCENT = 5 };

    if (left < BAD_BYTES || left / BAD_PERCENT < all / 100)
        return FINDING_BAD;
    return left / 2 < BAD_BYTES || left / (2 * BAD_PERCENT) < all / 100 ? FINDING_DOUBT
                                                                        : FINDING_WELL;
}

static struct str
folder_of(struct arena *a, struct str path)
{
    char *z = NEWS(a, char, path.n + 1);

    memcpy(z, path.p, path.n);
    return str_of(dirname(z));
}

/* ---- room ------------------------------------------------------------------------------------ */

/* The names are of settings: people know the folder by them. */
static void
look_at_room(struct cx *cx, struct str name, struct str folder, struct findings *f)
{
    struct arena  *a = cx->arena;
    struct statvfs is;

    if (statvfs(str_z(a, folder), &is) != 0) {
        found(f, FINDING_BAD, "disk.folder",
              MSG("The folder {0} ({1}) cannot be used: {2}", folder, name,
                  str_of(strerror(errno))),
              MSG("Make it, or set another one."));
        return;
    }
    int64_t left = (int64_t)(is.f_bavail * is.f_frsize), all = (int64_t)(is.f_blocks * is.f_frsize);
    enum finding_level level = doctor_room(left, all);

    found(f, level, "disk.room", MSG("{0}: {1} MB are free in {2}.", name,
                                     int_text(a, cx->lang, left >> 20), folder),
          level == FINDING_WELL ? MSG_NONE : MSG("Free some space on that disk, or add some."));
}

static dev_t
disk_of(struct arena *a, struct str path)
{
    struct stat is;

    return stat(str_z(a, path), &is) == 0 ? is.st_dev : 0;
}

static void
look_at_distance(struct cx *cx, struct str data, struct str copies, struct findings *f)
{
    if (disk_of(cx->arena, data) == disk_of(cx->arena, copies))
        found(f, FINDING_DOUBT, "disk.same",
              MSG("The copies are on the same disk as the database."),
              MSG("What takes the disk takes both: use another disk, and keep some copies in "
                  "another building."));
    else
        found(f, FINDING_WELL, "disk.apart",
              MSG("The copies are on another disk than the database."), MSG_NONE);
}

void
doctor_disks(struct cx *cx, const struct settings *s, struct findings *f)
{
    struct arena *a = cx->arena;
    struct str    sqlite = S("sqlite:"), data = { NULL, 0 };

    if (str_starts(s->db, sqlite)) {
        data = folder_of(a, str_part(s->db, sqlite.n, s->db.n));
        look_at_room(cx, S("db"), data, f);
    }
    look_at_room(cx, S("spool"), str_is_known(s->spool) ? s->spool : S("/tmp"), f);
    if (str_is_known(s->vault) && disk_is_there(a, s->vault))
        look_at_room(cx, S("vault"), s->vault, f);      /* it is made with the first document */
    if (!str_is_known(s->backup_folder) || !disk_is_there(a, s->backup_folder))
        return;                 /* its module says that */
    look_at_room(cx, S("backup_folder"), s->backup_folder, f);
    if (str_is_known(data))
        look_at_distance(cx, data, s->backup_folder, f);
}

/* ---- the key file ---------------------------------------------------------------------------- */

/* Whether the file is in the folder or somewhere below it. */
static bool
is_within(struct arena *a, struct str file, struct str folder)
{
    char of_file[PATH_MAX], of_folder[PATH_MAX];

    return realpath(str_z(a, file), of_file) && realpath(str_z(a, folder), of_folder)
        && str_starts(str_of(of_file), str_fmt(a, "%s/", of_folder));
}

void
doctor_key(struct cx *cx, const struct settings *s, struct findings *f)
{
    struct secret_key key;
    struct err       *e = secret_key_file(cx->arena, &key, s->key, false);

    secret_forget(&key, sizeof key);
    if (e)
        found(f, FINDING_BAD, e->code, MSG("{0} {1}", msg_text(cx->arena, cx->lang, e->text),
                                              s->key),
              e->hint);
    else
        found(f, FINDING_WELL, "key.there",
              MSG("The key file {0} is there, and only its owner may read it.", s->key),
              MSG("Keep a copy of it on paper or on another machine: without it personal data is "
                  "lost."));
    if (!e && str_is_known(s->backup_folder) && is_within(cx->arena, s->key, s->backup_folder))
        found(f, FINDING_BAD, "key.beside_copies",
              MSG("The key file is in the folder of the copies."),
              MSG("Who takes the copies would read every person: keep it elsewhere."));
}
