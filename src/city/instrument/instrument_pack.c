/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_pack.c — from a pack's nodes to an instrument: its shape, then what figures mean. */
#include "city/instrument/instrument.h"

#include <assert.h>

#include "base/arena.h"
#include "base/hash.h"
#include "city/instrument/instrument_pack.h"

/* ---- the shape ------------------------------------------------------------------------------- */

/* In the order of enum score_how. */
static const char *const HOWS[] = { "leaf", "weighted mean", "plain mean", NULL };

static const struct shape_key words_keys[] = {
    { .key = "id", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in Indonesian.") },
    { .key = "en", .kind = SHAPE_TEXT, .required = true, .help = N_("The text in English.") },
};
static const struct shape words = SHAPE(words_keys);

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
    { .key = "how", .kind = SHAPE_CHOICE, .choices = HOWS, .required = true,
      .help = N_("How its figure is found: leaf, weighted mean or plain mean.") },
    { .key = "parts", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &part, .min = 1,
      .help = N_("What the mean is taken of.") },
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
    { .key = "valid_from", .kind = SHAPE_DATE, .required = true,
      .help = N_("When it came into use.") },
    { .key = "valid_to", .kind = SHAPE_DATE, .help = N_("When it went out of use.") },
    { .key = "scale", .kind = SHAPE_MAP, .of = &scale, .required = true,
      .help = N_("The lowest and highest figure, and the decimals of totals.") },
    { .key = "tree", .kind = SHAPE_MAP, .of = &part, .required = true,
      .help = N_("The total and its parts.") },
    { .key = "notes", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &note, .max = 100,
      .help = N_("What the sources leave open.") },
    { .key = "sources", .kind = SHAPE_LIST, .items = SHAPE_MAP, .of = &source, .required = true,
      .min = 1, .max = 100, .help = N_("Where all this is from.") },
};
const struct shape instrument_shape = SHAPE(top_keys);

/* ---- texts and sources ----------------------------------------------------------------------- */

struct pack_reader {
    struct arena           *arena;
    const struct pack_node *root;
    struct instrument      *in;
    struct pack_faults     *faults;
};

static struct instrument_words
words_of(const struct pack_node *map, const char *key)
{
    const struct pack_node *w = pack_at(map, key);

    return w ? (struct instrument_words){ pack_text(w, "id"), pack_text(w, "en") }
             : (struct instrument_words){ { NULL, 0 }, { NULL, 0 } };
}

static struct instrument_source
read_source(const struct pack_node *at)
{
    return (struct instrument_source){
        .code      = pack_text(at, "id"),
        .title     = pack_text(at, "title"),
        .publisher = pack_text(at, "publisher"),
        .url       = pack_text(at, "url"),
        .date      = pack_date(at, "date"),
    };
}

static void
read_sources(struct pack_reader *r)
{
    size_t                    n;
    const struct pack_node   *at = pack_list(r->root, "sources", &n);
    struct instrument_source *row = NEWS(r->arena, struct instrument_source, n);

    for (size_t i = 0; i < n; i++, at = at->next) {
        row[i] = read_source(at);
        for (size_t j = 0; j < i; j++)
            if (str_eq(row[i].code, row[j].code))
                pack_fault_at(r->faults, pack_at(at, "id"),
                              MSG("The source \"{0}\" stands here twice.", row[i].code),
                              MSG("Give one of them another id."));
    }
    r->in->source    = row;
    r->in->n_sources = n;
}

static const struct instrument_source *
source_of(const struct instrument *in, struct str code)
{
    for (size_t i = 0; i < in->n_sources; i++)
        if (str_eq(in->source[i].code, code))
            return &in->source[i];
    return NULL;
}

static void
read_readings(struct pack_reader *r, const struct pack_node *at, struct instrument_note *out)
{
    const struct pack_node    *says = pack_list(at, "readings", &out->n_readings);
    struct instrument_reading *row = NEWS(r->arena, struct instrument_reading, out->n_readings);

    for (size_t i = 0; i < out->n_readings; i++, says = says->next) {
        struct str code = pack_text(says, "source");
        row[i] = (struct instrument_reading){ words_of(says, "says"), source_of(r->in, code) };
        if (!row[i].source)
            pack_fault_at(r->faults, pack_at(says, "source"),
                          MSG("There is no source \"{0}\" in this pack.", code),
                          MSG("Add it under \"sources\", or name one that is there."));
    }
    out->reading = row;
}

