/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* syntax_test.c — what an officer's hand does to YAML, with the place and the words it is told. */
#include "pack/pack.h"

#include "unit.h"

TEST(syntax_faults)
{
    static const struct { const char *name, *yaml, *says; } row[] = {
        { "tab indent", "title:\n\tid: Indeks\n",
          "p:2:1: This line is indented with a tab. "
          "Indent with spaces only." },
        { "tab deeper key", "title: abc\n\tyear: 2\n",
          "p:2:1: This line is indented with a tab. "
          "Indent with spaces only." },
        { "tab in block scalar", "title: >\n\tabc\n",
          "p:2:1: This line is indented with a tab. "
          "Indent with spaces only." },
        { "tab in block 2", "title: >\n  abc\n\tdef\n",
          "p:3:1: This line is indented with a tab. "
          "Indent with spaces only." },
        { "missing colon last", "title: abc\nyear 2024\n",
          "p:2:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "missing colon first", "title abc\nyear: 2024\n",
          "p:1:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "missing colon mid", "title: abc\nyear 2024\nplaces: 2\n",
          "p:2:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "no space after colon", "title:abc\nyear: 2024\n",
          "p:1:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "no space after colon mid", "title: abc\nyear:2024\nplaces: 2\n",
          "p:2:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "colon in text", "title: Pemalang: kota\n",
          "p:1:16: A second colon with a space after it stands in this line. "
          "If it belongs to the text, put the whole text in double quotes: \"...\"." },
        { "colon in text 2", "tags:\n  - title: Pj Walikota: digitalisasi\n",
          "p:2:23: A second colon with a space after it stands in this line. "
          "If it belongs to the text, put the whole text in double quotes: \"...\"." },
        { "indented too deep", "title: abc\n  year: 2024\n",
          "p:2:3: This key is indented too deep: the line above has its value already. "
          "Indent it exactly like the keys that it stands beside." },
        { "indented too shallow", "part:\n    id: a\n  weight: 3\n",
          "p:3:3: This line is not indented like the keys before it. "
          "Begin it exactly below the keys that it stands beside." },
        { "list dash wrong level", "parts:\n  - id: a\n - id: b\n",
          "p:3:2: This dash does not stand exactly below the dashes of a list. "
          "Put it exactly below them; a list stands below its key." },
        { "dash missing", "tags:\n  - a\n  b: c\n",
          "p:3:3: This line stands in a list, but does not begin with a dash. "
          "Begin it with a dash and a space, or indent it as part of the item above." },
        { "dash missing 2", "tags:\n  - a\n  b\n",
          "p:3:3: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "list on key line", "tags: - a\n",
          "p:1:7: A list cannot begin in this line. "
          "Put each item on a line of its own below the key, with a dash and a space." },
        { "list after text", "title: abc\n- x\n",
          "p:2:1: This dash does not stand exactly below the dashes of a list. "
          "Put it exactly below them; a list stands below its key." },
        { "quote open", "title: \"abc\nyear: 2024\n",
          "p:1:8: The quotation mark that opens here is never closed. "
          "Put the same quotation mark at the end of the text." },
        { "single quote open", "title: 'abc\nyear: 2024\n",
          "p:1:8: The quotation mark that opens here is never closed. "
          "Put the same quotation mark at the end of the text." },
        { "quote left over", "title: \"abc\" def\n",
          "p:1:14: Something is left over after the value. "
          "Remove it, or put the whole value in one pair of double quotes." },
        { "apostrophe", "title: 'Jum'at'\n",
          "p:1:13: Something is left over after the value. "
          "Remove it, or put the whole value in one pair of double quotes." },
        { "backslash", "title: \"C:\\data\"\n",
          "p:1:11: The backslash has a special meaning in double quotes. "
          "Write it twice, or put the text in single quotes." },
        { "bad hex", "title: \"a\\x1\"\n",
          "p:1:12: The backslash has a special meaning in double quotes. "
          "Write it twice, or put the text in single quotes." },
        { "bracket open", "tags: [a, b\nyear: 2\n",
          "p:1:7: The bracket that opens here is not closed, or a comma is missing in it. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "comma missing", "tags: [\"a\" \"b\"]\n",
          "p:1:12: A comma or the closing bracket is missing before this. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "brace open", "title: {id: a, en: b\nyear: 2\n",
          "p:1:8: The bracket that opens here is not closed, or a comma is missing in it. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "brace missing comma", "title: {id: \"a\" en: b}\n",
          "p:1:17: A comma or the closing bracket is missing before this. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "closing bracket alone", "title: ]\n",
          "p:1:8: A value is missing here. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "percent", "title: %5\n",
          "p:1:8: A value cannot begin with the sign %. "
          "Put the whole text in double quotes." },
        { "percent line", "%abc\nk: v\n",
          "p:1:1: A line cannot begin with a per cent sign in a pack. "
          "Remove the line, or put the text in double quotes." },
        { "yaml directive", "%YAML 1.1\n---\nk: v\n",
          "p:1:1: A line cannot begin with a per cent sign in a pack. "
          "Remove the line, or put the text in double quotes." },
        { "tag directive", "%TAG ! x\n---\nk: v\n",
          "p:1:1: A line cannot begin with a per cent sign in a pack. "
          "Remove the line, or put the text in double quotes." },
        { "at", "title: @home\n",
          "p:1:8: A value cannot begin with the sign @. "
          "Put the whole text in double quotes." },
        { "backtick", "title: `a`\n",
          "p:1:8: A value cannot begin with the sign `. "
          "Put the whole text in double quotes." },
        { "star", "title: *penting*\n",
          "p:1:8: The sign * cannot stand before a value in a pack. "
          "Remove it; if it belongs to the text, put the text in double quotes." },
        { "amp", "title: &co dan\n",
          "p:1:8: The sign & cannot stand before a value in a pack. "
          "Remove it; if it belongs to the text, put the text in double quotes." },
        { "bang", "title: !penting\n",
          "p:1:8: An exclamation mark cannot stand before a value in a pack. "
          "Remove it; if it belongs to the text, put the text in double quotes." },
        { "undefined tag", "title: !a!b penting\n",
          "p:1:8: An exclamation mark cannot stand before a value in a pack. "
          "Remove it; if it belongs to the text, put the text in double quotes." },
        { "question", "title: ? apa\n",
          "p:1:8: A question mark with a space cannot stand here. "
          "Put the whole text in double quotes." },
        { "pipe text", "title: | abc\n",
          "p:1:8: After > or | the text must begin on the next line. "
          "Write the text below it, indented by two spaces." },
        { "fold text", "title: > abc\n  def\n",
          "p:1:8: After > or | the text must begin on the next line. "
          "Write the text below it, indented by two spaces." },
        { "block scalar underindented", "title: >\n  abc\n def\nk: v\n",
          "p:3:2: This line is not indented like the keys before it. "
          "Begin it exactly below the keys that it stands beside." },
        { "block indicator 0", "title: >0\n abc\n",
          "p:1:9: The text below > or | is not indented rightly. "
          "Indent every line of it by two spaces more than its key." },
        { "dup key", "title: a\ntitle: b\n",
          "p:2:1: The key \"title\" stands here a second time; the first is in line 1. "
          "Keep one of them." },
        { "merge", "a: b\n<<: c\n",
          "p:2:1: The key << is not allowed in a pack. "
          "Write the keys out where they are needed." },
        { "empty", "",
          "p:1:1: The file is empty. "
          "Begin it with a key, as in \"id: my-pack\"." },
        { "only ---", "---\n",
          "p:1:1: The file is empty. "
          "Begin it with a key, as in \"id: my-pack\"." },
        { "list top", "- a\n",
          "p:1:1: A pack consists of lines of \"key: value\"; this file does not. "
          "Begin it with a key, as in \"id: my-pack\"." },
        { "text top", "hello\n",
          "p:1:1: A pack consists of lines of \"key: value\"; this file does not. "
          "Begin it with a key, as in \"id: my-pack\"." },
        { "two docs", "a: b\n---\nc: d\n",
          "p:2:1: A second document begins here. "
          "A pack is one document: remove the line \"---\"." },
        { "doc end", "a: b\n...\nc: d\n",
          "p:3:1: The pack has ended before this line. "
          "A pack is one document: remove what follows, or the line that ended it." },
        { "esc", "a: b\nc: \x1B[1m\n",
          "p:2:4: An invisible control character (U+001B) stands here. "
          "Delete it and type the place again." },
        { "latin1", "a: caf\xE9\n",
          "p:1:7: The file is not UTF-8 from here on. "
          "Save it again, and choose the encoding UTF-8." },
        { "empty key", ": a\n",
          "p:1:1: A key is missing before the colon. "
          "Write the key." },
        { "list key", "? [a]\n: b\n",
          "p:1:3: A list or a group of keys cannot be a key itself. "
          "Write a word as the key." },
        { "smart quotes", "title: \xE2\x80\x9CPj: wali\xE2\x80\x9D\n",
          "p:1:11: A second colon with a space after it stands in this line. "
          "If it belongs to the text, put the whole text in double quotes: \"...\"." },
        { "nbsp", "title:\n\xC2\xA0\xC2\xA0id: a\n",
          "p:2:1: What looks like a space here is another sign (a non-breaking space). "
          "Delete it and type a space." },
        { "flow missing", "a: [b, , c]\n",
          "p:1:8: A value is missing here. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "anchor bad", "a: &\n",
          "p:1:4: The sign & cannot stand before a value in a pack. "
          "Remove it; if it belongs to the text, put the text in double quotes." },
        { "json bad", "{\"id\": \"a\" \"b\": 1}\n",
          "p:1:12: A comma or the closing bracket is missing before this. "
          "Separate with commas, and close every [ with ] and { with }." },
        { "json trailing", "{\"id\": \"a\"},\n",
          "p:1:12: Something is left over after the value. "
          "Remove it, or put the whole value in one pair of double quotes." },
        { "crlf", "id: a\r\n\ttitle: b\r\n",
          "p:2:1: This line is indented with a tab. "
          "Indent with spaces only." },
        { "docstart text", "--- a\nb: c\n",
          "p:1:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
        { "yaml in md", "```yaml\nid: a\n```\n",
          "p:1:1: A value cannot begin with the sign `. "
          "Put the whole text in double quotes." },
        { "multi-line key", "\"a\nb\": c\n",
          "p:1:1: The colon after the key is missing. "
          "Write \"key: value\", with a space after the colon." },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pack        pack;
        struct pack_faults f;

        check(row[i].name, !pack_parse(unit_arena(), S("p"), str_of(row[i].yaml), &pack, &f));
        check(row[i].name, f.n > 0);
        if (f.n > 0)
            check_text(row[i].name, pack_fault_line(&f, LANG_EN, 0), str_of(row[i].says));
    }
}

/* Reading goes on after what does not confuse it, so that one look shows all of it. */
TEST(syntax_faults_go_on)
{
    struct pack        pack;
    struct pack_faults f;

    check("refused", !pack_parse(unit_arena(), S("p"),
                                 S("a: &x 1\nb: *x\na: !t 2\nc: [1\n"), &pack, &f));
    check("anchor, alias, key twice, tag, then the bracket that ends it", f.n == 5);
    check("in order", f.fault[0].line == 1 && f.fault[1].line == 2 && f.fault[2].line == 3
                   && f.fault[3].line == 3 && f.fault[4].line == 4);
}

TEST(syntax_raw_bytes)
{
    struct pack        pack;
    struct pack_faults f;

    check("NUL", !pack_parse(unit_arena(), S("p"), S("a: b\nc: \0\n"), &pack, &f));
    check_text("its place", pack_fault_line(&f, LANG_EN, 0),
               S("p:2:4: An invisible control character (U+0000) stands here. "
                 "Delete it and type the place again."));
    check("UTF-16", !pack_parse(unit_arena(), S("p"), S("\xFF\xFE" "a\0:\0"), &pack, &f));
    check_text("its place", pack_fault_line(&f, LANG_EN, 0),
               S("p:1:1: The file is not UTF-8 from here on. "
                 "Save it again, and choose the encoding UTF-8."));
}
