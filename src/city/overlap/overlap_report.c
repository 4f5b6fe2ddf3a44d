/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_report.c — what is common to all formats, and the text for a terminal. */
#include "city/overlap/overlap_report.h"

#include "base/arena.h"
#include "base/money.h"

enum { TITLE_BYTES = 160 };

/* ---- words ----------------------------------------------------------------------------------- */

struct str
overlap_kind_word(enum overlap_kind kind)
{
    static const char *const word[] = {
        [OVERLAP_NONE] = "none", [OVERLAP_CERTAIN] = "certain", [OVERLAP_PROBABLE] = "probable",
        [OVERLAP_LOOK_ALIKE] = "look_alike", [OVERLAP_REPLICATION] = "replication",
        [OVERLAP_CONTINUATION] = "continuation",
    };

    return str_of(word[kind]);
}

struct msg
overlap_kind_label(enum overlap_kind kind)
{
    static const char *const label[] = {
        [OVERLAP_NONE] = N_("No overlap"), [OVERLAP_CERTAIN] = N_("Certain"),
        [OVERLAP_PROBABLE] = N_("Probable"), [OVERLAP_LOOK_ALIKE] = N_("Look-alike"),
        [OVERLAP_REPLICATION] = N_("Worth copying"), [OVERLAP_CONTINUATION] = N_("Continuation"),
    };

    return (struct msg){ .id = label[kind] };
}

struct msg
overlap_kind_means(enum overlap_kind kind)
{
    static const char *const means[] = {
        [OVERLAP_NONE] = N_("Too little speaks for the same work."),
        [OVERLAP_CERTAIN] =
            N_("The same code, sub-unit, place, year and object: the same work stands there "
               "twice."),
        [OVERLAP_PROBABLE] =
            N_("Much speaks for the same work: look at both before money is voted."),
        [OVERLAP_LOOK_ALIKE] = N_("Words in common, but little else: most are different work."),
        [OVERLAP_REPLICATION] =
            N_("The same work in another regency or city with money of its own: no overlap, but "
               "perhaps worth learning from each other."),
        [OVERLAP_CONTINUATION] =
            N_("The same work in the year after: it is continued, not doubled."),
    };

    return (struct msg){ .id = means[kind] };
}

struct str
overlap_row_file(const struct overlap_report *r, uint32_t row)
{
    return r->file[r->n_files > 1 && row >= r->plan->n_left];
}

