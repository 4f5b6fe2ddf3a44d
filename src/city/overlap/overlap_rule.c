/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overlap_rule.c — the judgement on two rows: reasons, points, kind. */
#include "city/overlap/overlap_rule.h"

#include <assert.h>

#include "base/arena.h"
#include "base/utf8.h"

struct judge {
    struct arena               *arena;
    const struct overlap_model *model;
    struct overlap_seen         a, b;
    struct overlap_likeness     like;
    struct overlap_stands       stands;
    struct overlap_verdict      out;
    int32_t                     text_points;    /* for the likeness of title and words */
};

/* {0}, {1}: what the rows say; {2}: the line's bound, per cent. */
static const char *const says[OVERLAP_LINES_N] = {
    [OVERLAP_BY_TITLE]         = N_("The titles are alike: {0}%"),
    [OVERLAP_BY_WORDS]         = N_("Words in common, rare ones weighing more: {0}%"),
    [OVERLAP_BY_OFFICE_SAME]   = N_("The same office: {0}"),
    [OVERLAP_BY_OFFICE_NEAR]   = N_("One office's name holds the other's: {0} and {1}"),
    [OVERLAP_BY_OFFICE_OTHER]  = N_("Different offices: {0} and {1}"),
    [OVERLAP_BY_UNIT_SAME]     = N_("The same sub-unit: {0}"),
    [OVERLAP_BY_UNIT_OTHER]    = N_("Different sub-units: {0} and {1}"),
    [OVERLAP_BY_CODE_SAME]     = N_("The same nomenclature code: {0}"),
    [OVERLAP_BY_CODE_ACTIVITY] = N_("The same activity, different sub-activities: {0} and {1}"),
    [OVERLAP_BY_CODE_PROGRAM]  = N_("The same programme, different activities: {0} and {1}"),
    [OVERLAP_BY_CODE_FIELD]    = N_("The same field of government: {0} and {1}"),
    [OVERLAP_BY_CODE_OTHER]    = N_("Different fields of government: {0} and {1}"),
    [OVERLAP_BY_CODE_TITLE]    = N_("The title comes with the code; others have it too"),
    [OVERLAP_BY_HOUSEHOLD]     = N_("An office's own housekeeping: {0}"),
    [OVERLAP_BY_PLACE_SAME]    = N_("The same place: {0}"),
    [OVERLAP_BY_PLACE_INSIDE]  = N_("One place lies inside the other: {0} and {1}"),
    [OVERLAP_BY_PLACE_NEAR]    = N_("Different places, not far apart: {0} and {1}"),
    [OVERLAP_BY_PLACE_OTHER]   = N_("Different places: {0} and {1}"),
    [OVERLAP_BY_PLACE_NAMED]   = N_("The titles name different places: {0} and {1}"),
    [OVERLAP_BY_CITY_OTHER]    = N_("Different regencies or cities: {0} and {1}"),
    [OVERLAP_BY_YEAR_SAME]     = N_("Their years meet: {0} and {1}"),
    [OVERLAP_BY_YEAR_NEXT]     = N_("Their years follow each other: {0} and {1}"),
    [OVERLAP_BY_YEAR_OTHER]    = N_("Their years do not meet: {0} and {1}"),
    [OVERLAP_BY_TARGET_SAME]   = N_("The same target group: {0}"),
    [OVERLAP_BY_TARGET_OTHER]  = N_("Different target groups: {0} and {1}"),
    [OVERLAP_BY_MONEY_SAME]    = N_("The same amount to the rupiah: {0}"),
    [OVERLAP_BY_MONEY_ROUND]   = N_("The same round amount: {0}"),
    [OVERLAP_BY_MONEY_NEAR]    = N_("Nearly the same amount: {0} and {1}"),
    [OVERLAP_BY_MONEY_OTHER]   = N_("Far different amounts: {0} and {1}"),
    [OVERLAP_BY_FUNCTION]      = N_("Functions with words in common: {0}%"),
    [OVERLAP_BY_FUND_SAME]     = N_("One source of money pays for both: {0}"),
    [OVERLAP_BY_STAGE_OTHER]   = N_("Different stages of a work: {0} and {1}"),
    [OVERLAP_BY_PART_OTHER]    = N_("Different numbers or parts in the titles: {0} and {1}"),
    [OVERLAP_BY_WORD_OTHER]    = N_("The titles differ in what they are about: {0} and {1}"),
};

static void
add_reason(struct judge *j, int32_t points, struct msg says_it)
{
    struct overlap_verdict *v = &j->out;

    assert(v->n_reasons < OVERLAP_REASONS_MAX);
    v->reason[v->n_reasons++] = (struct overlap_reason){ points, says_it };
    v->points += points;
}

/* ---- likeness -------------------------------------------------------------------------------- */

