/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instrument_answer.c — a sheet of answers: placed, refused where they cannot be so, computed. */
#include "city/instrument/instrument_answer.h"

#include <assert.h>

#include "base/arena.h"
#include "base/money.h"
#include "base/utf8.h"
#include "city/instrument/instrument_expand.h"
#include "city/instrument/instrument_load.h"

enum {
    OF_MAX    = 200,                        /* characters in the name of an instance */
    NAMED_MAX = 12                          /* of the missing, in a sentence         */
};

/* Where an answer goes: item -1: nowhere; instance -1: the item does not repeat. */
struct place { int32_t item, top, instance; };

struct answering {
    struct arena                    *arena;
    const struct instrument         *in;            /* as its pack has it                      */
    const struct instrument_sheet   *sheet;
    struct instrument_answer_faults *faults;
    struct place                    *place;         /* one an answer                           */
    struct instrument_instances     *each;          /* of the items that repeat, in order      */
    size_t                           n_each;
    struct instrument                expanded;
    struct score_given              *given;
    const struct instrument_level  **level;
    int32_t                         *by;            /* which answer a node was given by, or -1 */
};

/* ---- faults --------------------------------------------------------------------------------- */

static void
refuse(struct answering *x, size_t answer, enum instrument_at at, struct err e)
{
    e.kind = ERR_INPUT;
    if (!str_is_known(e.where))
        e.where = at == INSTRUMENT_AT_SHEET ? x->sheet->name : x->sheet->answer[answer].where[at];
    x->faults->fault[x->faults->n++] = (struct instrument_answer_fault){
        .answer = answer, .at = at, .err = err_of(x->arena, e),
    };
}

static void
refuse_sheet(struct answering *x, const char *code, struct msg text, struct msg hint)
{
    refuse(x, 0, INSTRUMENT_AT_SHEET, (struct err){ .code = code, .text = text, .hint = hint });
}

/* ---- the sheet as a whole ------------------------------------------------------------------- */

static struct str
value_of(const struct instrument_answer *answer)
{
    return str_trim(answer->value);
}

static bool
depends_on_kind(const struct instrument *in)
{
    uint32_t bits = in->kinds.bits;

    for (size_t i = 0; i < in->tree.n; i++)
        bits |= in->item[i].kinds.bits;
    return bits != 0;
}

static void
check_kind(struct answering *x)
{
    enum region_kind kind = x->sheet->kind;

    if (kind == REGION_KIND_NONE && depends_on_kind(x->in))
        refuse_sheet(x, "answer.kind",
                     MSG("What {0} asks depends on the kind of region.", x->in->code),
                     MSG("Say for which kind this is: province, regency or city."));
    else if (kind != REGION_KIND_NONE && !instrument_is_for(x->in->kinds, kind))
        refuse_sheet(x, "answer.kind",
                     MSG("{0} is not for this kind of region.", x->in->code),
                     MSG("It is for: {0}.",
                         instrument_kinds_text(x->arena, x->sheet->lang, x->in->kinds)));
}

static bool
has_answers(const struct instrument_sheet *sheet)
{
    for (size_t i = 0; i < sheet->n; i++)
        if (value_of(&sheet->answer[i]).n > 0)
            return true;
    return false;
}

static void
check_sheet(struct answering *x)
{
    if (x->sheet->n > SCORE_NODES_MAX)
        refuse_sheet(x, "answer.too_many", MSG("There are more than {0} answers.", S("20,000")),
                     MSG("Divide the file."));
    else if (!has_answers(x->sheet))
        refuse_sheet(x, "answer.none", MSG("There are no answers in {0}.", x->sheet->name),
                     MSG("Write one line for each item: item,value"));
    else
        check_kind(x);
}

/* ---- which item, which instance ------------------------------------------------------------- */