static void
read_notes(struct pack_reader *r)
{
    const struct pack_node *at = pack_list(r->root, "notes", &r->in->n_notes);
    struct instrument_note *row = NEWS(r->arena, struct instrument_note, r->in->n_notes);

    for (size_t i = 0; i < r->in->n_notes; i++, at = at->next) {
        row[i].about = words_of(at, "about");
        row[i].text  = words_of(at, "text");
        read_readings(r, at, &row[i]);
    }
    r->in->note = row;
}

/* ---- the tree -------------------------------------------------------------------------------- */

struct tree_reader {
    struct score_node       *node;
    struct instrument_item  *item;
    const struct pack_node **from;          /* the pack's node of each item, for faults */
    struct score_scale       scale;
    int32_t                  n;
    struct pack_faults      *faults;
};

/* The pack is at most PACK_DEPTH_MAX deep, and so is the recursion here and below. */
static size_t
count_items(const struct pack_node *item)
{
    size_t all = 1, n;

    for (const struct pack_node *p = pack_list(item, "parts", &n); p; p = p->next)
        all += count_items(p);
    return all;
}

static void
check_weight(struct tree_reader *t, int32_t i, int32_t parent)
{
    bool                    weighs = parent >= 0 && t->node[parent].how == SCORE_WEIGHTED;
    const struct pack_node *weight = pack_at(t->from[i], "weight");
    struct str              code = t->item[i].code;

    if (weighs && !weight)
        pack_fault_key(t->faults, t->from[i],
                       MSG("\"{0}\" needs a weight: its parent is a weighted mean.", code),
                       MSG("Add its weight in per cent."));
    if (!weighs && weight)
        pack_fault_key(t->faults, weight,
                       MSG("\"{0}\" has a weight, but its parent is no weighted mean.", code),
                       MSG("Remove the weight, or make the parent a weighted mean."));
}

static void
check_parts(struct tree_reader *t, int32_t i)
{
    const struct pack_node *parts = pack_at(t->from[i], "parts");

    if (t->node[i].how == SCORE_LEAF && parts)
        pack_fault_key(t->faults, parts, MSG("\"{0}\" is a leaf, but has parts.", t->item[i].code),
                       MSG("Make it a weighted mean or a plain mean, or remove the parts."));
    if (t->node[i].how != SCORE_LEAF && !parts)
        pack_fault_key(t->faults, t->from[i], MSG("\"{0}\" is a mean of nothing.", t->item[i].code),
                       MSG("Add its parts, or make it a leaf."));
}

static void
check_code(struct tree_reader *t, int32_t i)
{
    for (int32_t j = 0; j < i; j++) {
        if (!str_eq(t->item[i].code, t->item[j].code))
            continue;
        pack_fault_at(t->faults, pack_at(t->from[i], "id"),
                      MSG("The item \"{0}\" stands in the tree twice.", t->item[i].code),
                      MSG("Give one of them another id."));
        return;
    }
}

static void
read_item(struct tree_reader *t, const struct pack_node *at, int32_t parent)
{
    int32_t        i = t->n++;
    enum score_how how = (enum score_how)pack_choice(at, "how", HOWS);
    struct dec     percent = DEC(0);
    size_t         n;

    pack_dec(at, "weight", &percent);
    t->from[i] = at;
    t->item[i] = (struct instrument_item){ pack_text(at, "id"), words_of(at, "title"),
                                           words_of(at, "meaning"), percent };
    t->node[i] = (struct score_node){
        .parent = parent, .how = how, .weight = percent, .whole = DEC(100), .scale = t->scale,
    };
    check_code(t, i);
    check_weight(t, i, parent);
    check_parts(t, i);
    for (const struct pack_node *p = pack_list(at, "parts", &n); p; p = p->next)
        read_item(t, p, i);
}

/* "baseline 10, output 20, outcome 40" */
static struct str
weights_text(struct arena *a, const struct tree_reader *t, int32_t parent)
{
    struct str all = S("");

    for (int32_t i = parent + 1; i < t->n && t->node[i].parent >= parent; i++)
        if (t->node[i].parent == parent)
            all = str_fmt(a, "%.*s%s%.*s %.*s", TEXT(all), all.n ? ", " : "",
                          TEXT(t->item[i].code), TEXT(dec_str(a, t->item[i].percent)));
    return all;
}

static void
too_large(struct pack_faults *f, const struct pack_node *at)
{
    pack_fault_key(f, at, MSG("The tree is too large or too deep here."),
                   MSG("An instrument has at most 10,000 items, 16 levels deep."));
}

