/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_ics.c — lines of RFC 5545: escaped, folded, the same bytes for the same data. */
#include "office/task/task_ics.h"

#include "base/arena.h"
#include "base/buf.h"

enum { OCTETS = 75, LINE_MAX_BYTES = 8 << 10, EVENT_MAX = 32 << 10, ALARM_HOUR = 9,
       DAY_HOURS = 24 };

static bool
begins_letter(char c)
{
    return ((unsigned char)c & 0xc0) != 0x80;
}

/* A line, cut before the octet that would be the 76th, or before the letter which that is part of;
 * what goes on begins with a blank. */
static void
add_folded(struct buf *out, struct str line)
{
    size_t from = 0, room = OCTETS;

    while (line.n - from > room) {
        size_t to = from + room;

        while (to > from + 1 && !begins_letter(line.p[to]))
            to--;
        buf_add(out, str_part(line, from, to - from));
        buf_add(out, S("\r\n "));
        from = to;
        room = OCTETS - 1;
    }
    buf_add(out, str_part(line, from, line.n - from));
    buf_add(out, S("\r\n"));
}

/* Backslash, semicolon, comma; a line's end is told, other control characters are left out. */
static void
add_escaped(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];

        if (c == '\n')
            buf_add(out, S("\\n"));
        else if (c == '\\' || c == ';' || c == ',')
            buf_add(out, S("\\"));
        if ((unsigned char)c >= ' ' && c != 0x7f)
            buf_add(out, str_part(text, i, 1));
    }
}

static void
line(struct arena *a, struct buf *out, struct str name, struct str value)
{
    struct buf whole = buf_in(a, LINE_MAX_BYTES);

    buf_add(&whole, name);
    buf_add(&whole, S(":"));
    buf_add(&whole, value);
    add_folded(out, buf_str(&whole));
}

static void
text_line(struct arena *a, struct buf *out, struct str name, struct str text)
{
    struct buf escaped = buf_in(a, LINE_MAX_BYTES);

    add_escaped(&escaped, str_part(text, 0, LINE_MAX_BYTES / 4));
    line(a, out, name, buf_str(&escaped));
}

static struct str
basic_date(struct arena *a, struct date d)
{
    return str_fmt(a, "%04d%02d%02d", (int)d.year, (int)d.month, (int)d.day);
}

/* "2026-11-22T23:00:00Z" as "20261122T230000Z" */
static struct str
basic_time(struct arena *a, int64_t utc_s)
{
    struct str iso = time_iso(a, utc_s);
    struct buf out = buf_in(a, TIME_TEXT_MAX);

    for (size_t i = 0; i < iso.n; i++)
        if (iso.p[i] != '-' && iso.p[i] != ':')
            buf_add(&out, str_part(iso, i, 1));
    return buf_str(&out);
}

static void
add_alarm(struct arena *a, enum lang lang, struct buf *out, const struct task_ics_event *e)
{
    if (e->alarm_days <= 0)
        return;
    line(a, out, S("BEGIN"), S("VALARM"));
    line(a, out, S("ACTION"), S("DISPLAY"));
    line(a, out, S("TRIGGER"), str_fmt(a, "-PT%dH", (int)e->alarm_days * DAY_HOURS - ALARM_HOUR));
    text_line(a, out, S("DESCRIPTION"), msg_text(a, lang, MSG("Last day: {0}", e->title)));
    line(a, out, S("END"), S("VALARM"));
}

static void
add_event(struct arena *a, enum lang lang, struct buf *out, const struct task_ics *ics,
          const struct task_ics_event *e)
{
    struct date after = date_from_days(date_days(e->due) + 1);

    line(a, out, S("BEGIN"), S("VEVENT"));
    line(a, out, S("UID"), str_fmt(a, "task-%.*s@%.*s", TEXT(e->code), TEXT(ics->host)));
    line(a, out, S("DTSTAMP"), basic_time(a, e->opened_at));
    line(a, out, S("SEQUENCE"), str_int(a, e->version));
    line(a, out, S("DTSTART;VALUE=DATE"), basic_date(a, e->due));
    line(a, out, S("DTEND;VALUE=DATE"), basic_date(a, after));
    text_line(a, out, S("SUMMARY"), msg_text(a, lang, MSG("Last day: {0}", e->title)));
    if (e->who.n > 0)
        text_line(a, out, S("DESCRIPTION"), e->who);
    if (e->link.n > 0)
        line(a, out, S("URL"), e->link);
    line(a, out, S("STATUS"), e->is_provisional ? S("TENTATIVE") : S("CONFIRMED"));
    line(a, out, S("TRANSP"), S("TRANSPARENT"));
    add_alarm(a, lang, out, e);
    line(a, out, S("END"), S("VEVENT"));
}

struct str
task_ics_text(struct arena *a, enum lang lang, const struct task_ics *ics)
{
    struct buf out = buf_in(a, TASK_ICS_MAX);

    line(a, &out, S("BEGIN"), S("VCALENDAR"));
    line(a, &out, S("VERSION"), S("2.0"));
    line(a, &out, S("PRODID"), S("-//Guyub//Guyub//ID"));
    text_line(a, &out, S("X-WR-CALNAME"), ics->name);
    for (size_t i = 0; i < ics->n && out.cap - out.n > EVENT_MAX; i++) {
        struct buf event = buf_in(a, EVENT_MAX);

        add_event(a, lang, &event, ics, &ics->event[i]);
        if (!event.full)
            buf_add(&out, buf_str(&event));
    }
    line(a, &out, S("END"), S("VCALENDAR"));
    return buf_str(&out);
}
