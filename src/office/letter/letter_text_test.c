/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* letter_text_test.c — what somebody typed, as blocks. */
#include "office/letter/letter_text.h"

#include <string.h>

#include "unit.h"

/* "text(a) list(b|c) table2n(x|y|1|2)": kinds, columns with n for numbers, texts. */
static struct str
shape_of(const struct letter_body *body)
{
    struct buf b = buf_in(unit_arena(), 1 << 16);

    for (size_t i = 0; i < body->n; i++) {
        const struct paper_block *block = &body->block[i];

        buf_fmt(&b, "%s%.*s", i ? " " : "", TEXT(paper_kind_word(block->kind)));
        for (size_t k = 0; k < block->n_columns; k++)
            buf_byte(&b, block->is_number[k] ? 'n' : 't');
        for (size_t k = 0; k < block->n; k++)
            buf_fmt(&b, "%c%.*s", k ? '|' : '(', TEXT(block->text[k]));
        buf_byte(&b, ')');
    }
    return buf_str(&b);
}

TEST(letter_text_blocks)
{
    static const struct { const char *row, *typed, *is; } row[] = {
        { "nothing",            "",                       "" },
        { "spaces",             " \r\n\t\r\n  ",          "" },
        { "a paragraph",        "Dengan hormat",          "text(Dengan hormat)" },
        { "two",                "a\nb",                   "text(a) text(b)" },
        { "lines of Windows",   "a\r\n\r\nb\r\n",         "text(a) text(b)" },
        { "a list",             "- a\n- b",               "list(a|b)" },
        { "parted lists",       "- a\n\n- b",             "list(a) list(b)" },
        { "a heading",          "# Dasar\nisi",           "heading(Dasar) text(isi)" },
        { "two headings",       "# A\n# B",               "heading(A) heading(B)" },
        { "fields",             "Hari : Senin\nPukul : 08.00", "fields(Hari|Senin|Pukul|08.00)" },
        { "a colon in a sentence", "Catatan: penting",    "text(Catatan: penting)" },
        { "a colon first",      " : apa",                 "text(: apa)" },
        { "a sheet",            "No\tNilai\n1\t97,5\n2\t-3", "tablenn(No|Nilai|1|97,5|2|-3)" },
        { "a sheet with words", "No\tApa\n1\tx",          "tablent(No|Apa|1|x)" },
        { "only a head",        "No\tApa",                "tablett(No|Apa)" },
        { "cells that are missing", "a\tb\tc\n1\t2",      "tablennn(a|b|c|1|2|)" },
        { "a bare hyphen",      "-a",                     "text(-a)" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct letter_body body;

        check(row[i].row, letter_body_of(unit_arena(), str_of(row[i].typed), &body));
        check_text(row[i].row, shape_of(&body), str_of(row[i].is));
    }
}

TEST(letter_text_limits)
{
    char               typed[2 * LETTER_LINES_MAX + 2];
    struct letter_body body;

    for (size_t i = 0; i < sizeof typed; i++)
        typed[i] = i % 2 ? '\n' : 'a';
    check("as many lines as may be",
          letter_body_of(unit_arena(), (struct str){ typed, 2 * LETTER_LINES_MAX - 1 }, &body)
          && body.n == LETTER_LINES_MAX);
    check("one more", !letter_body_of(unit_arena(),
                                      (struct str){ typed, 2 * LETTER_LINES_MAX + 1 }, &body));
    memset(typed, '\t', 100);
    check("more cells than a table has",
          letter_body_of(unit_arena(), (struct str){ "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm", 25 },
                         &body)
          && body.block[0].n_columns == PAPER_COLUMNS_MAX
          && str_eq(body.block[0].text[PAPER_COLUMNS_MAX - 1], S("l\tm")));
}
