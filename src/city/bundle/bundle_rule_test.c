/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* bundle_rule_test.c — fingerprints, who may bring what, heads, what is newer, what differs. */
#include "city/bundle/bundle_rule.h"

#include <string.h>

#include "city/bundle/bundle_test.h"
#include "unit.h"

/* ---- keys ----------------------------------------------------------------------------------- */

TEST(bundle_fingerprint_is_read_out)
{
    struct arena      *a = unit_arena();
    struct bundle_head head = bundle_test_head();
    struct str         print = bundle_fingerprint(a, head.from);
    struct str         dashes = str_fmt(a, " %.*s-%.*s ", TEXT(str_part(print, 0, 23)),
                                        TEXT(str_part(print, 24, 23)));

    check("eight groups of five", print.n == 47 && print.p[5] == ' ' && print.p[41] == ' ');
    check("as it is shown", bundle_fingerprint_is(a, head.from, print));
    check("with other signs between", bundle_fingerprint_is(a, head.from, dashes));
    check("not cut", !bundle_fingerprint_is(a, head.from, str_part(print, 0, 46)));
    check("not longer", !bundle_fingerprint_is(a, head.from, str_fmt(a, "%.*s1", TEXT(print))));
    check("not nothing", !bundle_fingerprint_is(a, head.from, S("")));
    check("not of another key", !bundle_fingerprint_is(a, head.to, print));
}

TEST(bundle_hash_has_one_text)
{
    struct bundle_head head = bundle_test_head();
    char               upper[BUNDLE_KEY_HEX];

    memcpy(upper, head.part[0].sha256.p, sizeof upper);
    upper[0] = 'A';
    check("a hash", bundle_is_hash(head.part[0].sha256));
    check("not upper case", !bundle_is_hash((struct str){ upper, sizeof upper }));
    check("not shorter", !bundle_is_hash(str_part(head.part[0].sha256, 0, 63)));
    check("not empty", !bundle_is_hash(S("")));
}

/* ---- who may bring what --------------------------------------------------------------------- */

TEST(bundle_who_may_bring_what)
{
    static const struct {
        const char *name; enum bundle_kind kind; const char *region, *about; bool brings, gets;
    } row[] = {
        { "a city its answers",        BUNDLE_ANSWERS, "35.71", "35.71", true, false },
        { "a city another's answers",  BUNDLE_ANSWERS, "35.71", "35.72", false, false },
        { "a name that begins alike",  BUNDLE_ANSWERS, "35.7", "35.71", false, false },
        { "a province its city's",     BUNDLE_ANSWERS, "35", "35.71", true, false },
        { "a city its province's",     BUNDLE_ANSWERS, "35.71", "35", false, false },
        { "the nation answers",        BUNDLE_ANSWERS, "", "35.71", false, true },
        { "answers of nobody",         BUNDLE_ANSWERS, "35.71", "", false, false },
        { "the nation results",        BUNDLE_RESULTS, "", "35.71", true, false },
        { "a city results",            BUNDLE_RESULTS, "35.71", "35.71", false, true },
        { "a city another's results",  BUNDLE_RESULTS, "35.72", "35.71", false, false },
        { "the nation a receipt",      BUNDLE_RECEIPT, "", "35.71", true, true },
        { "a city its receipt",        BUNDLE_RECEIPT, "35.71", "35.71", true, true },
        { "a city another's receipt",  BUNDLE_RECEIPT, "35.72", "35.71", false, true },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct str region = str_of(row[i].region), about = str_of(row[i].about);

        check(row[i].name, bundle_may_bring(row[i].kind, region, about) == row[i].brings);
        check(row[i].name, bundle_may_get(row[i].kind, region, about) == row[i].gets);
    }
}

/* ---- heads ---------------------------------------------------------------------------------- */

static struct str
read_again(const struct bundle_head *head)
{
    struct bundle_head again;
    struct err        *e = bundle_head_read(unit_arena(), bundle_head_write(unit_arena(), head),
                                            &again);

    return e ? str_of(e->code) : S("well");
}

#define PART(name, value) check_text(name, (h = bundle_test_head(), value, read_again(&h))

TEST(bundle_head_comes_back)
{
    struct arena      *a = unit_arena();
    struct bundle_head h = bundle_test_head(), again;
    struct str         text = bundle_head_write(a, &h);

    check("read", !bundle_head_read(a, text, &again));
    check("as it was", again.stage == 1 && again.nth == 1 && again.n == 2
                           && again.kind == BUNDLE_ANSWERS && again.at == h.at);
    check_text("region", again.region, h.region);
    check_text("title", again.part[1].title, h.part[1].title);
    check("its size", bundle_parts_bytes(&again) == h.part[0].bytes + h.part[1].bytes);
    check("not with a blank", bundle_head_read(a, str_fmt(a, "%.*s ", TEXT(text)), &again) != NULL);
}

