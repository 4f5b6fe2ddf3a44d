/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dossier_rule_test.c — names in the ZIP. */
#include "office/dossier/dossier_rule.h"

#include <string.h>

#include "unit.h"

TEST(dossier_rule_names)
{
    static const struct { const char *row; int64_t n; const char *given, *is; } row[] = {
        { "as it is",              1, "laporan akhir.pdf",      "001-laporan akhir.pdf" },
        { "a path",                2, "../../etc/passwd",       "002-passwd" },
        { "a path of Windows",     3, "C:\\Users\\a\\foto.jpg", "003-foto.jpg" },
        { "signs of a shell",      4, "a;b&c$d`e'f.txt",        "004-a_b_c_d_e_f.txt" },
        { "signs of file systems", 5, "a:b*c?d\"e<f>g|h.txt",   "005-a_b_c_d_e_f_g_h.txt" },
        { "a line's end",          6, "a\nb.txt",               "006-file" },
        { "no UTF-8",              7, "\xff\xfe.pdf",           "007-file" },
        { "a direction",           8, "fdp.\xe2\x80\xae" "exe", "008-file" },
        { "nothing",               9, "",                       "009-file" },
        { "dots",                  10, "...",                   "010-file" },
        { "dots at its end",       11, "laporan.pdf. .",        "011-laporan.pdf" },
        { "hidden",                12, ".profile",              "012-.profile" },
        { "other letters",         13, "\xe5\xa0\xb1\xe5\x91\x8a.pdf",
          "013-\xe5\xa0\xb1\xe5\x91\x8a.pdf" },
        { "over a thousand",       1000, "a.pdf",               "1000-a.pdf" },
    };

    for (size_t i = 0; i < COUNT(row); i++)
        check_text(row[i].row, dossier_name(unit_arena(), row[i].n, str_of(row[i].given)),
                   str_of(row[i].is));
}

TEST(dossier_rule_long_name)
{
    struct arena *a = unit_arena();
    struct str    whole = S(""), is;

    for (size_t i = 0; i < 132; i++)
        whole = str_fmt(a, "%.*s\xe5\xa0\xb1", TEXT(whole));
    whole = str_fmt(a, "%.*s.pdf", TEXT(whole));
    is = dossier_name(a, 1, str_part(whole, 0, whole.n - 1));
    check("short enough", is.n <= DOSSIER_NAME_MAX + 4);
    is = dossier_name(a, 1, whole);
    check("its ending stays", is.n <= DOSSIER_NAME_MAX + 4 && str_ends(is, S(".pdf")));
    check("no half sign", (is.n - 4 - 4) % 3 == 0);
}
