/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_report_data.c — findings as CSV and JSON. */
#include "base/arena.h"
#include "base/csv.h"
#include "city/overlap/overlap_report.h"

/* ---- CSV ------------------------------------------------------------------------------------- */

/* What stands in front of both rows, of each of them, and behind. */
static const char *const head[] = { "what", "kind", "points", "words", "title" };
static const char *const of_row[] = { "rows", "file", "line", "id", "name", "text" };
static const char *const tail[] = { "words_in_common", "for", "against", "lines" };

enum {
    HEAD = COUNT(head), OF_ROW = COUNT(of_row), TAIL = COUNT(tail),
    CELLS = HEAD + 2 * (OF_ROW + OVERLAP_FIELDS) + TAIL,
};

struct cells { struct str cell[CELLS]; size_t n; };

static void
put(struct cells *c, struct str s)
{
    c->cell[c->n++] = s;
}

/* 0.8700: a share with all its places. */
static struct str
share(struct arena *a, uint32_t ten_thousandths)
{
    return dec_str(a, (struct dec){ .units = ten_thousandths, .scale = 4 });
}

static void
write_cells(struct overlap_report *r, const struct cells *c)
{
    csv_write(r->sh->out, c->cell, c->n, true);
}

void
overlap_csv_begin(struct overlap_report *r)
{
    struct arena *a = r->cx->arena;
    size_t        mark = arena_mark(a);
    struct cells *c = NEW(a, struct cells);

    for (size_t i = 0; i < HEAD; i++)
        put(c, str_of(head[i]));
    for (int side = 'a'; side <= 'b'; side++) {
        for (size_t i = 0; i < OF_ROW; i++)
            put(c, str_fmt(a, "%s_%c", of_row[i], side));
        for (size_t f = 0; f < OVERLAP_FIELDS; f++)
            put(c, str_fmt(a, "%.*s_%c", TEXT(overlap_field_word((enum overlap_field)f)), side));
    }
    for (size_t i = 0; i < TAIL; i++)
        put(c, str_of(tail[i]));
    write_cells(r, c);
    arena_back(a, mark);
}

static void
put_row(struct overlap_report *r, struct cells *c, uint32_t at, uint64_t rows)
{
    const struct overlap_row *row = &r->list->row[at];
    struct arena             *a = r->cx->arena;

    put(c, str_int(a, (int64_t)rows));
    put(c, overlap_row_file(r, at));
    put(c, str_int(a, row->line));
    put(c, row->id);
    put(c, row->title);
    put(c, row->text);
    for (size_t f = 0; f < OVERLAP_FIELDS; f++)
        put(c, overlap_field_data(a, row, (enum overlap_field)f));
}

/* The reasons for it, or against, as sentences. */
static struct str
sentences(struct overlap_report *r, const struct overlap_verdict *v, bool against)
{
    struct str part[OVERLAP_REASONS_MAX];
    size_t     n = 0;

    for (size_t i = 0; i < v->n_reasons; i++)
        if ((v->reason[i].points < 0) == against)
            part[n++] = msg_text(r->cx->arena, r->cx->lang, v->reason[i].says);
    return str_join(r->cx->arena, S("; "), part, n);
}

void
overlap_csv_pair(struct overlap_report *r, const struct overlap_finding *f)
{
    struct arena *a = r->cx->arena;
    struct cells *c = NEW(a, struct cells);

    put(c, S("pair"));
    put(c, overlap_kind_word(f->verdict.kind));
    put(c, str_int(a, f->verdict.points));
    put(c, share(a, f->like.words));
    put(c, share(a, f->like.title));
    put_row(r, c, f->a, f->n_a);
    put_row(r, c, f->b, f->n_b);
    put(c, str_join(a, S(", "), f->word, f->n_words));
    put(c, sentences(r, &f->verdict, false));
    put(c, sentences(r, &f->verdict, true));
    put(c, (struct str){ NULL, 0 });
    write_cells(r, c);
}

/* "12 13 14", the first hundred. */
static struct str
lines_of(struct overlap_report *r, const struct overlap_group *g)
{
    struct str line[OVERLAP_LINES_TOLD];
    size_t     n;

    for (n = 0; n < g->n && n < OVERLAP_LINES_TOLD; n++)
        line[n] = str_int(r->cx->arena, r->list->row[g->row[n]].line);
    return str_join(r->cx->arena, S(" "), line, n);
}

void
overlap_csv_group(struct overlap_report *r, const struct overlap_group *g)
{
    struct arena *a = r->cx->arena;
    struct cells *c = NEW(a, struct cells);

    put(c, g->differs ? S("same words") : S("same row"));
    put(c, overlap_kind_word(g->verdict.kind));
    put(c, str_int(a, g->verdict.points));
    put(c, share(a, 10000));
    put(c, (struct str){ NULL, 0 });
    put_row(r, c, g->row[0], g->n);
    put_row(r, c, g->row[g->n - 1], g->n);
    put(c, (struct str){ NULL, 0 });
    put(c, sentences(r, &g->verdict, false));
    put(c, sentences(r, &g->verdict, true));
    put(c, lines_of(r, g));
    write_cells(r, c);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void
files_json(struct overlap_report *r, struct json *j)
{
    json_key(j, "files");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_files; i++)
        json_str(j, r->file[i]);
    json_close(j, ']');
}