static void
item_unknown(struct answering *x, size_t a)
{
    struct str item = x->sheet->answer[a].item;
    struct str near = instrument_near_item(x->arena, x->in, item);
    struct msg hint = MSG("Its items are on its page, and told by: guyub instrument show {0}",
                          x->in->code);

    if (str_is_known(near))
        hint = MSG("Did you mean \"{0}\"?", near);
    refuse(x, a, INSTRUMENT_AT_ITEM, (struct err){ .code = "answer.item_unknown",
           .text = MSG("{0} has no item \"{1}\".", x->in->code, item), .hint = hint });
}

/* The item at or above `item` that repeats, or -1. */
static int32_t
repeating(const struct instrument *in, int32_t item)
{
    for (; item >= 0; item = in->tree.node[item].parent)
        if (instrument_says(in->item[item].each))
            return item;
    return -1;
}

static int32_t
instance_of(struct instrument_instances *each, struct str of)
{
    for (size_t i = each->n; i > 0; i--)            /* answers of one instance stand together */
        if (str_eq(each->of[i - 1], of))
            return (int32_t)i - 1;
    return -1;
}

static struct instrument_instances *
each_of(struct answering *x, int32_t item)
{
    for (size_t i = 0; i < x->n_each; i++)
        if (x->each[i].item == item)
            return &x->each[i];
    x->each[x->n_each] = (struct instrument_instances){
        .item = item, .of = NEWS(x->arena, struct str, INSTRUMENT_EACH_MAX),
    };
    return &x->each[x->n_each++];
}

static bool
add_instance(struct answering *x, size_t a, struct instrument_instances *each, struct str of)
{
    if (each->n == INSTRUMENT_EACH_MAX) {
        refuse(x, a, INSTRUMENT_AT_OF, (struct err){ .code = "answer.too_many",
               .text = MSG("\"{0}\" repeats more than {1} times.", x->in->item[each->item].code,
                           S("1,000")),
               .hint = MSG("Answer it for fewer.") });
        return false;
    }
    each->of[each->n++] = of;
    return true;
}

static bool
check_of(struct answering *x, size_t a, int32_t item, int32_t top)
{
    struct str of = str_trim(x->sheet->answer[a].of), code = x->in->item[item].code;

    if (top < 0 && of.n > 0)
        refuse(x, a, INSTRUMENT_AT_OF, (struct err){ .code = "answer.of",
               .text = MSG("\"{0}\" is answered once, not for \"{1}\".", code, of),
               .hint = MSG("Leave \"of\" empty.") });
    else if (top >= 0 && of.n == 0)
        refuse(x, a, INSTRUMENT_AT_OF, (struct err){ .code = "answer.of",
               .text = MSG("\"{0}\" is answered once for each of several: {1}.", code,
                           instrument_say(x->sheet->lang, x->in->item[top].each)),
               .hint = MSG("Say for which one, by name or number, in the column \"of\".") });
    else if (utf8_count(of) > OF_MAX)
        refuse(x, a, INSTRUMENT_AT_OF, (struct err){ .code = "answer.of",
               .text = MSG("\"{0}\" is longer than {1} characters.", S("of"), S("200")),
               .hint = MSG("Shorten it.") });
    else
        return true;
    return false;
}

/* "0" for the item that repeats, of no instance: there are none. */
static bool
says_none(struct answering *x, size_t a, int32_t item, int32_t top)
{
    const struct instrument_answer *answer = &x->sheet->answer[a];

    return item == top && item >= 0 && str_trim(answer->of).n == 0
        && str_eq(value_of(answer), S("0"));
}

static void
place_answer(struct answering *x, size_t a)
{
    int32_t item = instrument_item_of(x->in, str_trim(x->sheet->answer[a].item)), top, k;
    struct str of = str_trim(x->sheet->answer[a].of);

    x->place[a] = (struct place){ -1, -1, -1 };
    if (value_of(&x->sheet->answer[a]).n == 0)
        return;
    if (item < 0) {
        item_unknown(x, a);
        return;
    }
    top = repeating(x->in, item);
    if (says_none(x, a, item, top)) {
        x->place[a] = (struct place){ item, -1, -1 };
        return;
    }
    if (!check_of(x, a, item, top))
        return;
    if (top >= 0) {
        struct instrument_instances *each = each_of(x, top);
        k = instance_of(each, of);
        if (k < 0 && !add_instance(x, a, each, of))
            return;
        x->place[a].instance = k < 0 ? (int32_t)each->n - 1 : k;
    }
    x->place[a].item = item;
    x->place[a].top  = top;
}

