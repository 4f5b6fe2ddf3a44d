/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_in_test.c — tables as they are pasted, and what is told of them. */
#include "paper/table_in.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "unit.h"

struct holiday {
    struct str  name;
    struct date day;
    int32_t     kind;
    int64_t     budget_idr, n;
    struct dec  score;
    bool        is_fixed;
};

/* The two texts that the tests' catalogue has in Indonesian: "Tidak ada daerah", "dari". */
static const struct choice kinds[] = {
    { "national", N_("There is no region {0}.") }, { "shared", N_("Place") }, { NULL, NULL },
};

static const struct field fields[] = {
    FIELD(struct holiday, name,       F_TEXT, .max = 20, .required = true,
          .label = N_("{0} of {1}")),
    FIELD(struct holiday, day,        F_DATE, .required = true),
    FIELD(struct holiday, kind,       F_CHOICE, .choices = kinds),
    FIELD(struct holiday, budget_idr, F_MONEY, .max = 1000000000),
    FIELD(struct holiday, n,          F_INT, .max = 9),
    FIELD(struct holiday, score,      F_DEC, .max = 5),
    FIELD(struct holiday, is_fixed,   F_FLAG, .label = NULL),
};
static const struct form form = FORM(struct holiday, fields);

static void
show_faults(struct buf *b, const struct table_seen *seen)
{
    for (size_t i = 0; i < seen->n_kept; i++) {
        const struct table_fault *f = &seen->fault[i];
        struct str                place = msg_text(unit_arena(), LANG_EN, f->place);

        buf_fmt(b, "[%.*s %s %.*s: %.*s]", TEXT(place), f->field ? f->field->name : "-",
                TEXT(f->given), TEXT(msg_text(unit_arena(), LANG_EN, f->text)));
    }
    if (seen->passed_over.n > 0)
        buf_fmt(b, "(%.*s)", TEXT(seen->passed_over));
}

/* "name day kind budget n score fixed;" a row, then the faults. */
static struct str
read_all(const char *text)
{
    struct buf       b = buf_in(unit_arena(), 64 << 10);
    struct holiday   h = { .kind = -1 };
    struct table_in *t = NULL;
    struct grid     *g;
    bool             more = true;

    check("it opens", !grid_open_text(unit_arena(), str_of(text), &g)
          && !table_in_open(unit_arena(), g, &form, &t));
    while (more) {
        h = (struct holiday){ .kind = -1 };
        check("it reads", !table_in_next(t, &h, &more));
        if (more)
            buf_fmt(&b, "%.*s %.*s %d %d %d %.*s %d;", TEXT(h.name),
                    TEXT(date_iso(unit_arena(), h.day)), (int)h.kind, (int)h.budget_idr, (int)h.n,
                    TEXT(dec_str(unit_arena(), h.score)), h.is_fixed);
    }
    show_faults(&b, table_in_seen(t));
    return buf_str(&b);
}

