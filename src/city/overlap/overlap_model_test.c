/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_model_test.c — the model's lines and the words that begin a name. */
#include "city/overlap/overlap_model.h"

#include <string.h>

#include "base/buf.h"
#include "pack/embedded.h"
#include "test/unit.h"

/* The program's own lines with the line `name` replaced by `with`; NULL: left out. */
static struct str
changed(const char *name, const char *with)
{
    struct arena *a = unit_arena();
    struct buf    out = buf_in(a, 1 << 16);
    struct str    rest = S(""), line, start = str_fmt(a, "%s,", name);

    embedded_find(S("pack/text/overlap.csv"), &rest);
    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (str_starts(line, start) && with)
            buf_fmt(&out, "%s\n", with);
        else if (!str_starts(line, start))
            buf_fmt(&out, "%.*s\n", TEXT(line));
    }
    return buf_str(&out);
}

TEST(overlap_model_read)
{
    static const struct { const char *name, *line, *with, *code, *where; } row[] = {
        { "baseline: as it is",       "none",    NULL,                    NULL, NULL },
        { "a line that is missing",   "words",   NULL,         "overlap.model_name", "m.csv" },
        { "a name that is not known", "words",   "wodrs,1,2,3,a,b", "overlap.model_name",
          "m.csv:3:1" },
        { "a line that stands twice", "words",   "title,1,2,3,a,b", "overlap.model_name",
          "m.csv:3:1" },
        { "points that are none",     "words",   "words,many,30,90,a,b", "overlap.model_line",
          "m.csv:3:7" },
        { "points with a fraction",   "words",   "words,2.5,30,90,a,b", "overlap.model_line",
          "m.csv:3:7" },
        { "points beyond all",        "words",   "words,1001,30,90,a,b", "overlap.model_line",
          "m.csv:3:7" },
        { "points below all",         "words",   "words,-1001,30,90,a,b", "overlap.model_line",
          "m.csv:3:7" },
        { "points that are empty",    "words",   "words,,30,90,a,b", "overlap.model_line",
          "m.csv:3:7" },
        { "more than all per cent",   "words",   "words,25,30,101,a,b", "overlap.model_line",
          "m.csv:3:13" },
        { "less than no per cent",    "words",   "words,25,-1,90,a,b", "overlap.model_line",
          "m.csv:3:10" },
        { "bounds without between",   "words",   "words,25,90,90,a,b", "overlap.model_line",
          "m.csv:3:13" },
        { "a bound for a flat line",  "office_same", "office_same,10,50,,a,b",
          "overlap.model_line", "m.csv:4:16" },
        { "points for a mere bound",  "same_work", "same_work,5,90,,a,b", "overlap.model_line",
          "m.csv:36:11" },
        { "a mere bound without",     "same_work", "same_work,,,,a,b", "overlap.model_line",
          "m.csv:36:12" },
        { "probable under look-alike", "probable", "probable,34,,,a,b", "overlap.model_line",
          "m.csv" },
        { "probable like look-alike", "probable", "probable,35,,,a,b", NULL, NULL },
        { "no points",                "words",   "words,0,30,90,a,b", NULL, NULL },
        { "a cell too few",           "words",   "words,25,30,90,a", "csv.fields", "m.csv:3:1" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct overlap_model *model = NULL;
        struct err *e = overlap_model_read(unit_arena(), S("m.csv"),
                                           changed(row[i].line, row[i].with), &model);

        check(row[i].name, (e == NULL) == (row[i].code == NULL));
        check(row[i].name, (e == NULL) == (model != NULL));
        check(row[i].name, !e || !row[i].code || strcmp(e->code, row[i].code) == 0);
        if (e && row[i].where)
            check_text(row[i].name, e->where, str_of(row[i].where));
    }
}

TEST(overlap_model_own)
{
    struct overlap_model *model;
    struct err           *e = overlap_model_own(unit_arena(), &model);

    check("the program's own model is whole", e == NULL);
    if (e)
        return;
    check("different sub-units speak against",
          model->weight[OVERLAP_BY_UNIT_OTHER].points < 0);
    check("the same code does not make a look-alike", model->weight[OVERLAP_BY_CODE_SAME].points
          < model->weight[OVERLAP_BY_LOOK_ALIKE].points);
    check("every line is read: a graded one", model->weight[OVERLAP_BY_TITLE].to > 0);
    check("and the last one", model->weight[OVERLAP_BY_LOOK_ALIKE].points > 0);
}

TEST(overlap_marks_read)
{
    static const struct { const char *name, *lines, *where; } row[] = {
        { "baseline",                "word,is,means\npkm,unit,puskesmas\ndesa,place,\n", NULL },
        { "no words",                "word,is,means\n", NULL },
        { "a kind that is none",     "word,is,means\npkm,clinic,\n", "w.csv:2:5" },
        { "an empty word",           "word,is,means\n,unit,\n", "w.csv:2:1" },
        { "a capital",               "word,is,means\nPKM,unit,\n", "w.csv:2:1" },
        { "two words",               "word,is,means\nsd negeri,unit,\n", "w.csv:2:1" },
        { "a point",                 "word,is,means\nkec.,place,\n", "w.csv:2:1" },
        { "a capital in the meaning", "word,is,means\npkm,unit,Puskesmas\n", "w.csv:2:10" },
        { "twice",                   "word,is,means\nrw,place,\nrt,place,\nrw,unit,\n", "w.csv" },
    };

    for (size_t i = 0; i < COUNT(row); i++) {
        struct overlap_marks marks;
        struct err *e = overlap_marks_read(unit_arena(), S("w.csv"), str_of(row[i].lines), &marks);

        check(row[i].name, (e == NULL) == (row[i].where == NULL));
        check(row[i].name, !e || strcmp(e->code, "overlap.mark") == 0
              || strcmp(e->code, "csv.fields") == 0);
        if (e && row[i].where)
            check_text(row[i].name, e->where, str_of(row[i].where));
    }
}

TEST(overlap_mark_of)
{
    struct overlap_marks       marks;
    const struct overlap_mark *mark;
    struct err *e = overlap_marks_read(unit_arena(), S("w.csv"),
        S("word,is,means\nrw,place,\npkm,unit,puskesmas\ndesa,place,\n"), &marks);

    check("baseline", e == NULL);
    if (e)
        return;
    mark = overlap_mark_of(&marks, S("pkm"));
    check("found", mark && mark->is == OVERLAP_MARK_UNIT);
    check("what it stands for", mark && str_eq(mark->means, S("puskesmas")));
    mark = overlap_mark_of(&marks, S("desa"));
    check("itself", mark && str_eq(mark->means, S("desa")));
    check("not there", !overlap_mark_of(&marks, S("puskesmas")));
    check("a beginning is not it", !overlap_mark_of(&marks, S("des")));
    check("nothing is not it", !overlap_mark_of(&marks, S("")));
}