static void
weights_fault(struct arena *a, const struct tree_reader *t, const struct score_fault *fault)
{
    struct str sum = dec_str(a, fault->figure);

    pack_fault_key(t->faults, pack_at(t->from[fault->node], "parts"),
                   MSG("The weights of \"{0}\" add up to {1}, not to 100 ({2}).",
                       t->item[fault->node].code, sum, weights_text(a, t, fault->node)),
                   MSG("Change them until they add up."));
}

/* What the tree's own checks could still find. */
static void
check_tree(struct arena *a, const struct tree_reader *t)
{
    struct score_fault fault;

    if (score_check((struct score_tree){ .node = t->node, .n = (size_t)t->n }, &fault))
        return;
    if (fault.kind == SCORE_SCALE)
        return;                                         /* said where the scale was read */
    if (fault.kind == SCORE_WEIGHT_SUM)
        weights_fault(a, t, &fault);
    else if (fault.kind == SCORE_WEIGHT)
        pack_fault_key(t->faults, t->from[fault.node],
                       MSG("\"{0}\" has a weight that is not above 0, or finer than 7 decimals.",
                           t->item[fault.node].code),
                       MSG("Write it in per cent: 12.5."));
    else
        too_large(t->faults, t->from[fault.node]);
}

static void
read_tree(struct pack_reader *r)
{
    const struct pack_node *top = pack_at(r->root, "tree");
    size_t                  n = count_items(top), before = r->faults->n;
    struct tree_reader      t = {
        .node = NEWS(r->arena, struct score_node, n),
        .item = NEWS(r->arena, struct instrument_item, n),
        .from = NEWS(r->arena, const struct pack_node *, n),
        .scale = r->in->scale,
        .faults = r->faults,
    };

    if (n > SCORE_NODES_MAX) {
        too_large(r->faults, top);
        return;
    }
    read_item(&t, top, -1);
    assert((size_t)t.n == n);
    if (r->faults->n == before)
        check_tree(r->arena, &t);
    r->in->tree = (struct score_tree){ .node = t.node, .n = n };
    r->in->item = t.item;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void
read_scale(struct pack_reader *r)
{
    const struct pack_node *s = pack_at(r->root, "scale");
    struct instrument      *in = r->in;

    pack_dec(s, "min", &in->scale.min);
    pack_dec(s, "max", &in->scale.max);
    in->places     = (int32_t)pack_int(s, "places").n;
    in->scale_note = words_of(s, "note");
    if (dec_cmp(in->scale.min, in->scale.max) >= 0)
        pack_fault_at(r->faults, pack_at(s, "max"),
                      MSG("The scale ends where it begins, or before."),
                      MSG("Make max greater than min."));
}

static void
read_validity(struct pack_reader *r)
{
    struct instrument *in = r->in;

    in->valid_from = pack_date(r->root, "valid_from");
    in->valid_to   = pack_date(r->root, "valid_to");
    if (in->valid_to.year > 0 && date_cmp(in->valid_from, in->valid_to) >= 0)
        pack_fault_at(r->faults, pack_at(r->root, "valid_to"),
                      MSG("The instrument ends before it begins."),
                      MSG("Make valid_to later than valid_from."));
}

struct err *
instrument_read(struct arena *a, const struct pack *pack, struct instrument *in,
                struct pack_faults *faults)
{
    struct pack_faults here;
    struct pack_reader r = { a, pack->root, in, faults ? faults : &here };

    *r.faults = pack_faults_in(a, pack);
    *in       = (struct instrument){ .pack = pack->text };
    shape_check(r.root, &instrument_shape, r.faults);
    if (r.faults->n > 0)
        return pack_faults_err(r.faults);
    in->code    = pack_text(r.root, "id");
    in->digest  = str_fmt(a, "%016llx", (unsigned long long)hash_64(pack->text));
    in->title   = words_of(r.root, "title");
    in->summary = words_of(r.root, "summary");
    read_validity(&r);
    read_scale(&r);
    read_sources(&r);
    read_notes(&r);
    read_tree(&r);
    return pack_faults_err(r.faults);
}

int32_t
instrument_item_of(const struct instrument *in, struct str item_code)
{
    for (size_t i = 0; i < in->tree.n; i++)
        if (str_eq(in->item[i].code, item_code))
            return (int32_t)i;
    return -1;
}

struct str
instrument_say(enum lang lang, struct instrument_words w)
{
    return lang == LANG_ID ? w.id : w.en;
}
