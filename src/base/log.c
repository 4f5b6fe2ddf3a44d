/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* log.c — makes a line in place, without an arena, so that it can speak of a full one. */
#include "base/log.h"

#include <assert.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"

enum { LINE_MAX_BYTES = 4000, TAIL_BYTES = 16 };      /* the tail: ,"cut":true}\n */

static enum log_level lowest_level = LOG_INFO;

void
log_from(enum log_level lowest)
{
    lowest_level = lowest;
}

static struct str
level_name(enum log_level level)
{
    static const char *const name[] = { "debug", "info", "warn", "error" };

    assert(level < COUNT(name));
    return str_of(name[level]);
}

/* The first half of a text, at the edge of a character. */
static struct str
half(struct str s)
{
    size_t n = s.n / 2;

    while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return str_part(s, 0, n);
}

/* Writes a pair; a text that does not fit is halved until it does. Returns false if it was cut. */
static bool
add_pair(struct json *j, struct log_pair pair)
{
    const struct json before = *j;
    const size_t      n = j->out->n;
    struct str        text = pair.text;

    for (;;) {
        if (str_is_known(text))
            json_str_at(j, pair.key, text);
        else
            json_int_at(j, pair.key, pair.number);
        if (!j->out->full)
            return text.n == pair.text.n;
        *j = before;
        j->out->n = n;
        j->out->full = false;
        if (text.n == 0)
            return false;
        text = half(text);
    }
}

static void
write_line(struct buf *line)
{
    ssize_t written = write(STDERR_FILENO, line->p, line->n);

    (void)written;      /* there is no better place to complain */
}

/* An unknown text would be read as a number. */
static struct str
known(struct str s)
{
    return str_is_known(s) ? s : S("");
}

void
log_line(enum log_level level, const char *event, const struct log_pair *pair, size_t n)
{
    char        bytes[LINE_MAX_BYTES + 1];
    struct buf  line = { .p = bytes, .room = LINE_MAX_BYTES, .cap = LINE_MAX_BYTES - TAIL_BYTES };
    struct json j = json_to(&line);
    bool        whole = true;

    if (level < lowest_level)
        return;
    char time[TIME_TEXT_MAX];

    json_open(&j, '{');
    json_str_at(&j, "time", time_write(clock_now_s(), time));
    json_str_at(&j, "level", level_name(level));
    whole &= add_pair(&j, LOG_TEXT("event", str_of(event)));
    for (size_t i = 0; i < n; i++)
        whole &= add_pair(&j, pair[i]);
    line.cap = LINE_MAX_BYTES;
    if (!whole)
        json_bool_at(&j, "cut", true);
    json_close(&j, '}');
    json_end(&j);
    buf_byte(&line, '\n');
    assert(!line.full);
    write_line(&line);
}

/*
 * What the world got wrong may name people, so only its code is kept. What broke on our side is
 * told with its figures: the reason of a disk or a database, never what somebody typed.
 */
void
log_err(const char *event, const struct err *e)
{
    struct log_pair pair[] = {
        LOG_TEXT("kind", err_kind_code(e->kind)),
        LOG_TEXT("code", str_of(e->code)),
        LOG_TEXT("text", str_of(e->text.id)),
        LOG_TEXT("text_0", known(e->text.arg[0])),
        LOG_TEXT("detail", known(str_of(e->detail.id))),
        LOG_TEXT("detail_0", known(e->detail.arg[0])),
    };
    bool broken = err_status(e) >= 500;

    log_line(broken ? LOG_ERROR : LOG_INFO, event, pair, broken ? COUNT(pair) : 2);
}
