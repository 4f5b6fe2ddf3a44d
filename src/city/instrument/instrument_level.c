/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_level.c — levels that can be proven, and bands that say what a figure is called. */
#include "city/instrument/instrument_pack.h"

#include <assert.h>

#include "base/arena.h"

/* ---- levels --------------------------------------------------------------------------------- */

static struct instrument_level
read_level(const struct pack_node *at)
{
    struct instrument_level level = {
        .number    = (int32_t)pack_int(at, "level").n,
        .title     = instrument_words_at(at, "title"),
        .criterion = instrument_words_at(at, "criterion"),
        .evidence  = instrument_words_at(at, "evidence"),
    };

    level.value = DEC(level.number);
    pack_dec(at, "value", &level.value);
    return level;
}

static void
check_order(struct instrument_reader *r, const struct pack_node *at,
            const struct instrument_level *before, const struct instrument_level *level)
{
    struct str number = str_int(r->arena, level->number);

    if (level->number == before->number)
        pack_fault_at(r->faults, pack_at(at, "level"),
                      MSG("Level {0} stands here twice.", number), MSG("Keep one of them."));
    else if (level->number < before->number)
        pack_fault_at(r->faults, pack_at(at, "level"),
                      MSG("Level {0} stands after level {1}.", number,
                          str_int(r->arena, before->number)),
                      MSG("Write the lowest level first."));
    else if (dec_cmp(level->value, before->value) < 0)
        pack_fault_key(r->faults, pack_at(at, "value") ? pack_at(at, "value") : at,
                       MSG("Level {0} counts {1}, less than the level below it ({2}).", number,
                           dec_str(r->arena, level->value), dec_str(r->arena, before->value)),
                       MSG("A higher level counts at least as much as a lower one."));
}

struct instrument_rubric *
instrument_read_levels(struct instrument_reader *r, const struct pack_node *list)
{
    struct instrument_rubric *rubric = NEW(r->arena, struct instrument_rubric);
    struct instrument_level  *level = NEWS(r->arena, struct instrument_level, list->n);
    const struct pack_node   *at = list->first;

    for (size_t i = 0; i < list->n; i++, at = at->next) {
        level[i] = read_level(at);
        if (i > 0)
            check_order(r, at, &level[i - 1], &level[i]);
    }
    *rubric = (struct instrument_rubric){ .level = level, .n = list->n };
    return rubric;
}

void
instrument_read_rubrics(struct instrument_reader *r)
{
    size_t                    n;
    const struct pack_node   *at = pack_list(r->pack->root, "rubrics", &n);
    struct instrument_rubric *row = NEWS(r->arena, struct instrument_rubric, n);

    for (size_t i = 0; i < n; i++, at = at->next) {
        row[i]       = *instrument_read_levels(r, pack_at(at, "levels"));
        row[i].code  = pack_text(at, "id");
        row[i].title = instrument_words_at(at, "title");
        if (!instrument_says(row[i].title))         /* packs that are stored need not have one */
            row[i].title = (struct instrument_words){ row[i].code, row[i].code };
        for (size_t j = 0; j < i; j++)
            if (str_eq(row[i].code, row[j].code))
                pack_fault_at(r->faults, pack_at(at, "id"),
                              MSG("The rubric \"{0}\" stands here twice.", row[i].code),
                              MSG("Give one of them another id."));
    }
    r->in->rubric    = row;
    r->in->n_rubrics = n;
}

/* ---- bands ---------------------------------------------------------------------------------- */

/* A band ends below a figure, or with it; the last one with it. */
static bool
read_end(struct instrument_reader *r, const struct pack_node *at, struct score_band *band)
{
    const struct pack_node *below = pack_at(at, "below"), *to = pack_at(at, "to");

    if (!below == !to) {
        pack_fault_key(r->faults, to ? to : at,
                       to ? MSG("A band has both \"below\" and \"to\".")
                          : MSG("A band does not say where it ends."),
                       MSG("Write \"below\" for an end that does not belong to it, \"to\" for one "
                           "that does."));
        return false;
    }
    pack_dec(at, "below", &band->high);
    pack_dec(at, "to", &band->high);
    band->high_in = to != NULL;
    return true;
}

/* Either all bands end with their last figure, as it is rounded, or the last one alone. */
static bool
check_ends(struct instrument_reader *r, const struct pack_node *at, struct score_bands *bands)
{
    bool rounded = bands->band[0].high_in;

    bands->places = rounded && bands->n > 1 ? r->in->places : -1;
    for (size_t i = 0; i < bands->n; i++, at = at->next) {
        bool last = i + 1 == bands->n;
        if (bands->band[i].high_in == (rounded || last))
            continue;
        pack_fault_key(r->faults, pack_at(at, rounded || last ? "below" : "to"),
                       last ? MSG("The last band ends below a figure, which is called nothing.")
                            : MSG("Some bands end with \"to\", others with \"below\"."),
                       last ? MSG("End it with \"to\".")
                            : MSG("Use \"below\" in all but the last; or \"to\" in all, if figures "
                                  "are rounded before they are called something."));
        return false;
    }
    return true;
}

