/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule_field.c — how two rows stand to each other in each field. */
#include "city/overlap/overlap_rule.h"

#include "base/decimal.h"
#include "base/money.h"
#include "base/near.h"
#include "base/utf8.h"
#include "ground/region/region_rule.h"

struct two {
    struct arena               *arena;
    const struct overlap_model *model;
    const struct overlap_seen  *a, *b;
};

static const struct overlap_standing unsaid = { .is = OVERLAP_UNSAID, .line = OVERLAP_LINES_N };

static struct overlap_standing
stands(enum overlap_stand is, enum overlap_line line, struct str a, struct str b)
{
    return (struct overlap_standing){ is, line, a, b, 0 };
}

static bool
is_said(struct str a, struct str b)
{
    return str_trim(a).n > 0 && str_trim(b).n > 0;
}

/* ---- words ----------------------------------------------------------------------------------- */

static bool
has_word(const struct overlap_words *w, struct str word)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->word[i], word))
            return true;
    return false;
}

/* Leaves out what is passed over and what stood there before. */
static void
keep_meaning(const struct overlap_marks *marks, struct overlap_words *w)
{
    size_t n = w->n;

    w->n = 0;
    for (size_t i = 0; i < n; i++) {
        const struct overlap_mark *mark = overlap_mark_of(marks, w->word[i]);

        if (!(mark && mark->is == OVERLAP_MARK_PASSED) && !has_word(w, w->word[i]))
            w->word[w->n++] = w->word[i];
    }
}

static bool
are_inside(const struct overlap_words *part, const struct overlap_words *whole)
{
    for (size_t i = 0; i < part->n; i++)
        if (!has_word(whole, part->word[i]))
            return false;
    return part->n > 0;
}

/* Have they a word in common that is no mark ("kecamatan") and nothing passed over ("dan")? */
static bool
share_word(const struct overlap_marks *marks, const struct overlap_words *a,
           const struct overlap_words *b)
{
    for (size_t i = 0; i < a->n; i++)
        if (!overlap_mark_of(marks, a->word[i]) && has_word(b, a->word[i]))
            return true;
    return false;
}

/* Of the words that either says, the part that both say: ten-thousandths, words passed over left
 * out. */
static uint32_t
words_likeness(const struct two *p, struct str a, struct str b)
{
    struct overlap_words wa, wb;
    uint32_t             shared = 0;

    overlap_words_of(p->arena, &p->model->marks, a, &wa);
    overlap_words_of(p->arena, &p->model->marks, b, &wb);
    keep_meaning(&p->model->marks, &wa);
    keep_meaning(&p->model->marks, &wb);
    for (size_t i = 0; i < wa.n; i++)
        shared += has_word(&wb, wa.word[i]);
    uint32_t all = (uint32_t)(wa.n + wb.n) - shared;

    return all > 0 ? shared * 10000 / all : 0;
}

/* SAME: the same words; INSIDE: one's words are among the other's; NEAR: some are shared. */
static enum overlap_stand
words_stand(const struct two *p, struct str a, struct str b)
{
    struct overlap_words wa, wb;

    overlap_words_of(p->arena, &p->model->marks, a, &wa);
    overlap_words_of(p->arena, &p->model->marks, b, &wb);
    if (wa.n == 0 || wb.n == 0)
        return OVERLAP_UNSAID;
    bool a_in_b = are_inside(&wa, &wb), b_in_a = are_inside(&wb, &wa);

    if (a_in_b && b_in_a)
        return OVERLAP_SAME;
    if (a_in_b || b_in_a)
        return OVERLAP_INSIDE;
    return share_word(&p->model->marks, &wa, &wb) ? OVERLAP_NEAR : OVERLAP_OTHER;
}

/* ---- names in titles and offices ------------------------------------------------------------- */

static bool
has_mark(const struct overlap_names *s, enum overlap_mark_kind is, struct str mark)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->name[i].is == is && str_eq(s->name[i].mark, mark))
            return true;
    return false;
}

static const struct overlap_name *
first_of(const struct overlap_names *s, enum overlap_mark_kind is)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->name[i].is == is)
            return &s->name[i];
    return NULL;
}

static bool
has_name(const struct overlap_names *s, const struct overlap_name *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->name[i].is == name->is && str_eq(s->name[i].mark, name->mark)
            && str_eq(s->name[i].name, name->name))
            return true;
    return false;
}

