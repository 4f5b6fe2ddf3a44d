/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* log_test.c — reads what was written to standard error. */
#include "base/log.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

enum { READ_MAX = 1 << 16 };

struct capture { int saved, pipe[2]; };

static struct capture
capture_begin(void)
{
    struct capture c = { .saved = dup(STDERR_FILENO) };
    int failed = pipe(c.pipe);

    check("a pipe", !failed);
    dup2(c.pipe[1], STDERR_FILENO);
    setenv("GUYUB_NOW", "1723512600", 1);
    log_from(LOG_INFO);
    return c;
}

static struct str
capture_end(struct capture *c)
{
    char *p = arena_alloc(unit_arena(), READ_MAX, 1);

    unsetenv("GUYUB_NOW");
    dup2(c->saved, STDERR_FILENO);
    close(c->saved);
    close(c->pipe[1]);
    ssize_t n = read(c->pipe[0], p, READ_MAX);       /* one write, so one read has it all */
    close(c->pipe[0]);
    return (struct str){ p, n > 0 ? (size_t)n : 0 };
}

TEST(log_line)
{
    struct capture c = capture_begin();

    LOG(LOG_INFO, "web.request", LOG_TEXT("path", S("/regions/\"x\"\n")), LOG_NUMBER("us", 812));
    check_text("one JSON line", capture_end(&c),
        S("{\"time\":\"2024-08-13T01:30:00Z\",\"level\":\"info\",\"event\":\"web.request\","
          "\"path\":\"/regions/\\\"x\\\"\\n\",\"us\":812}\n"));
}

TEST(log_levels)
{
    struct capture c = capture_begin();

    LOG(LOG_DEBUG, "quiet", LOG_NUMBER("n", 1));
    log_from(LOG_DEBUG);
    LOG(LOG_DEBUG, "loud", LOG_NUMBER("n", 1));
    log_from(LOG_ERROR);
    LOG(LOG_WARN, "quiet", LOG_NUMBER("n", 1));
    log_from(LOG_INFO);
    check_text("only what was asked for", capture_end(&c),
        S("{\"time\":\"2024-08-13T01:30:00Z\",\"level\":\"debug\",\"event\":\"loud\",\"n\":1}\n"));
}

TEST(log_is_cut)
{
    static const size_t length[] = { 3001, 3913, 3915, 4001, 5001, 40001 };

    for (size_t i = 0; i < COUNT(length); i++) {
        char *long_text = arena_alloc(unit_arena(), length[i], 1);

        for (size_t at = 0; at < length[i]; at++)
            long_text[at] = at ? "\xa9\xc3"[at % 2] : 'x';     /* letters that are easy to halve */
        struct capture c = capture_begin();

        LOG(LOG_INFO, "e", LOG_TEXT("t", ((struct str){ long_text, length[i] })),
            LOG_NUMBER("n", 7));
        struct str line = capture_end(&c);

        check("within the limit", line.n <= 4000);
        check("whole JSON", str_ends(line, S("}\n")));
        check("says so", str_ends(line, S("\"cut\":true}\n")) == (length[i] > 3914));
        check("letters are whole", !memmem(line.p, line.n, "\xef\xbf\xbd", 3));
    }
}

TEST(log_err_keeps_people_out)
{
    struct err input = { .kind = ERR_INPUT, .code = "form.refused",
                         .text = MSG("No {0}.", S("Siti")) };
    struct err broken = { .kind = ERR_BROKEN, .code = "store.lost", .text = MSG("Lost."),
                          .detail = MSG("The system says: {0}.", S("Broken pipe")) };
    struct capture c = capture_begin();

    log_err("e", &input);
    check_text("what somebody typed is not kept", capture_end(&c),
        S("{\"time\":\"2024-08-13T01:30:00Z\",\"level\":\"info\",\"event\":\"e\","
          "\"kind\":\"input\",\"code\":\"form.refused\"}\n"));
    c = capture_begin();
    log_err("e", &broken);
    struct str line = capture_end(&c);

    check("what broke is told", memmem(line.p, line.n, "Broken pipe", 11) != NULL);
    check("as an error", memmem(line.p, line.n, "\"level\":\"error\"", 15) != NULL);
}
