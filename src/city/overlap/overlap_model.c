/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_model.c — reads the lines of the model. */
#include "city/overlap/overlap_model.h"

#include "base/csv.h"
#include "base/near.h"
#include "pack/embedded.h"

enum { AT_NAME, AT_POINTS, AT_FROM, AT_TO, AT_MEANS_ID, AT_MEANS_EN, AT_END };

static const char *const columns[AT_END] = {
    "name", "points", "from", "to", "means_id", "means_en",
};

static const struct { struct str name; enum overlap_cells cells; } lines[OVERLAP_LINES_N] = {
#define X(name, word, cells) [OVERLAP_BY_##name] = { { word, sizeof(word) - 1 }, cells },
    OVERLAP_LINES(X)
#undef X
};

struct model_reader {
    struct arena         *arena;
    struct csv_reader    *csv;
    struct overlap_model *model;
    bool                  has[OVERLAP_LINES_N];
};

static struct err *
refuse(const struct model_reader *r, size_t column, struct err e)
{
    e.kind  = ERR_INPUT;
    e.where = csv_where(r->csv, column);
    return err_of(r->arena, e);
}

static struct err *
refuse_name(const struct model_reader *r, struct str name)
{
    struct str known[OVERLAP_LINES_N], near;

    for (size_t i = 0; i < OVERLAP_LINES_N; i++)
        known[i] = lines[i].name;
    near = near_word(name, known, OVERLAP_LINES_N);
    return refuse(r, AT_NAME, (struct err){ .code = "overlap.model_name",
        .text = MSG("The judgement has no line \"{0}\".", name),
        .hint = near.n > 0 ? MSG("Did you mean \"{0}\"?", near) : MSG_NONE });
}

static bool
cell_is_wanted(enum overlap_cells cells, size_t column)
{
    if (column == AT_POINTS)
        return cells != OVERLAP_LEAST;
    if (column == AT_FROM)
        return cells == OVERLAP_GRADED || cells == OVERLAP_FROM || cells == OVERLAP_LEAST;
    return cells == OVERLAP_GRADED || cells == OVERLAP_UP_TO;
}

/* Reads one number, or proves that there is none where none is used. */
static struct err *
read_cell(const struct model_reader *r, const struct csv_record *rec, enum overlap_line line,
          size_t column, int32_t *out)
{
    bool    is_wanted = cell_is_wanted(lines[line].cells, column);
    int64_t least = column == AT_POINTS ? -OVERLAP_POINTS_MAX : 0;
    int64_t most  = column == AT_POINTS ? OVERLAP_POINTS_MAX : 100;
    int64_t n = 0;

    if (!is_wanted && rec->field[column].n > 0)
        return refuse(r, column, (struct err){ .code = "overlap.model_line",
            .text = MSG("The line \"{0}\" has no use for \"{1}\".", lines[line].name,
                        str_of(columns[column])),
            .hint = MSG("Leave the cell empty.") });
    if (is_wanted && (!str_int64(rec->field[column], &n) || n < least || n > most))
        return refuse(r, column, (struct err){ .code = "overlap.model_line",
            .text = MSG("\"{0}\" of the line \"{1}\" must be a whole number from {2} to {3}.",
                        str_of(columns[column]), lines[line].name,
                        str_int(r->arena, least),
                        str_int(r->arena, most)) });
    *out = (int32_t)n;
    return NULL;
}

static struct err *
read_line(struct model_reader *r, const struct csv_record *rec)
{
    struct overlap_weight w = { .points = 0 };
    size_t                line = 0;

    while (line < OVERLAP_LINES_N && !str_eq(rec->field[AT_NAME], lines[line].name))
        line++;
    if (line == OVERLAP_LINES_N)
        return refuse_name(r, rec->field[AT_NAME]);
    if (r->has[line])
        return refuse(r, AT_NAME, (struct err){ .code = "overlap.model_name",
            .text = MSG("The line \"{0}\" stands twice.", rec->field[AT_NAME]),
            .hint = MSG("Keep one of the two.") });
    TRY(read_cell(r, rec, (enum overlap_line)line, AT_POINTS, &w.points));
    TRY(read_cell(r, rec, (enum overlap_line)line, AT_FROM, &w.from));
    TRY(read_cell(r, rec, (enum overlap_line)line, AT_TO, &w.to));
    if (lines[line].cells == OVERLAP_GRADED && w.to <= w.from)
        return refuse(r, AT_TO, (struct err){ .code = "overlap.model_line",
            .text = MSG("In the line \"{0}\", \"to\" must be more than \"from\".",
                        rec->field[AT_NAME]) });
    r->has[line] = true;
    r->model->weight[line] = w;
    return NULL;
}

static struct err *
check_whole(const struct model_reader *r, struct str name)
{
    const struct overlap_weight *weight = r->model->weight;

    for (size_t i = 0; i < OVERLAP_LINES_N; i++)
        if (!r->has[i])
            return err_of(r->arena, (struct err){ .kind = ERR_INPUT,
                .code = "overlap.model_name", .where = name,
                .text = MSG("The line \"{0}\" is missing.", lines[i].name),
                .hint = MSG("Add it; with 0 points it does not count.") });
    if (weight[OVERLAP_BY_PROBABLE].points < weight[OVERLAP_BY_LOOK_ALIKE].points)
        return err_of(r->arena, (struct err){ .kind = ERR_INPUT,
            .code = "overlap.model_line", .where = name,
            .text = MSG("\"probable\" must not be less than \"look_alike\".") });
    return NULL;
}

struct err *
overlap_model_read(struct arena *a, struct str name, struct str text, struct overlap_model **out)
{
    struct model_reader r = { .arena = a, .model = NEW(a, struct overlap_model) };
    struct csv_record   rec;
    struct str          marks = S("");
    bool                more;

    embedded_find(S("pack/text/mark.csv"), &marks);
    TRY(overlap_marks_read(a, S("pack/text/mark.csv"), marks, &r.model->marks));
    TRY(csv_open_text(a, &r.csv, name, text, columns, AT_END));
    for (;;) {
        TRY(csv_next(r.csv, &rec, &more));
        if (!more)
            break;
        TRY(read_line(&r, &rec));
    }
    csv_close(r.csv);
    TRY(check_whole(&r, name));
    *out = r.model;
    return NULL;
}

struct err *
overlap_model_own(struct arena *a, struct overlap_model **out)
{
    struct str text = S("");

    embedded_find(S("pack/text/overlap.csv"), &text);
    return overlap_model_read(a, S("pack/text/overlap.csv"), text, out);
}
