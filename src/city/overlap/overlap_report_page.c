/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_report_page.c — findings as a page that stands alone, written as they come. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/money.h"
#include "city/overlap/overlap_page.h"
#include "city/overlap/overlap_view.h"
#include "engine/text/lexicon.h"
#include "engine/text/word.h"
#include "pack/embedded.h"

enum {
    TITLE_BYTES = 120, CELL_BYTES = 700, MARKED_BYTES = 4000, MODEL_LINES = 200,
    WIB_S = 7 * 3600,
};

static const size_t WORDS_BYTES = (size_t)256 << 20;

/* ---- what is marked -------------------------------------------------------------------------- */

static void
drop(void *arena)
{
    arena_drop(arena);
}

/* Words are met while findings come and go: they have a place of their own. */
struct err *
overlap_page_open(struct overlap_report *r)
{
    struct str lists = S("");
    void     **place = arena_owns(r->cx->arena, drop);

    r->words = arena_make(WORDS_BYTES);
    r->words.full = r->cx->arena->full;
    *place = &r->words;
    embedded_find(S("pack/text/words.csv"), &lists);
    return lexicon_read(&r->words, S("pack/text/words.csv"), lists, LEXICON_ID, &r->lexicon);
}

/* At most so many bytes, whole letters, with an ellipsis where something is left out. */
static struct str
cut(struct arena *a, struct str s, size_t most)
{
    size_t n = s.n < most ? s.n : most;

    if (n == s.n)
        return s;
    while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
        n--;
    return str_fmt(a, "%.*s…", TEXT(str_part(s, 0, n)));
}

static int
by_term(const void *pa, const void *pb)
{
    term_t a = *(const term_t *)pa, b = *(const term_t *)pb;

    return (a > b) - (a < b);
}

/* The terms of what a row says in words, ascending. */
static struct terms
terms_of(struct overlap_report *r, const struct overlap_row *row)
{
    struct arena    *a = r->cx->arena;
    const struct str said[] = {
        row->title.p ? row->title : S(""), row->text.p ? row->text : S(""),
        row->function.p ? row->function : S(""),
    };
    struct str       all = cut(a, str_join(a, S("\n"), said, COUNT(said)), MARKED_BYTES);
    struct terms     t = lexicon_terms(r->lexicon, a, all);

    if (t.n > 1)
        qsort(t.term, t.n, sizeof *t.term, by_term);
    return t;
}

static bool
is_marked(struct overlap_report *r, const struct terms *other, struct str word)
{
    struct terms t = lexicon_terms(r->lexicon, r->cx->arena, word);

    for (size_t i = 0; i < t.n; i++)
        if (t.term[i] != LEXICON_NONE
            && bsearch(&t.term[i], other->term, other->n, sizeof *other->term, by_term))
            return true;
    return false;
}

static struct html
marked(struct overlap_report *r, const struct terms *other, struct str text)
{
    struct view        v = view_in(r->cx->arena, r->cx->lang);
    struct str         shown = cut(r->cx->arena, text, CELL_BYTES);
    struct word_reader words = word_read(shown);
    struct word        w;
    const char        *done = shown.p;

    while (other->n > 0 && word_next(&words, &w)) {
        if (!is_marked(r, other, w.seen))
            continue;
        view_text(&v, (struct str){ done, (size_t)(w.seen.p - done) });
        view_raw(&v, HTML("<mark>"));
        view_text(&v, w.seen);
        view_raw(&v, HTML("</mark>"));
        done = w.seen.p + w.seen.n;
    }
    view_text(&v, (struct str){ done, shown.n - (size_t)(done - shown.p) });
    return view_html(&v);
}

/* ---- a card ---------------------------------------------------------------------------------- */

struct msg
overlap_reason_side(int side)
{
    return side > 0 ? MSG("For the same work")
         : side < 0 ? MSG("Against")
                    : MSG("Also to be known");
}

