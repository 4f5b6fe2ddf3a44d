/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* settings_test.c — flags over variables over file, and where each is wrong. */
#include "app/shell/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "unit.h"

static const char *const names[] = {
    "GUYUB_DB", "GUYUB_LISTEN", "GUYUB_LANG", "GUYUB_KEY", "GUYUB_WORKERS", "GUYUB_KEEP_MB",
    "GUYUB_CONFIG", "LC_ALL", "LANG",
};

struct environment { const char *value[COUNT(names)]; };

static struct environment
clear_environment(void)
{
    struct environment e;

    for (size_t i = 0; i < COUNT(names); i++) {
        const char *value = getenv(names[i]);

        e.value[i] = value ? str_z(unit_arena(), str_of(value)) : NULL;
        unsetenv(names[i]);
    }
    return e;
}

static void
restore_environment(const struct environment *e)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (e->value[i])
            setenv(names[i], e->value[i], 1);
        else
            unsetenv(names[i]);
}

static struct str
write_file(const char *text)
{
    char name[] = "/tmp/guyub-settings-XXXXXX";
    int  fd = mkstemp(name);

    check("written", fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    return str_copy(unit_arena(), str_of(name));
}

TEST(settings_order)
{
    static const struct { const char *name, *file, *variable, *flag, *is; } row[] = {
        { "default",                    "# none\n",       NULL,      NULL,  "sqlite:guyub.db" },
        { "file",                       "db = sqlite:a",  NULL,       NULL,       "sqlite:a" },
        { "variable over file",         "db = sqlite:a",  "sqlite:b", NULL,       "sqlite:b" },
        { "flag over variable",         "db = sqlite:a",  "sqlite:b", "sqlite:c", "sqlite:c" },
        { "an empty variable is none",  "db = sqlite:a",  "",         NULL,       "sqlite:a" },
        { "spaces do not count",        "\n  db=sqlite:a  \r\n", NULL, NULL,      "sqlite:a" },
        { "a value may hold = and #",   "db = x=y#z",     NULL,       NULL,       "x=y#z" },
    };
    struct environment before = clear_environment();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str      file = write_file(row[i].file);
        struct pair     flag = { S("db"), str_of(row[i].flag) };
        struct settings s;

        if (row[i].variable)
            setenv("GUYUB_DB", row[i].variable, 1);
        struct err *e = settings_read(unit_arena(), &s, &flag, row[i].flag != NULL, file);

        check(row[i].name, !e);
        check_text(row[i].name, s.db, str_of(row[i].is));
        unsetenv("GUYUB_DB");
        unlink(str_z(unit_arena(), file));
    }
    restore_environment(&before);
}

TEST(settings_faults)
{
    static const struct {
        const char *name, *file, *variable, *value, *code, *where, *says;
    } row[] = {
        { "an unknown name, near", "db = x\nlistn = y\n", NULL, NULL, "settings.unknown", ":2",
          "There is no setting \"listn\". Did you mean \"listen\"?" },
        { "an unknown name, far", "color = red\n", NULL, NULL, "settings.unknown", ":1",
          "There is no setting \"color\". "
          "The settings are: db, lang, key, listen, workers, source, keep_mb, trusted_proxies, "
          "url, spool, vault, head_kb, body_kb, upload_mb, head_s, idle_s, slow_bytes, "
          "connections, client_connections, connection_requests, metrics_from, jobs, job_mb, "
          "smtp, smtp_user, smtp_password, smtp_s, mail_from, backup_folder, backup_keep." },
        { "no =", "# x\n\ndb sqlite:a\n", NULL, NULL, "settings.line", ":3",
          "This is not a setting. A line reads: name = value" },
        { "twice", "db = a\ndb = b\n", NULL, NULL, "settings.line", ":2",
          "\"db\" was set before, in line 1." },
        { "a wrong value in the file", "\nworkers = many\n", NULL, NULL, "form.refused", ":2",
          "\"many\" is not a whole number." },
        { "a wrong variable", "", "GUYUB_WORKERS", "65", "form.refused", "GUYUB_WORKERS",
          "65 is too large; the most is 64." },
        { "more to keep than there can be", "", "GUYUB_KEEP_MB", "1025", "form.refused",
          "GUYUB_KEEP_MB", "1025 is too large; the most is 1024." },
        { "a wrong language", "", "GUYUB_LANG", "jv", "form.refused", "GUYUB_LANG",
          "\"jv\" is not one of: id, en." },
    };
    struct environment before = clear_environment();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str      file = write_file(row[i].file);
        struct settings s;

        if (row[i].variable)
            setenv(row[i].variable, row[i].value, 1);
        struct err *e = settings_read(unit_arena(), &s, NULL, 0, file);
        struct str  where = row[i].variable
            ? str_of(row[i].where)
            : str_fmt(unit_arena(), "%.*s%s", TEXT(file), row[i].where);

        check(row[i].name, e && strcmp(e->code, row[i].code) == 0 && err_exit(e) == 2);
        check_text(row[i].name, e ? e->where : S(""), where);
        check_text(row[i].name, e ? err_line(unit_arena(), LANG_EN, e) : S(""),
                   str_fmt(unit_arena(), "%.*s: %s", TEXT(where), row[i].says));
        if (row[i].variable)
            unsetenv(row[i].variable);
        unlink(str_z(unit_arena(), file));
    }
    restore_environment(&before);
}

