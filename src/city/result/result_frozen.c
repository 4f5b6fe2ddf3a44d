/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * result_frozen.c — a result as the text that is hashed, and back.
 *
 *     {"result":1,"instrument":"…","digest":"…","round":"…","region":"35.71","name":"…",
 *      "year":2026,"stage":2,"published_on":"2027-05-11","value":"3.315","exact":"3.3148",
 *      "before":null,"stated":"3.400","nation":[2,1,50],"province":[1,1,9],
 *      "figures":[["baseline","3.100","3.1"],…],"answers":[["people","","3"],…]}
 */
#include "city/result/result_frozen.h"

#include "base/arena.h"
#include "base/calendar.h"
#include "base/json.h"
#include "base/sha.h"
#include "base/utf8.h"
#include "city/result/result_thaw.h"

enum { VERSION = 1, RANKS = 3, CELLS = 3, FACTS_BYTES = 8192, ROW_BYTES = 16, ESCAPED = 6,
       NAME_MAX = 200 };

/* ---- there ---------------------------------------------------------------------------------- */

static void
write_rank(struct json *j, const char *key, struct result_rank rank)
{
    json_key(j, key);
    json_open(j, '[');
    json_int(j, rank.rank);
    json_int(j, rank.tied);
    json_int(j, rank.ranked);
    json_close(j, ']');
}

static void
write_row(struct json *j, struct str a, struct str b, struct str c)
{
    json_open(j, '[');
    json_str(j, a);
    json_str(j, b);
    json_str(j, c);
    json_close(j, ']');
}

static void
write_rows(struct json *j, const struct result_frozen *f)
{
    json_key(j, "figures");
    json_open(j, '[');
    for (size_t i = 0; i < f->n_figures; i++)
        write_row(j, f->figure[i].item, f->figure[i].value, f->figure[i].exact);
    json_close(j, ']');
    json_key(j, "answers");
    json_open(j, '[');
    for (size_t i = 0; i < f->n_answers; i++)
        write_row(j, f->answer[i].item, f->answer[i].of, f->answer[i].value);
    json_close(j, ']');
}

static void
write_result(struct json *j, const struct result_frozen *f)
{
    json_open(j, '{');
    json_int_at(j, "result", VERSION);
    json_str_at(j, "instrument", f->instrument);
    json_str_at(j, "digest", f->digest);
    json_str_at(j, "round", f->round);
    json_str_at(j, "region", f->region);
    json_str_at(j, "name", f->name);
    json_int_at(j, "year", f->year);
    json_int_at(j, "stage", f->stage);
    json_str_at(j, "published_on", f->published_on);
    json_str_at(j, "value", f->value);
    json_str_at(j, "exact", f->exact);
    json_str_at(j, "before", f->before);
    json_str_at(j, "stated", f->stated);
    write_rank(j, "nation", f->nation);
    write_rank(j, "province", f->province);
    write_rows(j, f);
    json_close(j, '}');
    json_end(j);
}

static size_t
size_of(const struct result_frozen *f)
{
    size_t n = FACTS_BYTES + ESCAPED * (f->name.n + f->round.n + f->region.n);

    for (size_t i = 0; i < f->n_figures; i++)
        n += ROW_BYTES + ESCAPED * (f->figure[i].item.n + f->figure[i].value.n
                                    + f->figure[i].exact.n);
    for (size_t i = 0; i < f->n_answers; i++)
        n += ROW_BYTES + ESCAPED * (f->answer[i].item.n + f->answer[i].of.n
                                    + f->answer[i].value.n);
    return n;
}

struct str
result_freeze(struct arena *a, const struct result_frozen *f)
{
    struct buf  out = buf_in(a, size_of(f));
    struct json j = json_to(&out);

    write_result(&j, f);
    return buf_str(&out);
}

struct str
result_digest(struct arena *a, struct str text)
{
    struct sha sha;

    sha_begin(&sha);
    sha_add(&sha, text);
    return sha_hex(&sha, a);
}

/* ---- and back ------------------------------------------------------------------------------- */

static struct result_rank
rank_of(struct thaw *t, const json_t *v)
{
    t->ok = t->ok && json_array_size(v) == RANKS;
    return (struct result_rank){ .rank = thaw_int(t, json_array_get(v, 0)),
                                 .tied = thaw_int(t, json_array_get(v, 1)),
                                 .ranked = thaw_int(t, json_array_get(v, 2)) };
}

