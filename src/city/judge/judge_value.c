/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_value.c — answers as scores and back. */
#include "city/judge/judge_value.h"

#include "base/arena.h"

#define NOT_APPLICABLE S("n/a")

/* ---- levels --------------------------------------------------------------------------------- */

/* The highest level of a list; NULL if a word of it is no level. */
static const struct instrument_level *
highest(const struct instrument_rubric *r, struct str list)
{
    const struct instrument_level *best = NULL;
    struct str                     rest = str_trim(list), word;

    while (rest.n > 0) {
        const struct instrument_level *level = NULL;
        int64_t                        number;

        str_cut(rest, ' ', &word, &rest);
        rest = str_trim(rest);
        for (size_t i = 0; str_int64(word, &number) && i < r->n; i++)
            if (r->level[i].number == number)
                level = &r->level[i];
        if (!level)
            return NULL;
        if (!best || level->number > best->number)
            best = level;
    }
    return best;
}

/* None proven counts as the beginning of the scale, where that lies below the first level. */
static bool
has_none(const struct instrument *in, int32_t item)
{
    const struct instrument_rubric *r = in->item[item].rubric;

    return dec_cmp(in->tree.node[item].scale.min, r->level[0].value) < 0;
}

static struct judge_score
level_score(const struct instrument *in, int32_t item, struct str value)
{
    const struct instrument_level *level = highest(in->item[item].rubric, value);

    if (level)
        return (struct judge_score){ true, true, level->value };
    if (str_eq(value, S("0")) && has_none(in, item))
        return (struct judge_score){ true, true, in->tree.node[item].scale.min };
    return (struct judge_score){ false, false, { 0 } };
}

static struct str
level_answer(struct arena *a, const struct instrument *in, int32_t item, struct dec value)
{
    const struct instrument_rubric *r = in->item[item].rubric;

    for (size_t i = 0; i < r->n; i++)
        if (dec_cmp(r->level[i].value, value) == 0)
            return str_fmt(a, "%d", (int)r->level[i].number);
    return has_none(in, item) && dec_cmp(in->tree.node[item].scale.min, value) == 0
        ? S("0") : (struct str){ 0 };
}

/* ---- any item ------------------------------------------------------------------------------- */

struct judge_score
judge_score_of(const struct instrument *in, int32_t item, struct str value)
{
    struct judge_score s = { 0 };

    if (value.n == 0)
        return s;
    if (str_eq(value, NOT_APPLICABLE))
        return (struct judge_score){ .known = true };
    if (in->item[item].rubric)
        return level_score(in, item, value);
    s.known = s.applies = dec_parse(value, &s.value);
    return s;
}

struct str
judge_answer_of(struct arena *a, const struct instrument *in, int32_t item,
                struct judge_proposal p)
{
    if (!p.known)
        return (struct str){ 0 };
    if (!p.applies)
        return NOT_APPLICABLE;
    return in->item[item].rubric ? level_answer(a, in, item, p.value) : dec_str(a, p.value);
}

struct msg
judge_value_text(struct arena *a, enum lang lang, const struct instrument *in, int32_t item,
                 struct str value)
{
    struct judge_score             s = judge_score_of(in, item, value);
    const struct instrument_level *level;

    if (!s.known)
        return MSG("unknown");
    if (!s.applies)
        return MSG("does not apply");
    level = in->item[item].rubric ? highest(in->item[item].rubric, value) : NULL;
    if (level && instrument_says(level->title))
        return MSG("{0} {1}", value, instrument_say(lang, level->title));
    return MSG("{0}", in->item[item].rubric ? value : dec_text(a, lang, s.value));
}
