/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * desk_head_paper.c — a head's page as one A4 page: what does not fit is counted, not left out
 * unsaid.
 */
#include "base/arena.h"
#include "base/money.h"
#include "city/desk/desk_head.h"
#include "paper/paper.h"

/* So many rows of each list at first; TEXT_MAX: letters of one text. */
enum { ROWS_MOST = 8, BLOCKS_MAX = 20, TEXT_MAX = 120 };

struct writing {
    const struct desk_head *h;
    struct cx              *cx;
    size_t                  most;       /* rows of a list */
    struct paper_blocks     out;
};

static struct str
said(const struct writing *w, struct msg m)
{
    return msg_text(w->cx->arena, w->cx->lang, m);
}

/* The bytes of the first so many letters. */
static size_t
bytes_of(struct str text, size_t letters)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
        if (n > letters)
            return i;
    }
    return text.n;
}

/* One line, and no longer than a row or two of the page. */
static struct str
short_text(const struct writing *w, struct str text)
{
    char  *p = NEWS(w->cx->arena, char, text.n + 1);
    size_t n = bytes_of(text, TEXT_MAX);

    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i];
    return str_fmt(w->cx->arena, "%.*s%s", (int)n, p, n < text.n ? "\u2026" : "");
}

static void
put_one(struct writing *w, enum paper_kind kind, struct msg m)
{
    struct str text = said(w, m);

    paper_put(&w->out, kind, &text, 1);
}

static struct str
count(const struct writing *w, size_t n)
{
    return int_text(w->cx->arena, w->cx->lang, (int64_t)n);
}

static size_t
shown(const struct writing *w, size_t n)
{
    return n < w->most ? n : w->most;
}

static void
put_rest(struct writing *w, size_t n)
{
    if (n > shown(w, n))
        put_one(w, PAPER_NOTE, MSG("And {0} more.", count(w, n - shown(w, n))));
}

static struct str
day(const struct writing *w, struct str iso)
{
    return str_is_known(iso) ? date_text(w->cx->arena, w->cx->lang, date_of_iso(iso))
                             : said(w, MSG("no day yet"));
}

/* ---- the index ------------------------------------------------------------------------------- */

static struct str
known(const struct writing *w, struct msg m)
{
    return said(w, msg_is(m) ? m : MSG("unknown"));
}

static struct str
target_text(const struct writing *w)
{
    const struct desk_index *x = &w->h->index;
    struct str               target;

    if (!x->aimed)
        return said(w, MSG("unknown"));
    target = instrument_figure_text(w->cx, x->aimed->target);
    if (!x->gap.known)
        return said(w, MSG("{0} (for {1})", target, str_int(w->cx->arena, x->aimed->year)));
    return said(w, MSG("{0} (for {1}): {2}", target, str_int(w->cx->arena, x->aimed->year),
                       instrument_gap_text(w->cx, x->gap)));
}

static void
put_index(struct writing *w)
{
    const struct desk_index *x = &w->h->index;
    struct str               text[8];
    size_t                   n = 0;

    text[n++] = instrument_say(w->cx->lang, x->series.instrument.item[0].title);
    text[n++] = x->last ? said(w, MSG("{0} (year {1})",
                                      instrument_figure_text(w->cx, x->last->actual[0]),
                                      str_int(w->cx->arena, x->last->year)))
                        : said(w, MSG("unknown: no result is published"));
    text[n++] = said(w, MSG("Target"));
    text[n++] = target_text(w);
    text[n++] = said(w, MSG("National rank"));
    text[n++] = known(w, x->rank);
    text[n++] = said(w, MSG("Rank in the province"));
    text[n++] = known(w, x->province_rank);
    paper_put(&w->out, PAPER_FIELDS, text, n);
}