/* Rows of three texts. */
static struct str *
rows_of(struct thaw *t, const json_t *list, size_t *n)
{
    struct str *cell;

    *n = thaw_count(t, list, RESULT_FROZEN_ROWS_MAX);
    cell = NEWS(t->arena, struct str, *n * CELLS + 1);
    for (size_t i = 0; i < *n; i++)
        for (size_t k = 0; k < CELLS; k++)
            cell[i * CELLS + k] = thaw_text(t, json_array_get(json_array_get(list, i), k));
    return cell;
}

static void
read_rows(struct thaw *t, const json_t *from, struct result_frozen *f)
{
    struct str           *cell = rows_of(t, json_object_get(from, "figures"), &f->n_figures);
    struct result_figure *figure = NEWS(t->arena, struct result_figure, f->n_figures + 1);
    struct result_answer *answer;

    for (size_t i = 0; i < f->n_figures; i++)
        figure[i] = (struct result_figure){ cell[i * CELLS], cell[i * CELLS + 1],
                                            cell[i * CELLS + 2] };
    cell = rows_of(t, json_object_get(from, "answers"), &f->n_answers);
    answer = NEWS(t->arena, struct result_answer, f->n_answers + 1);
    for (size_t i = 0; i < f->n_answers; i++)
        answer[i] = (struct result_answer){ cell[i * CELLS], cell[i * CELLS + 1],
                                            cell[i * CELLS + 2] };
    f->figure = figure;
    f->answer = answer;
}

static void
read_result(struct thaw *t, const json_t *from, void *out)
{
    struct result_frozen *f = out;
    struct { const char *key; struct str *to; } fact[] = {
        { "instrument", &f->instrument }, { "digest", &f->digest }, { "round", &f->round },
        { "region", &f->region }, { "name", &f->name }, { "published_on", &f->published_on },
        { "value", &f->value }, { "exact", &f->exact }, { "before", &f->before },
        { "stated", &f->stated },
    };

    f->year = thaw_int(t, json_object_get(from, "year"));
    f->stage = thaw_int(t, json_object_get(from, "stage"));
    for (size_t i = 0; i < COUNT(fact); i++)
        *fact[i].to = thaw_text(t, json_object_get(from, fact[i].key));
    f->nation = rank_of(t, json_object_get(from, "nation"));
    f->province = rank_of(t, json_object_get(from, "province"));
    read_rows(t, from, f);
}

bool
result_thaw(struct arena *a, struct str text, struct result_frozen *f)
{
    *f = (struct result_frozen){ 0 };
    return thaw_whole(a, text, RESULT_FROZEN_BYTES_MAX, read_result, f)
        && str_eq(result_freeze(a, f), text);
}

/* ---- what another installation wrote -------------------------------------------------------- */

static bool
is_number(struct str s)
{
    struct dec d;

    return dec_parse(s, &d);
}

static bool
is_number_or_none(struct str s)
{
    return !str_is_known(s) || is_number(s);
}

static bool
is_rank(struct result_rank r)
{
    return r.rank >= 1 && r.tied >= 1 && r.ranked >= 1 && r.ranked <= RESULT_FROZEN_ROWS_MAX
        && r.rank <= r.ranked && r.tied <= r.ranked;
}

static bool
is_name(struct str s)
{
    return s.n > 0 && s.n <= NAME_MAX && utf8_is_plain(s);
}

bool
result_frozen_is_sound(const struct result_frozen *f)
{
    struct date d;
    bool        is = (f->stage == 1 || f->stage == 2) && is_name(f->name)
                  && date_parse(f->published_on, &d) && d.day != 0
                  && is_number(f->value) && is_number(f->exact) && is_number_or_none(f->before)
                  && is_number_or_none(f->stated) && is_rank(f->nation) && is_rank(f->province);

    for (size_t i = 0; i < f->n_figures; i++)
        is = is && is_name(f->figure[i].item) && is_number(f->figure[i].value)
          && is_number(f->figure[i].exact);
    for (size_t i = 0; i < f->n_answers; i++)
        is = is && is_name(f->answer[i].item);
    return is;
}
