/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* doctor_machine.c — the settings, and the machine that the program runs on. */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "app/care/doctor.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/money.h"

/* ---- settings -------------------------------------------------------------------------------- */

/* The variables that are set, as they are written: "GUYUB_DB, GUYUB_KEY". */
static struct str
variables_set(struct arena *a)
{
    enum { MOST = 64 };
    struct str name[MOST];
    size_t     n = 0;

    for (size_t i = 0; i < settings_form.n && n < MOST; i++) {
        const char *variable = settings_variable(a, settings_form.field[i].name);

        if (getenv(variable))
            name[n++] = str_of(variable);
    }
    return str_join(a, S(", "), name, n);
}

static void
look_at_file(const char *file, struct findings *f)
{
    struct stat is;

    if (stat(file, &is) == 0 && (is.st_mode & S_IRWXO))
        found(f, FINDING_DOUBT, "settings.rights",
              MSG("Everybody on this machine may read the settings {0}.", str_of(file)),
              MSG("If a password stands in it: chmod 640 {0}", str_of(file)));
    else
        found(f, FINDING_WELL, "settings.file", MSG("Settings come from the file {0}.",
                                                    str_of(file)), MSG_NONE);
}

void
doctor_settings(struct cx *cx, struct findings *f)
{
    const char *file = getenv("GUYUB_CONFIG");
    struct str  variables = variables_set(cx->arena);

    if (file && *file)
        look_at_file(file, f);
    if (variables.n > 0)
        found(f, FINDING_WELL, "settings.variables", MSG("Settings come from variables: {0}.",
                                                         variables), MSG_NONE);
    found(f, FINDING_WELL, "settings.read",
          MSG("The settings can be read; `guyub settings` lists them."), MSG_NONE);
}

/* ---- the machine ----------------------------------------------------------------------------- */

static void
look_at_user(struct findings *f)
{
    if (geteuid() == 0)
        found(f, FINDING_DOUBT, "machine.root", MSG("This runs as root."),
              MSG("Let the server run as a user of its own, and ask as that one: "
                  "runuser -u guyub -- guyub doctor"));
    else
        found(f, FINDING_WELL, "machine.user", MSG("This does not run as root."), MSG_NONE);
}

static void
look_at_files(struct cx *cx, struct findings *f)
{
    enum { FEW = 1024 };
    struct rlimit now;

    if (getrlimit(RLIMIT_NOFILE, &now) != 0)
        return;
    struct str n = int_text(cx->arena, cx->lang, (int64_t)now.rlim_cur);

    found(f, now.rlim_cur < FEW ? FINDING_DOUBT : FINDING_WELL, "machine.files",
          MSG("A process may open {0} files.", n),
          now.rlim_cur < FEW ? MSG("Raise it: LimitNOFILE in the unit, or ulimit -n.") : MSG_NONE);
}

static void
look_at_memory(struct cx *cx, struct findings *f)
{
    enum { FEW_MB = 512 };
    struct sysinfo is;

    if (sysinfo(&is) != 0)
        return;
    int64_t all_mb = (int64_t)(is.totalram * is.mem_unit >> 20);

    found(f, all_mb < FEW_MB ? FINDING_DOUBT : FINDING_WELL, "machine.memory",
          MSG("The machine has {0} MB of memory.", int_text(cx->arena, cx->lang, all_mb)),
          all_mb < FEW_MB ? MSG("Signing in takes 64 MB at a time: give it 512 MB or more.")
                          : MSG_NONE);
}

/* A file that is made now should be of now. */
static void
look_at_clock(struct cx *cx, struct findings *f)
{
    enum { OFF_S = 5 };
    char        path[] = "/tmp/guyub-doctor-XXXXXX";
    struct stat is;
    int         fd = mkstemp(path);

    if (fd < 0)
        return;
    bool    known = fstat(fd, &is) == 0;
    int64_t off = known ? cx->now_s - is.st_mtime : 0;

    close(fd);
    unlink(path);
    if (off > OFF_S || off < -OFF_S)
        found(f, FINDING_DOUBT, "machine.clock",
              MSG("The program's clock and the file system's differ by {0} s.",
                  int_text(cx->arena, cx->lang, off)),
              MSG("Let the machine take the time from the network (systemd-timesyncd or chrony)."));
}

void
doctor_machine(struct cx *cx, struct findings *f)
{
    look_at_user(f);
    look_at_files(cx, f);
    look_at_memory(cx, f);
    look_at_clock(cx, f);
}