static bool
expand(struct answering *x)
{
    if (instrument_expanded_size(x->in, x->each, x->n_each) > SCORE_NODES_MAX) {
        refuse_sheet(x, "answer.too_many", MSG("There are more than {0} answers.", S("20,000")),
                     MSG("Divide the file."));
        return false;
    }
    instrument_expand(x->arena, x->in, x->each, x->n_each, &x->expanded);
    return true;
}

/* The node of the expanded tree: instances stand one after the other, each as long as the first. */
static int32_t
node_of(const struct answering *x, const int32_t *first, struct place p)
{
    const struct score_node *node = x->in->tree.node;
    int32_t                  end = p.top + 1;

    if (p.top < 0)
        return first[p.item];
    while (end < (int32_t)x->in->tree.n && node[end].parent >= p.top)
        end++;
    return first[p.top] + p.instance * (end - p.top) + (p.item - p.top);
}

/* ---- what an answer says -------------------------------------------------------------------- */

static struct score_scale
scale_at(const struct answering *x, int32_t i)
{
    return x->expanded.tree.node[i].scale;
}

static void
not_a_figure(struct answering *x, size_t a)
{
    refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.value",
           .text = MSG("\"{0}\" is not a figure.", value_of(&x->sheet->answer[a])),
           .hint = MSG("Write digits, with a point before the decimals: 3.31. "
                       "Leave out items that have none.") });
}

static void
not_on_scale(struct answering *x, size_t a, int32_t i, enum score_fault_kind kind)
{
    struct str         text = value_of(&x->sheet->answer[a]);
    struct score_scale scale = scale_at(x, i);
    bool               own = i > 0 && (dec_cmp(scale.min, x->in->scale.min) != 0
                                       || dec_cmp(scale.max, x->in->scale.max) != 0);

    if (kind == SCORE_TOO_FINE) {
        refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.too_fine",
               .text = MSG("{0} has more than {1} decimals.", text, S("9")),
               .hint = MSG("Round it.") });
        return;
    }
    refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.outside_scale",
           .text = MSG("{0} lies outside the scale of {1}, {2} to {3}.", text,
                       own ? x->in->item[x->expanded.item[i].plain].code : x->in->code,
                       dec_str(x->arena, scale.min), dec_str(x->arena, scale.max)),
           .hint = MSG("Check the figure in its source.") });
}

static bool
take_figure(struct answering *x, size_t a, int32_t i)
{
    struct score_fault fault;
    struct dec         value;

    if (!dec_parse(value_of(&x->sheet->answer[a]), &value)) {
        not_a_figure(x, a);
        return false;
    }
    if (score_published(value, scale_at(x, i), &x->given[i], &fault))
        return true;
    not_on_scale(x, a, i, fault.kind);
    return false;
}

static const struct instrument_level *
level_of(const struct instrument_rubric *rubric, int64_t number)
{
    for (size_t i = 0; i < rubric->n; i++)
        if (rubric->level[i].number == number)
            return &rubric->level[i];
    return NULL;
}

/* "1, 2, 3" */
static struct str
levels_text(struct answering *x, const struct instrument_rubric *rubric)
{
    struct str part[INSTRUMENT_LEVELS_MAX];

    for (size_t i = 0; i < rubric->n; i++)
        part[i] = str_int(x->arena, rubric->level[i].number);
    return str_join(x->arena, S(", "), part, rubric->n);
}

static void
no_level(struct answering *x, size_t a, int32_t i, struct str text)
{
    const struct instrument_item *item = &x->expanded.item[i];

    refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.level",
           .text = MSG("\"{0}\" has no level \"{1}\".", item->code, text),
           .hint = item->may_not_apply
                   ? MSG("Its levels are {0}; \"n/a\" if it does not apply.",
                         levels_text(x, item->rubric))
                   : MSG("Its levels are {0}.", levels_text(x, item->rubric)) });
}