bool
overlap_has_side(const struct overlap_verdict *v, int side)
{
    for (size_t i = 0; i < v->n_reasons; i++)
        if ((v->reason[i].points > 0) - (v->reason[i].points < 0) == side)
            return true;
    return false;
}

/* Two rows; of each the terms, if words that both have are to be marked. */
struct both { const struct overlap_row *row[2]; struct terms terms[2]; };

static struct html
cell(struct overlap_report *r, const struct terms *other, struct str s)
{
    if (!str_is_known(s))
        return html_text(r->cx->arena, S("–"));
    return marked(r, other, s);
}

/* Where both say the same there is nothing to mark. */
static void
add_line(struct overlap_report *r, struct overlap_card *c, struct msg label, const struct str *s,
         const struct terms *terms)
{
    static const struct terms none[2];
    bool both = str_is_known(s[0]) && str_is_known(s[1]), same = both && str_eq(s[0], s[1]);

    if (!str_is_known(s[0]) && !str_is_known(s[1]))
        return;
    if (same || !terms)
        terms = none;
    c->line[c->n_lines++] = (struct overlap_card_line){
        .label = label, .a = cell(r, &terms[1], s[0]), .b = cell(r, &terms[0], s[1]),
        .agrees = same, .differs = both && !same,
    };
}

static void
add_lines(struct overlap_report *r, struct overlap_card *c, const struct both *b)
{
    const struct overlap_row *x = b->row[0], *y = b->row[1];

    add_line(r, c, MSG("Name"), (struct str[]){ x->title, y->title }, b->terms);
    add_line(r, c, MSG("Description"), (struct str[]){ x->text, y->text }, b->terms);
    for (size_t i = 0; i < OVERLAP_FIELDS; i++) {
        enum overlap_field f = (enum overlap_field)i;
        const struct str   s[] = {
            overlap_field_text(r->cx->arena, x, f), overlap_field_text(r->cx->arena, y, f),
        };

        add_line(r, c, overlap_field_label(f), s, f == OVERLAP_FUNCTION ? b->terms : NULL);
    }
}

/* The folders concern who ran it, not who reads it. */
static struct str
last_of_path(struct str path)
{
    size_t at = path.n;

    while (at > 0 && path.p[at - 1] != '/')
        at--;
    return str_part(path, at, path.n);
}

static struct str
where(struct overlap_report *r, uint32_t at)
{
    struct arena *a = r->cx->arena;
    struct str    line = str_int(a, r->list->row[at].line);
    struct str    id = r->list->row[at].id;
    struct msg    m = str_eq(id, line) ? MSG("line {0}", line) : MSG("{0}, line {1}", id, line);

    if (r->n_files > 1)
        return str_fmt(a, "%.*s, %.*s", TEXT(last_of_path(overlap_row_file(r, at))),
                       TEXT(msg_text(a, r->cx->lang, m)));
    return msg_text(a, r->cx->lang, m);
}

static struct overlap_card *
card(struct overlap_report *r, const struct overlap_verdict *v, uint32_t a, uint32_t b)
{
    struct overlap_card *c = NEW(r->cx->arena, struct overlap_card);

    c->number = r->n_groups + r->n_pairs + 1;
    c->title = cut(r->cx->arena, r->list->row[a].title, TITLE_BYTES);
    if (c->title.n == 0)
        c->title = S("–");
    c->verdict = v;
    c->where_a = where(r, a);
    c->where_b = where(r, b);
    return c;
}

static void
write_view(struct overlap_report *r, const struct view *v)
{
    struct html h = view_html(v);

    buf_add(r->sh->out, (struct str){ h.safe, h.n });
}

