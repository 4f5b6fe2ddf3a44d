/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_fact.h — one published figure: what it must say of itself, and where it stands. */
#ifndef GUYUB_INSTRUMENT_FACT_H
#define GUYUB_INSTRUMENT_FACT_H

#include "city/instrument/instrument.h"

enum { INSTRUMENT_YEAR_FIRST = 2017, INSTRUMENT_YEAR_LAST = 2100 };

/* As a file or a form tells it; empty and unknown are the same: nothing was said. */
struct instrument_published {
    struct str value, source, source_url, source_date, note_id, note_en;
};

/* The rules of a figure. Fails, with the name of the field in .where: instrument.value,
 * instrument.too_fine, instrument.outside_scale, instrument.source, instrument.url,
 * instrument.date. */
struct err *instrument_fact_check(struct cx *, const struct instrument *, int32_t item,
                                  enum instrument_measure, const struct instrument_published *);

/* What a figure is of. In addresses and in the journal: CODE/REGION/YEAR/ITEM.MEASURE */
struct instrument_place {
    struct instrument       in;
    struct region           region;
    int64_t                 year;
    int32_t                 item;
    enum instrument_measure measure;
};

/* Fails: instrument.unknown, region.unknown, instrument.figure_unknown. */
struct err *instrument_place_of(struct cx *, struct str key, struct instrument_place *);
struct str  instrument_place_key (struct arena *, const struct instrument_place *);
/* "Achievement index, target: Kota Kediri, 2022" */
struct str  instrument_place_name(struct cx *, const struct instrument_place *);
/* Its page, and the list that it stands in. */
struct str  instrument_place_href(struct arena *, const struct instrument_place *);
struct str  instrument_place_list(struct arena *, const struct instrument_place *);
/* May such a figure be published: of the whole all measures, of a part what was achieved. */
bool        instrument_is_place(int32_t item, enum instrument_measure);

/* A figure that another slice has found out and publishes, inside its change, which has asked its
 * own right; the same figure again changes nothing. Fails: instrument.known_already (with another
 * figure), as instrument_fact_check does. */
struct err *instrument_fact_publish(struct cx *, const struct instrument_place *,
                                    const struct instrument_published *);

/* The stored word of a measure: "rank_national". */
struct str  instrument_measure_word(enum instrument_measure);

#endif