/* None proven counts as the scale's beginning, where that lies below the first level. */
static bool
take_none(struct answering *x, int32_t i)
{
    struct score_scale scale = scale_at(x, i);
    struct score_fault fault;

    return dec_cmp(scale.min, x->expanded.item[i].rubric->level[0].value) < 0
        && score_exact(scale.min, scale, &x->given[i], &fault);
}

/* A list of the levels that are proven, by spaces; the highest counts. */
static bool
take_levels(struct answering *x, size_t a, int32_t i)
{
    const struct instrument_rubric *rubric = x->expanded.item[i].rubric;
    const struct instrument_level  *best = NULL, *level;
    struct str                      rest = value_of(&x->sheet->answer[a]), word;
    struct score_fault              fault;
    int64_t                         number;

    if (str_eq(rest, S("0")) && !level_of(rubric, 0) && take_none(x, i))
        return true;
    while (rest.n > 0) {
        str_cut(rest, ' ', &word, &rest);
        rest  = str_trim(rest);
        level = str_int64(word, &number) ? level_of(rubric, number) : NULL;
        if (!level) {
            no_level(x, a, i, word);
            return false;
        }
        if (!best || level->number > best->number)
            best = level;
    }
    assert(best);
    x->level[i] = best;
    if (!score_exact(best->value, scale_at(x, i), &x->given[i], &fault))
        assert(false && "levels were checked against the scale with the pack");
    return true;
}

static bool
take_not_applicable(struct answering *x, size_t a, int32_t i)
{
    const struct instrument_item *item = &x->expanded.item[i];

    if (!item->may_not_apply) {
        refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.applies",
               .text = MSG("\"{0}\" applies to every region; \"n/a\" is no answer to it.",
                           item->code),
               .hint = MSG("Answer it, or leave it out if it is not known.") });
        return false;
    }
    x->given[i].not_applicable = true;
    return true;
}

/* ---- may it be answered --------------------------------------------------------------------- */

/* The item at or above i that is not for this kind of region, or -1. */
static int32_t
not_for_kind(const struct answering *x, int32_t i)
{
    for (; i >= 0; i = x->expanded.tree.node[i].parent)
        if (!instrument_is_for(x->expanded.item[i].kinds, x->sheet->kind))
            return i;
    return -1;
}

static bool
may_answer(struct answering *x, size_t a, int32_t i)
{
    const struct instrument_item *item = &x->expanded.item[i];
    int32_t                       other = not_for_kind(x, i);

    if (other >= 0)
        refuse(x, a, INSTRUMENT_AT_ITEM, (struct err){ .code = "answer.applies",
               .text = MSG("\"{0}\" is not for this kind of region.", item->code),
               .hint = MSG("It is for: {0}. Leave this line out.",
                           instrument_kinds_text(x->arena, x->sheet->lang,
                                                 x->expanded.item[other].kinds)) });
    else if (x->by[i] >= 0)
        refuse(x, a, INSTRUMENT_AT_ITEM, (struct err){ .code = "answer.twice",
               .text = MSG("\"{0}\" is answered twice; first at {1}.", item->code,
                           x->sheet->answer[x->by[i]].where[INSTRUMENT_AT_ITEM]),
               .hint = MSG("Keep one of the lines.") });
    else if (instrument_says(item->unknown))
        refuse(x, a, INSTRUMENT_AT_VALUE, (struct err){ .code = "answer.no_source",
               .text = MSG("\"{0}\" cannot be scored: {1}", item->code,
                       instrument_say(x->sheet->lang, item->unknown)),
               .hint = MSG("Leave this line out; the total stays unknown.") });
    else
        return true;
    return false;
}

/* A sum of none is 0; where 0 is not on the scale, what there is none of does not apply. */
static bool
take_no_instance(struct answering *x, int32_t i)
{
    struct score_fault fault;

    x->given[i].not_applicable = !score_exact(DEC(0), scale_at(x, i), &x->given[i], &fault);
    return true;
}

