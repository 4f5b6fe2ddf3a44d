/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pack_test.c — what is read, where it stands, and the exact words for what is refused. */
#include "pack/pack.h"

#include "base/buf.h"
#include "unit.h"

#include <string.h>

static struct str
refusal(const char *text)
{
    struct pack  pack;
    struct err  *err = pack_read_text(unit_arena(), S("p.yaml"), str_of(text), &pack);

    return err ? err_line(unit_arena(), LANG_EN, err) : S("accepted");
}

TEST(pack_nodes)
{
    struct pack             pack;
    const struct pack_node *parts, *second;
    struct err *err = pack_read_text(unit_arena(), S("p.yaml"),
                                     S("# a note\nid: evaluation\nparts:\n  - {id: a, weight: 10}\n"
                                       "  - id: \"b\"\n    weight: 90\n"), &pack);

    check("read", err == NULL);
    check("two keys at the top", pack.root->n == 2 && pack.root->line == 2
          && pack.root->column == 1);
    check_text("a text", pack_at(pack.root, "id")->text, S("evaluation"));
    check("its value's place", pack_at(pack.root, "id")->line == 2
          && pack_at(pack.root, "id")->column == 5);
    parts  = pack_at(pack.root, "parts");
    second = parts->first->next;
    check("a list of two maps", parts->kind == PACK_LIST && parts->n == 2
          && second->kind == PACK_MAP);
    check("its key's place", parts->key_line == 3 && parts->key_column == 1);
    check_text("a quoted text", pack_at(second, "id")->text, S("b"));
    check("nested place", pack_at(second, "weight")->line == 6
          && pack_at(second, "weight")->column == 13);
    check("no such key", pack_at(second, "title") == NULL && second->next == NULL);
}

TEST(pack_texts)
{
    static const struct { const char *name, *yaml, *text; } row[] = {
        { "plain",                      "k: 3.10\n",               "3.10"        },
        { "a word that YAML 1.1 reads as no", "k: no\n",           "no"          },
        { "empty",                      "k:\n",                    ""            },
        { "quoted",                     "k: 'a: b # c'\n",         "a: b # c"    },
        { "escaped",                    "k: \"a\\nb\"\n",          "a\nb"        },
        { "folded",                     "k: >\n  a\n  b\n",        "a b\n"       },
        { "literal",                    "k: |\n  a\n  b\n",        "a\nb\n"      },
        { "beyond ASCII",               "k: caf\xC3\xA9\n",        "caf\xC3\xA9" },
        { "after a byte order mark",    "\xEF\xBB\xBFk: a\n",      "a"           },
        { "with a document's start",    "---\nk: a\n",             "a"           },
        { "CRLF lines",                 "k: a\r\nl: b\r\n",        "a"           },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pack pack;
        struct err *err = pack_read_text(unit_arena(), S("p.yaml"), str_of(row[i].yaml), &pack);
        check(row[i].name, err == NULL);
        if (!err)
            check_text(row[i].name, pack_at(pack.root, "k")->text, str_of(row[i].text));
    }
}

TEST(pack_refusals)
{
    static const struct { const char *name, *yaml, *says; } row[] = {
        { "baseline", "k: a\n", "accepted" },
        { "an alias", "k: &x a\nl: *x\n",
          "p.yaml:1:4: Anchors (&name) are not allowed in a pack. "
          "Remove the anchor; quote a text that begins with an ampersand." },
        { "an alias alone", "k: *x\n",
          "p.yaml:1:4: Aliases (*name) are not allowed in a pack. "
          "Write the value out; quote a text that begins with an asterisk." },
        { "an anchor on a list", "k: &x\n  - a\n",
          "p.yaml:1:4: Anchors (&name) are not allowed in a pack. "
          "Remove the anchor; quote a text that begins with an ampersand." },
        { "a tag", "k: !!int 3\n",
          "p.yaml:1:4: Tags (!name) are not allowed in a pack. "
          "Remove the tag; quote a text that begins with an exclamation mark." },
        { "a merge key", "k: a\n<<: {l: b}\n",
          "p.yaml:2:1: Merge keys (<<) are not allowed in a pack. "
          "Write the keys out where they are needed." },
        { "a key twice", "k: a\nl: b\nk: c\n",
          "p.yaml:3:1: The key \"k\" stands here twice. Keep one of them." },
        { "a key twice in a list's map", "k:\n  - {a: 1, a: 2}\n",
          "p.yaml:2:12: The key \"a\" stands here twice. Keep one of them." },
        { "two documents", "k: a\n---\nk: b\n",
          "p.yaml:2:1: A second document begins here. "
          "A pack is one document: remove the line \"---\"." },
        { "a list as a key", "? [a]\n: b\n",
          "p.yaml:1:3: A map or a list cannot be a key. Write a word as the key." },
        { "no key", "'': b\n", "p.yaml:1:1: A key is missing before the colon. Write the key." },
        { "a list at the top", "- a\n",
          "p.yaml:1:1: A pack is a map: lines of \"key: value\". Begin the file with a key." },
        { "a text at the top", "a\n",
          "p.yaml:1:1: A pack is a map: lines of \"key: value\". Begin the file with a key." },
        { "nothing", "",
          "p.yaml:1:1: A pack is a map: lines of \"key: value\". Begin the file with a key." },
        { "a tab as indentation", "k:\n\tl: a\n",
          "p.yaml:2:1: This is not YAML. "
          "The reader says: found character that cannot start any token. "
          "Check the indentation, the colons and the quotes just before this place." },
        { "an open quote", "k: \"a\nl: b\n",
          "p.yaml:3:1: This is not YAML. The reader says: found unexpected end of stream. "
          "Check the indentation, the colons and the quotes just before this place." },
        { "an open bracket", "k: [a, b\n",
          "p.yaml:2:1: This is not YAML. The reader says: did not find expected ',' or ']'. "
          "Check the indentation, the colons and the quotes just before this place." },
        { "a byte that is not UTF-8", "k: a\nl: caf\xC3\xA9 \xE9\n",
          "p.yaml:2:9: The file is not UTF-8 from here on. Save it as UTF-8." },
        { "a NUL, written out", "k: \"a\\0b\"\n",
          "p.yaml:1:4: There is a NUL byte here. Remove it and send the text again." },
        { "seventeen levels", "k: [[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]\n",
          "p.yaml:1:19: The pack is nested more than 16 levels deep. Make it flatter." },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].name, refusal(row[i].yaml), str_of(row[i].says));
}

