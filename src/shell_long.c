/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* shell_long.c — what a command needs that takes long or says much: see module.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/progress.h"
#include "module.h"
#include "shell_sink.h"

/* ---- output ---------------------------------------------------------------------------------- */

int
shell_write(int fd, struct str text)
{
    while (text.n > 0) {
        ssize_t n = write(fd, text.p, text.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EPIPE ? 0 : errno;
        text = str_part(text, (size_t)n, text.n);
    }
    return 0;
}

static struct err *
sink_write(struct arena *a, struct shell_sink *s, struct str text)
{
    int errnum = shell_write(s->fd, text);

    s->sent += text.n;
    if (!errnum)
        return NULL;
    return err_errno(a, "cli.output", MSG("The output could not be written."), errnum);
}

struct err *
shell_send(struct cx *cx, struct shell *sh, size_t most)
{
    if (sh->out->full || sh->out->n < most)
        return NULL;                    /* what is full is told at the end */
    TRY(sink_write(cx->arena, sh->sink, buf_str(sh->out)));
    sh->out->n = 0;
    return NULL;
}

static struct err *
file_fault(struct arena *a, struct str path, int errnum)
{
    struct err *e = err_errno(a, "cli.out_file", MSG("The file could not be written."), errnum);

    if (errnum == ENOENT || errnum == EACCES || errnum == EISDIR || errnum == ENOTDIR)
        e->kind = ERR_INPUT;            /* a wrong name, a folder, no permission */
    e->where = str_copy(a, path);
    return e;
}

struct err *
shell_into(struct cx *cx, struct shell *sh, struct str file)
{
    struct shell_sink *s = sh->sink;
    struct arena      *a = cx->arena;
    struct str         part = str_fmt(a, "%.*s.part", TEXT(file));
    int                fd = open(str_z(a, part), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        return file_fault(a, part, errno);
    *s = (struct shell_sink){ .fd = fd, .path = file, .part = part };
    return NULL;
}

struct err *
shell_sink_end(struct arena *a, struct shell_sink *s, struct str rest)
{
    TRY(sink_write(a, s, rest));
    if (!str_is_known(s->part))
        return NULL;
    if (fsync(s->fd) != 0 && errno != EINVAL)
        return file_fault(a, s->part, errno);
    if (rename(str_z(a, s->part), str_z(a, s->path)) != 0)
        return file_fault(a, s->path, errno);
    close(s->fd);
    s->part = (struct str){ NULL, 0 };
    return NULL;
}

void
shell_sink_drop(struct arena *a, struct shell_sink *s)
{
    if (!str_is_known(s->part))
        return;
    close(s->fd);
    unlink(str_z(a, s->part));
    s->part = (struct str){ NULL, 0 };
}

/* ---- how far --------------------------------------------------------------------------------- */

enum { SHOW_US = 200000, LINES_US = 5000000, BAR_COLUMNS = 30 };

struct follow {
    struct str what;
    bool       terminal, lines;
    int64_t    shown_us;
    char       text[256];
};

static volatile sig_atomic_t is_stopped;
static bool                  has_bar;

static void
stop(int signum)
{
    (void)signum;
    is_stopped = 1;
}

/* "reading  [######      ] 42 %"; where nobody knows how much it is: "reading  12000". */
static size_t
far_text(struct follow *f, uint64_t done, uint64_t all)
{
    unsigned percent = all ? (unsigned)(done >= all ? 100 : done * 100 / all) : 0;
    char     bar[BAR_COLUMNS + 1] = { 0 };
    int      n;

    for (unsigned i = 0; i < BAR_COLUMNS; i++)
        bar[i] = i < percent * BAR_COLUMNS / 100 ? '#' : ' ';
    if (all == 0)
        n = snprintf(f->text, sizeof f->text, "%.*s  %ju", TEXT(f->what), (uintmax_t)done);
    else if (f->terminal)
        n = snprintf(f->text, sizeof f->text, "%.*s  [%s] %u %%", TEXT(f->what), bar, percent);
    else
        n = snprintf(f->text, sizeof f->text, "%.*s  %u %%", TEXT(f->what), percent);
    return n < 0 ? 0 : (size_t)n < sizeof f->text ? (size_t)n : sizeof f->text - 1;
}

static void
show(struct follow *f, uint64_t done, uint64_t all)
{
    int64_t    now_us = clock_mono_us();
    struct str text;

    if (now_us - f->shown_us < (f->terminal ? SHOW_US : LINES_US))
        return;
    f->shown_us = now_us;
    text = (struct str){ f->text, far_text(f, done, all) };
    if (f->terminal)
        shell_write(STDERR_FILENO, S("\r\x1b[K"));
    shell_write(STDERR_FILENO, text);
    if (!f->terminal)
        shell_write(STDERR_FILENO, S("\n"));
    has_bar = f->terminal;
}

static bool
go_on(void *arg, uint64_t done, uint64_t all)
{
    struct follow *f = arg;

    if (f->terminal || f->lines)
        show(f, done, all);
    return !is_stopped;
}

const struct progress *
shell_follow(struct cx *cx, struct msg what, bool lines)
{
    struct sigaction act = { .sa_handler = stop };
    struct follow   *f = NEW(cx->arena, struct follow);
    struct progress *p = NEW(cx->arena, struct progress);

    f->what = msg_text(cx->arena, cx->lang, what);
    f->terminal = isatty(STDERR_FILENO);
    f->lines = lines;
    f->shown_us = clock_mono_us();
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    *p = (struct progress){ .arg = f, .go_on = go_on };
    return p;
}

void
shell_follow_end(void)
{
    if (has_bar)
        shell_write(STDERR_FILENO, S("\r\x1b[K"));
    has_bar = false;
}