static bool
is_not_applicable(struct str value)
{
    return str_eq(value, S("n/a")) || str_eq(value, S("N/A")) || str_eq(value, S("-"));
}

static void
take_answer(struct answering *x, size_t a, int32_t i)
{
    struct str value = value_of(&x->sheet->answer[a]);
    bool       taken;

    if (!may_answer(x, a, i))
        return;
    if (says_none(x, a, x->place[a].item, repeating(x->in, x->place[a].item)))
        taken = take_no_instance(x, i);
    else if (is_not_applicable(value))
        taken = take_not_applicable(x, a, i);
    else
        taken = x->expanded.item[i].rubric ? take_levels(x, a, i) : take_figure(x, a, i);
    if (taken)
        x->by[i] = (int32_t)a;
}

static void
take_answers(struct answering *x)
{
    size_t   n = x->expanded.tree.n;
    int32_t *first = NEWS(x->arena, int32_t, x->in->tree.n);    /* of each plain item */

    x->given = NEWS(x->arena, struct score_given, n);
    x->level = NEWS(x->arena, const struct instrument_level *, n);
    x->by    = NEWS(x->arena, int32_t, n);
    for (size_t i = n; i > 0; i--)
        first[x->expanded.item[i - 1].plain] = (int32_t)i - 1;
    for (size_t i = 0; i < n; i++)
        x->by[i] = -1;
    for (size_t a = 0; a < x->sheet->n; a++)
        if (x->place[a].item >= 0)
            take_answer(x, a, node_of(x, first, x->place[a]));
}

/* ---- computed ------------------------------------------------------------------------------- */

static void
part_and_whole(struct answering *x, int32_t part, int32_t whole)
{
    const struct instrument_item   *item = x->expanded.item;
    const struct instrument_answer *of_whole = &x->sheet->answer[x->by[whole]];

    refuse(x, (size_t)x->by[part], INSTRUMENT_AT_ITEM, (struct err){
           .code   = "answer.part_and_whole",
           .text   = MSG("\"{0}\" is answered, and \"{1}\" that it is part of as well.",
                         item[part].code, item[whole].code),
           .detail = MSG("The whole stands at {0}.", of_whole->where[INSTRUMENT_AT_ITEM]),
           .hint   = MSG("Answer the whole or its parts, not both.") });
}

static void
check_answers(struct answering *x)
{
    struct score_fault fault;

    for (size_t i = 0; i < x->expanded.tree.n; i++)
        if (not_for_kind(x, (int32_t)i) == (int32_t)i)
            x->given[i].not_applicable = true;
    if (score_given_check(x->expanded.tree, x->given, &fault))
        return;
    assert(fault.kind == SCORE_GIVEN_TWICE && x->by[fault.other] >= 0);
    part_and_whole(x, fault.node, fault.other);
}

static void
compute(struct answering *x, struct instrument_answers *out)
{
    size_t             n = x->expanded.tree.n;
    struct score_step *step = NEWS(x->arena, struct score_step, n);
    int32_t           *missing = NEWS(x->arena, int32_t, n);
    struct score_tree  tree = instrument_tree(x->arena, &x->expanded);

    score_compute(tree, x->given, step);
    out->given     = x->given;
    out->level     = x->level;
    out->step      = step;
    out->missing   = missing;
    out->n_missing = score_missing(tree, step, missing, n);
    if (x->in->bands.n > 0 && score_has_figure(&step[0]))
        out->n_bands = score_bands_of(x->in->bands, step[0].range, &out->band);
}

/* Faults of placing were found first; they are told in the order of the sheet. */
static void
sort_faults(struct instrument_answer_faults *f)
{
    for (size_t i = 1; i < f->n; i++)
        for (size_t j = i; j > 0 && f->fault[j - 1].answer > f->fault[j].answer; j--) {
            struct instrument_answer_fault first = f->fault[j];
            f->fault[j]     = f->fault[j - 1];
            f->fault[j - 1] = first;
        }
}