/* The first name of this kind and mark that the other has not; NULL if it has all of them. */
static const struct overlap_name *
lacking(const struct overlap_names *s, const struct overlap_names *other,
        const struct overlap_name *like)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->name[i].is == like->is && str_eq(s->name[i].mark, like->mark)
            && !has_name(other, &s->name[i]))
            return &s->name[i];
    return NULL;
}

static struct str
name_text(struct arena *a, const struct overlap_name *name)
{
    struct str part[2] = { name->mark, name->name };

    return name->mark.n == 0 ? name->name : str_join(a, S(" "), part, 2);
}

/*
 * UNSAID: neither names one, or what they name cannot be compared; INSIDE: only one names one;
 * OTHER: each names one that the other does not, under the same mark, or sub-units of two kinds.
 */
static struct overlap_standing
compare_names(struct arena *arena, const struct overlap_names *a, const struct overlap_names *b,
              enum overlap_mark_kind is)
{
    const struct overlap_name *of_a = first_of(a, is), *of_b = first_of(b, is);
    bool                       shared = false;

    if (!of_a || !of_b)
        return !of_a && !of_b ? unsaid
             : stands(OVERLAP_INSIDE, OVERLAP_LINES_N, name_text(arena, of_a ? of_a : of_b),
                      S(""));
    for (size_t i = 0; i < a->n; i++) {
        const struct overlap_name *name = &a->name[i];

        if (name->is != is || !has_mark(b, is, name->mark))
            continue;
        const struct overlap_name *in_a = lacking(a, b, name), *in_b = lacking(b, a, name);

        if (in_a && in_b)
            return stands(OVERLAP_OTHER, OVERLAP_LINES_N, name_text(arena, in_a),
                          name_text(arena, in_b));
        shared = true;
    }
    if (shared)
        return stands(OVERLAP_SAME, OVERLAP_LINES_N, name_text(arena, of_a), S(""));
    return is == OVERLAP_MARK_UNIT ? stands(OVERLAP_OTHER, OVERLAP_LINES_N,
                                            name_text(arena, of_a), name_text(arena, of_b))
                                   : unsaid;
}

/* ---- office, sub-unit ------------------------------------------------------------------------ */

struct office { struct str core, region; };         /* "dinas kesehatan", "kota kediri" */

/* The region is what follows the last word for one, with two words before it at least and one
 * behind: "Kecamatan Kota Kota Kediri" is the kecamatan Kota. */
static struct office
office_of(const struct two *p, struct str office)
{
    struct overlap_words w;
    size_t               at;

    overlap_words_of(p->arena, &p->model->marks, office, &w);
    for (at = w.n; at > 2; at--) {
        const struct overlap_mark *mark = overlap_mark_of(&p->model->marks, w.word[at - 1]);

        if (mark && mark->is == OVERLAP_MARK_REGION && at < w.n)
            return (struct office){ str_join(p->arena, S(" "), w.word, at - 1),
                                    str_join(p->arena, S(" "), w.word + at - 1, w.n - at + 1) };
    }
    return (struct office){ str_join(p->arena, S(" "), w.word, w.n), { 0 } };
}

static bool
has_space(struct str s)
{
    size_t at;

    return str_find(s, S(" "), &at);
}

/* In two cities offices of one name are not the same, nor are they others that speak against.
 * INSIDE: only one row says its office. */
static struct overlap_standing
compare_office(const struct two *p, enum overlap_stand city)
{
    struct str a = p->a->row->office, b = p->b->row->office;

    if (!is_said(a, b) && (is_said(a, a) || is_said(b, b)))
        return stands(OVERLAP_INSIDE, OVERLAP_LINES_N, a, b);
    if (!is_said(a, b) || city == OVERLAP_OTHER)
        return unsaid;
    struct office oa = office_of(p, a), ob = office_of(p, b);

    if (str_eq(oa.core, ob.core))
        return stands(OVERLAP_SAME, OVERLAP_BY_OFFICE_SAME, a, b);
    if (has_space(oa.core) && has_space(ob.core)
        && words_stand(p, oa.core, ob.core) == OVERLAP_INSIDE)
        return stands(OVERLAP_NEAR, OVERLAP_BY_OFFICE_NEAR, a, b);
    return stands(OVERLAP_OTHER, OVERLAP_BY_OFFICE_OTHER, a, b);
}

