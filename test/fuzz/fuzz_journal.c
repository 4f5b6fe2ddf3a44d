/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * fuzz_journal.c — a line of the journal that somebody tampered with, as it is shown to people.
 *
 * The first line is the kind of thing, the next ones what it was, what it is, the note and the key.
 *
 * PROPERTY  It is shown, in both languages, with at most the fields that its texts name.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "app/modules.h"
#include "base/arena.h"
#include "base/utf8.h"
#include "ground/journal/journal_line.h"
#include "ground/journal/journal_sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct str
next_line(struct str *rest)
{
    struct str line = { NULL, 0 };

    if (str_is_known(*rest))
        str_cut(*rest, '\n', &line, rest);
    return str_is_known(line) ? line : S("");
}

static void
check(struct cx *cx, const struct journal_row *row)
{
    struct journal_line line;
    struct err         *e = journal_line_of(cx, row, (struct journal_reader){ 0 }, &line);

    assert(!e && line.n_fields <= row->before_json.n + row->after_json.n);
    for (size_t i = 0; i < line.n_fields; i++) {
        assert(utf8_is_valid(msg_text(cx->arena, cx->lang, line.field[i].label), NULL));
        assert(utf8_is_valid(line.field[i].before, NULL));
        assert(utf8_is_valid(line.field[i].after, NULL));
    }
    assert(msg_text(cx->arena, cx->lang, journal_who(cx->arena, cx->lang, &line)).n > 0);
    (void)msg_text(cx->arena, cx->lang, journal_note(cx->arena, cx->lang, &line));
    assert(journal_when(cx->arena, cx->lang, line.at).n > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena a;
    struct str          rest = { n ? (const char *)data : "", n };
    struct cx           cx = { .arena = &a, .modules = app_modules };
    struct journal_row  row = { .at = 1795348800 };

    if (!a.base)
        a = arena_make(16 << 20);
    arena_reset(&a);
    if (n > 4096 || memchr(rest.p, '\0', n) || !utf8_is_valid(rest, NULL))
        return 0;
    row.thing = next_line(&rest);
    row.before_json = next_line(&rest);
    row.after_json = next_line(&rest);
    row.note = next_line(&rest);
    row.key = next_line(&rest);
    for (cx.lang = LANG_ID; cx.lang <= LANG_EN; cx.lang++)
        check(&cx, &row);
    return 0;
}