/* None up to `from`, all from `to` on, in proportion between them; cut, not rounded. */
static int32_t
graded(struct overlap_weight w, uint32_t likeness)
{
    int64_t from = (int64_t)w.from * 100, to = (int64_t)w.to * 100;

    if (likeness <= from)
        return 0;
    if (likeness >= to)
        return w.points;
    return (int32_t)(w.points * (likeness - from) / (to - from));
}

static void
add_likeness(struct judge *j, enum overlap_line line, uint32_t likeness)
{
    int32_t points = graded(j->model->weight[line], likeness);

    if (points == 0)
        return;
    j->text_points += points;
    add_reason(j, points, (struct msg){ .id = says[line],
        .arg = { str_fmt(j->arena, "%u", likeness / 100) } });
}

static bool
reaches_same_work(const struct judge *j, uint32_t likeness)
{
    return likeness >= (uint32_t)j->model->weight[OVERLAP_BY_SAME_WORK].from * 100;
}

/* A title that counts for nothing because an office has it all the time may still be the same. */
static bool
is_same_work(const struct judge *j)
{
    return reaches_same_work(j, j->like.title)
        || (j->a.title.n > 0 && str_eq(j->a.title, j->b.title));
}

/* Is it open whose work it is: others by name, one not said, or housekeeping that says neither? */
static bool
may_be_two_offices(const struct overlap_stands *s)
{
    return s->office.is == OVERLAP_OTHER || s->office.is == OVERLAP_INSIDE
        || s->household.is == OVERLAP_NEAR;
}

/*
 * The same code brings the same title: in another sub-unit, office or place that is no evidence. Of
 * offices it is taken for the code's title only if both say the same.
 */
static bool
is_title_of_code(const struct judge *j)
{
    const struct overlap_stands *s = &j->stands;

    if (s->code.is != OVERLAP_SAME || s->city.is == OVERLAP_OTHER)
        return false;
    return s->unit.is == OVERLAP_OTHER || s->unit.is == OVERLAP_INSIDE
        || s->place.is == OVERLAP_OTHER || s->place.is == OVERLAP_NEAR
        || (may_be_two_offices(s) && is_same_work(j));
}

/* Folded when it is asked for: texts are long, and few pairs need them. */
static struct str
text_of(const struct judge *j, const struct overlap_seen *s)
{
    return utf8_fold(j->arena, s->row->text);
}

static bool
has_text_of_its_own(const struct judge *j, const struct overlap_seen *s)
{
    struct str text = text_of(j, s);

    return text.n > 0 && !str_eq(text, s->title);
}

static void
weigh_text(struct judge *j)
{
    bool is_of_code = is_title_of_code(j);

    if (!is_of_code)
        add_likeness(j, OVERLAP_BY_TITLE, j->like.title);
    if (!is_of_code || (has_text_of_its_own(j, &j->a) && has_text_of_its_own(j, &j->b)))
        add_likeness(j, OVERLAP_BY_WORDS, j->like.words);
    if (is_of_code)
        add_reason(j, j->model->weight[OVERLAP_BY_CODE_TITLE].points,
                   (struct msg){ .id = says[OVERLAP_BY_CODE_TITLE] });
}

/* ---- fields ---------------------------------------------------------------------------------- */

static void
weigh_field(struct judge *j, const struct overlap_standing *s)
{
    if (s->line == OVERLAP_LINES_N)
        return;
    struct msg said = { .id = says[s->line], .arg = { s->a, s->b } };

    if (s->line == OVERLAP_BY_YEAR_SAME && str_eq(s->a, s->b))
        said = MSG("The same period: {0}", s->a);
    if (s->line == OVERLAP_BY_STAGE_OTHER && s->b.n == 0)
        said = MSG("Only one is this stage of a work: {0}", s->a);
    add_reason(j, j->model->weight[s->line].points, said);
}

static bool
is_replicated(const struct overlap_stands *s)
{
    return s->city.is == OVERLAP_OTHER && s->fund.is != OVERLAP_SAME;
}

/* In another city with its own money, place, sub-unit and year are others as a matter of course; an
 * application whose function is there already is not needed once more for another sub-unit, nor for
 * the village that its name says. */
static void
weigh_fields(struct judge *j)
{
    const struct overlap_stands *s = &j->stands;
    bool                         is_elsewhere = is_replicated(s);
    bool                         is_there_already = s->function.is == OVERLAP_SAME;

    weigh_field(j, &s->office);
    if (!is_elsewhere && !(is_there_already && s->unit.is == OVERLAP_OTHER))
        weigh_field(j, &s->unit);
    weigh_field(j, &s->code);
    if (!is_elsewhere && !(is_there_already && s->place.line == OVERLAP_BY_PLACE_NAMED))
        weigh_field(j, &s->place);
    weigh_field(j, &s->city);
    if (!is_elsewhere)
        weigh_field(j, &s->year);
    weigh_field(j, &s->target);
    weigh_field(j, &s->money);
    if (s->function.line == OVERLAP_BY_FUNCTION)
        add_likeness(j, OVERLAP_BY_FUNCTION, s->function.likeness);
    weigh_field(j, &s->fund);
    weigh_field(j, &s->stage);
    weigh_field(j, &s->part);
    weigh_field(j, &s->word);
    weigh_field(j, &s->household);
}