static struct overlap_standing
compare_in_titles(const struct two *p, enum overlap_mark_kind is, enum overlap_line if_other)
{
    struct overlap_standing named = compare_names(p->arena, &p->a->in_title, &p->b->in_title, is);

    if (named.is == OVERLAP_OTHER)
        named.line = if_other;
    return named;
}

/* By the names of the offices: others or nothing. */
static struct overlap_standing
compare_in_offices(const struct two *p, enum overlap_mark_kind is, enum overlap_line if_other)
{
    struct overlap_standing named =
        compare_names(p->arena, &p->a->in_office, &p->b->in_office, is);

    if (named.is != OVERLAP_OTHER)
        return unsaid;
    named.line = if_other;
    return named;
}

/* What the titles name is more exact than the column, and that than the offices' names. */
static struct overlap_standing
compare_unit(const struct two *p)
{
    struct str              a = p->a->row->unit, b = p->b->row->unit;
    struct overlap_standing named = compare_in_titles(p, OVERLAP_MARK_UNIT,
                                                      OVERLAP_BY_UNIT_OTHER);

    if (named.is == OVERLAP_OTHER || (named.is == OVERLAP_INSIDE && !is_said(a, b)))
        return named;
    if (!is_said(a, b))
        return compare_in_offices(p, OVERLAP_MARK_UNIT, OVERLAP_BY_UNIT_OTHER);
    enum overlap_stand words = words_stand(p, a, b);

    return words == OVERLAP_SAME || words == OVERLAP_INSIDE
         ? stands(OVERLAP_SAME, OVERLAP_BY_UNIT_SAME, a, b)
         : stands(OVERLAP_OTHER, OVERLAP_BY_UNIT_OTHER, a, b);
}

/* ---- place, city ----------------------------------------------------------------------------- */

/* "35.71" of "35.71.01.1001"; what has no second level stays. */
static struct str
regency_of(struct str code)
{
    while (region_code_level(code) > 2)
        code = region_code_parent(code);
    return code;
}

static enum overlap_stand
codes_stand(struct str a, struct str b)
{
    if (str_eq(a, b))
        return OVERLAP_SAME;
    if (region_code_is_below(a, b) || region_code_is_below(b, a))
        return OVERLAP_INSIDE;
    return str_eq(regency_of(a), regency_of(b)) ? OVERLAP_NEAR : OVERLAP_OTHER;
}

static struct overlap_standing
compare_place(const struct two *p)
{
    static const enum overlap_line line[] = {
        [OVERLAP_UNSAID] = OVERLAP_LINES_N,
        [OVERLAP_SAME] = OVERLAP_BY_PLACE_SAME,     [OVERLAP_INSIDE] = OVERLAP_BY_PLACE_INSIDE,
        [OVERLAP_NEAR] = OVERLAP_BY_PLACE_NEAR,     [OVERLAP_OTHER] = OVERLAP_BY_PLACE_OTHER,
    };
    struct str              a = str_trim(p->a->row->place), b = str_trim(p->b->row->place);
    bool                    code_a = region_code_is_valid(a), code_b = region_code_is_valid(b);
    struct overlap_standing named = compare_in_titles(p, OVERLAP_MARK_PLACE,
                                                      OVERLAP_BY_PLACE_NAMED);

    if (named.is == OVERLAP_OTHER)
        return named;
    if (!is_said(a, b))
        return compare_in_offices(p, OVERLAP_MARK_PLACE, OVERLAP_BY_PLACE_OTHER);
    if (code_a != code_b)
        return unsaid;
    enum overlap_stand is = code_a ? codes_stand(a, b) : words_stand(p, a, b);

    return stands(is, line[is], a, b);
}

/* Whose budget it is, as far as it is said: the city's column, the place's code, the office's
 * name. */
static struct str
city_of(const struct two *p, const struct overlap_row *row)
{
    struct str city = str_trim(row->city), place = str_trim(row->place);

    if (city.n > 0)
        return region_code_is_valid(city) ? regency_of(city) : city;
    if (region_code_level(place) > 1)
        return regency_of(place);
    return office_of(p, row->office).region;
}

static struct overlap_standing
compare_city(const struct two *p)
{
    struct str a = city_of(p, p->a->row), b = city_of(p, p->b->row);
    bool       code_a = region_code_is_valid(a), code_b = region_code_is_valid(b);

    if (!is_said(a, b) || code_a != code_b)
        return unsaid;
    switch (code_a ? codes_stand(a, b) : words_stand(p, a, b)) {
    case OVERLAP_SAME:
        return stands(OVERLAP_SAME, OVERLAP_LINES_N, a, b);
    case OVERLAP_NEAR: case OVERLAP_OTHER:
        return stands(OVERLAP_OTHER, OVERLAP_BY_CITY_OTHER, a, b);
    default:                        /* a province and its city, "Kediri" and "Kota Kediri" */
        return unsaid;
    }
}

