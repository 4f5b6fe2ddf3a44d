/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_text.c — figures, bands, kinds and reasons in words, for pages and shell alike. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>

#include "base/arena.h"
#include "city/instrument/instrument_express.h"

struct str
instrument_say(enum lang lang, struct instrument_words w)
{
    return lang == LANG_ID ? w.id : w.en;
}

bool
instrument_says(struct instrument_words w)
{
    return str_is_known(w.id) || str_is_known(w.en);
}

/* ---- kinds of region ------------------------------------------------------------------------ */

bool
instrument_is_for(struct instrument_kinds kinds, enum region_kind kind)
{
    return kinds.bits == 0 || kinds.bits & 1u << kind;
}

struct str
instrument_kinds_text(struct arena *a, enum lang lang, struct instrument_kinds kinds)
{
    struct str part[REGION_CITY];
    size_t     n = 0;

    for (uint32_t k = REGION_PROVINCE; k <= REGION_CITY; k++)
        if (kinds.bits & 1u << k)
            part[n++] = msg_text(a, lang, region_kind_label(region_kind_word(k)));
    return n > 0 ? str_join(a, S(", "), part, n) : (struct str){ NULL, 0 };
}

/* ---- words for figures ---------------------------------------------------------------------- */

static struct str
unknown_text(struct cx *cx)
{
    return msg_text(cx->arena, cx->lang, MSG("unknown"));
}

struct str
instrument_figure_text(struct cx *cx, struct instrument_figure figure)
{
    if (!figure.given.known)
        return unknown_text(cx);
    return dec_text(cx->arena, cx->lang, figure.given.value);
}

struct str
instrument_shown_text(struct cx *cx, const struct instrument *in, struct dec value)
{
    return dec_text(cx->arena, cx->lang, score_shown(value, in->places));
}

/* At most so many places; an end that goes on is cut, so that it never claims more than it is. */
static struct str
cut_text(struct cx *cx, struct dec value, int32_t places)
{
    struct dec shown = value;
    bool       cut = dec_trim(value).scale > places;

    if (!dec_round(value, places, DEC_DOWN, &shown))
        assert(false && "figures on a scale are small");
    return str_fmt(cx->arena, "%.*s%s", TEXT(dec_text(cx->arena, cx->lang, shown)),
                   cut ? "\xE2\x80\xA6" : "");
}

struct str
instrument_exact_text(struct cx *cx, struct dec value)
{
    int32_t places = dec_trim(value).scale;

    return cut_text(cx, value, places < INSTRUMENT_PLACES_SHOWN ? places : INSTRUMENT_PLACES_SHOWN);
}

struct str
instrument_range_text(struct cx *cx, struct score_range r, struct dec value)
{
    int32_t    places = instrument_range_places(r, value);
    struct str low, high;

    low  = cut_text(cx, r.low, places);
    high = cut_text(cx, r.high, places);
    if (dec_cmp(r.low, r.high) == 0)
        return low;
    return str_fmt(cx->arena, "%c%.*s%s %.*s%c", r.low_in ? '[' : '(', TEXT(low),
                   cx->lang == LANG_ID ? ";" : ",", TEXT(high), r.high_in ? ']' : ')');
}

struct str
instrument_gap_text(struct cx *cx, struct instrument_gap gap)
{
    struct dec  size = gap.by;
    const char *sign = gap.by.units < 0 ? "\xE2\x88\x92" : gap.by.units > 0 ? "+" : "";

    if (!gap.known)
        return unknown_text(cx);
    if (size.units < 0)
        size.units = -size.units;
    return str_fmt(cx->arena, "%s%.*s", sign, TEXT(dec_text(cx->arena, cx->lang, size)));
}

/* ---- bands ---------------------------------------------------------------------------------- */

struct str
instrument_band_text(struct cx *cx, const struct instrument *in, struct score_range range)
{
    size_t     first, n = in->bands.n > 0 ? score_bands_of(in->bands, range, &first) : 0;
    struct str low, high;

    if (n == 0)
        return (struct str){ NULL, 0 };
    low  = instrument_say(cx->lang, in->band_title[first]);
    high = instrument_say(cx->lang, in->band_title[first + n - 1]);
    return n == 1 ? low : msg_text(cx->arena, cx->lang, MSG("{0} or {1}", low, high));
}

/* ---- the reason of one item ----------------------------------------------------------------- */

static struct msg
level_why(struct cx *cx, const struct instrument_level *level)
{
    struct str number = str_fmt(cx->arena, "%d", level->number);

    return MSG("level {0}: {1}", number, instrument_say(cx->lang, level->title));
}

static struct msg
not_applicable_why(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    const struct instrument_item *item = &x->instrument.item[i];

    if (!instrument_is_for(item->kinds, x->kind))
        return MSG("not applicable: for {0} only",
                   instrument_kinds_text(cx->arena, cx->lang, item->kinds));
    return x->given[i].not_applicable ? MSG("answered as not applicable")
                                      : MSG("not applicable: none of its parts is");
}

static struct msg
unknown_why(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    const struct instrument_item *item = &x->instrument.item[i];

    if (instrument_says(item->unknown))
        return MSG("unknown: {0}", instrument_say(cx->lang, item->unknown));
    return x->instrument.tree.node[i].how == SCORE_LEAF ? MSG("unknown: not answered")
                                                        : MSG("unknown: a part of it is");
}

static struct msg
undefined_why(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    const struct score_step *step = &x->step[i];
    struct msg               said;

    said = instrument_express_why(cx->arena, &x->instrument, x->step, (int32_t)i);
    if (msg_is(said))
        return MSG("no figure: {0}", msg_text(cx->arena, cx->lang, said));
    switch (step->why) {
    case SCORE_BY_ZERO:        return MSG("no figure: a division by 0");
    case SCORE_HALF_RATIO:     return MSG("no figure: one of the two parts is not applicable");
    case SCORE_PART_UNDEFINED: return MSG("no figure: a part of it has none");
    case SCORE_NO_VALUE:       return MSG("no figure: its expression has no value here");
    case SCORE_OFF_SCALE:
    case SCORE_DEFINED:        break;
    }
    return MSG("no figure: {0} lies outside its scale", instrument_exact_text(cx, step->before));
}

static struct msg
why(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    const struct score_step *step = &x->step[i];

    switch (step->state) {
    case SCORE_GIVEN:
        return x->level[i] ? level_why(cx, x->level[i]) : MSG("as answered");
    case SCORE_COMPUTED:       return instrument_how_label(x->instrument.tree.node[i].how);
    case SCORE_STOOD_IN:       return MSG("not needed: what it is part of is given");
    case SCORE_NOT_APPLICABLE: return not_applicable_why(cx, x, i);
    case SCORE_UNDEFINED:      return undefined_why(cx, x, i);
    case SCORE_UNKNOWN:        break;
    }
    return unknown_why(cx, x, i);
}

struct str
instrument_why_text(struct cx *cx, const struct instrument_answers *x, size_t i)
{
    return msg_text(cx->arena, cx->lang, why(cx, x, i));
}
