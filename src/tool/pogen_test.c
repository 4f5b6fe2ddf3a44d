/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pogen_test.c — what a .po file may say, what is held against it, the table that comes out. */
#include "tool/pogen.h"

#include "test/unit.h"

static struct source *
source(struct arena *a, const char *file, const char *text)
{
    struct source *s = NEW(a, struct source);

    *s = (struct source){ a, str_of(file), str_of(text) };
    return s;
}

TEST(po_reads)
{
    static const struct { const char *name, *text, *id, *said; } row[] = {
        { "baseline",            "msgid \"One\"\nmsgstr \"Satu\"\n",                  "One",
          "Satu" },
        { "no line end",         "msgid \"One\"\nmsgstr \"Satu\"",                    "One",
          "Satu" },
        { "comments between",    "# a\n\n#. b\nmsgid \"One\"\n#: c\n",                 NULL,
          NULL   },
        { "several lines",       "msgid \"\"\n\"One \"\n\"two\"\nmsgstr \"Satu \"\n\"dua\"\n",
          "One two", "Satu dua" },
        { "escapes",             "msgid \"a\\n\\t\\\"\\\\\"\nmsgstr \"b\"\n",
          "a\n\t\"\\", "b" },
        { "an empty text",       "msgid \"One\"\nmsgstr \"\"\n",                      "One", "" },
        { "indented, CRLF",      "  msgid \"One\"\r\n  msgstr \"Satu\"\r\n",          "One",
          "Satu" },
        { "after the header",    "#, fuzzy\nmsgid \"\"\nmsgstr \"Language: id\\n\"\n\nmsgid "
          "\"One\"\nmsgstr \"Satu\"\n", "One", "Satu" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct po   po;
        struct err *e = po_read(source(unit_arena(), "id.po", row[i].text), &po);

        if (!row[i].id) {
            check(row[i].name, e != NULL);
            continue;
        }
        check(row[i].name, !e && po.n == 1);
        check_text(row[i].name, po.entry[0].id, str_of(row[i].id));
        check_text(row[i].name, po.entry[0].text, str_of(row[i].said));
    }
}

TEST(po_refuses)
{
    static const struct { const char *name, *text, *says; } row[] = {
        { "no msgstr",         "msgid \"One\"\n",
          "id.po:1:1: the file ends in the middle of an entry; add its msgstr" },
        { "two msgids",        "msgid \"One\"\nmsgid \"Two\"\n",
          "id.po:2:1: here stands msgstr; an entry is msgid, then msgstr" },
        { "msgstr alone",      "\nmsgstr \"Satu\"\n",
          "id.po:2:1: here stands msgid; an entry is msgid, then msgstr" },
        { "no quotes",         "msgid One\n",
          "id.po:1:1: here stands a text in quotes; close it on this line" },
        { "an open quote",     "msgid \"One\n",
          "id.po:1:1: here stands a text in quotes; close it on this line" },
        { "a quote inside",    "msgid \"O\"ne\"\n",
          "id.po:1:1: a quote inside the text; write \\\"" },
        { "an unknown escape", "msgid \"\\x41\"\n",
          "id.po:1:1: an escape that is not known here; there are \\n \\t \\\" \\\\" },
        { "a bare backslash at the end", "msgid \"a\\\"\n",
          "id.po:1:1: an escape that is not known here; there are \\n \\t \\\" \\\\" },
        { "a fuzzy entry",     "#, fuzzy\nmsgid \"One\"\nmsgstr \"Satu\"\n",
          "id.po:2:1: a fuzzy entry; read the text again and remove the mark" },
        { "an obsolete entry", "#~ msgid \"One\"\n",
          "id.po:1:1: an obsolete entry; remove it, the history has it" },
        { "a context",         "msgctxt \"menu\"\nmsgid \"One\"\nmsgstr \"Satu\"\n",
          "id.po:1:1: contexts and plurals are not used here; say the message in one way" },
        { "a plural",          "msgid \"One\"\nmsgid_plural \"Ones\"\nmsgstr[0] \"Satu\"\n",
          "id.po:2:1: here stands msgstr; an entry is msgid, then msgstr" },
        { "words of another kind", "one = satu\n",
          "id.po:1:1: here stands msgid; an entry is msgid, then msgstr" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena *a = unit_arena();
        struct po     po;
        struct err   *e = po_read(source(a, "id.po", row[i].text), &po);

        check_text(row[i].name, e ? err_line(a, LANG_EN, e) : S("accepted"), str_of(row[i].says));
    }
}

/* Messages as xgettext gives them: "One {0}" on line 7 of a.c, and one without letters. */
#define SAID "#: ../src/a.c:7 ../src/b.c:9\nmsgid \"One {0}\"\nmsgstr \"\"\n\n" \
             "#: ../src/a.c:8\nmsgid \"{0}\"\nmsgstr \"\"\n"

TEST(pogen_holds_texts_against_messages)
{
    static const struct { const char *name, *texts; size_t missing, stale,
        wrong; const char *says; } row[] = {
        { "all is well", "msgid \"One {0}\"\nmsgstr \"Satu {0}\"\n", 0, 0, 0, "" },
        { "a missing text", "# none\n", 1, 0, 0,
          "id.po:2: no Indonesian text for what src/a.c:7 says; add it:\nmsgid \"One {0}\"\n"
          "msgstr \"\"\n\n" },
        { "an empty text", "\nmsgid \"One {0}\"\nmsgstr \"\"\n", 1, 0, 0,
          "id.po:2: no Indonesian text for what src/a.c:7 says; fill in its msgstr:\nmsgid \"One "
          "{0}\"\nmsgstr \"\"\n\n" },
        { "a text that nothing says", "msgid \"One {0}\"\nmsgstr \"Satu {0}\"\nmsgid \"Two\"\n"
          "msgstr \"Dua\"\n", 0, 1, 0,
          "id.po:3: nothing says this any more; remove the entry: \"Two\"\n" },
        { "a hole too few", "msgid \"One {0}\"\nmsgstr \"Satu\"\n", 0, 0, 1,
          "id.po:1: the holes {0} to {3} of msgstr are not those of msgid; make them agree: "
          "\"One {0}\"\n" },
        { "another hole", "msgid \"One {0}\"\nmsgstr \"Satu {1}\"\n", 0, 0, 1,
          "id.po:1: the holes {0} to {3} of msgstr are not those of msgid; make them agree: "
          "\"One {0}\"\n" },
        { "a hole twice is the same hole", "msgid \"One {0}\"\nmsgstr \"{0} satu {0}\"\n", 0, 0,
          0, "" },
        { "the same message twice", "msgid \"One {0}\"\nmsgstr \"Satu {0}\"\nmsgid \"One {0}\"\n"
          "msgstr \"Esa {0}\"\n", 0, 0, 1,
          "id.po:3: this message stands twice; keep one: \"One {0}\"\n" },
        { "an exclamation mark", "msgid \"One {0}\"\nmsgstr \"Satu {0}!\"\n", 0, 0, 1,
          "id.po:1: an exclamation mark; say it calmly: \"One {0}\"\n" },
    };
    for (size_t i = 0; i < COUNT(row); i++) {
        struct arena     *a = unit_arena();
        struct po         texts, said;
        struct po_verdict v;

        check(row[i].name, !po_read(source(a, "id.po", row[i].texts), &texts));
        check(row[i].name, !po_read(source(a, "messages.pot", SAID), &said));
        pogen_check(&said, &texts, &v);
        check(row[i].name, v.n_missing == row[i].missing && v.n_stale == row[i].stale
            && v.n_wrong == row[i].wrong);
        check_text(row[i].name, v.report.n ? buf_str(&v.report) : S(""), str_of(row[i].says));
    }
}

TEST(pogen_writes_sorted)
{
    struct arena     *a = unit_arena();
    struct po         texts, said;
    struct po_verdict v;

    check("texts", !po_read(source(a, "id.po",
        "msgid \"b\"\nmsgstr \"B\\n\\\"\"\nmsgid \"a\"\nmsgstr \"A\"\n"
                                               "msgid \"gone\"\nmsgstr \"x\"\n"), &texts));
    check("messages", !po_read(source(a, "m.pot",
        "msgid \"a\"\nmsgstr \"\"\nmsgid \"b\"\nmsgstr \"\"\n"
                                                  "msgid \"c\"\nmsgstr \"\"\n"), &said));
    pogen_check(&said, &texts, &v);
    check_text("sorted, without what is missing or stale", pogen_catalog(&said, &texts),
               S("/* Compiled from id.po by tool/pogen. */\n#include \"base/msg.h\"\n\n"
                 "const struct msg_entry msg_catalog[] = {\n"
                 "    { \"a\",\n      \"A\" },\n    { \"b\",\n      \"B\\n\\\"\" },\n    { NULL, "
                 "NULL },\n};\n\n"
                 "const size_t msg_catalog_n = 2;\n"));
}