void
overlap_page_pair(struct overlap_report *r, const struct overlap_finding *f)
{
    const struct overlap_row *row = r->list->row;
    struct overlap_card      *c = card(r, &f->verdict, f->a, f->b);
    struct both               both = { .row = { &row[f->a], &row[f->b] } };
    struct arena             *a = r->cx->arena;
    struct view               v = view_in(a, r->cx->lang);

    if (f->verdict.kind != r->kind)
        overlap_section_view(&v, f->verdict.kind);
    both.terms[0] = terms_of(r, both.row[0]);
    both.terms[1] = terms_of(r, both.row[1]);
    add_lines(r, c, &both);
    c->n_a = f->n_a;
    c->n_b = f->n_b;
    c->words = str_join(a, S(", "), f->word, f->n_words);
    c->words_share = overlap_percent(a, f->like.words);
    c->title_share = overlap_percent(a, f->like.title);
    overlap_card_view(&v, c);
    write_view(r, &v);
}

/* "DINAS PU · 2026 · Rp41.909.580": what rows that are equal say beside their name. */
static struct str
said_by(struct overlap_report *r, const struct overlap_row *row)
{
    struct arena *a = r->cx->arena;
    struct str    part[OVERLAP_FIELDS + 1];
    size_t        n = 0;

    if (str_is_known(row->text))
        part[n++] = cut(a, row->text, CELL_BYTES);
    for (size_t f = 0; f < OVERLAP_FIELDS; f++) {
        struct str s = overlap_field_text(a, row, (enum overlap_field)f);

        if (str_is_known(s))
            part[n++] = s;
    }
    return str_join(a, S(" · "), part, n);
}

void
overlap_page_group(struct overlap_report *r, const struct overlap_group *g)
{
    const struct overlap_row *row = r->list->row;
    struct overlap_card      *c = card(r, &g->verdict, g->row[0], g->row[g->n - 1]);
    struct both               both = { .row = { &row[g->row[0]], &row[g->row[g->n - 1]] } };
    struct arena             *a = r->cx->arena;
    struct view               v = view_in(a, r->cx->lang);
    struct str                id[OVERLAP_IDS_TOLD];
    size_t                    n;

    if (r->n_groups == 0)
        overlap_groups_view(&v);
    for (n = 0; n < g->n && n < OVERLAP_IDS_TOLD; n++)
        id[n] = row[g->row[n]].id;
    c->ids = str_join(a, S(", "), id, n);
    c->n_more = (int64_t)(g->n - n);
    c->n_group = (int64_t)g->n;
    if (g->differs) {
        add_lines(r, c, &both);
        overlap_card_view(&v, c);
    } else {
        c->said = said_by(r, both.row[0]);
        overlap_same_view(&v, c);
    }
    write_view(r, &v);
}

/* ---- head and foot --------------------------------------------------------------------------- */

static void
count_kinds(struct overlap_report *r, struct overlap_page *p)
{
    uint64_t most = 1;

    for (size_t i = 0; i < OVERLAP_CONTINUATION; i++)
        if (r->count->findings[i + 1] > most)
            most = r->count->findings[i + 1];
    for (size_t i = 0; i < OVERLAP_CONTINUATION; i++) {
        uint64_t n = r->count->findings[i + 1];

        p->kind[i] = (struct overlap_page_kind){
            .kind = (enum overlap_kind)(i + 1), .n = (int64_t)n,
            .bar = (int64_t)((n * 100 + most - 1) / most),
            .is_shown = n > 0 && (i + 1 <= OVERLAP_PROBABLE || r->plan->shows_all),
        };
    }
}

/* "Office (satker), Year (tahun)" */
static struct str
fields_of(struct overlap_report *r)
{
    struct arena *a = r->cx->arena;
    struct str    part[OVERLAP_FIELDS];
    size_t        n = 0;

    for (size_t f = 0; f < OVERLAP_FIELDS; f++) {
        struct str label = msg_text(a, r->cx->lang, overlap_field_label((enum overlap_field)f));

        if (str_is_known(r->columns->by[f]))
            part[n++] = str_fmt(a, "%.*s (%.*s)", TEXT(label), TEXT(r->columns->by[f]));
    }
    return str_join(a, S(", "), part, n);
}

