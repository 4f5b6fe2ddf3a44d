/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* record_draft_test.c — what of a form is kept in a draft, and what never. */
#include "ground/record/record_draft.h"

#include "unit.h"
#include "web/query.h"

struct sample { struct str name, phone; };

static const struct field fields[] = {
    FIELD(struct sample, name,  F_TEXT, .max = 50, .label = N_("Name")),
    FIELD(struct sample, phone, F_TEXT, .max = 50, .label = N_("Phone"), .personal = 1),
};
static const struct form form = FORM(struct sample, fields);

TEST(record_draft_body)
{
    static const struct { const char *name, *field, *value; bool kept; } row[] = {
        { "a field",                         "name",           "Dinas A",     true  },
        { "what stood there before",         "was.name",       "Dinas B",     true  },
        { "faulty text, with a line break",  "name",           "a\nb & c=d",  true  },
        { "an empty field",                  "name",           "",            true  },
        { "a personal field",                "phone",          "0812",        false },
        { "what stood in a personal field",  "was.phone",      "0813",        false },
        { "the version, which is a column",  "record.version", "3",           false },
        { "a choice among two changes",      "take.name",      "mine",        false },
        { "the proof of the form",           "form",           "token",       false },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct pair  pair = { str_of(row[i].field), str_of(row[i].value) };
        struct str   body = record_draft_body(unit_arena(), &form, &pair, 1);
        struct query again;

        check(row[i].name, query_read(unit_arena(), body, &again));
        check(row[i].name, again.n == (row[i].kept ? 1 : 0));
        if (again.n == 0)
            continue;
        check_text(row[i].name, again.pair[0].name, pair.name);
        check_text(row[i].name, again.pair[0].value, pair.value);
    }
}

TEST(record_draft_body_has_a_ceiling)
{
    char       *text = NEWS(unit_arena(), char, RECORD_DRAFT_MAX);
    struct pair pair = { S("name"), { text, RECORD_DRAFT_MAX } };

    for (size_t i = 0; i < RECORD_DRAFT_MAX; i++)
        text[i] = 'a';
    check("too long, and known to be", record_draft_body(unit_arena(), &form, &pair, 1).n
          > RECORD_DRAFT_MAX);
    pair.value.n = RECORD_DRAFT_MAX - sizeof "name=";
    check("as long as fits", record_draft_body(unit_arena(), &form, &pair, 1).n
          <= RECORD_DRAFT_MAX);
}
