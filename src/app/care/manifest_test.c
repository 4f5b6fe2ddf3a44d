/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/manifest.h"

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

#define SHA "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static struct manifest
example(void)
{
    static struct store_step  step[] = { { { "org", 3 }, { "0123456789abcdef", 16 }, 2 } };
    static struct store_table table[] = { { { "org", 3 }, 17 }, { { "subject_key", 11 }, 0 } };

    return (struct manifest){
        .program = S("0.1.0"), .commit = S("abc"), .kind = STORE_SQLITE, .file = S("data.db"),
        .sha256 = S(SHA), .bytes = 4096, .at = 1795375800, .ended_at = 1795375801,
        .steps = { step, COUNT(step) }, .tables = { table, COUNT(table) },
        .journal_sealed = { true, 12 }, .journal_waiting = { true, 0 }, .journal_head = S(SHA),
        .journal_holds = true,
    };
}

static struct str
written(const struct manifest *m)
{
    struct buf  b = buf_in(unit_arena(), MANIFEST_MAX);
    struct json j = json_to(&b);

    manifest_json(&j, m);
    return buf_str(&b);
}

/* What is written is read again, and written the same. */
TEST(manifest_parse)
{
    struct manifest m = example(), read, unknown = example(), read_unknown;
    struct str      text = written(&m);

    check("it can be read", !manifest_parse(unit_arena(), text, S("-"), &read));
    check_text("and is the same", written(&read), text);
    unknown.journal_sealed.known = unknown.journal_waiting.known = false;
    unknown.journal_head = (struct str){ NULL, 0 };
    text = written(&unknown);
    check("unknown stays unknown", !manifest_parse(unit_arena(), text, S("-"), &read_unknown)
                                   && !read_unknown.journal_sealed.known);
    check_text("and is the same", written(&read_unknown), text);
}

TEST(manifest_parse_refuses)
{
    static const char *const wrong[] = {
        "", "{}", "[]", "null", "{\"guyub_backup\":2}", "{\"guyub_backup\":1,\"kind\":\"sqlite\"}",
        "{\"guyub_backup\":1,\"kind\":\"oracle\",\"file\":\"data.db\"}",
        "{\"guyub_backup\":1,\"guyub_backup\":1}",
    };
    struct manifest m = example(), read;
    struct str      text = written(&m);

    for (size_t i = 0; i < COUNT(wrong); i++)
        check(wrong[i], manifest_parse(unit_arena(), str_of(wrong[i]), S("-"), &read) != NULL);
    for (size_t n = 0; n < text.n; n++)
        if (!manifest_parse(unit_arena(), str_part(text, 0, n), S("-"), &read))
            check("cut off", false);
}

TEST(sums_parse)
{
    static const struct { const char *name, *text; bool is; } row[] = {
        { "two files",        SHA "  data.db\n" SHA "  manifest.json\n", true  },
        { "nothing",          "",                                         false },
        { "no end of a line", SHA "  data.db",                            false },
        { "one space",        SHA " data.db\n",                           false },
        { "no name",          SHA "  \n",                                 false },
        { "a short digest",   "abc  data.db\n",                           false },
    };
    struct sums sums;

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str text = str_of(row[i].text);

        check(row[i].name, sums_parse(text, &sums) == row[i].is);
        if (row[i].is)
            check_text(row[i].name, sums_text(unit_arena(), &sums), text);
    }
}