/* A sheet is refused as a whole before its answers are looked at. */
static bool
read_sheet(struct answering *x)
{
    check_sheet(x);
    if (x->faults->n > 0)
        return false;
    for (size_t a = 0; a < x->sheet->n; a++)
        place_answer(x, a);
    if (!expand(x))
        return false;
    take_answers(x);
    if (x->faults->n == 0)
        check_answers(x);
    sort_faults(x->faults);
    return x->faults->n == 0;
}

bool
instrument_answer_items(struct arena *a, const struct instrument *in,
                        const struct instrument_sheet *sheet, struct instrument_answers *out,
                        struct instrument_answer_faults *faults)
{
    struct answering x = {
        .arena = a, .in = in, .sheet = sheet, .faults = faults, .expanded = *in,
        .place = NEWS(a, struct place, sheet->n),
        .each  = NEWS(a, struct instrument_instances, in->tree.n),
    };
    bool sound;

    *faults = (struct instrument_answer_faults){
        .fault = NEWS(a, struct instrument_answer_fault, sheet->n + 1),
    };
    sound = read_sheet(&x);
    *out  = (struct instrument_answers){ .instrument = x.expanded, .kind = sheet->kind };
    if (sound)
        compute(&x, out);
    return sound;
}

/* ---- no index ------------------------------------------------------------------------------- */

static struct str
named(struct arena *a, enum lang lang, const struct instrument_item *item)
{
    struct str title = instrument_say(lang, item->title);

    return item->of.n > 0
        ? str_fmt(a, "%.*s (%.*s, %.*s)", TEXT(item->code), TEXT(title), TEXT(item->of))
        : str_fmt(a, "%.*s (%.*s)", TEXT(item->code), TEXT(title));
}

/* Of a long list the beginning; the steps have the rest. */
static struct msg
missing_msg(struct arena *a, enum lang lang, const struct instrument_answers *x)
{
    struct str title[NAMED_MAX], all;
    size_t     n = x->n_missing < NAMED_MAX ? x->n_missing : NAMED_MAX;

    for (size_t i = 0; i < n; i++)
        title[i] = named(a, lang, &x->instrument.item[x->missing[i]]);
    all = str_join(a, S(", "), title, n);
    return n == x->n_missing
        ? MSG("Missing: {0}.", all)
        : MSG("Missing: {0}, and {1} more.", all,
              int_text(a, lang, (int64_t)(x->n_missing - n)));
}

/* The first reason of those whose score has no source; unknown if there is none. */
static struct str
no_source(enum lang lang, const struct instrument_answers *x)
{
    for (size_t i = 0; i < x->n_missing; i++) {
        struct instrument_words reason = x->instrument.item[x->missing[i]].unknown;
        if (instrument_says(reason))
            return instrument_say(lang, reason);
    }
    return (struct str){ NULL, 0 };
}

static struct err *
incomplete(struct arena *a, enum lang lang, const struct instrument_answers *x)
{
    struct str reason = no_source(lang, x);

    return err_of(a, (struct err){
        .kind   = ERR_CONFLICT,
        .code   = "answer.incomplete",
        .text   = MSG("The index is unknown: figures are missing."),
        .detail = missing_msg(a, lang, x),
        .hint   = str_is_known(reason)
                  ? MSG("Some scores have no source, so that there is no total: {0}", reason)
                  : MSG("Add them to the file; a missing figure does not count as 0."),
    });
}

struct err *
instrument_answer_err(struct arena *a, enum lang lang, const struct instrument_answers *x)
{
    if (score_has_figure(&x->step[0]))
        return NULL;
    if (x->step[0].state == SCORE_NOT_APPLICABLE)
        return err_of(a, (struct err){ .kind = ERR_CONFLICT, .code = "answer.undefined",
            .text = MSG("There is no index: nothing in it is applicable.") });
    if (x->step[0].state == SCORE_UNDEFINED)
        return err_of(a, (struct err){ .kind = ERR_CONFLICT, .code = "answer.undefined",
            .text = MSG("There is no index: no figure follows from these answers."),
            .hint = MSG("The steps say where.") });
    return incomplete(a, lang, x);
}