struct str
overlap_percent(struct arena *a, uint32_t ten_thousandths)
{
    return str_fmt(a, "%u%%", (ten_thousandths + 50) / 100);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static struct str
years(struct arena *a, const struct overlap_row *row)
{
    if (!row->from.known)
        return (struct str){ NULL, 0 };
    if (row->from.n == row->to.n)
        return str_int(a, row->from.n);
    return str_fmt(a, "%jd-%jd", (intmax_t)row->from.n, (intmax_t)row->to.n);
}

struct str
overlap_field_data(struct arena *a, const struct overlap_row *row, enum overlap_field f)
{
    switch (f) {
    case OVERLAP_OFFICE:   return row->office;
    case OVERLAP_UNIT:     return row->unit;
    case OVERLAP_CODE:     return row->code;
    case OVERLAP_EDITION:  return row->edition;
    case OVERLAP_PLACE:    return row->place;
    case OVERLAP_CITY:     return row->city;
    case OVERLAP_TARGET:   return row->target;
    case OVERLAP_FUNCTION: return row->function;
    case OVERLAP_FUND:     return row->fund;
    case OVERLAP_YEAR:     return years(a, row);
    case OVERLAP_MONEY:
        return row->money.known ? str_int(a, row->money.n)
                                : (struct str){ NULL, 0 };
    case OVERLAP_FIELDS:   break;
    }
    return (struct str){ NULL, 0 };
}

struct str
overlap_field_text(struct arena *a, const struct overlap_row *row, enum overlap_field f)
{
    if (f == OVERLAP_MONEY && row->money.known)
        return idr_text(a, row->money.n);
    return overlap_field_data(a, row, f);
}

/* ---- text ------------------------------------------------------------------------------------ */

static struct str
n_text(struct overlap_report *r, uint64_t n)
{
    return int_text(r->cx->arena, r->cx->lang, (int64_t)n);
}

static void
line(struct overlap_report *r, const char *before, struct msg m)
{
    buf_fmt(r->sh->out, "%s%.*s\n", before, TEXT(msg_text(r->cx->arena, r->cx->lang, m)));
}

/* "    certain 3", where there are any. */
static void
text_kinds(struct overlap_report *r)
{
    for (int k = OVERLAP_CERTAIN; k <= OVERLAP_CONTINUATION; k++) {
        struct str label = msg_text(r->cx->arena, r->cx->lang,
                                    overlap_kind_label((enum overlap_kind)k));

        buf_fmt(r->sh->out, "  %.*s: %.*s\n", TEXT(label),
                TEXT(n_text(r, r->count->findings[k])));
    }
}

static void
text_begin(struct overlap_report *r)
{
    const struct overlap_count *c = r->count;

    line(r, "", MSG("{0} rows, {1} of them different, were compared.", n_text(r, c->rows),
                    n_text(r, c->different)));
    text_kinds(r);
    if (c->groups > 0)
        line(r, "", MSG("Rows that say the same in every field: {0} groups.",
                        n_text(r, c->groups)));
    if (c->crowds > 0)
        line(r, "", MSG("The same words in many rows that differ otherwise: {0} groups.",
                        n_text(r, c->crowds)));
    if (c->plain > 0)
        line(r, "", MSG("Rows with nothing but their office's usual phrases, which are no "
                        "likeness: {0}.", n_text(r, c->plain)));
    if (c->empty > 0)
        line(r, "", MSG("Rows without words, which cannot be compared: {0}.",
                        n_text(r, c->empty)));
}

static struct str
short_title(struct str title)
{
    size_t n = title.n < TITLE_BYTES ? title.n : TITLE_BYTES;

    while (n < title.n && n > 0 && ((unsigned char)title.p[n] & 0xC0) == 0x80)
        n--;
    return str_part(title, 0, n);
}

/* "A  kode-7, line 12: Pembangunan jalan (DINAS PU; 2025; Rp5.000.000)" */
static void
text_row(struct overlap_report *r, const char *name, uint32_t at, uint32_t n)
{
    const struct overlap_row *row = &r->list->row[at];
    struct arena             *a = r->cx->arena;
    struct str                part[OVERLAP_FIELDS];
    size_t                    n_parts = 0;

    for (size_t f = 0; f < OVERLAP_FIELDS; f++) {
        struct str s = overlap_field_text(a, row, (enum overlap_field)f);

        if (str_is_known(s))
            part[n_parts++] = s;
    }
    buf_fmt(r->sh->out, "   %s %.*s:%jd  %.*s  %.*s%s\n", name, TEXT(overlap_row_file(r, at)),
            (intmax_t)row->line, TEXT(row->id), TEXT(short_title(row->title)),
            row->title.n > TITLE_BYTES ? "…" : "");
    if (n_parts > 0)
        buf_fmt(r->sh->out, "     %.*s\n", TEXT(str_join(a, S(" · "), part, n_parts)));
    if (n > 1)
        line(r, "     ", MSG("stands for {0} rows", n_text(r, n)));
}

static void
text_reasons(struct overlap_report *r, const struct overlap_verdict *v)
{
    for (size_t i = 0; i < v->n_reasons; i++)
        buf_fmt(r->sh->out, "     %+4d  %.*s\n", (int)v->reason[i].points,
                TEXT(msg_text(r->cx->arena, r->cx->lang, v->reason[i].says)));
}

static void
text_head(struct overlap_report *r, const struct overlap_verdict *v)
{
    struct str label = msg_text(r->cx->arena, r->cx->lang, overlap_kind_label(v->kind));

    buf_fmt(r->sh->out, "\n%zu. %.*s, ", r->n_groups + r->n_pairs + 1, TEXT(label));
    line(r, "", MSG("{0} points", n_text(r, (uint64_t)(v->points < 0 ? 0 : v->points))));
}

static void
text_pair(struct overlap_report *r, const struct overlap_finding *f)
{
    struct arena *a = r->cx->arena;

    text_head(r, &f->verdict);
    text_row(r, "A", f->a, f->n_a);
    text_row(r, "B", f->b, f->n_b);
    text_reasons(r, &f->verdict);
    if (f->n_words > 0)
        line(r, "     ", MSG("Words in common: {0}", str_join(a, S(", "), f->word, f->n_words)));
}

static void
text_group(struct overlap_report *r, const struct overlap_group *g)
{
    if (g->differs)
        text_head(r, &g->verdict);
    else
        buf_fmt(r->sh->out, "\n%zu. ", r->n_groups + r->n_pairs + 1);
    line(r, g->differs ? "   " : "",
         g->differs ? MSG("{0} rows have the same words", n_text(r, g->n))
                    : MSG("{0} rows say the same in every field", n_text(r, g->n)));
    text_row(r, "1", g->row[0], 1);
    text_row(r, "2", g->row[1], 1);
    text_reasons(r, &g->verdict);
}

static void
text_end(struct overlap_report *r)
{
    if (r->count->is_cut)
        line(r, "\n", MSG("There is more than is shown here: ask for more with --most N."));
    if (!r->plan->shows_all)
        line(r, "\n", MSG("Look-alikes, continuations and what is worth copying are only counted; "
                          "--all shows them."));
    line(r, "", MSG("Nothing is decided here: a named person looks at each finding."));
}

/* ---- which of them --------------------------------------------------------------------------- */

struct err *
overlap_report_open(struct overlap_report *r)
{
    return r->format == OVERLAP_HTML ? overlap_page_open(r) : NULL;
}

/* Text and page begin with the counts, which are there when the first finding comes. */
static void
begin(struct overlap_report *r)
{
    if (r->has_begun)
        return;
    r->has_begun = true;
    switch (r->format) {
    case OVERLAP_TEXT: text_begin(r); break;
    case OVERLAP_CSV:  overlap_csv_begin(r); break;
    case OVERLAP_JSON: overlap_json_begin(r); break;
    case OVERLAP_HTML: overlap_page_begin(r); break;
    }
}

static struct err *
take_pair(void *arg, const struct overlap_finding *f)
{
    struct overlap_report *r = arg;

    begin(r);
    switch (r->format) {
    case OVERLAP_TEXT: text_pair(r, f); break;
    case OVERLAP_CSV:  overlap_csv_pair(r, f); break;
    case OVERLAP_JSON: overlap_json_pair(r, f); break;
    case OVERLAP_HTML: overlap_page_pair(r, f); break;
    }
    r->n_pairs++;
    r->kind = f->verdict.kind;
    return shell_send(r->cx, r->sh, OVERLAP_SEND_BYTES);
}

static struct err *
take_group(void *arg, const struct overlap_group *g)
{
    struct overlap_report *r = arg;

    begin(r);
    switch (r->format) {
    case OVERLAP_TEXT: text_group(r, g); break;
    case OVERLAP_CSV:  overlap_csv_group(r, g); break;
    case OVERLAP_JSON: overlap_json_group(r, g); break;
    case OVERLAP_HTML: overlap_page_group(r, g); break;
    }
    r->n_groups++;
    return shell_send(r->cx, r->sh, OVERLAP_SEND_BYTES);
}

struct overlap_taker
overlap_report_taker(struct overlap_report *r)
{
    return (struct overlap_taker){ .arg = r, .finding = take_pair, .group = take_group };
}

struct err *
overlap_report_end(struct overlap_report *r)
{
    begin(r);
    switch (r->format) {
    case OVERLAP_TEXT: text_end(r); break;
    case OVERLAP_CSV:  break;
    case OVERLAP_JSON: overlap_json_end(r); break;
    case OVERLAP_HTML: TRY(overlap_page_end(r)); break;
    }
    return shell_send(r->cx, r->sh, OVERLAP_SEND_BYTES);
}
