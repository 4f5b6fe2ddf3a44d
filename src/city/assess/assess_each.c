/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* assess_each.c — what is answered once for each of several: which items, what a voice says. */
#include "city/assess/assess_part.h"

static const struct instrument_item *
nearest(const struct instrument *in, int32_t item)
{
    for (; item >= 0; item = in->tree.node[item].parent)
        if (instrument_says(in->item[item].each))
            return &in->item[item];
    return NULL;
}

const struct instrument_item *
assess_each(const struct instrument *in, int32_t item)
{
    const struct instrument_item *own = nearest(in, item);

    for (size_t i = 0; own && i < in->tree.n; i++)
        if (str_eq(in->item[i].each.id, own->each.id))
            return &in->item[i];
    return NULL;
}

const struct assess_number *
assess_row_of(const struct assess_line *l, struct assess_whose whose, struct str of)
{
    for (size_t i = 0; i < l->n_numbers; i++)
        if (l->number[i].seat == whose.seat && str_eq(l->number[i].of, of)
            && str_eq(l->number[i].voice, assess_voice_word(whose.voice)))
            return &l->number[i];
    return NULL;
}

const struct assess_number *
assess_number_for(const struct assess_line *l, struct assess_whose whose, struct str of)
{
    const struct assess_number *n = assess_row_of(l, whose, of);

    return n && n->value.n > 0 ? n : NULL;
}

const struct assess_number *
assess_number_of(const struct assess_line *l, enum assess_voice voice, int64_t seat)
{
    return assess_number_for(l, (struct assess_whose){ voice, seat }, S(""));
}

size_t
assess_says(const struct assess_line *l, enum assess_voice voice)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n_numbers; i++)
        n += l->number[i].value.n > 0 && str_eq(l->number[i].voice, assess_voice_word(voice));
    return n;
}