static void
plan_json(struct overlap_report *r, struct json *j)
{
    const struct overlap_plan *p = r->plan;

    json_key(j, "plan");
    json_open(j, '{');
    json_key(j, "words_least");
    json_dec(j, (struct dec){ .units = p->least.p * 10000 / p->least.q, .scale = 4 });
    json_key(j, "title_least");
    json_dec(j, (struct dec){ .units = p->title_least, .scale = 4 });
    json_int_at(j, "most", (int64_t)p->most);
    json_bool_at(j, "all", p->shows_all);
    json_str_at(j, "model", r->model_name);
    json_close(j, '}');
}

void
overlap_json_begin(struct overlap_report *r)
{
    r->json = json_to(r->sh->out);
    struct json *j = &r->json;

    json_open(j, '{');
    json_str_at(j, "program", r->sh->program);
    files_json(r, j);
    plan_json(r, j);
    json_key(j, "groups");
    json_open(j, '[');
}

static void
row_json(struct overlap_report *r, struct json *j, uint32_t at)
{
    const struct overlap_row *row = &r->list->row[at];

    json_open(j, '{');
    json_str_at(j, "id", row->id);
    json_str_at(j, "file", overlap_row_file(r, at));
    json_int_at(j, "line", row->line);
    json_str_at(j, "title", row->title);
    json_str_at(j, "text", row->text);
    json_str_at(j, "office", row->office);
    json_str_at(j, "unit", row->unit);
    json_str_at(j, "code", row->code);
    json_str_at(j, "edition", row->edition);
    json_str_at(j, "place", row->place);
    json_str_at(j, "city", row->city);
    json_str_at(j, "target", row->target);
    json_str_at(j, "function", row->function);
    json_str_at(j, "fund", row->fund);
    json_maybe_at(j, "from_year", row->from);
    json_maybe_at(j, "to_year", row->to);
    json_maybe_at(j, "money_idr", row->money);
    json_close(j, '}');
}

static void
verdict_json(struct overlap_report *r, struct json *j, const struct overlap_verdict *v)
{
    json_str_at(j, "kind", overlap_kind_word(v->kind));
    json_int_at(j, "points", v->points);
    json_key(j, "reasons");
    json_open(j, '[');
    for (size_t i = 0; i < v->n_reasons; i++) {
        json_open(j, '{');
        json_int_at(j, "points", v->reason[i].points);
        json_str_at(j, "says", msg_text(r->cx->arena, r->cx->lang, v->reason[i].says));
        json_close(j, '}');
    }
    json_close(j, ']');
}

void
overlap_json_group(struct overlap_report *r, const struct overlap_group *g)
{
    struct json *j = &r->json;

    json_open(j, '{');
    json_bool_at(j, "differs", g->differs);
    json_int_at(j, "rows", (int64_t)g->n);
    verdict_json(r, j, &g->verdict);
    json_key(j, "first");
    row_json(r, j, g->row[0]);
    json_key(j, "ids");
    json_open(j, '[');
    for (size_t i = 0; i < g->n; i++)
        json_str(j, r->list->row[g->row[i]].id);
    json_close(j, ']');
    json_close(j, '}');
}

/* Groups come first; the first pair ends their list. */
static void
findings_begin(struct json *j)
{
    json_close(j, ']');
    json_key(j, "findings");
    json_open(j, '[');
}

void
overlap_json_pair(struct overlap_report *r, const struct overlap_finding *f)
{
    struct json *j = &r->json;

    if (r->n_pairs == 0)
        findings_begin(j);
    json_open(j, '{');
    verdict_json(r, j, &f->verdict);
    json_key(j, "words");
    json_dec(j, (struct dec){ .units = f->like.words, .scale = 4 });
    json_key(j, "title");
    json_dec(j, (struct dec){ .units = f->like.title, .scale = 4 });
    json_key(j, "words_in_common");
    json_open(j, '[');
    for (size_t i = 0; i < f->n_words; i++)
        json_str(j, f->word[i]);
    json_close(j, ']');
    json_int_at(j, "rows_a", f->n_a);
    json_int_at(j, "rows_b", f->n_b);
    json_key(j, "a");
    row_json(r, j, f->a);
    json_key(j, "b");
    row_json(r, j, f->b);
    json_close(j, '}');
}

static void
count_json(const struct overlap_count *c, struct json *j)
{
    json_key(j, "count");
    json_open(j, '{');
    json_int_at(j, "rows", (int64_t)c->rows);
    json_int_at(j, "different", (int64_t)c->different);
    json_int_at(j, "empty", (int64_t)c->empty);
    json_int_at(j, "plain", (int64_t)c->plain);
    json_int_at(j, "same_rows", (int64_t)c->groups);
    json_int_at(j, "same_words", (int64_t)c->crowds);
    json_int_at(j, "judged", (int64_t)c->pairs);
    for (int k = OVERLAP_CERTAIN; k <= OVERLAP_CONTINUATION; k++)
        json_int_at(j, overlap_kind_word((enum overlap_kind)k).p, (int64_t)c->findings[k]);
    json_bool_at(j, "cut", c->is_cut);
    json_close(j, '}');
}

void
overlap_json_end(struct overlap_report *r)
{
    struct json *j = &r->json;

    if (r->n_pairs == 0)
        findings_begin(j);
    json_close(j, ']');
    count_json(r->count, j);
    json_close(j, '}');
    json_end(j);
    buf_byte(r->sh->out, '\n');
}
