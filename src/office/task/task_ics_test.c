/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_ics_test.c — calendars read back by a strict reader of RFC 5545 that shares no code. */
#include "office/task/task_ics.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "unit.h"

enum { LINES_MAX = 4000, DEPTH_MAX = 4 };

struct read {
    struct str name[LINES_MAX], value[LINES_MAX];
    size_t     n;
    const char *wrong;              /* NULL: it is a calendar */
};

/* Lines of at most 75 octets that end with CR LF, each whole UTF-8; put together again. */
static struct str
unfold(struct arena *a, struct str text, struct read *r)
{
    struct buf out = buf_in(a, text.n + 1);
    size_t     from = 0, at;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\r' && text.p[i] != '\n')
            continue;
        if (text.p[i] != '\r' || i + 1 >= text.n || text.p[i + 1] != '\n')
            r->wrong = "a line does not end with CR LF";
        if (i - from > 75)
            r->wrong = "a line is longer than 75 octets";
        if (!utf8_is_valid(str_part(text, from, i - from), &at))
            r->wrong = "a line is cut within a letter";
        buf_add(&out, str_part(text, from, i - from));
        from = i + 2;
        if (from < text.n && text.p[from] == ' ')
            from++;
        else
            buf_add(&out, S("\n"));
        i = from - 1;
    }
    if (from != text.n)
        r->wrong = "the last line has no end";
    return buf_str(&out);
}

static struct str
unescape(struct arena *a, struct str v, struct read *r)
{
    struct buf out = buf_in(a, v.n + 1);

    for (size_t i = 0; i < v.n; i++) {
        if ((unsigned char)v.p[i] < ' ' || v.p[i] == 0x7f)
            r->wrong = "a control character";
        if (v.p[i] == ',' || v.p[i] == ';')
            r->wrong = "a comma or semicolon that is not escaped";
        if (v.p[i] != '\\') {
            buf_add(&out, str_part(v, i, 1));
            continue;
        }
        i++;
        if (i == v.n || !strchr("\\;,nN", v.p[i]))
            r->wrong = "a backslash before what needs none";
        buf_add(&out, i < v.n && (v.p[i] == 'n' || v.p[i] == 'N') ? S("\n") : str_part(v, i, 1));
    }
    return buf_str(&out);
}

static void
nest(struct read *r, struct str *open, size_t *depth)
{
    struct str name = r->name[r->n], value = r->value[r->n];

    if (str_eq(name, S("BEGIN")) && *depth < DEPTH_MAX)
        open[(*depth)++] = value;
    else if (str_eq(name, S("END")) && (*depth == 0 || !str_eq(open[--*depth], value)))
        r->wrong = "an end without its beginning";
    else if (*depth == 0 && !str_eq(name, S("END")))
        r->wrong = "a line outside of the calendar";
}

static struct read *
read_ics(struct arena *a, struct str text)
{
    struct read *r = NEW(a, struct read);
    struct str   rest = unfold(a, text, r), one, open[DEPTH_MAX];
    size_t       depth = 0;

    while (rest.n > 0 && r->n < LINES_MAX) {
        str_cut(rest, '\n', &one, &rest);
        if (!str_cut(one, ':', &r->name[r->n], &r->value[r->n]))
            r->wrong = "a line without a colon";
        else
            r->value[r->n] = unescape(a, r->value[r->n], r);
        nest(r, open, &depth);
        r->n++;
    }
    if (depth != 0)
        r->wrong = "a beginning without its end";
    return r;
}

/* The nth value of that name; unknown: there is none. */
static struct str
nth(const struct read *r, const char *name, size_t n)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->name[i], str_of(name)) && n-- == 0)
            return r->value[i];
    return (struct str){ 0 };
}

static struct task_ics_event
event(const char *title)
{
    return (struct task_ics_event){ .code = S("K7WM-3F9T-XR42"), .title = str_of(title),
        .who = S("Dinas Kesehatan"), .due = { 2026, 12, 31 }, .opened_at = 1795392000,
        .version = 4 };
}

static struct read *
read_one(struct task_ics_event e)
{
    struct task_ics ics = { .host = S("guyub.kota.go.id"), .name = S("Belum masuk"),
                            .event = &e, .n = 1 };
    struct read    *r = read_ics(unit_arena(), task_ics_text(unit_arena(), LANG_EN, &ics));

    check(r->wrong ? r->wrong : "it is a calendar", !r->wrong);
    return r;
}

TEST(task_ics_says)
{
    struct task_ics_event e = event("Data 2026");
    struct read          *r = read_one(e);

    check_text("version", nth(r, "VERSION", 0), S("2.0"));
    check_text("uid", nth(r, "UID", 0), S("task-K7WM-3F9T-XR42@guyub.kota.go.id"));
    check_text("stamp is the data's", nth(r, "DTSTAMP", 0), S("20261123T000000Z"));
    check_text("sequence", nth(r, "SEQUENCE", 0), S("4"));
    check_text("its day", nth(r, "DTSTART;VALUE=DATE", 0), S("20261231"));
    check_text("to the next, over the year", nth(r, "DTEND;VALUE=DATE", 0), S("20270101"));
    check_text("summary", nth(r, "SUMMARY", 0), S("Last day: Data 2026"));
    check_text("sure", nth(r, "STATUS", 0), S("CONFIRMED"));
    check("no alarm that nobody asked for", !str_is_known(nth(r, "TRIGGER", 0)));
    e.is_provisional = true;
    e.alarm_days = 2;
    r = read_one(e);
    check_text("provisional", nth(r, "STATUS", 0), S("TENTATIVE"));
    check_text("two days before, at nine", nth(r, "TRIGGER", 0), S("-PT39H"));
}

TEST(task_ics_texts_come_back)
{
    static const struct { const char *name, *title; } row[] = {
        { "plain",                    "Data" },
        { "what has a meaning there", "a,b;c\\d:e\"f" },
        { "lines",                    "satu\ndua\n" },
        { "what looks like a line",   "x\nEND:VEVENT\nBEGIN:VEVENT" },
        { "a title of 75",
          "0123456789012345678901234567890123456789012345678901234567890123456789012345" },
        { "letters of two octets",
          "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé" },
        { "letters of three, off by one",
          "a“““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““““" },
        { "letters of four, off by two",
          "ab😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, nth(read_one(event(row[i].title)), "SUMMARY", 0),
                   str_fmt(unit_arena(), "Last day: %s", row[i].title));
    check_text("other control characters are left out",
               nth(read_one(event("a\x01""b\rc\x7f")), "SUMMARY", 0), S("Last day: abc"));
}

TEST(task_ics_many)
{
    enum { MANY = 200 };
    struct task_ics_event *e = NEWS(unit_arena(), struct task_ics_event, MANY);
    struct task_ics        ics = { .host = S("h"), .name = S("n"), .event = e, .n = MANY };

    for (size_t i = 0; i < MANY; i++) {
        e[i] = event("Data");
        e[i].code = str_fmt(unit_arena(), "C%zu", i);
    }
    struct str   text = task_ics_text(unit_arena(), LANG_ID, &ics);
    struct read *r = read_ics(unit_arena(), text);

    check(r->wrong ? r->wrong : "it is a calendar", !r->wrong);
    check_text("the last is there", nth(r, "UID", MANY - 1), S("task-C199@h"));
    check("and no more", !str_is_known(nth(r, "UID", MANY)));
    check_text("the same data, the same bytes", task_ics_text(unit_arena(), LANG_ID, &ics), text);
}
