/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_shape.c — what may stand in an instrument's pack, as a table. */
#include "city/instrument/instrument_pack.h"

#include "engine/rule/rule.h"
#include "engine/score/score.h"

/* In the order of enum score_how. */
const char *const instrument_hows[] = {
    "leaf", "weighted mean", "plain mean", "highest", "ratio", "sum", "sum over at least",
    "expression", NULL,
};
const char *const instrument_standings[] = { "official", "modelled", NULL };
const char *const instrument_weights[]   = { "of the part", "of the whole", NULL };
const char *const instrument_kind_words[] = { "province", "regency", "city", NULL };

const char *const instrument_column_types[] = { "number", "text", "date", NULL };

static const char *const allowed[] = { "allowed", NULL };

static const struct shape_key words_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in Indonesian.") },
    { .key = "en", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in English.") },
};
static const struct shape words = SHAPE(words_keys);

static const struct shape_key level_keys[] = {
    { .key = "level", .kind = SHAPE_INT, .required = true, .max = INSTRUMENT_LEVEL_MAX,
      .help = N_("Its number, as answers name it.") },
    { .key = "value", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX,
      .help = N_("What it counts; the number itself if this is left out.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Its name, in Indonesian (id) and English (en).") },
    { .key = "criterion", .kind = SHAPE_MAP, .of = &words,
      .help = N_("When it is reached, in Indonesian (id) and English (en).") },
    { .key = "evidence", .kind = SHAPE_MAP, .of = &words,
      .help = N_("What must be shown to prove it, in Indonesian (id) and English (en).") },
};
static const struct shape level = SHAPE(level_keys);

static const struct shape_key rubric_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique among the rubrics.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words,
      .help = N_("What its levels tell apart, in Indonesian (id) and English (en).") },
    { .key = "levels", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &level, .required = true,
      .min = 1, .max = INSTRUMENT_LEVELS_MAX, .help = N_("Its levels, the lowest first.") },
};
static const struct shape rubric = SHAPE(rubric_keys);

static const struct shape_key item_scale_keys[] = {
    { .key = "min", .kind = SHAPE_DEC, .required = true,
      .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .help = N_("The lowest figure.") },
    { .key = "max", .kind = SHAPE_DEC, .required = true,
      .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .help = N_("The highest figure.") },
};
static const struct shape item_scale = SHAPE(item_scale_keys);

static const struct shape part;         /* parts have parts */

static const struct shape_key part_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique in the tree.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Its name, in Indonesian (id) and English (en).") },
    { .key = "meaning", .kind = SHAPE_MAP, .of = &words,
      .help = N_("What it measures, in Indonesian (id) and English (en).") },
    { .key = "weight", .kind = SHAPE_DEC, .min = 0, .max = 100,
      .help = N_("Its weight in a weighted mean, in per cent.") },
    { .key = "how", .kind = SHAPE_CHOICE, .choices = instrument_hows, .required = true,
      .help = N_("How its figure is found: leaf, weighted mean, plain mean, highest, ratio, sum, "
                 "sum over at least, or expression.") },
    { .key = "rubric", .kind = SHAPE_ID,
      .help = N_("Of a leaf: the id of the rubric by whose levels it is answered.") },
    { .key = "levels", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &level,
      .min = 1, .max = INSTRUMENT_LEVELS_MAX,
      .help = N_("Of a leaf: its own levels, the lowest first.") },
    { .key = "scale", .kind = SHAPE_MAP, .of = &item_scale,
      .help = N_("Where its figure may lie, if not on the instrument's scale.") },
    { .key = "evidence", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &words, .min = 1, .max = 20,
      .help = N_("What must be shown as proof, whatever the level.") },
    { .key = "not_applicable", .kind = SHAPE_CHOICE, .choices = allowed,
      .help = N_("\"allowed\" if it may be answered \"n/a\".") },
    { .key = "unknown", .kind = SHAPE_MAP, .of = &words,
      .help = N_("Of a leaf: why there is no source for its score; it then stays unknown.") },
    { .key = "applies_to", .kind = SHAPE_LIST, .items = SHAPE_CHOICE,
      .choices = instrument_kind_words, .min = 1, .max = 3,
      .help = N_("The kinds of region for which it counts.") },
    { .key = "least", .kind = SHAPE_INT, .min = 1, .max = INSTRUMENT_EACH_MAX,
      .help = N_("Of a sum over at least: by how many it is divided at the least.") },
    { .key = "each", .kind = SHAPE_MAP, .of = &words,
      .help = N_("Of a part of a sum: it is answered once for each of these.") },
    { .key = "factor", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX,
      .help = N_("Of a ratio: what it is multiplied by.") },
    { .key = "expression", .kind = SHAPE_TEXT, .max = RULE_TEXT_MAX,
      .help = N_("How its figure follows from its parts, by their ids.") },
    { .key = "round", .kind = SHAPE_INT, .max = SCORE_PLACES_MAX,
      .help = N_("To how many decimals it is rounded before it counts.") },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &part, .min = 1,
      .help = N_("What its figure follows from.") },
};
static const struct shape part = SHAPE(part_keys);