TEST(bundle_head_refuses)
{
    struct bundle_head h;

    PART("well", (void)0), S("well"));
    PART("no key", h.from = S("")), S("bundle.head"));
    PART("no recipient", h.to = S("b")), S("bundle.head"));
    PART("stage 3", h.stage = 3), S("bundle.head"));
    PART("number 0", h.nth = 0), S("bundle.head"));
    PART("before the beginning", h.at = -1), S("bundle.head"));
    PART("a round with a line in it", h.round = S("a\nb")), S("bundle.head"));
    PART("about another", h.about = h.to), S("bundle.head"));
    PART("a receipt of nothing", h.kind = BUNDLE_RECEIPT), S("bundle.head"));
    PART("a negative size", h.part[0].bytes = -1), S("bundle.head"));
    PART("a text too large", h.part[0].bytes = BUNDLE_TEXT_MAX + 1), S("bundle.large"));
    PART("a file too large", h.part[1].bytes = BUNDLE_FILE_MAX + 1), S("bundle.large"));
    PART("a title that turns around", h.part[0].title = S("a\xe2\x80\xae" "b")), S("bundle.head"));
}

TEST(bundle_head_refuses_names)
{
    static const char *const name[] = {
        "", ".", "..", "../answers.json", "/etc/passwd", "a/b", "a\\b", ".hidden", "answers.",
        "-answers", "an swers", "Answers.json", "a..b", "file-", "file-00", "answers.json\n",
    };
    struct bundle_head h;

    for (size_t i = 0; i < COUNT(name); i++)
        PART(name[i], h.part[0].name = str_of(name[i])), S("bundle.name"));
    PART("twice", h.part[1] = h.part[0]), S("bundle.name"));
    PART("another file's hash", h.part[1].sha256 = h.part[0].sha256), S("bundle.name"));
    h = bundle_test_head();
    struct bundle_part first = h.part[0];

    h.part[0] = h.part[1];
    h.part[1] = first;
    check_text("in another order", read_again(&h), S("bundle.name"));
}

TEST(bundle_head_of_too_many_parts)
{
    struct bundle_head h = bundle_test_head();
    struct bundle_part one = h.part[0];

    h.n = BUNDLE_PARTS_MAX + 1;
    h.part = NEWS(unit_arena(), struct bundle_part, h.n);
    for (size_t i = 0; i < h.n; i++) {
        h.part[i] = one;
        h.part[i].name = str_fmt(unit_arena(), "a%05zu", i);
    }
    check_text("too many", read_again(&h), S("bundle.large"));
    h.n--;
    check_text("one less", read_again(&h), S("well"));
}

/* ---- one after the other -------------------------------------------------------------------- */

TEST(bundle_order)
{
    static const struct {
        const char *name; int64_t last, nth; const char *was, *is; enum bundle_order order;
    } row[] = {
        { "the first",                     0, 1, "",  "x", BUNDLE_IS_NEW },
        { "the next",                      1, 2, "x", "y", BUNDLE_IS_NEW },
        { "one is left out",               1, 5, "x", "y", BUNDLE_IS_NEW },
        { "the same again",                2, 2, "y", "y", BUNDLE_IS_SAME },
        { "another of the same number",    2, 2, "y", "z", BUNDLE_IS_OLDER },
        { "an older one",                  2, 1, "y", "x", BUNDLE_IS_OLDER },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, bundle_order_of(row[i].last, str_of(row[i].was), row[i].nth,
                                           str_of(row[i].is)) == row[i].order);
}

TEST(bundle_difference_of_two)
{
    struct arena             *a = unit_arena();
    struct bundle_head        was = bundle_test_head(), is = bundle_test_head();
    struct bundle_differences d;

    bundle_compare(a, NULL, &is, &d);
    check("the first: all came", d.n == 2 && d.n_of[BUNDLE_ADDED] == 2);
    bundle_compare(a, &was, &is, &d);
    check("the same: all stayed", d.n == 2 && d.n_of[BUNDLE_KEPT] == 2);
    is.part[0].sha256 = was.part[1].sha256;
    is.part[1].name = S("file-other");
    bundle_compare(a, &was, &is, &d);
    check("each of them", d.n == 3 && d.row[0].change == BUNDLE_CHANGED
                              && d.row[1].change == BUNDLE_ADDED && d.row[2].change == BUNDLE_GONE);
    check_text("what went has its old name", d.row[2].part->title, S("SK Tim.pdf"));
}
