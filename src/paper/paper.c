/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paper.c — what a paper may be: its frame, its blocks, each text of them. */
#include "paper/paper.h"

#include <assert.h>

#include "base/utf8.h"

static const struct { const char *word; size_t fewest, most; } kinds[] = {
#define X(name, word, fewest, most) { word, fewest, most },
    PAPER_KINDS(X)
#undef X
};

struct str
paper_kind_word(enum paper_kind kind)
{
    assert(kind < PAPER_KINDS_N);
    return str_of(kinds[kind].word);
}

/* `block` counts from 1; 0: the paper's frame. */
static struct err *
refused(struct arena *a, const char *code, size_t block, struct msg detail)
{
    return err_of(a, (struct err){
        .kind = ERR_INPUT, .code = code,
        .text = MSG("The paper cannot be made."), .detail = detail,
        .hint = MSG("Correct it and try again; nothing was issued."),
        .where = block > 0 ? str_fmt(a, "block %zu", block) : S("frame"),
    });
}

static struct err *
too_large(struct arena *a, struct msg detail)
{
    return err_of(a, (struct err){
        .kind = ERR_TOO_LARGE, .code = "paper.large",
        .text = MSG("The paper is too large."), .detail = detail,
        .hint = MSG("Make several papers of it, or give the rows as a workbook."),
    });
}

static bool
has_long_word(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n && n <= PAPER_WORD_MAX; i++)
        n = text.p[i] == ' ' ? 0 : n + 1;
    return n > PAPER_WORD_MAX;
}

static struct err *
check_text(struct arena *a, struct str text, size_t block)
{
    if (!str_is_known(text))
        return refused(a, "paper.text", block, MSG("A text is missing."));
    if (text.n > PAPER_TEXT_MAX)
        return refused(a, "paper.text", block, MSG("A text is longer than 64 KB."));
    if (!utf8_is_plain(text))
        return refused(a, "paper.text", block,
                       MSG("A text is not one line of UTF-8 without control signs."));
    if (has_long_word(text))
        return refused(a, "paper.text", block, MSG("A word is longer than 500 bytes."));
    return NULL;
}

static struct err *
check_table(struct arena *a, const struct paper_block *b, size_t at)
{
    if (b->n_columns == 0 || b->n_columns > PAPER_COLUMNS_MAX || !b->is_number)
        return refused(a, "paper.shape", at, MSG("A table has 1 to 12 columns."));
    if (b->n % b->n_columns)
        return refused(a, "paper.shape", at, MSG("The last row of the table is not whole."));
    return NULL;
}

static struct err *
check_block(struct arena *a, const struct paper_block *b, size_t at)
{
    if (b->kind >= PAPER_KINDS_N)
        return refused(a, "paper.shape", at, MSG("There is no such kind of block."));
    if (b->n < kinds[b->kind].fewest || b->n > kinds[b->kind].most)
        return refused(a, "paper.shape", at, MSG("It has too few or too many texts."));
    if (b->kind == PAPER_FIELDS && b->n % 2)
        return refused(a, "paper.shape", at, MSG("A field has no value."));
    if (b->kind == PAPER_TABLE)
        TRY(check_table(a, b, at));
    else if (b->n_columns > 0)
        return refused(a, "paper.shape", at, MSG("Only a table has columns."));
    for (size_t i = 0; i < b->n; i++)
        TRY(check_text(a, b->text[i], at));
    return NULL;
}

static struct err *
check_frame(struct arena *a, const struct paper *p)
{
    if (!str_is_known(p->title) || str_trim(p->title).n == 0)
        return refused(a, "paper.title", 0, MSG("It has no title."));
    if (!str_eq(p->language, S("id")) && !str_eq(p->language, S("en")))
        return refused(a, "paper.language", 0, MSG("Its language is neither \"id\" nor \"en\"."));
    if (p->date.month == 0 || p->date.day == 0 || !date_is_valid(p->date))
        return refused(a, "paper.date", 0, MSG("It has no whole date."));
    TRY(check_text(a, p->title, 0));
    TRY(check_text(a, p->author, 0));
    return str_is_known(p->foot) ? check_text(a, p->foot, 0) : NULL;
}

struct err *
paper_check(struct arena *a, const struct paper *p)
{
    size_t n_texts = 0;

    TRY(check_frame(a, p));
    if (p->n > PAPER_BLOCKS_MAX)
        return too_large(a, MSG("It has more than 20,000 blocks."));
    for (size_t i = 0; i < p->n; i++) {
        TRY(check_block(a, &p->block[i], i + 1));
        n_texts += p->block[i].n;
        if (n_texts > PAPER_TEXTS_MAX)
            return too_large(a, MSG("It has more than 200,000 texts."));
    }
    return NULL;
}
