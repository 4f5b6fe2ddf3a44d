/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pack_test.c — what is read, where it stands, and what is too much. */
#include "pack/pack.h"

#include "base/buf.h"
#include "unit.h"

#include <string.h>

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
               S("p:257:1: More than 256 keys stand together here. Make it a list."));
    err = pack_read_text(unit_arena(), S("p"), repeated("k: [", ",", PACK_NODES_MAX - 2, "]\n"),
                         &pack);
    check("100,000 nodes", err == NULL);
    err = pack_read_text(unit_arena(), S("p"), repeated("k: [", ",\n  ", PACK_NODES_MAX - 1, "]\n"),
                         &pack);
    check_text("one node more", err_line(unit_arena(), LANG_EN, err),
               S("p:99999:3: The pack has more than 100,000 values. Split it into several packs."));
    err = pack_read_text(unit_arena(), S("p"),
                         (struct str){ NEWS(unit_arena(), char, PACK_BYTES_MAX + 1),
                                                            PACK_BYTES_MAX + 1 }, &pack);
    check_text("4 MB and one byte", err_line(unit_arena(), LANG_EN, err),
               S("p:1:1: The file is larger than 4 MB, which is the most for a pack. "
                 "Split it into several packs."));
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