TEST(settings_files_that_are_none)
{
    static const struct { const char *name, *detail; } row[] = {
        { "/nonexistent/guyub.conf", "There is no such file or folder." },
        { "/tmp",                    "It is a folder." },
    };
    struct environment before = clear_environment();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct settings s;

        setenv("GUYUB_CONFIG", row[i].name, 1);
        struct err *e = settings_read(unit_arena(), &s, NULL, 0, (struct str){ NULL, 0 });

        check(row[i].name, e && strcmp(e->code, "settings.file") == 0 && err_exit(e) == 2);
        check_text(row[i].name, e->where, str_of(row[i].name));
        check_text(row[i].name, msg_text(unit_arena(), LANG_EN, e->detail), str_of(row[i].detail));
    }
    restore_environment(&before);
}

TEST(settings_key)
{
    static const struct { const char *name, *db, *variable, *is; } row[] = {
        { "beside the file of a database", "sqlite:var/a.db",      NULL,      "var/a.db.key" },
        { "a server has no such place",    "postgresql://u@h/n",   NULL,      "guyub.key" },
        { "elsewhere, if so it is said",   "sqlite:var/a.db",      "/etc/k",  "/etc/k" },
        { "an empty variable is none",     "sqlite:var/a.db",      "",        "var/a.db.key" },
    };
    struct environment before = clear_environment();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pair     flag = { S("db"), str_of(row[i].db) };
        struct settings s;

        if (row[i].variable)
            setenv("GUYUB_KEY", row[i].variable, 1);
        check(row[i].name, !settings_read(unit_arena(), &s, &flag, 1, (struct str){ NULL, 0 }));
        check_text(row[i].name, s.key, str_of(row[i].is));
        unsetenv("GUYUB_KEY");
    }
    restore_environment(&before);
}

TEST(settings_lang)
{
    static const struct { const char *name, *lc_all, *lang, *guyub, *flag; enum lang is; } row[] = {
        { "nothing set",             NULL,          NULL,          NULL, NULL, LANG_ID },
        { "an English system",       NULL,          "en_GB.UTF-8", NULL, NULL, LANG_EN },
        { "a system without a language", NULL,      "C.UTF-8",     NULL, NULL, LANG_ID },
        { "LC_ALL comes first",      "en_US.UTF-8", "id_ID.UTF-8", NULL, NULL, LANG_EN },
        { "an empty LC_ALL does not", "",           "en_US.UTF-8", NULL, NULL, LANG_EN },
        { "GUYUB_LANG is stronger",  "en_US.UTF-8", NULL,          "id", NULL, LANG_ID },
        { "a flag is strongest",     NULL,          NULL,          "id", "en", LANG_EN },
    };
    struct environment before = clear_environment();

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pair     flag = { S("lang"), str_of(row[i].flag) };
        struct settings s;

        if (row[i].lc_all)
            setenv("LC_ALL", row[i].lc_all, 1);
        if (row[i].lang)
            setenv("LANG", row[i].lang, 1);
        if (row[i].guyub)
            setenv("GUYUB_LANG", row[i].guyub, 1);
        check(row[i].name, !settings_read(unit_arena(), &s, &flag, row[i].flag != NULL,
                                          (struct str){ NULL, 0 }));
        check(row[i].name, s.lang == row[i].is);
        check(row[i].name, s.workers >= 1 && s.workers <= SETTINGS_WORKERS_MAX);
        unsetenv("LC_ALL"), unsetenv("LANG"), unsetenv("GUYUB_LANG");
    }
    restore_environment(&before);
}
