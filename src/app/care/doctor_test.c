/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/care/doctor.h"

#include "app/care/findings.h"
#include "unit.h"

TEST(doctor_room)
{
    enum { MB = 1 << 20 };
    static const int64_t GB = 1024 * (int64_t)MB;
    const struct { const char *name; int64_t left, all; enum finding_level level; } row[] = {
        { "half of a large disk",         500 * GB, 1000 * GB, FINDING_WELL  },
        { "little in bytes",              499 * (int64_t)MB, 2 * GB, FINDING_BAD },
        { "little in parts",              49 * GB,  1000 * GB, FINDING_BAD   },
        { "a twentieth and no more",      51 * GB,  1000 * GB, FINDING_DOUBT },
        { "a tenth",                      101 * GB, 1000 * GB, FINDING_WELL  },
        { "a small disk, half full",      2 * GB,   4 * GB,    FINDING_WELL  },
        { "less than twice the least",    900 * (int64_t)MB, 4 * GB, FINDING_DOUBT },
        { "nothing",                      0,        4 * GB,    FINDING_BAD   },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, doctor_room(row[i].left, row[i].all) == row[i].level);
}

TEST(findings_bad)
{
    struct findings f = { .n = 0 };

    found(&f, FINDING_WELL, "copy.files", MSG_NONE, MSG_NONE);
    found(&f, FINDING_DOUBT, "copy.rows", MSG_NONE, MSG_NONE);
    check("well and doubt are not bad", findings_bad(&f, "") == NULL);
    found(&f, FINDING_BAD, "data.journal", MSG_NONE, MSG_NONE);
    check("another beginning", findings_bad(&f, "copy.") == NULL);
    check("that beginning", findings_bad(&f, "data.") == &f.row[2]);
    check("any", findings_bad(&f, "") == &f.row[2]);
}