static const struct shape_key scale_keys[] = {
    { .key = "min", .kind = SHAPE_DEC, .required = true,
      .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .help = N_("The lowest figure.") },
    { .key = "max", .kind = SHAPE_DEC, .required = true,
      .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .help = N_("The highest figure.") },
    { .key = "places", .kind = SHAPE_INT, .required = true,
      .max = SCORE_PLACES_MAX, .help = N_("The decimals in which totals are published.") },
    { .key = "note", .kind = SHAPE_MAP, .of = &words, .help = N_("How the scale is known.") },
};
static const struct shape scale = SHAPE(scale_keys);

static const struct shape_key band_keys[] = {
    { .key = "from", .kind = SHAPE_DEC, .required = true,
      .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX, .help = N_("Its lowest figure.") },
    { .key = "below", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX,
      .help = N_("The figure below which it ends.") },
    { .key = "to", .kind = SHAPE_DEC, .min = -SCORE_ABS_MAX, .max = SCORE_ABS_MAX,
      .help = N_("Its highest figure, which it includes.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What a figure in it is called, in Indonesian (id) and English (en).") },
};
static const struct shape band = SHAPE(band_keys);

static const struct shape_key column_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique in the table.") },
    { .key = "type", .kind = SHAPE_CHOICE, .choices = instrument_column_types, .required = true,
      .help = N_("What its cells are: number, text or date. Rows are found by a column of "
                 "texts.") },
};
static const struct shape column = SHAPE(column_keys);

static const struct shape_key table_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique among the tables; expressions name it.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What it tells, in Indonesian (id) and English (en).") },
    { .key = "columns", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &column, .required = true,
      .min = 1, .max = INSTRUMENT_COLUMNS_MAX, .help = N_("Its columns, from left to right.") },
    { .key = "rows", .kind = SHAPE_LIST, .items = SHAPE_ROW, .required = true,
      .min = 1, .max = INSTRUMENT_ROWS_MAX,
      .help = N_("Its rows; each is the list of its cells, one for each column.") },
};
static const struct shape table = SHAPE(table_keys);

static const struct shape_key reading_keys[] = {
    { .key = "says", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What the source says.") },
    { .key = "source", .kind = SHAPE_ID, .required = true, .help = N_("The id of a source.") },
};
static const struct shape reading = SHAPE(reading_keys);

static const struct shape_key note_keys[] = {
    { .key = "about", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What it is about.") },
    { .key = "text", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What is known.") },
    { .key = "readings", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &reading,
      .help = N_("What each source says.") },
};
static const struct shape note = SHAPE(note_keys);

static const struct shape_key source_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("A short name, unique among the sources.") },
    { .key = "title", .kind = SHAPE_TEXT, .required = true, .help = N_("The title as published.") },
    { .key = "publisher", .kind = SHAPE_TEXT, .required = true, .help = N_("Who published it.") },
    { .key = "date", .kind = SHAPE_DATE, .help = N_("When it was published.") },
    { .key = "url", .kind = SHAPE_URL, .help = N_("Where it is published.") },
};
static const struct shape source = SHAPE(source_keys);

static const struct shape_key top_keys[] = {
    { .key = "id", .kind = SHAPE_ID, .required = true,
      .help = N_("The name in addresses and commands.") },
    { .key = "title", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("Its name, in Indonesian (id) and English (en).") },
    { .key = "summary", .kind = SHAPE_MAP, .of = &words, .required = true,
      .help = N_("What it measures, in Indonesian (id) and English (en).") },
    { .key = "standing", .kind = SHAPE_CHOICE, .choices = instrument_standings,
      .help = N_("\"official\": typed from the regulation; \"modelled\", or left out: on what is "
                 "known of it.") },
    { .key = "valid_from", .kind = SHAPE_DATE, .required = true,
      .help = N_("When it came into use.") },
    { .key = "valid_to", .kind = SHAPE_DATE, .help = N_("When it went out of use.") },
    { .key = "applies_to", .kind = SHAPE_LIST, .items = SHAPE_CHOICE,
      .choices = instrument_kind_words, .min = 1, .max = 3,
      .help = N_("The kinds of region for which it is; all if this is left out.") },
    { .key = "weights", .kind = SHAPE_CHOICE, .choices = instrument_weights,
      .help = N_("\"of the part\": the weights of an item's parts add up to 100; "
                 "\"of the whole\": to its own weight.") },
    { .key = "scale", .kind = SHAPE_MAP, .of = &scale, .required = true,
      .help = N_("The lowest and highest figure, and the decimals of totals.") },
    { .key = "bands", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &band, .min = 1,
      .max = INSTRUMENT_BANDS_MAX, .help = N_("What totals are called, the lowest first.") },
    { .key = "rubrics", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &rubric, .max = 100,
      .help = N_("Levels that several items share.") },
    { .key = "tables", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &table,
      .max = INSTRUMENT_TABLES_MAX, .help = N_("What expressions look up with pulldata.") },
    { .key = "tree", .kind = SHAPE_MAP, .of = &part, .required = true,
      .help = N_("The total and its parts.") },
    { .key = "notes", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &note, .max = 100,
      .help = N_("What the sources leave open.") },
    { .key = "sources", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &source, .required = true,
      .min = 1, .max = 100, .help = N_("Where all this is from.") },
};
const struct shape instrument_shape = SHAPE(top_keys);
