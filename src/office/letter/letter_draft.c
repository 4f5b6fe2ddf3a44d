/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_draft.c — a letter as an office writes it: head, number, to whom, body, who signs. */
#include "base/arena.h"
#include "office/letter/letter.h"
#include "office/letter/letter_text.h"

enum { WIB = 7 * 3600, AROUND = 5 /* blocks beside the body's */ };

static enum lang
lang_of(const struct letter_draft *d)
{
    return str_eq(d->language, S("en")) ? LANG_EN : LANG_ID;
}

static struct paper_block
texts(struct arena *a, enum paper_kind kind, const struct str *from, size_t n)
{
    struct str *text = NEWS(a, struct str, n);

    for (size_t i = 0; i < n; i++)
        text[i] = from[i];
    return (struct paper_block){ .kind = kind, .text = text, .n = n };
}

static struct paper_block
head_of(struct arena *a, const struct letter_draft *d)
{
    bool       has_region = str_is_known(d->org.region_name);
    struct str text[] = { d->org.name, d->org.region_name };

    return texts(a, PAPER_HEAD, text, has_region ? 2 : 1);
}

static struct paper_block
title_of(struct arena *a, const struct letter_draft *d)
{
    struct str text[] = { d->title,
        d->number.n > 0 ? msg_text(a, lang_of(d), MSG("Number: {0}", d->number)) : S("") };

    return texts(a, PAPER_TITLE, text, d->number.n > 0 ? 2 : 1);
}

static struct paper_block
sign_of(struct arena *a, const struct letter_draft *d, struct date today)
{
    struct str day = date_text(a, lang_of(d), today);
    struct str text[] = {
        d->place.n > 0 ? str_fmt(a, "%.*s, %.*s", TEXT(d->place), TEXT(day)) : day, d->post,
        d->name, d->official.n > 0 ? d->official : S("") };

    return texts(a, PAPER_SIGN, text, COUNT(text));
}

static struct err *
body_fault(struct cx *cx, struct msg text)
{
    return err_of(cx->arena, (struct err){ .kind = ERR_INPUT, .code = "letter.body",
        .text = text, .hint = MSG("Correct it; what was typed is kept."), .where = S("body") });
}

struct err *
letter_drafted(struct cx *cx, const struct letter_draft *d, struct paper *p)
{
    struct arena      *a = cx->arena;
    struct date        today = date_of_time(cx->now_s, WIB);
    struct letter_body body = { .n = 0 };
    size_t             n = 0;

    if (d->body.n > LETTER_BODY_MAX || !letter_body_of(a, d->body, &body))
        return body_fault(cx, MSG("The letter is longer than 64 kB or 2,000 lines."));
    if (body.n == 0)
        return body_fault(cx, MSG("The letter says nothing yet."));
    struct paper_block *block = NEWS(a, struct paper_block, body.n + AROUND);

    block[n++] = head_of(a, d);
    block[n++] = title_of(a, d);
    if (d->to.n > 0) {
        struct str to = msg_text(a, lang_of(d), MSG("To: {0}", d->to));

        block[n++] = texts(a, PAPER_TEXT, &to, 1);
    }
    for (size_t i = 0; i < body.n; i++)
        block[n++] = body.block[i];
    block[n++] = sign_of(a, d, today);
    *p = (struct paper){ .title = d->title, .language = d->language, .author = d->org.name,
                         .date = today, .foot = d->title, .block = block, .n = n };
    return paper_check(a, p);
}