/* ---- the nomenclature's code ----------------------------------------------------------------- */

enum { CODE_PARTS_MAX = 12, PROGRAM_PART = 2 };

struct code { struct str part[CODE_PARTS_MAX]; size_t n; };

static struct code
code_of(struct str text)
{
    struct code c = { .n = 0 };
    struct str  rest = str_trim(text);

    while (rest.n > 0 && c.n < CODE_PARTS_MAX)
        str_cut(rest, '.', &c.part[c.n++], &rest);
    return c;
}

static bool
is_housekeeping(const struct code *c)
{
    return c->n > PROGRAM_PART + 1 && str_eq(c->part[PROGRAM_PART], S("01"));
}

/* How many parts are the same from part `from` on. */
static size_t
parts_shared(const struct code *a, const struct code *b, size_t from)
{
    size_t at = from;

    while (at < a->n && at < b->n && str_eq(a->part[at], b->part[at]))
        at++;
    return at - from;
}

static enum overlap_line
line_of_shared(size_t n)
{
    if (n >= 5)
        return OVERLAP_BY_CODE_ACTIVITY;
    return n >= 3 ? OVERLAP_BY_CODE_PROGRAM : n == 2 ? OVERLAP_BY_CODE_FIELD
                                                     : OVERLAP_BY_CODE_OTHER;
}

struct overlap_standing
overlap_compare_code(const struct overlap_row *ra, const struct overlap_row *rb)
{
    struct str  text_a = str_trim(ra->code), text_b = str_trim(rb->code);
    struct code a = code_of(text_a), b = code_of(text_b);

    if (!is_said(text_a, text_b) || !str_eq(str_trim(ra->edition), str_trim(rb->edition)))
        return unsaid;
    if (str_eq(text_a, text_b))
        return stands(OVERLAP_SAME, OVERLAP_BY_CODE_SAME, text_a, text_b);
    if (a.n < 2 || b.n < 2)
        return unsaid;
    if (is_housekeeping(&a) && is_housekeeping(&b))
        return a.n == b.n && parts_shared(&a, &b, PROGRAM_PART) == a.n - PROGRAM_PART
             ? stands(OVERLAP_SAME, OVERLAP_BY_CODE_SAME, text_a, text_b) : unsaid;
    enum overlap_line line = line_of_shared(parts_shared(&a, &b, 0));

    return stands(line == OVERLAP_BY_CODE_OTHER ? OVERLAP_OTHER : OVERLAP_NEAR, line, text_a,
                  text_b);
}

/* ---- years, money ---------------------------------------------------------------------------- */

static struct str
years_text(struct arena *a, const struct overlap_seen *s)
{
    if (s->from.n == s->to.n)
        return str_int(a, s->from.n);
    return str_fmt(a, "%lld-%lld", (long long)s->from.n, (long long)s->to.n);
}

static struct overlap_standing
compare_year(const struct two *p)
{
    const struct overlap_seen *a = p->a, *b = p->b;

    if (!a->from.known || !b->from.known)
        return unsaid;
    struct str text_a = years_text(p->arena, a), text_b = years_text(p->arena, b);

    if (a->from.n <= b->to.n && b->from.n <= a->to.n)
        return stands(OVERLAP_SAME, OVERLAP_BY_YEAR_SAME, text_a, text_b);
    if (a->to.n == b->from.n - 1 || b->to.n == a->from.n - 1)
        return stands(OVERLAP_NEAR, OVERLAP_BY_YEAR_NEXT, text_a, text_b);
    return stands(OVERLAP_OTHER, OVERLAP_BY_YEAR_OTHER, text_a, text_b);
}

/* OURS: a sum of one or two figures and zeros behind them ("75.000.000") is what many rows have. */
static bool
is_round(int64_t idr)
{
    while (idr % 10 == 0)
        idr /= 10;
    return idr < 100;
}

/* OURS: two offices, or two cities, each put as much money into a work as they have: far different
 * amounts speak against the same work of one office only. */
