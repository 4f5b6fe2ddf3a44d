/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* usual_test.c — fields and names by a table that ships, and what it is not. */
#include "pack/usual.h"

#include <string.h>

#include "base/arena.h"

#include "unit.h"

static bool
is_refused(const char *table, struct usual_fields fields, struct usual *u, const char *code)
{
    struct err *e = usual_read(unit_arena(), table, fields, u);

    return e && strcmp(e->code, code) == 0;
}

TEST(usual_names)
{
    static const char       table[] = "pack/text/columns.csv";
    static const struct str word[] = {
        { "office", 6 }, { "unit", 4 }, { "code", 4 }, { "edition", 7 }, { "place", 5 },
        { "city", 4 }, { "target", 6 }, { "function", 8 }, { "fund", 4 }, { "year", 4 },
        { "money", 5 },
    };
    struct usual_fields all = { word, COUNT(word) };
    struct usual       *u = NEW(unit_arena(), struct usual);

    check("it is read", usual_read(unit_arena(), table, all, u) == NULL);
    check_text("as it stands, the best first", u->name[0], S("office"));
    check("with their fields", u->is[0] == 0 && u->is[u->n - 1] < COUNT(word));
    check("each field has one", u->n > COUNT(word));
    check("a field that nobody knows", is_refused(table, (struct usual_fields){ word, 1 }, u,
                                                  "pack.usual"));
    check("the names before it were read", u->n > 0 && u->is[u->n - 1] == 0);
    check("no such table", is_refused("pack/text/none.csv", all, u, "csv.column_missing"));
}
