/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* task_remind_text.c — the text for WhatsApp and its link: pure. */
#include "base/arena.h"
#include "base/buf.h"
#include "office/task/task_remind.h"
#include "office/workday/workday_rule.h"

enum { TEXT_MAX = 2000, HREF_MAX = 3 * TEXT_MAX + 64, DIGITS_MIN = 8, DIGITS_MAX = 15 };

static struct str
say(struct arena *a, struct msg msg)
{
    return msg_text(a, LANG_ID, msg);
}

static struct str
left_of(struct arena *a, int32_t left)
{
    if (left < 0)
        return say(a, MSG("past its last day"));
    if (left == 0)
        return say(a, MSG("this is the last day"));
    return say(a, MSG("{0} working days left", str_fmt(a, "%d", (int)left)));
}

struct str
task_message_text(struct arena *a, const struct task_message *m)
{
    struct buf out = buf_in(a, TEXT_MAX);
    struct str day = say(a, workday_weekday_name(workday_weekday(m->due)));

    if (m->who.n > 0)
        buf_add(&out, say(a, MSG("To {0}:", m->who)));
    buf_add(&out, m->who.n > 0 ? S("\n") : S(""));
    buf_add(&out, say(a, m->left < 0
        ? MSG("“{0}” was awaited by {1}, {2} ({3}).", m->title, day,
              date_text(a, LANG_ID, m->due), left_of(a, m->left))
        : MSG("“{0}” is awaited by {1}, {2} ({3}).", m->title, day,
              date_text(a, LANG_ID, m->due), left_of(a, m->left))));
    if (m->is_provisional) {
        buf_add(&out, S("\n"));
        buf_add(&out, say(a, MSG("The day is provisional: a year's holidays are not decreed "
                                 "yet.")));
    }
    buf_add(&out, m->link.n > 0 ? S("\n") : S(""));
    buf_add(&out, m->link);
    return buf_str(&out);
}

/* "0812-3456-7890", "+62 812…", "62812…" as "62812…". */
static struct str
number_of(struct arena *a, struct str typed)
{
    struct buf out = buf_in(a, DIGITS_MAX + 2);

    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];

        if (c == ' ' || c == '-' || c == '(' || c == ')' || (c == '+' && i == 0))
            continue;
        if (c < '0' || c > '9')
            return S("");
        buf_add(&out, i == 0 && c == '0' ? S("62") : str_part(typed, i, 1));
    }
    return out.full || out.n < DIGITS_MIN || out.n > DIGITS_MAX ? S("") : buf_str(&out);
}

static bool
is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '-' || c == '.' || c == '_' || c == '~';
}

struct str
task_message_href(struct arena *a, struct str text, struct str number)
{
    struct buf out = buf_in(a, HREF_MAX);

    buf_add(&out, S("https://wa.me/"));
    buf_add(&out, number_of(a, number));
    buf_add(&out, S("?text="));
    for (size_t i = 0; i < text.n; i++)
        buf_add(&out, is_plain(text.p[i])
                ? str_part(text, i, 1)
                : str_fmt(a, "%%%02X", (unsigned)(unsigned char)text.p[i]));
    return buf_str(&out);
}