static struct overlap_standing
compare_money(const struct two *p, bool is_of_two)
{
    const struct overlap_weight *weight = p->model->weight;
    struct maybe_int             a = p->a->row->money, b = p->b->row->money;

    if (!a.known || !b.known || a.n <= 0 || b.n <= 0)
        return unsaid;
    int128     less = a.n < b.n ? a.n : b.n, more = a.n < b.n ? b.n : a.n;
    struct str text_a = idr_text(p->arena, a.n), text_b = idr_text(p->arena, b.n);

    if (less == more)
        return stands(OVERLAP_SAME, is_round(a.n) ? OVERLAP_BY_MONEY_ROUND : OVERLAP_BY_MONEY_SAME,
                      text_a, text_b);
    if (less * 100 >= more * weight[OVERLAP_BY_MONEY_NEAR].from)
        return stands(OVERLAP_NEAR, OVERLAP_BY_MONEY_NEAR, text_a, text_b);
    if (less * 100 <= more * weight[OVERLAP_BY_MONEY_OTHER].to && !is_of_two)
        return stands(OVERLAP_OTHER, OVERLAP_BY_MONEY_OTHER, text_a, text_b);
    return unsaid;
}

/* ---- target group, function, source of money ------------------------------------------------- */

static struct overlap_standing
compare_target(const struct two *p)
{
    struct str a = p->a->row->target, b = p->b->row->target;

    switch (words_stand(p, a, b)) {
    case OVERLAP_SAME: case OVERLAP_INSIDE:
        return stands(OVERLAP_SAME, OVERLAP_BY_TARGET_SAME, a, b);
    case OVERLAP_OTHER:
        return stands(OVERLAP_OTHER, OVERLAP_BY_TARGET_OTHER, a, b);
    default:
        return unsaid;
    }
}

static struct overlap_standing
compare_function(const struct two *p)
{
    struct str a = p->a->row->function, b = p->b->row->function;

    uint32_t   likeness = words_likeness(p, a, b);
    uint32_t   full = (uint32_t)p->model->weight[OVERLAP_BY_FUNCTION].to * 100;

    if (likeness == 0)
        return unsaid;
    return (struct overlap_standing){ likeness >= full ? OVERLAP_SAME : OVERLAP_NEAR,
                                      OVERLAP_BY_FUNCTION, a, b, likeness };
}

/* "APBD", "APBD Perubahan 2025". */
static bool
is_own_fund(const struct two *p, struct str fund)
{
    struct overlap_words w;

    overlap_words_of(p->arena, &p->model->marks, fund, &w);
    for (size_t i = 0; i < w.n; i++) {
        const struct overlap_mark *mark = overlap_mark_of(&p->model->marks, w.word[i]);
        int64_t                    year;

        if (!(mark && (mark->is == OVERLAP_MARK_FUND || mark->is == OVERLAP_MARK_STAGE))
            && !str_int64(w.word[i], &year))
            return false;
    }
    return true;
}

/* Within a city all is paid from its budget, so that only between two the source says anything;
 * "APBD" is each one's own. */
static struct overlap_standing
compare_fund(const struct two *p, enum overlap_stand city)
{
    struct str a = p->a->row->fund, b = p->b->row->fund;

    if (city != OVERLAP_OTHER || words_stand(p, a, b) != OVERLAP_SAME || is_own_fund(p, a))
        return unsaid;
    return stands(OVERLAP_SAME, OVERLAP_BY_FUND_SAME, a, b);
}

/* ---- stage, part ----------------------------------------------------------------------------- */

/* Design beside execution: one title that names a stage, and one that names none, are two stages
 * too. */
static struct overlap_standing
compare_stage(const struct two *p)
{
    struct overlap_standing named = compare_in_titles(p, OVERLAP_MARK_STAGE,
                                                      OVERLAP_BY_STAGE_OTHER);

    if (named.is != OVERLAP_OTHER && named.is != OVERLAP_INSIDE)
        return unsaid;
    return stands(OVERLAP_OTHER, OVERLAP_BY_STAGE_OTHER, named.a, named.b);
}

static struct overlap_standing
compare_part(const struct two *p)
{
    struct overlap_standing named = compare_in_titles(p, OVERLAP_MARK_PART,
                                                      OVERLAP_BY_PART_OTHER);

    return named.is == OVERLAP_OTHER ? named : unsaid;
}

/* ---- one word for another -------------------------------------------------------------------- */

enum { SWAP_WORDS_MAX = 3, SWAP_FRAME_LEAST = 2 };

