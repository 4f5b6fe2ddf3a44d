/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/backup_rule.h"

#include "base/arena.h"
#include "unit.h"

TEST(backup_name)
{
    static const struct { const char *name; int64_t at; const char *text; } row[] = {
        { "an evening",       1795375800, "guyub-20261122T193000Z" },
        { "the first second", 0,          "guyub-19700101T000000Z" },
        { "a leap day",       1709208000, "guyub-20240229T120000Z" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        int64_t    at = -1;
        struct str name = backup_name(unit_arena(), row[i].at);

        check_text(row[i].name, name, str_of(row[i].text));
        check(row[i].name, backup_name_read(name, &at) && at == row[i].at);
    }
}

TEST(backup_name_read)
{
    static const char *const none[] = {
        "", "guyub", "guyub-20261122T193000Z.part", "guyub-20261122T193000", "keys",
        "guyub-20261322T193000Z", "guyub-20261122T243000Z", "guyub-20261122T196000Z",
        "guyub-20230229T120000Z", "guyub-2026112aT193000Z", "guyub-20261122 193000Z",
        "Guyub-20261122T193000Z", "guyub-20260022T193000Z", "guyub-+0261122T193000Z",
    };
    int64_t at;

    for (size_t i = 0; i < COUNT(none); i++)
        check(none[i], !backup_name_read(str_of(none[i]), &at));
}

TEST(backup_is_rest)
{
    static const struct { const char *name; bool is; } row[] = {
        { "guyub-20261122T193000Z.part",   true  },
        { ".drill-guyub-20261122T193000Z", true  },
        { "guyub-20261122T193000Z",        false },
        { "photographs.part",              false },
        { ".drill-bits",                   false },
        { ".part",                         false },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, backup_is_rest(str_of(row[i].name)) == row[i].is);
}

TEST(backup_surplus)
{
    static const struct { const char *name; size_t n; int64_t keep; size_t surplus; } row[] = {
        { "as many as are kept",          14, 14, 0  },
        { "one more",                     15, 14, 1  },
        { "fewer",                        3,  14, 0  },
        { "none at all",                  0,  14, 0  },
        { "all are kept",                 99, 0,  0  },
        { "the newest stays",             99, 1,  98 },
        { "a nonsense number keeps all",  5,  -1, 0  },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, backup_surplus(row[i].n, row[i].keep) == row[i].surplus);
}