/* ---- kind ------------------------------------------------------------------------------------ */

static bool
differ_in_object(const struct overlap_stands *s)
{
    return s->unit.is == OVERLAP_OTHER || s->unit.is == OVERLAP_INSIDE
        || s->place.is == OVERLAP_NEAR || s->place.is == OVERLAP_OTHER
        || s->stage.is == OVERLAP_OTHER;
}

/* Where both describe it beyond the title, the descriptions too. */
static bool
is_same_object(const struct judge *j)
{
    if (!is_same_work(j))
        return false;
    return !has_text_of_its_own(j, &j->a) || !has_text_of_its_own(j, &j->b)
        || str_eq(text_of(j, &j->a), text_of(j, &j->b)) || reaches_same_work(j, j->like.words);
}

static bool
is_certain(const struct judge *j)
{
    const struct overlap_stands *s = &j->stands;
    bool is_same_unit = s->unit.is == OVERLAP_SAME
        || (s->unit.is == OVERLAP_UNSAID && s->office.is == OVERLAP_SAME);

    return is_same_unit && s->office.is != OVERLAP_OTHER
        && s->code.is == OVERLAP_SAME && str_eq(s->code.a, s->code.b)
        && s->place.is == OVERLAP_SAME && s->year.is == OVERLAP_SAME
        && str_eq(s->year.a, s->year.b) && s->part.is != OVERLAP_OTHER
        && !differ_in_object(s) && is_same_object(j);
}

/* A part of this year and one of the next ("tahap I", "tahap II") are one work too. */
static bool
is_continued(const struct judge *j)
{
    const struct overlap_stands *s = &j->stands;

    return s->year.is == OVERLAP_NEAR && is_same_work(j) && s->office.is != OVERLAP_OTHER
        && (s->code.is == OVERLAP_SAME || s->code.is == OVERLAP_UNSAID) && !differ_in_object(s);
}

/* Text, an amount that is no round one, or the same people at the same place. */
static bool
says_more_than_code(const struct judge *j)
{
    const struct overlap_stands *s = &j->stands;

    return j->text_points > 0 || s->money.line == OVERLAP_BY_MONEY_SAME
        || (s->place.is == OVERLAP_SAME && s->target.is == OVERLAP_SAME);
}

/* What never meets in time is at most a look-alike. */
static enum overlap_kind
kind_of(const struct judge *j)
{
    const struct overlap_stands *s = &j->stands;
    bool is_alike = j->out.points >= j->model->weight[OVERLAP_BY_LOOK_ALIKE].points
        && says_more_than_code(j);

    if (is_replicated(s))
        return is_alike ? OVERLAP_REPLICATION : OVERLAP_NONE;
    if (is_continued(j))
        return OVERLAP_CONTINUATION;
    if (is_certain(j))
        return OVERLAP_CERTAIN;
    if (!is_alike)
        return OVERLAP_NONE;
    return j->out.points >= j->model->weight[OVERLAP_BY_PROBABLE].points
        && s->year.is != OVERLAP_NEAR && s->year.is != OVERLAP_OTHER ? OVERLAP_PROBABLE
                                                                     : OVERLAP_LOOK_ALIKE;
}

/* ---- the order of reasons -------------------------------------------------------------------- */

/* For first, then against, then without points; the heavier first. */
static bool
comes_before(const struct overlap_reason *x, const struct overlap_reason *y)
{
    int side_x = x->points > 0 ? 0 : x->points < 0 ? 1 : 2;
    int side_y = y->points > 0 ? 0 : y->points < 0 ? 1 : 2;

    if (side_x != side_y)
        return side_x < side_y;
    return side_x == 0 ? x->points > y->points : x->points < y->points;
}

/* By insertion: they are few, and equals stay in the order of the fields. */
static void
order_reasons(struct overlap_verdict *v)
{
    for (size_t i = 1; i < v->n_reasons; i++) {
        struct overlap_reason r = v->reason[i];
        size_t                at = i;

        for (; at > 0 && comes_before(&r, &v->reason[at - 1]); at--)
            v->reason[at] = v->reason[at - 1];
        v->reason[at] = r;
    }
}

struct overlap_verdict
overlap_judge(struct arena *a, const struct overlap_model *model, const struct overlap_row *left,
              const struct overlap_row *right, struct overlap_likeness like)
{
    struct judge j = { .arena = a, .model = model, .like = like };

    overlap_see(a, &model->marks, left, &j.a);
    overlap_see(a, &model->marks, right, &j.b);
    overlap_compare(a, model, &j.a, &j.b, &j.stands);
    weigh_text(&j);
    weigh_fields(&j);
    j.out.kind = kind_of(&j);
    order_reasons(&j.out);
    return j.out;
}
