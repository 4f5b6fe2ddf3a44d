/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* table_test.c — one table, three forms. */
#include "base/table.h"

#include "unit.h"

static struct table
sample(struct arena *a)
{
    static const struct column column[] = {
        { .key = "code",  .label = { .id = "Code"  }, .kind = COLUMN_TEXT },
        { .key = "name",  .label = { .id = "Name"  }, .kind = COLUMN_TEXT },
        { .key = "index", .label = { .id = "Index" }, .kind = COLUMN_DEC  },
        { .key = "n",     .label = { .id = "Kelurahan" }, .kind = COLUMN_INT  },
        { .key = "city",  .label = { .id = "City"  }, .kind = COLUMN_BOOL },
    };
    struct table t = table_in(a, column, COUNT(column), 3);
    struct str  *row = table_row(&t);

    row[0] = S("35.71"), row[1] = S("Kota Kediri"), row[2] = S("3.310");
    row[3] = S("46"), row[4] = S("true");
    row = table_row(&t);
    row[0] = S("35.06"), row[1] = S("=Caf\xc3\xa9\x1b[1m"), row[2] = S("-0.5");
    row = table_row(&t);
    row[0] = S("35.07"), row[1] = S("Caf\xc3\xa9");
    return t;
}

TEST(table_json)
{
    struct table t = sample(unit_arena());
    struct buf   out = buf_in(unit_arena(), 1000);
    struct json  j = json_to(&out);

    table_json(&j, &t);
    check_text("numbers keep their digits, unknown is null", buf_str(&out),
        S("[{\"code\":\"35.71\",\"name\":\"Kota Kediri\",\"index\":3.310,\"n\":46,\"city\":true},"
          "{\"code\":\"35.06\",\"name\":\"=Caf\xc3\xa9\\u001b[1m\",\"index\":-0.5,"
          "\"n\":null,\"city\":null},{\"code\":\"35.07\",\"name\":\"Caf\xc3\xa9\",\"index\":null,"
          "\"n\":null,\"city\":null}]"));
}

TEST(table_csv)
{
    struct table t = sample(unit_arena());
    struct buf   out = buf_in(unit_arena(), 1000);

    table_csv(&out, &t);
    check_text("a formula is shielded, a negative number is not", buf_str(&out),
        S("code,name,index,n,city\r\n35.71,Kota Kediri,3.310,46,true\r\n"
          "35.06,'=Caf\xc3\xa9\x1b[1m,-0.5,,\r\n"
          "35.07,Caf\xc3\xa9,,,\r\n"));
}

TEST(table_text)
{
    struct table t = sample(unit_arena());
    struct buf   out = buf_in(unit_arena(), 1000);

    table_text(&out, LANG_EN, &t);
    check_text("aligned; a terminal's escape is not let through", buf_str(&out),
        S("Code   Name         Index  Kelurahan  City\n"
          "35.71  Kota Kediri  3.310         46  true\n"
          "35.06  =Caf???[1m    -0.5             \n"
          "35.07  Caf\xc3\xa9                           \n"));
}

static void
one_row_more(void *arg)
{
    table_row(arg);
}

TEST(table_row_asserts)
{
    struct table t = sample(unit_arena());

    check("the ceiling holds", unit_aborts(one_row_more, &t));
}
