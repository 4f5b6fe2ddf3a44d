/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store_open_test.c — the ways of not opening a database, each with its own words. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/store_test.h"

/* A directory with what the table below asks for. */
static const char *
make_places(void)
{
    static char dir[] = "/tmp/guyub-open.XXXXXX";
    char        garbage[5000];
    FILE       *f;

    if (!mkdtemp(dir) || chdir(dir) != 0)
        return NULL;
    memset(garbage, 'x', sizeof garbage);
    mkdir("folder", 0700);
    f = fopen("garbage.db", "wb");
    fwrite(garbage, 1, sizeof garbage, f);
    fclose(f);
    mkfifo("fifo", 0600);
    return dir;
}

static const struct {
    const char *name, *url, *code, *text;
    bool        create;
} refused[] = {
    { "nothing", "", "store.url", "sqlite:PATH", false },
    { "a bare path", "guyub.db", "store.url", "sqlite:PATH", false },
    { "no path", "sqlite:", "store.url", "sqlite:PATH", false },
    { "another engine", "mysql://localhost/x", "store.url", "sqlite:PATH", false },
    { "absent", "sqlite:none.db", "store.absent", "There is no database at none.db.", false },
    { "what to do", "sqlite:none.db", "store.absent", "guyub init", false },
    { "folder absent", "sqlite:none/guyub.db", "store.absent", "none/guyub.db", false },
    { "folder absent, to make", "sqlite:none/guyub.db", "store.folder", "none/guyub.db", true },
    { "a directory", "sqlite:folder", "store.directory", "folder is a directory", false },
    { "a directory, to make", "sqlite:folder", "store.directory", "sqlite:folder/guyub.db", true },
    { "not a database", "sqlite:garbage.db", "store.not_database", "garbage.db", false },
    { "not a file", "sqlite:fifo", "store.not_database", "fifo", false },
    { "a bad URI", "postgresql://u:geheim@[::1", "store.url", "percent-encode", false },
    { "nobody there", "postgresql://u:geheim@127.0.0.1:1/x", "store.unreachable",
      "postgresql://u@127.0.0.1:1/x", false },
    { "no such host", "postgresql://u:geheim@host.invalid/x", "store.unreachable",
      "host.invalid", false },
};

TEST(store_open_refuses)
{
    char        here[4096];
    bool        known = getcwd(here, sizeof here) != NULL;
    const char *dir = make_places();

    check("the places can be made", known && dir);
    for (size_t i = 0; dir && i < COUNT(refused); i++) {
        struct store *store = NULL;
        struct err   *e = store_open(unit_arena(), &store, str_of(refused[i].url),
                                     (struct store_options){ .create = refused[i].create });
        size_t        at;

        check(refused[i].name, is_code(e, refused[i].code) && !store);
        if (!e)
            continue;
        struct str line = err_line(unit_arena(), LANG_EN, e);
        bool       says = str_find(line, str_of(refused[i].text), &at);

        check(refused[i].name, says);
        if (!says)
            fprintf(stderr, "%.*s\n", TEXT(line));
        check("no password", !str_find(line, S("geheim"), &at));
    }
    check("the files are as they were", access("none.db", F_OK) != 0);
    remove("fifo");
    remove("garbage.db");
    remove("folder");
    check("nothing else was made", rmdir(dir) == 0);
    check("back", chdir(here) == 0);
}

TEST(store_name_has_no_password)
{
    const char *server = getenv("GUYUB_TEST_PG");
    struct cx  *cx = unit_cx(STORE_POSTGRES);
    size_t      at;

    if (!cx)
        return;
    struct str    rest = str_of(server), head, tail;
    struct store *store;

    str_cut(rest, '@', &head, &tail);
    struct str url = str_fmt(cx->arena, "postgresql://postgres:geheim@%.*s", TEXT(tail));

    check_ok("open", store_open(cx->arena, &store, url, (struct store_options){ 0 }));
    check("shown without it", !str_find(store_name(store), S("geheim"), &at));
    check("shown with its host", str_find(store_name(store), S("127.0.0.1"), &at));
    store_close(store);
}

/* A read-only file is refused at once, not at the first write. Root may write anything. */
TEST(store_open_without_permission)
{
    struct cx    *cx = unit_cx(STORE_SQLITE);
    const char   *path = str_z(cx->arena, store_name(cx->store));
    struct store *store = NULL;

    thing_make(cx);
    check("made for its owner alone", access(path, R_OK | W_OK) == 0);
    struct stat is;

    check("mode 600", stat(path, &is) == 0 && (is.st_mode & 0777) == 0600);
    if (geteuid() == 0)
        return;
    check("read-only", chmod(path, 0400) == 0);
    check("refused", is_code(store_open(cx->arena, &store, unit_url(STORE_SQLITE),
                                        (struct store_options){ 0 }), "store.permission"));
}