/* `end`: of the scale, in no band; or of the band, outside the scale. */
static void
end_fault(struct instrument_reader *r, const struct pack_node *at, const struct score_band *band,
          struct dec end)
{
    struct score_scale      scale = r->in->tree.node[0].scale;
    const struct pack_node *from = pack_at(at, "from");
    const struct pack_node *to = pack_at(at, band->high_in ? "to" : "below");

    if (dec_cmp(end, scale.min) == 0)
        pack_fault_at(r->faults, from,
                      MSG("The bands begin at {0}, the scale at {1}.",
                          dec_str(r->arena, band->low), dec_str(r->arena, scale.min)),
                      MSG("Let the first band begin where the scale does."));
    else if (dec_cmp(end, scale.max) == 0)
        pack_fault_at(r->faults, to,
                      MSG("The bands end at {0}, the scale at {1}.",
                          dec_str(r->arena, band->high), dec_str(r->arena, scale.max)),
                      MSG("Let the last band end where the scale does."));
    else
        pack_fault_at(r->faults, dec_cmp(end, band->low) == 0 ? from : to,
                      MSG("{0} lies outside the scale, {1}.", dec_str(r->arena, end),
                          instrument_scale_text(r->arena, scale)),
                      MSG("Let the band lie on the scale."));
}

static void
band_fault(struct instrument_reader *r, const struct pack_node *at,
           const struct score_fault *fault)
{
    const struct score_band *band = &r->in->bands.band[fault->node];
    struct str               low = dec_str(r->arena, band->low), before = S("");

    if (fault->node > 0)
        before = dec_str(r->arena, band[-1].high);
    switch (fault->kind) {
    case SCORE_BAND_GAP:
        pack_fault_at(r->faults, pack_at(at, "from"),
                      MSG("Between {0} and {1} figures are called nothing.", before, low),
                      MSG("Let this band begin where the one before it ends."));
        return;
    case SCORE_BAND_OVERLAP:
        pack_fault_at(r->faults, pack_at(at, "from"),
                      MSG("This band begins at {0}, and the one before it reaches to {1}.", low,
                          before),
                      MSG("Let this band begin where the one before it ends."));
        return;
    case SCORE_BAND_ORDER:
        pack_fault_at(r->faults, pack_at(at, band->high_in ? "to" : "below"),
                      MSG("This band begins at {0} and ends at {1}.", low,
                          dec_str(r->arena, band->high)),
                      MSG("Let it end above its beginning."));
        return;
    case SCORE_TOO_FINE:
        pack_fault_at(r->faults, dec_cmp(fault->figure, band->low) == 0 ? pack_at(at, "from")
                                 : pack_at(at, band->high_in ? "to" : "below"),
                      MSG("{0} is finer than the figures, which are rounded first.",
                          dec_str(r->arena, fault->figure)),
                      MSG("Write it with as many decimals as \"places\" says."));
        return;
    default:
        end_fault(r, at, band, fault->figure);
    }
}

static const struct pack_node *
nth(const struct pack_node *at, int32_t n)
{
    for (; n > 0; n--)
        at = at->next;
    return at;
}

static void
check_bands(struct instrument_reader *r, const struct pack_node *first)
{
    struct score_scale scale = r->in->tree.node[0].scale;
    struct score_fault fault;

    if (dec_cmp(scale.min, scale.max) >= 0 || !check_ends(r, first, &r->in->bands))
        return;
    if (!score_bands_check(r->in->bands, scale, &fault))
        band_fault(r, nth(first, fault.node), &fault);
}

void
instrument_read_bands(struct instrument_reader *r)
{
    size_t                   n;
    const struct pack_node  *first = pack_list(r->pack->root, "bands", &n), *at = first;
    struct score_band       *band = NEWS(r->arena, struct score_band, n);
    struct instrument_words *title = NEWS(r->arena, struct instrument_words, n);
    bool                     sound = n > 0 && r->in->tree.n > 0;

    for (size_t i = 0; i < n; i++, at = at->next) {
        pack_dec(at, "from", &band[i].low);
        title[i] = instrument_words_at(at, "title");
        sound    = read_end(r, at, &band[i]) && sound;
    }
    r->in->bands      = (struct score_bands){ band, n, -1 };
    r->in->band_title = title;
    if (sound)
        check_bands(r, first);
}
