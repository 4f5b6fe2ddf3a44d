/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_dossier.c — an entry as a file for examination: what each voice says, item by item. */
#include "base/arena.h"
#include "city/assess/assess_page.h"
#include "paper/paper.h"

enum { COLUMNS = 6, FACTS = 10 };

static struct str
said(struct cx *cx, struct msg m)
{
    return msg_text(cx->arena, cx->lang, m);
}

static struct paper_block
facts_of(struct cx *cx, const struct assess_full *x, const struct assess_sent_set *sent)
{
    struct str *text = NEWS(cx->arena, struct str, FACTS);
    bool        is_sent = sent->n > 0;

    text[0] = said(cx, MSG("Round"));
    text[1] = x->round.round.title;
    text[2] = said(cx, MSG("Region"));
    text[3] = x->region_name;
    text[4] = said(cx, MSG("Stage"));
    text[5] = said(cx, assess_stage_label(x->stage));
    text[6] = said(cx, MSG("Stated by"));
    text[7] = is_sent && sent->row[0].stated_by.n > 0 ? sent->row[0].stated_by : S("-");
    text[8] = said(cx, MSG("SHA-256 of what was sent last"));
    text[9] = is_sent ? sent->row[0].sha256 : S("-");
    return (struct paper_block){ .kind = PAPER_FIELDS, .text = text, .n = FACTS };
}

static struct str
shown(struct cx *cx, const struct assess_full *x, const struct assess_line *l,
      const struct assess_number *n)
{
    return n ? assess_number_text(cx->arena, cx->lang, &x->instrument.item[l->item], n) : S("-");
}

static void
line_cells(struct cx *cx, const struct assess_full *x, const struct assess_line *l,
           struct str cell[static COLUMNS])
{
    const struct assess_number *city = assess_number_of(l, ASSESS_CITY, 0);

    cell[0] = assess_title(cx->lang, &x->instrument.item[l->item]);
    cell[1] = l->part.id.n != 0 ? l->part.org_name : S("-");
    cell[2] = shown(cx, x, l, assess_number_of(l, ASSESS_AGENCY, 0));
    cell[3] = shown(cx, x, l, city);
    cell[4] = shown(cx, x, l, assess_number_of(l, ASSESS_FINAL, 0));
    cell[5] = city && city->note.n > 0 ? city->note : S("-");
}

/* Notes of several lines stand as one: a paper's text is one paragraph. */
static struct str
one_line(struct cx *cx, struct str text)
{
    char *p = NEWS(cx->arena, char, text.n + 1);

    for (size_t i = 0; i < text.n; i++)
        p[i] = text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i];
    return (struct str){ p, text.n };
}

static struct paper_block
table_of(struct cx *cx, const struct assess_full *x, const struct assess_lines *lines)
{
    static const bool is_number[COLUMNS];
    struct str       *text = NEWS(cx->arena, struct str, (lines->n + 1) * COLUMNS);

    text[0] = said(cx, MSG("Item"));
    text[1] = said(cx, MSG("Agency in charge"));
    text[2] = said(cx, MSG("Agency"));
    text[3] = said(cx, MSG("City"));
    text[4] = said(cx, MSG("Final"));
    text[5] = said(cx, MSG("Note of the city"));
    for (size_t i = 0; i < lines->n; i++) {
        line_cells(cx, x, &lines->row[i], &text[(i + 1) * COLUMNS]);
        text[(i + 1) * COLUMNS + 5] = one_line(cx, text[(i + 1) * COLUMNS + 5]);
    }
    return (struct paper_block){ .kind = PAPER_TABLE, .text = text, .n_columns = COLUMNS,
                                 .n = (lines->n + 1) * COLUMNS, .is_number = is_number };
}

static struct err *
tell(struct cx *cx, struct str key, struct dossier_record *r)
{
    struct paper_block   *b = NEWS(cx->arena, struct paper_block, 2);
    struct dossier_thing *thing = NEW(cx->arena, struct dossier_thing);
    struct assess_full    x;
    struct assess_lines   lines;
    struct assess_sent_set sent;

    TRY(assess_get_code(cx, key, &x));
    TRY(assess_lines_of(cx, &x, &lines));
    TRY(assess_sent_list(cx, &x, &sent));
    b[0] = facts_of(cx, &x, &sent);
    b[1] = table_of(cx, &x, &lines);
    *thing = (struct dossier_thing){ ASSESS_THING, x.entry.code, assess_scope(&x),
                                     x.round.round.title };
    *r = (struct dossier_record){
        .name = str_fmt(cx->arena, "%.*s: %.*s", TEXT(x.round.round.title),
                        TEXT(x.region_name)),
        .href = assess_href(cx->arena, &x), .scope = assess_scope(&x), .block = b, .n = 2,
        .thing = thing, .n_things = 1 };
    return NULL;
}

const struct dossier_kind assess_dossiers[1] = {
    { .thing = ASSESS_THING, .label = N_("self-assessment"), .tell = tell },
};