static void
put_weakest(struct writing *w)
{
    const struct desk_index *x = &w->h->index;
    struct str               text[2 * DESK_WEAKEST];

    if (!x->last)
        return;
    put_one(w, PAPER_HEADING, desk_weakest_text(w->cx->arena, w->cx->lang, x));
    for (size_t i = 0; i < x->n_weak; i++) {
        text[2 * i] = short_text(w, x->weak[i].title);
        text[2 * i + 1] = instrument_shown_text(w->cx, &x->series.instrument, x->weak[i].figure);
    }
    if (x->n_weak == 0)
        put_one(w, PAPER_TEXT, MSG("unknown: their figures are not published"));
    else
        paper_put(&w->out, PAPER_FIELDS, text, 2 * x->n_weak);
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void
put_lates(struct writing *w)
{
    enum { COLUMNS = 3 };
    static const bool       is_number[COLUMNS] = { false, true, true };
    const struct desk_head *h = w->h;
    struct str              text[COLUMNS * (ROWS_MOST + 1)];
    size_t                  n = 0;

    put_one(w, PAPER_HEADING, MSG("Agencies that are late: {0}", count(w, h->n_lates)));
    text[n++] = said(w, MSG("Agency"));
    text[n++] = said(w, MSG("Items late"));
    text[n++] = said(w, MSG("Days late"));
    for (size_t i = 0; i < shown(w, h->n_lates); i++) {
        text[n++] = short_text(w, h->late[i].org_name);
        text[n++] = int_text(w->cx->arena, w->cx->lang, h->late[i].items);
        text[n++] = int_text(w->cx->arena, w->cx->lang, desk_days_late(h, h->late[i].due));
    }
    if (n > COLUMNS)
        paper_put_table(&w->out, text, n, COLUMNS, is_number);
    put_rest(w, h->n_lates);
}

static struct str
finding_text(const struct writing *w, const struct desk_finding *f)
{
    struct str kind = said(w, f->kind);

    return short_text(w, str_is_known(f->item)
        ? str_fmt(w->cx->arena, "%.*s, %.*s: %.*s", TEXT(kind), TEXT(f->item), TEXT(f->text))
        : str_fmt(w->cx->arena, "%.*s: %.*s", TEXT(kind), TEXT(f->text)));
}

static void
put_findings(struct writing *w)
{
    enum { COLUMNS = 3 };
    static const bool       is_number[COLUMNS] = { false, false, false };
    const struct desk_head *h = w->h;
    struct str              text[COLUMNS * (ROWS_MOST + 1)];
    size_t                  n = 0;

    put_one(w, PAPER_HEADING, MSG("Open findings: {0}", count(w, h->n_findings)));
    text[n++] = said(w, MSG("Finding"));
    text[n++] = said(w, MSG("Agency"));
    text[n++] = said(w, MSG("Until"));
    for (size_t i = 0; i < shown(w, h->n_findings); i++) {
        const struct desk_finding *f = &h->finding[i];

        text[n++] = finding_text(w, f);
        text[n++] = str_is_known(f->org) ? short_text(w, f->org) : said(w, MSG("nobody yet"));
        text[n++] = day(w, f->due);
    }
    if (n > COLUMNS)
        paper_put_table(&w->out, text, n, COLUMNS, is_number);
    put_rest(w, h->n_findings);
}

static struct str
wait_text(const struct writing *w, const struct desk_wait *d)
{
    struct str what = said(w, desk_wait_label(d)), of = short_text(w, d->title);
    struct msg note = desk_wait_note(w->cx->arena, d);

    if (msg_is(note))
        of = str_fmt(w->cx->arena, "%.*s: %.*s", TEXT(of), TEXT(said(w, note)));
    if (!str_is_known(d->due))
        return said(w, MSG("{0} ({1})", what, of));
    return said(w, MSG("{0} ({1}), until {2}", what, of, day(w, d->due)));
}

static void
put_waits(struct writing *w)
{
    const struct desk_head *h = w->h;
    struct str              text[ROWS_MOST];
    size_t                  n = 0;

    put_one(w, PAPER_HEADING,
            str_is_known(h->post)
                ? MSG("Decisions that wait for {0}: {1}", short_text(w, h->post),
                      count(w, h->n_waits))
                : MSG("Decisions that wait: {0}", count(w, h->n_waits)));
    for (; n < shown(w, h->n_waits); n++)
        text[n] = wait_text(w, &h->wait[n]);
    if (n > 0)
        paper_put(&w->out, PAPER_LIST, text, n);
    put_rest(w, h->n_waits);
}

/* ---- the page -------------------------------------------------------------------------------- */

static struct paper
written(const struct desk_head *h, size_t most)
{
    struct writing w = { .h = h, .cx = h->cx, .most = most,
                         .out = paper_blocks_in(h->cx->arena, BLOCKS_MAX) };
    struct str     today = date_text(h->cx->arena, h->cx->lang, h->today);
    struct str     title[2];

    title[0] = said(&w, MSG("{0} at a glance", h->region.name));
    title[1] = said(&w, MSG("{0}, as of {1}",
                            instrument_say(h->cx->lang, h->index.series.instrument.title), today));
    paper_put(&w.out, PAPER_TITLE, title, COUNT(title));
    put_index(&w);
    put_weakest(&w);
    put_lates(&w);
    put_findings(&w);
    put_waits(&w);
    put_one(&w, PAPER_NOTE, MSG("Source of the index: {0}. Every figure is explained on the page "
                                "of the same day.", h->index.href.n > 0 ? h->index.href : S("-")));
    return (struct paper){ .title = title[0], .author = h->region.name,
        .language = lang_code(h->cx->lang), .date = h->today, .foot = title[0],
        .block = w.out.row, .n = w.out.n };
}

/* Fewer rows until it is one page; with none, only counts are left, and they fit. */
struct err *
desk_head_paper(const struct desk_head *h, struct paper *p)
{
    int64_t pages = 0;

    for (size_t most = ROWS_MOST; pages != 1; most--) {
        *p = written(h, most);
        TRY(paper_pages(h->cx->arena, p, &pages));
        if (most == 0)
            break;
    }
    return NULL;
}