static void
page_of(struct overlap_report *r, struct overlap_page *p)
{
    struct arena *a = r->cx->arena;

    struct str    name[OVERLAP_FILES_MAX];

    for (size_t i = 0; i < r->n_files; i++)
        name[i] = last_of_path(r->file[i]);
    p->report = r;
    p->files = str_join(a, S(", "), name, r->n_files);
    p->texts = str_join(a, S(", "), r->columns->text, r->columns->n_text);
    p->fields = fields_of(r);
    p->today = date_of_time(r->cx->now_s, WIB_S);
    p->percent = overlap_percent(a, r->plan->least.p * 10000 / r->plan->least.q);
    p->title_percent = overlap_percent(a, r->plan->title_least);
    count_kinds(r, p);
}

static void
add_raw(struct overlap_report *r, struct html h)
{
    buf_add(r->sh->out, (struct str){ h.safe, h.n });
}

void
overlap_page_begin(struct overlap_report *r)
{
    struct arena        *a = r->cx->arena;
    size_t               mark = arena_mark(a);
    struct overlap_page *p = NEW(a, struct overlap_page);
    struct view          v = view_in(a, r->cx->lang);
    struct str           css = S("");

    page_of(r, p);
    embedded_find(S("report.css"), &css);
    add_raw(r, r->cx->lang == LANG_ID ? HTML("<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n")
                                      : HTML("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"));
    add_raw(r, HTML("<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">\n<title>"));
    view_msg(&v, MSG("Work that may be the same: {0}", p->files));
    write_view(r, &v);
    add_raw(r, HTML("</title>\n<style>\n"));
    buf_add(r->sh->out, css);           /* our own file: it comes with the program */
    add_raw(r, HTML("</style>\n</head>\n<body>\n<main>\n"));
    v = view_in(a, r->cx->lang);
    overlap_top_view(&v, p);
    write_view(r, &v);
    arena_back(a, mark);
}

static struct str
bounds(struct arena *a, struct str from, struct str to)
{
    if (str_is_known(from) && str_is_known(to))
        return str_fmt(a, "%.*s–%.*s", TEXT(from), TEXT(to));
    return str_is_known(from) ? str_fmt(a, "≥ %.*s", TEXT(from))
         : str_is_known(to)   ? str_fmt(a, "≤ %.*s", TEXT(to))
                              : S("");
}

/* The lines as the model has them; it was read from them, so that they can be read. */
static struct err *
read_model(struct overlap_report *r, struct overlap_page *p)
{
    static const char *const wanted[] = {
        "name", "points", "from", "to", "means_id", "means_en",
    };
    struct arena     *a = r->cx->arena;
    struct csv_reader *csv;
    struct csv_record rec;
    bool              more = true;

    p->model = NEWS(a, struct overlap_page_model, MODEL_LINES);
    TRY(csv_open_text(a, &csv, r->model_name, r->model_lines, wanted, COUNT(wanted)));
    while (p->n_model < MODEL_LINES) {
        TRY(csv_next(csv, &rec, &more));
        if (!more)
            break;
        p->model[p->n_model++] = (struct overlap_page_model){
            .name = str_copy(a, rec.field[0]), .points = str_copy(a, rec.field[1]),
            .bounds = bounds(a, rec.field[2], rec.field[3]),
            .means = str_copy(a, rec.field[r->cx->lang == LANG_ID ? 4 : 5]),
        };
    }
    return NULL;
}

struct err *
overlap_page_end(struct overlap_report *r)
{
    struct arena        *a = r->cx->arena;
    struct overlap_page *p = NEW(a, struct overlap_page);
    struct view          v = view_in(a, r->cx->lang);

    page_of(r, p);
    TRY(read_model(r, p));
    if (r->n_pairs + r->n_groups == 0)
        overlap_nothing_view(&v);
    write_view(r, &v);
    add_raw(r, HTML("</main>\n"));
    v = view_in(a, r->cx->lang);
    overlap_foot_view(&v, p);
    write_view(r, &v);
    add_raw(r, HTML("</body>\n</html>\n"));
    return NULL;
}