/* A text of `n` pieces, each made from its number, inside `before` and `after`. */
static struct str
repeated(const char *before, const char *piece, size_t n, const char *after)
{
    struct buf b = buf_in(unit_arena(), 8 << 20);

    buf_add(&b, str_of(before));
    for (size_t i = 0; i < n; i++) {
        buf_fmt(&b, "k%zu", i);
        buf_add(&b, str_of(piece));
    }
    buf_add(&b, str_of(after));
    return buf_str(&b);
}

TEST(pack_limits)
{
    struct pack pack;
    struct err *err;

    err = pack_read_text(unit_arena(), S("p"), repeated("", ": a\n", PACK_KEYS_MAX, ""), &pack);
    check("256 keys", err == NULL);
    err = pack_read_text(unit_arena(), S("p"), repeated("", ": a\n", PACK_KEYS_MAX + 1, ""), &pack);
    check_text("257 keys", err_line(unit_arena(), LANG_EN, err),
               S("p:257:1: A map has more than 256 keys. Make it a list."));
    err = pack_read_text(unit_arena(), S("p"), repeated("k: [", ",", PACK_NODES_MAX - 2, "]\n"),
                         &pack);
    check("100,000 nodes", err == NULL);
    err = pack_read_text(unit_arena(), S("p"), repeated("k: [", ",\n  ", PACK_NODES_MAX - 1, "]\n"),
                         &pack);
    check_text("one node more", err_line(unit_arena(), LANG_EN, err),
               S("p:99999:3: The pack has more than 100,000 nodes. Split it into several packs."));
    err = pack_read_text(unit_arena(), S("p"),
                         (struct str){ NEWS(unit_arena(), char, PACK_BYTES_MAX + 1),
                                                            PACK_BYTES_MAX + 1 }, &pack);
    check("4 MB and one byte", err && err->kind == ERR_TOO_LARGE
          && strcmp(err->code, "pack.too_large") == 0);
}

TEST(pack_file_absent)
{
    struct pack pack;
    struct err *err = pack_read(unit_arena(), S("/nowhere/p.yaml"), &pack);

    check("refused", err && err->kind == ERR_INPUT && strcmp(err->code, "pack.absent") == 0);
    check_text("the line", err_line(unit_arena(), LANG_EN, err),
               S("/nowhere/p.yaml could not be opened. There is no such file or folder. "
                 "Check the name and that the file may be read."));
}

TEST(pack_file_is_a_folder)
{
    struct pack pack;
    struct err *err = pack_read(unit_arena(), S("/"), &pack);

    check("the caller's mistake, not ours", err && err->kind == ERR_INPUT);
    check_text("the line", err_line(unit_arena(), LANG_EN, err),
               S("/ could not be read. It is a folder. "
                 "Check the name and that the file may be read."));
}

TEST(pack_faults_in_order)
{
    struct pack        pack;
    struct pack_faults f;
    struct pack_node   at = { .line = 5, .column = 1 };

    check("read", !pack_read_text(unit_arena(), S("p"), S("k: a\n"), &pack));
    f = pack_faults_in(unit_arena(), &pack);
    check("none", pack_faults_err(&f) == NULL);
    pack_fault_at(&f, &at, MSG("Later."), MSG("Do."));
    pack_fault_at(&f, pack_at(pack.root, "k"), MSG("Value."), MSG("Do."));
    pack_fault_key(&f, pack_at(pack.root, "k"), MSG("Key."), MSG("Do."));
    check_text("the first in the file", err_line(unit_arena(), LANG_EN, pack_faults_err(&f)),
               S("p:1:1: Key. Other places that are wrong too: 2. Do."));
    check_text("then the second", pack_fault_line(&f, LANG_EN, 1), S("p:1:4: Value. Do."));
    for (int32_t i = 0; i < 200; i++)
        pack_fault_at(&f, &(struct pack_node){ .line = 300 - i, .column = 1 }, MSG("x"), MSG("y"));
    check("a hundred are kept", f.n == PACK_FAULTS_MAX && f.more);
    check("the first hundred of the file", f.fault[2].line == 5 && f.fault[99].line == 197);
}