TEST(table_in_rows)
{
    static const struct { const char *name, *text, *is; } row[] = {
        { "by label and by name", "Of\tday\nNyepi\t19/3/2026\n", "Nyepi 2026-03-19 -1 0 0 0 0;" },
        { "in Indonesian, in another order", "DAY\tDari:\n19 Maret 2026\tNyepi\n",
          "Nyepi 2026-03-19 -1 0 0 0 0;" },
        { "all kinds", "name\tday\tkind\tbudget_idr\tn\tscore\tis_fixed\n"
          "a\t2026-01-01\tshared\tRp 25.000.000\t7\t3,5\tya\n"
          "b\t2026-01-02\tTidak ada daerah\t1.500,00\t\t\ttidak\n",
          "a 2026-01-01 1 25000000 7 3.5 1;b 2026-01-02 0 1500 0 0 0;" },
        { "a title above the head", "Hari libur\n\nname\tday\nNyepi\t19/3/2026\n",
          "Nyepi 2026-03-19 -1 0 0 0 0;" },
        { "columns of no field", "No\tname\tday\tCatatan\n1\tNyepi\t19/3/2026\tx\n",
          "Nyepi 2026-03-19 -1 0 0 0 0;(No, Catatan)" },
        { "empty rows and cells that are missing", "name\tday\tn\n\n \t\t\nNyepi\t19/3/2026\n",
          "Nyepi 2026-03-19 -1 0 0 0 0;" },
        { "spaces that do not break", "name\tday\n\xc2\xa0Nyepi \xc2\xa0\t19/3/2026\n",
          "Nyepi 2026-03-19 -1 0 0 0 0;" },
        { "a line's end in a text", "name\tday\n\"Isra\nMikraj\"\t16/1/2026\n",
          "Isra Mikraj 2026-01-16 -1 0 0 0 0;" },
        { "faults, each at its cell", "name\tday\tn\tscore\tis_fixed\n\tbesok\t12\t1.234\tmungkin\n"
          "b\t1/1/2026\n",
          "b 2026-01-01 -1 0 0 0 0;"
          "[line 2, column 2 day besok: \"besok\" is not a date such as 31/12/2025 or 2025-12-31.]"
          "[line 2, column 4 score 1.234: \"1.234\" can be read in two ways. Write 1234, or "
          "1.2340.]"
          "[line 2, column 5 is_fixed mungkin: \"mungkin\" is neither yes nor no: write \"ya\" or "
          "\"tidak\".]"
          "[line 2, column 1 name : This must be given.]"
          "[line 2, column 3 n 12: 12 is too large; the most is 9.]" },
        { "a column is missing", "name\tn\nNyepi\t1\n",
          "[line 1 day : This column is not there. Write its name above the column.]" },
        { "no head", "Nyepi\t19/3/2026\n",
          "[line 1 name : This column is not there. Write its name above the column.]"
          "[line 1 day : This column is not there. Write its name above the column.]" },
        { "a column twice", "name\tday\tDARI\nNyepi\t19/3/2026\tx\n",
          "[line 1, column 3 name DARI: This column is there twice. Take one of the two away.]" },
        { "nothing", "",
          "[line 1 name : This column is not there. Write its name above the column.]"
          "[line 1 day : This column is not there. Write its name above the column.]" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check(row[i].name, str_eq(read_all(row[i].text), str_of(row[i].is)));
}

/* A row that the slice's own rule refuses is good no more; what is told twice of it counts once. */
TEST(table_in_own_rule)
{
    struct holiday           h = { 0 };
    struct table_in         *t = NULL;
    struct grid             *g;
    bool                     more;
    const struct table_seen *seen;

    check("it opens", !grid_open_text(unit_arena(), S("name\tday\na\t1/1/2026\nb\t2/1/2026\n"), &g)
          && !table_in_open(unit_arena(), g, &form, &t));
    check("a row", !table_in_next(t, &h, &more) && more && table_in_row(t) == 2);
    table_in_fault(t, "name", MSG("No."));
    table_in_fault(t, NULL, MSG("No."));
    check("another", !table_in_next(t, &h, &more) && more && str_eq(h.name, S("b")));
    check("no more", !table_in_next(t, &h, &more) && !more);
    seen = table_in_seen(t);
    check("counted", seen->n_rows == 2 && seen->n_good == 1 && seen->n_faults == 2);
    check("at its cell and at its row", seen->fault[0].column == 0
          && seen->fault[1].column == TABLE_NO_COLUMN && str_eq(seen->fault[0].given, S("a")));
}

/* A hundred thousand faulty rows cost no more memory than a thousand. */
TEST(table_in_memory)
{
    enum { ROWS = 100000 };
    struct buf       b = buf_in(unit_arena(), 8 << 20);
    struct holiday   h;
    struct table_in *t = NULL;
    struct grid     *g;
    bool             more = true;
    size_t           before;

    buf_add(&b, S("name\tday\n"));
    for (int i = 0; i < ROWS; i++)
        buf_add(&b, i % 2 ? S("Nyepi\tbesok pagi\n") : S("Nyepi\t1/1/2026\n"));
    check("it opens", !grid_open_text(unit_arena(), buf_str(&b), &g)
          && !table_in_open(unit_arena(), g, &form, &t));
    before = unit_arena()->used;
    while (more)
        check("it reads", !table_in_next(t, &h, &more));
    check("nothing is left behind", unit_arena()->used == before);
    check("all are counted, some kept", table_in_seen(t)->n_faults == ROWS / 2
          && table_in_seen(t)->n_good == ROWS / 2 && table_in_seen(t)->n_kept == TABLE_FAULTS_MAX);
}