static struct overlap_words
middle_of(const struct overlap_words *w, size_t before, size_t behind)
{
    struct overlap_words middle = { .n = w->n - before - behind };

    for (size_t i = 0; i < middle.n; i++)
        middle.word[i] = w->word[before + i];
    return middle;
}

/* Not a slip of the finger, a space more, or the same words in another order. */
static bool
are_others(struct arena *arena, const struct overlap_words *a, const struct overlap_words *b)
{
    struct str x = str_join(arena, S(""), a->word, a->n), y = str_join(arena, S(""), b->word, b->n);
    bool       x_first = x.n != y.n ? x.n > y.n : str_cmp(x, y) < 0;

    return a->n > 0 && b->n > 0 && !are_inside(a, b) && !are_inside(b, a)
        && near_word(x_first ? x : y, x_first ? &y : &x, 1).n == 0;
}

/*
 * OURS: titles of one form that is filled in ("Klaster Kopi", "Klaster Cabai"): the same words
 * before and behind, SWAP_FRAME_LEAST of them at least, and between them up to SWAP_WORDS_MAX in
 * each that the other has not. What is told by a name, a stage or a number is not told again.
 */
static struct overlap_standing
compare_word(const struct two *p, const struct overlap_stands *s)
{
    struct overlap_words a, b;
    size_t               before = 0, behind = 0;

    if (s->unit.is == OVERLAP_OTHER || s->place.is == OVERLAP_OTHER
        || s->stage.is == OVERLAP_OTHER || s->part.is == OVERLAP_OTHER)
        return unsaid;
    overlap_words_of(p->arena, &p->model->marks, p->a->title, &a);
    overlap_words_of(p->arena, &p->model->marks, p->b->title, &b);
    while (before < a.n && before < b.n && str_eq(a.word[before], b.word[before]))
        before++;
    while (behind < a.n - before && behind < b.n - before
           && str_eq(a.word[a.n - behind - 1], b.word[b.n - behind - 1]))
        behind++;
    if (before + behind < SWAP_FRAME_LEAST)
        return unsaid;
    a = middle_of(&a, before, behind);
    b = middle_of(&b, before, behind);
    keep_meaning(&p->model->marks, &a);
    keep_meaning(&p->model->marks, &b);
    if (a.n > SWAP_WORDS_MAX || b.n > SWAP_WORDS_MAX || !are_others(p->arena, &a, &b))
        return unsaid;
    return stands(OVERLAP_OTHER, OVERLAP_BY_WORD_OTHER, str_join(p->arena, S(" "), a.word, a.n),
                  str_join(p->arena, S(" "), b.word, b.n));
}

/* ---- an office's own housekeeping ------------------------------------------------------------ */

/* OTHER: it is another's; NEAR: it may be, the offices are not known. */
static struct overlap_standing
compare_household(const struct two *p, enum overlap_stand office, enum overlap_stand city)
{
    struct code a = code_of(p->a->row->code), b = code_of(p->b->row->code);
    bool        is_of_a = is_housekeeping(&a);
    struct str  code = str_trim(is_of_a ? p->a->row->code : p->b->row->code);

    if (!is_of_a && !is_housekeeping(&b))
        return unsaid;
    if (office == OVERLAP_OTHER || city == OVERLAP_OTHER)
        return stands(OVERLAP_OTHER, OVERLAP_BY_HOUSEHOLD, code, S(""));
    return office == OVERLAP_UNSAID ? stands(OVERLAP_NEAR, OVERLAP_LINES_N, code, S("")) : unsaid;
}

void
overlap_compare(struct arena *arena, const struct overlap_model *model,
                const struct overlap_seen *a, const struct overlap_seen *b,
                struct overlap_stands *out)
{
    struct two p = { arena, model, a, b };

    out->city     = compare_city(&p);
    out->office   = compare_office(&p, out->city.is);
    out->unit     = compare_unit(&p);
    out->code     = overlap_compare_code(a->row, b->row);
    out->place    = compare_place(&p);
    out->year     = compare_year(&p);
    out->target   = compare_target(&p);
    out->money    = compare_money(&p, out->office.is == OVERLAP_OTHER
                                      || out->city.is == OVERLAP_OTHER);
    out->function = compare_function(&p);
    out->fund     = compare_fund(&p, out->city.is);
    out->stage    = compare_stage(&p);
    out->part     = compare_part(&p);
    out->word     = compare_word(&p, out);
    out->household = compare_household(&p, out->office.is, out->city.is);
}
